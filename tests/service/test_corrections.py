"""What decisions, their undoing and their erasure do to the log and the weights."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Label, Submission
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.judging import Judge
from chaffinch.service.states import Decider, State
from chaffinch.store import feedback
from chaffinch.store.schema import checkpoint
from chaffinch.store.schema import feedback as feedback_table
from tests.service.world import HAM, SPAM, World, base_model

CAKES = ("Our bakery sells {} cakes, order online at https://cakes.example today", "Cakes")


def _log(world: World) -> list[tuple[int, str, str]]:
    with world.database.read() as connection:
        return [(e.position, e.comment_id, e.label) for e in feedback.after(connection, 0, 1000)]


def test_a_correction_changes_the_next_verdict_after_a_restart_as_it_did_before(world: World) -> None:
    text, author = CAKES
    refused = world.post(text.format("wedding"), author)
    assert refused.state is not State.PUBLISHED
    world.desk.decide(refused.comment_id, Label.HAM)
    at_once = world.post(text.format("birthday"), author)
    world.restart()
    restarted = world.post(text.format("birthday"), author)
    assert at_once.state is restarted.state is State.PUBLISHED
    assert at_once.verdict is not None
    assert restarted.verdict is not None
    assert at_once.verdict.score == restarted.verdict.score


def test_a_spam_that_passed_is_caught_the_next_time(world: World) -> None:
    passed = world.post("I lost my keys near the bakery on Mill Street, please call Ben.", "Ben")
    assert passed.state is State.PUBLISHED
    world.desk.decide(passed.comment_id, Label.SPAM)
    again = world.post("I lost my keys near the bakery on Mill Street, please call Ben!", "Ben")
    assert again.state is not State.PUBLISHED


def test_a_correction_made_by_another_process_is_learned_before_the_next_verdict(world: World) -> None:
    other = Judge(Filter(base_model()), world.database, world.clock)
    world.desk.decide(world.post(SPAM).comment_id, Label.HAM)
    assert other.digest() != world.judge.digest()
    assert other.catch_up() == 1
    assert other.digest() == world.judge.digest()


def test_positions_are_never_used_twice_even_after_a_restart(world: World) -> None:
    comment = world.post(SPAM).comment_id
    seen = []
    for label in (Label.HAM, Label.SPAM, Label.HAM):
        world.desk.decide(comment, label)
        seen += [position for position, _, _ in _log(world)]
        world.restart()
    assert seen == sorted(set(seen))
    assert len(seen) == 3


def test_undo_of_a_change_of_mind_gives_back_the_label_before(world: World) -> None:
    comment = world.post(SPAM).comment_id
    world.desk.decide(comment, Label.HAM)
    before = world.judge.digest()
    world.desk.decide(comment, Label.SPAM)
    assert world.desk.undo(comment) is State.PUBLISHED
    assert [(c, label) for _, c, label in _log(world)] == [(comment, "HAM")]
    assert world.judge.digest() == before == world.fold()


def test_undo_of_the_same_label_again_leaves_the_log_as_it_is(world: World) -> None:
    first, second = world.post(SPAM).comment_id, world.post(HAM).comment_id
    world.desk.decide(first, Label.HAM)
    world.desk.decide(second, Label.SPAM)
    log, learned = _log(world), world.judge.digest()
    world.desk.decide(first, Label.HAM)
    assert world.desk.undo(first) is State.PUBLISHED
    assert _log(world) == log
    assert world.judge.digest() == learned == world.fold()


def test_undo_takes_back_a_label_that_was_given_anew_after_its_end(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.HAM)
    world.now += 365 * DAY + 1
    assert world.sweep.run().labels == 1
    unlearned = world.judge.digest()
    world.desk.decide(comment, Label.HAM)
    world.desk.undo(comment)
    world.sweep.run()
    assert _log(world) == []
    assert world.judge.digest() == unlearned


def test_undoing_everything_gives_back_the_machines_decision_and_the_base_model(world: World) -> None:
    comment = world.post(SPAM).comment_id
    base = world.judge.digest()
    for label in (Label.HAM, Label.SPAM, Label.SPAM, Label.HAM):
        world.desk.decide(comment, label)
    for _ in range(4):
        world.desk.undo(comment)
    with pytest.raises(InputError, match="nothing to undo"):
        world.desk.undo(comment)
    status = world.comments.status(comment)
    assert status is not None
    assert (status.state, status.decided_by) == (State.SPAM, Decider.MACHINE)
    assert world.judge.digest() == base


def test_erasing_makes_a_world_that_never_had_the_label(world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = World(tmp_path_factory.mktemp("never"))
    for here in (world, other):
        ids = [here.post(f"{HAM} {number}").comment_id for number in range(6)]
        for number, comment in enumerate(ids):
            if here is world or number != 2:
                here.desk.decide(comment, Label.SPAM if number % 2 else Label.HAM)
            if number == 3:
                here.judge.checkpoint()
        if here is world:
            here.desk.erase(ids[2])
    assert world.judge.digest() == other.judge.digest() == world.fold()
    other.close()


def test_what_is_gone_cannot_be_decided_undone_or_erased(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.desk.erase(comment)
    for act in (
        lambda: world.desk.decide(comment, Label.SPAM),
        lambda: world.desk.undo(comment),
        lambda: world.desk.erase(comment),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert world.judge.position == 0


@pytest.mark.parametrize("damage", ["state", "digest", "cut", "magic"])
def test_a_damaged_checkpoint_is_not_used_and_nothing_is_lost(world: World, damage: str) -> None:
    for number in range(4):
        world.desk.decide(world.post(f"{HAM} {number}").comment_id, Label.SPAM)
    assert world.judge.checkpoint()
    learned = world.judge.digest()

    def spoil(connection: Any) -> None:
        state = bytes(connection.execute(checkpoint.select()).one().state)
        spoilt: dict[str, dict[str, Any]] = {
            "state": {"state": state[:-9] + bytes([state[-9] ^ 1]) + state[-8:]},
            "cut": {"state": state[: len(state) // 2]},
            "magic": {"state": b"noise"},
            "digest": {"digest": "0" * 64},
        }
        connection.execute(update(checkpoint).values(spoilt[damage]))

    world.database.write(spoil)
    world.restart()
    assert world.judge.digest() == learned == world.fold()


def test_a_checkpoint_made_of_an_ended_label_is_refused(world: World) -> None:
    comment = world.post(SPAM).comment_id
    world.desk.decide(comment, Label.HAM)
    late = Judge(Filter(base_model()), world.database, world.clock)
    world.desk.erase(comment)
    assert not late.checkpoint()
    world.restart()
    assert world.judge.digest() == world.fold()


def test_a_label_outlives_its_comment_and_is_erased_by_its_name(world: World) -> None:
    base = world.judge.digest()
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    world.now += 31 * DAY
    assert world.sweep.run().comments == 1
    assert world.judge.digest() != base
    world.desk.erase(comment)
    assert world.judge.digest() == base == world.fold()


def test_an_erased_comment_is_gone_from_the_files_at_once(world: World) -> None:
    comment = world.post("The word that must go is Xylophonquartett").comment_id
    world.desk.decide(comment, Label.SPAM)
    world.desk.erase(comment)
    files = list(world.folder.glob("chaffinch.db*"))
    assert len(files) >= 2
    assert not any(b"ylophonquartett" in file.read_bytes() for file in files)


def spoiled(world: World) -> str:
    """Return a comment whose label this program cannot learn."""
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.HAM)
    world.database.write(lambda c: c.execute(feedback_table.update().values(row=b"of another program")))
    world.restart()
    return comment


def test_a_label_that_cannot_be_learned_holds_comments_until_it_is_erased(world: World) -> None:
    comment = spoiled(world)
    posted = world.post(f"{HAM} And the lanterns are lit.")
    assert posted.state is State.HELD
    assert posted.verdict is not None
    assert [e.code for e in posted.verdict.evidence] == ["unreadable-state"]
    assert world.judge.stuck == comment
    world.desk.erase(comment)
    assert not world.judge.stuck
    assert world.post(f"{HAM} And the lanterns are lit again.").state is State.PUBLISHED


def test_while_a_label_cannot_be_learned_every_list_is_held(world: World) -> None:
    spoiled(world)
    for verdict in world.judge.judge([Submission(SPAM), Submission(HAM)], [Context(), Context()]):
        assert verdict.action is Action.HOLD
        assert "unreadable-state" in {reason.code for reason in verdict.evidence}


def test_decisions_stand_though_an_earlier_label_cannot_be_learned(world: World) -> None:
    spoiled(world)
    other = world.post(f"{HAM} And the lanterns are lit.").comment_id
    world.desk.decide(other, Label.SPAM)
    world.checks.submit(world.site, Check(Submission(HAM, "Ann")), Label.HAM)
    assert world.comments.status(other).state is State.SPAM  # type: ignore[union-attr]
    assert world.desk.undo(other) is State.HELD


def test_removing_a_site_unlearns_it_and_leaves_the_others_alone(world: World) -> None:
    kept = world.post(HAM).comment_id
    world.desk.decide(kept, Label.HAM)
    without = world.judge.digest()
    other, key = world.sites.add("https://other.example")
    world.checks.submit(other, Check(Submission(SPAM)), Label.HAM)
    assert world.judge.digest() != without
    world.sites.remove(other.url)
    world.judge.catch_up()
    assert world.judge.digest() == without == world.fold()
    assert world.sites.by_key(key) is None
    assert world.comments.status(kept) is not None
    with pytest.raises(NotFoundError):
        world.sites.remove(other.url)
