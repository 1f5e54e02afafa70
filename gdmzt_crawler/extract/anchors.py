"""The elements an article hangs on: title, body container and the frame around both. Rules first, then the survey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from gdmzt_crawler.extract.anchored import body_after, stands_aside
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.frame import (
    climb_to_content,
    common_ancestor,
    container_in,
    frame_without_title,
    known_body,
)
from gdmzt_crawler.extract.mass import Survey, survey
from gdmzt_crawler.extract.rules import NamedRules
from gdmzt_crawler.extract.selected import Selected
from gdmzt_crawler.extract.title import Choice, HeadTitle, choose_title

LITTLE = 60
"""Characters of running text below which a known body elsewhere is believed before the text."""


@dataclass(slots=True)
class Anchors:
    """What was found, and by which rule."""

    title: etree._Element | None
    title_rule: str
    container: etree._Element | None
    body_rule: str
    frame: etree._Element
    survey: Survey | None
    choice: Choice | None = None


def find_anchors(document: Document, head: HeadTitle, rules: tuple[NamedRules, ...], selected: Selected) -> Anchors:
    """Title, container and frame of one page."""
    body = document.body
    title, title_rule = _by_rules(selected, ((name, rule.title) for name, rule in rules), "title")
    container, body_rule = _by_rules(selected, ((name, rule.body) for name, rule in rules), "body")
    if title is not None and container is not None:
        return Anchors(title, title_rule, container, body_rule, common_ancestor(title, container), None)
    found = survey(body, head.squashed)
    choice = None
    if title is None:
        start = found.order.get(container) if container is not None else _position(found)
        choice = choose_title(found, head, start)
        if choice is not None:
            title, title_rule = choice.element, "page.title"
    if container is not None:
        frame = common_ancestor(title, container) if title is not None else frame_without_title(container)
        return Anchors(title, title_rule, container, body_rule, frame, found, choice)
    anchored = _behind(title, choice, found)
    if anchored is None and (choice is None or not choice.agrees):
        known = known_body(body)
        anchored = known if known is not None and found.mass.get(known, 0) >= LITTLE else None
    if (
        choice is not None
        and not choice.agrees
        and not _stands_before(choice.element, anchored if anchored is not None else found.densest, found)
    ):
        # Without the head's word for it, a heading inside or behind the text is one of its own or of a list.
        title, title_rule, choice = None, "", None
    if anchored is not None:
        frame = common_ancestor(title, anchored) if title is not None else frame_without_title(anchored)
        return Anchors(title, title_rule, anchored, "page.behind_title", frame, found, choice)
    frame, container, body_rule = _by_text(body, title, found)
    return Anchors(title, title_rule, container, body_rule, frame, found, choice)


def _by_rules(
    selected: Selected, rules: Iterable[tuple[str, tuple[str, ...]]], field: str
) -> tuple[etree._Element | None, str]:
    for name, selectors in rules:
        element = selected.one(selectors)
        if element is not None:
            return element, f"{name}.{field}"
    return None, ""


def _behind(title: etree._Element | None, choice: Choice | None, found: Survey) -> etree._Element | None:
    """The body behind a title that the head confirms, else behind the first byline."""
    if title is not None and choice is not None and choice.agrees:
        return body_after(title, found)
    for byline in found.bylines[:3]:
        container = body_after(byline, found)
        if container is not None:
            return container
    return None


def _stands_before(heading: etree._Element, container: etree._Element | None, found: Survey) -> bool:
    """Whether a heading comes before the running text of the container."""
    if container is None:
        return True
    for element, position in found.texts.items():
        if element is container or container in element.iterancestors():
            return found.order.get(heading, 0) <= position
    return True


def _position(found: Survey) -> int | None:
    return found.order.get(found.densest) if found.densest is not None else None


def _by_text(
    body: etree._Element, title: etree._Element | None, found: Survey
) -> tuple[etree._Element, etree._Element | None, str]:
    densest = found.densest
    if densest is not None and title is not None and stands_aside(densest):
        # A page of pictures or files has no text; what runs beside it is of others.
        densest = None
    if densest is None or found.mass.get(densest, 0) < LITTLE:
        known = known_body(body)
        if known is not None and (densest is None or known not in densest.iterancestors()):
            return (
                (common_ancestor(title, known) if title is not None else frame_without_title(known)),
                known,
                "page.known_body",
            )
    if densest is None:
        return (climb_to_content(title) if title is not None else body), None, "page.after_byline"
    frame = common_ancestor(title, densest) if title is not None else frame_without_title(densest)
    return frame, container_in(frame, densest, found.mass), "page.densest"
