from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Label
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service import judging
from chaffinch.service.clock import DAY
from chaffinch.service.judging import Judge
from chaffinch.service.states import State
from chaffinch.store import feedback
from tests.service.world import HAM, SPAM, World, base_model


def living(world: World) -> list[tuple[str, str]]:
    with world.database.read() as connection:
        return [(entry.comment_id, entry.label) for entry in feedback.after(connection, 0, 1000)]


def test_a_correction_changes_the_next_verdict_on_a_similar_comment(world: World) -> None:
    refused = world.post("Our bakery sells wedding cakes, order online at https://cakes.example today", "Cakes")
    assert refused.state is not State.PUBLISHED
    world.desk.decide(refused.comment_id, Label.HAM)
    again = world.post("Our bakery sells birthday cakes, order online at https://cakes.example now", "Cakes")
    assert again.state is State.PUBLISHED


def test_a_correction_outlives_a_restart(world: World) -> None:
    world.desk.decide(world.post(SPAM, "Pills").comment_id, Label.HAM)
    learned = world.judge.digest()
    world.restart()
    assert world.judge.digest() == learned == world.fold()


def test_a_restart_from_a_checkpoint_equals_one_from_the_log(world: World) -> None:
    for number in range(5):
        world.desk.decide(world.post(f"{HAM} {number}").comment_id, Label.SPAM if number % 2 else Label.HAM)
    assert world.judge.checkpoint()
    world.desk.decide(world.post(SPAM).comment_id, Label.SPAM)
    learned = world.judge.digest()
    world.restart()
    assert world.judge.digest() == learned == world.fold()


def test_a_long_start_that_is_killed_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade no checkpoint fits; a supervisor that waits for the port kills whoever takes too long."""
    for number in range(9):
        world.desk.decide(world.post(f"{HAM} {number}").comment_id, Label.SPAM if number % 2 else Label.HAM)
    monkeypatch.setattr(judging, "_PAGE", 2)
    monkeypatch.setattr(judging, "CHECKPOINT_WITHIN", 4)
    learn, learned = Filter.learn, 0

    def learn_six_at_most(spam_filter: Filter, row: bytes, site: str, label: Label) -> None:
        nonlocal learned
        if learned == 6:
            raise KeyboardInterrupt
        learned += 1
        learn(spam_filter, row, site, label)

    monkeypatch.setattr(Filter, "learn", learn_six_at_most)
    with pytest.raises(KeyboardInterrupt):
        Judge(Filter(base_model()), world.database, world.clock)
    learned = 0
    judge = Judge(Filter(base_model()), world.database, world.clock)
    assert (learned, judge.position) == (5, 9), "the first four had been learned"
    monkeypatch.undo()
    assert judge.digest() == world.fold()


def test_the_same_label_again_is_learned_once(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    learned = world.judge.digest()
    world.desk.decide(comment, Label.SPAM)
    assert living(world) == [(comment, "SPAM")]
    assert world.judge.digest() == learned


def test_the_other_label_takes_the_place_of_the_first(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    world.desk.decide(comment, Label.HAM)
    assert living(world) == [(comment, "HAM")]
    assert world.judge.digest() == world.fold()


def test_undo_gives_back_the_state_and_the_weights(world: World) -> None:
    comment = world.post(SPAM).comment_id
    before = world.judge.digest()
    world.desk.decide(comment, Label.HAM)
    assert world.desk.undo(comment) is State.SPAM
    assert world.judge.digest() == before
    assert world.comments.status(comment).state is State.SPAM  # type: ignore[union-attr]


def test_erasing_a_comment_unlearns_it(world: World) -> None:
    kept = world.post(HAM).comment_id
    world.desk.decide(kept, Label.HAM)
    without = world.judge.digest()
    erased = world.post(SPAM).comment_id
    world.desk.decide(erased, Label.SPAM)
    world.judge.checkpoint()
    world.desk.erase(erased)
    assert world.judge.digest() == without
    assert world.comments.status(erased) is None


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "ham", "spam", "undo", "erase", "restart", "checkpoint", "wait"]), st.integers(0, 7)
    ),
    max_size=25,
)


@settings(max_examples=25)
@given(STEPS)
def test_weights_are_the_fold_of_the_living_log_after_any_history(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        ids: list[str] = [world.post(HAM).comment_id, world.post(SPAM).comment_id]
        for step, number in steps:
            comment = ids[number % len(ids)]
            try:
                if step == "post":
                    ids.append(world.post(f"{HAM if number % 2 else SPAM} {number}").comment_id)
                elif step in ("ham", "spam"):
                    world.desk.decide(comment, Label[step.upper()])
                elif step == "undo":
                    world.desk.undo(comment)
                elif step == "erase":
                    world.desk.erase(comment)
                elif step == "restart":
                    world.restart()
                elif step == "checkpoint":
                    world.judge.checkpoint()
                else:
                    world.now += 100 * DAY
                    world.sweep.run()
            except (NotFoundError, InputError):
                continue
        assert world.judge.digest() == world.fold()
        world.restart()
        assert world.judge.digest() == world.fold()
        world.close()
