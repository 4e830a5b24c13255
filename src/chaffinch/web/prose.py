"""Comment text to HTML: everything escaped, paragraphs, links that vouch for nothing, and marked evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from chaffinch.engine.readings import Reading
from chaffinch.engine.sentences import ENGLISH, READ_AS, Language
from chaffinch.engine.types import Evidence, Span

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}…’”»"
REL = "ugc nofollow noopener"
"""What every link by a commenter says: made by a user, no vote, no handle on our window."""
_LINK = Markup('<a href="{}" rel="{}">{}</a>')
_DISGUISE = Markup(
    '<span class="disguise"><bdi>{}</bdi><span class="reading" dir="auto"><span class="unseen"> (</span>{}'
    '<span class="unseen">)</span></span></span>'
)
_READ = Markup("<bdi>{}</bdi>")
MAX_READ = 200
"""Letters told of what a text in disguise was read as."""
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
    pieces = (link.format(text, REL, text) if is_address else escape(text) for text, is_address in addresses(line))
    return Markup("").join(pieces)


def addresses(line: str) -> Iterator[tuple[str, bool]]:
    """Return a line in pieces, each with whether it is an address that may be linked.

    >>> list(addresses("See https://a.example/b."))
    [('See ', False), ('https://a.example/b', True), ('.', False)]
    """
    position = 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_TRAILING)
        if link_target(address) is None:
            continue
        if match.start() > position:
            yield line[position : match.start()], False
        yield address, True
        position = match.start() + len(address)
    if position < len(line):
        yield line[position:], False


def marked(
    text: str, evidence: Iterable[Evidence], readings: Sequence[Reading] = (), language: Language = ENGLISH
) -> Markup:
    """Return the text with every span of the evidence in `<mark>`: class `spam` or `ham` by its direction.

    Spans may overlap and may be out of range (evidence is stored beside a text that may have been cut):
    each character takes the sum of the weights over it, and runs of one sign become one mark. Words in disguise are
    followed by what they were read as, each in a `<bdi>`, so that no letter changes the direction of its neighbours.
    """
    weights = _weights(len(text), evidence, readings)
    pieces: list[Markup] = []
    at = 0
    for (start, end), words in _joined(text, readings):
        read_as = escape(language.gettext(READ_AS)).format(words=_READ.format(_shortened(words)))
        pieces += [_marks(text, weights, at, start), _DISGUISE.format(_marks(text, weights, start, end), read_as)]
        at = end
    return Markup("").join([*pieces, _marks(text, weights, at, len(text))])


def _weights(size: int, evidence: Iterable[Evidence], readings: Sequence[Reading]) -> list[float]:
    """Return the weight over each character. A word that stands there only in disguise weighs there too."""
    weights = [0.0] * size
    for reason in evidence:
        word = f" {reason.about} " if isinstance(reason.about, str) else None
        hidden = [span for span, words in readings if word and word in f" {words.lower()} "]
        for span in (*reason.spans, *hidden):
            for index in range(max(0, span.start), min(size, span.end)):
                weights[index] += reason.weight
    return weights


def _joined(text: str, readings: Sequence[Reading]) -> list[Reading]:
    """Return neighbours with nothing but blanks between them as one."""
    found: list[Reading] = []
    for span, words in readings:
        if found and text[found[-1].span.end : span.start].strip(" ") == "":
            (start, _), before = found.pop()
            span, words = Span(start, span.end), f"{before} {words}"
        found.append(Reading(span, words))
    return found


def _shortened(words: str) -> str:
    return words if len(words) <= MAX_READ else f"{words[:MAX_READ]}…"


def _marks(text: str, weights: Sequence[float], start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    for direction, run in groupby(range(start, end), key=lambda index: _direction(weights[index])):
        first, *rest = run
        pieces.append(_mark(text[first : first + 1 + len(rest)], direction))
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
