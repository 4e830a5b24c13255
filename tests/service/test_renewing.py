"""Labels whose rows another program made: made anew where the comment is kept, set aside where it is gone."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.service import renewing
from chaffinch.service.clock import DAY
from chaffinch.service.renewing import Renewed, renew
from chaffinch.service.states import State
from chaffinch.store import feedback
from chaffinch.store.database import Row
from tests.service.world import HAM, SPAM, World, base_model

OLDER = 60_000
"""A feature version that no program has: rows of it come from elsewhere."""


def living(world: World) -> list[Row[Any]]:
    with world.database.read() as connection:
        return feedback.after(connection, 0, 1_000_000)


def label_all(world: World, count: int) -> list[str]:
    """Return comments with a label each, spam where the number is even."""
    made = [world.post(f"{SPAM if number % 2 else HAM} {number}").comment_id for number in range(count)]
    for number, comment in enumerate(made):
        world.desk.decide(comment, Label.HAM if number % 2 else Label.SPAM)
    return made


def as_of_another_program(world: World) -> None:
    """Give every label a row as a program with other features would have left it."""
    rows = {entry.position: OLDER.to_bytes(2, "little") + entry.row[2:] for entry in living(world)}
    world.database.write(lambda connection: feedback.write_anew(connection, rows, OLDER))


def restarted(world: World) -> Renewed:
    """Start again as `bootstrap` does: rows first, then the judge."""
    made = renew(world.database, Filter(base_model()))
    world.restart()
    return made


def test_labels_of_kept_comments_are_learned_as_if_they_had_never_been_others(world: World) -> None:
    label_all(world, 6)
    learned, rows = world.judge.digest(), [entry.row for entry in living(world)]
    world.judge.checkpoint()
    as_of_another_program(world)
    assert restarted(world) == Renewed(made_anew=6, set_aside=0)
    assert [entry.row for entry in living(world)] == rows
    assert world.judge.digest() == learned == world.fold()


def test_labels_whose_comments_are_gone_are_set_aside_and_nothing_is_held(world: World) -> None:
    gone, kept = label_all(world, 2)
    as_of_another_program(world)
    world.now += 31 * DAY
    world.sweep.run()
    assert world.comments.status(gone) is None
    assert restarted(world) == Renewed(made_anew=1, set_aside=1)
    assert [entry.comment_id for entry in living(world)] == [gone, kept]
    assert world.judge.stuck is None
    assert world.judge.set_aside == 1
    assert world.post(f"{HAM} And so on.").state is State.PUBLISHED
    alone = Filter(base_model())
    alone.learn(living(world)[1].row, world.site.id, Label.HAM)
    assert world.judge.digest() == alone.digest()


def test_what_is_set_aside_ends_when_it_would_have_ended(world: World) -> None:
    label_all(world, 1)
    as_of_another_program(world)
    world.now += 31 * DAY
    world.sweep.run()
    restarted(world)
    world.now += 340 * DAY
    world.sweep.run()
    assert not living(world)
    assert world.judge.set_aside == 0


def test_a_program_with_those_features_learns_again_what_was_set_aside(world: World) -> None:
    """Going back: the row was kept as it was, and is learned where its features are spoken."""
    gone, _ = label_all(world, 2)
    rows = [entry.row for entry in living(world)]
    learned = world.judge.digest()
    as_of_another_program(world)
    world.now += 31 * DAY
    world.sweep.run()
    restarted(world)
    assert world.judge.digest() != learned
    first = living(world)[0]
    back = {first.position: FEATURE_VERSION.to_bytes(2, "little") + first.row[2:]}
    world.database.write(lambda connection: feedback.write_anew(connection, back, FEATURE_VERSION))
    world.judge.catch_up()
    assert first.comment_id == gone
    assert [entry.row for entry in living(world)] == rows
    assert world.judge.digest() == learned


def test_killed_between_two_parts_the_next_start_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    label_all(world, 5)
    learned = world.judge.digest()
    as_of_another_program(world)
    monkeypatch.setattr(renewing, "PAGE", 2)
    write, count = world.database.write, 0

    def fail_the_second_time(job: Any) -> Any:
        nonlocal count
        count += 1
        if count == 2:
            raise KeyboardInterrupt
        return write(job)

    monkeypatch.setattr(world.database, "write", fail_the_second_time)
    with pytest.raises(KeyboardInterrupt):
        renew(world.database, Filter(base_model()))
    assert [entry.feature_version == FEATURE_VERSION for entry in living(world)] == [True, True, False, False, False]
    assert restarted(world) == Renewed(made_anew=3, set_aside=0)
    assert world.judge.digest() == learned


def test_a_checkpoint_of_other_features_is_not_used(world: World) -> None:
    label_all(world, 2)
    learned = world.judge.digest()
    assert world.judge.checkpoint()
    as_of_another_program(world)
    with world.database.read() as connection:
        assert not feedback.checkpoints(connection, world.judge.model), "it stood on rows that are others now"
    restarted(world)
    assert world.judge.digest() == learned


def test_a_decision_taken_back_leaves_the_row_of_the_program_that_made_it(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    world.desk.decide(comment, Label.HAM)
    world.desk.undo(comment)
    (entry,) = living(world)
    assert (entry.label, entry.feature_version) == ("SPAM", FEATURE_VERSION)
    assert world.judge.digest() == world.fold()


def test_what_becomes_of_labels_is_told_in_the_log_once_and_counted(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    label_all(world, 4)
    as_of_another_program(world)
    world.now += 31 * DAY
    world.sweep.run()
    with caplog.at_level(logging.WARNING):
        restarted(world)
    told = [record.getMessage() for record in caplog.records if record.name == renewing.__name__]
    assert len(told) == 2
    assert "2 labels were made anew" in told[0]
    assert "2 labels were made for other features" in told[1]
    assert told[1].endswith("(0 ham, 2 spam)"), "what was refused goes first"
    caplog.clear()
    assert renew(world.database, Filter(base_model())) == Renewed(0, 2)
    assert "made anew" not in caplog.text


def test_a_row_is_made_of_the_comment_with_its_article_and_what_it_answers(tmp_path: Path) -> None:
    world = World(tmp_path)
    parent = world.post(HAM).comment_id
    world.desk.decide(parent, Label.HAM)
    answer = world.post(f"{HAM} I agree.", parent=parent).comment_id
    world.desk.decide(answer, Label.HAM)
    around = Context(site=world.site.id, article="Bridge to close", parent=HAM)
    expected = world.judge.feature_row(Submission(f"{HAM} I agree.", "Ann"), around)
    as_of_another_program(world)
    restarted(world)
    assert living(world)[1].row == expected
    world.close()
