"""The writer outlives what its jobs do, and answers nobody before the commit."""

from __future__ import annotations

import stat
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from chaffinch.errors import StateError
from chaffinch.store.database import Connection, Database
from tests.service.world import HAM, World


def nothing(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


@pytest.mark.parametrize("error", [RuntimeError("odd"), OSError("disk"), SystemExit(3), KeyboardInterrupt()])
def test_whatever_a_job_raises_is_raised_to_its_sender_and_the_next_job_runs(
    world: World, error: BaseException
) -> None:
    def fails(_connection: Connection) -> None:
        raise error

    with pytest.raises(type(error)):
        world.database.write(fails)
    assert world.database.write(nothing) == 1


def test_a_commit_that_fails_is_told_to_everybody_in_the_group_and_nothing_of_it_is_kept(world: World) -> None:
    database = world.database

    def fails(_connection: Connection) -> None:
        raise OperationalError("COMMIT", None, OSError("disk full"))

    event.listen(database._engine, "commit", fails)
    with ThreadPoolExecutor(8) as pool:
        posts = [pool.submit(world.post, f"{HAM} {number}") for number in range(8)]
    event.remove(database._engine, "commit", fails)
    assert all(isinstance(post.exception(), StateError) for post in posts)
    assert world.comments.published(world.site.id, "https://news.example/a") == []
    assert world.post(HAM).comment_id


def test_nobody_is_answered_before_the_commit(world: World) -> None:
    reached, go = threading.Event(), threading.Event()

    def wait(_connection: Connection) -> None:
        reached.set()
        go.wait(10)

    event.listen(world.database._engine, "commit", wait)
    with ThreadPoolExecutor(1) as pool:
        answer: Future[int] = pool.submit(world.database.write, nothing)
        assert reached.wait(10)
        assert not answer.done()
        go.set()
        assert answer.result() == 1
    event.remove(world.database._engine, "commit", wait)


def test_jobs_that_wait_together_are_committed_together(world: World) -> None:
    commits: list[object] = []
    held, go = threading.Event(), threading.Event()

    def hold(connection: Connection) -> int:
        held.set()
        go.wait(10)
        return nothing(connection)

    rest: list[Future[int]] = [Future() for _ in range(10)]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(world.database.write, hold)
        assert held.wait(10)
        event.listen(world.database._engine, "commit", commits.append)
        for answer in rest:
            world.database._jobs.put((nothing, answer))
        go.set()
        assert [job.result(10) for job in [first, *rest]] == [1] * 11
    assert len(commits) == 2


def test_closing_while_many_write_answers_every_one_of_them(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "a.db"))
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(database.write, nothing) for _ in range(200)]
        database.close()
    for job in jobs:
        error = job.exception()
        assert error is None or isinstance(error, StateError)


def test_two_processes_may_make_the_same_database_at_the_same_moment(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _n: Database(str(tmp_path / "a.db")), range(6)))
    for database in made:
        assert database.write(nothing) == 1
        database.close()


def test_only_its_owner_reads_the_database_and_the_files_beside_it(world: World) -> None:
    world.post(HAM)
    files = list(world.folder.glob("chaffinch.db*"))
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_is_erased_is_in_no_file_after_the_sweep(world: World) -> None:
    word = b"quokkas"
    comment = world.post(f"{HAM} I have seen quokkas there.").comment_id
    world.desk.erase(comment)
    world.sweep.run()
    assert not [file for file in world.folder.glob("chaffinch.db*") if word in file.read_bytes()]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://db.example/chaffinch"])
def test_what_is_not_a_file_of_sqlite_is_refused(url: str) -> None:
    with pytest.raises(StateError, match="sqlite:///FILE"):
        Database(url)


def test_emptying_the_log_waits_for_no_reader_and_stops_no_writer(world: World) -> None:
    with world.database.read() as reader:
        reader.execute(text("SELECT count(*) FROM comment")).scalar_one()
        world.post(HAM)
        began = time.monotonic()
        world.database.empty_log()
        world.post(f"{HAM} Again.")
        assert time.monotonic() - began < 5  # a checkpoint that waits would take the ten seconds of the busy timeout
    world.database.empty_log()
    assert Path(f"{world.database.path}-wal").stat().st_size == 0


def test_a_log_that_cannot_be_emptied_is_told_as_our_own_error(world: World) -> None:
    def fails(*_: object) -> None:
        raise OperationalError("PRAGMA", None, OSError("disk full"))

    event.listen(world.database._engine, "checkout", fails)
    with pytest.raises(StateError):
        world.database.empty_log()
    event.remove(world.database._engine, "checkout", fails)
    world.database.empty_log()
