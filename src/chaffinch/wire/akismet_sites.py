"""The Akismet call key-sites: which sites a key opens and what they asked in a month, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_account import COUNTERS, Numbers, counters, is_extended
from chaffinch.wire.akismet_answer import CSV, Answer, in_json

MOST = 500
"""Sites in one answer, as many as Akismet gives unasked."""

_MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FORMATS = ("json", "csv")
_ORDERS = ("total", *COUNTERS)
_HEADER = ("Site", "Total API Calls", "Spam", "Ham", "Missed Spam", "False Positives", "Is Revoked")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be listed. `month` is "2026-11", or "" for the current one; `filter` is a part of the address."""

    month: str
    filter: str
    is_csv: bool
    order: str
    limit: int
    offset: int
    is_extended: bool


@dataclass(frozen=True, slots=True)
class SiteNumbers:
    """One site. `id` is its own name for ever; `address` is its URL without the scheme."""

    id: str
    address: str
    numbers: Numbers

    @property
    def total(self) -> int:
        """How many comments were asked about."""
        return self.numbers.spam + self.numbers.ham


def read_listing(asked: Mapping[str, str]) -> Listing:
    """Return what a call wants listed; what it leaves open is as Akismet documents it.

    Raises:
        FieldError: a field cannot be understood. The message says what could.
    """
    month = asked.get("month", "")
    if month and not _MONTH.fullmatch(month):
        raise FieldError("a month such as 2026-11", field="month")
    return Listing(
        month=month,
        filter=asked.get("filter", "").lower(),
        is_csv=_one_of(_FORMATS, asked, "format") == "csv",
        order=_one_of(_ORDERS, asked, "order"),
        limit=min(_number(asked, "limit", MOST), MOST),
        offset=_number(asked, "offset", 0),
        is_extended=is_extended(asked),
    )


def _one_of(words: tuple[str, ...], asked: Mapping[str, str], field: str) -> str:
    word = asked.get(field, "").lower() or words[0]
    if word not in words:
        raise FieldError(f"one of {', '.join(words)}", field=field)
    return word


def _number(asked: Mapping[str, str], field: str, unasked: int) -> int:
    told = asked.get(field, "")
    if told and not _NUMBER.fullmatch(told):
        raise FieldError("a number of sites", field=field)
    return int(told) if told else unasked


def key_sites(listing: Listing, month: str, key: str, sites: Iterable[SiteNumbers]) -> Answer:
    """Answer key-sites for a month, most of what the listing orders by first."""
    found = [site for site in sites if listing.filter in site.address.lower()]
    found.sort(key=lambda site: (-_rank(site, listing.order), site.address))
    shown = found[listing.offset : listing.offset + listing.limit]
    if listing.is_csv:
        return _as_csv(listing, month, key, shown, len(found))
    rows = [_row(site) | (_extended(site) if listing.is_extended else {}) for site in shown]
    return in_json({month: rows, "limit": listing.limit, "offset": listing.offset, "total": len(found)})


def _rank(site: SiteNumbers, order: str) -> int:
    return site.total if order == "total" else counters(site.numbers)[order]


def _row(site: SiteNumbers) -> dict[str, object]:
    numbers = {name: str(count) for name, count in counters(site.numbers).items()}
    return {"site": site.address, "api_calls": str(site.total), **numbers, "is_revoked": False}


def _extended(site: SiteNumbers) -> dict[str, object]:
    # Names after Automattic's SDK; no document has them.
    return {"hash": site.id, "eligible_for_revoke": False}


def _as_csv(listing: Listing, month: str, key: str, shown: list[SiteNumbers], total: int) -> Answer:
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(_HEADER)
    for site in shown:
        rows.writerow((site.address, site.total, *counters(site.numbers).values(), "false"))
    span = f"limit:{listing.limit}, offset: {listing.offset}, total: {total}"
    text = f"Active sites for {key} during {month} ({span})\n{table.getvalue()}"
    return Answer(text.rstrip("\n").encode("utf-8", "replace"), content_type=CSV)
