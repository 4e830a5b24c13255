"""How comment data is processed: told from the schema's purposes and the running settings, so it cannot lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import NotFoundError
from chaffinch.service import privacy
from chaffinch.service.privacy import DataGroup, DataRow
from chaffinch.service.sites import Site
from chaffinch.web.newspaper import Newspaper
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept for one reason: things with a name of their own, and reference numbers."""

    things: tuple[str, ...]
    purpose: str
    basis: str
    end: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data, and whether any of it is about a person."""

    heading: str
    entries: tuple[Entry, ...]
    is_personal: bool


def kind(group: DataGroup) -> Kind:
    """Return a group with the columns of one reason drawn together."""
    reasons: dict[tuple[str, str, str], list[DataRow]] = {}
    for row in group.rows:
        reasons.setdefault((row.purpose, row.basis, row.end), []).append(row)
    entries = tuple(Entry(_things(rows), *reason) for reason, rows in reasons.items())
    return Kind(group.heading, entries, any(row.is_personal for row in group.rows))


def _things(rows: Iterable[DataRow]) -> tuple[str, ...]:
    """Return the plain names first; columns that only tie rows together are called what they are, once."""
    order = list(privacy.FIELDS)
    told = sorted(
        (row for row in rows if not _is_reference(row.field)),
        key=lambda row: order.index(key) if (key := f"{row.table}.{row.field}") in order else len(order),
    )
    named = [row.what for row in told]
    references = ["reference numbers"] if any(_is_reference(row.field) for row in rows) else []
    return tuple(named + references)


def _is_reference(field: str) -> bool:
    return field == "id" or (field.endswith("_id") and field != "parent_id")


class DataPages:
    """Answers /data and /data/{site_id}."""

    def __init__(self, parts: Parts, renderer: Renderer, newspaper: Newspaper) -> None:
        self._parts = parts
        self._renderer = renderer
        self._newspaper = newspaper

    def _site(self, request: Request) -> Site:
        sites, address = self._parts.sites, request.query_params.get("site")
        if address is not None and "site_id" not in request.path_params:
            found = sites.by_url(address)
        else:
            found = sites.by_id(request.path_params.get("site_id", self._parts.demo_site.id))
        if found is None:
            raise NotFoundError("No site with this id or address is registered here.")
        return found

    def page(self, request: Request) -> Response:
        """GET /data: for the newspaper, for the site named in the path, or for the one whose address is `site`."""
        site = self._site(request)
        is_paper = site.id == self._parts.demo_site.id
        groups = privacy.data_page(self._parts.retention)
        kinds = [kind(group) for group in (*groups, privacy.counted())]
        card = self._parts.judge.card
        return self._renderer.page(
            "data.html",
            headers={"cache-control": "no-cache"},
            site=site,
            is_paper=is_paper,
            name=self._newspaper.name if is_paper else site.name,
            controller=self._parts.controller,
            days=self._parts.retention,
            personal=[one for one in kinds if one.is_personal],
            other=[one for one in kinds if not one.is_personal],
            groups=groups,
            model=self._parts.judge.model,
            rows=card.get("rows", 0),
            trained=card.get("date", ""),
        )
