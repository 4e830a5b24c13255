"""Disguises put on by program: they change what they should and nothing else, and the same dice give the same text."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.text import plain
from chaffinch.evaluation.disguises import DISGUISES, Disguise, Strength, disguised, one_word_disguised

TEXT = (
    "Play at our casino tonight and win money, write to jonas@town.example or see "
    '<a href="http://casino-shop.com/x">this page</a> and [url=http://shop.org/y]that[/url] &amp; www.third.net now.'
)
FOLDED = [one for one in DISGUISES if one.is_trained]


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda one: one.name)
@pytest.mark.parametrize("strength", Strength)
def test_a_disguise_changes_words_and_leaves_addresses_and_markup(disguise: Disguise, strength: Strength) -> None:
    text = disguised(TEXT, disguise, strength, random.Random(1))
    assert text != TEXT
    assert "jonas@town.example" in text
    assert '<a href="http' in text
    assert "&amp;" in text
    assert ("http://casino-shop.com/x" in text) is not disguise.of_hosts


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda one: one.name)
def test_the_same_dice_give_the_same_text(disguise: Disguise) -> None:
    assert len({disguised(TEXT, disguise, Strength.MIDDLE, random.Random(7)) for _ in range(3)}) == 1


@pytest.mark.parametrize("disguise", [one for one in DISGUISES if not one.of_hosts], ids=lambda one: one.name)
def test_of_ham_one_word_is_disguised(disguise: Disguise) -> None:
    words = ["evening", "bakery", "bridge", "piano", "heron"]
    text = one_word_disguised(" ".join(words), disguise, Strength.HEAVY, random.Random(2))
    assert sum(word in text.split() for word in words) == len(words) - 1


@given(st.text(st.characters(categories=["Lo", "Nd", "Zs", "Po"]), max_size=40), st.sampled_from(DISGUISES))
def test_where_no_latin_word_is_nothing_is_disguised(text: str, disguise: Disguise) -> None:
    kept = re.sub("[A-Za-z]", "", text)
    assert disguised(kept, disguise, Strength.HEAVY, random.Random(1)) == kept


@pytest.mark.parametrize("disguise", FOLDED, ids=lambda one: one.name)
@pytest.mark.parametrize("strength", Strength)
def test_what_training_uses_is_folded_away(disguise: Disguise, strength: Strength) -> None:
    """Nine of ten words, as the learner tells words: some can be read in two ways, and a figure may be a number."""
    words = ("play", "casino", "tonight", "bonus", "money", "cheap", "loans", "market", "watches", "replica")
    seen = plain(disguised(" ".join(words), disguise, strength, random.Random(3)))
    read = set(hashing.words(hashing.column([seen.text])).hashes.tolist())
    meant = hashing.words(hashing.column(words)).hashes.tolist()
    assert sum(word in read for word in meant) >= 0.9 * len(words)


def test_some_disguises_are_kept_out_of_training() -> None:
    assert 0 < len(FOLDED) < len(DISGUISES)
    assert len({one.name for one in DISGUISES}) == len(DISGUISES)
