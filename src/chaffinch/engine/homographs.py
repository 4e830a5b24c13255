"""Hosts that look like others: internationalised names read as a reader sees them (RFC 3492, RFC 5890)."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from chaffinch.engine.confusables import LOOK_ALIKES, TWINS

_PUNYCODE = "xn--"
MAX_LABEL = 63
"""Octets of a label (RFC 1035). Decoding is quadratic, so nothing longer is decoded."""
_LATIN = re.compile("[A-Za-z]")
_HOST = re.compile(r"((?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@\s]*@)?)([^/?#:\s]*)", re.IGNORECASE)


def unmasked(address: str) -> tuple[str, bool]:
    """Return an address with its host as it is read, and whether that took look-alikes for Latin letters.

    A label that look-alikes make wholly Latin is that Latin label (twins only, if no letter of it was Latin before);
    any other keeps its own letters.
    """
    if address.isascii() and _PUNYCODE not in address and _PUNYCODE not in address.lower():
        return address, False
    found = _HOST.match(address)
    if found is None:
        return address, False
    labels = [_label(label) for label in found[2].split(".")]
    host = ".".join(spelled for spelled, _ in labels)
    return f"{found[1]}{host}{address[found.end() :]}", any(is_masked for _, is_masked in labels)


def _label(label: str) -> tuple[str, bool]:
    if label[:4].lower() == _PUNYCODE and len(label) <= MAX_LABEL:
        with suppress(UnicodeError):
            label = label[4:].encode("ascii").decode("punycode")
    if label.isascii():
        return label, False
    spelled = unicodedata.normalize("NFKC", label)
    latin = spelled.translate(LOOK_ALIKES if _LATIN.search(spelled) else TWINS)
    return (latin, True) if latin.isascii() else (spelled, False)
