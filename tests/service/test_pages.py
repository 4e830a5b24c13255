"""What a page is about: what is kept, or what its own site says, or what a reader's browser claims; in this order."""

from __future__ import annotations

import doctest
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from chaffinch.delivery import outcome
from chaffinch.delivery.article import ArticleReader
from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import Kind, Outcome
from chaffinch.service import pages
from chaffinch.service.pages import AT_ONCE, NOTHING, REMEMBERED, About, Pages, described
from chaffinch.service.sites import Site
from chaffinch.store.database import Database
from tests.delivery.hosts import answer, host
from tests.web.world import World

CLAIM = described("Cheap pills", "Buy them here.")
TOLD = described("The heron", "It is back.")
HERON = "https://other.test/heron"
PAGE = Outcome(Kind.DELIVERED, "delivered", b"<title>The heron</title><meta name=description content='It is back.'>")


class SiteOfOthers:
    """A site that answers with one page, and notes what it was asked for."""

    def __init__(self, said: Outcome = PAGE) -> None:
        self.said = said
        self.asked: list[Destination] = []

    def __call__(self, place: Destination) -> Outcome:
        self.asked.append(place)
        return self.said


@pytest.fixture
def site(world: World) -> Site:
    return world.sites.add("https://other.test", "Other")[0]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def pages_of(world: World) -> Callable[[SiteOfOthers], Pages]:
    database: Database = world.database
    return lambda read: Pages(database, read)


def test_what_the_site_says_goes_before_what_is_claimed(site: Site, pages_of: Callable[[SiteOfOthers], Pages]) -> None:
    others = SiteOfOthers()
    assert pages_of(others).about(site, HERON + "/b\u00fccher?a=1", CLAIM) == TOLD
    assert others.asked == [Destination("https", "other.test", 443, "/heron/b%C3%BCcher?a=1")]


def test_what_is_kept_goes_before_both_and_nothing_is_read(
    world: World, site: Site, pages_of: Callable[[SiteOfOthers], Pages]
) -> None:
    filled = world.form(site=site.id, permalink=HERON, view="thread")
    world.reader.post("/comments", params={"site": site.id, "title": "Kept"}, data=filled)
    others = SiteOfOthers()
    assert pages_of(others).about(site, HERON, CLAIM) == About("Kept", "Kept")
    assert others.asked == []


@pytest.mark.parametrize(
    "said",
    [outcome.NOT_ALLOWED, outcome.TIMED_OUT, outcome.REDIRECTED, outcome.by_status(404, b"<title>No</title>"),
     Outcome(Kind.DELIVERED, "delivered", b"no title")],
    ids=lambda said: said.code,
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_asked_for_once_and_the_claim_holds(
    site: Site, pages_of: Callable[[SiteOfOthers], Pages], said: Outcome
) -> None:
    others = SiteOfOthers(said)
    about = pages_of(others)
    assert [about.about(site, HERON, CLAIM) for _ in range(3)] == [CLAIM] * 3
    assert len(others.asked) == 1


def test_only_so_many_pages_are_remembered(site: Site, pages_of: Callable[[SiteOfOthers], Pages]) -> None:
    others = SiteOfOthers(outcome.TIMED_OUT)
    about = pages_of(others)
    for number in range(REMEMBERED + 1):
        about.about(site, f"{HERON}/{number}", CLAIM)
    about.about(site, f"{HERON}/{REMEMBERED}", CLAIM)
    about.about(site, f"{HERON}/0", CLAIM)
    assert len(others.asked) == REMEMBERED + 2


def test_while_too_many_are_read_no_claim_is_believed(site: Site, pages_of: Callable[[SiteOfOthers], Pages]) -> None:
    is_over, arrived = threading.Event(), threading.Semaphore(0)

    class Slow(SiteOfOthers):
        def __call__(self, place: Destination) -> Outcome:
            arrived.release()
            is_over.wait(10)
            return super().__call__(place)

    about = pages_of(Slow())
    readers = [threading.Thread(target=about.about, args=(site, f"{HERON}/{n}", CLAIM)) for n in range(AT_ONCE)]
    for one in readers:
        one.start()
    for _ in readers:
        arrived.acquire(timeout=10)
    assert about.about(site, HERON, CLAIM) == NOTHING
    is_over.set()
    for one in readers:
        one.join()
    assert about.about(site, HERON, CLAIM) == TOLD


def test_a_real_site_on_loopback_is_read_where_that_is_allowed(world: World) -> None:
    with host(lambda stream: stream.sendall(answer(PAGE.body))) as place:
        home = f"http://127.0.0.1:{place.port}"
        site = world.sites.add(home, "Near")[0]
        for is_allowed, found in ((False, CLAIM), (True, TOLD)):
            reader = ArticleReader(allow_private=is_allowed)
            assert Pages(world.database, reader.get).about(site, f"{home}/heron", CLAIM) == found


def test_the_example_holds() -> None:
    assert doctest.testmod(pages).failed == 0
