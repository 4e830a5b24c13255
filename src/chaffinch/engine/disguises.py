"""Letters in disguise: what nobody sees dropped, what is drawn as a symbol or lent by another script read as Latin.

All that is not ASCII goes through here. Honest writing of any script keeps its letters: a fold needs a reason in the
word itself (two scripts, a mark that no language puts there), or in all of the text (see `_fold_twins`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from string import ascii_uppercase
from typing import NamedTuple

from chaffinch.engine.confusables import CYRILLIC_TWINS, DRAWN, FIRST_FLAG_LETTER, LANDS, LOOK_ALIKES, TWINS

MAX_MARKS = 16
"""Combining marks kept on one letter before they are normalised."""

MIN_TWINS, MANY_TWINS = 3, 24
"""Letters of a word of twins among Latin ones; of a text of nothing else."""

_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000\ue001"
)
_DRAWN = (
    "\u02b0-\u02b8\u1d00-\u1d6a\u2071\u207f\u2090-\u209c\u249c-\u24e9\ua730\ua731\ua7af\u0251\u0261\u0262\u026a\u0274\u0280"
    "\u028f\u0299\u029c\u029f\U0001d400-\U0001d7cb\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff"
)
_ODD = re.compile(f"[{_UNSEEN}{_DRAWN}\u0300-\u036f\u20d0-\u20f0]")
"""One of these is in every text that is not as it is read, or the text is not in NFKC, or a script lends letters."""
_REVERSED = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]+)\u202c")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_JOINERS = re.compile("[\u200c\u200d\u200e\u200f\ufe0e\ufe0f\x0b\x0c]")
"""Honest in Persian, Indic scripts and emoji, and beside right-to-left words; breaks of lines and pages."""
_SYMBOL_LETTER = re.compile(f"[{_DRAWN}]+")
_FULLWIDTH = re.compile("[\uff21-\uff3a\uff41-\uff5a]+")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_MARKED = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\u0300-\u036f]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0304\u030c")
_OVERLAY = re.compile("[\u0334-\u0338\u20d0-\u20f0]|(?<=[\u0300-\u036f])[\u0300-\u036f]{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
"""Words that are counted as one: the parts of a host, too."""
_BEFORE_HOSTS = ("://", "@")
_LATIN = re.compile("[A-Za-z]")
_LENDERS = "\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\ua4d0-\ua4f7"
_LENT = re.compile(f"[{_LENDERS}]")
_SEAM = re.compile(f"[A-Za-z\u00c0-\u024f][{_LENDERS}]|[{_LENDERS}][A-Za-z\u00c0-\u024f]")
_NOT_TWIN = re.compile(f"(?![{''.join(map(chr, TWINS))}])[{_LENDERS}]")
_NOT_LOOK_ALIKE = re.compile(f"(?![{''.join(map(chr, LOOK_ALIKES))}])[{_LENDERS}]")
_NOT_CYRILLIC_TWIN = re.compile(f"(?![{''.join(map(chr, CYRILLIC_TWINS))}])[A-Za-z]")
_ENDING = re.compile(f"[A-Za-z]+[{_LENDERS}]+")


class Uncovered(NamedTuple):
    """A text without disguises of letters.

    Counted: characters nobody sees or nobody writes, words of lent letters, hosts of such, and runs of letters drawn as
    symbols.
    """

    text: str
    invisible: int = 0
    mixed: int = 0
    homographs: int = 0
    styled: int = 0


@cache
def _long_mark_runs() -> re.Pattern[str]:
    """Return what finds runs of more than `MAX_MARKS` combining marks, the first of them in group one.

    Normalising sorts the marks of a run, in quadratic time: 64 KB of them took seconds. No script stacks so many.
    """
    codes = [code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    marks = re.escape("".join(map(chr, codes)))
    return re.compile(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+")


def uncover(text: str) -> Uncovered:
    """Return a text with its letters as a reader sees them."""
    invisible = mixed = homographs = styled = 0
    if _ODD.search(text) or not unicodedata.is_normalized("NFKC", text):
        text, invisible, styled = _uncover_odd(text)
    if _LENT.search(text):
        text, mixed, homographs = _fold_lent(text)
    return Uncovered(text, invisible, mixed, homographs, styled)


def _uncover_odd(text: str) -> tuple[str, int, int]:
    text = _long_mark_runs().sub(r"\1", text)
    text, hidden = _REVERSED.subn(lambda m: m[1][::-1], text)
    text, styled = _read_symbols(text)
    text, marks = _drop_marks(unicodedata.normalize("NFKC", text))
    hidden -= len(_JOINERS.findall(text))
    text, invisible = _INVISIBLE.subn("", text)
    return text, max(0, invisible + hidden) + marks, styled


def _read_symbols(text: str) -> tuple[str, int]:
    """Read letters drawn as symbols, and count their runs; fullwidth ones are honest beside East Asian writing."""
    styled = len(_SYMBOL_LETTER.findall(text))
    if styled:
        text = text.translate(DRAWN)
        flags = _FLAG_LETTERS.findall(text)
        if all(map(_are_flags, flags)):
            styled -= len(flags)
        else:
            text = text.translate(_LETTERS_OF_FLAGS)
    if not _EAST_ASIAN.search(text):
        styled += len(_FULLWIDTH.findall(text))
    return text, styled


_LETTERS_OF_FLAGS = {FIRST_FLAG_LETTER + n: letter for n, letter in enumerate(ascii_uppercase)}


def _are_flags(run: str) -> bool:
    letters = run.translate(_LETTERS_OF_FLAGS)
    return LANDS.issuperset(letters[at : at + 2] for at in range(0, len(letters), 2))


def _drop_marks(text: str) -> tuple[str, int]:
    """Drop overlays and stacks of marks, and all marks of words that carry such as no language writes.

    After normalising, only what is not one letter of any language still has its mark apart. Tones remain: Yoruba and
    Lithuanian put them on letters that have another mark already.
    """
    text, dropped = _OVERLAY.subn("", text)
    odd = {match[0] for match in _MARKED.finditer(text) if not _TONE_MARKS.issuperset(match[0][1:])}
    if not odd:
        return text, dropped
    text = unicodedata.normalize("NFC", _WORD_WITH_MARKS.sub(_without_marks, text))
    return text, dropped + len(odd)


_WORD_WITH_MARKS = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")


def _without_marks(match: re.Match[str]) -> str:
    word = match[0]
    if all(_TONE_MARKS.issuperset(one[0][1:]) for one in _MARKED.finditer(word)):
        return word
    return _MARKS.sub("", unicodedata.normalize("NFD", word))


def _fold_lent(text: str) -> tuple[str, int, int]:
    """Fold letters that one script lends to words of another; count the words, and the hosts."""
    mixed = homographs = 0
    is_of_both = _NOT_LOOK_ALIKE.search(text) is not None

    def fold(match: re.Match[str]) -> str:
        table = _table_for(match[0], is_of_both)
        return match[0].translate(table) if table else match[0]

    def fold_all(match: re.Match[str]) -> str:
        nonlocal mixed, homographs
        folded = _WORD.sub(fold, match[0])
        if folded == match[0]:
            return folded
        is_host = text.endswith(_BEFORE_HOSTS, 0, match.start())
        mixed += not is_host
        homographs += is_host
        return folded if _NOT_LOOK_ALIKE.search(folded) else folded.translate(LOOK_ALIKES)

    if _SEAM.search(text):
        text = _HYPHENATED.sub(fold_all, text)
    return *_fold_twins(text, mixed), homographs


def _table_for(word: str, is_of_both: bool) -> dict[int, str] | None:
    """Return what makes a word one of a single script; none if it mixes none, or honestly.

    `is_of_both`: the text needs both scripts. Then a Latin beginning with letters of the other behind it is a name with
    an ending, or a slip, and no disguise.
    """
    if not (_LENT.search(word) and _LATIN.search(word)) or (is_of_both and _ENDING.fullmatch(word)):
        return None
    if not _NOT_LOOK_ALIKE.search(word):
        return LOOK_ALIKES
    return None if _NOT_CYRILLIC_TWIN.search(word) else CYRILLIC_TWINS


def _fold_twins(text: str, mixed: int) -> tuple[str, int]:
    """Fold whole words of look-alikes, where nothing in the text needs another script than Latin.

    Honest writing of another script soon has a letter that looks like no Latin one (in Russian capitals, which have the
    most twins, every third). Without a mixed word beside, only twins are folded, and only where Latin letters are more
    or twins are many: one Russian word of twins does not make a disguise.
    """
    lent = len(_LENT.findall(text))
    if not lent or (_NOT_LOOK_ALIKE if mixed else _NOT_TWIN).search(text):
        return text, mixed
    words = [word for word in _WORD.findall(text) if _LENT.search(word)]
    longest = max(map(len, words), default=0)
    is_latin = longest > 1 if mixed else longest >= MIN_TWINS and len(_LATIN.findall(text)) >= lent
    if not is_latin and lent < MANY_TWINS:
        return text, mixed
    return text.translate(LOOK_ALIKES), mixed + len(words)
