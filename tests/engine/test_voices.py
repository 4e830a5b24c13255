"""What comes of several sites' voices on one feature."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine.voices import LOUDEST, SEATS, SHARED_BITS, Voices

AT = np.array([12345])
UNIT = 1 << 10
"""What a voice of one counts, in 2**-20."""
LEARNED = st.integers(-(1 << 19), 1 << 19)


def weight(learned: list[int]) -> int:
    """Return what counts for all when the sites 1, 2, 3 ... have learned so much about a feature, in 2**-20."""
    voices = Voices()
    for number, one in enumerate(learned):
        voices.speak(2 * number + 1, AT, np.array([float(one)]))
    return int(voices.weights[AT][0])


@given(LEARNED)
def test_what_one_site_says_alone_counts_nothing(learned: int) -> None:
    assert weight([learned]) == 0


@given(st.lists(LEARNED, max_size=SEATS), LEARNED)
def test_one_site_more_gives_no_sign_that_no_other_gives(others: list[int], one: int) -> None:
    together = weight([*others, one])
    if not any(other > 0 for other in others):
        assert together <= 0
    if not any(other < 0 for other in others):
        assert together >= 0


@given(st.lists(LEARNED, max_size=SEATS - 1), LEARNED)
def test_one_site_moves_a_weight_by_no_more_than_the_strongest_other_voice_on_its_side(
    others: list[int], one: int
) -> None:
    moved = weight([*others, one]) - weight(others)
    told = [int(np.clip(other >> 12, -LOUDEST, LOUDEST)) for other in others]
    assert min([*told, 0]) * UNIT <= moved <= max([*told, 0]) * UNIT
    assert abs(moved) <= LOUDEST * UNIT


@given(st.integers(1 << 12, 1 << 18))
def test_influence_grows_with_agreement(learned: int) -> None:
    weights = [weight([learned] * count) for count in range(SEATS + 1)]
    assert weights[:2] == [0, 0]
    assert all(after > before for before, after in pairwise(weights[1:]))
    assert weights[2:] == [(count - 1) * weights[2] for count in range(2, SEATS + 1)]


@given(st.lists(LEARNED, max_size=SEATS))
def test_spam_and_ham_are_treated_alike(learned: list[int]) -> None:
    exact = [one >> 12 << 12 for one in learned]
    assert weight(exact) == -weight([-one for one in exact])


@given(st.lists(st.tuples(st.integers(0, 40), LEARNED), max_size=60))
def test_however_often_sites_speak_only_their_last_word_counts(spoken: list[tuple[int, int]]) -> None:
    voices = Voices()
    for site, learned in spoken:
        voices.speak(2 * site + 1, AT, np.array([float(learned)]))
    last = dict(spoken)
    if len(last) <= SEATS:
        order = list(dict.fromkeys(site for site, _ in spoken))
        assert int(voices.weights[AT][0]) == weight([last[site] for site in order])


@settings(max_examples=20)
@given(st.integers(0, 200), LEARNED)
def test_however_many_sites_there_are_one_of_them_moves_one_seat(sites: int, learned: int) -> None:
    voices = Voices()
    for site in range(sites):
        voices.speak(2 * site + 1, AT, np.array([65536.0 if site % 2 else -32768.0]))
    before = voices.voices.copy()
    voices.speak(99_999, AT, np.array([float(learned)]))
    assert (voices.voices != before).sum() <= 1
    assert voices.voices.shape == (1 << SHARED_BITS, SEATS)
