"""What is alike joins, within its window and not after; a comment counts once; memory is bounded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine.campaign import LINKED, SHARED, SIZE, SOURCES, Prints
from chaffinch.engine.signals import FLOOD, HOST_SOURCES
from chaffinch.sightings.last_shown import LastShown
from chaffinch.sightings.local import LocalSightings
from chaffinch.sightings.question import WINDOW, Sender, Sighted, Told

NOON = 1_795_521_600_000
KEYS: list[int] = np.random.default_rng(7).integers(1, 2**63, 4000).tolist()
SAME = KEYS[:SIZE]


def sighted(
    *comments: tuple[list[int], Sender], borrowed: Callable[[int], Collection[int]] = lambda _row: ()
) -> Sighted:
    keys = np.array([key for shown, _ in comments for key in shown], np.uint64)
    rows = np.array([row for row, (shown, _) in enumerate(comments) for _ in shown], np.int64)
    return Sighted(Prints(keys, rows), [sender for _, sender in comments], borrowed)


def by(n: int, site: int = 0, **more: int) -> Sender:
    return Sender(1000 + n, site, (n + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1, **more)


def own(n: int) -> list[int]:
    """Return keys that no other comment of these tests shows."""
    return KEYS[100 + SIZE * n :][:SIZE]


def note(sightings: LocalSightings, keys: list[int], sender: Sender, now: int = NOON) -> Told:
    return sightings.note(sighted((keys, sender)), now)


def test_who_shows_the_same_joins_and_is_told_how_often_by_whom_where_and_since_when() -> None:
    sightings = LocalSightings()
    for n in range(6):
        told = note(sightings, SAME, by(n % 4 if n < 5 else 9, n % 3)._replace(event=n + 1), NOON + n * 1000)
    seen = told.alike[0]
    assert (seen.times, seen.sources, seen.sites, seen.span) == (6, 5, 3, 5000)


@pytest.mark.parametrize(("shared", "is_told"), [(SHARED, True), (SHARED - 1, False), (LINKED - 1, False)])
def test_so_many_pairs_make_a_comment_like_others(shared: int, is_told: bool) -> None:
    sightings = LocalSightings()
    note(sightings, SAME, by(0))
    assert bool(note(sightings, SAME[:shared] + own(1)[shared:], by(1)).alike) is is_told


def test_it_does_not_matter_who_of_them_showed_which() -> None:
    sightings = LocalSightings()
    note(sightings, SAME[:12] + own(0)[12:], by(0))
    note(sightings, SAME[:12] + own(1)[12:], by(1))
    half = own(0)[12:17] + own(1)[12:17]
    assert note(sightings, half + own(2)[10:], by(2)).alike[0].sources == 3


def test_pairs_that_unrelated_comments_have_shown_make_nobody_alike() -> None:
    sightings = LocalSightings()
    for n in range(SIZE):
        note(sightings, [SAME[n], *own(n)[1:]], by(n))
    assert not note(sightings, SAME, by(99)).alike


def test_the_same_comment_counts_once_alone_and_in_a_batch() -> None:
    sightings = LocalSightings()
    for _ in range(3):
        note(sightings, SAME, by(0))
    told = sightings.note(sighted((SAME, by(0)), (SAME, by(1)), (SAME, by(1)), (SAME, by(2))), NOON)
    assert {seen.times for seen in told.alike.values()} == {3}


def test_of_a_batch_every_comment_sees_the_others() -> None:
    told = LocalSightings().note(sighted(*((SAME if n % 2 else own(n), by(n)) for n in range(20))), NOON)
    assert sorted(told.alike) == list(range(1, 20, 2))
    assert {seen.sources for seen in told.alike.values()} == {10}


def test_looking_tells_the_one_who_looks_and_leaves_nothing() -> None:
    sightings = LocalSightings()
    assert not sightings.look(sighted((SAME, by(0))), NOON).alike
    for n in range(3):
        note(sightings, SAME, by(n))
    for n in range(9, 12):
        assert sightings.look(sighted((SAME, by(n))), NOON).alike[0].sources == 4


def test_borrowed_words_make_nobody_alike() -> None:
    sightings = LocalSightings()
    note(sightings, SAME, by(0))
    keys = SAME[: SHARED + 3] + own(1)[SHARED + 3 :]
    assert not sightings.note(sighted((keys, by(1)), borrowed=lambda _row: SAME[:6]), NOON).alike
    assert sightings.note(sighted((keys, by(2)), borrowed=lambda _row: SAME[:3]), NOON).alike


def test_a_text_that_says_one_thing_again_and_again_is_like_nobody() -> None:
    sightings = LocalSightings()
    for n in range(5):
        assert not note(sightings, SAME[:2] * 12, by(n)).alike


def test_a_short_text_needs_fewer_and_one_without_words_needs_none() -> None:
    sightings = LocalSightings()
    note(sightings, SAME[:5], by(0))
    assert note(sightings, [*SAME[:4], own(1)[0]], by(1)).alike
    assert not note(sightings, [*SAME[:3], *own(2)[:2]], by(2)).alike
    assert not note(sightings, [], by(3)).alike
    assert not sightings.note(sighted(([], by(4)), ([], by(5))), NOON).alike


def test_what_is_older_than_the_window_is_forgotten() -> None:
    sightings = LocalSightings()
    for n in range(4):
        note(sightings, SAME, by(n), NOON + n * WINDOW // 4)
    assert note(sightings, SAME, by(5), NOON + 1 + WINDOW).alike[0].sources == 4
    assert not note(sightings, SAME, by(6), NOON + 3 * WINDOW).alike
    assert note(sightings, SAME, by(0), NOON + 3 * WINDOW).alike[0].sources == 2, "and counts again"


def test_under_a_flood_the_window_grows_shorter_never_the_memory_larger() -> None:
    sightings = LocalSightings(comments=64, slots=1 << 10, most=50)
    for n in range(400):
        told = note(sightings, SAME, by(n, author=n + 1))
        assert told.alike == {} if n == 0 else told.alike[0].times <= 64
        assert len(sightings._authors._young) <= 50
    for start in range(400, 800, 32):
        told = sightings.note(sighted(*((SAME, by(n)) for n in range(start, start + 32))), NOON)
    assert {seen.times for seen in told.alike.values()} <= set(range(32, 65))
    with pytest.raises(ValueError, match="33 comments at once: give 32 at most"):
        sightings.note(sighted(*((SAME, by(n)) for n in range(33))), NOON)


def test_clusters_whose_window_is_over_do_not_stay() -> None:
    sightings = LocalSightings(comments=64)
    for n in range(3000):
        for twice in range(2):
            note(sightings, [key ^ n for key in SAME], by(2 * n + twice))
    assert len(sightings._alike._clusters._clusters) < 2100


comments = st.lists(
    st.tuples(st.lists(st.integers(0, 30), min_size=1, max_size=6, unique=True), st.integers(0, 5)),
    min_size=2,
    max_size=12,
)


@given(comments)
@settings(deadline=None, max_examples=60)
def test_a_batch_leaves_who_showed_what_last_as_its_comments_do_one_by_one(some: list[tuple[list[int], int]]) -> None:
    together, alone = LocalSightings(slots=1 << 10), LocalSightings(slots=1 << 10)
    numbered = [([KEYS[key] for key in keys], by(n)) for n, (keys, _) in enumerate(some)]
    together.note(sighted(*numbered), NOON)
    for one in numbered:
        alone.note(sighted(one), NOON)

    def left(sightings: LocalSightings) -> list[int]:
        shown: LastShown = sightings._alike._shown
        found: list[int] = shown.holders(shown.keys(np.array(KEYS[:31], np.uint64))).tolist()
        return found

    assert left(together) == left(alone)


def test_one_key_and_many_are_looked_up_alike() -> None:
    shown = LastShown(WINDOW, 1 << 6, 1 << 6)
    for n in range(1, 200):
        shown.slide(NOON, 1)
        ordinal = shown.take_one(by(n), NOON)
        (shown.put_one if n % 2 else lambda key, it: shown.put(shown.keys(np.array([key], np.uint64)), it))(
            KEYS[n], ordinal
        )
    known = shown.holders(shown.keys(np.array(KEYS[:300], np.uint64))).tolist()
    assert known == [shown.holder(key) for key in KEYS[:300]]
    assert all(holder in (0, n) for n, holder in enumerate(known)), "a lost slot is nobody's, never somebody else's"
    assert sum(map(bool, known)) > 20


def test_what_many_sources_show_is_noticed_once_and_then_who_joins() -> None:
    sightings = LocalSightings()
    for n in range(SOURCES - 1):
        note(sightings, SAME, by(n, n % 2))
    assert sightings.noticed(NOON) == []
    note(sightings, SAME, by(SOURCES - 1))
    (found,) = sightings.noticed(NOON)
    assert found.seen.sources == SOURCES
    assert found.members == tuple((by(n, n % 2).site if n < SOURCES - 1 else 0, by(n).event) for n in range(SOURCES))
    assert sightings.noticed(NOON) == []
    note(sightings, SAME, by(50))
    (more,) = sightings.noticed(NOON)
    assert (more.number, more.members) == (found.number, ((0, by(50).event),))


def test_floods_are_told_where_they_are_floods_and_hosts_with_who_led_there() -> None:
    sightings = LocalSightings()
    for n in range(FLOOD):
        told = note(sightings, [], by(n, n % 3, author=7, network=8, host=9), NOON + n * 1000)
        assert bool(told.host) is (n >= HOST_SOURCES - 1)
        assert bool(told.author) is bool(told.network) is (n == FLOOD - 1)
    assert (told.author[0].times, told.author[0].span) == (FLOOD, (FLOOD - 1) * 1000)
    assert (told.host[0].times, told.host[0].sources, told.host[0].sites) == (FLOOD, FLOOD, 3)
    later = sightings.look(sighted(([], by(99, author=7, network=6, host=9))), NOON + 4 * 60 * 60 * 1000)
    assert (later.author[0].times, later.host[0].sources, bool(later.network)) == (FLOOD, FLOOD, False)
    assert not sightings.look(sighted(([], by(99, author=7, host=9))), NOON + 9 * 60 * 60 * 1000).author


def test_threads_do_not_lose_each_others_sightings() -> None:
    sightings = LocalSightings()

    def work(part: int) -> None:
        for n in range(200):
            note(sightings, SAME, Sender(part, part, part * 1000 + n + 1))

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = sightings.look(sighted((SAME, Sender(0, 0, 9999))), NOON).alike[0]
    assert (seen.times, seen.sources, seen.sites) == (801, 4, 4)


def test_a_phrase_that_many_use_and_nobody_is_told_of_takes_no_more_memory_than_its_window() -> None:
    sightings, most = LocalSightings(comments=1 << 6, slots=1 << 12), 0
    unlike: list[list[int]] = np.random.default_rng(3).integers(1, 2**63, (600, SIZE)).tolist()
    for n, rest in enumerate(unlike):
        note(sightings, SAME[:LINKED] + rest[LINKED:], by(n), NOON + n)
        kept = sightings._alike._clusters._clusters.values()
        most = max([most, *(len(one._members) for one in kept)])
    assert SIZE < most <= 1 << 6


def test_hosts_of_many_sources_take_no_more_memory_than_many_hosts() -> None:
    sightings = LocalSightings(most=50)
    for n in range(3000):
        note(sightings, [], by(n, host=1 + n % 20), NOON + n)
        kept = [*sightings._hosts._behind.values(), *sightings._hosts._behind_older.values()]
        assert sum(map(len, kept)) <= 2 * 2 * 50


def test_who_floods_alone_is_forgotten_untold_and_told_of_once_others_join() -> None:
    sightings = LocalSightings(comments=1 << 6)
    for n in range(200):
        note(sightings, SAME, by(n)._replace(source=5), NOON + n)
    assert sightings.noticed(NOON + 200) == []
    for n in range(200, 203):
        note(sightings, SAME, by(n), NOON + n)
    (found,) = sightings.noticed(NOON + 203)
    told = [event for _, event in found.members]
    assert told == [by(n).event for n in range(203 - len(told), 203)]
    assert 3 < len(told) <= 1 << 6


def test_what_comes_again_in_a_batch_is_as_old_as_when_it_comes_again_alone() -> None:
    counted = []
    for others in ([], [(own(3), by(7))]):
        sightings = LocalSightings()
        note(sightings, SAME, by(0), NOON)
        sightings.note(sighted((SAME, by(0)), *others), NOON + WINDOW - 1000)
        note(sightings, SAME, by(1), NOON + WINDOW + 1000)
        counted.append(note(sightings, SAME, by(0), NOON + WINDOW + 1000).alike[0].times)
    assert counted == [2, 2]
