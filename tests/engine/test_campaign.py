"""Fingerprints: near-duplicates share them, others do not, and batches give what single texts give."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import campaign
from chaffinch.engine.borrowed import borrowed
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


def prints(*texts: str, anchors: Sequence[int] = ()) -> list[list[int]]:
    """Return the fingerprint of each text, its different pairs rising."""
    found = campaign.fingerprints(parse([Submission(text) for text in texts]).all_words, len(texts), anchors=anchors)
    rows = found.rows if len(texts) > 1 else np.zeros(found.keys.size, np.int64)
    return [sorted(set(found.keys[rows == row].tolist())) for row in range(len(texts))]


def shared(one: list[int], other: list[int]) -> int:
    return len(set(one) & set(other))


@given(st.lists(st.tuples(words, st.sampled_from((0, 7 << 40))), min_size=1, max_size=5))
def test_a_batch_gives_what_each_text_gives_alone(some: list[tuple[str, int]]) -> None:
    texts, anchors = [text for text, _ in some], [anchor for _, anchor in some]
    assert prints(*texts, anchors=anchors) == [prints(text, anchors=[anchor])[0] for text, anchor in some]


@given(words, words)
def test_names_and_addresses_behind_the_texts_are_no_part_of_them(text: str, name: str) -> None:
    parsed = parse([Submission(text, name, "http://a.example/b-c-d-e-f-g-h-i-j-k-l-m-n")])
    assert set(campaign.fingerprints(parsed.all_words, 1).keys.tolist()) == set(prints(text)[0])


def test_a_long_text_samples_about_as_many_pairs_as_it_should() -> None:
    dice = random.Random(1)
    for length in (40, 200, 5000):
        text = " ".join("".join(dice.choices("abcdefghij", k=6)) for _ in range(length))
        assert campaign.SIZE - 14 <= len(prints(text)[0]) <= campaign.SIZE + 14


def test_texts_of_any_length_sample_the_same_pairs_of_what_they_share() -> None:
    dice = random.Random(2)
    said = [" ".join("".join(dice.choices("abcdefghij", k=6)) for _ in range(length)) for length in (60, 300)]
    (short,), (both,) = prints(said[0]), prints(" ".join(said))
    every = set(campaign.hashes(parse([Submission(said[0])]).words).tolist())
    assert set(both) & every <= set(short)


@given(words)
def test_a_text_is_alike_to_itself_in_other_dress(text: str) -> None:
    assert prints(text) == prints(f"<p>{text.upper()}</p>")


def test_what_is_spun_of_one_template_is_alike() -> None:
    dice = random.Random(4)
    spun = [prints(expanded(TEMPLATE, dice, "a.example", ["curtains"]))[0] for _ in range(20)]
    pairs = [shared(one, other) for n, one in enumerate(spun) for other in spun[:n]]
    assert sum(pair >= campaign.LINKED for pair in pairs) / len(pairs) > 0.9


def test_honest_texts_are_not() -> None:
    first, second, third = (prints(text)[0] for text in HONEST)
    assert max(shared(first, second), shared(second, third), shared(first, third)) == 0


def test_popular_short_texts_have_no_fingerprint() -> None:
    short = ("Thanks!", "First", "+1", "me too", "Exactly what I was looking for, thank you!", "太好了", "")
    assert not any(prints(*short))


def test_letters_set_apart_are_not_words_of_a_fingerprint() -> None:
    assert not prints("c o n g r a t u l a t i o n s t o a l l o f y o u")[0]


def test_whoever_knows_no_salt_cannot_tell_the_hashes() -> None:
    parsed = parse([Submission(HONEST[0])])
    plain, salted = (campaign.fingerprints(parsed.words, 1, np.uint64(salt)).keys.tolist() for salt in (3, 5))
    assert shared(plain, salted) == 0


def test_short_texts_have_a_fingerprint_where_they_lead_and_another_where_they_lead_elsewhere() -> None:
    short = "cheap pills sold here every day"
    (bare,), (here,), (there,) = (prints(short, anchors=[host]) for host in (0, 3 << 40, 5 << 40))
    assert (bare, len(here), len(there), shared(here, there)) == ([], 6, 6, 0)
    assert prints(HONEST[0], anchors=[3 << 40]) == prints(HONEST[0]), "a longer text is alike wherever it leads"
    assert prints("so true", anchors=[3 << 40]) == [[]]


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
