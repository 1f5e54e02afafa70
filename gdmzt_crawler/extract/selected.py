"""What the selectors of a page's rules find on it: one walk over the page serves all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree

from gdmzt_crawler.extract.rules import NamedRules
from gdmzt_crawler.extract.select import Step, has_content, select_one, steps_of

_REMEMBERED = 4096
_LONGEST = 200


class Plan:
    """The steps that one walk looks for: `div.zw`, and of `div.zw-info > span.time` the first."""

    def __init__(self, selectors: tuple[str, ...]) -> None:
        self.steps: dict[str, tuple[Step, Step | None]] = {}
        """Of each selector that is served: the step looked for, and the one that is looked for inside it."""
        self._by_class: dict[str, list[Step]] = {}
        for css in selectors:
            last, *before = steps_of(css) or (None,)
            step = before[0] if before else last
            if last is not None and step is not None and step.classes and step.tag != "*" != last.tag:
                self.steps[css] = (step, last if before else None)
        self._wanted = tuple(dict.fromkeys(step for step, _ in self.steps.values()))
        self._tags = tuple({step.tag for step in self._wanted})

    def walk(self, root: etree._Element) -> dict[Step, list[etree._Element]]:
        """Every element at or below `root` that is one of the steps, in document order."""
        found: dict[Step, list[etree._Element]] = {}
        by_class = self._by_class
        for element in root.iter(*self._tags) if self._tags else ():
            names = element.get("class")
            if names is None:
                continue
            steps = by_class.get(names)
            if steps is None:
                steps = self._of_class(names)
            for step in steps:
                if step.tag == element.tag and step.matches(element):
                    found.setdefault(step, []).append(element)
        return found

    def _of_class(self, names: str) -> list[Step]:
        """The steps that an element of this class can be, remembered: a site has few classes."""
        words = frozenset(names.split())
        steps = [step for step in self._wanted if words.issuperset(step.classes)]
        if len(self._by_class) >= _REMEMBERED:
            self._by_class.clear()
        if len(names) <= _LONGEST:
            self._by_class[names] = steps
        return steps


@lru_cache(maxsize=256)
def plan_of(rules: tuple[NamedRules, ...]) -> Plan:
    """The plan for the selectors of these rules, made once."""
    return Plan(tuple(css for _, rule in rules for css in rule.selectors()))


class Selected:
    """The first hits of the selectors of some rules on one page."""

    def __init__(self, root: etree._Element, rules: tuple[NamedRules, ...]) -> None:
        plan = plan_of(rules)
        self._root = root
        self._steps = plan.steps
        self._found = plan.walk(root)

    def one(self, selectors: Sequence[str]) -> etree._Element | None:
        """The first element with any content, of the first of these selectors that finds one."""
        for css in selectors:
            planned = self._steps.get(css)
            element = select_one(self._root, (css,)) if planned is None else self._first(css, *planned)
            if element is not None:
                return element
        return None

    def _first(self, css: str, step: Step, inner: Step | None) -> etree._Element | None:
        found: Iterable[etree._Element]
        hits = self._found.get(step)
        if hits is None:
            return None
        if inner is not None and len(hits) > 1:
            # They may nest: then the first hit inside the first of them need not be the first on the page.
            return select_one(self._root, (css,))
        if inner is None:
            found = hits
        else:
            found = hits[0].iterchildren(inner.tag) if inner.child else hits[0].iterdescendants(inner.tag)
        for element in found:
            if (inner is None or inner.matches(element)) and has_content(element):
                return element
        return None
