"""What is counted is told, in its window and not after; a source counts once; memory is bounded."""

from __future__ import annotations

import threading
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.sightings.local import FULL, TURN, LocalSightings
from chaffinch.sightings.question import RECENT, U64, Sighted, Told, entry, sites_of, sources_of

NOON = 1_795_521_600_000


def sighted(*comments: tuple[list[int], int, int, int]) -> Sighted:
    """Return comments as (keys, source, site, event)."""
    width = max(len(keys) for keys, *_ in comments)
    keys = np.array([[*keys, *[0] * (width - len(keys))] for keys, *_ in comments], np.uint64)
    sent_by = np.array([entry(source, site) for _, source, site, _ in comments], np.uint32)
    return Sighted(keys, sent_by, [event for *_, event in comments])


def behind(told: Told, row: int = 0, place: int = 0) -> set[int]:
    recent = told.recent[row, place]
    return set(sources_of(recent[recent != 0]).tolist())


def random_keys(count: int) -> U64:
    return np.random.default_rng(1).integers(1, 2**63, count).astype(np.uint64)


def test_a_key_is_told_with_how_often_since_when_and_by_whom() -> None:
    sightings = LocalSightings()
    for n in range(5):
        told = sightings.note(sighted(([77], n % 3, 4 + n % 2, n + 1)), NOON + n * 1000)
    assert told.times().tolist() == [[5]]
    assert told.since().tolist() == [[NOON]]
    assert len(behind(told)) == 3
    assert set(sites_of(told.recent[told.recent != 0]).tolist()) == {4, 5}


def test_looking_counts_nothing() -> None:
    sightings = LocalSightings()
    assert sightings.look(sighted(([77], 1, 1, 1)), NOON).times().tolist() == [[0]]
    sightings.note(sighted(([77], 1, 1, 1)), NOON)
    for _ in range(3):
        assert sightings.look(sighted(([77], 2, 1, 2)), NOON).times().tolist() == [[1]]


def test_the_same_comment_is_counted_once_alone_and_in_a_batch() -> None:
    sightings = LocalSightings()
    for _ in range(3):
        told = sightings.note(sighted(([77], 1, 1, 9)), NOON)
    assert told.times().tolist() == [[1]]
    told = sightings.note(sighted(([77], 2, 1, 10), ([77], 3, 1, 9), ([77], 4, 1, 10), ([77], 5, 1, 11)), NOON)
    assert told.times().tolist() == [[3]] * 4
    assert len(behind(told)) == 3


def test_zero_is_no_key() -> None:
    told = LocalSightings().note(sighted(([0, 5], 1, 1, 1), ([0, 0], 1, 1, 2)), NOON)
    assert told.times().tolist() == [[0, 1], [0, 0]]
    assert not told.recent[:, 0].any()


def test_comments_that_show_nothing_are_nothing_alone_in_a_batch_and_again() -> None:
    sightings = LocalSightings()
    for comments in ([([0], 1, 1, 1)], [([0], 1, 1, 2), ([0], 2, 1, 3)], [([7], 1, 1, 4), ([7], 2, 1, 5)]):
        for _ in range(2):
            told = sightings.note(sighted(*comments), NOON)
    assert told.times().tolist() == [[2], [2]], "the same batch again counts nothing"


def test_a_window_slides_and_forgets() -> None:
    sightings = LocalSightings(turn=1000)
    sightings.note(sighted(([77], 1, 1, 1)), NOON)
    told = sightings.note(sighted(([77], 2, 1, 2)), NOON + 1500)
    assert told.times().tolist() == [[2]]
    assert told.since().tolist() == [[NOON]]
    assert len(behind(told)) == 2
    told = sightings.look(sighted(([77], 3, 1, 3)), NOON + 2600)
    assert told.times().tolist() == [[1]], "what was counted in the older part is forgotten"
    assert sightings.look(sighted(([77], 3, 1, 3)), NOON + 9000).times().tolist() == [[0]]


def test_a_comment_counts_again_after_its_window() -> None:
    sightings = LocalSightings()
    for turn in range(4):
        told = sightings.note(sighted(([77], 1, 1, 1)), NOON + 2 * turn * TURN)
        assert told.times().tolist() == [[1]]


def test_only_the_last_sources_are_remembered_and_every_time_is_counted() -> None:
    sightings = LocalSightings()
    for n in range(50):
        told = sightings.note(sighted(([77], 100 + n, 1, n + 1)), NOON)
    assert told.times().tolist() == [[50]]
    assert behind(told) == {101 + n for n in range(50 - RECENT, 50)}


def test_a_full_table_ends_its_turn_so_that_memory_is_bounded() -> None:
    slots = 1 << 8
    sightings = LocalSightings(slots=slots)
    for n, key in enumerate(random_keys(5000).tolist()):
        sightings.note(sighted(([key], 1, 1, n + 1)), NOON)
        assert len(sightings._tables) <= 2
        assert all(table.used <= FULL * slots + 1 for table in sightings._tables)
        assert sum(len(table.events) for table in sightings._tables) <= 5000


def test_so_are_the_comments_remembered_however_few_keys_they_show() -> None:
    slots = 1 << 8
    sightings = LocalSightings(slots=slots)
    for n in range(5 * slots):
        told = sightings.note(sighted(([77], n, 1, n + 1)), NOON + n)
        assert sum(len(table.events) for table in sightings._tables) <= 2 * slots
    assert slots <= told.times()[0, 0] <= 2 * slots, "the window has grown shorter"
    assert told.since()[0, 0] // 1000 == (NOON + 3 * slots) // 1000
    for start in range(5 * slots, 10 * slots, 50):
        sightings.note(sighted(*(([77], n, 1, n + 1) for n in range(start, start + 50))), NOON + start)
        assert sum(len(table.events) for table in sightings._tables) <= 2 * (slots + 50)


def test_a_key_whose_row_is_taken_is_seen_less_never_more() -> None:
    sightings = LocalSightings(slots=4, turn=TURN)
    keys = random_keys(60)
    truth: Counter[int] = Counter()
    for n, key in enumerate(keys.tolist()):
        truth[key] += 1
        told = sightings.note(sighted(([key], n, 1, n + 1)), NOON)
        assert told.times()[0, 0] <= truth[key]
        assert behind(told) <= {n % (2**22 - 1) + 1}


comments = st.lists(
    st.tuples(st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True), st.integers(0, 5), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)


@given(comments)
@settings(deadline=None, max_examples=60)
def test_a_batch_leaves_what_its_comments_leave_one_by_one(some: list[tuple[list[int], int, int]]) -> None:
    numbered = [(keys, source, site, n + 1) for n, (keys, source, site) in enumerate(some)]
    together, alone = LocalSightings(slots=1 << 10), LocalSightings(slots=1 << 10)
    together.note(sighted(*numbered), NOON)
    for one in numbered:
        alone.note(sighted(one), NOON)
    asked = sighted((list(range(1, 31)), 9, 9, 99))
    first, second = together.look(asked, NOON), alone.look(asked, NOON)
    assert first.counts.tolist() == second.counts.tolist()
    for place in range(30):
        assert behind(first, 0, place) == behind(second, 0, place)


def test_threads_do_not_lose_each_others_sightings() -> None:
    sightings = LocalSightings()

    def work(part: int) -> None:
        for n in range(200):
            sightings.note(sighted(([77], part, 1, part * 1000 + n + 1)), NOON)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sightings.look(sighted(([77], 9, 1, 9)), NOON)
    assert told.times().tolist() == [[800]]
    assert len(behind(told)) == 4
