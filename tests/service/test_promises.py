"""How audits become thresholds, and when a promise may be called a guarantee."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Never

import pytest
from sqlalchemy import insert

from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Action, Label, Submission, Thresholds
from chaffinch.errors import StateError
from chaffinch.service import promise_words
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.pace import Pace
from chaffinch.service.promises import Promises
from chaffinch.service.rejudging import Rejudge
from chaffinch.service.retention import Retention
from chaffinch.service.standing import Kept, Standing, Standings
from chaffinch.service.states import Source, State
from chaffinch.store import audits
from chaffinch.store.schema import audit
from tests.service.blog import RemoteWorld
from tests.service.world import HAM, SPAM, World

LOSE = Promise(lose_at_most=Fraction(1, 100))


def ask(world: World, promise: Promise = LOSE) -> Promises:
    world.sites.promise(world.site.id, promise, Fraction(1))
    reread(world)
    return Promises(world.database, world.judge)


def standing(world: World) -> Standing:
    return Standings(world.database, world.judge, Retention(), world.clock).standing(world.site)


def lost(world: World) -> Kept:
    kept = standing(world).lose
    assert kept is not None
    return kept


def reread(world: World) -> None:
    found = world.sites.by_id(world.site.id)
    assert found is not None
    world.site = found


def audited(world: World, scores: list[float], label: str | None = "HAM", model: str | None = None) -> None:
    """Write audits as if they had been drawn and answered."""
    made = [
        {
            "comment_id": f"{label}-{model}-{n}-{score}",
            "site_id": world.site.id,
            "score": score,
            "model": model or world.judge.model,
            "label": label,
            "drawn_at": world.now,
        }
        for n, score in enumerate(scores)
    ]
    world.database.write(lambda c: c.execute(insert(audit), made))
    world.database.write(lambda c: audits.answer(c, str(made[0]["comment_id"]), label))
    reread(world)


def test_who_promises_nothing_has_the_thresholds_of_the_base_model(world: World) -> None:
    promises = Promises(world.database, world.judge)
    assert promises.thresholds(world.site) is None
    assert standing(world).thresholds == world.judge.thresholds
    assert promise_words.words(standing(world)) == ()


def test_enough_audits_make_a_guarantee_and_one_fewer_an_estimate(world: World) -> None:
    promises = ask(world)
    audited(world, [0.01] * 98)
    lose = standing(world).lose
    assert lose is not None
    assert (lose.count, lose.more, lose.is_guarantee) == (98, 1, False)
    audited(world, [0.7])
    lose = standing(world).lose
    assert lose is not None
    assert (lose.count, lose.found, lose.more, lose.is_guarantee) == (99, 0, 0, True)
    assert promises.thresholds(world.site) == Thresholds(
        world.judge.thresholds.hold_at, 0.700001, world.judge.thresholds.discard_at
    )


def test_only_ham_of_this_site_and_this_base_model_counts(world: World) -> None:
    promises = ask(world)
    before = promises.thresholds(world.site)
    audited(world, [0.999] * 99, label="SPAM")
    audited(world, [0.999] * 99, model="an older one")
    other = world.sites.add("https://other.example")[0]
    mine, world.site = world.site, other
    world.sites.promise(other.id, LOSE, Fraction(1))
    audited(world, [0.998] * 99)
    world.site = mine
    reread(world)
    assert promises.thresholds(world.site) == before
    stands = standing(world)
    assert stands.lose is not None
    assert (stands.lose.count, stands.answered) == (0, 99)


def test_labels_that_were_not_drawn_do_not_count(world: World) -> None:
    ask(world)
    world.sites.promise(world.site.id, LOSE, Fraction(0))
    reread(world)
    for n in range(5):
        world.desk.decide(world.post(f"{HAM} {n}").comment_id, Label.HAM)
    stands = standing(world)
    assert stands.lose is not None
    assert stands.lose.count == 0
    assert "No comments are drawn" in " ".join(promise_words.words(stands))


def test_an_answer_changes_the_threshold_for_the_very_next_comment(world: World) -> None:
    promises = ask(world)
    posted = world.post(SPAM)
    reread(world)
    before = promises.thresholds(world.site)
    assert posted.verdict is not None
    assert posted.verdict.action is Action.SPAM
    world.desk.decide(posted.comment_id, Label.HAM)
    reread(world)
    after = promises.thresholds(world.site)
    assert before is not None
    assert after is not None
    assert after.spam_at > posted.verdict.score >= before.spam_at
    for undone in (world.desk.undo, world.desk.erase):
        undone(posted.comment_id)
        reread(world)
        assert promises.thresholds(world.site) == before


def test_nothing_is_a_guarantee_while_too_many_drawn_comments_went_unanswered(world: World) -> None:
    ask(world)
    audited(world, [0.01] * 99)
    audited(world, [0.01] * 11, label=None)
    lose = standing(world).lose
    assert lose is not None
    assert lose.is_guarantee, "11 of 110 is a tenth"
    audited(world, [0.02], label=None)
    stands = standing(world)
    assert stands.lose is not None
    assert not stands.lose.is_guarantee
    assert "12 of 111 drawn comments went before" in promise_words.words(stands)[0]


def test_while_audits_cannot_be_read_comments_are_kept_and_held_and_an_akismet_client_asks_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> Never:
        raise StateError("database cannot be read: disk I/O error")

    ask(world)
    monkeypatch.setattr(audits, "ham_scores", unreadable)
    posted = world.post(HAM)
    several = world.checks.check_all(world.site, [Check(Submission(text), source=Source.API) for text in (HAM, SPAM)])
    for verdict in (posted.verdict, *(one.verdict for one in several)):
        assert verdict is not None
        assert verdict.action is Action.HOLD
        assert "unreadable-state" in {reason.code for reason in verdict.evidence}
    assert world.desk.counts()[State.HELD] == 3
    with pytest.raises(StateError):
        world.checks.check(world.site, Check(Submission(HAM, "Bo")))
    world.checks.submit(world.site, Check(Submission(SPAM, "Cy")), Label.SPAM)
    assert world.judge.position == 1, "what a person says does not need them"
    assert world.desk.count_audits() == 0, "such a verdict says nothing about the filter"
    monkeypatch.undo()
    assert world.post("Another thing altogether, about trains.").state is State.PUBLISHED


def test_second_thoughts_keep_to_the_promise_too(world: World) -> None:
    remote = RemoteWorld(world)
    ask(world, Promise(lose_at_most=Fraction(1, 1000), hold_at_most=Fraction(1, 1000)))
    audited(world, [0.999999] * 999)
    guid = remote.check(SPAM)
    assert world.desk.item(guid).state.name == "PUBLISHED", "hardly anything is called spam where ham scores so high"
    world.desk.decide(world.post("Another thing altogether, about trains.").comment_id, Label.HAM)
    Rejudge(world.database, world.judge, world.clock).run()
    assert world.desk.item(guid).state.name == "PUBLISHED"


def test_a_ham_that_a_rule_caught_is_lost_at_any_threshold_and_takes_more_audits(world: World) -> None:
    """One of 99 is more than 1 in 100; among 199 there is room for one."""
    promises = ask(world)
    audited(world, [0.01] * 98 + [1.0])
    kept = lost(world)
    assert (kept.found, kept.ruled, kept.needed, kept.more, kept.is_guarantee) == (1, 1, 199, 100, False)
    held_to = promises.thresholds(world.site)
    assert held_to is not None
    assert held_to.spam_at < 1, "what no rule caught is told apart as before"
    audited(world, [0.02] * 100)
    kept = lost(world)
    assert (kept.found, kept.count, kept.more, kept.is_guarantee) == (1, 199, 0, True)


def test_it_is_told_how_many_comments_came_lately_that_were_not_spam(world: World) -> None:
    ask(world)
    assert standing(world).pace.per_day == 0
    world.now += 100 * DAY
    for n in range(28):
        world.post(f"{HAM} {n}")
    world.post(SPAM)
    assert standing(world).pace == Pace(2.0, Fraction(1), 365)
    world.now += 15 * DAY
    assert standing(world).pace.per_day == 0


def test_what_is_kept_for_fewer_days_is_counted_for_as_many(world: World) -> None:
    ask(world)
    world.now += 100 * DAY
    for n in range(6):
        world.post(f"{HAM} {n}")
    few = Standings(world.database, world.judge, Retention(checked_days=3), world.clock)
    assert few.standing(world.site).pace.per_day == 2.0


def test_a_promise_is_the_sites_own_and_stays(world: World) -> None:
    ask(world, Promise(Fraction(1, 1000), Fraction(3, 100)))
    world.restart()
    reread(world)
    assert world.site.promise == Promise(Fraction(1, 1000), Fraction(3, 100))
    assert replace(world.site.promise, lose_at_most=None).is_made
    assert world.sites.add("https://other.example")[0].promise == Promise()
