"""Words spelled so that a filter does not know them: letters set apart, figures for letters, letters stretched.

Each fold needs a shape that honest writing hardly has; measured on comments of many languages by `chaffinch bench
disguise`. Where a word can be read in two ways, the second reading stands beside: behind all of the text and a mark.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chaffinch.engine.accents import bared
from chaffinch.engine.glances import APART, FIGURES, STRETCHED

BESIDE_MARK = "\ue001"
"""Parts the text from second readings of its words (private use: never in honest text)."""

MAX_BESIDE = 40
"""Second readings of one text."""

_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]"
_MAYBE_FIGURE = f"(?:{_LETTER}|[013457@$])"
_SET_APART, _SET_APART_TOO = (
    re.compile(
        rf"(?<![^\W_])(?<![^\W_]['\u2019.])({_LETTER})([ .\-_*\u00b7|~'\"]){_MAYBE_FIGURE}"
        rf"(?:\2{_MAYBE_FIGURE}){{{least},}}(?![^\W_])"
    )
    for least in (2, 1)
)
"""Four letters; three where four have been found."""
_INITIALS = re.compile(r"(?:[A-Z]\.){3,4}[A-Z]?|(?:[A-Z][-.*|]){3}[A-Z]|(?:[A-Z] ){3}[A-Z]")
"""Initials, short names of institutions, grades: honest, and not touched."""

_SIGNS = "A-Za-z0-9@$!|\u20ac\u00a2\u00a3\u00a5"
_NOT_WITHIN = r"(?<![\w@$!|\u20ac\u00a2\u00a3\u00a5.#&/=\\%+\-])"
_FIGURED = re.compile(
    rf"{_NOT_WITHIN}(?=[{_SIGNS}]*[A-Za-z][013457@$!|\u20ac\u00a2\u00a3\u00a5])"
    rf"[{_SIGNS}]*[A-Za-z0-9$@\u20ac](?![\w@$/=\\(\[{{]|[.:-]\w)"
)
_FIGURED_TOO = re.compile(
    rf"{_NOT_WITHIN}(?=[a-z]*[013457@$])(?=[013457@$]*[a-z])[a-z013457@$]+(?![\w@$/=\\(])", re.IGNORECASE
)
ENOUGH = 2
"""Words with figures for letters, after which figures at the ends of words are read too ("fr33", "0ur")."""
_NUMBER_OF = re.compile(r"(?i)\d+(?:st|th|am|pm|gb|mb|kg|km|px|yrs?|hrs?|min)?|\d+[a-z]|[a-z]\d+|\$\d+[a-z]*")
_FIGURES = str.maketrans("013457@$!|\u20ac\u00a2\u00a3\u00a5", "oieastasiiecly")
_FIGURE_GROUPS = re.compile("[^A-Za-z]+")
_HONEST_FIGURES = re.compile(
    r"(?i)(?:[a-z]+\d+|\d+[a-z]+|.*[2689].*|.*\d{4}.*"  # versions, units, numbers
    r"|[a-z]{0,3}\$\d+|[$@](?!.*[a-z][^a-z]+[a-z]+[^a-z]+[a-z]).*"  # prices, variables, people called
    r"|.*[a-z]{5,}@.*|(?=.*[a-z]{4}).*@.*@.*"  # e-mail
    r"|.*[a-z]{2}[!|].*|.*[!|]{2}.*"  # a blank forgotten
    r"|(?:log4|mp[34]|m[34][au]|ipv4|x?html[45]|css[134]|es[357]|web[135]|w3|s3|d3|id3|md[45]|sha1|ps[1345]|o365|win\d+"
    r"|[a-z]1[0-9]n|x1[01]|[xyz][01]|vb[3457]|net[345]|java[57]).*)"
)
MIN_FIGURED, MAX_FIGURED = 4, 40
"""Signs of a word in which figures are read as letters. Three will do for a vowel-like figure between consonants."""
_CONSONANTS_AROUND = re.compile("[b-df-hj-np-tv-z][0134@][b-df-hj-np-tv-z]")
_INNER_CAPITAL = re.compile("[a-z][^A-Za-z]*[A-Z]")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_CROWD = re.compile("[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{5}")

_STRETCHED_LETTER = re.compile(r"([A-Za-z])\1{2,}")
_ASCII_WORD = re.compile(r"(?<![^\W_])[A-Za-z]++(?![^\W_])")
_NOT_STRETCHED = re.compile("[IVXLCDMivxlcdm]+|[^I]*III|.*[a-z][A-Z].*")
"""Roman numbers, such behind a name, and names in programs."""
_OFTEN_TWICE = frozenset("bcdefglmnoprstz")


class Respelled(NamedTuple):
    """A text with words spelled as they are read. Counted: words with figures, accents, letters apart; stretched."""

    text: str
    spelled: int = 0
    stretched: int = 0


class _Speller:
    """What is done to one word at a time, counted; `beside` holds second readings."""

    __slots__ = ("beside", "spelled", "stretched")

    def __init__(self) -> None:
        self.beside: list[str] = []
        self.spelled = 0
        self.stretched = 0

    def join(self, match: re.Match[str]) -> str:
        """Return letters that were set apart as one word."""
        run = match[0]
        if _INITIALS.fullmatch(run):
            return run
        self.spelled += 1
        return run[::2]

    def read_figures(self, match: re.Match[str]) -> str:
        """Return a word with its figures as letters; a figure one is an i, and an l beside."""
        word = match[0]
        if not _is_disguised(word):
            return word
        self.spelled += 1
        if "1" in word or "!" in word or "|" in word:
            self.beside.append(word.replace("1", "l").replace("!", "l").replace("|", "l").translate(_FIGURES))
        return word.translate(_FIGURES)

    def read_more_figures(self, match: re.Match[str]) -> str:
        """Return a word with its figures as letters, where other words of the text have shown what they stand for."""
        word = match[0]
        if _NUMBER_OF.fullmatch(word):
            return word
        self.spelled += 1
        return word.translate(_FIGURES)

    def shorten(self, match: re.Match[str]) -> str:
        """Return a word with stretched letters once; twice beside, where letters often stand twice."""
        word = match[0]
        if not _STRETCHED_LETTER.search(word) or len(set(word.lower())) < 2 or _NOT_STRETCHED.fullmatch(word):
            return word
        self.stretched += 1
        twice = _STRETCHED_LETTER.sub(lambda m: m[1] * (2 if m[1].lower() in _OFTEN_TWICE else 1), word)
        once = _STRETCHED_LETTER.sub(r"\1", word)
        if twice != once:
            self.beside.append(twice)
        return once


def respell(text: str, marks: int) -> Respelled:
    """Return a text with words read as they are meant, second readings behind it. `marks`: what it may hold."""
    speller = _Speller()
    if not text.isascii():
        text, speller.spelled, beside = bared(text)
        speller.beside += beside
    if marks & APART:
        before = speller.spelled
        text = _SET_APART.sub(speller.join, text)
        if speller.spelled > before:
            text = _SET_APART_TOO.sub(speller.join, text)
            marks |= FIGURES | STRETCHED
    if marks & FIGURES:
        before = speller.spelled
        text = _FIGURED.sub(speller.read_figures, text)
        text = _FIGURED_TOO.sub(speller.read_more_figures, text) if speller.spelled - before >= ENOUGH else text
    if marks & STRETCHED:
        text = _ASCII_WORD.sub(speller.shorten, text)
    if speller.beside:
        text = f"{text} {BESIDE_MARK} {' '.join(speller.beside[:MAX_BESIDE])}"
    return Respelled(text, speller.spelled, speller.stretched)


def _is_disguised(word: str) -> bool:
    """Whether figures stand for letters: not in names of things, prices, versions, units, numbers, e-mail addresses."""
    letters = sum(map(str.isalpha, word))
    if len(word) > MAX_FIGURED or (len(word) < MIN_FIGURED and not _CONSONANTS_AROUND.fullmatch(word)):
        return False
    if not 2 <= letters < len(word) or 3 * letters < len(word) or _HONEST_FIGURES.fullmatch(word):
        return False
    read = word.translate(_FIGURES)
    if _INNER_CAPITAL.search(word) or not _VOWEL.search(read) or _CROWD.search(read):
        return False
    # More figures than letters is a number or a code, unless they stand in several places, as in "v14gr4".
    return 2 * letters >= len(word) or len(_FIGURE_GROUPS.findall(word)) > 1
