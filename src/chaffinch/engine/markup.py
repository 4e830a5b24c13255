"""Markup off and links out: HTML, BBCode, Markdown and bare addresses, each expression linear in the text.

None spans more than one tag, one bracket or one word, and what could be read in two ways is never given back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chaffinch.engine.homographs import unmasked
from chaffinch.engine.labels import label_around

LINK_MARK = "\ue000"
"""Stands in the plain text where a link was lifted out (private use: never in honest text)."""

SIGNS_BEHIND = ".,;:!?*_"
"""Signs that end the sentence or the emphasis around an address, and not the address."""

WITHIN = "\ue001"
"""Stands in a blanked text for each character of a tag inside a word (private use, and seen by nobody)."""

MAX_LINKS = 40
"""Links looked at in one comment. All are counted, the rest add nothing but time (100,000 links: 0.4 s)."""

_TLDS = (
    "com|net|org|info|biz|edu|gov|io|co|me|us|uk|de|fr|es|it|nl|pl|ru|ua|by|kz|cn|jp|kr|in|id|vn|br|pt|mx|ar|tr|gr|cz|"
    "sk|hu|ro|bg|se|no|fi|dk|ch|at|be|eu|tv|cc|xyz|top|site|online|club|shop|store|app|dev|pro|icu|vip|live|win|bid|"
    "loan|tk|ml|ga|cf|gq|ly|gl|to|ai|su|ws|mobi|name|space|website|link|click|blog|life|world|today"
)
_BARE = (
    r"(?P<bare>(?:https?|ftp)://[^\s<>\"'\[\]()]+|(?<![\w@.-])www\.[^\s<>\"'\[\]()]+"
    rf"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_TLDS})(?![\w-]|\.\w)(?:/[^\s<>\"'\[\]()]*)?)"
)
_LINK = re.compile(
    r"<a\b(?P<html>[^<>]*)>"
    r"|\[(?:url|link|img|email)\s{0,8}=(?P<bbcode>[^\]\[]*)\]"
    r"|\]\(\s{0,8}<?(?P<markdown>[^()\s<>]++)[^()]*+\)"
    rf"|{_BARE}",
    re.IGNORECASE,
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\[]*)\]\(\s{0,8}<?[^()\s<>]++[^()]*+\)")
_END_OF_LINK = re.compile(r"</a\s{0,8}>|\[/?(?:url|link|img|email)\]", re.IGNORECASE)
_BARE_LINK = re.compile(_BARE, re.IGNORECASE)
_MAY_BE_LINK = re.compile(r"[.:][^\W\d_]|:/")
_HREF = re.compile(r"href\s{0,8}=\s{0,8}[\"']?\s{0,8}([^\"'\s>]+)", re.IGNORECASE)
_HTML_INLINE = r"(?:/?(?:b|i|u|s|em|strong|span|font|small|big|tt|wbr|ins|del|mark)\b[^<>]*>|!--[^<>]*>)"
_BBCODE_INLINE = r"/?(?:b|i|u|s|size|color|font)(?:=[^\]\[]*)?\]"
_TAG_IN_WORD = re.compile(  # begins with what is rare, and looks back from there: four times as fast as the other way
    rf"(?:<(?<=[^\W\d_]<){_HTML_INLINE}|\[(?<=[^\W\d_]\[){_BBCODE_INLINE})"
    rf"(?:<{_HTML_INLINE}|\[{_BBCODE_INLINE})*(?=[^\W\d_])",
    re.IGNORECASE,
)
_HTML_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BBCODE_TAG = re.compile(
    r"\[/?(?:url|link|img|b|i|u|s|size|color|font|quote|code|list|email|center|\*)(?:=[^\]\[]*)?\]",
    re.IGNORECASE,
)


_TAG_MARK = "\0"
"""Dropped from every text before."""
_AROUND_TAGS = re.compile(f" ?(?:{_TAG_MARK} ?)+")
"""Tags are one blank, with a blank on either side too: of several blanks, some remain."""


class Link(NamedTuple):
    """One link lifted out of a text: where it leads. `kind` is html, bbcode, markdown or bare; `label` see `labels`."""

    target: str
    kind: str
    label: str = ""


class Lifted(NamedTuple):
    """A text without links and tags. `links`: the first `MAX_LINKS`; `link_count`: of all; `tags`: stripped.

    `broken`: places where a tag stood inside a word; `homographs`: links to hosts spelled with look-alikes.
    """

    text: str
    links: tuple[Link, ...] = ()
    link_count: int = 0
    tags: int = 0
    broken: int = 0
    homographs: int = 0


def lift(text: str) -> Lifted:
    """Return a text with each link replaced by `LINK_MARK`, its label kept in place, and without tags."""
    lifter = _Lifter()
    text = _LINK.sub(lifter.lift, text)
    tags = broken = bbcode_tags = 0
    if "<" in text or "[" in text:
        text, broken = _TAG_IN_WORD.subn("", text)
        text, tags = _HTML_TAG.subn(_TAG_MARK, text)
        text, bbcode_tags = _BBCODE_TAG.subn(_TAG_MARK, text)
        text = _AROUND_TAGS.sub(" ", text)
    return Lifted(text, tuple(lifter.links), lifter.count, tags + bbcode_tags + broken, broken, lifter.masked)


def lift_words(text: str) -> Lifted:
    """As `lift`, of a text without brackets, looking only at words that may be links; blanks become single."""
    lifter = _Lifter()
    words = [
        _BARE_LINK.sub(lifter.lift, word) if ("." in word or ":" in word) and _MAY_BE_LINK.search(word) else word
        for word in text.split()
    ]
    return Lifted(" ".join(words), tuple(lifter.links), lifter.count, homographs=lifter.masked)


class _Lifter:
    """Takes links out one by one, and keeps and counts them."""

    __slots__ = ("count", "links", "masked")

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.count = 0
        self.masked = 0

    def lift(self, match: re.Match[str]) -> str:
        kind = match.lastgroup or "bare"
        target = match[kind]
        if kind == "html":
            href = _HREF.search(target)
            if href is None:
                return " "
            target = href[1]
        # A label that is itself an address is the same link told twice: `<a href=X>X</a>`.
        if kind == "bare" and self.links and _same_place(self.links[-1].target, target):
            return " "
        self.count += 1
        if self.count <= MAX_LINKS:
            target, is_masked = unmasked(target.strip().rstrip(SIGNS_BEHIND))
            self.masked += is_masked
            self.links.append(Link(target, kind, label_around(match.string, match.start(), match.end(), kind)))
        return f" {LINK_MARK} "


def _same_place(one: str, other: str) -> bool:
    return one.partition("://")[2].rstrip("/.") == other.partition("://")[2].rstrip("/.")


def blanked(text: str) -> str:
    """Return a text as long as it was, each link a `LINK_MARK` and blanks, each tag blanks, inside a word `WITHIN`."""
    text = _LINK.sub(lambda m: f" {LINK_MARK}".ljust(len(m[0])), text)
    if "<" in text or "[" in text:
        text = _TAG_IN_WORD.sub(lambda m: WITHIN * len(m[0]), text)
        text = _HTML_TAG.sub(lambda m: " " * len(m[0]), text)
        text = _BBCODE_TAG.sub(lambda m: " " * len(m[0]), text)
    return text


def unlinked(text: str) -> str:
    """Return a text without its links as it would have been written: addresses and what makes them links are gone.

    The words of a link stay, an address that is its own label does not.
    """
    text = _MARKDOWN_LINK.sub(r"\1", text)
    text = _LINK.sub("", text)
    return _END_OF_LINK.sub("", text)


def targets(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each link of a text has its address, and the address as it stands there."""
    for match in _LINK.finditer(text):
        kind = match.lastgroup or "bare"
        href = _HREF.search(match[kind]) if kind == "html" else None
        if href is not None:
            yield match.start(kind) + href.start(1), href[1]
        elif kind != "html":
            yield match.start(kind), match[kind]
