"""Every end that names a setting is kept to the millisecond: the row just before it stays, the row just after goes."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.judging import KEEP
from chaffinch.service.reacting import Reaction
from chaffinch.service.retention import Retention
from chaffinch.service.sign_in import LINK_LIFE, SESSION_LIFE
from chaffinch.service.states import Source
from chaffinch.store import schema
from chaffinch.store.purposes import End, reason_of
from tests.service.world import CALLBACK, HAM, PAGE, SPAM, World

Make = Callable[[World], int]


def _liked(world: World) -> int:
    world.reactions.react(world.site.id, PAGE, world.post(HAM).comment_id, Reaction.LIKE, "8.8.8.0/24")
    return world.now


def _refused(world: World) -> int:
    world.post(SPAM)
    return world.now


def _checked(world: World) -> int:
    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE))
    return world.now


def _checked_natively(world: World) -> int:
    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE, source=Source.API))
    return world.now


def _labelled(world: World) -> int:
    world.desk.decide(world.post(HAM).comment_id, Label.SPAM)
    return world.now


def _outbox(world: World) -> int:
    world.desk.decide(world.checks.check(world.site, Check(Submission(HAM), callback=CALLBACK)).guid, Label.SPAM)
    return world.now


def _called_back(world: World) -> int:
    world.checks.check(world.site, Check(Submission(HAM), callback=CALLBACK))
    return world.now


def _link(world: World) -> int:
    world.sign_in.issue_link()
    return world.now + LINK_LIFE


def _session(world: World) -> int:
    world.sign_in.redeem(world.sign_in.issue_link())
    return world.now + SESSION_LIFE


def _audited(world: World) -> int:
    world.sites.promise(world.site.id, Promise(Fraction(1, 100)), Fraction(1))
    world.desk.decide(world.post(HAM).comment_id, Label.HAM)
    return world.now


ENDED: tuple[tuple[str, str, Make], ...] = (
    ("refused_days", "comment", _refused),
    ("checked_days", "comment", _checked),
    ("checked_days", "comment", _checked_natively),
    ("feedback_days", "feedback", _labelled),
    ("outbox_days", "outbox", _outbox),
    ("callback_days", "remote_check", _called_back),
    ("session_days", "sign_in_link", _link),
    ("session_days", "session", _session),
    ("audit_days", "audit", _audited),
    ("reaction_days", "reaction", _liked),
)


def _rows(world: World, table: str) -> int:
    with world.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar_one())


def _named(end: End) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(end.value) if name}


def test_every_setting_has_its_boundary_tested_here() -> None:
    assert {setting for setting, _, _ in ENDED} == {field.name for field in fields(Retention)}
    named = {name for end in End for name in _named(end)}
    assert named == {field.name for field in fields(Retention)}


def test_every_table_whose_end_names_a_setting_has_its_boundary_tested_here() -> None:
    promised = {
        (name, table.name)
        for table in schema.metadata.tables.values()
        for column in table.columns
        for name in _named(reason_of(column).end)
    }
    assert promised == {(setting, table) for setting, table, _ in ENDED}


def test_every_end_is_the_end_of_some_column() -> None:
    assert {reason_of(c).end for t in schema.metadata.tables.values() for c in t.columns} == set(End)


@pytest.mark.parametrize(("setting", "table", "make"), ENDED)
@pytest.mark.parametrize("days", [None, 3])
def test_a_row_stays_until_its_end_and_not_a_millisecond_longer(
    tmp_path: Path, setting: str, table: str, make: Make, days: int | None
) -> None:
    far = {field.name: 10_000 for field in fields(Retention)}
    keep = Retention(**far | {setting: days or getattr(Retention(), setting)})
    world = World(tmp_path, keep)
    start = make(world)
    assert _rows(world, table) == 1
    world.now = start + getattr(keep, setting) * DAY
    world.sweep.run()
    assert _rows(world, table) == 1
    world.now += 1
    world.sweep.run()
    assert _rows(world, table) == 0
    world.close()


def test_a_later_decision_begins_the_time_of_a_refused_comment_anew(world: World) -> None:
    comment = world.post(HAM).comment_id
    world.now += 29 * DAY
    world.desk.decide(comment, Label.SPAM)
    world.now += 30 * DAY
    assert world.sweep.run().comments == 0
    world.now += 1
    assert world.sweep.run().comments == 1


def test_a_sweep_that_finds_nothing_changes_nothing(world: World) -> None:
    world.desk.decide(world.post(SPAM).comment_id, Label.SPAM)
    before = world.judge.digest()
    report = world.sweep.run()
    assert (report.comments, report.labels, report.outbox, report.remote_checks) == (0, 0, 0, 0)
    assert (report.sign_ins, report.threads) == (0, 0)
    assert world.judge.digest() == before


def _erased(world: World, comment: str) -> None:
    world.desk.erase(comment)


def _swept(world: World, comment: str) -> None:
    world.now += 30 * DAY + 1
    world.sweep.run()


@pytest.mark.parametrize("end", [_erased, _swept])
def test_with_the_comment_its_decisions_end_and_replies_stay(world: World, end: Callable[[World, str], None]) -> None:
    comment = world.post(HAM).comment_id
    reply = world.post("Two summers is a long time, and in winter it was worse.", "Bea", parent=comment).comment_id
    world.desk.decide(comment, Label.SPAM)
    assert _parents(world) == {comment: None, reply: comment}
    assert _rows(world, "decision") == 3
    end(world, comment)
    assert _parents(world) == {reply: None}
    assert _rows(world, "decision") == 1
    assert [one.id for one in world.comments.published(world.site.id, PAGE)] == [reply]


def _parents(world: World) -> dict[str, str | None]:
    columns = schema.comment.c
    with world.database.read() as connection:
        return {row.id: row.parent_id for row in connection.execute(select(columns.id, columns.parent_id))}


def test_with_the_comment_its_label_ends(world: World) -> None:
    comment = world.post(SPAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    world.desk.erase(comment)
    assert (_rows(world, "comment"), _rows(world, "decision"), _rows(world, "feedback")) == (0, 0, 0)


def test_checkpoints_end_with_newer_ones_and_with_anything_they_were_made_of(world: World) -> None:
    first = world.post(HAM).comment_id
    world.desk.decide(first, Label.HAM)
    for number in range(KEEP + 2):
        world.desk.decide(world.post(f"{SPAM} {number}").comment_id, Label.SPAM)
        world.judge.checkpoint()
    assert _rows(world, "checkpoint") == KEEP
    world.desk.erase(first)
    assert _rows(world, "checkpoint") == 0


def test_a_checkpoint_made_before_a_label_outlives_it(world: World) -> None:
    first, second = world.post(HAM).comment_id, world.post(SPAM).comment_id
    world.desk.decide(first, Label.HAM)
    world.judge.checkpoint()
    world.desk.decide(second, Label.SPAM)
    world.desk.erase(second)
    assert _rows(world, "checkpoint") == 1
    assert world.judge.digest() == world.fold()


def test_the_data_page_tells_the_running_settings() -> None:
    from chaffinch.service.privacy import data_page

    told = {row.end for group in data_page(replace(Retention(), refused_days=7)) for row in group.fields}
    assert any(" 7 days" in end for end in told)
    assert not any("{" in end or "30 days" in end for end in told)
