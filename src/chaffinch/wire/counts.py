"""How many comments stand under some pages: what a list of articles asks in one call, and the answer, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chaffinch.errors import FieldError
from chaffinch.wire.json_body import JsonAnswer, json_answer, read_object

MAX_PAGES = 500
MAX_PERMALINK = 2000
"""Characters of a permalink."""
MAX_BODY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class CountsCall:
    """A site's id, and the permalinks asked about, each once."""

    site_id: str
    permalinks: tuple[str, ...]


def read(body: bytes) -> CountsCall:
    """Return what a body asks, `{"site": "...", "permalinks": ["...", ...]}`.

    Raises:
        InputError: it is no such object.
        FieldError: more pages than can be counted at once, or what is no text.

    """
    told = read_object(body)
    site, permalinks = told.get("site"), told.get("permalinks")
    if not isinstance(site, str) or not site.isprintable():
        raise FieldError('"site" must be the id of a site, as text.', field="site")
    if not isinstance(permalinks, list) or not all(map(_is_line, permalinks)):
        raise FieldError('"permalinks" must be a list of addresses, as text.', field="permalinks")
    unique = tuple(dict.fromkeys(permalinks))
    if len(unique) > MAX_PAGES:
        raise FieldError(
            f"At most {MAX_PAGES} pages are counted in one call; these are {len(unique)}.", field="permalinks"
        )
    return CountsCall(site, unique)


def _is_line(value: object) -> bool:
    """Whether a value is text that an address can be: no half characters, which no database takes, and no controls."""
    return isinstance(value, str) and value.isprintable()


def counted(counts: Mapping[str, int], elsewhere: Sequence[str], site_url: str) -> JsonAnswer:
    """Return the answer; pages that are not the site's get no number, and a sentence for the site's owner."""
    told: dict[str, object] = {"counts": dict(counts)}
    if elsewhere:
        told["error"] = f"{len(elsewhere)} of the pages do not lie under {site_url}, {elsewhere[0][:200]!r} for one."
    return json_answer(told)


def refused(sentence: str, status: int) -> JsonAnswer:
    """Return an answer that says in words why nothing was counted."""
    return json_answer({"error": sentence}, status)
