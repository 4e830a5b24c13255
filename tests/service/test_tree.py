"""A thread is a tree: whatever is answered, removed and brought back, every comment stands once, in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from chaffinch.engine.types import Label
from chaffinch.service.branches import Branch, branches_of
from chaffinch.service.orders import Order
from chaffinch.service.reading import ThreadPage
from chaffinch.service.states import State
from chaffinch.store import schema
from chaffinch.store.paths import DEPTH
from tests.service.world import HAM, PAGE, World

TREES = (Order.OLDEST, Order.NEWEST)
COUNT = 24


def grow(world: World, parents: list[int]) -> list[str]:
    """Post comments; each answers the one of that number before it, or none."""
    ids: list[str] = []
    for number, parent in enumerate(parents):
        world.now += 7 * 3_600_000  # apart, so that they are no campaign
        above = ids[parent - 1] if 0 < parent <= number else None
        ids.append(world.post(f"{HAM} {number}", parent=above).comment_id)
    return ids


def walk(branches: list[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from walk(branch.branches)


def shown(branches: list[Branch]) -> list[str]:
    return [b.comment.id for b in walk(branches) if b.comment and not b.is_elsewhere]


def whole(world: World, order: Order = Order.OLDEST) -> list[Branch]:
    return branches_of(world.comments.page(world.site.id, PAGE, order=order))


def parents(world: World) -> dict[str, str | None]:
    with world.database.read() as connection:
        return {row.id: row.parent_id for row in connection.execute(select(schema.comment))}


@pytest.fixture(scope="module")
def forest() -> Iterator[World]:
    """A thread with answers deeper than any page shows, some of what they answer removed, held or erased."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        deep = [0, 1, 2, 3, 4, 5, 6, 0, 8, 8, 9, 1, 0, 13, 14, 14, 2, 0, 18, 19, 20, 21, 22, 0]
        ids = grow(world, deep)
        for gone in (1, 8):
            world.desk.decide(ids[gone], Label.SPAM)
        for gone in (12, 19):
            world.desk.erase(ids[gone])
        yield world
        world.close()


def test_an_answer_stands_under_what_it_answers_with_what_came_first_above(world: World) -> None:
    first, second, answer, deeper, other = grow(world, [0, 0, 1, 3, 1])
    roots = whole(world)
    assert shown(roots) == [first, answer, deeper, other, second]
    assert [b.comment.id for b in roots[0].branches if b.comment] == [answer, other]
    assert [b.depth for b in walk(roots)] == [0, 1, 2, 1, 0]


def test_newest_first_turns_conversations_round_and_not_their_answers(world: World) -> None:
    first, second, answer, other = grow(world, [0, 0, 1, 1])
    assert shown(whole(world, Order.NEWEST)) == [second, first, answer, other]


def test_a_chain_of_any_length_is_kept_and_told_though_not_shown_as_deep(world: World) -> None:
    chain = grow(world, list(range(30)))
    assert parents(world) == dict(zip(chain, [None, *chain], strict=False))
    branches = list(walk(whole(world)))
    assert shown(whole(world)) == chain
    assert max(b.depth for b in branches) == DEPTH - 1
    told = [b.answers.id if b.answers else None for b in branches]
    assert told == [None] * DEPTH + chain[DEPTH - 1 : -1], "whoever stands beside what they answer, says so"


@pytest.mark.parametrize("erase", [False, True])
def test_what_was_answered_leaves_a_gap_and_its_answers_stay(world: World, erase: bool) -> None:
    first, second, third = grow(world, [0, 1, 2])
    world.desk.erase(second) if erase else world.desk.decide(second, Label.SPAM)
    (root,) = whole(world)
    (gap,) = root.branches
    assert root.comment is not None
    assert root.comment.id == first
    assert gap.comment is None
    assert not gap.is_elsewhere
    assert [b.comment.id for b in gap.branches if b.comment] == [third]


def test_what_nobody_answered_leaves_no_gap(world: World) -> None:
    first, second, _ = grow(world, [0, 1, 2])
    world.desk.erase(parents_of_last(world))
    world.desk.erase(second)
    assert [b.comment and b.comment.id for b in walk(whole(world))] == [first]


