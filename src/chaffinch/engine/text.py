"""Markup, links and disguises off: what a reader would see, and what was taken away to see it.

One look at all texts together (`glances`) tells which may hold what; most hold nothing, and are done. Everything is
linear in the text: what could be read in two ways is never given back, so no input makes an expression back-track
(tests/engine/test_text_hostile.py feeds them the worst).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from chaffinch.engine import glances
from chaffinch.engine.disguises import Uncovered, uncover
from chaffinch.engine.markup import LINK_MARK, MAX_LINKS, Lifted, Link, lift, lift_words
from chaffinch.engine.spelling import BESIDE_MARK, respell

__all__ = ["BESIDE_MARK", "LINK_MARK", "MAX_LINKS", "Link", "PlainText", "plain", "plains"]

_LONG_ENTITY = re.compile(r"&#(?:\d{8,}|[xX][0-9A-Fa-f]{7,});?")
"""Names no character, and Python refuses to read numbers of thousands of digits."""
_ESCAPED_LETTER = re.compile(
    r"&(?:amp;)?#(?:0*(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])|[xX]0*[4-7][0-9A-Fa-f])(?!\d);?"
)
"""ASCII letters by number: no editor writes them so."""
_TWICE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|(?!(?:lt|gt|amp|quot);)[A-Za-z]{2,31}\d{0,2});")
"""What is still an entity after unescaping once. Those that markup is written with are left: people write about it."""
_SPELLED_ODDLY = glances.FIGURES | glances.APART | glances.STRETCHED
_CLEAR = Uncovered("")


class PlainText(NamedTuple):
    """What a reader would see. Case is kept; white space is single blanks; links became `LINK_MARK`.

    Behind `BESIDE_MARK`, if it is there, stand second readings of words. `links` holds the first `MAX_LINKS`;
    `link_count` counts all; `lines` the line breaks of the source. Disguises, each counted: `invisible` characters
    nobody sees and stacked marks, `mixed` words with look-alike letters of another script, `styled` runs of letters
    drawn as symbols, `spelled` words with figures or accents where letters belong or letters set apart, `stretched`
    words, `broken` places where a tag stood inside a word and letters written as numbers, `homographs` links to hosts
    with look-alikes.
    """

    text: str
    links: tuple[Link, ...] = ()
    link_count: int = 0
    tags: int = 0
    invisible: int = 0
    mixed: int = 0
    lines: int = 0
    styled: int = 0
    spelled: int = 0
    stretched: int = 0
    broken: int = 0
    homographs: int = 0


def plain(source: str) -> PlainText:
    """Return what a reader would see of `source` (plain text, HTML, BBCode or Markdown; never raises)."""
    return plains([source])[0]


def plains(sources: Sequence[str]) -> list[PlainText]:
    """Return what a reader would see of each source."""
    opened = [_unescaped(source) if "&" in source else source for source in sources]
    covered = {at: uncover(text) for at, text in enumerate(opened) if not text.isascii()}
    for at, seen in covered.items():
        opened[at] = seen.text
    marks = glances.glances(opened)
    return [
        _read(source, text, mark, covered.get(at, _CLEAR))
        if mark or at in covered or text is not source
        else PlainText(text)
        for at, (source, text, mark) in enumerate(zip(sources, opened, marks, strict=True))
    ]


def _unescaped(text: str) -> str:
    text = html.unescape(_LONG_ENTITY.sub("\ufffd", text))
    return _TWICE.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def _read(source: str, text: str, mark: int, seen: Uncovered) -> PlainText:
    """Read a text that may hold what `mark` says."""
    if mark & glances.CONTROL:
        seen = uncover(text)
        text = seen.text
        mark = glances.ANYTHING
    if mark & glances.MARKUP or (mark & glances.LINK and mark & glances.APART):
        lifted = lift(text)
    elif mark & glances.LINK:
        lifted = lift_words(text)
    else:
        lifted = Lifted(text)
    spelled = stretched = 0
    text = lifted.text
    if lifted.tags:
        single = " ".join(text.split())
        mark = _SPELLED_ODDLY if lifted.broken else mark | glances.apart(single)
        text = text if mark & glances.APART else single  # several blanks part words of letters that blanks part
    if mark & _SPELLED_ODDLY or not text.isascii():
        text, spelled, stretched = respell(text, mark)
    return PlainText(
        " ".join(text.split()),
        lifted.links,
        lifted.link_count,
        lifted.tags,
        seen.invisible,
        seen.mixed,
        source.count("\n"),
        seen.styled,
        spelled,
        stretched,
        lifted.broken + (len(_ESCAPED_LETTER.findall(source)) if "#" in source and "&" in source else 0),
        seen.homographs + lifted.homographs,
    )
