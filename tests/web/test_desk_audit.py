"""The desk's audits: what a moderator sees before the answer, and what after it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chaffinch.engine.promise import NOTHING, Promise
from chaffinch.service.sites import Site
from tests.web.page import Page
from tests.web.world import World


@pytest.fixture
def promised(world: World) -> World:
    """A site that promises at most 1 in 1,000 lost, and audits every comment."""
    world.parts.sites.promise(world.site.id, Promise(Fraction(1, 1000)), Fraction(1))
    return world


def site_of(world: World) -> Site:
    found = world.sites.by_id(world.site.id)
    assert found is not None
    return found


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
    assert [e.text.split() for e in page.all("a", href="/desk/audit")] == [["Audit", "1"], ["Audit"]]


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
    undone = browser.post("/desk/audit/undo", data=form).headers["location"]
    after = Page(browser.get(undone).text)
    assert after.classed("decided")[0].text.strip() == "Undone: it waits for your answer again. A doubtful word."
    assert "Undo" not in [button.text for button in after.all("button")]
    assert len(after.classed("card")) == 1


def test_where_something_was_said_before_undo_tells_what_holds_again(promised: World) -> None:
    promised.post(comment="A doubtful word.")
    page = Page(answer(promised, "HAM"))
    browser = promised.moderator()
    form = {"csrf": promised.csrf(browser), "comment": page.all("input", name="comment")[0]["value"]}
    browser.post("/desk/audit", data=form | {"label": "SPAM"})
    after = Page(browser.get(browser.post("/desk/audit/undo", data=form).headers["location"]).text)
    assert "what was said before holds again. You said: a real comment." in after.classed("decided")[0].text
    assert not after.classed("card")


def test_what_waits_can_be_erased_without_saying_what_it_is(promised: World) -> None:
    promised.post(comment="A doubtful word.")
    browser = promised.moderator()
    page = Page(browser.get("/desk/audit").text)
    (comment,) = {field["value"] for field in page.all("input", name="comment")}
    assert page.all("form", action="/desk/audit/erase")
    sent = browser.post("/desk/audit/erase", data={"csrf": promised.csrf(browser), "comment": comment})
    after = Page(browser.get(sent.headers["location"]).text)
    assert after.classed("decided")[0].text.strip() == "Erased, with its audit."
    assert not after.classed("card")
    assert promised.parts.standings.standing(site_of(promised)).missed == 0, "whoever is erased has not been missed"


def test_the_other_lists_say_where_drawn_comments_are(promised: World) -> None:
    browser = promised.moderator()
    assert not Page(browser.get("/desk").text).classed("intro")
    for n in range(2):
        promised.post(comment=f"A doubtful word {n}.", token=str(n))
    for state in ("HELD", "SPAM", "PUBLISHED"):
        (told,) = Page(browser.get("/desk", params={"state": state}).text).classed("intro")
        assert told.text.startswith(
            "2 comments were drawn at random and are in none of these lists until you have said"
        )


def test_many_that_wait_come_in_parts_the_oldest_first(promised: World) -> None:
    for n in range(23):
        promised.time.now += 1
        promised.post(comment=f"A doubtful word {n}.", token=str(n))
    browser = promised.moderator()
    first = Page(browser.get("/desk/audit").text)
    (more,) = [link["href"] for link in first.all("a") if link["href"].startswith("/desk/audit?")]
    second = Page(browser.get(more).text)
    shown = [words.text for page in (first, second) for words in page.classed("words")]
    assert shown == [f"A doubtful word {n}." for n in range(23)]
    assert browser.get("/desk/audit?after=nowhere").status_code == 400


def test_the_page_tells_how_the_promise_stands(promised: World) -> None:
    promised.post()
    told = Page(answer(promised, "HAM")).classed("promise")[0].text
    assert "At most 1 in 1,000 honest comments may be lost: called spam by mistake." in told
    assert "Not guaranteed yet: 1 of the 999 honest comments that it takes is audited." in told
    assert "Estimate: 0.0\u00a0% of honest comments are lost." in told, "a number and its sign stay in one line"


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
    for path in ("/desk/audit", "/desk/audit/undo", "/desk/audit/erase"):
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
