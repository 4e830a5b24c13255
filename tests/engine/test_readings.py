"""Words in disguise are marked where they stand, with what the judge read; honest words are not."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.readings import Reading, is_disguised, readings
from chaffinch.engine.spelling import BESIDE_MARK
from chaffinch.engine.text import plain
from chaffinch.evaluation.disguises import DISGUISES, Disguise, Strength, one_word_disguised
from tests.engine.tiny import HAM, SPAM

SENTENCES = (
    *HAM,
    *SPAM,
    "Order cheap tablets, then (really) enjoy your discount!",
    "Read http://a.example first, friends",
)
IN_WORDS = [one for one in DISGUISES if not one.of_hosts and one.name not in ("swapped", "accents")]


@pytest.mark.parametrize("disguise", IN_WORDS, ids=lambda one: one.name)
@given(st.sampled_from(SENTENCES), st.sampled_from(list(Strength)), st.integers(0, 999))
def test_a_word_that_was_read_through_its_disguise_is_marked_with_what_was_read(
    disguise: Disguise, text: str, strength: Strength, seed: int
) -> None:
    hidden = one_word_disguised(text, disguise, strength, random.Random(seed))
    seen = plain(hidden)
    if hidden == text or seen.text.partition(f" {BESIDE_MARK}")[0].casefold() != plain(text).text.casefold():
        return
    if not is_disguised(seen):
        return
    ((span, words),) = readings(hidden)
    rest = (hidden[: span.start], hidden[span.end :])
    assert f"{rest[0]}{words}{rest[1]}".casefold().split() == text.casefold().split()
    assert hidden[span.start : span.end] != words


ANY = st.lists(
    st.sampled_from(
        [
            *" ".join(HAM + SPAM).split(),
            "c4sino",
            "v i a g r a",
            "vi<b></b>agra",
            "ｃｈｅａｐ",
            "сasino",
            "b\u200bonus",
            "freeee",
            "\u202eargaiv\u202c",
            "http://gооgle.com",
            '<a href="http://a.example">pills</a>',
            "[url=http://a.example]x[/url]",
            "&amp;",
            "&#99;asino",
            "میخواهم",
            "می\u200cخواهم",
            "Привет",
            "ﬁne",
            "…",
            "\n",
            "<br>",
        ]
    ),
    max_size=14,
).map(" ".join) | st.text(st.characters(exclude_categories=[]), max_size=30)


@given(ANY)
def test_readings_lie_in_the_text_in_order_and_stand_in_what_the_judge_read(text: str) -> None:
    seen, at, end = plain(text), 0, 0
    targets = " ".join(link.target for link in seen.links)
    for span, words in readings(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if words in targets:
            continue
        at = seen.text.index(words, at) + len(words)


@given(st.text(st.characters(max_codepoint=0x17F), max_size=60))
def test_where_nothing_was_in_disguise_nothing_is_marked(text: str) -> None:
    assert is_disguised(plain(text)) or readings(text) == ()


@pytest.mark.parametrize(
    "honest",
    [
        "می\u200cخواهم بروم، SMSки из Москвы",
        "well…ok, ½ &amp; ﬁne – see https://münchen.de/",
        "<b>bold</b> and [b]bold[/b] words, [a link](http://a.example) too",
        "I run Windows 11 with an mp3 player at 10am",
    ],
)
def test_honest_writing_beside_a_disguise_is_not_marked(honest: str) -> None:
    assert readings(honest) == ()
    (only,) = readings(f"{honest}\nBuy c4s1n0 now")
    assert only.words == "casino"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Buy ｖｉаｇｒа now", [("ｖｉаｇｒа", "viagra")]),
        ("Buy v i a g r a now", [("v i a g r a", "viagra")]),
        ("(v.i.a.g.r.a!)", [("v.i.a.g.r.a", "viagra")]),
        ("try vi<b></b>agra, friends", [("vi<b></b>agra", "viagra")]),
        ("ｃｈｅａｐ ｐｉｌｌｓ", [("ｃｈｅａｐ", "cheap"), ("ｐｉｌｌｓ", "pills")]),
        ("see http://gооgle.com/x now", [("http://gооgle.com/x", "http://google.com/x")]),
        ('<a href="http://gооgle.com">mill</a>', [("http://gооgle.com", "http://google.com")]),
        ("a \u202eargaiv\u202c here", [("\u202eargaiv\u202c", "viagra")]),
        ("get c4sino and c4sino", [("c4sino", "casino"), ("c4sino", "casino")]),
    ],
)
def test_what_is_told_of_some_disguises(text: str, read: list[tuple[str, str]]) -> None:
    assert [(text[span.start : span.end], words) for span, words in readings(text)] == read


@pytest.mark.parametrize(
    "text",
    ["c4sino a " * 1800, "a b c d e f " * 1300, "ｃｈｅａｐ " * 2600, "<b>" * 5000 + "c4sino", "x\u200b " * 5000],
)
def test_hostile_texts_take_no_longer(text: str) -> None:
    begun = time.perf_counter()
    assert all(isinstance(one, Reading) for one in readings(text))
    assert time.perf_counter() - begun < 3
