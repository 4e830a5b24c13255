"""A database of an older program, with data in it, is brought forward and loses nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import create_engine

from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import Check
from chaffinch.service.secret import ServerSecret
from chaffinch.service.states import State
from chaffinch.service.usage import Counts
from chaffinch.store import migrating
from chaffinch.store.database import Database
from chaffinch.store.paths import STEP
from tests.service.world import HAM, NOON, PAGE, World
from tests.store.test_database import shape

SAID = Check(Submission(HAM, "Ann"), permalink=PAGE)
ROWS = {
    "server": "(1, '{proof}', 0, 1)",
    "site": "('s', 'https://news.example', 'News', 1, 0, 1)",
    "thread": "(1, 's', 'https://news.example/a', 'Bridge', '', 1)",
    "comment": f"('c', 's', 1, NULL, 'AKISMET', 'Ann', '', 'words', 'SPAM', 0.9, 'm', NULL, {NOON}, {NOON})",
    "decision": "(1, 'c', 'MACHINE', 'SPAM', 0.9, '[]', 'base', 1)",
    "outbox": "(1, 's', 'verdict-changed', '{{}}', 1, NULL)",
}


def old(path: Path, revision: str, proof: str) -> None:
    """Make a database as an older program left it, with a row in each of the tables that people fill."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrating.migrate(connection, revision)
        for table, values in ROWS.items():
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES {values.format(proof=proof)}")  # noqa: S608
    engine.dispose()


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    with closing(connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            rows = connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - our own tables
            columns = [column[0] for column in rows.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in rows]
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of the first revision and the secret it was made with."""
    secret = ServerSecret(b"s" * 32, bytes)
    (tmp_path / "secret").write_text((b"s" * 32).hex())
    old(tmp_path / "chaffinch.db", "0001", secret.check())
    return tmp_path


def test_what_was_in_it_is_in_it_still_and_what_is_new_is_empty(folder: Path) -> None:
    before = contents(folder / "chaffinch.db")
    Database(str(folder / "chaffinch.db")).close()
    after = contents(folder / "chaffinch.db")
    assert after["alembic_version"] == [{"version_num": migrating.HEAD}]
    for table, rows in before.items():
        kept = [{name: row[name] for name in old_row} for row, old_row in zip(after[table], rows, strict=True)]
        assert table == "alembic_version" or kept == rows
    assert [row["counted"] for row in after["comment"]] == [None]
    assert after["usage"] == []


def test_a_server_goes_on_with_it_and_begins_to_count(folder: Path) -> None:
    world = World(folder)
    (item,) = world.desk.queue(State.SPAM).items
    world.desk.decide(item.id, Label.HAM)
    assert world.usage.by_month("s") == {}, "what was answered before is not known for certain"
    world.checks.check(world.site, SAID)
    world.checks.submit(world.site, SAID, Label.SPAM)
    assert world.usage.by_month("s") == {"2026-11": Counts(ham=1, missed_spam=1)}
    world.close()


def test_it_has_the_shape_of_one_made_whole(folder: Path, tmp_path: Path) -> None:
    Database(str(folder / "chaffinch.db")).close()
    Database(str(tmp_path / "whole.db")).close()
    assert shape(folder / "chaffinch.db") | {"alembic_version": ()} == shape(tmp_path / "whole.db") | {
        "alembic_version": ()
    }


@pytest.mark.parametrize("revision", migrating.KNOWN)
def test_from_any_revision_it_is_brought_forward_with_what_is_in_it(folder: Path, revision: str) -> None:
    path = folder / "chaffinch.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrating.migrate(connection, revision)
        label = ("s", "c", "SPAM", b"row", NOON)
        into = "INSERT INTO feedback (site_id, comment_id, label, row, created_at) VALUES (?, ?, ?, ?, ?)"
        connection.exec_driver_sql(into, label)
    engine.dispose()
    before = contents(path)
    Database(str(path)).close()
    after = contents(path)
    assert after["alembic_version"] == [{"version_num": migrating.HEAD}]
    for table, rows in before.items():
        kept = [{name: row[name] for name in old_row} for row, old_row in zip(after[table], rows, strict=True)]
        assert table == "alembic_version" or kept == rows
    assert [(row["reasons"], row["feature_version"]) for row in after["feedback"]] == [(None, 1)]
    assert [row["campaign"] for row in after["comment"]] == [None]


LINKS = ("https://news.example/a/", "https://news.example/a?utm_source=x", "https://NEWS.example/a#top")
"""Beside the one in ROWS: how the same page was told to a server that compared addresses letter by letter."""

WRITTEN = [("a", 1, None), ("b", 2, None), ("c", 2, "b"), ("d", 1, "a"), ("e", 3, None), ("f", 2, "c"), ("g", 4, None)]
"""Comments by name: through which link they came, and what they answer."""


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """A folder with a database of the revision before threads were trees, comments and answers under each link."""
    secret = ServerSecret(b"s" * 32, bytes)
    (tmp_path / "secret").write_text((b"s" * 32).hex())
    path = tmp_path / "chaffinch.db"
    old(path, "0001", secret.check())
    with closing(connect(path)) as connection:
        connection.execute("DELETE FROM decision")
        connection.execute("DELETE FROM comment")
        for number, link in enumerate(LINKS, 2):
            connection.execute("INSERT INTO thread VALUES (?, 's', ?, '', '', 1)", (number, link))
        comment = "INSERT INTO comment VALUES (?, 's', ?, ?, 'FORM', 'Ann', '', ?, 'PUBLISHED', 0.1, 'm', NULL, ?, ?)"
        for at, (name, thread, parent) in enumerate(WRITTEN):
            connection.execute(comment, (name, thread, parent, f"words of {name}", NOON + at, NOON + at))
            row = (name, "MACHINE", "APPROVE", "[]", "base", NOON)
            columns = "comment_id, decided_by, action, evidence, model, created_at"
            connection.execute(f"INSERT INTO decision ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        connection.commit()
    return tmp_path


def test_what_was_written_through_every_link_stands_under_each_of_them(grown: Path) -> None:
    world = World(grown)
    for link in (PAGE, *LINKS, "https://news.example:443/a/?gclid=1"):
        shown = world.comments.published("s", link)
        assert [(one.id, len(one.path) // STEP - 1) for one in shown] == [
            ("a", 0),
            ("d", 1),
            ("b", 0),
            ("c", 1),
            ("f", 2),
            ("e", 0),
            ("g", 0),
        ]
    assert [row["permalink"] for row in contents(grown / "chaffinch.db")["thread"]] == [PAGE]
    world.close()


def test_a_thread_goes_on_behind_its_last_comment(grown: Path) -> None:
    world = World(grown)
    posted = world.post(HAM, page=LINKS[0])
    assert world.comments.published("s", PAGE)[-1].id == posted.comment_id
    answer = world.post(HAM, parent="g", page=PAGE)
    assert [one.id for one in world.comments.published("s", PAGE)][-2:] == [answer.comment_id, posted.comment_id]
    world.close()
