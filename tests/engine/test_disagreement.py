"""How far the language of a comment is from that of its article: cases worked by hand, and what always holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import background
from chaffinch.engine.background import BITS, UNKNOWN
from chaffinch.engine.blocks import BLOCKS, Block
from chaffinch.engine.features import extract
from chaffinch.engine.hashing import column, words
from chaffinch.engine.parsing import parse
from chaffinch.engine.relevance import gains_of, relevance_facts, shared
from chaffinch.engine.types import Context, Submission

WORDS = st.lists(st.integers(0, 40) | st.sampled_from(sorted(background.COSTS)), min_size=1, max_size=60)


def hashes(text: str) -> list[int]:
    found: list[int] = words(column([text])).hashes.tolist()
    return found


def apart(comment: str, article: str) -> tuple[int, int]:
    return shared(set(hashes(comment)), gains_of(hashes(article)))[1:]


def test_a_comment_of_the_articles_own_words_is_one_bit_from_it() -> None:
    """Of two words the article has each with 1/2, smoothed 1/4 and a trifle: log2 (1/2) / (1/4) = 1 bit.

    Under the background each costs 15 bits, under the mixture 2: with one bit for mixing, it gains 14.
    """
    assert apart("swans mill", "mill swans") == (1 * BITS, 14 * BITS)


def test_a_comment_of_other_words_is_as_far_as_the_background_is() -> None:
    """Two strange words cost 15 bits each, one more for the mixture, one less as each is half of the comment."""
    assert apart("casino bonus", "swans mill") == ((15 + 1 - 1) * BITS, 0)


def test_half_of_each_lies_half_way() -> None:
    """(1 + 15) / 2 bits by the two cases above."""
    assert apart("swans casino", "swans mill") == (8 * BITS, 7 * BITS)


def test_a_word_of_grammar_that_both_have_hardly_counts() -> None:
    """`that` heads a table: 0.1 / 3 of any text, 4.907 bits or 314 64ths; a quarter of the article, it gains
    log2(1 + 1/4 / (1/30)) = log2 8.5 = 3.087 bits or 198 64ths, where `swans` gains log2(1 + 2**13) = 13 bits."""
    article = "that swans mill race"
    assert background.COSTS[hashes("that")[0]] == 314
    assert apart("that", article) == (314 + 64 - 198, 198)
    assert apart("swans", article)[1] == 13 * BITS


def test_saying_a_word_twice_says_what_it_says_once() -> None:
    assert apart("swans swans casino", "swans mill") == apart("swans casino", "swans mill")


@given(WORDS, WORDS)
def test_it_is_the_divergence_of_kullback_and_leibler(comment: list[int], article: list[int]) -> None:
    said = set(comment)
    expected = -math.log2(len(said))
    for word in said:
        common = 2.0 ** (-background.COSTS.get(word, UNKNOWN) / BITS)
        expected -= math.log2(0.5 * article.count(word) / len(article) + 0.5 * common) / len(said)
    hits, found, _ = shared(said, gains_of(article))
    assert hits == len(said & set(article))
    assert found / BITS == pytest.approx(max(0.0, expected), abs=2.5 / BITS)


@given(WORDS, WORDS)
def test_it_is_never_negative_and_gains_only_where_words_are_shared(comment: list[int], article: list[int]) -> None:
    hits, divergence, gain = shared(set(comment), gains_of(article))
    assert divergence >= 0
    assert gain >= 0
    if not hits:
        assert gain == 0


@given(WORDS, WORDS)
def test_one_more_word_of_the_article_never_gains_less_in_all(comment: list[int], article: list[int]) -> None:
    page = gains_of(article)
    one, more = set(comment), {*comment, article[0]}
    assert (shared(more, page)[2] + 1) * len(more) > shared(one, page)[2] * len(one)


def test_the_background_costs_less_for_common_words_and_knows_only_words_that_are_looked_at() -> None:
    costs = background.COSTS
    assert costs[hashes("that")[0]] < costs[hashes("problem")[0]] < UNKNOWN
    assert min(costs.values()) > 0
    for language in background._COMMON:
        assert [word for word in language.split() if len(word) < 4 and not "\u3400" <= word <= "\u9fff"] == []


@pytest.mark.parametrize("article", [None, "", "  "])
def test_where_no_article_is_known_nothing_is_said(article: str | None) -> None:
    said = [Submission("swans at the mill")]
    rows = extract(parse(said), said, [Context(article=article)])
    if not article:
        assert not rows.sizes[BLOCKS.index(Block.RELEVANCE)].any()


def test_an_article_or_a_comment_without_telling_words_has_no_language_to_compare() -> None:
    assert [fact >> 32 for fact in relevance_facts("to be or not", hashes("swans mill"), 0, 0)] == [0, 1, 2, 3, 4]
    assert [fact >> 32 for fact in relevance_facts("swans mill", [], 0, 0)] == [0, 1, 2, 3, 4]
    assert [fact >> 32 for fact in relevance_facts("swans mill", hashes("mill"), 0, 0)] == [0, 1, 2, 3, 4, 5, 6]
