"""Fingerprints: near-duplicates share them, others do not, and batches give what single texts give."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import campaign
from chaffinch.engine.borrowed import borrowed
from chaffinch.engine.hashing import U64
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission
from chaffinch.evaluation.campaigns import expanded

TEMPLATE = (
    "{I|We} {really|truly} like your blog, {especially|above all} the {clear|easy} way in which {things|matters} are "
    "told. {Come|Drop} by at our {shop|store} for {cheap|good} curtains and see the {new|latest} patterns we have."
)
HONEST = (
    "The footbridge has been closed since last spring, and I still take the long way round to work every morning.",
    "My grandfather built half of these boats, which is why the museum asked him for his drawings last week.",
    "Nobody in the meeting could say what the new library would cost, let alone who is going to pay for it all.",
)
words = st.text(alphabet="abcdefgh ", min_size=0, max_size=200)


def prints(*texts: str) -> U64:
    parsed = parse([Submission(text) for text in texts])
    return campaign.fingerprints(parsed.words, len(texts))


def shared(one: U64, other: U64) -> int:
    return int(np.isin(one[one != 0], other[other != 0]).sum())


@given(st.lists(words, min_size=1, max_size=5))
def test_a_batch_gives_what_each_text_gives_alone(texts: list[str]) -> None:
    assert np.array_equal(prints(*texts), np.concatenate([prints(text) for text in texts]))


@given(words)
def test_a_fingerprint_is_rising_with_zeros_behind_and_none_repeated(text: str) -> None:
    (found,) = prints(text)
    there = found[found != 0].astype(object)
    assert not found[len(there) :].any()
    assert sorted(set(there)) == list(there)


@given(words)
def test_a_text_is_alike_to_itself_in_other_dress(text: str) -> None:
    assert np.array_equal(prints(text), prints(f"<p>{text.upper()}</p>"))


def test_what_is_spun_of_one_template_is_alike() -> None:
    dice = random.Random(4)
    spun = [prints(expanded(TEMPLATE, dice, "a.example", ["curtains"]))[0] for _ in range(20)]
    pairs = [shared(one, other) for n, one in enumerate(spun) for other in spun[:n]]
    assert sum(pair >= campaign.SHARED for pair in pairs) / len(pairs) > 0.9


def test_honest_texts_are_not() -> None:
    first, second, third = (prints(text)[0] for text in HONEST)
    assert max(shared(first, second), shared(second, third), shared(first, third)) == 0


def test_popular_short_texts_have_no_fingerprint() -> None:
    short = ("Thanks!", "First", "+1", "me too", "Exactly what I was looking for, thank you!", "太好了", "")
    assert not prints(*short).any()


def test_letters_set_apart_are_not_words_of_a_fingerprint() -> None:
    assert not prints("c o n g r a t u l a t i o n s t o a l l o f y o u").any()


def test_whoever_knows_no_salt_cannot_tell_the_hashes() -> None:
    parsed = parse([Submission(HONEST[0])])
    plain, salted = (campaign.fingerprints(parsed.words, 1, np.uint64(salt)) for salt in (3, 5))
    assert shared(plain, salted) == 0


def test_sources_are_near_that_stand_behind_enough_keys_and_no_others() -> None:
    sources = np.zeros((campaign.SIZE, campaign.RECENT), np.uint32)
    sources[: campaign.SHARED, 0] = 7
    sources[: campaign.SHARED - 1, 1] = 8
    sources[campaign.SHARED :, 2] = np.arange(100, 100 + campaign.SIZE - campaign.SHARED)
    assert campaign.near(sources).tolist() == [7]


def test_a_source_seen_in_both_parts_of_the_window_counts_once_a_key() -> None:
    sources = np.zeros((campaign.SIZE, 2 * campaign.RECENT), np.uint32)
    sources[: campaign.SHARED - 1, 0] = sources[: campaign.SHARED - 1, campaign.RECENT + 3] = 7
    assert campaign.near(sources).tolist() == []


@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_no_comment_with_enough_near_sources_is_passed_over(seed: int, people: int) -> None:
    draw = np.random.default_rng(seed).integers(0, people, (6, campaign.SIZE, campaign.RECENT)).astype(np.uint32)
    for row, may_be in enumerate(campaign.may_be_near(draw)):
        assert may_be or campaign.near(draw[row]).size < campaign.SOURCES


def test_what_is_quoted_is_borrowed_in_every_way_of_quoting() -> None:
    said = "we will close the old bridge for good"
    told = campaign.hashes(parse([Submission(said)]).words)
    for text in (
        f"> {said}\nNo.",
        f"<blockquote>{said}</blockquote> No.",
        f'<a href="http://a.example">{said}</a> No.',
        f"[{said}](http://a.example) No.",
        f"[quote=Ann]{said}[/quote] No.",
        f"“{said}”, he said.",
        f'"{said}", he said.',
    ):
        assert np.isin(told, borrowed(Submission(text), Context())).all(), text


def test_words_of_article_and_parent_are_borrowed_and_ones_own_are_not() -> None:
    article, parent, own = HONEST
    known = borrowed(Submission(own), Context(article=article, parent=parent))
    for text in (article, parent):
        assert np.isin(campaign.hashes(parse([Submission(text)]).words), known).all()
    assert not np.isin(campaign.hashes(parse([Submission(own)]).words), known).any()
    assert borrowed(Submission(own), Context()).size == 0
