"""Lists in parts: whatever the size of a part, all parts together are the whole list, in order, each thing once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.world import DOUBT, World

PAUSES = st.lists(st.sampled_from([0, 0, 1, 60_000]), min_size=1, max_size=9)


def walk(world: World, path: str, name: str, limit: int) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        part = world.get(f"{path}limit={limit}{cursor}").json()
        assert len(part[name]) <= limit
        yield from part[name]
        if part["next"] is None:
            return
        assert len(part[name]) == limit
        cursor = f"&cursor={part['next']}"


@settings(max_examples=20)
@given(PAUSES, st.integers(1, 10))
def test_all_parts_together_are_the_list(pauses: list[int], limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for number, pause in enumerate(pauses):
            world.time.now += pause
            world.check(f"{DOUBT} {number}", permalink=f"https://one.example/{number}")
            world.check(f"{DOUBT} {number}", key=world.other_key)
        comments = list(walk(world, "/comments?", "comments", limit))
        threads = list(walk(world, "/threads?", "threads", limit))
        world.close()
    keys = [(one["created_at"], one["id"]) for one in comments]
    assert keys == sorted(keys, reverse=True)
    assert sorted(one["text"] for one in comments) == [f"{DOUBT} {n}" for n in range(len(pauses))]
    assert [one["permalink"] for one in threads] == [f"https://one.example/{n}" for n in reversed(range(len(pauses)))]


@pytest.mark.parametrize("size", [1, 2])
def test_what_comes_or_goes_meanwhile_neither_repeats_nor_hides_the_rest(world: World, size: int) -> None:
    made = []
    for number in range(6):
        world.time.now += 1
        made.append(world.check(f"{DOUBT} {number}")["id"])
    seen = []
    for one in walk(world, "/comments?state=HELD&", "comments", size):
        seen.append(one["id"])
        world.time.now += 1
        world.check(f"{DOUBT} new {len(seen)}")
        world.call("DELETE", f"/comments/{one['id']}")
    assert seen == made[::-1]