def parents_of_last(world: World) -> str:
    return list(walk(whole(world)))[-1].comment.id  # type: ignore[union-attr]


def test_an_answer_to_what_was_removed_deep_down_says_so(world: World) -> None:
    chain = grow(world, list(range(DEPTH + 2)))
    world.desk.erase(chain[-2])
    last = list(walk(whole(world)))[-1]
    assert last.comment is not None
    assert last.comment.id == chain[-1]
    assert last.is_answer_to_none


def test_a_gap_closes_when_the_comment_is_published_again(world: World) -> None:
    ids = grow(world, [0, 1, 2])
    before = whole(world)
    world.desk.decide(ids[1], Label.SPAM)
    world.desk.undo(ids[1])
    assert whole(world) == before


def test_no_comment_takes_the_place_of_one_that_is_gone(world: World) -> None:
    _, second = grow(world, [0, 0])
    world.desk.erase(second)
    (third,) = grow(world, [0])
    with world.database.read() as connection:
        (path,) = connection.execute(select(schema.comment.c.path).where(schema.comment.c.id == third)).scalars()
    assert int(path, 16) == 3


def test_what_other_systems_ask_about_stands_in_no_tree(world: World) -> None:
    from chaffinch.engine.types import Submission
    from chaffinch.service.checking import Check

    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE))
    assert world.desk.queue(State.PUBLISHED).items
    assert whole(world) == []
    assert world.comments.count(world.site.id, PAGE) == 0


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TREES), st.integers(1, COUNT + 1))
def test_in_parts_of_any_size_every_comment_comes_once_under_what_it_answers(
    forest: World, order: Order, limit: int
) -> None:
    every = shown(whole(forest, order))
    seen: list[str] = []
    after, parts = None, 0
    while True:
        page = forest.comments.page(forest.site.id, PAGE, after=after, limit=limit, order=order)
        check(forest, page)
        seen += [one.id for one in page.comments]
        after, parts = page.next, parts + 1
        if after is None:
            break
    assert seen == every
    assert parts == -(-len(every) // limit)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TREES), st.integers(1, COUNT + 1))
def test_backwards_as_forwards(forest: World, order: Order, limit: int) -> None:
    every = shown(whole(forest, order))
    page = forest.comments.last(forest.site.id, PAGE, limit=limit, order=order)
    seen = [one.id for one in page.comments]
    while page.previous is not None:
        first = page.comments[0].id
        page = forest.comments.page(forest.site.id, PAGE, before=page.previous, limit=limit, order=order)
        check(forest, page)
        own = [one.id for one in page.comments]
        seen = own[: own.index(first) if first in own else None] + seen
    assert seen == every


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TREES), st.integers(1, COUNT + 1), st.integers(0, COUNT))
def test_every_comment_is_led_to(forest: World, order: Order, limit: int, number: int) -> None:
    every = shown(whole(forest, order))
    wanted = every[number % len(every)]
    page = forest.comments.page_with(forest.site.id, PAGE, wanted, limit=limit, order=order)
    assert page is not None
    check(forest, page)
    own = [one.id for one in page.comments]
    assert wanted in own
    assert own == every[every.index(own[0]) :][: len(own)]
    assert len(own) == min(limit, len(every))


def check(world: World, page: ThreadPage) -> None:
    """Each comment of a part stands under what it answers, or under a word about it; a gap only over what is shown."""
    branches = branches_of(page)
    assert shown(branches) == [one.id for one in page.comments]
    published = {one.id for one in world.comments.published(world.site.id, PAGE)}
    answered = parents(world)

    def look(branch: Branch, over: Branch | None) -> None:
        if branch.comment is None or branch.is_elsewhere:
            assert branch.branches, "what is not shown here stands here for its answers alone"
        elif answered[branch.comment.id] in published:
            told = branch.answers or (over and over.comment)
            assert told
            assert told.id == answered[branch.comment.id]
        for below in branch.branches:
            look(below, branch)

    for branch in branches:
        look(branch, None)
