"""One database: reads in the calling thread, all writes through one thread that commits them in groups.

`write` returns only after COMMIT with `synchronous=FULL`: what was acknowledged survives a kill and a power cut.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy import Connection as Connection
from sqlalchemy import Row as Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from chaffinch.errors import StateError
from chaffinch.store.migrating import HEAD, bring_to_head, revision

T = TypeVar("T")
_Job = tuple[Callable[[Connection], Any], "Future[Any]"]

_BUSY_SECONDS = 10
_SQLITE = "sqlite:///"
MAX_GROUP = 64
"""Writes in one commit. Above, the wait of the first outgrows what the disk saves."""


class Database:
    """Opens (and if need be makes or migrates) the database at a SQLAlchemy URL or file path.

    Raises:
        SchemaError: its schema is newer than this program.
        StateError: it cannot be opened.

    """

    def __init__(self, url: str) -> None:
        self.url = _url(url)
        self._engine = _engine(self.url)
        self._writing = self._engine.execution_options(is_writer=True)
        try:
            _make_private(self.path)
            with self._engine.connect() as connection:
                is_at_head = revision(connection) == HEAD
            if not is_at_head:
                with self._writing.begin() as connection:
                    bring_to_head(connection)
        except OSError as error:
            raise StateError(
                f"database {self.url!r} cannot be opened: {error.strerror}; check the path and its rights"
            ) from error
        except DBAPIError as error:
            raise StateError(
                f"database {self.url!r} cannot be opened: {error.orig}; check the path and its rights"
            ) from error
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._writer = threading.Thread(target=self._write_groups, name="writer", daemon=True)
        self._writer.start()

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, None for others."""
        return Path(self.url.database) if self.url.get_backend_name() == "sqlite" and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database for as long as it is held.

        Raises:
            StateError: the database cannot be read.

        """
        try:
            with self._engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise StateError(f"database cannot be read: {_cause(error)}") from error

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run `job` inside a transaction and return its value once that is durable.

        A job that raises undoes its own writes only; its error is raised here.

        Raises:
            StateError: the database cannot be written, or is closed.

        """
        answer: Future[T] = Future()
        with self._gate:  # nothing may queue up behind the mark that ends the writer: nobody would answer it
            if self._closed:
                raise StateError("database is closed: the server is stopping; send this again in a moment")
            self._jobs.put((job, answer))
        return answer.result()

    def empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it, so that no copy of deleted rows lingers in it.

        Does as much as readers allow, and waits for nobody: a checkpoint that waits holds the writer's lock, so one
        long reader would stop everybody's writes. What is still looked at stays until the next time.

        Raises:
            StateError: the log cannot be moved.

        """
        try:
            with closing(self._engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute("PRAGMA busy_timeout=0")
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
        except (sqlite3.Error, DBAPIError, PoolTimeoutError) as error:
            raise StateError(f"the write-ahead log cannot be moved: {_cause(error)}") from error

    def close(self) -> None:
        """Finish what waits to be written, then close all connections."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._writer.join()
        self._engine.dispose()

    def _write_groups(self) -> None:
        while True:
            group, is_last = self._next_group()
            if group:
                self._commit(group)
            if is_last:
                return

    def _next_group(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        first = self._jobs.get()
        if first is None:
            return group, True
        group.append(first)
        while len(group) < MAX_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, group: list[_Job]) -> None:
        """Run a group in one transaction. Only what is committed is answered with its value.

        The thread must outlive whatever a job raises, or nobody would be answered again: so everything is caught here,
        and handed to those who wait.
        """
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._writing.begin() as connection:
                for job, answer in group:
                    self._run(connection, job, answer, done)
        except BaseException as error:
            failure = StateError(f"database cannot be written: {_cause(error)}")
            failure.__cause__ = error
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(failure)
            return
        for answer, value in done:
            answer.set_result(value)

    @staticmethod
    def _run(
        connection: Connection,
        job: Callable[[Connection], Any],
        answer: Future[Any],
        done: list[tuple[Future[Any], Any]],
    ) -> None:
        """Run one job in a savepoint of its own. Whatever it raises belongs to the caller that sent it."""
        savepoint = connection.begin_nested()
        try:
            value = job(connection)
        except BaseException as error:
            savepoint.rollback()  # raises where the whole transaction is gone (disk full): then the whole group fails
            failure = StateError(f"database cannot be written: {_cause(error)}")
            failure.__cause__ = error
            answer.set_exception(failure if isinstance(error, DBAPIError) else error)
        else:
            savepoint.commit()
            done.append((answer, value))


def _cause(error: BaseException) -> object:
    """Return what the driver said, without the statement: that would carry people's words into logs."""
    return error.orig if isinstance(error, DBAPIError) else type(error).__name__


def _make_private(path: Path | None) -> None:
    """Create the file readable by its owner alone; SQLite gives the files beside it the same rights."""
    if path is not None and not path.exists():
        path.touch(mode=0o600)


def _url(told: str) -> URL:
    """Return the URL of what follows `sqlite:///`, taken as it stands: a file's name may hold `?` and `%`."""
    if told.startswith(_SQLITE) or "://" not in told:
        return URL.create("sqlite", database=told.removeprefix(_SQLITE))
    return make_url(told)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise StateError(f"database {url!r} is not a file of SQLite: use sqlite:///FILE")
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=32,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
        hide_parameters=True,  # they are names and words of comments, and a traceback would carry them into a log
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin(connection: Connection) -> None:
    # Readers take a snapshot; the writer takes its lock at once: two that read first would both fail when they write.
    is_writer = connection.get_execution_options().get("is_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
