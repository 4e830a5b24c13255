"""Passages that a comment quotes are not read as its author's own words, and nothing can hide in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.parsing import MAX_TEXT, parse
from chaffinch.engine.quotes import own_words
from chaffinch.engine.types import Submission

WORDS = st.lists(st.sampled_from(["swans", "geese", "mill", "Well,", "no!"]), min_size=1, max_size=6).map(" ".join)
QUOTED = st.sampled_from(
    ["> {}\n", "&gt; {}\n", "<blockquote>{}</blockquote>", "[quote]{}[/quote]", "[QUOTE=ann]{}[/quote]"]
)
LINK = st.sampled_from(["http://shop.example/", "www.shop.example", "shop.com", "[x](shop.example)"])
ANY = st.text(st.characters(exclude_categories=[]), max_size=60)
PIECES = st.lists(
    st.sampled_from(["> ", "\n", "<blockquote>", "</blockquote>", "[quote]", "[/quote]", "swans", "http://a.example"])
).map("".join)


def read(text: str) -> str:
    return parse([Submission(text)]).plains[0].text


@given(ANY | PIECES)
def test_what_is_left_stands_in_the_text_in_its_order(text: str) -> None:
    at = 0
    for line in own_words(text).split("\n"):
        at = text.find(line, at)
        assert at >= 0
        at += len(line)


@given(WORDS)
def test_who_quotes_nothing_is_read_whole(text: str) -> None:
    assert own_words(text) is text


@given(WORDS, WORDS, QUOTED)
def test_own_words_are_read_and_quoted_ones_are_not(own: str, quoted: str, form: str) -> None:
    assert own_words(f"{form.format(quoted)}\n{own}").split() == own.split()
    assert read(f"{form.format(quoted)}\n{own}") == own


@given(WORDS, QUOTED)
def test_who_says_nothing_but_a_quotation_is_read_by_it(quoted: str, form: str) -> None:
    assert quoted in read(form.format(quoted))


@given(WORDS, WORDS, QUOTED, LINK)
def test_of_a_comment_that_holds_a_link_every_word_is_read(own: str, quoted: str, form: str, link: str) -> None:
    for text in (f"{form.format(quoted)}\n{own} {link}", f"{form.format(quoted + ' ' + link)}\n{own}"):
        assert set(quoted.split()) <= set(read(text).split())


@pytest.mark.parametrize(
    "way",
    [
        "ann@shop.example",
        "ann (at) shop",
        "+49 30 1234567",
        "0 1 7 1",
        "a.example",
        "555",
        "ann\uff20shop",
        "\uff15\uff15\uff15",
        "ann&#64;shop",
        "ann&commat;shop",
        "\u00b9\u00b2\u00b3",
        "shop dot example",
        "shop[dot]example",
        "shop .com",
        "shop. com",
        "shop\u3002example",
        "cheapswans on Telegram",
        "Whats App",
    ],
)
def test_a_passage_by_which_somebody_can_be_reached_is_read(way: str) -> None:
    said = f"> cheap swans, {way}\nI agree"
    assert own_words(said) is said
    assert read(said).startswith("> cheap swans, ")
    beside = f"> cheap swans\nI agree. {way}"
    assert own_words(beside) is beside, "the offer may stand in the quotation, and the way to it outside"


@given(WORDS, WORDS, QUOTED)
def test_of_an_author_who_can_be_reached_every_word_is_read(own: str, quoted: str, form: str) -> None:
    text = f"{form.format(quoted)}\n{own}"
    for author, url in (("Ann", "http://shop.example/"), ("shop.example", None), ("Call 555 1234", None)):
        (seen,) = parse([Submission(text, author, url)]).plains
        assert set(quoted.split()) <= set(seen.text.split())


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("<blockquote>a <blockquote>b</blockquote> c</blockquote>d", "d"),
        ("[quote]a [quote=b]c[/quote] d[/quote]e", "e"),
        ("<blockquote>\n> a\n</blockquote>\nb", "b"),
        ("a\n> b\nc\n> d\ne", "a c e"),
        ("<blockquote>a", "<blockquote>a"),
        ("a</blockquote> b", "a</blockquote> b"),
        ("a > b", "a > b"),
        ("a\n    > b", "a > b"),
        ("<quote>a</quote>b", "<quote>a</quote>b"),
    ],
)
def test_what_is_the_authors_own(text: str, own: str) -> None:
    assert own_words(text).split() == own.split()


def test_a_complaint_about_an_advertisement_is_not_judged_by_it() -> None:
    said = read("> buy cheap casino bonus pills in our online shop now\nplease stop this nonsense on your site")
    assert said == "please stop this nonsense on your site"


def test_no_link_comes_to_be_by_taking_a_quotation_out() -> None:
    text = "<a <blockquote>swans</blockquote> href=http://shop.example>geese</a> mill"
    (seen,) = parse([Submission(text)]).plains
    assert seen.text.count("\ue000") == seen.link_count


@pytest.mark.parametrize("piece", ["<blockquote", "<blockquote>", "[quote", "[quote]", "[/quote]", "> a\n", ">\n"])
def test_quotations_cost_time_that_grows_with_the_text_only(piece: str) -> None:
    text = piece * (MAX_TEXT // len(piece))
    begun = time.process_time()
    own_words(text)
    assert time.process_time() - begun < 0.2
