"""What another system asks about a second time, or corrects, keeps the desk and the answer in step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaffinch.engine.types import Action, Context, Evidence, Label, Submission, Verdict
from chaffinch.errors import InputError
from chaffinch.service.checking import REPEATED_WITHIN, Check
from chaffinch.service.states import State
from tests.service.world import CALLBACK, HAM, PAGE, World

ASKED = Check(Submission(HAM, "Ann", "https://ann.example"), permalink=PAGE)
AGAIN = replace(ASKED, is_recheck=True)


def says(world: World, monkeypatch: pytest.MonkeyPatch, action: Action, score: float) -> None:
    def judge_one(submission: Submission, context: Context, *_origin: object) -> Verdict:
        return Verdict(action, score, (Evidence("told", 1.0, "We were told so."),), world.judge.model)

    monkeypatch.setattr(world.judge, "judge_one", judge_one)


def state_of(world: World, guid: str) -> State:
    status = world.comments.status(guid)
    assert status is not None
    return status.state


def test_a_recheck_moves_the_comment_with_the_new_verdict(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    says(world, monkeypatch, Action.HOLD, 0.6)
    guid = world.checks.check(world.site, ASKED).guid
    says(world, monkeypatch, Action.APPROVE, 0.1)
    assert not world.checks.check(world.site, AGAIN).is_spam
    assert state_of(world, guid) is State.PUBLISHED
    (item,) = world.desk.queue(State.PUBLISHED).items
    assert (item.id, item.score, len(item.history)) == (guid, 0.1, 2)


@pytest.mark.parametrize(("label", "machine"), [(Label.HAM, Action.SPAM), (Label.SPAM, Action.APPROVE)])
def test_what_a_person_decided_is_the_answer_to_a_recheck(
    world: World, monkeypatch: pytest.MonkeyPatch, label: Label, machine: Action
) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    world.desk.decide(guid, label)
    before = state_of(world, guid)
    says(world, monkeypatch, machine, 0.5)
    answer = world.checks.check(world.site, AGAIN)
    assert (answer.guid, answer.is_spam, answer.is_discard) == (guid, label is Label.SPAM, False)
    assert state_of(world, guid) is before


def test_a_recheck_of_what_we_never_saw_is_a_check(world: World) -> None:
    guid = world.checks.check(world.site, AGAIN).guid
    assert state_of(world, guid) is State.PUBLISHED


def test_text_goes_with_a_discarding_recheck_and_comes_back_with_a_person(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    says(world, monkeypatch, Action.DISCARD, 1.0)
    assert world.checks.check(world.site, AGAIN).is_discard
    (item,) = world.desk.queue(State.DISCARDED).items
    assert (item.text, item.author, item.author_url) == ("", "", None)
    with pytest.raises(InputError, match="nothing of it was kept"):
        world.desk.decide(guid, Label.HAM)
    assert world.judge.position == 0
    world.checks.submit(world.site, ASKED, Label.HAM)
    (item,) = world.desk.queue(State.PUBLISHED).items
    assert (item.id, item.text, item.author) == (guid, HAM, "Ann")
    assert world.desk.undo(guid) is State.DISCARDED
    (item,) = world.desk.queue(State.DISCARDED).items
    assert (item.text, item.author, item.evidence) == ("", "", ())
    assert world.judge.digest() == world.fold()


def test_an_undo_at_the_desk_is_told_to_the_other_system_too(world: World) -> None:
    guid = world.checks.check(world.site, replace(ASKED, callback=CALLBACK)).guid
    world.desk.decide(guid, Label.SPAM)
    world.desk.undo(guid)
    world.now += 16 * 24 * 60 * 60 * 1000
    assert world.sweep.run().outbox == 2


def test_a_check_that_comes_again_within_minutes_is_the_same_comment(world: World) -> None:
    guids = {world.checks.check(world.site, ASKED).guid for _ in range(3)}
    assert len(guids) == 1
    assert sum(world.desk.counts().values()) == 1
    world.now += REPEATED_WITHIN
    assert world.checks.check(world.site, ASKED).guid not in guids


def test_the_same_words_on_another_page_are_another_comment_and_feedback_finds_its_own(world: World) -> None:
    here = world.checks.check(world.site, ASKED).guid
    world.now += 1
    elsewhere = replace(ASKED, permalink=f"{PAGE}-elsewhere")
    there = world.checks.check(world.site, elsewhere).guid
    assert here != there
    world.checks.submit(world.site, ASKED, Label.SPAM)
    assert (state_of(world, here), state_of(world, there)) == (State.SPAM, State.PUBLISHED)
    world.checks.submit(world.site, replace(elsewhere, permalink=f"{PAGE}-unknown"), Label.SPAM)
    assert state_of(world, there) is State.SPAM


def test_a_comment_of_our_own_page_is_not_moved_by_another_systems_feedback(world: World) -> None:
    ours = world.post(HAM, "Ann").comment_id
    world.checks.submit(world.site, ASKED, Label.SPAM)
    assert state_of(world, ours) is State.PUBLISHED
