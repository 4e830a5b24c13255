"""Backups: taken at any time, and only a whole one of ours takes the place of a database."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from chaffinch.engine.types import Label
from chaffinch.errors import InputError, SchemaError
from chaffinch.service import keeping
from chaffinch.service.states import State
from tests.service.world import HAM, SPAM, World


def _path(world: World) -> Path:
    path = world.database.path
    assert path is not None
    return path


def test_a_backup_taken_while_many_write_holds_all_that_was_acknowledged_before_and_whole(
    world: World, tmp_path: Path
) -> None:
    before = {world.post(f"{HAM} {number}").comment_id for number in range(5)}
    target = tmp_path / "copy.db"
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(world.post, f"{HAM} {number}") for number in range(40)]
        writing[0].result()
        before.add(writing[0].result().comment_id)
        keeping.backup(_path(world), target)
        during = {one.result().comment_id for one in writing}
    world.database.close()
    keeping.restore(target, _path(world), world.secret)
    world.open()
    with closing(sqlite3.connect(_path(world))) as connection:
        found = {row[0] for row in connection.execute("SELECT id FROM comment")}
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        decided = {row[0] for row in connection.execute("SELECT comment_id FROM decision")}
    assert before <= found <= before | during
    assert decided == found


def test_a_restored_server_has_the_weights_it_had(world: World, tmp_path: Path) -> None:
    world.desk.decide(world.post(SPAM).comment_id, Label.HAM)
    world.judge.checkpoint()
    world.desk.decide(world.post(HAM).comment_id, Label.SPAM)
    learned = world.judge.digest()
    keeping.backup(_path(world), tmp_path / "copy.db")
    world.desk.decide(world.post(HAM).comment_id, Label.HAM)
    world.database.close()
    keeping.restore(tmp_path / "copy.db", _path(world), world.secret)
    world.open()
    assert world.judge.digest() == learned == world.fold()


def test_the_replaced_database_is_kept_whole_each_time(world: World, tmp_path: Path) -> None:
    keeping.backup(_path(world), tmp_path / "empty.db")
    comment = world.post(HAM).comment_id
    world.database.close()
    first = keeping.restore(tmp_path / "empty.db", _path(world), world.secret)
    second = keeping.restore(tmp_path / "empty.db", _path(world), world.secret)
    assert first is not None
    assert second is not None
    assert first != second
    with closing(sqlite3.connect(first)) as connection:
        assert connection.execute("SELECT id FROM comment").fetchall() == [(comment,)]
    world.open()
    assert sum(world.desk.counts().values()) == 0


def test_a_newer_backup_is_refused_and_nothing_is_replaced(world: World, tmp_path: Path) -> None:
    comment = world.post(HAM).comment_id
    target = tmp_path / "copy.db"
    keeping.backup(_path(world), target)
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    world.database.close()
    with pytest.raises(SchemaError, match="update"):
        keeping.restore(target, _path(world), world.secret)
    world.open()
    assert world.comments.status(comment) is not None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_or_overwritten_backup_is_refused_and_nothing_is_replaced(
    world: World, tmp_path: Path, share: float
) -> None:
    comments = {world.post(f"{HAM} {number}").comment_id for number in range(20)}
    whole = tmp_path / "copy.db"
    keeping.backup(_path(world), whole)
    data = whole.read_bytes()
    place = int(len(data) * share) // 4096 * 4096
    cut, noise = tmp_path / "cut.db", tmp_path / "noise.db"
    cut.write_bytes(data[:place])
    noise.write_bytes(data[:place] + b"\xa5" * 4096 + data[place + 4096 :])
    world.database.close()
    for damaged in (cut, noise):
        with pytest.raises(InputError):
            keeping.restore(damaged, _path(world), world.secret)
    world.open()
    assert {item.id for item in world.desk.queue(State.PUBLISHED).items} == comments


def test_an_orphaned_log_is_not_replayed_over_a_restored_database(world: World, tmp_path: Path) -> None:
    keeping.backup(_path(world), tmp_path / "empty.db")
    world.post(HAM)
    wal = _path(world).with_name(_path(world).name + "-wal")
    log = wal.read_bytes()
    world.database.close()
    _path(world).unlink()
    wal.write_bytes(log)  # the database was lost, its log was not
    keeping.restore(tmp_path / "empty.db", _path(world), world.secret)
    world.open()
    assert sum(world.desk.counts().values()) == 0


def test_the_secret_is_in_no_backup(world: World, tmp_path: Path) -> None:
    keeping.backup(_path(world), tmp_path / "copy.db")
    data = (tmp_path / "copy.db").read_bytes()
    secret = (world.folder / "secret").read_text().strip()
    assert secret.encode() not in data
    assert bytes.fromhex(secret) not in data
