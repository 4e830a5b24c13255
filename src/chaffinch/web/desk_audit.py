"""The desk's audits: comments drawn at random, shown without the verdict, and how the promises stand by the answers."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.errors import NotFoundError
from chaffinch.service import promise_words
from chaffinch.service.desk import QueueItem
from chaffinch.service.promise_words import Told
from chaffinch.service.standing import Standing
from chaffinch.service.states import Decider
from chaffinch.web.desk import TABS, label_of
from chaffinch.web.desk_card import score_text
from chaffinch.web.form import Form
from chaffinch.web.headers import NOT_KEPT
from chaffinch.web.parts import Parts
from chaffinch.web.prose import address_parts, marked
from chaffinch.web.renderer import Renderer
from chaffinch.web.sign_in import Door

_SAID = {"APPROVE": "You said: a real comment.", "SPAM": "You said: spam."}
_DID = {
    "APPROVE": "The filter had published it",
    "HOLD": "The filter had held it",
    "SPAM": "The filter had called it spam",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One comment to be answered about: its words, nothing marked in them, and its author's address in three parts."""

    item: QueueItem
    text: Markup
    address: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was just answered, and what the filter had thought: told only now. Or what was just undone."""

    comment_id: str
    words: str
    excerpt: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """What a site promises and how that stands."""

    name: str
    told: tuple[Told, ...]
    remarks: tuple[str, ...]


class AuditPages:
    """Answers /desk/audit, for moderators only."""

    def __init__(self, parts: Parts, renderer: Renderer, door: Door) -> None:
        self._parts = parts
        self._renderer = renderer
        self._door = door

    def page(self, request: Request) -> Response:
        """GET /desk/audit?answered=&after=: comments that wait, oldest first, and how each site's promises stand."""
        session = self._door.session(request)
        counts = self._parts.desk.counts()
        sites = self._parts.sites.list()
        standings = [self._parts.standings.standing(site) for site in sites if site.promise.is_made]
        query = request.query_params
        waiting = self._parts.desk.audits(after=query.get("after"))
        return self._renderer.page(
            "desk_audit.html",
            headers=NOT_KEPT,
            csrf=session.csrf,
            tabs=[(tab, name, counts[tab]) for tab, name in TABS],
            state=None,
            audits=self._parts.desk.count_audits(),
            questions=[_question(item) for item in waiting.items],
            next=f"/desk/audit?{urlencode({'after': waiting.next})}" if waiting.next else "",
            is_later="after" in query,
            answered=self._answered(query.get("answered", "")) or self._undone(query.get("undone", "")),
            is_erased="erased" in query,
            promises=[_promised(standing) for standing in standings],
            many_sites=len(sites) > 1,
        )

    def answer(self, request: Request, form: Form) -> Response:
        """POST /desk/audit: a person's word on a drawn comment; it moves the comment and teaches, as any other."""
        self._door.checked(request, form)
        self._parts.desk.decide(form.get("comment", ""), label_of(form.get("label", "")))
        return _back({"answered": form.get("comment", "")})

    def undo(self, request: Request, form: Form) -> Response:
        """POST /desk/audit/undo: take the answer back; the comment waits again."""
        self._door.checked(request, form)
        self._parts.desk.undo(form.get("comment", ""))
        return _back({"undone": form.get("comment", "")})

    def erase(self, request: Request, form: Form) -> Response:
        """POST /desk/audit/erase: remove a drawn comment for ever, with its audit, without saying what it is."""
        self._door.checked(request, form)
        self._parts.desk.erase(form.get("comment", ""))
        return _back({"erased": "1"})

    def _answered(self, comment_id: str) -> Answered | None:
        item = self._item(comment_id)
        if item is None or not _is_by_person(item):
            return None
        last = item.history[-1]
        machine = next(one.action for one in reversed(item.history) if one.decided_by is Decider.MACHINE)
        told = f"{_SAID[last.action]} {_DID.get(machine, _DID['SPAM'])} ({score_text(item.score)})."
        return Answered(comment_id, told, _excerpt(item), can_undo=True)

    def _undone(self, comment_id: str) -> Answered | None:
        item = self._item(comment_id)
        if item is None:
            return None
        if _is_by_person(item):  # there was an earlier answer, and that one holds again
            told = f"Undone: what was said before holds again. {_SAID[item.history[-1].action]}"
            return Answered(comment_id, told, _excerpt(item), can_undo=True)
        return Answered(comment_id, "Undone: it waits for your answer again.", _excerpt(item), can_undo=False)

    def _item(self, comment_id: str) -> QueueItem | None:
        try:
            return self._parts.desk.item(comment_id)
        except NotFoundError:
            return None


def _is_by_person(item: QueueItem) -> bool:
    return item.history[-1].decided_by is Decider.PERSON


def _excerpt(item: QueueItem) -> str:
    return shorten(item.text, 80, placeholder=" …")


def _promised(standing: Standing) -> Promised:
    return Promised(standing.site.name, promise_words.told(standing), promise_words.remarks(standing))


def _question(item: QueueItem) -> Question:
    return Question(item, marked(item.text, ()), address_parts(item.author_url or ""))


def _back(query: dict[str, str]) -> Response:
    return RedirectResponse(f"/desk/audit?{urlencode(query)}".rstrip("?"), 303, headers=NOT_KEPT)
