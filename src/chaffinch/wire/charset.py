"""Character sets as senders name them, and text out of bytes in the one that fits.

UTF-8 is tried first whatever was declared: clients declare the *blog's* character set and send UTF-8 all the same,
while text in an older one is next to never valid UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_CODECS = {
    **dict.fromkeys(
        ("iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii", "ascii", "windows-1252", "cp1252"),
        "cp1252",
    ),
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    **{f"windows-{n}": f"cp{n}" for n in (874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{label: label for label in ("koi8-r", "koi8-u", "big5", "euc-jp", "euc-kr", "gb18030", "iso-2022-jp")},
    **dict.fromkeys(("shift-jis", "sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
}
"""Label to Python codec, after the WHATWG's Encoding Standard. A closed list: Python's own registry also holds codecs
that are no character sets."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def decoder(samples: Iterable[bytes], declared: Iterable[str]) -> Callable[[bytes], str]:
    """Return the function that turns this sender's bytes into text; it never fails.

    `samples` are all values of one call: more text, less chance to be UTF-8 by accident. `declared` are the names of
    character sets the sender gave, most trusted first.
    """
    codec = "utf-8" if _is_utf8(b"\n".join(samples)) else _declared_codec(declared)

    def decode(data: bytes) -> str:
        return clean(data.decode(codec, "replace"))

    return decode


def clean(text: str) -> str:
    """Return a text without control characters and lone surrogates, with newlines for every kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared_codec(declared: Iterable[str]) -> str:
    labels = (label.strip().lower().replace("_", "-") for label in declared)
    return next((_CODECS[label] for label in labels if label in _CODECS), "utf-8")
