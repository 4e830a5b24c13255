"""Passages that a comment quotes: not read as its author's own words, where that could hide nothing.

Who answers an advertisement quotes it, and who answers an article quotes that; the words are not theirs. But whoever
wants to hide words would call them a quotation. To sell, one must be reachable: so it is done only for a comment by
which nobody can be reached, neither by its quotations nor by anything else in it, nor by its author's name or website.
"""

from __future__ import annotations

import re
import unicodedata

_MARK = re.compile(
    r"<(?P<html>/?)blockquote\b[^<>]*>|\[(?P<bbcode>/?)quote\b[^\]\[]*\]|^[ \t]{0,3}(?P<line>>|&gt;)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_REACHED = re.compile(
    r"@|[(\[]\s?(?:at|dot|\.)\s?[)\]]|\d{3}|\d[ .()-]{1,3}\d|://|www\.|\w[.\u3002]\w|&(?:#|commat;|period;|colon;|sol;)"
    r"|\bdot\b|[.\u3002]\s?(?:com|net|org|info|biz|ru|xyz|shop|site|online)\b"
    r"|telegram|whats\s?app|we\s?chat|viber|skype|instagram|discord",
    re.IGNORECASE,
)
"""What may be a link, an address of mail, a telephone number or a name to write to, told in haste: too much of it
rather than too little."""


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
        if not depth:
            own.append(text[after:begun])
            after = mark.end()
    return "\n".join([*own, text[after:]]) if own and not reaches(text) else text


def reaches(passage: str) -> bool:
    """Return whether somebody might be reached by a passage, also by signs drawn wide or raised."""
    return bool(_REACHED.search(passage if passage.isascii() else unicodedata.normalize("NFKC", passage)))
