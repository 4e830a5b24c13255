"""Comment text to HTML: everything escaped, paragraphs, links that vouch for nothing, and marked evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from chaffinch.engine.types import Evidence

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}…’”»"
REL = "ugc nofollow noopener"
"""What every link by a commenter says: made by a user, no vote, no handle on our window."""
_LINK = Markup('<a href="{}" rel="{}">{}</a>')
_FRAMED_LINK = Markup('<a href="{}" rel="{}" target="_blank">{}</a>')


def link_target(address: str | None) -> str | None:
    """Return the address where it is plain http or https with a host, else None: nothing else is ever linked."""
    if not address or any(letter.isspace() for letter in address.strip()):
        return None
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and host else None


def paragraphs(text: str, *, is_framed: bool = False) -> Markup:
    """Return the comment as paragraphs with line breaks; each finds its own direction of writing.

    `is_framed`: links open beside the frame they stand in, which goes on showing the comments.
    """
    link = _FRAMED_LINK if is_framed else _LINK
    return _paragraphs(text, lambda line: _linked(line, link))


def plain_paragraphs(text: str) -> Markup:
    """Return the same without links: for words that nobody has published."""
    return _paragraphs(text, escape)


def _paragraphs(text: str, line_of: Callable[[str], Markup]) -> Markup:
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return Markup("\n").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>\n").join(map(line_of, block.splitlines())))
        for block in blocks
    )


def _linked(line: str, link: Markup) -> Markup:
    pieces: list[Markup] = []
    position = 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_TRAILING)
        if link_target(address) is None:
            continue
        pieces.append(escape(line[position : match.start()]))
        pieces.append(link.format(address, REL, address))
        position = match.start() + len(address)
    return Markup("").join([*pieces, escape(line[position:])])


def marked(text: str, evidence: Iterable[Evidence]) -> Markup:
    """Return the text with every span of the evidence in `<mark>`: class `spam` or `ham` by its direction.

    Spans may overlap and may be out of range (evidence is stored beside a text that may have been cut):
    each character takes the sum of the weights over it, and runs of one sign become one mark.
    """
    weights = [0.0] * len(text)
    for reason in evidence:
        for span in reason.spans:
            for index in range(max(0, span.start), min(len(text), span.end)):
                weights[index] += reason.weight
    pieces: list[Markup] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or _direction(weights[index]) != _direction(weights[start]):
            pieces.append(_mark(text[start:index], _direction(weights[start])))
            start = index
    return Markup("").join(pieces)


def _direction(weight: float) -> str:
    return "spam" if weight > 0 else "ham" if weight < 0 else ""


def _mark(text: str, direction: str) -> Markup:
    return Markup('<mark class="{}">{}</mark>').format(direction, text) if direction else escape(text)


def coded(sentence: str) -> Markup:
    """Return a sentence with what stands between backticks as code.

    >>> coded("Run `chaffinch signin` <now>.")
    Markup('Run <code>chaffinch signin</code> &lt;now&gt;.')
    """
    pieces = sentence.split("`")
    is_paired = len(pieces) % 2 == 1
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if index % 2 and is_paired else escape(piece)
        for index, piece in enumerate(pieces)
    )


def address_parts(address: str) -> tuple[str, str, str]:
    """Return what stands before the host, the host, and what stands after it, for showing without linking."""
    try:
        host = urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        host = ""
    before, found, after = address.partition(host) if host else (address, "", "")
    return before, found, after
