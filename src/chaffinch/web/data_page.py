"""How comment data is processed: a page and JSON, both made of one disclosure, so that neither can say otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import InputError, NotFoundError
from chaffinch.service.data_kinds import kind, stays_here
from chaffinch.service.disclosure import Disclosure
from chaffinch.service.disclosure_history import changes_since
from chaffinch.service.disclosure_words import ENDED, PARTS
from chaffinch.service.promise_words import percent
from chaffinch.service.sites import Site
from chaffinch.web import data_json
from chaffinch.web.newspaper import Newspaper
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer

_NO_DATE = "{!r} is not a date on which somebody commented: give one such as 2026-11-24"


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since somebody commented. `is_known`: the record goes back that far."""

    moment: int
    changes: int
    is_known: bool


class DataPages:
    """Answers /data and /data.json: for the newspaper, the site in the path, or the one whose address is `site`."""

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

    def json(self, request: Request) -> Response:
        """GET /data.json: the disclosure, for programs."""
        told = self._parts.disclosures.of(self._site(request))
        return data_json.as_json(data_json.body(told, self._parts.public_url))

    def schema(self, _request: Request) -> Response:
        """GET /data.schema.json: what stands in /data.json, as JSON Schema."""
        return data_json.as_json(json.dumps(data_json.schema(), indent=1).encode())

    def page(self, request: Request) -> Response:
        """GET /data: the disclosure, for people. `commented`: a date, from which it is told what changed."""
        site = self._site(request)
        is_paper = site.id == self._parts.demo_site.id
        told = self._parts.disclosures.of(site)
        kinds = [kind(group) for group in told.kept]
        return self._renderer.page(
            "data.html",
            headers={"cache-control": "no-cache"},
            told=told,
            site=site,
            is_paper=is_paper,
            name=self._newspaper.name if is_paper else site.name,
            days=self._parts.retention,
            stays_here=stays_here(told),
            personal=[one for one in kinds if one.is_personal],
            other=[one for one in kinds if not one.is_personal],
            ended=ENDED,
            parts=PARTS,
            percent=percent,
            since=_since(request.query_params.get("commented", ""), told),
        )


def _since(commented: str, told: Disclosure) -> Since | None:
    """Return what changed since a date; None where none was given.

    Raises:
        InputError: it is no date.

    """
    if not commented.strip():
        return None
    try:
        date = datetime.fromisoformat(commented.strip()[:32])
    except ValueError as error:
        raise InputError(_NO_DATE.format(commented[:32])) from error
    if not 1970 < date.year < 9999:  # what lies beyond cannot be told in UTC
        raise InputError(_NO_DATE.format(commented[:32]))
    moment = int((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() * 1000)
    return Since(moment, len(changes_since(told, moment)), any(one.since <= moment for one in told.history))
