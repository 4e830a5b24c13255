"""What another system asked about stands on the desk as that, with a word on whether it can be told."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from chaffinch.delivery import outcome
from chaffinch.delivery.outcome import Outcome
from chaffinch.engine.types import Submission
from chaffinch.service import delivering
from chaffinch.service.checking import Check
from chaffinch.service.delivering import Deliverer
from chaffinch.service.remotes import Remote, Told
from chaffinch.service.telling import DELIVERED, Answer
from chaffinch.web.telling import WHY, note, why
from tests.web.page import Page
from tests.web.world import World

CALLBACK = "http://blog.test/wp-json/akismet/v1/webhook"
DOUBTFUL = "This is a doubtful offer."


class Asked:
    """A blog that asks about a comment, and what became of it."""

    def __init__(self, world: World, *, callback: str | None = CALLBACK, text: str = DOUBTFUL) -> None:
        self.world = world
        self.site = world.sites.add("http://blog.test", "The <i>Blog</i>")[0]
        self.guid = world.parts.checks.check(self.site, Check(Submission(text, "Ann"), callback=callback)).guid
        self.desk = world.moderator()

    def decide(self, label: str) -> Page:
        form = {"csrf": self.world.csrf(self.desk), "comment": self.guid, "state": "HELD", "label": label}
        answer = self.desk.post("/desk/decide", data=form)
        return Page(self.desk.get(answer.headers["location"]).text)

    def deliver(self, result: Outcome) -> None:
        Deliverer(self.world.database, self.world.sites, lambda _place, _body: result, self.world.time).step()

    def words(self, state: str) -> str:
        return told(self.desk, state)


def told(desk: TestClient, state: str) -> str:
    page = Page(desk.get("/desk", params={"state": state}).text)
    (line,) = page.classed("told")
    return " ".join(line.text.split())


def test_a_remote_comment_is_marked_with_who_asked(world: World) -> None:
    asked = Asked(world)
    page = Page(asked.desk.get("/desk").text)
    (badge,) = page.classed("asked")
    assert badge.text == "Asked by The <i>Blog</i>"
    assert not page.all("i")


def test_a_comment_of_our_own_form_is_not(world: World) -> None:
    world.post(comment=DOUBTFUL)
    page = Page(world.moderator().get("/desk").text)
    assert page.classed("card")
    assert not page.classed("asked")
    assert not page.classed("told")


def test_before_a_decision_it_says_what_the_site_waits_for(world: World) -> None:
    assert "It waits for a word. Without one from you, it gets its usual answer for doubt" in Asked(world).words("HELD")


def test_a_decision_will_be_told_and_was_told(world: World) -> None:
    asked = Asked(world)
    page = asked.decide("SPAM")
    (above,) = [line for line in page.classed("told") if "The <i>Blog</i>" in line.text]
    assert "It will be told in a moment." in above.text
    assert "It will be told in a moment." in asked.words("SPAM")
    asked.deliver(Outcome(outcome.Kind.DELIVERED, DELIVERED))
    assert "It was told 24 November 2026, 12:00 UTC." in asked.words("SPAM")


def test_a_failure_says_why_and_what_is_next(world: World) -> None:
    asked = Asked(world)
    asked.decide("SPAM")
    asked.deliver(outcome.TIMED_OUT)
    assert "could not be told yet: it did not answer within five seconds. Next try" in asked.words("SPAM")
    world.time.now += 60_000
    asked.deliver(outcome.NOT_ALLOWED)
    words = asked.words("SPAM")
    assert "It could not be told: its address is on a private network" in words
    assert "Please do the same there." in words


def test_without_a_callback_the_site_must_act_itself(world: World) -> None:
    asked = Asked(world, callback=None)
    assert "It cannot be told what you decide: please do the same there." in asked.words("HELD")
    asked.decide("HAM")
    assert "It cannot be told. Please do the same there." in asked.words("PUBLISHED")


def test_where_the_site_has_that_answer_already_nothing_is_to_do(world: World) -> None:
    asked = Asked(world, callback=None, text="an advert")
    assert "It was answered that this is spam." in asked.words("SPAM")
    asked.decide("SPAM")
    assert "It knows." in asked.words("SPAM")


CODES = {one.code for one in vars(outcome).values() if isinstance(one, Outcome)} | {
    one.code for one in vars(delivering).values() if isinstance(one, Outcome)
}


def test_every_way_to_fail_has_words_and_no_words_are_left_over() -> None:
    assert set(WHY) == CODES | {delivering._REFUSED, delivering._ENDED}
    assert why("status-503") == "it answered with status 503"


@pytest.mark.parametrize("told", list(Told))
@pytest.mark.parametrize("answer", [None, *Answer])
@pytest.mark.parametrize("can_be_told", [True, False])
def test_there_is_a_sentence_for_everything(told: Told, answer: Answer | None, can_be_told: bool) -> None:
    for is_held, is_by_person in ((True, False), (False, True), (False, False)):
        for code in (None, "timed-out"):
            said = note(Remote(told, answer, can_be_told, 1, code), is_held=is_held, is_by_person=is_by_person)
            assert f"{said.before}{said.after}".endswith(".")
