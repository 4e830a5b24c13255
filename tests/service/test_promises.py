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
from chaffinch.service.promises import Promises
from chaffinch.service.rejudging import Rejudge
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
    assert promises.standing(world.site).thresholds == world.judge.thresholds
    assert promise_words.words(promises.standing(world.site)) == ()


def test_enough_audits_make_a_guarantee_and_one_fewer_an_estimate(world: World) -> None:
    promises = ask(world)
    audited(world, [0.01] * 98)
    lose = promises.standing(world.site).lose
    assert lose is not None
    assert (lose.count, lose.more, lose.is_guarantee) == (98, 1, False)
    audited(world, [0.7])
    lose = promises.standing(world.site).lose
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
    standing = promises.standing(world.site)
    assert standing.lose is not None
    assert (standing.lose.count, standing.answered) == (0, 99)


def test_labels_that_were_not_drawn_do_not_count(world: World) -> None:
    promises = ask(world)
    world.sites.promise(world.site.id, LOSE, Fraction(0))
    reread(world)
    for n in range(5):
        world.desk.decide(world.post(f"{HAM} {n}").comment_id, Label.HAM)
    standing = promises.standing(world.site)
    assert standing.lose is not None
    assert standing.lose.count == 0
    assert "No comments are drawn" in " ".join(promise_words.words(standing))


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
    promises = ask(world)
    audited(world, [0.01] * 99)
    audited(world, [0.01] * 11, label=None)
    lose = promises.standing(world.site).lose
    assert lose is not None
    assert lose.is_guarantee, "11 of 110 is a tenth"
    audited(world, [0.02], label=None)
    standing = promises.standing(world.site)
    assert standing.lose is not None
    assert not standing.lose.is_guarantee
    assert "12 of 111 drawn comments went before" in promise_words.words(standing)[0]


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
    audited(world, [1.0] * 999)
    guid = remote.check(SPAM)
    assert world.desk.item(guid).state.name == "PUBLISHED", "nothing is called spam where ham scores 1"
    world.desk.decide(world.post("Another thing altogether, about trains.").comment_id, Label.HAM)
    Rejudge(world.database, world.judge, world.clock).run()
    assert world.desk.item(guid).state.name == "PUBLISHED"


COUNTED = "From {count} audited honest comments: estimate 0.0 %, between 0.0 % and {high} %."
TOLD = {
    0: (
        "No honest comment has been audited yet, so the threshold is one that fits sites the filter never saw. "
        "999 audited honest comments make it a guarantee."
    ),
    312: f"{COUNTED.format(count=312, high=1.2)} 687 more make it a guarantee.",
    998: f"{COUNTED.format(count=998, high=0.4)} 1 more makes it a guarantee.",
    999: f"{COUNTED.format(count=999, high=0.4)} It is a guarantee: enough comments, drawn at random, stand behind it.",
}


@pytest.mark.parametrize("count", TOLD)
def test_it_is_told_in_plain_words(world: World, count: int) -> None:
    promises = ask(world, Promise(lose_at_most=Fraction(1, 1000)))
    if count:
        audited(world, [0.01] * count)
    (told,) = promise_words.words(promises.standing(world.site))
    asked = "You asked that at most 1 in 1,000 honest comments be lost: called spam by mistake."
    assert told == f"{asked} {TOLD[count]}"


def test_each_promise_has_a_paragraph_and_what_waits_has_one(world: World) -> None:
    promises = ask(world, Promise(Fraction(1, 100), Fraction(3, 100)))
    world.post(HAM)
    lose, hold, waiting = promise_words.words(promises.standing(world.site))
    assert lose.startswith("You asked that at most 1 in 100 honest comments be lost")
    assert hold.startswith("You asked that at most 3 % of honest comments wait or be lost")
    assert waiting == "1 drawn comment waits to be answered."


def test_sentences_may_be_another_languages(world: World) -> None:
    promises = ask(world)
    german = dict.fromkeys(promise_words.ENGLISH, "-") | {"lose": "Höchstens {asked}:"}
    assert promise_words.words(promises.standing(world.site), german) == ("Höchstens 1 in 100: -",)


def test_a_promise_is_the_sites_own_and_stays(world: World) -> None:
    ask(world, Promise(Fraction(1, 1000), Fraction(3, 100)))
    world.restart()
    reread(world)
    assert world.site.promise == Promise(Fraction(1, 1000), Fraction(3, 100))
    assert replace(world.site.promise, lose_at_most=None).is_made
    assert world.sites.add("https://other.example")[0].promise == Promise()
