"""Servers that fail while an article is fetched: what is kept, what is asked for again, what the run says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from commands import Done, Place
from faultserver import (
    HARMLESS,
    PASSING,
    SOFT_404,
    bomb,
    disturbed,
    endless,
    failing,
    misbehaving,
    not_gzip,
    page,
    stall,
)
from webserver import Answer, Route, Web, column, listing, row, serve

from benchmarks.contents import difference, unsound

IMPATIENT = {"settings.DOWNLOAD_TIMEOUT": 0.5}
TRIED = 4
"""Requests for a page that may come another time: the first and three more."""


def address(number: int) -> str:
    return f"/a/content/post_{number}.html"


def title(number: int) -> str:
    return f"第{number}次示例工作会议在示例市召开"


def redirect(to: str) -> Answer:
    return Answer(b"", 302, headers={"Location": to})


PROPER = page(title(0))
LASTING: dict[str, tuple[Answer, int, str, str | None]] = {
    # what comes: the answer, how often it is asked for, state of the entry, kind of the issue
    **{
        f"HTTP {code}": (Answer(b"", code), TRIED, "pending", f"http_{code}") for code in (408, 429, 500, 502, 503, 504)
    },
    **{f"HTTP {code}": (Answer(b"", code), 1, "pending", f"http_{code}") for code in (401, 403, 501)},
    **{f"HTTP {code}": (Answer(b"", code), 1, "failed", f"http_{code}") for code in (404, 410, 204, 304)},
    **{
        name: (PASSING[name](PROPER), TRIED, "pending", kind)
        for name, kind in {
            "dropped midway": "truncated",
            "closed early": "truncated",
            "unended chunks": "truncated",
            "torn gzip": "truncated",
            "stalled midway": "timeout",
            "dripping": "timeout",
            "no HTTP": "unreachable",
        }.items()
    },
    "a gzip bomb": (bomb(300), 1, "failed", "too_large"),
    "a page without end": (replace(PROPER, wire=endless), 1, "failed", "too_large"),
    "a redirect to itself": (Answer(b"", 302, headers={"Location": "?"}), 6, "failed", "redirect_loop"),
    "a redirect in a circle": (redirect("/loop/1"), 1, "failed", "redirect_loop"),
    "a redirect to nowhere": (Answer(b"", 302), 1, "failed", "http_302"),
    "a redirect to a script": (redirect("javascript:alert(1)"), 1, "failed", "bad_redirect"),
    "a redirect to a broken address": (redirect("http://[::1/"), 1, "failed", "bad_redirect"),
    "a redirect to another site": (redirect("http://www.example.com/"), 1, "rejected", "off_site"),
    "a redirect to another port": (redirect("http://127.0.0.1:9/"), 1, "rejected", "off_site"),
    "a redirect to the home page": (redirect("/"), 1, "failed", "soft_404"),
    "a redirect to the column": (redirect("/a/index.html"), 1, "failed", "soft_404"),
    "a soft 404": (Answer(SOFT_404.encode()), 1, "rejected", "soft_404"),
    "nothing": (Answer(b""), 1, "rejected", "empty"),
    "a length that is too small": (replace(PROPER, length=len(PROPER.body) - 90), 2, "stored", "unfinished"),
    "gzip that is none": (not_gzip(PROPER), 1, "stored", None),
    **{name: (fault(PROPER), 1, "stored", None) for name, fault in HARMLESS.items()},
}


def with_neighbours(faults: dict[str, tuple[Answer, int, str, str | None]]) -> dict[str, Route]:
    """A column in which every faulty article (2, 4, 6 …) stands between sound ones."""
    pages: dict[str, Route] = {"/": listing([]), "/loop/1": redirect("/loop/2"), "/loop/2": redirect("/loop/1")}
    for place, (answer, _, _, _) in enumerate(faults.values(), 1):
        pages[address(2 * place)], pages[address(2 * place + 1)] = answer, page(title(2 * place + 1))
    numbers = range(2, 2 * len(faults) + 2)
    pages["/a/"] = listing([row(address(number), title(number)) for number in numbers])
    pages["/a/index.html"] = pages["/a/"]
    return pages


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Web, Done]:
    place = Place(tmp_path_factory.mktemp("lasting"))
    with serve(with_neighbours(LASTING)) as web:
        place.define(web.base)
        done = place.crawl(constants=IMPATIENT)
    return place, web, done


@pytest.mark.parametrize("name", LASTING)
def test_a_fault_that_lasts(name: str, lasting: tuple[Place, Web, Done]) -> None:
    place, web, _ = lasting
    number = 2 * list(LASTING).index(name) + 2
    _, times, state, kind = LASTING[name]
    assert web.paths().count(address(number)) == times
    entries = place.query("SELECT state, attempts, last_error IS NULL FROM entries WHERE native_id = ?", str(number))
    assert entries == [(state, 0, 1) if state == "stored" else (state, 1, 0)]
    issues = place.query("SELECT kind FROM issues WHERE url LIKE ?", "%" + address(number))
    assert issues == ([] if kind is None else [(kind,)])
    if state == "stored":
        query = "SELECT a.title, s.name FROM articles a JOIN sources s ON s.id = a.source_id WHERE native_id = ?"
        assert place.query(query, str(number)) == [(title(0), "示例市民政局")]


def test_faults_of_single_pages_leave_the_rest_alone(lasting: tuple[Place, Web, Done]) -> None:
    place, _, done = lasting
    sound = sum(state == "stored" for _, _, state, _ in LASTING.values())
    assert (done.code, done.summary["state"]) == (0, "ok"), done.err
    assert done.summary["counters"]["articles_new"] == len(LASTING) + sound
    assert "internal" not in done.summary["issues"]
    assert "Traceback" not in done.err
    assert unsound(place.db) == []
    odd = {f"post_{2 * place + 1}" for place in range(1, len(LASTING) + 1)}
    assert len(odd) == len(place.query("SELECT 1 FROM articles WHERE CAST(native_id AS INTEGER) % 2 = 1"))


@pytest.mark.parametrize("seed", [1, 2])
def test_faults_that_pass_leave_no_trace(place: Place, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Listing pages and articles that come only after some faults make the dataset that a quiet crawl makes."""
    pages: dict[str, Route] = {**column(24), "/b/": listing([row(address(n), title(n)) for n in range(20, 24)])}
    quiet = Place(tmp_path_factory.mktemp("quiet"))
    with serve(pages) as web:
        for each in (quiet, place):
            each.define(web.base, columns=("/a/", "/b/"))
        assert quiet.crawl().code == 0
        web.routes.update(disturbed(pages, seed))
        done = place.crawl(constants=IMPATIENT, timeout=120)
    assert (done.code, done.summary["state"]) == (0, "ok"), done.err
    assert difference(quiet.db, place.db) == []
    assert unsound(place.db) == []


