"""The normalize stage of an article: raw strings to values, each with its evidence, what was odd as notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..errors import NotAnArticle
from ..models import Article, Evidence, ExtractedArticle, Found
from .blocks import classify_blocks
from .counts import parse_view_count
from .dates import Published, parse_published
from .evidence import Choice, choose, family, with_verdict
from .people import clean_person
from .sources import clean_source, source_parts
from .text import collapse, same_text, scrub

_NOTE_LONGEST = 80
_TAIL_OF_BREADCRUMB = frozenset(("正文", "内容", "详情"))


def normalize_article(extracted: ExtractedArticle, *, now: datetime | None = None) -> Article:
    """An article with its values; `now` bounds published times (default: the clock).

    A value that cannot be read is None and leaves a note (`bad_date`, `bad_count`, `bad_source`); the head's value
    takes the place of a visible time or source that cannot be read. Independent evidence that says something else
    leaves the note `disagreement`. Raises NotAnArticle (kind `empty`) without a title, or without both block and date.
    """
    return _Normalizing(extracted, now).article()


class _Normalizing:
    """One article on its way; `notes`, `evidence` and `candidates` gather as the fields are read."""

    def __init__(self, extracted: ExtractedArticle, now: datetime | None) -> None:
        self.raw = extracted
        self.now = now
        self.notes = [*extracted.notes]
        self.evidence: list[Evidence] = []
        self.candidates = extracted.candidates

    def article(self) -> Article:
        raw = self.raw
        title = self._title()
        published = self._published()
        blocks = classify_blocks(raw.blocks, raw.base_url)
        if not blocks and published.value is None:
            message = "没有正文，也没有日期 the page holds neither a text nor a date"
            raise NotAnArticle(message, kind="empty", url=raw.url)
        source, subtitle = self._source(), self._plain("subtitle", raw.subtitle)
        view_count = self._view_count()
        author, editor = self._person("author", raw.author), self._person("editor", raw.editor)
        if raw.body_rule and blocks:
            self.evidence.append(Evidence("body", raw.body_rule))
        at = published.value
        return Article(
            url=scrub(raw.url),
            title=title,
            subtitle=subtitle if subtitle and not same_text(subtitle, title) else None,
            published_at=at.at if at else None,
            published_at_raw=_printed(published.found if at else raw.published),
            published_at_precision=at.precision if at else None,
            published_at_from=_published_from(published.found) if at else None,
            source=source.value,
            source_raw=_printed(source.found if source.value else raw.source),
            view_count=view_count,
            author=author,
            editor=editor,
            breadcrumb=_breadcrumb(raw.breadcrumb, title),
            blocks=blocks,
            meta=_scrubbed(raw.meta),
            evidence=tuple(self.evidence),
            candidates=self.candidates,
            notes=tuple(self.notes),
        )

    def _title(self) -> str:
        choice = choose("title", self.raw.title, self.raw.candidates, _read_text, same_text)
        if choice.value is None:
            raise NotAnArticle("没有标题 the page shows no title", kind="empty", url=self.raw.url)
        self._keep("title", choice, self.raw.title)
        return choice.value

    def _published(self) -> Choice[Published]:
        def read(value: str, _: str) -> Published | None:
            return parse_published(value, now=self.now)

        found = self.raw.published
        choice = choose("published", found, self.raw.candidates, read, _same_time)
        if found is not None and (choice.value is None or choice.found is not found) and collapse(found.value):
            self._note("bad_date", "published_at", found)
        self._keep("published_at", choice, found)
        return choice

    def _source(self) -> Choice[str]:
        found = self.raw.source
        choice = choose("source", found, self.raw.candidates, _read_source, same_text)
        if choice.value is None or choice.found is not found:
            self._note_source(found)
        self._keep("source", choice, found)
        return choice

    def _view_count(self) -> int | None:
        found = self.raw.view_count
        if found is None:
            return None
        count = parse_view_count(found.value)
        if count is not None:
            self.evidence.append(Evidence("view_count", found.rule))
        elif any(map(str.isdigit, found.value)):
            self._note("bad_count", "view_count", found)
        return count

    def _plain(self, field: str, found: Found | None) -> str | None:
        value = collapse(found.value) if found is not None else None
        if value and found is not None:
            self.evidence.append(Evidence(field, found.rule))
        return value or None

    def _person(self, field: str, found: Found | None) -> str | None:
        value = clean_person(found.value) if found is not None else None
        if value and found is not None:
            self.evidence.append(Evidence(field, found.rule))
        return value

    def _keep(self, field: str, choice: Choice[str] | Choice[Published], found: Found | None) -> None:
        if choice.value is not None and choice.found is not None:
            self.evidence.append(Evidence(field, choice.found.rule, choice.agrees))
        if found is not None and (choice.value is None or choice.found is not found):
            self.candidates = with_verdict(self.candidates, found, choice.found if choice.value is not None else None)
        if choice.contrary is not None and choice.found is not None:
            other = choice.contrary
            self.notes.append(
                (
                    "disagreement",
                    f"{field}: 不一致 {choice.found.rule} says {_short(choice.found.value)}, "
                    f"{other.rule} says {_short(other.value)}",
                )
            )

    def _note_source(self, found: Found | None) -> None:
        """An empty 来源： is nothing odd; a text that is no source is."""
        if found is None or not collapse(found.value):
            return
        label, value = source_parts(found.value)
        if label is None or value is not None:
            self._note("bad_source", "source", found)

    def _note(self, kind: str, field: str, found: Found) -> None:
        self.notes.append((kind, f"{field}: 无法识别 {found.rule} gave {_short(found.value)}, which cannot be read"))


def _read_text(value: str, _: str) -> str | None:
    return collapse(value) or None


def _read_source(value: str, rule: str) -> str | None:
    return clean_source(value, meta=family(rule) == "meta")


def _same_time(a: Published, b: Published) -> bool:
    """Equal as far as both are precise."""
    if "day" in (a.precision, b.precision):
        return a.at.date() == b.at.date()
    if "minute" in (a.precision, b.precision):
        return a.at.date() == b.at.date() and (a.at.hour, a.at.minute) == (b.at.hour, b.at.minute)
    return a.at == b.at


def _published_from(found: Found | None) -> str | None:
    if found is None:
        return None
    place = family(found.rule)
    return "meta" if place == "head" else place


def _printed(found: Found | None) -> str | None:
    return (collapse(found.value) or None) if found is not None else None


def _short(value: str) -> str:
    text = collapse(value)
    return text if len(text) <= _NOTE_LONGEST else f"{text[:_NOTE_LONGEST]}…"


def _scrubbed(meta: Mapping[str, str]) -> dict[str, str]:
    if all(map(str.isprintable, meta)) and all(map(str.isprintable, meta.values())):
        return dict(meta)
    return {scrub(name): scrub(value) for name, value in meta.items()}


def _breadcrumb(names: Iterable[str], title: str) -> tuple[str, ...]:
    """Names from 首页 to the column, without the title and 正文 at the end."""
    cleaned = [name for name in map(collapse, names) if name]
    while cleaned and (cleaned[-1] in _TAIL_OF_BREADCRUMB or same_text(cleaned[-1], title)):
        cleaned.pop()
    return tuple(cleaned)
