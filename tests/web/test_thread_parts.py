"""A thread that is longer than one page: everything is found, and an author is led to their own comment."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from chaffinch.engine.types import Label
from chaffinch.service.showing import MAX_SHOWN
from chaffinch.store import comments, tree
from chaffinch.store.database import Connection
from chaffinch.store.schema import comment, decision
from chaffinch.web.thread import STATUS_LINK
from tests.web.page import Page
from tests.web.world import ARTICLE, World


def fill(world: World, count: int) -> None:
    """Publish `count` comments, "number 1" first, a second apart."""

    def copy(connection: Connection) -> None:
        pattern = dict(connection.execute(select(comment)).mappings().one())
        decided = dict(connection.execute(select(decision)).mappings().one())
        del decided["id"]
        for number in range(2, count + 1):
            text, identity = f"number {number}", f"{number:032x}"
            at = pattern["created_at"] + number * 1000
            new = {"id": identity, "text": text, "form_token": identity, "created_at": at, "decided_at": at}
            place = tree.new_place(connection, pattern["thread_id"], None)
            comments.insert_comment(connection, pattern | new | place)
            comments.insert_decision(connection, decided | {"comment_id": identity})

    world.post(comment="number 1", token="first")
    world.database.write(copy)
    world.time.now += (count + 1) * 1000


def read(world: World, path: str) -> Page:
    answer = world.reader.get(path.partition("#")[0])
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def said(page: Page) -> list[int]:
    return [int(e.text.removeprefix("number ")) for e in page.classed("said")]


def leads(page: Page) -> dict[str, str]:
    """Return the links to other parts by their words; those above and those below the comments are the same."""
    above, below = page.all("nav", aria_label="Parts of this thread")
    assert above.text == below.text
    links = [e for e in page.all("a") if e.text.endswith(" comments")]
    assert all(e["href"].endswith("#comments") for e in links)
    return {e.text: e["href"] for e in links}


@pytest.fixture
def long(world: World) -> World:
    fill(world, 2 * MAX_SHOWN + 3)
    return world


def test_links_lead_forward_through_every_comment_once_and_back_again(long: World) -> None:
    page, seen = read(long, ARTICLE), []
    assert set(leads(page)) == {"Later comments", "Newest comments"}
    for _ in range(2):
        seen += said(page)
        page = read(long, leads(page)["Later comments"])
    seen += said(page)
    assert seen == list(range(1, 2 * MAX_SHOWN + 4))
    assert set(leads(page)) == {"Earlier comments"}
    page = read(long, leads(page)["Earlier comments"])
    assert said(page) == list(range(MAX_SHOWN + 1, 2 * MAX_SHOWN + 1))
    page = read(long, leads(page)["Earlier comments"])
    assert said(page) == list(range(1, MAX_SHOWN + 1))


def test_the_newest_are_one_step_away_and_the_part_before_them_is_whole(long: World) -> None:
    newest = read(long, leads(read(long, ARTICLE))["Newest comments"])
    assert said(newest) == list(range(MAX_SHOWN + 4, 2 * MAX_SHOWN + 4))
    earlier = leads(newest)["Earlier comments"]
    assert said(read(long, earlier)) == list(range(4, MAX_SHOWN + 4))
    assert said(read(long, leads(read(long, earlier))["Earlier comments"])) == list(range(1, MAX_SHOWN + 1))


def test_the_heading_counts_all_parts_and_says_how_many_are_here(long: World) -> None:
    page = read(long, ARTICLE)
    assert page.one("h2", id="comments-heading").text == f"{2 * MAX_SHOWN + 3:,} comments"
    assert page.classed("quiet")[0].text == f"{MAX_SHOWN} of {2 * MAX_SHOWN + 3:,} are on this page, oldest first."


@pytest.mark.parametrize("view", ["page", "thread"])
def test_the_author_of_the_newest_is_led_to_the_part_that_holds_it(world: World, view: str) -> None:
    fill(world, MAX_SHOWN)
    location = world.post(comment=f"number {MAX_SHOWN + 1}", view=view).headers["location"]
    page = read(world, location)
    assert location.endswith("#your-comment")
    assert said(page)[-1] == MAX_SHOWN + 1
    (yours,) = page.classed("is-yours")
    assert [e.text for e in page.all("a", href="#" + yours["id"])] == ["Go to it"]
    assert page.one("h2", id="comments-heading").text == f"{MAX_SHOWN + 1} comments"
    earlier = read(world, leads(page)["Earlier comments"])
    assert said(earlier) == list(range(1, MAX_SHOWN + 1))
    assert not earlier.classed("notice"), "the fate of a comment is told at its own address alone"


def test_the_address_leads_there_still_when_many_have_written_since(long: World) -> None:
    token = long.parts.secret.sign(STATUS_LINK, f"{MAX_SHOWN + 2:032x}")
    page = read(long, f"{ARTICLE}?posted={token}")
    first = MAX_SHOWN + 2 - (MAX_SHOWN - 1) // 2
    assert said(page) == list(range(first, first + MAX_SHOWN)), "in the middle of what came before and after"
    assert len(page.classed("is-yours")) == 1
    assert set(leads(page)) == {"Earlier comments", "Later comments", "Newest comments"}


def test_an_author_who_waited_is_led_there_once_a_moderator_has_approved(world: World) -> None:
    fill(world, MAX_SHOWN)
    location = world.post(comment="number 501, doubtful").headers["location"]
    assert not read(world, location).classed("is-yours")
    world.parts.desk.decide(world.comment_ids(world.moderator(), "HELD")[0], Label.HAM)
    page = read(world, location)
    assert [e.text for e in page.classed("said")][-1] == "number 501, doubtful"
    assert page.all("a", href="#" + page.classed("is-yours")[0]["id"])


def test_a_thread_of_one_part_has_no_links_to_others(world: World) -> None:
    fill(world, MAX_SHOWN)
    page = read(world, ARTICLE)
    assert len(said(page)) == MAX_SHOWN
    assert not page.classed("parts")
    assert not page.classed("quiet")


def test_after_the_last_comment_stands_the_last_part(world: World) -> None:
    fill(world, 3)
    assert said(read(world, f"{ARTICLE}?after=fffffff")) == [1, 2, 3]


@pytest.mark.parametrize("query", ["after=x", "before=-", "after=", "before=1", "after=000000g", "after=" + "0" * 42])
def test_a_place_of_ones_own_making_is_answered_in_words(world: World, query: str) -> None:
    answer = world.reader.get(f"{ARTICLE}?{query}")
    assert answer.status_code == 400
    assert "names no place in a list" in answer.text


def test_a_status_token_put_under_another_page_promises_nothing_there(world: World) -> None:
    token = world.post().headers["location"].partition("?")[2]
    page = read(world, f"/articles/herons-cup?{token}")
    (notice,) = page.classed("notice")
    assert "It stands under the page where you wrote it." in notice.text
    assert "below" not in notice.text
