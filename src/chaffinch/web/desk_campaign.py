"""A campaign at the desk: one row for all its comments, with two buttons, and the line that offers to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.engine.sentences import in_words
from chaffinch.engine.types import Label
from chaffinch.errors import FieldError
from chaffinch.service.campaign_desk import CampaignRow
from chaffinch.service.states import State
from chaffinch.web.form import Form
from chaffinch.web.headers import NOT_KEPT
from chaffinch.web.parts import Parts
from chaffinch.web.sign_in import Door

_LABELS = {Label.SPAM.name: "marked as spam", Label.HAM.name: "approved"}


@dataclass(frozen=True, slots=True)
class Told:
    """A campaign as a moderator reads it."""

    name: str
    sentence: str
    stands: str
    example: str


@dataclass(frozen=True, slots=True)
class Together:
    """What was just decided about a campaign, for the line on top. `at`: what it is taken back by, "" if it was."""

    name: str
    at: str
    words: str


def campaign_rows(parts: Parts) -> list[Told]:
    """Return the campaigns of which comments are held, ready to be shown."""
    return [_told(row) for row in parts.campaign_desk.rows()]


def _told(row: CampaignRow) -> Told:
    words = in_words(row.seen)
    sentence = f"Nearly the same words, {words['times']}, under {_count(row.seen.sources, 'name')} on {words['sites']}"
    stands = [f"{row.held} held"] + ([f"{row.published} still published"] if row.published else [])
    span = f", in {words['span']}." if row.seen.times > 1 else "."
    return Told(row.name, sentence + span, ", ".join(stands), shorten(row.example, 300, placeholder=" …"))


def _count(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"


def decided_together(parts: Parts, request: Request) -> Together | None:
    """Return what the address of a page says was just decided, as far as it still stands; None for any other page."""
    query = request.query_params
    name, at, label = query.get("together", ""), query.get("at", ""), query.get("label", "")
    if not name:
        return None
    if not at:
        undone = query.get("undone", "")
        return Together(name, "", f"Undone, for {_count(int(undone), 'comment')}.") if _is_number(undone) else None
    count = parts.campaign_desk.count_decided(name, _moment(at)) if label in _LABELS else 0
    if not count:
        return None
    words = f"{_count(count, 'comment')} of one campaign {_LABELS[label]}.".capitalize()
    return Together(name, at, words + (" More of them wait: decide once more." if "left" in query else ""))


class CampaignPages:
    """Answers /desk/campaign, for moderators only."""

    def __init__(self, parts: Parts, door: Door) -> None:
        self._parts = parts
        self._door = door

    def decide(self, request: Request, form: Form) -> Response:
        """POST /desk/campaign: a person's word on a whole campaign; learned before the answer leaves."""
        self._door.checked(request, form)
        name, label = form.get("campaign", ""), form.get("label", "")
        if label not in _LABELS:
            raise FieldError(f"label is {label!r}; it may be HAM or SPAM", field="label")
        made = self._parts.campaign_desk.decide(name, Label[label])
        return _back({"together": name, "at": str(made.at), "label": label} | ({"left": "1"} if made.left else {}))

    def undo(self, request: Request, form: Form) -> Response:
        """POST /desk/campaign/undo: take one decision about a campaign back, with what was learned."""
        self._door.checked(request, form)
        name = form.get("campaign", "")
        count = self._parts.campaign_desk.undo(name, _moment(form.get("at", "")))
        return _back({"together": name, "undone": str(count)})


def _back(query: dict[str, str]) -> Response:
    return RedirectResponse(f"/desk?{urlencode({'state': State.HELD.name} | query)}", 303, headers=NOT_KEPT)


def _moment(text: str) -> int:
    if not _is_number(text):
        raise FieldError(f"at is {text!r}; it is the number that the decision was answered with", field="at")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15
