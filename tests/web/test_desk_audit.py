"""The desk's audits: what a moderator sees before the answer, and what after it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chaffinch.engine.promise import NOTHING, Promise
from tests.web.page import Page
from tests.web.world import World


@pytest.fixture
def promised(world: World) -> World:
    """A site that promises at most 1 in 1,000 lost, and audits every comment."""
    world.parts.sites.promise(world.site.id, Promise(Fraction(1, 1000)), Fraction(1))
    return world


def answer(world: World, label: str) -> str:
    """Answer about the oldest comment that waits, and return the page that comes then."""
    browser = world.moderator()
    page = Page(browser.get("/desk/audit").text)
    form = {"csrf": world.csrf(browser), "comment": page.all("article")[0]["id"].removeprefix("c-"), "label": label}
    sent = browser.post("/desk/audit", data=form)
    assert sent.status_code == 303
    shown: str = browser.get(sent.headers["location"]).text
    return shown


def test_without_a_promise_the_desk_speaks_of_no_audit(world: World) -> None:
    world.post()
    assert "/desk/audit" not in world.moderator().get("/desk").text


def test_with_a_promise_there_is_a_tab_that_counts_what_waits(promised: World) -> None:
    promised.post(comment="An advert for pills.")
    page = Page(promised.moderator().get("/desk").text)
    assert [e.text.split() for e in page.all("a", href="/desk/audit")] == [["Audit", "1"]]


@pytest.mark.parametrize("words", ["An advert for pills.", "A doubtful word.", "The lamps are lovely."])
def test_nothing_tells_the_verdict_before_the_answer(promised: World, words: str) -> None:
    """The page is the same, but for the words themselves, whatever the filter thinks of them."""
    promised.post(comment=words)
    browser = promised.moderator()
    source = browser.get("/desk/audit").text
    page = Page(source)
    assert page.classed("words")[0].text == words
    assert [e.text for e in page.all("button", name="label")] == ["Real comment", "Spam"]
    assert not page.all("mark")
    assert not page.classed("why")
    assert not [word for word in ("% spam", "Held.", "It says") if word in source]
    for state in ("HELD", "SPAM", "PUBLISHED"):
        assert not Page(browser.get("/desk", params={"state": state}).text).classed("card")


@pytest.mark.parametrize(
    ("words", "label", "told"),
    [
        ("An advert for pills.", "SPAM", "You said: spam. The filter had called it spam (97 % spam)."),
        ("An advert for pills.", "HAM", "You said: a real comment. The filter had called it spam (97 % spam)."),
        ("A doubtful word.", "HAM", "You said: a real comment. The filter had held it (62 % spam)."),
        ("The lamps are lovely.", "SPAM", "You said: spam. The filter had published it (2 % spam)."),
    ],
)
def test_after_the_answer_the_verdict_is_told_and_the_comment_moved(
    promised: World, words: str, label: str, told: str
) -> None:
    promised.post(comment=words)
    page = answer(promised, label)
    assert told in Page(page).classed("decided")[0].text
    state = "PUBLISHED" if label == "HAM" else "SPAM"
    assert len(promised.comment_ids(promised.moderator(), state)) == 1


def test_an_answer_can_be_taken_back_and_the_comment_waits_again(promised: World) -> None:
    promised.post(comment="A doubtful word.")
    page = Page(answer(promised, "HAM"))
    comment = page.classed("decided")[0]
    assert comment
    browser = promised.moderator()
    form = {"csrf": promised.csrf(browser), "comment": page.all("input", name="comment")[0]["value"]}
    assert browser.post("/desk/audit/undo", data=form).headers["location"] == "/desk/audit"
    assert len(Page(browser.get("/desk/audit").text).classed("card")) == 1


def test_the_page_tells_how_the_promise_stands(promised: World) -> None:
    promised.post()
    told = Page(answer(promised, "HAM")).classed("promise")[0].text
    assert "You asked that at most 1 in 1,000 honest comments be lost" in told
    assert "From 1 audited honest comment: estimate 0.0 %, between 0.0 % and 97.5 %. 998 more make it" in told


def test_what_waits_is_still_there_when_the_promise_is_taken_back(promised: World) -> None:
    promised.post(comment="A doubtful word.")
    promised.parts.sites.promise(promised.site.id, NOTHING, Fraction(1))
    browser = promised.moderator()
    assert "/desk/audit" in browser.get("/desk").text
    assert "No site asks for a promise any more" in browser.get("/desk/audit").text
    answer(promised, "HAM")
    assert "/desk/audit" not in browser.get("/desk").text


def test_only_moderators_come_in_and_only_by_the_desks_own_forms(promised: World) -> None:
    promised.post()
    assert promised.reader.get("/desk/audit").status_code == 403
    browser = promised.moderator()
    for path in ("/desk/audit", "/desk/audit/undo"):
        assert browser.post(path, data={"comment": "x", "label": "HAM"}).status_code == 403
    form = {"csrf": promised.csrf(browser), "comment": "x", "label": "MAYBE"}
    assert browser.post("/desk/audit", data=form).status_code == 422
    assert browser.post("/desk/audit", data=form | {"label": "HAM"}).status_code == 404
    assert browser.get("/desk/audit?answered=nonsense").status_code == 200


def test_a_hostile_comment_is_shown_as_text(promised: World) -> None:
    promised.post(comment='<script>alert("x")</script> doubtful', author="<b>Eve</b>", url="https://x.example/<i>")
    source = promised.moderator().get("/desk/audit").text
    assert "<script>" not in source
    assert "<b>Eve" not in source
