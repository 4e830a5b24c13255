"""Accents put on words that have none, as a disguise: taken off where no language writes so, or where it is English.

Honest writing keeps its accents. A text is in disguise if its commonest English words have accents, or if accents are
many and no language has all of them: not in one word, or more letters have them than any language puts there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_WORD = re.compile(f"(?<![A-Za-z{_ACCENTED}])[A-Za-z]*+[{_ACCENTED}][A-Za-z{_ACCENTED}]*+")
_LETTERS = re.compile(f"[A-Za-z{_ACCENTED}]")
_OTHER = re.compile(f"[{_ACCENTED}]")
_NO_ACCENT = "ÆæßŒœÞþŊŋƏəĲĳŒœǢǣ"
BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if chr(code) not in _NO_ACCENT
} | dict(zip(map(ord, "ØøĐđŁłĦħŦŧı"), "OoDdLlHhTti", strict=True))

_NINE = frozenset(("you", "your", "with", "this", "that", "from", "our", "they", "what"))
_ENGLISH = _NINE.union(
    ("about", "always", "because", "click", "could", "every", "great", "how", "know", "money", "people", "please"),
    ("really", "should", "something", "thank", "thanks", "their", "there", "these", "think", "through", "website"),
    ("were", "when", "where", "which", "while", "would"),
)
_IN_ANY_CASE, _NINE_IN_ANY_CASE = (
    frozenset(spelled for word in words for spelled in (word, word.capitalize(), word.upper()))
    for words in (_ENGLISH, _NINE)
)
_ALL = frozenset(map(chr, BARE))

MIN_ENGLISH = 2
"""How many different English words a text needs, accents aside, to be read as English. If one of them has an accent,
all words are read without; else ("café", names) they get that reading beside, and only the nine commonest words tell.
None of these is another word in another language, with accents or without (so not "the", "are", "for", "site")."""
_VIETNAMESE = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "àáâãèéêìíòóôõùúýăđĩũơư"
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "áàâãçéêíóôõúüñ",  # Portuguese, Spanish
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüßéèàõšž",  # German, Estonian
        "àèéìíîïòóùúüç",  # Italian, Catalan
        "àáéèêëïíîóôöüúû",  # Dutch, Afrikaans
        "åäöæøéèàü",  # Danish, Norwegian, Swedish, Finnish
        "çğıöşüâîûəẅ",  # Turkish, Azerbaijani, Kurdish, Albanian
        "ąćęłńóśźż",  # Polish
        "áäčďéěíĺľňóôŕřšťúůýž",  # Czech, Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșțşţ",  # Romanian
        "čćđšž",  # Croatian, Serbian, Slovene
        "áðéíóúýþæöø",  # Icelandic, Faroese
        "āčēģīķļņōŗšūžąęėįų",  # Latvian, Lithuanian
        "āēīōūáǎàéěèíǐìóǒòúǔùǖǘǚǜüńňǹ",  # Chinese in Latin letters, Maori, Hawaiian
        "àâäáèêëéìîïíòôöóùûüúŵẃẁẅŷýỳÿ",  # Welsh
        "áéíóúàèìòùċġħżḃḋḟṁṗṡṫ",  # Irish, Gaelic, Maltese
        "ĉĝĥĵŝŭ",  # Esperanto
        "áàéèẹíìịóòọúùụńǹṅṣâêôãẽĩñõũỹý",  # Yoruba, Igbo, Wolof, Guarani
        "āīūēōṛṝḷṃṁḥṅñṭḍṇśṣẓḫḡġšžǧčṯḏẖḵ",  # Sanskrit, Arabic and Hebrew in Latin letters
        _VIETNAMESE,
    )
)
MIN_LETTERS, MIN_KINDS = 4, 3
"""Accented letters, and different ones, of a text that is read without accents for their number or mixture."""
MANY, ENOUGH, STRANGE = 0.45, 0.1, 0.25
"""Shares: of a text's Latin letters, accented, that no language reaches but Vietnamese (99 of 100 hams in French,
German and Portuguese stay under 0.11, in Vietnamese under 0.42); of these, from which on the mixture is looked at; of
the accented, those that are strange to the language that has the most of them."""


class Bared(NamedTuple):
    """A text without accents put on as a disguise; how many words had them; words without accents, to stand beside."""

    text: str
    words: int = 0
    beside: tuple[str, ...] = ()


def bared(text: str) -> Bared:
    """Return a text without accents that are a disguise."""
    if _ALL.isdisjoint(text):
        return Bared(text)
    around = text.split()
    words = _WORD.findall(" ".join(word for word in around if not word.isascii()))
    joined = " ".join(words)
    shown = _ENGLISH.intersection(joined.translate(BARE).lower().split())
    if shown and len(shown.union(map(str.lower, _IN_ANY_CASE.intersection(around)))) >= MIN_ENGLISH:
        return _without(text)
    if _is_of_no_language(text, joined.lower()):
        return _without(text)
    if not _VIETNAMESE_ONLY.isdisjoint(joined) or len(_NINE_IN_ANY_CASE.intersection(around)) < MIN_ENGLISH:
        return Bared(text)
    return Bared(text, 0, tuple(bare for word in words if (bare := word.translate(BARE)) != word))


_VIETNAMESE_ONLY = frozenset(chr(code) for code in range(0x1EA0, 0x1EFA)) | frozenset("ƠơƯư")


def _without(text: str) -> Bared:
    count = 0

    def bare(match: re.Match[str]) -> str:
        nonlocal count
        found = match[0].translate(BARE)
        count += found != match[0]
        return found

    return Bared(_WORD.sub(bare, text), count)


def _is_of_no_language(text: str, words: str) -> bool:
    """Return whether accents are more than any language has, or many that no language has together."""
    accented = _OTHER.findall(words)
    kinds = set(accented)
    if len(accented) < MIN_LETTERS or len(kinds) < MIN_KINDS:
        return False
    if any(map(kinds.issubset, _ALPHABETS)):
        return False
    share = len(accented) / len(_LETTERS.findall(text))
    if share >= MANY and _VIETNAMESE_ONLY.isdisjoint(kinds):
        return True
    if share < ENOUGH:
        return False
    counts = Counter(accented)
    known = max(sum(counts[one] for one in alphabet & kinds) for alphabet in _ALPHABETS)
    return len(accented) - known >= STRANGE * len(accented) and any(map(_is_strange, words.split()))


def _is_strange(word: str) -> bool:
    """Return whether no language has all accented letters of a word: several languages side by side have no such."""
    kinds = set(_OTHER.findall(word))
    return len(kinds) > 1 and not any(map(kinds.issubset, _ALPHABETS))
