"""One law for each way to hide a word: whatever the word, it reads as it is meant, and it is counted as disguised."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.text import plain

WORDS = ("casino", "viagra", "bonus", "replica", "pharmacy", "mortgage", "jackpot", "discount")
AROUND = ("the best", "of all")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5, unique=True)


def _by(latin: str, letters: str) -> Callable[[str], str]:
    table = str.maketrans(latin, letters)
    return lambda word: word.translate(table)


def _named(form: str) -> Callable[[str], str]:
    """Write with the letters that Unicode calls so: LATIN becomes FULLWIDTH LATIN, say."""
    return lambda word: "".join(unicodedata.lookup(form.format(letter.upper())) for letter in word)


def _between(sign: str) -> Callable[[str], str]:
    return sign.join


DISGUISES: dict[str, tuple[str, Callable[[str], str]]] = {
    "cyrillic": ("mixed", _by("aceiopsxy", "асеіорѕху")),
    "greek": ("mixed", _by("aiontu", "αιοητυ")),
    "armenian": ("mixed", _by("ounhg", "օսոհց")),
    "fullwidth": ("styled", _named("FULLWIDTH LATIN SMALL LETTER {}")),
    "mathematical bold": ("styled", _named("MATHEMATICAL BOLD SMALL {}")),
    "mathematical monospace": ("styled", _named("MATHEMATICAL MONOSPACE SMALL {}")),
    "circled": ("styled", _named("CIRCLED LATIN SMALL LETTER {}")),
    "superscript": ("styled", _by("abcdefgijklmnoprstuvyxz", "ᵃᵇᶜᵈᵉᶠᵍⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʸˣᶻ")),
    "small capitals": ("styled", _by("abcdegijklmnoprtuvyz", "ᴀʙᴄᴅᴇɢɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠʏᴢ")),
    "invisible": ("invisible", _between("\u200b")),
    "bidi marks": ("invisible", _between("\u202a\u202c")),
    "written backwards": ("invisible", lambda word: f"\u202e{word[::-1]}\u202c"),
    "stacked marks": ("invisible", _between("\u0338\u0324\u030a")),
    "soft hyphens": ("invisible", _between("\u00ad")),
    "leetspeak": ("spelled", _by("aios", "4105")),
    "leetspeak in signs": (
        "spelled",
        lambda word: word[0] + word[1:-1].translate(str.maketrans("aos", "@0$")) + word[-1],
    ),
    "spaced": ("spelled", lambda word: f" {' '.join(word)} "),
    "dotted": ("spelled", _between(".")),
    "dashed": ("spelled", _between("-")),
    "accents": ("spelled", lambda word: f"yôû {word} wîth".translate(str.maketrans("aceinosuyz", "äčéîñöšůýž"))),
    "stretched": ("stretched", lambda word: word[0] + word[1] * 5 + word[2:]),
    "entities": ("broken", lambda word: "".join(f"&#{ord(letter)};" for letter in word)),
    "hexadecimal entities": ("broken", lambda word: "".join(f"&#x{ord(letter):x};" for letter in word)),
    "entities escaped twice": ("broken", lambda word: "".join(f"&amp;#{ord(letter)};" for letter in word)),
    "empty tags": ("broken", _between("<b></b>")),
    "comments": ("broken", _between("<!-- x -->")),
}
"""What is counted, and how a word is disguised."""


@pytest.mark.parametrize("name", DISGUISES)
@given(words=PHRASES)
def test_every_word_in_disguise_is_read_as_it_is_meant_and_counted(name: str, words: list[str]) -> None:
    kind, hide = DISGUISES[name]
    seen = plain(" ".join((AROUND[0], *map(hide, words), AROUND[1])))
    assert set(words) <= set(seen.text.lower().split())
    assert getattr(seen, kind) > 0


@given(words=PHRASES)
def test_words_without_disguise_are_not_counted(words: list[str]) -> None:
    seen = plain(" ".join((AROUND[0], *words, AROUND[1])))
    assert {kind for kind, _ in DISGUISES.values() if getattr(seen, kind)} == set()


@given(word=st.sampled_from(WORDS), is_encoded=st.booleans())
def test_a_host_of_look_alikes_leads_where_it_seems_to_and_is_counted(word: str, is_encoded: bool) -> None:
    host = word.translate(str.maketrans("aceiop", "асеіор"))
    label = f"xn--{host.encode('punycode').decode()}" if is_encoded else host
    seen = plain(f"go to http://{label}.com/play now")
    assert [link.target for link in seen.links] == [f"http://{word}.com/play"]
    assert seen.homographs == 1


@given(word=st.sampled_from(WORDS), dice=st.randoms())
def test_letters_swapped_inside_a_word_leave_its_word_feature(word: str, dice: random.Random) -> None:
    inner = list(word[1:-1])
    dice.shuffle(inner)
    swapped = word[0] + "".join(inner) + word[-1]
    assert _hashes(swapped) == _hashes(word)


@pytest.mark.parametrize("word", WORDS)
def test_accents_change_no_feature_in_any_language(word: str) -> None:
    dressed = word.translate(str.maketrans("aceinosuyz", "äčéîñöšůýž"))
    assert (_hashes(dressed), _grams(dressed)) == (_hashes(word), _grams(word))


@pytest.mark.parametrize(("one", "other"), [("casino", "casinos"), ("cat", "act"), ("on", "no"), ("bonus", "bonis")])
def test_other_letters_or_ends_are_another_word(one: str, other: str) -> None:
    assert _hashes(one) != _hashes(other)


def _hashes(text: str) -> list[int]:
    found: list[int] = hashing.words(hashing.column([text])).hashes.tolist()
    return found


def _grams(text: str) -> set[int]:
    return set(hashing.words_and_grams(hashing.column([text]))[1].tolist())