def test_a_fault_longer_than_a_run_is_made_up_for_by_the_next(place: Place) -> None:
    pages = column(6)
    sound = {path: Answer(str(route).encode()) for path, route in pages.items()}
    with serve(
        {**sound, address(2): misbehaving(PASSING["dropped midway"](sound[address(2)]), 5, sound[address(2)])}
    ) as web:
        web.routes[address(4)] = failing(503, 6, sound[address(4)])
        place.define(web.base)
        assert place.crawl().code == 0
        assert place.query("SELECT count(*) FROM articles") == [(4,)]
        again = place.crawl()
    assert (again.code, again.summary["counters"]["articles_new"]) == (0, 2)
    assert place.query("SELECT DISTINCT state, last_error FROM entries") == [("stored", None)]


def test_more_failures_than_articles_are_suspicious(place: Place) -> None:
    """Interleaved with pages that come, failures do not stop a run; they must not pass for a good one either."""
    pages = column(20)
    for number in range(1, 21):
        if number % 3:
            pages[address(number)] = Answer(b"", 501)
    with serve(pages) as web:
        place.define(web.base)
        done = place.crawl()
    assert (done.code, done.summary["state"], done.summary["issues"]["many_failed"]) == (3, "suspect", 1)
    assert done.summary["counters"]["articles_new"] == 6


def test_a_stalled_server_is_given_up_after_three_pages(place: Place) -> None:
    pages = {**column(12), **{address(n): replace(page(title(n)), wire=stall) for n in range(3, 13)}}
    with serve(pages) as web:
        place.define(web.base)
        done = place.crawl(constants={"settings.DOWNLOAD_TIMEOUT": 0.3})
        asked = [path for path in web.paths() if "/content/" in path]
    assert (done.code, done.summary["state"]) == (1, "failed")
    assert "does not answer any more" in done.err
    assert len(set(asked)) == 5
    assert place.query("SELECT state, count(*) FROM entries GROUP BY state") == [("pending", 10), ("stored", 2)]
