"""The desk: what is held, what was called spam, what stands; each with its evidence, and two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.engine.types import Label
from chaffinch.errors import FieldError
from chaffinch.service.remotes import Remote
from chaffinch.service.sites import Site
from chaffinch.service.states import Decider, State
from chaffinch.web.desk_campaign import campaign_rows, decided_together
from chaffinch.web.desk_card import card
from chaffinch.web.form import Form
from chaffinch.web.headers import NOT_KEPT
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer
from chaffinch.web.sign_in import Door
from chaffinch.web.telling import Note, note

TABS = ((State.HELD, "Held"), (State.SPAM, "Spam"), (State.PUBLISHED, "Published"))
_DECIDED = {
    State.PUBLISHED: "Approved.",
    State.HELD: "Held.",
    State.SPAM: "Marked as spam.",
    State.DISCARDED: "Discarded.",
}
_UNDONE = {
    State.PUBLISHED: "Undone: published again, as before.",
    State.HELD: "Undone: held again.",
    State.SPAM: "Undone: among the spam again.",
    State.DISCARDED: "Undone: discarded again.",
}
_EMPTY = {
    State.HELD: "Nothing waits for you. What the filter is unsure about will come here.",
    State.SPAM: "No spam is kept here at the moment.",
    State.PUBLISHED: "No comment has been published yet.",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was just decided, for the line on top; `can_undo` while a person's word stands.

    `site_name` and `note`: of the system that asked about it, if one did.
    """

    comment_id: str
    words: str
    excerpt: str
    can_undo: bool
    site_name: str = ""
    note: Note | None = None


class DeskPages:
    """Answers /desk and /desk/decide, for moderators only."""

    def __init__(self, parts: Parts, renderer: Renderer, door: Door) -> None:
        self._parts = parts
        self._renderer = renderer
        self._door = door

    def page(self, request: Request) -> Response:
        """GET /desk?state=&before=: one tab of the queue."""
        session = self._door.session(request)
        state = _state(request.query_params.get("state", State.HELD.name))
        campaign = request.query_params.get("campaign")
        is_reported = state is State.PUBLISHED and "reported" in request.query_params
        queue = self._parts.desk.queue(
            state,
            before=request.query_params.get("before"),
            with_audits=False,
            campaign=campaign,
            with_campaigns=state is not State.HELD,
            is_reported=is_reported,
        )
        why = self._parts.desk.why(item.id for item in queue.items)
        cards = [card(item, why.get(item.id)) for item in queue.items]
        counts = self._parts.desk.counts()
        sites = self._parts.sites.list()
        return self._renderer.page(
            "desk.html",
            headers=NOT_KEPT,
            csrf=session.csrf,
            state=state,
            tabs=[(tab, name, counts[tab]) for tab, name in TABS],
            audits=self._audits(sites),
            cards=cards,
            reported=self._parts.desk.count_reported() if state is State.PUBLISHED and not is_reported else 0,
            has_records=any(reason.record for one in cards for reason in one.reasons),
            has_readings=any(one.has_readings for one in cards),
            empty=_EMPTY[state],
            next=_next(state, queue.next, campaign, is_reported=is_reported),
            campaigns=campaign_rows(self._parts) if state is State.HELD and campaign is None else [],
            together=decided_together(self._parts, request),
            decided=self._decision(request.query_params.get("decided", "")),
            stuck=self._parts.judge.stuck,
            set_aside=self._parts.judge.set_aside,
            is_erased="erased" in request.query_params,
            many_sites=len(sites) > 1,
        )

    def _audits(self, sites: list[Site]) -> int | None:
        """Return how many audits wait, None where there is nothing to see: none waits and no site promises anything."""
        waiting = self._parts.desk.count_audits()
        return waiting if waiting or any(site.promise.is_made for site in sites) else None

    def decide(self, request: Request, form: Form) -> Response:
        """POST /desk/decide: a person's word on one comment; the filter has learned it before the answer leaves."""
        self._door.checked(request, form)
        state = _state(form.get("state", State.HELD.name))
        label = label_of(form.get("label", ""))
        self._parts.desk.decide(form.get("comment", ""), label)
        return _back(state, form.get("comment", ""))

    def undo(self, request: Request, form: Form) -> Response:
        """POST /desk/undo: take the last decision back; what the filter learned from it is unlearned."""
        self._door.checked(request, form)
        state = _state(form.get("state", State.HELD.name))
        self._parts.desk.undo(form.get("comment", ""))
        return _back(state, form.get("comment", ""))

    def erase(self, request: Request, form: Form) -> Response:
        """POST /desk/erase: remove a comment for ever; the filter folds anew without it before the answer leaves."""
        self._door.checked(request, form)
        state = _state(form.get("state", State.HELD.name))
        self._parts.desk.erase(form.get("comment", ""))
        query = urlencode({"state": state.name, "erased": 1})
        return RedirectResponse(f"/desk?{query}", 303, headers=NOT_KEPT)

    def _decision(self, comment_id: str) -> Decision | None:
        status = self._parts.comments.status(comment_id) if comment_id else None
        if status is None:
            return None
        is_by_person = status.decided_by is Decider.PERSON
        words = _DECIDED[status.state] if is_by_person else _UNDONE[status.state]
        excerpt = shorten(status.text, 80, placeholder=" …")
        asked = self._parts.desk.remote(comment_id)
        if asked is None:
            return Decision(comment_id, words, excerpt, is_by_person)
        site_name, remote = asked
        return Decision(comment_id, words, excerpt, is_by_person, site_name, _note(status.state, remote, is_by_person))


def _note(state: State, remote: Remote, is_by_person: bool) -> Note:
    return note(remote, is_held=state is State.HELD, is_by_person=is_by_person)


def _back(state: State, comment_id: str) -> Response:
    query = urlencode({"state": state.name, "decided": comment_id})
    return RedirectResponse(f"/desk?{query}", 303, headers=NOT_KEPT)


def _next(state: State, before: str | None, campaign: str | None, *, is_reported: bool) -> str:
    """Return the address of the part after this one, empty at the end."""
    also = {"campaign": campaign} if campaign else {"reported": "1"} if is_reported else {}
    return f"/desk?{urlencode({'state': state.name, 'before': before} | also)}" if before else ""


def _state(name: str) -> State:
    for state, _ in TABS:
        if state.name == name:
            return state
    raise FieldError(f"state is {name!r}; it may be HELD, SPAM or PUBLISHED", field="state")


def label_of(name: str) -> Label:
    """Return the label that a button sent.

    Raises:
        FieldError: no button sends that.
    """
    try:
        return Label[name]
    except KeyError:
        raise FieldError(f"label is {name!r}; it may be HAM or SPAM", field="label") from None
