"""What the one writer promises to the many who wait for it."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound

from chaffinch.errors import StateError
from chaffinch.store.database import Connection, Database
from tests.service.world import HAM, World


def _set_up(database: Database) -> None:
    database.write(lambda connection: connection.execute(text("CREATE TABLE note (number INTEGER UNIQUE)")))


def _note(connection: Connection, number: int) -> int:
    connection.execute(text("INSERT INTO note VALUES (:number)"), {"number": number})
    return number


def _noted(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(text("SELECT number FROM note ORDER BY number")).scalars())


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(str(tmp_path / "n.db"))
    _set_up(made)
    return made


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "error", [RuntimeError("x"), OSError("x"), NoResultFound("x"), MemoryError("x"), StopIteration(), StateError("x")]
)
def test_whatever_a_job_raises_its_caller_hears_it_and_the_writer_goes_on(database: Database, error: Exception) -> None:
    def fails(connection: Connection) -> None:
        _note(connection, 1)
        raise error

    with pytest.raises(type(error)):
        database.write(fails)
    assert database.write(lambda connection: _note(connection, 2)) == 2
    assert _noted(database) == [2]
    database.close()


@pytest.mark.timeout(60)
def test_in_one_group_a_failing_job_undoes_itself_alone(database: Database) -> None:
    is_held, may_go = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        is_held.set()
        may_go.wait()

    def odd_fails(connection: Connection, number: int) -> int:
        _note(connection, number)
        if number % 2:
            raise ValueError(number)
        return number

    with ThreadPoolExecutor(22) as pool:
        first = pool.submit(database.write, hold)
        is_held.wait()  # while this job holds the writer, the others pile up into one group
        waiting = [pool.submit(database.write, lambda c, n=number: odd_fails(c, n)) for number in range(20)]
        may_go.set()
        first.result()
        heard = [one.exception() for one in waiting]
    assert [isinstance(error, ValueError) for error in heard] == [bool(number % 2) for number in range(20)]
    assert _noted(database) == list(range(0, 20, 2))
    database.close()


@pytest.mark.timeout(60)
def test_a_write_the_database_refuses_is_a_state_error_and_leaves_nothing(database: Database) -> None:
    database.write(lambda connection: _note(connection, 1))

    def twice(connection: Connection) -> None:
        _note(connection, 2)
        _note(connection, 1)

    with pytest.raises(StateError, match="cannot be written"):
        database.write(twice)
    assert _noted(database) == [1]
    database.close()


@pytest.mark.timeout(60)
def test_what_was_acknowledged_while_closing_is_there_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    for _ in range(20):
        database = Database(str(tmp_path / "r.db"))
        database.write(lambda connection: connection.execute(text("CREATE TABLE IF NOT EXISTS note (number INTEGER)")))
        before = len(_noted(database))
        start = threading.Barrier(9)

        def write(one: Database = database, gate: threading.Barrier = start) -> int:
            gate.wait()
            done = 0
            try:
                while done < 50:
                    one.write(lambda connection: _note(connection, 0))
                    done += 1
            except StateError:
                return done
            return done

        with ThreadPoolExecutor(8) as pool:
            writers = [pool.submit(write) for _ in range(8)]
            start.wait()
            database.close()
            acknowledged = sum(one.result() for one in writers)
        again = Database(str(tmp_path / "r.db"))
        assert len(_noted(again)) - before == acknowledged
        again.close()


def test_a_reader_sees_one_state_while_it_holds_its_connection(database: Database) -> None:
    with database.read() as connection:
        count = text("SELECT count(*) FROM note")
        assert connection.execute(count).scalar_one() == 0
        database.write(lambda other: _note(other, 1))
        assert connection.execute(count).scalar_one() == 0
    assert _noted(database) == [1]
    database.close()


def test_another_program_that_holds_the_write_lock_is_waited_for(database: Database) -> None:
    path = database.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO note VALUES (1)")
        ours = pool.submit(database.write, lambda connection: _note(connection, 2))
        other.execute("COMMIT")
        assert ours.result() == 2
    assert _noted(database) == [1, 2]
    database.close()


def test_many_who_open_an_empty_database_at_once_make_it_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _n: Database(str(tmp_path / "e.db")), range(8)))
    with opened[0].read() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    for one in opened:
        one.close()


def test_erased_text_is_nowhere_in_the_files_of_a_closed_database(world: World) -> None:
    word = "Xylophonjubelgesang"
    comment = world.post(f"{HAM} {word}").comment_id
    world.desk.erase(comment)
    world.database.close()
    assert word.encode() not in b"".join(path.read_bytes() for path in world.folder.glob("chaffinch.db*"))
    world.open()
