"""What texts may hold, told at a glance: which need reading and which do not.

A glance is never wrong about absence; of what it says may be there, the reader makes sure. Many texts are looked at as
one array: a tenth of what one expression costs that looks for one of these things. A few are looked at one by one, for
a call into arrays costs more than such a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

CONTROL = 1
"""A control character of ASCII that is no white space."""
SPACES = 2
"""White space other than single blanks between words."""
MARKUP = 4
"""A bracket that may open a tag."""
LINK = 8
"""A dot before a letter, or a colon before a slash: every bare link has one."""
FIGURES = 16
"""Signs that stand for letters, among letters."""
APART = 32
"""Four letters in a row of which each stands by itself."""
STRETCHED = 64
"""Three equal letters in a row. Not of w: every third address would be one."""
ANYTHING = 127

FEW = 8
"""Texts from which on an array is faster: 5 us a text one by one; as an array 30 us for one, and for 128 1 us each."""

_LETTER, _FIGURE, _BLANK, _DOT, _SLASH = 1, 2, 4, 8, 16
_KINDS_OF = {"013457@$!|": _FIGURE, " ": _BLANK, ".:": _DOT, "/": _SLASH}
_MARKS_OF = {
    "".join(map(chr, {*range(32), 127} - {9, 10, 13})): CONTROL,
    "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f": SPACES,
    "<[": MARKUP,
}
_ASCII = [chr(code) for code in range(128)]
_KINDS = bytes(sum(bit for held, bit in _KINDS_OF.items() if c in held) | c.isalpha() for c in _ASCII)
_MARKS = bytes(sum(bit for held, bit in _MARKS_OF.items() if c in held) for c in _ASCII)
_ONE_KINDS = _KINDS + bytes(128)
_ONE_LETTERS = bytes(kind & _LETTER for kind in _ONE_KINDS)
_ONE_MARKS = _MARKS + bytes(128)
_LATIN_1 = [chr(code).isalpha() * _LETTER | (chr(code) in "¢£¥") * _FIGURE for code in range(128, 256)]
_MANY_KINDS = np.array([*_KINDS, *_LATIN_1, _LETTER | _FIGURE], np.uint8)
_MANY_MARKS = np.array([*_MARKS, *bytes(129)], np.uint8)
"""By code, and last for all beyond Latin-1: what that may be is left open, and parts no letters."""
_PATTERNS = (
    (SPACES, ((_BLANK, _BLANK),)),
    (LINK, ((_DOT, _LETTER), (_DOT, _SLASH))),
    (FIGURES, ((_LETTER, _FIGURE, _LETTER), (_LETTER, _FIGURE, _FIGURE))),
)
_ONE_PATTERNS = tuple((mark, tuple(map(bytes, patterns))) for mark, patterns in _PATTERNS)
_THREE_EQUAL = re.compile(r"([A-VX-Za-vx-z])\1\1")
_ONE_APART = bytes((_LETTER, 0, _LETTER, 0, _LETTER, 0, _LETTER))


def glances(texts: Sequence[str]) -> list[int]:
    """Return for each text what it may hold: `CONTROL`, `SPACES` and so on, added up."""
    if len(texts) < FEW:
        return [_one(text) if text.isascii() else _many([text])[0] for text in texts]
    return _many(texts)


def apart(text: str) -> int:
    """Return `APART` for a text that may have letters apart, else 0: taking tags out can leave nothing else new."""
    return 0 if text.isascii() and _ONE_APART not in text.encode().translate(_ONE_LETTERS) else APART


def _one(text: str) -> int:
    codes = text.encode()
    marks = SPACES if codes[:1] == b" " or codes[-1:] == b" " else 0
    for mark in set(codes.translate(_ONE_MARKS)):
        marks |= mark
    kinds = codes.translate(_ONE_KINDS)
    for mark, patterns in _ONE_PATTERNS:
        if any(pattern in kinds for pattern in patterns):
            marks |= mark
    if _ONE_APART in codes.translate(_ONE_LETTERS):
        marks |= APART
    number = int.from_bytes(codes, "little")
    if b"\0\0" in (number ^ (number >> 8)).to_bytes(len(codes), "little"):
        marks |= STRETCHED if _THREE_EQUAL.search(text) else 0
    return marks


def _many(texts: Sequence[str]) -> list[int]:
    joined = f" {' '.join(texts)} "
    codes: NDArray[np.uint8] | NDArray[np.uint32]
    if joined.isascii():
        codes = np.frombuffer(joined.encode(), np.uint8)
    else:
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    starts = [0, *accumulate((len(text) + 1 for text in texts), initial=1)][:-1]
    starts.pop(1)  # the first begins with the blank before it, which parts it from nothing
    found: list[int] = np.bitwise_or.reduceat(_marks(codes), starts).tolist()
    return found


def _marks(codes: NDArray[np.uint8] | NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return for each place what begins there; neighbouring texts, parted by one blank, may lend each other some."""
    marks = _MANY_MARKS.take(codes, mode="clip")
    if codes.size < len(_ONE_APART):
        return marks | np.uint8(ANYTHING & ~CONTROL)
    kinds = _MANY_KINDS.take(codes, mode="clip")
    letter, figure, blank, dot = ((kinds & kind).astype(np.bool_) for kind in (_LETTER, _FIGURE, _BLANK, _DOT))
    double = (blank[:-1] & blank[1:]) * np.uint8(SPACES)
    marks[:-1] |= double
    marks[1:] |= double
    marks[:-1] |= (dot[:-1] & (kinds[1:] & (_LETTER | _SLASH)).astype(np.bool_)) * np.uint8(LINK)
    marks[:-2] |= (letter[:-2] & figure[1:-1] & (letter[2:] | figure[2:])) * np.uint8(FIGURES)
    same = codes[1:] == codes[:-1]
    stretched = same[1:] & same[:-1] & letter[2:] & (codes[2:] | 0x20 != ord("w"))
    marks[:-2] |= stretched * np.uint8(STRETCHED)
    by_itself = letter[:-2] & ~letter[1:-1] & letter[2:]
    marks[:-6] |= (by_itself[:-4] & by_itself[2:-2] & by_itself[4:]) * np.uint8(APART)
    return marks
