"""An author takes a comment back, by the address that only they were given."""

from __future__ import annotations

import pytest

from chaffinch.engine.types import Label
from chaffinch.service.states import State
from tests.web.page import Page
from tests.web.world import ARTICLE, World, status_token


def posted(world: World, view: str = "page", **changes: str) -> tuple[str, Page]:
    """Post, and return the capability and the page that tells the author."""
    location = world.post(view=view, **changes).headers["location"]
    return status_token(location.partition("#")[0]), Page(world.reader.get(location.partition("#")[0]).text)


def withdraw(world: World, token: str, view: str = "page") -> tuple[int, str]:
    form = {"site": world.site.id, "permalink": world.site.url + ARTICLE, "view": view, "posted": token}
    answer = world.reader.post("/comments/withdraw", data=form)
    return answer.status_code, answer.headers.get("location", answer.text)


def shown(world: World) -> list[str]:
    return [one.text for one in world.parts.comments.published(world.site.id, world.site.url + ARTICLE)]


@pytest.mark.parametrize("view", ["page", "thread"])
@pytest.mark.parametrize("comment", ["The lamps are lovely.", "A doubtful lamp."])
def test_what_is_published_or_waits_can_be_withdrawn_and_is_erased(world: World, view: str, comment: str) -> None:
    token, page = posted(world, view, comment=comment)
    (form,) = [e for e in page.all("form") if e["action"].startswith("/comments/withdraw")]
    assert page.one("input", name="posted")["value"] == token
    assert form["method"] == "post"
    status, location = withdraw(world, token, view)
    assert status == 303
    told = Page(world.reader.get(location.partition("#")[0]).text)
    assert "Your comment is withdrawn." in told.one("div", id="your-comment").text
    assert shown(world) == []
    assert sum(world.parts.desk.counts().values()) == 0


def test_answers_to_it_stay_under_a_word_that_it_is_gone(world: World) -> None:
    token, _ = posted(world)
    parent = world.parts.comments.published(world.site.id, world.site.url + ARTICLE)[0].id
    world.post(comment="So they are.", author="Bea", reply_to=parent)
    withdraw(world, token)
    page = Page(world.reader.get(ARTICLE).text)
    assert [e.text for e in page.classed("removed")] == ["This comment was removed."]
    assert shown(world) == ["So they are."]


def test_what_was_learned_from_it_goes_with_it(world: World) -> None:
    token, _ = posted(world)
    comment = world.parts.comments.published(world.site.id, world.site.url + ARTICLE)[0].id
    world.parts.desk.decide(comment, Label.HAM)
    withdraw(world, token)
    with world.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM feedback").scalar_one() == 0


def test_what_was_refused_is_not_withdrawn_so_that_no_spammer_makes_the_filter_forget(world: World) -> None:
    token, page = posted(world, comment="an advert for lamps")
    assert not page.classed("withdraw")
    status, _ = withdraw(world, token)
    assert status == 400
    assert world.parts.desk.counts()[State.SPAM] == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 32 + ".AAAA"])
def test_nobody_withdraws_without_the_capability(world: World, token: str) -> None:
    posted(world)
    assert withdraw(world, token)[0] == 404
    assert len(shown(world)) == 1


def test_withdrawing_twice_is_told_in_words(world: World) -> None:
    token, _ = posted(world)
    withdraw(world, token)
    status, text = withdraw(world, token)
    assert status == 404
    assert "it was withdrawn or erased before" in text
