"""Words in disguise, where they stand in a text, and what they were read as. Asked by people, not while judging.

What the judge reads is one text, and what was written another; the two are laid side by side, stretch by stretch, and
where they part a disguise was folded away. So nothing is told here that the judge did not read. Linear in the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from chaffinch.engine.homographs import unmasked
from chaffinch.engine.markup import LINK_MARK, SIGNS_BEHIND, blanked, targets
from chaffinch.engine.parsing import MAX_TEXT
from chaffinch.engine.spelling import BESIDE_MARK
from chaffinch.engine.text import PlainText, plain, plains
from chaffinch.engine.types import Span

WINDOW = 80
"""Stretches looked ahead for a place where both texts agree again: a word of forty letters set apart, twice."""
SURE = 4
"""Letters of a stretch that alone says that both texts agree again; a shorter one needs its neighbour too."""


class Reading(NamedTuple):
    """Characters of a text, and the word or words that they were read as."""

    span: Span
    words: str


class _Stretch(NamedTuple):
    """What stands between blanks: where, and how it is read by itself."""

    start: int
    text: str
    alone: PlainText


def readings(source: str) -> tuple[Reading, ...]:
    """Return the words in disguise that were read as others, in the order of the text, without overlap."""
    source = source[:MAX_TEXT]
    seen = plain(source)
    if not is_disguised(seen):
        return ()
    found = [*_words(source, seen), *_hosts(source)]
    return tuple(sorted(found))


def is_disguised(seen: PlainText) -> bool:
    """Return whether anything in a text was in disguise."""
    letters = seen.invisible + seen.mixed + seen.styled
    return bool(letters + seen.spelled + seen.stretched + seen.broken + seen.homographs)


def _hosts(source: str) -> Iterator[Reading]:
    """Yield the addresses whose hosts are spelled with look-alikes."""
    for start, target in targets(source):
        target = target.rstrip(SIGNS_BEHIND)
        spelled, is_masked = unmasked(target)
        if is_masked:
            yield Reading(Span(start, start + len(target)), spelled)


def _words(source: str, seen: PlainText) -> Iterator[Reading]:
    written = _stretches(source)
    read = seen.text.partition(BESIDE_MARK)[0].split()
    for at, count, first, words in _apart(written, read):
        some, others = written[at : at + count], [word for word in read[first : first + words] if word != LINK_MARK]
        if len(some) == len(others):
            pairs = [([one], other) for one, other in zip(some, others, strict=True)]
        else:
            pairs = [(some, " ".join(others))] if some and others else []
        for stretches, reading in pairs:
            yield from _told(source, stretches, reading)


def _stretches(source: str) -> list[_Stretch]:
    shown, found, at = blanked(source), [], 0
    for text in shown.split():
        at = shown.index(text, at)
        found.append((at, text))
        at += len(text)
    alone = plains([source[at : at + len(text)] for at, text in found])
    return [_Stretch(*place, read) for place, read in zip(found, alone, strict=True)]


def _apart(written: Sequence[_Stretch], read: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where both texts part: place and count of stretches, place and count of the words read for them."""
    places: dict[str, list[int]] = {}
    for at in range(len(read) - 1, -1, -1):
        places.setdefault(read[at], []).append(at)
    i = j = 0
    while i < len(written) and j < len(read):
        if written[i].text == read[j]:
            i, j = i + 1, j + 1
        elif written[i].alone.text == read[j]:
            yield i, 1, j, 1
            i, j = i + 1, j + 1
        else:
            count, words = _until_both_agree(written, i, read, j, places)
            yield i, count, j, words
            i, j = i + count, j + words
    if i < len(written) and j < len(read):
        yield i, len(written) - i, j, len(read) - j


def _until_both_agree(
    written: Sequence[_Stretch], i: int, read: Sequence[str], j: int, places: dict[str, list[int]]
) -> tuple[int, int]:
    """Return after how many stretches, and how many words, both texts agree again; the fewest together."""
    best = (min(WINDOW, len(written) - i), min(WINDOW, len(read) - j))
    for count in range(min(WINDOW, len(written) - i)):
        if count >= sum(best):
            break
        one = written[i + count]
        for text in {one.text, one.alone.text}:
            found = places.get(text, [])
            while found and found[-1] < j:
                found.pop()
            for at in reversed(found[-8:]):
                if at - j + count >= sum(best):
                    break
                if len(text) >= SURE or _agree(written, i + count + 1, read, at + 1):
                    best = (count, at - j)
                    break
    return best


def _agree(written: Sequence[_Stretch], i: int, read: Sequence[str], j: int) -> bool:
    if i >= len(written) or j >= len(read):
        return i >= len(written) and j >= len(read)
    return read[j] in (written[i].text, written[i].alone.text)


def _told(source: str, stretches: Sequence[_Stretch], reading: str) -> Iterator[Reading]:
    """Yield what was read for some stretches, without the signs around it, if it was in disguise."""
    start, end = stretches[0].start, stretches[-1].start + len(stretches[-1].text)
    text = source[start:end]
    is_folded = any(is_disguised(one.alone) for one in stretches) or _honest(text) != _honest(reading)
    if not is_folded or (len(stretches) > 1 and len(reading) > len(text)):
        return
    while text and reading and text[0] == reading[0] and not text[0].isalnum():
        text, reading, start = text[1:], reading[1:], start + 1
    while text and reading and text[-1] == reading[-1] and not text[-1].isalnum():
        text, reading = text[:-1], reading[:-1]
    if text and any(map(str.isalnum, reading)) and text != reading:
        yield Reading(Span(start, start + len(text)), reading)


def _honest(text: str) -> str:
    """Return a text with what honest writing may differ in made equal: entities, variants, and what joins letters."""
    normal = unicodedata.normalize("NFKC", unescape(text)).casefold()
    return "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")
