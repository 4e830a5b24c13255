"""Answering a comment by links and a form alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from chaffinch.engine.types import Label
from chaffinch.web.comments import ANSWERED_IS_GONE
from tests.web.page import Page
from tests.web.world import ARTICLE, World

FRAMED = "thread"
ON_PAGE = "page"
VIEWS = [ON_PAGE, FRAMED]


def where(world: World, view: str) -> str:
    if view == ON_PAGE:
        return ARTICLE
    return f"/thread?site={world.site.id}&permalink={world.site.url}{ARTICLE}"


def read(world: World, address: str) -> Page:
    answer = world.reader.get(address.partition("#")[0])
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def hidden(page: Page) -> dict[str, str]:
    return {e["name"]: e["value"] for e in page.all("input", type="hidden")}


def first(world: World) -> str:
    """Post a comment and return its id."""
    return (
        world.post(token="first").headers["location"]
        and world.parts.comments.published(world.site.id, world.site.url + ARTICLE)[0].id
    )


def reply_link(page: Page, author: str) -> str:
    return next(e["href"] for e in page.all("a") if e.text == f"Reply to {author}")


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_on_each_comment_leads_to_a_form_that_says_whom_one_answers(world: World, view: str) -> None:
    parent = first(world)
    link = reply_link(read(world, where(world, view)), "Una")
    assert link.endswith("#comment-form")
    page = read(world, link)
    assert page.one("h3", id="reply-heading").text == "Reply to Una"
    assert hidden(page)["reply_to"] == parent
    assert [e["href"] for e in page.all("a") if e.text == "Cancel"] == [f"#comment-{parent}"]
    assert len(page.all("form", id="comment-form")) == 1
    own = next(e["href"] for e in page.all("a") if e.text == "Write a comment that answers none")
    assert "reply_to" not in hidden(read(world, own))


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_sent_stands_under_what_it_answers(world: World, view: str) -> None:
    parent = first(world)
    location = world.post(comment="So they are.", author="Bea", reply_to=parent, view=view).headers["location"]
    page = read(world, location)
    assert [e.text for e in page.classed("said")] == ["The lamps by the weir are lovely.", "So they are."]
    (replies,) = page.classed("replies")
    assert "So they are." in replies.text
    assert "The lamps" not in replies.text
    assert page.one("h2", id="comments-heading").text == "2 comments"


def test_a_form_that_needs_attention_still_knows_what_it_answers(world: World) -> None:
    parent = first(world)
    answer = world.post(comment="", reply_to=parent)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.one("h3", id="reply-heading").text == "Reply to Una"
    assert hidden(page)["reply_to"] == parent
    assert "Please enter your comment!" in answer.text


def test_what_is_typed_survives_when_what_it_answers_has_gone(world: World) -> None:
    parent = first(world)
    world.parts.desk.decide(parent, Label.SPAM)
    answer = world.post(comment="So they are.", reply_to=parent)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.one("p", role="alert").text == ANSWERED_IS_GONE
    assert page.one("textarea", id="comment").text.strip() == "So they are."
    assert "reply_to" not in hidden(page)
    sent = hidden(page) | {"comment": "So they are.", "author": "Bea"}
    assert world.reader.post("/comments", data=sent).status_code == 303


@pytest.mark.parametrize("asked", ["reply_to", "comment"])
@pytest.mark.parametrize("which", ["0" * 32, "", "<b>", "é" * 200])
def test_an_address_of_what_is_not_here_says_so_above_the_others(world: World, asked: str, which: str) -> None:
    first(world)
    answer = world.reader.get(ARTICLE, params={asked: which})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert len(page.classed("said")) == 1
    assert bool(page.classed("missing")) == bool(which)
    assert page.one("h3", id="reply-heading").text == "Write a comment"


def test_the_same_words_to_two_comments_are_two_answers(world: World) -> None:
    parent = first(world)
    other = world.post(comment="The weir is dark.", author="Cy", token="second").headers["location"]
    assert other
    ids = [c.id for c in world.parts.comments.published(world.site.id, world.site.url + ARTICLE)]
    for one in ids:
        world.post(comment="I agree.", author="Bea", reply_to=one)
    world.post(comment="I agree.", author="Bea", reply_to=parent)
    assert world.parts.comments.count(world.site.id, world.site.url + ARTICLE) == 4


def test_a_removed_comment_is_told_where_it_was_answered_and_nowhere_else(world: World) -> None:
    parent = first(world)
    world.post(comment="So they are.", author="Bea", reply_to=parent)
    lonely = world.post(comment="Nobody answers me.", author="Cy").headers["location"]
    assert lonely
    ids = {c.author: c.id for c in world.parts.comments.published(world.site.id, world.site.url + ARTICLE)}
    world.parts.desk.erase(parent)
    world.parts.desk.erase(ids["Cy"])
    page = read(world, ARTICLE)
    assert [e.text for e in page.classed("removed")] == ["This comment was removed."]
    assert "Una" not in [e.text for e in page.all("h3")]
    assert page.one("h2", id="comments-heading").text == "1 comment"


def test_every_comment_has_an_address_that_leads_to_it(world: World) -> None:
    parent = first(world)
    page = read(world, where(world, FRAMED))
    (link,) = [e["href"] for e in page.all("a") if "UTC" in e.text]
    assert link.endswith(f"#comment-{parent}")
    assert parse_qs(urlsplit(link).query)["comment"] == [parent]
    assert read(world, link).one("article", id=f"comment-{parent}")


def test_the_order_is_chosen_by_a_link_and_kept(world: World) -> None:
    first(world)
    world.post(comment="Second.", author="Bea", token="b")
    page = read(world, ARTICLE)
    (newest,) = [e["href"] for e in page.all("a") if e.text == "Newest first"]
    assert [e.text for e in page.all("a", aria_current="true")] == ["Oldest first"]
    page = read(world, newest)
    assert [e.text for e in page.classed("said")] == ["Second.", "The lamps by the weir are lovely."]
    assert [e.text for e in page.all("a", aria_current="true")] == ["Newest first"]
    assert "order=newest" in reply_link(page, "Bea")
    assert read(world, reply_link(page, "Bea")).classed("said")[0].text == "Second."
    assert read(world, f"{ARTICLE}?order=odd").classed("said")


def test_an_answer_that_the_filter_refused_is_changed_where_it_was_written(world: World) -> None:
    parent = first(world)
    location = world.post(comment="an advert for lamps", author="Bea", reply_to=parent).headers["location"]
    page = read(world, location)
    assert hidden(page)["reply_to"] == parent
    assert page.one("h3", id="reply-heading").text == "Reply to Una"
    assert page.one("textarea", id="comment").text.strip() == "an advert for lamps"
    assert page.one("article", id=f"comment-{parent}")


def test_a_refused_answer_to_what_has_gone_is_changed_as_a_comment_of_its_own(world: World) -> None:
    parent = first(world)
    location = world.post(comment="an advert for lamps", author="Bea", reply_to=parent).headers["location"]
    world.parts.desk.erase(parent)
    page = read(world, location)
    assert "reply_to" not in hidden(page)
    assert page.one("h3", id="reply-heading").text == "Change it and send it again"
