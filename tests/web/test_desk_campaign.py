"""A campaign at the desk: one row, one click for all of it, one click back; and each by itself where wanted."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from chaffinch.service.states import State
from chaffinch.store import campaigns
from tests.web.page import Page
from tests.web.world import World

NAME = "00000000000000aa"


@pytest.fixture
def moderator(world: World) -> TestClient:
    """Return a moderator of a desk where three comments of a campaign are held, one stands, and another one waits."""
    texts = [f"A doubtful lamp, number {n}, <b>" for n in range(3)] + ["A lamp.", "A doubtful door."]
    ids = []
    for n, text in enumerate(texts):
        world.time.now += 60_000
        world.post(comment=text, author=f"Reader {n}", token=f"token-{n}")
    browser = world.moderator()
    by_text = {item.text: item.id for state in State for item in world.parts.desk.queue(state).items}
    ids = [by_text[text] for text in texts[:4]]
    world.database.write(lambda connection: campaigns.join(connection, ids, NAME))
    return browser


def act(world: World, moderator: TestClient, path: str, **fields: str) -> Page:
    answer = moderator.post(path, data={"csrf": world.csrf(moderator)} | fields)
    assert answer.status_code == 303, answer.text
    return Page(moderator.get(answer.headers["location"]).text)


def test_it_is_one_row_that_tells_how_many_from_how_many_and_since_when(world: World, moderator: TestClient) -> None:
    text = moderator.get("/desk").text
    assert "Nearly the same words, 4 times, under 4 names on one site, in 3 minutes." in text
    assert "3 held, 1 still published" in text
    assert "A lamp." in text
    assert "&lt;b&gt;" not in text, "its comments are no cards besides"
    assert "</mark> door." in text


def test_one_click_decides_all_and_one_takes_it_back(world: World, moderator: TestClient) -> None:
    page = act(world, moderator, "/desk/campaign", campaign=NAME, label="SPAM")
    assert "4 comments of one campaign marked as spam." in page.classed("decided")[0].text
    assert (len(world.comment_ids(moderator, "SPAM")), len(world.comment_ids(moderator, "HELD"))) == (4, 1)
    (at,) = (one.attributes["value"] for one in page.all("input", name="at"))
    page = act(world, moderator, "/desk/campaign/undo", campaign=NAME, at=at or "")
    assert "Undone, for 4 comments." in page.classed("decided")[0].text
    assert "3 held, 1 still published" in moderator.get("/desk").text
    again = act(world, moderator, "/desk/campaign/undo", campaign=NAME, at=at or "")
    assert "Undone, for 0 comments." in again.classed("decided")[0].text


def test_all_may_be_approved(world: World, moderator: TestClient) -> None:
    page = act(world, moderator, "/desk/campaign", campaign=NAME, label="HAM")
    assert "4 comments of one campaign approved." in page.classed("decided")[0].text
    assert len(world.comment_ids(moderator, "PUBLISHED")) == 4


def test_each_can_be_looked_at_and_decided_by_itself(world: World, moderator: TestClient) -> None:
    link = next(one.attributes["href"] for one in Page(moderator.get("/desk").text).all("a") if "each" in one.text)
    text = moderator.get(link or "").text
    assert text.count('<article class="card" id="c-') == 3
    assert "</mark> door." not in text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/desk/campaign", {"campaign": NAME, "label": "MAYBE"}),
        ("/desk/campaign/undo", {"campaign": NAME, "at": "noon"}),
        ("/desk/campaign/undo", {"campaign": NAME, "at": "9" * 30}),
    ],
)
def test_what_no_button_sends_is_refused(
    world: World, moderator: TestClient, path: str, fields: dict[str, str]
) -> None:
    assert moderator.post(path, data={"csrf": world.csrf(moderator)} | fields).status_code == 422


def test_only_moderators_with_their_form_may(world: World, moderator: TestClient) -> None:
    fields = {"campaign": NAME, "label": "SPAM"}
    assert world.reader.post("/desk/campaign", data=fields).status_code == 403
    assert moderator.post("/desk/campaign", data=fields).status_code == 403
    assert len(world.comment_ids(moderator, "SPAM")) == 0


@pytest.mark.parametrize("query", ["together=x", "together=x&at=1&label=SPAM", "together=x&undone=-1", "campaign=x"])
def test_an_address_that_somebody_made_up_says_nothing(world: World, moderator: TestClient, query: str) -> None:
    answer = moderator.get(f"/desk?{query}")
    assert answer.status_code == 200
    assert not Page(answer.text).classed("decided")
