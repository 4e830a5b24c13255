"""What a commenter is told about their own comment, in plain words: one table from state to notice."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.service.posting import CommentStatus
from chaffinch.service.states import Decider, State
from chaffinch.service.withdrawing import OPEN


@dataclass(frozen=True, slots=True)
class Notice:
    """A box above the comments: `kind` is its look, `text` the author's own words where they stand nowhere else.

    `is_open`: what becomes of the comment may change yet, so its author may want to come back. `is_withdrawable`: they
    can take it back.
    """

    kind: str
    heading: str
    words: str
    text: str = ""
    is_open: bool = False
    is_withdrawable: bool = False


_PUBLISHED = ("published", "Your comment is published.", "You find it below, among the others.")
_WAITING = (
    "waiting",
    "Your comment is waiting for a moderator.",
    "Our filter was not sure about it, so a person will read it. Until then only you can see it, {where}; there is no "
    "need to send it again.",
)
_REFUSED = (
    "refused",
    "Your comment was not published: our filter takes it for advertising.",
    "If it is wrong, nothing is lost yet: moderators can see your comment and publish it, and the filter learns from "
    "that. You can also change it and send it again, without links and without praise for a product: it stands in the "
    "form below.",
)
_NOT_KEPT = (
    "refused",
    "Your comment was not published: our filter takes it for advertising.",
    "It was not kept, but what you typed is still in the form below. If the filter is wrong, please change it and send "
    "it again, without links.",
)
_DECIDED_AGAINST = (
    "refused",
    "Your comment was not published: a moderator decided so.",
    "A moderator marked it as spam. If you think that this is a mistake, please tell those who run this site.",
)
_SAYINGS = {
    State.PUBLISHED: _PUBLISHED,
    State.HELD: _WAITING,
    State.SPAM: _REFUSED,
    State.DISCARDED: (
        "refused",
        "Your comment was not published: our filter takes it for advertising.",
        "It was not kept. If the filter is wrong, please write it again in other words, without links.",
    ),
}
GONE = Notice(
    "refused",
    "We no longer hold this comment.",
    "The address shows the fate of a comment that has since been removed, or the address was not copied whole.",
)

WITHDRAWN = Notice(
    "published",
    "Your comment is withdrawn.",
    "It is erased, with the decisions about it and with what the filter learned from it.",
)
ELSEWHERE = Notice("published", "Your comment is published.", "It stands under the page where you wrote it.")
"""For an address that was changed to lead to another page's thread."""


def notice_for(status: CommentStatus | None, *, is_shown: bool, is_framed: bool, is_typed: bool) -> Notice:
    """Return what to tell the author; `None` for a comment that is no longer there.

    `is_shown`: it is among those below. `is_framed`: the author does not see the address of what is shown. `is_typed`:
    the form below holds what was refused.
    """
    if status is None:
        return GONE
    if status.state is State.PUBLISHED and not is_shown:
        return ELSEWHERE
    is_decided_against = status.state is State.SPAM and status.decided_by is Decider.PERSON
    is_just_discarded = status.state is State.DISCARDED and is_typed
    saying = _DECIDED_AGAINST if is_decided_against else _NOT_KEPT if is_just_discarded else _SAYINGS[status.state]
    kind, heading, words = saying
    told = words.format(where="at an address of its own" if is_framed else "at this address")
    is_open = status.state in (State.HELD, State.SPAM)
    own = "" if status.state is State.PUBLISHED else status.text
    return Notice(kind, heading, told, own, is_open, is_withdrawable=status.state in OPEN)
