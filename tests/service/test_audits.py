"""Which comments are drawn for an audit, what is kept of them, and what their labels do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from chaffinch.engine.promise import NOTHING, Promise
from chaffinch.engine.types import Action, Evidence, Label, Submission, Verdict
from chaffinch.service import auditing
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.promises import Promises
from chaffinch.service.retention import Retention
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sites import Site
from chaffinch.service.standing import Standings
from chaffinch.service.states import Source, State
from chaffinch.store import feedback
from chaffinch.store.schema import audit
from tests.service.world import HAM, NOON, PAGE, SPAM, World

SECRET = ServerSecret(b"s" * 32, bytes)
ASKED = Promise(Fraction(1, 100))


def site(share: Fraction, promise: Promise = ASKED) -> Site:
    return Site("s", "https://a.example", "A", True, False, NOON, promise=promise, audit_share=share)


def promise(world: World, share: str = "1", *, discard: bool = False) -> None:
    world.sites.promise(world.site.id, ASKED, Fraction(share))
    world.site = world.sites.configure(world.site.id, allow_discard=discard)


def rows(world: World) -> list[Any]:
    with world.database.read() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.drawn_at)))


@pytest.mark.parametrize("share", ["1/50", "1/5", "9/10"])
def test_so_many_are_drawn_as_the_site_set(share: str) -> None:
    """Within four standard deviations of a binomial count of 4,000."""
    p, count = float(Fraction(share)), 4000
    drawn = sum(auditing.is_drawn(SECRET, site(Fraction(share)), f"{n:032x}") for n in range(count))
    assert abs(drawn - p * count) < 4 * (p * (1 - p) * count) ** 0.5


def test_the_draw_is_the_secrets_and_nobody_elses() -> None:
    numbers, other = [f"{n:032x}" for n in range(2000)], ServerSecret(b"t" * 32, bytes)
    mine, theirs = ([auditing.is_drawn(one, site(Fraction(1, 2)), n) for n in numbers] for one in (SECRET, other))
    assert mine == [auditing.is_drawn(SECRET, site(Fraction(1, 2)), n) for n in numbers], "it is a function"
    assert 800 < sum(a == b for a, b in zip(mine, theirs, strict=True)) < 1200, "of the secret too"


def test_all_none_and_nobody_who_promises_nothing() -> None:
    numbers = [f"{n:032x}" for n in range(500)]
    assert all(auditing.is_drawn(SECRET, site(Fraction(1)), n) for n in numbers)
    assert not any(auditing.is_drawn(SECRET, site(Fraction(0)), n) for n in numbers)
    assert not any(auditing.is_drawn(SECRET, site(Fraction(1), NOTHING), n) for n in numbers)


def test_the_score_of_the_moment_is_kept_and_no_word(world: World) -> None:
    promise(world)
    posted = world.post(HAM)
    (row,) = rows(world)
    assert posted.verdict is not None
    assert (row.comment_id, row.score, row.model, row.label) == (
        posted.comment_id,
        posted.verdict.score,
        world.judge.model,
        None,
    )
    world.desk.decide(posted.comment_id, Label.SPAM)
    assert [(one.score, one.label) for one in rows(world)] == [(row.score, "SPAM")], "learning changes no kept score"


def test_every_way_in_is_drawn_from_and_a_test_is_not(world: World) -> None:
    promise(world)
    world.post(HAM)
    world.checks.check(world.site, Check(Submission(HAM, "Bo")))
    world.checks.check_all(world.site, [Check(Submission(f"{HAM} {n}", "Cy"), source=Source.API) for n in range(3)])
    world.checks.check(world.site, Check(Submission(HAM, "Di"), is_test=True))
    world.checks.check(world.site, Check(Submission(HAM, "Ed"), is_administrator=True))
    assert len(rows(world)) == 5


def test_what_is_asked_about_again_is_drawn_once(world: World) -> None:
    promise(world)
    check = Check(Submission(HAM, "Ann"), permalink=PAGE)
    for again in (check, check, replace(check, is_recheck=True)):
        world.checks.check(world.site, again)
    assert len(rows(world)) == 1


def test_what_comes_with_its_label_was_not_drawn_before_anybody_looked(world: World) -> None:
    promise(world)
    world.checks.submit(world.site, Check(Submission(HAM, "Ann"), permalink=PAGE), Label.HAM)
    assert rows(world) == []


def test_a_drawn_comment_is_not_discarded_for_a_person_must_see_it(world: World) -> None:
    sure = Verdict(Action.DISCARD, 0.999, (Evidence("x", 9.0, "x"),), "m")
    assert auditing.kept(sure).action is Action.SPAM
    assert auditing.kept(sure).score == sure.score
    promise(world, discard=True)
    world.judge.judge_one = lambda *_: sure  # type: ignore[method-assign]
    posted = world.post(SPAM)
    assert posted.state is State.SPAM
    assert world.desk.item(posted.comment_id).text == SPAM


@pytest.mark.parametrize("is_recheck", [False, True])
def test_nor_is_it_when_it_is_asked_about_again(world: World, is_recheck: bool) -> None:
    """Whoever asks again draws another number; the words stay for the audit of the first one all the same."""
    sure = Verdict(Action.DISCARD, 0.999, (Evidence("x", 9.0, "x"),), "m")
    world.judge.judge_one = lambda *_: sure  # type: ignore[method-assign]
    promise(world, discard=True)
    check = Check(Submission(SPAM, "Ben"), permalink=PAGE)
    first = world.checks.check(world.site, check)
    world.sites.promise(world.site.id, ASKED, Fraction(0))
    world.site = world.sites.configure(world.site.id, allow_discard=True)
    again = world.checks.check(world.site, replace(check, is_recheck=is_recheck))
    assert (again.guid, again.is_spam, again.is_discard) == (first.guid, True, False)
    (item,) = world.desk.audits().items
    assert (item.id, item.text, item.state) == (first.guid, SPAM, State.SPAM)
    world.desk.decide(first.guid, Label.SPAM)
    assert [row.label for row in rows(world)] == ["SPAM"]


def test_a_labels_way_to_the_audit_does_not_matter_and_undo_takes_it_back(world: World) -> None:
    promise(world)
    guid = world.checks.check(world.site, Check(Submission(HAM, "Ann"), permalink=PAGE)).guid
    world.checks.submit(world.site, Check(Submission(HAM, "Ann"), permalink=PAGE), Label.SPAM)
    assert [row.label for row in rows(world)] == ["SPAM"]
    world.desk.decide(guid, Label.HAM)
    assert [row.label for row in rows(world)] == ["HAM"]
    world.desk.undo(guid)
    assert [row.label for row in rows(world)] == ["SPAM"]
    world.desk.undo(guid)
    assert [row.label for row in rows(world)] == [None]
    assert [item.id for item in world.desk.audits().items] == [guid]


def test_one_label_from_elsewhere_answers_the_audits_of_all_that_were_said_alike_and_teaches_once(world: World) -> None:
    """Only author and text come back: on which page they were checked, and which of them was drawn, is not told."""
    promise(world)
    said = Submission(HAM, "Ann")
    pages = [f"{PAGE}/{n}" for n in range(3)]
    guids = [world.checks.check(world.site, Check(said, permalink=page)).guid for page in pages]
    world.checks.check(world.site, Check(Submission(HAM, "Bo"), permalink=PAGE))
    world.checks.submit(world.site, Check(said, permalink=pages[1]), Label.SPAM)
    answered = {row.comment_id: row.label for row in rows(world)}
    assert [answered[guid] for guid in guids] == ["SPAM"] * 3
    assert list(answered.values()).count(None) == 1, "another author said it too"
    with world.database.read() as connection:
        assert len(feedback.after(connection, 0, 100)) == 1
    world.checks.submit(world.site, Check(said, permalink=pages[2]), Label.HAM)
    answered = {row.comment_id: row.label for row in rows(world)}
    assert [answered[guid] for guid in guids] == ["HAM"] * 3, "the newer label takes the older one's place everywhere"
    with world.database.read() as connection:
        assert [entry.label for entry in feedback.after(connection, 0, 100)] == ["HAM"]
    assert world.judge.digest() == world.fold()
    world.desk.undo(guids[0])
    assert {row.comment_id: row.label for row in rows(world)}[guids[0]] == "SPAM", "each has its own history"


def test_what_a_beginning_campaign_holds_keeps_the_learners_score_and_is_no_part_of_a_promise(world: World) -> None:
    world.sites.promise(world.site.id, Promise(hold_at_most=Fraction(3, 100)), Fraction(1))
    world.site = world.sites.configure(world.site.id)
    posted = [world.post(HAM, author, network=author) for author in ("Ann", "Bo", "Cy", "Di")]
    verdict = posted[-1].verdict
    assert verdict is not None
    assert "campaign-begins" in {reason.code for reason in verdict.evidence}
    assert verdict.action is Action.HOLD
    held_to = Promises(world.database, world.judge).thresholds(world.site)
    assert held_to is not None
    assert {row.comment_id: row.score for row in rows(world)}[posted[-1].comment_id] == verdict.score < held_to.hold_at
    world.desk.decide(posted[-1].comment_id, Label.HAM)
    hold = Standings(world.database, world.judge, Retention(), world.clock).standing(world.site).hold
    assert hold is not None
    assert (hold.count, hold.found) == (1, 0)


def test_labels_of_audits_teach_as_all_labels_do(world: World) -> None:
    promise(world)
    before = world.judge.digest()
    world.desk.decide(world.post(HAM).comment_id, Label.HAM)
    assert world.judge.digest() == world.fold() != before


def test_a_flood_fills_no_more_than_the_queue(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_OPEN", 3)
    promise(world)
    for n in range(10):
        world.post(f"{HAM} {n}")
    assert len(rows(world)) == 3
    world.desk.decide(rows(world)[0].comment_id, Label.HAM)
    world.post(HAM)
    world.post(HAM)
    assert len(rows(world)) == 4


def test_what_waits_stands_in_its_own_queue_the_oldest_first_and_in_no_other(world: World) -> None:
    promise(world)
    first = world.post(HAM)
    world.now += 1
    second = world.post(SPAM)
    assert [item.id for item in world.desk.audits().items] == [first.comment_id, second.comment_id]
    assert sum(world.desk.counts().values()) == 0
    for state in State:
        assert world.desk.queue(state, with_audits=False).items == ()
    assert len(world.desk.queue(second.state).items) == 1, "a program of the site sees all of its own"
    world.desk.decide(first.comment_id, Label.HAM)
    assert world.desk.counts()[State.PUBLISHED] == 1
    assert world.desk.count_audits() == 1


def test_an_audit_outlives_its_comment_and_is_erased_with_it_even_then(world: World) -> None:
    promise(world)
    posted = world.post(SPAM)
    world.desk.decide(posted.comment_id, Label.SPAM)
    world.now += 31 * DAY
    assert world.sweep.run().comments == 1
    assert len(rows(world)) == 1
    world.desk.erase(posted.comment_id)
    assert rows(world) == []


def test_one_whose_comment_ended_unanswered_is_missed_and_not_waiting(world: World) -> None:
    promise(world)
    world.post(SPAM)
    world.now += 31 * DAY
    world.sweep.run()
    standing = Standings(world.database, world.judge, Retention(), world.clock).standing(world.site)
    assert (standing.answered, standing.missed, standing.waiting) == (0, 1, 0)


def test_a_site_that_is_removed_takes_its_audits_along(world: World) -> None:
    promise(world)
    world.post(HAM)
    world.sites.remove(world.site.url)
    assert rows(world) == []
