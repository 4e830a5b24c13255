"""A thread in parts: whatever the times, walking it in either direction meets every comment once and in order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.service.reading import ThreadPage
from tests.service.world import HAM, PAGE, World

STEPS = [0, 0, 1, 1, 0, 1, 0, 1, 1]
"""How far the clock goes between one comment and the next: some are of the same millisecond."""


@pytest.fixture(scope="module")
def filled() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for number, step in enumerate(STEPS):
            world.now += step
            world.post(f"{HAM} {number}")
        yield world
        world.close()


def ids(page: ThreadPage | None) -> list[str]:
    return [comment.id for comment in page.comments] if page else []


def in_order(world: World) -> list[str]:
    return ids(world.comments.page(world.site.id, PAGE))


LIMITS = st.integers(1, len(STEPS) + 2)


@settings(deadline=None)
@given(LIMITS)
def test_forward_every_comment_comes_once_and_in_order(filled: World, limit: int) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = filled.comments.page(filled.site.id, PAGE, after=after, limit=limit)
        assert (page.previous is None) == (not seen)
        seen += ids(page)
        after = page.next
        if after is None:
            break
    assert seen == in_order(filled)


@settings(deadline=None)
@given(LIMITS)
def test_backward_from_the_newest_nothing_is_left_out_and_no_part_is_short(filled: World, limit: int) -> None:
    page, every = filled.comments.last(filled.site.id, PAGE, limit=limit), in_order(filled)
    assert page.next is None
    seen = set(ids(page))
    while page.previous is not None:
        assert len(page.comments) == limit
        first = ids(page)[0]
        page = filled.comments.page(filled.site.id, PAGE, before=page.previous, limit=limit)
        shown = ids(page)
        assert shown == every[every.index(shown[0]) :][: len(shown)]
        assert every[every.index(first) - 1] in shown
        seen |= set(shown)
    assert ids(page)[0] == every[0]
    assert seen == set(every)


@settings(deadline=None)
@given(LIMITS, st.integers(0, len(STEPS) - 1))
def test_the_part_that_holds_a_comment_holds_it_and_knows_its_neighbours(
    filled: World, limit: int, number: int
) -> None:
    every = in_order(filled)
    page = filled.comments.page_with(filled.site.id, PAGE, every[number], limit=limit)
    assert page is not None
    shown = ids(page)
    assert every[number] in shown
    assert shown == every[every.index(shown[0]) :][: len(shown)]
    assert len(shown) == min(limit, len(every))
    assert (page.previous is None) == (shown[0] == every[0])
    assert (page.next is None) == (shown[-1] == every[-1])


def test_a_comment_that_is_not_published_on_the_page_is_in_no_part(filled: World) -> None:
    one = in_order(filled)[0]
    assert filled.comments.page_with(filled.site.id, "https://news.example/other", one) is None
    assert filled.comments.page_with(filled.site.id, PAGE, "nobody") is None


def test_what_is_not_published_here_is_not_counted(world: World) -> None:
    world.post(HAM)
    assert world.comments.count(world.site.id, PAGE) == 1
    assert world.comments.count(world.site.id, "https://news.example/other") == 0
    assert world.comments.count("nobody", PAGE) == 0
