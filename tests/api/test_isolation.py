"""Whatever one site's key calls, it never sees, moves or names another site's data."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from chaffinch.store.schema import metadata
from chaffinch.wire.native_calls import OPERATIONS, Operation
from tests.api.world import DOUBT, HAM, PAGE, SPAM, World

CANARY = "zzcanary"
KEYED = [one for one in OPERATIONS if not one.is_open]


def own_rows(world: World, site_id: str) -> list[Any]:
    """Return every row of a site, in whatever table."""
    told: list[Any] = []
    with world.database.read() as connection:
        ids = {row.id for row in connection.execute(select(metadata.tables["comment"])) if row.site_id == site_id}
        for name, table in metadata.tables.items():
            for row in connection.execute(select(table)):
                owner = getattr(row, "site_id", None) or (row.id if name == "site" else None)
                if owner == site_id or getattr(row, "comment_id", None) in ids:
                    told.append((name, *row))
    return sorted(told, key=repr)


def filled(world: World) -> tuple[list[str], list[str]]:
    """Give both sites comments in each state, and the other one words that may never be seen; return the ids."""
    mine, theirs = [], []
    for text in (HAM, SPAM, DOUBT):
        mine.append(world.check(text)["id"])
        said = {"author": f"{CANARY} author", "title": f"{CANARY} title", "permalink": f"https://two.example/{CANARY}"}
        theirs.append(world.check(f"{text} {CANARY}", key=world.other_key, **said)["id"])
    world.post(f"/comments/{theirs[0]}/spam", key=world.other_key)
    world.post("/feedback", {"label": "HAM", "id": theirs[1]}, key=world.other_key, again="theirs")
    return mine, theirs


def body_for(one: Operation, comment_id: str, text: str) -> Any:
    bodies: dict[str, Any] = {
        "check": {"text": text, "is_recheck": True},
        "check_batch": {"checks": [{"text": text, "is_recheck": True}, {"text": text}]},
        "feedback": {"label": "SPAM", "id": comment_id, "comment": {"text": text}},
        "configure": {"doubt": "HAM", "discard": True},
    }
    return bodies.get(one.name)


def call(world: World, one: Operation, comment_id: str, text: str, *, again: str = "") -> Any:
    permalink = f"https://two.example/{CANARY}"
    query = {"thread": f"?permalink={permalink}", "comments": "?state=SPAM&limit=100"}.get(one.name, "")
    path = one.path.replace("{id}", comment_id) + query
    return world.call(one.method, path, body_for(one, comment_id, text), again=again)


@pytest.mark.parametrize("one", KEYED, ids=lambda one: one.name)
def test_a_call_about_another_sites_comment_finds_nothing_and_changes_nothing(world: World, one: Operation) -> None:
    _, theirs = filled(world)
    before = own_rows(world, world.two.id)
    for comment_id in theirs:
        answer = call(world, one, comment_id, f"{DOUBT} {CANARY}")
        if "{id}" in one.path:
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        told = answer.content.decode().replace(f"https://two.example/{CANARY}", "")
        assert not set(theirs) & set(_ids(answer))
        assert CANARY not in told
    assert own_rows(world, world.two.id) == before


def _ids(answer: Any) -> list[str]:
    """Return every id in an answer."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            found.extend(str(v) for k, v in value.items() if k == "id")
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                walk(part)

    walk(json.loads(answer.content or b"null"))
    return found


STEPS = st.lists(
    st.tuples(st.sampled_from(KEYED), st.integers(0, 5), st.sampled_from([HAM, SPAM, f"{DOUBT} {CANARY}"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15)
@given(STEPS)
def test_no_history_of_calls_of_one_site_touches_the_other(steps: list[tuple[Operation, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            mine, theirs = filled(world)
            before = own_rows(world, world.two.id)
            for number, (one, which, text) in enumerate(steps):
                answer = call(world, one, (mine + theirs)[which], text, again=str(number % 3))
                assert not set(theirs) & set(_ids(answer))
            assert own_rows(world, world.two.id) == before
            listed = [world.get(f"/comments?state={s}&limit=100") for s in ("PUBLISHED", "HELD", "SPAM", "DISCARDED")]
            assert not set(theirs) & set(itertools.chain.from_iterable(_ids(one) for one in listed))
        finally:
            world.close()


def test_an_idempotency_key_of_one_site_is_nothing_to_the_other(world: World) -> None:
    first = world.post("/check", {"text": HAM, "permalink": PAGE}, again="same", key=world.other_key)
    second = world.post("/check", {"text": SPAM, "permalink": PAGE}, again="same")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["id"] != second.json()["id"]


def test_a_retired_key_opens_nothing(world: World) -> None:
    world.sites.rotate_key(world.one.url)
    for one in KEYED:
        answer = call(world, one, "0" * 32, HAM)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-key")


def test_a_label_that_outlived_its_comment_is_erased_by_its_own_site_alone(world: World) -> None:
    theirs = world.check(SPAM, key=world.other_key)["id"]
    world.post(f"/comments/{theirs}/spam", key=world.other_key)
    world.database.write(lambda c: c.execute(metadata.tables["comment"].delete()).rowcount)
    assert world.call("DELETE", f"/comments/{theirs}").status_code == 404
    assert [row[0] for row in own_rows(world, world.two.id)].count("feedback") == 1
    assert world.call("DELETE", f"/comments/{theirs}", key=world.other_key).status_code == 204
    assert [row[0] for row in own_rows(world, world.two.id)].count("feedback") == 0
