from __future__ import annotations

import sqlite3
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from chaffinch.errors import SchemaError, StateError
from chaffinch.store import sites
from chaffinch.store.database import Connection, Database
from chaffinch.store.migrating import HEAD, migrate
from tests.service.world import HAM, World


def shape(path: Path) -> dict[str, Any]:
    """Return everything a schema promises, in an order that does not matter."""
    engine = create_engine(f"sqlite:///{path}")
    found: dict[str, Any] = {}
    seen = inspect(engine)
    for table in sorted(seen.get_table_names()):
        if table != "sqlite_sequence":
            columns = [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(table)]
            indexes = sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(table))
            uniques = sorted(tuple(u["column_names"]) for u in seen.get_unique_constraints(table))
            keys = sorted(
                (tuple(f["constrained_columns"]), f["referred_table"], str(f["options"]))
                for f in seen.get_foreign_keys(table)
            )
            found[table] = (columns, seen.get_pk_constraint(table)["constrained_columns"], indexes, uniques, keys)
    with engine.connect() as connection:
        found["counts up for ever"] = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")).scalars().all()
        )
    engine.dispose()
    return found


def test_a_database_made_whole_equals_one_that_was_migrated(tmp_path: Path) -> None:
    Database(str(tmp_path / "whole.db")).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as connection:
        migrate(connection)
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
    engine.dispose()
    whole, migrated = shape(tmp_path / "whole.db"), shape(tmp_path / "migrated.db")
    whole.pop("alembic_version")
    migrated.pop("alembic_version")
    assert migrated == whole
    assert whole["counts up for ever"] == ["feedback"]


def test_a_database_that_was_migrated_is_opened_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "migrated.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection)
    engine.dispose()
    before = shape(path)
    Database(str(path)).close()
    assert shape(path) == before


def test_a_database_of_the_first_schema_is_brought_to_the_newest_with_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, "0001")
        columns = "id, url, name, hold_answer, allow_discard, created_at"
        values = "'s', 'https://news.example', 'News', true, false, 1"
        connection.execute(text(f"INSERT INTO site ({columns}) VALUES ({values})"))  # noqa: S608 - our own words
    engine.dispose()
    database = Database(str(path))
    with database.read() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
        (site,) = sites.every(connection)
    database.close()
    assert (site.id, site.url, site.coral_secret) == ("s", "https://news.example", None)
    Database(str(tmp_path / "whole.db")).close()
    assert shape(path)["site"] == shape(tmp_path / "whole.db")["site"]


def test_a_schema_from_the_future_or_of_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Database(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="update"):
        Database(str(path))
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute("CREATE TABLE wp_comments (id INTEGER)")
    with pytest.raises(SchemaError):
        Database(str(tmp_path / "b.db"))


def test_every_connection_waits_for_the_disk(world: World) -> None:
    def pragmas(connection: Connection) -> tuple[int, str, int]:
        ask = connection.exec_driver_sql
        return (
            int(ask("PRAGMA synchronous").scalar_one()),
            str(ask("PRAGMA journal_mode").scalar_one()),
            int(ask("PRAGMA foreign_keys").scalar_one()),
        )

    assert world.database.write(pragmas) == (2, "wal", 1)
    with ExitStack() as held:
        for _ in range(12):  # more at once than the pool keeps: old and new connections alike
            assert pragmas(held.enter_context(world.database.read())) == (2, "wal", 1)


def test_a_job_that_fails_undoes_itself_alone(world: World) -> None:
    kept = world.post(HAM).comment_id

    def fails(connection: Connection) -> None:
        connection.execute(text("DELETE FROM decision"))
        connection.execute(text("DELETE FROM comment"))
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        world.database.write(fails)
    assert world.comments.status(kept) is not None


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="cannot be opened"):
        Database(str(tmp_path / "no" / "such" / "folder.db"))


def test_a_closed_database_takes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "c.db"))
    database.close()
    with pytest.raises(StateError, match="closed"):
        database.write(lambda connection: connection.execute(text("SELECT 1")))


@pytest.mark.parametrize("name", ["a?b.db", "a%41b.db", "a?mode=ro&uri=true.db", "a#b.db", "Straße.db", "a:b@c.db"])
@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_the_file_has_the_name_that_was_told_to_the_letter(tmp_path: Path, prefix: str, name: str) -> None:
    database = Database(f"{prefix}{tmp_path / name}")
    database.close()
    assert database.path == tmp_path / name
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_goes_wrong_in_a_statement_is_told_without_what_was_to_be_written(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "chaffinch.db"))
    said = " ".join(("words", "of", "Ann"))
    insert = text("INSERT INTO site VALUES (:said)")
    with pytest.raises(StateError) as refused:
        database.write(lambda connection: connection.execute(insert, {"said": said}))
    told = "".join(traceback.format_exception(refused.value))
    assert "INSERT INTO site" in told
    assert said not in told
    database.close()
