from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.text import LINK_MARK, plain

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
HONEST = (
    "Мост закрыли на два года, и никто не спросил жителей.",
    "Η γέφυρα έκλεισε για δύο χρόνια χωρίς να μας ρωτήσουν.",
    "Կամուրջը փակ է արդեն երկու տարի։",
    "أُغلق الجسر منذ سنتين ولم يسألنا أحد عن رأينا.",
    "הגשר סגור כבר שנתיים ואיש לא שאל אותנו.",
    "Cây cầu đóng cửa hai năm rồi mà không ai hỏi dân.",
    "다리가 2년 동안 닫혀 있는데 아무도 우리에게 묻지 않았다.",
    "这座桥关闭了两年，没有人问过我们。",
)


@given(ANY_TEXT)
def test_any_text_at_all_can_be_read(text: str) -> None:
    seen = plain(text)
    assert seen.text == " ".join(seen.text.split())
    assert len(seen.links) <= seen.link_count


@pytest.mark.parametrize("text", HONEST)
def test_honest_writing_of_any_script_is_not_touched(text: str) -> None:
    seen = plain(text)
    assert seen.text == unicodedata.normalize("NFKC", text)
    assert (seen.invisible, seen.mixed) == (0, 0)


@pytest.mark.parametrize(
    "source",
    [
        'Look <a rel="nofollow" href="http://shop.example/a">here</a> now',
        "Look [url=http://shop.example/a]here[/url] now",
        "Look [here](http://shop.example/a) now",
    ],
)
def test_every_markup_of_a_link_lifts_the_same_target_and_keeps_the_label(source: str) -> None:
    seen = plain(source)
    assert [link.target for link in seen.links] == ["http://shop.example/a"]
    assert "here" in seen.text
    assert LINK_MARK in seen.text
    assert "shop" not in seen.text


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("see http://shop.example/a?b=1.", "http://shop.example/a?b=1"),
        ("see www.shop.com, please", "www.shop.com"),
        ("see shop.com/deals today", "shop.com/deals"),
    ],
)
def test_bare_addresses_are_lifted_without_the_full_stop(source: str, target: str) -> None:
    assert [link.target for link in plain(source).links] == [target]


@pytest.mark.parametrize("source", ["At 3.30 we left.", "e.g. this", "version 2.org.x", "me@home.com"])
def test_what_only_looks_like_an_address_stays(source: str) -> None:
    assert plain(source).links == ()


def test_an_address_as_its_own_label_is_one_link() -> None:
    assert plain('<a href="http://x.example/">http://x.example</a>').link_count == 1


def test_look_alikes_fold_in_mixed_words_only() -> None:
    seen = plain("Buy vi\u0430gr\u0430 now, сказал он")
    assert seen.text == "Buy viagra now, сказал он"
    assert seen.mixed == 1


def test_what_nobody_sees_is_dropped_and_counted_but_joined_emoji_are_not_disguise() -> None:
    assert plain("vi\u200bag\u200bra").text == "viagra"
    assert plain("vi\u200bag\u200bra").invisible == 2
    assert plain("family \U0001f468\u200d\U0001f469\u200d\U0001f467 ok").invisible == 0


def test_styled_letters_and_entities_become_plain_ones() -> None:
    assert plain("𝐅𝐫𝐞𝐞 &amp; ｆａｓｔ").text == "Free & fast"


@pytest.mark.parametrize(
    "piece", ["<a ", "[url=", "](", "&#", "a.", "www.", "\u0301", "http://x.example ", "<", "[", "a-", "()", "\u0430a"]
)
def test_the_worst_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            before = time.process_time()
            plain(text)
            times.append(time.process_time() - before)
        return min(times)

    assert seconds(160_000) < 8 * seconds(40_000) + 0.05
