"""What an answer says that brings no page: the same for one that comes just now and for one out of the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gdmzt_crawler.crawl.addresses import Addresses
from gdmzt_crawler.crawl.columns import Columns
from gdmzt_crawler.crawl.frontier import Frontier
from gdmzt_crawler.crawl.items import Target
from gdmzt_crawler.crawl.walk import PageTask
from gdmzt_crawler.store.records import EntryState

CHALLENGES = frozenset({412, 418, 521, 567})
"""Statuses with which the firewalls of such sites answer programs."""
GONE = frozenset({404, 410})

Weight = Literal["gone", "refused", "broken", "passing", "network", "forbidden", "challenge"]
_STATES: dict[str, EntryState] = {
    "gone": "failed",
    "broken": "failed",
    "refused": "rejected",
    "forbidden": "disallowed",
}
"""Of an entry, by the weight of its loss; whatever may pass stays pending."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of a request that brought no page.

    `gone`: not there · `refused`: it leads off the site · `broken`: the page itself is no use · `passing`: may work
    another time · `network`: no answer at all · `forbidden`: robots.txt · `challenge`: the site wants no programs.
    """

    kind: str
    """As in `issues.kind`."""
    message: str
    weight: Weight


def of_answer(status: int, url: str) -> Loss | None:
    """The loss that an answer stands for by its status; None for a page."""
    if status == 200:
        return None
    kind, message = f"http_{status}", f"网站回答 the site answers {status} for {url}"
    if status in CHALLENGES:
        return Loss("challenge", message, "challenge")
    if status in GONE:
        return Loss(kind, message, "gone")
    return Loss(kind, message, "passing" if status >= 400 else "broken")


def turned_away(url: str, task: PageTask, addresses: Addresses) -> Loss | None:
    """A column that is gone often leads to the home page, whose rows are not its own. `url`: what answered."""
    if task.start or task.path == "/" or addresses.column_of_page(url) != "/":
        return None
    return Loss("soft_404", f"栏目页被转到首页 {task.url} is sent on to the home page", "gone")


def led_astray(url: str, target: Target, addresses: Addresses, columns: Columns) -> Loss | None:
    """An article that is gone often leads to the home page or to its column, with status 200. `url`: what answered."""
    if url == target.linked_url:
        return None
    column = addresses.column(url)
    if column is not None and columns.knows(columns.spelled(column)):
        return Loss("soft_404", f"文章被转到栏目页 sent on to the column {column}", "gone")
    visit, canonical = target.visit, addresses.canonical(url)
    if visit is not None and canonical != visit.url and addresses.native_id(canonical) != visit.native_id:
        return Loss("moved", f"文章被转到另一篇 sent on to another article: {url}", "gone")
    return None


def lose_article(frontier: Frontier, target: Target, loss: Loss) -> None:
    """Write down that an article did not come."""
    if loss.weight == "gone":
        frontier.answered()
    if target.visit is not None and loss.weight == "gone":
        frontier.visits.gone(target, loss.kind)
    else:
        frontier.settle(target, _STATES.get(loss.weight, "pending"), loss.kind, loss.message)
