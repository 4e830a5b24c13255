"""Passages that a comment quotes: not read as its author's own words, where that could hide nothing.

Who answers an advertisement quotes it, and who answers an article quotes that; the words are not theirs. But whoever
wants to hide words would call them a quotation. So only what nobody can be reached by is left out, and only of a
comment that holds no link: to sell, one must be reachable.
"""

from __future__ import annotations

import re
import unicodedata

_MARK = re.compile(
    r"<(?P<html>/?)blockquote\b[^<>]*>|\[(?P<bbcode>/?)quote\b[^\]\[]*\]|^[ \t]{0,3}(?P<line>>|&gt;)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_REACHED = re.compile(
    r"@|[(\[]\s?at\s?[)\]]|\d{3}|\d[ .()-]{1,3}\d|://|www\.|\w\.\w|&(?:#|commat;|period;|colon;|sol;)", re.IGNORECASE
)
"""What may be a link, an address of mail or a telephone number, told in haste: figures too many rather than too few."""


def own_words(text: str) -> str:
    r"""Return a text without the passages it quotes: HTML, BBCode, Markdown. A quotation that never ends is none.

    >>> own_words("> Swans are geese.\nThey are not.").split()
    ['They', 'are', 'not.']
    """
    if ">" not in text and "[" not in text and "&gt;" not in text:
        return text
    own: list[str] = []
    begun = after = depth = 0
    for mark in _MARK.finditer(text):
        if mark["line"]:
            begun = begun if depth else mark.start()
        elif "" in (mark["html"], mark["bbcode"]):
            begun = begun if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
        else:
            continue
        if not depth and not _reaches(text[begun : mark.end()]):
            own.append(text[after:begun])
            after = mark.end()
    return "\n".join([*own, text[after:]]) if own else text


def _reaches(passage: str) -> bool:
    """Whether somebody might be reached by a passage, also by signs drawn wide or raised."""
    return bool(_REACHED.search(passage if passage.isascii() else unicodedata.normalize("NFKC", passage)))
