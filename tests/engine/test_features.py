"""Rows of submissions: which features each has, and that neighbours in the batch never lend any."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.blocks import BLOCKS, SCALES, SOURCES, Block, Rows
from chaffinch.engine.facts import facts_of
from chaffinch.engine.features import Told, extract, extract_and_tell
from chaffinch.engine.parsing import MAX_NAME, MAX_TEXT, Parsed, parse
from chaffinch.engine.types import Context, Submission
from tests.engine import reference

ANY = st.text(st.characters(exclude_categories=[]), max_size=30)
PIECES = st.lists(
    st.sampled_from(["swan", "Swan.", "a", "ß", "桥", "サ", "\ud800", "\0", "!", "http://a.example/b", "🐦"]),
    max_size=8,
).map(" ".join)
FIELD = st.none() | ANY | PIECES
SUBMISSIONS = st.lists(st.builds(Submission, ANY | PIECES, FIELD, FIELD), min_size=1, max_size=6)
ARTICLES = ("The swans of the mill", None, "桥", "\ud800 !", "")


def around(count: int) -> list[Context]:
    return [Context(article=ARTICLES[n % len(ARTICLES)]) for n in range(count)]


def rows_of(*submissions: Submission) -> Rows:
    return extract(parse(submissions), submissions, around(len(submissions)))


def source(rows: Rows, number: int, row: int) -> list[int]:
    """Return the hashes of one source of one row, out of its namespace, rising: their order has no meaning."""
    at = number * rows.count + row
    found = rows.hashes[rows.bounds[at] : rows.bounds[at + 1]] - hashing.namespace(number + 1)
    hashes: list[int] = np.sort(found).tolist()
    return hashes


@given(SUBMISSIONS)
def test_no_feature_occurs_twice_in_a_row(submissions: list[Submission]) -> None:
    rows = rows_of(*submissions)
    owners = rows.spread(np.arange(rows.count, dtype=np.uint32))
    assert len(set(zip(owners.tolist(), rows.hashes.tolist(), strict=True))) == rows.hashes.size


@given(SUBMISSIONS)
def test_every_source_of_every_row_equals_a_slow_reference(submissions: list[Submission]) -> None:
    parsed, count = parse(submissions), len(submissions)
    rows = extract(parsed, submissions, around(count))
    facts = facts_of(parsed, submissions, around(count))
    ends = facts.sizes.cumsum()
    spelled = ["".join(map(chr, parsed.everything.codes[a : b - 1])) for a, b in edges(parsed)]
    for row in range(count):
        for column, field in enumerate(spelled[row::count]):
            for layer, expected in enumerate(reference.text_sources(field)):
                number = (0, 3, 6, 9)[layer] + column
                assert source(rows, number, row) == sorted(expected), SOURCES[number]
        for kind in range(4):
            at = kind * count + row
            told = facts.values[ends[at] - facts.sizes[at] : ends[at]].tolist()
            assert source(rows, 12 + kind, row) == sorted(reference.facts(told))


def edges(parsed: Parsed) -> list[tuple[int, int]]:
    starts = parsed.everything.starts
    return list(pairwise(starts))


@given(SUBMISSIONS)
def test_the_bounds_part_all_features_in_order(submissions: list[Submission]) -> None:
    rows = rows_of(*submissions)
    assert rows.bounds.size == len(SOURCES) * rows.count + 1
    assert rows.bounds[0] == 0
    assert rows.bounds[-1] == rows.hashes.size
    assert np.all(np.diff(rows.bounds) >= 0)


@given(SUBMISSIONS)
def test_sizes_sums_and_spreads_are_those_of_a_loop(submissions: list[Submission]) -> None:
    rows = rows_of(*submissions)
    values = np.arange(rows.hashes.size, dtype=np.int64) * 7919 - 10_000
    sizes, sums = Counter[tuple[Block, int]](), Counter[tuple[Block, int]]()
    owners: list[int] = []
    for at, (start, stop) in enumerate(pairwise(rows.bounds.tolist())):
        key = SOURCES[at // rows.count], at % rows.count
        sizes[key] += stop - start
        sums[key] += sum(values[start:stop].tolist())
        owners += [at % rows.count] * (stop - start)
    keys = [[(block, row) for row in range(rows.count)] for block in BLOCKS]
    assert rows.sizes.tolist() == [[sizes[key] for key in some] for some in keys]
    assert rows.sums(values).tolist() == [[sums[key] for key in some] for some in keys]
    assert rows.spread(np.arange(rows.count, dtype=np.uint32)).tolist() == owners


def test_every_block_has_a_scale_a_source_and_a_number_of_its_own() -> None:
    assert set(SCALES) == set(SOURCES) == set(BLOCKS) == set(Block)
    assert [int(block) for block in BLOCKS] == list(range(1, len(BLOCKS) + 1))


def told_of(text: str) -> tuple[Rows, Told, Parsed]:
    submissions = [Submission(text, "Ann swan", "http://swan.example/")]
    parsed = parse(submissions)
    rows, told = extract_and_tell(parsed, submissions, [Context()])
    return rows, told, parsed


def spell(parsed: Parsed, start: int, stop: int) -> str:
    return "".join(map(chr, parsed.everything.codes[start:stop]))


def test_words_and_pairs_count_once() -> None:
    rows, told, parsed = told_of("The swan, the SWAN. 桥桥 桥")
    words = parsed.words
    spelled = [spell(parsed, a, b) for a, b in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]
    assert sorted(spelled[n] for n in told.words) == ["swan", "the", "桥"]
    pairs = {("the", "swan"), ("swan", "the"), ("swan", "桥"), ("桥", "桥")}
    assert sorted((spelled[n], spelled[n + 1]) for n in told.pairs) == sorted(pairs)
    assert rows.hashes[told.pair_features].size == len(pairs)


@given(ANY | PIECES)
def test_what_is_told_are_the_words_of_the_text_and_their_features(text: str) -> None:
    rows, told, parsed = told_of(text)
    words, pairs = (number for number, block in enumerate(SOURCES) if block is Block.WORDS)
    hashes = parsed.all_words.hashes.tolist()
    spelled = [reference.halved(hashes[n]) for n in told.words]
    joined = [reference.halved((hashes[n] * reference.PAIR_KEY + hashes[n + 1]) & reference.M64) for n in told.pairs]
    for number, features, some in ((words, told.word_features, spelled), (pairs, told.pair_features, joined)):
        moved = [(value + int(hashing.namespace(number + 1))) & reference.M32 for value in some]
        assert rows.hashes[features].tolist() == moved
    expected = reference.text_sources(parsed.plains[0].text)
    assert (sorted(spelled), sorted(joined)) == (sorted(expected[2]), sorted(expected[3]))
    stop = parsed.everything.starts[1]
    assert np.all(parsed.all_words.ends[told.words] < stop)
    assert np.all(parsed.all_words.ends[told.pairs + 1] < stop)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("swan swan SWAN", [" sw", "swa", "wan", "an "]),
        ("a a b", [" a ", " b "]),
        ("ab. ab", [" ab", "ab.", "b. ", "ab "]),
        ("桥上 桥上", [" 桥上", "桥上 "]),
        ("aaaa", [" aa", "aaa", "aa "]),
        ("", []),
    ],
)
def test_ngrams_lie_within_a_stretch_and_its_blanks_and_count_once(text: str, grams: list[str]) -> None:
    expected = sorted(reference.halved(reference.gram_hash(list(map(ord, gram)))) for gram in grams)
    assert source(rows_of(Submission(text)), 0, 0) == expected


def test_a_stretch_of_one_character_has_a_trigram_and_of_two_still_no_fivegram() -> None:
    for text, counts in (("a", (1, 0)), ("ab", (2, 0)), ("abc", (3, 1)), ("abcd", (4, 2)), ("abcde", (5, 3))):
        rows = rows_of(Submission(text))
        assert (len(source(rows, 0, 0)), len(source(rows, 3, 0))) == counts


def test_a_text_said_again_adds_only_the_pair_where_it_begins_anew() -> None:
    once, twice = rows_of(Submission("the swan swims")), rows_of(Submission("the swan swims the swan swims"))
    for number in range(12):
        more = set(source(twice, number, 0)) - set(source(once, number, 0))
        assert len(more) == (1 if number == 9 else 0)


@pytest.mark.parametrize("text", ["! ? .", "! ? . , ;", "🐦 🐦 🦢 🐤", "", " ", "\n\0", "\ud800 \udfff"])
def test_a_batch_without_a_single_word_has_rows_too(text: str) -> None:
    for count in (1, 3):
        rows = rows_of(*[Submission(text)] * count)
        sizes = dict(zip(BLOCKS, rows.sizes.tolist(), strict=True))
        assert not any(sizes[Block.WORDS])
        assert all(sizes[Block.SHAPE])


@settings(max_examples=60)
@given(SUBMISSIONS, st.data())
def test_a_row_does_not_depend_on_its_neighbours_or_their_order(
    submissions: list[Submission], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(submissions))))
    contexts = around(len(submissions))
    together = extract(parse(submissions), submissions, contexts)
    some, theirs = [submissions[n] for n in order], [contexts[n] for n in order]
    mixed = extract(parse(some), some, theirs)
    for place, number in enumerate(order):
        (alone,) = [extract(parse([submissions[number]]), [submissions[number]], [contexts[number]])]
        for kind in range(len(SOURCES)):
            assert source(mixed, kind, place) == source(together, kind, number) == source(alone, kind, 0)


def test_hundreds_of_texts_of_one_batch_are_told_apart() -> None:
    rows = rows_of(*[Submission("swan", "Ann"), Submission("bread", "Bob")] * 600)
    for number in range(len(SOURCES)):
        for row in range(2, rows.count):
            assert source(rows, number, row) == source(rows, number, row % 2) or SOURCES[number] is Block.RELEVANCE


@pytest.mark.parametrize("letter", ["a", "桥", "\ud800", "!", "\ufdfa", "é "])
def test_a_text_of_any_length_has_as_many_features_as_its_judged_beginning(letter: str) -> None:
    longest = rows_of(Submission(letter * MAX_TEXT, letter * MAX_NAME, letter * 300))
    longer = rows_of(Submission(letter * (5 * MAX_TEXT), letter * (5 * MAX_NAME), letter * 1500))
    assert longer.sizes.tolist() == longest.sizes.tolist()
    assert longer.hashes.tolist() == longest.hashes.tolist()
