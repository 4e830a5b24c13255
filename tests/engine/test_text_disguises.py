"""What a reader would see: markup of every kind gives one text, disguises fall, honest writing stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.text import LINK_MARK, plain

HONEST = (
    "Хлеб в пекарне у моста пекут ещё с ночи, и запах стоит на всей улице.",
    "Подскажите, во сколько закрывают библиотеку в субботу?",
    "Το ψωμί του φούρνου δίπλα στο ποτάμι είναι το καλύτερο της πόλης!",
    "Ποιος θυμάται το παλιό γεφύρι πριν από τον πόλεμο;",
    "Հացի փուռը գետի մոտ շատ լավն է, ամեն առավոտ այնտեղ եմ գնում։",
    "الخبز في هذا المخبز طازج كل صباح، وأنا أذهب إليه مع أولادي.",
    "הלחם במאפייה ליד הנהר טרי בכל בוקר, ואני הולך לשם עם הילדים.",
    "Bánh mì ở lò cạnh sông rất ngon, sáng nào tôi cũng ghé mua.",
    "강가 빵집의 빵은 아침마다 갓 구워서 정말 맛있어요.",
    "河边那家面包店的面包每天早上都很新鲜，我常带孩子去。",
    "川沿いのパン屋さんは毎朝焼きたてで、とてもおいしいです。",
)
TARGET = "http://shop.example/sheds?id=7"
WORD = st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), min_size=1, max_size=8)


@pytest.mark.parametrize("text", HONEST)
def test_honest_writing_of_every_script_stays_as_it_was(text: str) -> None:
    seen = plain(f"  {text}\n")
    assert seen.text == " ".join(unicodedata.normalize("NFKC", text).split())
    assert (seen.invisible, seen.mixed, seen.link_count, seen.tags) == (0, 0, 0, 0)


@given(st.permutations(HONEST), st.integers(2, 5))
def test_scripts_side_by_side_do_not_fold_each_other(texts: list[str], count: int) -> None:
    together = " ".join([*texts[:count], "and Latin beside them"])
    assert plain(together).text == unicodedata.normalize("NFKC", together)
    assert plain(together).mixed == 0


@pytest.mark.parametrize(
    "source",
    [
        f'<a href="{TARGET}">sheds</a>',
        f"<A HREF='{TARGET}' rel=nofollow>sheds</A>",
        f"<a class=x href={TARGET}>sheds</a>",
        f"[url={TARGET}]sheds[/url]",
        f"[URL={TARGET}]sheds[/URL]",
        f"[link={TARGET}]sheds[/link]",
        f"[sheds]({TARGET})",
        f'[sheds]({TARGET} "the best")',
        f"[sheds](<{TARGET}>)",
        f"sheds {TARGET}",
        f"sheds {TARGET}.",
        f"sheds, {TARGET}, really",
        f"sheds [url]{TARGET}[/url]",
        f"&lt;a href=&quot;{TARGET}&quot;&gt;sheds&lt;/a&gt;",
    ],
)
def test_every_way_to_write_a_link_gives_one_target(source: str) -> None:
    seen = plain(f"We sell {source} here")
    assert [link.target for link in seen.links] == [TARGET]
    assert seen.link_count == 1
    assert LINK_MARK in seen.text
    assert "sheds" in seen.text
    assert "shop.example" not in seen.text


def test_a_link_says_which_markup_it_was_written_in() -> None:
    source = f'<a href="{TARGET}1">a</a> [url={TARGET}2]b[/url] [c]({TARGET}3) {TARGET}4'
    assert [link.kind for link in plain(source).links] == ["html", "bbcode", "markdown", "bare"]
    assert [link.target for link in plain(source).links] == [f"{TARGET}{n}" for n in range(1, 5)]


@given(st.lists(WORD, min_size=1, max_size=6), st.sampled_from(["b", "i", "u", "quote", "code", "center"]))
def test_markup_around_words_changes_no_word(words: list[str], tag: str) -> None:
    bare = plain(" ".join(words)).text
    assert plain(" ".join(f"<{tag}>{word}</{tag}>" for word in words)).text == bare
    assert plain(" ".join(f"[{tag}]{word}[/{tag}]" for word in words)).text == bare


def test_tags_are_counted_and_gone() -> None:
    seen = plain("<p>One <b class='x'>two</b><br/>three</p> [b]four[/b] [size=20]five[/size] <!-- six -->")
    assert seen.text == "One two three four five"
    assert seen.tags == 10


@pytest.mark.parametrize("source", ["a < b and c > d", "I <3 this town", "see [1] and [2]", "f(x) <- y"])
def test_brackets_of_honest_writing_are_no_markup(source: str) -> None:
    assert plain(source).text == source


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("Caf&eacute; &#8211; open", "Café – open"),
        ("&#x43;asino", "Casino"),
        ("AT&T & co", "AT&T & co"),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_entities_are_read_as_a_browser_reads_them(source: str, text: str) -> None:
    assert plain(source).text == text


@pytest.mark.parametrize(
    ("source", "text", "mixed"),
    [
        ("с\u0430sino b\u043enus", "casino bonus", 2),
        ("vi\u0430gr\u0430", "viagra", 1),
        ("c\u03b1sino", "casino", 1),
        ("казино casino", "казино casino", 0),
        ("сухо", "сухо", 0),
        ("ευρώ euro", "ευρώ euro", 0),
    ],
)
def test_look_alikes_fold_where_a_word_mixes_scripts(source: str, text: str, mixed: int) -> None:
    assert (plain(source).text, plain(source).mixed) == (text, mixed)


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u034f", "\U000e0041", "\0", "\x07"]
)
def test_what_nobody_sees_is_dropped_and_counted(hidden: str) -> None:
    seen = plain(f"ca{hidden}si{hidden}no")
    assert (seen.text, seen.invisible) == ("casino", 2)


@pytest.mark.parametrize(
    "source",
    [
        "\U0001f469\u200d\U0001f33e and \U0001f468\u200d\U0001f468\u200d\U0001f466",
        "\u2764\ufe0f thanks",
        "می\u200cخواهم بروم",
        "क्\u200dष",
    ],
)
def test_joiners_of_emoji_and_scripts_are_no_disguise(source: str) -> None:
    assert plain(source).invisible == 0


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("ＣＡＳＩＮＯ", "CASINO"),
        ("𝓒𝓪𝓼𝓲𝓷𝓸", "Casino"),
        ("Ⓒⓐⓢⓘⓝⓞ", "Casino"),
        ("of\ufb01ce", "office"),
        ("c\u0336a\u0336t\u0336", "cat"),
    ],
)
def test_styled_letters_become_plain(source: str, text: str) -> None:
    assert plain(source).text == text


@given(st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), max_size=80))
def test_reading_twice_changes_nothing_more(source: str) -> None:
    once = plain(source.replace("&", " ")).text
    if LINK_MARK not in once:
        again = plain(once.replace("&", " ")).text
        assert again == once.replace("&", " ") or LINK_MARK in again
