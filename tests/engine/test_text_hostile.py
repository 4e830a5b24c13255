"""Text that was made to hurt: whatever comes in is read, and in time that grows with its length only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.parsing import MAX_TEXT, parse
from chaffinch.engine.text import LINK_MARK, MAX_LINKS, plain
from chaffinch.engine.types import Action, Context, Submission
from tests.engine.tiny import tiny_filter

PIECES = (
    *("<", ">", "</", "<a href=", "<!--", "[", "]", "(", ")", "](", "[url=", "[/url]", "[*]", "&", "&#", "&#x41;", ";"),
    *('"', "'", "=", " ", "\n", "\0", "http://", "www.", "a.com", "/x", "@", "\u200b", "\u0301", "\u0338", "\ud800"),
    *("\udfff", "\U0001f468\u200d", "\ufdfa", "\u0430", "a", LINK_MARK, "\u202e", "\U000e0041", "9", "가", "ﬁ"),
    *("\u202c", "a1", "$", "!", "|", "b ", "\u00e9", "\U0001f1e9", "xn--"),
)
HOSTILE: dict[str, Callable[[int], str]] = {
    "marks of one kind": lambda n: "a" + "\u0301" * n,
    "marks that must be sorted": lambda n: "a" + "\u0301\u0323" * (n // 2),
    "marks in two heaps": lambda n: "a" + "\u0301" * (n // 2) + "\u0323" * (n // 2),
    "marks of Hebrew that must be sorted": lambda n: "\u05d0" + "\u05bc\u05b0" * (n // 2),
    "marks of Arabic that may compose": lambda n: "\u0627" + "\u0653\u0655" * (n // 2),
    "links": lambda n: "http://shop.example/ " * (n // 21),
    "tags without an end": lambda n: "<b " * (n // 3),
    "tags in tags": lambda n: "<b>" * (n // 7) + "</b>" * (n // 7),
    "brackets in brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "quotes in quotes": lambda n: "[quote]" * (n // 15) + "[/quote]" * (n // 15),
    "blanks after href": lambda n: "<a href=" + " " * n + ">",
    "blanks after url": lambda n: "[url=" + " " * n,
    "an address without an end": lambda n: "[x](" + "a" * n,
    "a label that repeats": lambda n: "a." * (n // 2) + "x",
    "a word of two alphabets": lambda n: "\u0430a" * (n // 2),
    "letters that unfold": lambda n: "\ufdfa" * (n // 18),
    "surrogates": lambda n: "\ud800" * n,
    "entities": lambda n: "&amp;#" * (n // 6),
    "entities twice escaped": lambda n: "&amp;#65;" * (n // 9),
    "zeros in an entity": lambda n: "&#" + "0" * n,
    "letters apart": lambda n: "a " * (n // 2) + "b",
    "letters apart that end in a word": lambda n: "a.b.c.dd " * (n // 9),
    "figures": lambda n: "a1" * (n // 2),
    "figures apart": lambda n: "a1b! " * (n // 5),
    "exclamations": lambda n: "a!!" + "!" * n,
    "bars": lambda n: "a|1" + "|" * n + "@",
    "letters behind a figure": lambda n: "a1" + "b" * n + "@",
    "stretched": lambda n: "a" * n + "1",
    "stretched in many words": lambda n: "aaab " * (n // 5),
    "accents": lambda n: "\u00e9" + " and your " + "a" * n,
    "accented words": lambda n: "and yoùr bôn\u00fcs " * (n // 15),
    "tags in a word": lambda n: "a" + "<b>" * (n // 3),
    "tags between letters": lambda n: "a<b></b>" * (n // 8),
    "bbcode in a word": lambda n: "a[b]" * (n // 4) + "[",
    "flags": lambda n: "\U0001f1e9\U0001f1ea" * (n // 2) + "\U0001f1e9",
    "reversed without an end": lambda n: "\u202ea" * (n // 2),
    "twins": lambda n: "\u0430" * n,
    "a hyphenated word": lambda n: "\u0430a-" * (n // 3),
    "hosts in punycode": lambda n: "http://xn--a." * (n // 13),
    "one host in punycode": lambda n: "http://" + "xn--80ak6aa92e." * (n // 15) + "com",
}


@given(st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=[]), max_size=5), max_size=60))
def test_no_mixture_of_markup_breaks_reading(pieces: list[str]) -> None:
    seen = plain("".join(pieces))
    assert seen.text == " ".join(seen.text.split())
    assert len(seen.links) == min(seen.link_count, MAX_LINKS)
    assert min(seen.tags, seen.invisible, seen.mixed, seen.lines) >= 0
    assert not set("\0\u200b\u202e") & set(seen.text)


@pytest.mark.parametrize(
    "source", ["&#" + "9" * 5000, "&#" + "0" * 5000 + "65;", "&#x" + "f" * 5000 + ";", "&#0;&#x110000;"]
)
def test_an_entity_of_any_length_can_be_read(source: str) -> None:
    plain(source)
    (verdict,) = tiny_filter().judge([Submission(source, source, source)], [Context()])
    assert verdict.action in Action


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_no_more_than_three_times_as_long(name: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[name](size)
        times = []
        for _ in range(3):
            before = time.process_time()
            plain(text)
            times.append(time.process_time() - before)
        return min(times)

    assert seconds(2 * MAX_TEXT) < 3 * seconds(MAX_TEXT) + 0.03


def test_a_hundred_thousand_links_are_counted_and_forty_kept() -> None:
    seen = plain(" ".join(f"http://shop{n}.example/" for n in range(100_000)))
    assert (seen.link_count, len(seen.links)) == (100_000, MAX_LINKS)


def test_sixty_four_kilobytes_of_marks_are_judged_in_under_a_second() -> None:
    judge, source = tiny_filter(), "a" + "\u0301\u0323" * 32_000
    before = time.process_time()
    judge.judge([Submission(source)], [Context()])
    assert time.process_time() - before < 1.0


def test_letters_that_unfold_are_judged_no_further_than_other_letters() -> None:
    (seen,) = parse([Submission("\ufdfa" * MAX_TEXT)]).plains
    assert len(seen.text) == MAX_TEXT
