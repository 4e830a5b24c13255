"""Markup, links and disguises off: what a reader would see, and what was taken away to see it.

One pass per comment over compiled expressions, each linear in the text: none spans more than one tag, one
bracket or one word, and what could be read in two ways is never given back, so no input makes them back-track
(tests/engine/test_text_hostile.py feeds them the worst).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from chaffinch.engine.confusables import LOOK_ALIKES

LINK_MARK = "\ue000"
"""Stands in the plain text where a link was lifted out (private use: never in honest text)."""

MAX_LINKS = 40
"""Links looked at in one comment. All are counted, the rest add nothing but time (100,000 links: 0.4 s)."""

MAX_MARKS = 16
"""Combining marks kept on one letter."""

_LONG_ENTITY = re.compile(r"&#(?:\d{8,}|[xX][0-9A-Fa-f]{7,});?")
"""Names no character, and Python refuses to read numbers of thousands of digits."""
_TLDS = (
    "com|net|org|info|biz|edu|gov|io|co|me|us|uk|de|fr|es|it|nl|pl|ru|ua|by|kz|cn|jp|kr|in|id|vn|br|pt|mx|ar|tr|gr|cz|"
    "sk|hu|ro|bg|se|no|fi|dk|ch|at|be|eu|tv|cc|xyz|top|site|online|club|shop|store|app|dev|pro|icu|vip|live|win|bid|"
    "loan|tk|ml|ga|cf|gq|ly|gl|to|ai|su|ws|mobi|name|space|website|link|click|blog|life|world|today"
)
_MAY_HOLD_LINK = re.compile(r"[.:][A-Za-z/]")
"""Cheap and never wrong about absence: every bare link has a dot before a letter, or a colon before a slash."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINK = re.compile(
    r"<a\b(?P<html>[^<>]*)>"
    r"|\[(?:url|link|img|email)\s{0,8}=(?P<bbcode>[^\]\[]*)\]"
    r"|\]\(\s{0,8}<?(?P<markdown>[^()\s<>]++)[^()]*+\)"
    r"|(?P<bare>(?:https?|ftp)://[^\s<>\"'\[\]()]+|(?<![\w@.-])www\.[^\s<>\"'\[\]()]+"
    rf"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_TLDS})(?![\w-]|\.\w)(?:/[^\s<>\"'\[\]()]*)?)",
    re.IGNORECASE,
)
_HREF = re.compile(r"href\s{0,8}=\s{0,8}[\"']?\s{0,8}([^\"'\s>]+)", re.IGNORECASE)
_HTML_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BBCODE_TAG = re.compile(
    r"\[/?(?:url|link|img|b|i|u|s|size|color|font|quote|code|list|email|center|\*)(?:=[^\]\[]*)?\]",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000]"
)
_JOINERS = re.compile("[\u200c\u200d\u200e\u200f\ufe0e\ufe0f]")
"""Honest in Persian, Indic scripts and emoji, and beside right-to-left words: taken away, but no disguise."""
_OVERLAY = re.compile("[\u0334-\u0338\u20d0-\u20f0]|(?<=[\u0300-\u036f])[\u0300-\u036f]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_LOOK_ALIKE_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f]")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _long_mark_runs() -> re.Pattern[str]:
    """Return what finds runs of more than `MAX_MARKS` combining marks, the first of them in group one.

    Normalising sorts the marks of a run, in quadratic time: 64 KB of them took seconds. No script stacks so many.
    """
    codes = [code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    marks = re.escape("".join(map(chr, codes)))
    return re.compile(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+")


class Link(NamedTuple):
    """One link lifted out of a text: where it leads, as written. `kind` is html, bbcode, markdown or bare."""

    target: str
    kind: str


class PlainText(NamedTuple):
    """What a reader would see. Case is kept; white space is single blanks; links became `LINK_MARK`.

    `links` holds the first `MAX_LINKS`; `link_count` counts all. `invisible` counts characters nobody sees,
    `mixed` the words that mixed look-alike letters of two scripts, `lines` the line breaks of the source.
    """

    text: str
    links: tuple[Link, ...] = ()
    link_count: int = 0
    tags: int = 0
    invisible: int = 0
    mixed: int = 0
    lines: int = 0


def plain(source: str) -> PlainText:
    """Return what a reader would see of `source` (plain text, HTML, BBCode or Markdown; never raises)."""
    text = source
    links: list[Link] = []
    link_count = tags = invisible = mixed = 0
    if "&" in text:
        text = html.unescape(_LONG_ENTITY.sub("\ufffd", text))
    if not text.isascii() or _CONTROL.search(text):
        text, invisible, mixed = _undisguise(text)
    if "<" in text or "[" in text or _MAY_HOLD_LINK.search(text):
        text, link_count = _lift_links(text, links)
        if "<" in text:
            text, tags = _HTML_TAG.subn(" ", text)
        if "[" in text:
            text, bbcode_tags = _BBCODE_TAG.subn(" ", text)
            tags += bbcode_tags
    lines = source.count("\n")
    return PlainText(" ".join(text.split()), tuple(links), link_count, tags, invisible, mixed, lines)


def _undisguise(text: str) -> tuple[str, int, int]:
    """Fold compatibility forms, drop what nobody sees, and fold look-alikes in words that mix scripts.

    Only mixed words are folded: over a whole text the table turns honest Cyrillic and Greek into Latin.
    """
    text = _long_mark_runs().sub(r"\1", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text, overlays = _OVERLAY.subn("", text)
    joiners = len(_JOINERS.findall(text))
    breaks = text.count("\x0c") + text.count("\x0b")
    text, invisible = _INVISIBLE.subn("", text)
    mixed = 0
    if _LOOK_ALIKE_SCRIPT.search(text) and _LATIN.search(text):
        text, mixed = _fold_mixed_words(text)
    return text, max(0, invisible - joiners - breaks) + overlays, mixed


def _fold_mixed_words(text: str) -> tuple[str, int]:
    mixed = 0

    def fold(match: re.Match[str]) -> str:
        nonlocal mixed
        word = match[0]
        if word.isascii() or not (_LATIN.search(word) and _LOOK_ALIKE_SCRIPT.search(word)):
            return word
        mixed += 1
        return word.translate(LOOK_ALIKES)

    return _WORD.sub(fold, text), mixed


def _lift_links(text: str, links: list[Link]) -> tuple[str, int]:
    """Replace each link by `LINK_MARK`, keep its label in place, append its target to `links`; count all."""
    count = 0

    def lift(match: re.Match[str]) -> str:
        nonlocal count
        kind = match.lastgroup or "bare"
        target = match[kind]
        if kind == "html":
            href = _HREF.search(target)
            if href is None:
                return " "
            target = href[1]
        # A label that is itself an address is the same link told twice: `<a href=X>X</a>`.
        if kind == "bare" and links and _same_place(links[-1].target, target):
            return " "
        count += 1
        if count <= MAX_LINKS:
            links.append(Link(target.strip().rstrip(".,;:!?*_"), kind))
        return f" {LINK_MARK} "

    return _LINK.sub(lift, text), count


def _same_place(one: str, other: str) -> bool:
    return one.partition("://")[2].rstrip("/.") == other.partition("://")[2].rstrip("/.")
