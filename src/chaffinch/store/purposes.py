"""Why a column is kept, on what lawful ground, and when it ends. The data page is made of these sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Column
from sqlalchemy.types import TypeEngine


class Basis(Enum):
    """Lawful ground of keeping a column: Regulation (EU) 2016/679, article 6(1)."""

    SERVICE = "You asked for it: without it your comment could not be shown (article 6(1)(b))."
    LEGITIMATE_INTEREST = "Legitimate interest (article 6(1)(f))."
    NO_PERSONAL_DATA = "No personal data: it says nothing about a person."


class Purpose(Enum):
    """What a column is for."""

    PUBLISH = "To show your comment under the article."
    JUDGE = "To tell spam from comments, and to let a moderator see why."
    LEARN = "To let the filter learn from moderators' decisions."
    SHARE = "To let the sites of this server learn from each other, where several of them agree."
    ACCOUNT = "To tell who decided about a comment, a person or the machine, and when."
    ONCE = "To make sure that sending a form twice makes one comment."
    MATCH = "To recognise a comment that another system asks about again, without its text."
    OPERATE = "To run this server: addresses, names and settings of its sites and of the pages commented on."
    SECURE = "To let moderators in, and nobody else."
    ADMIT = "To know which site a program asks for, and to answer nobody who has not its key or secret."
    COUNT = "To count for each site how often the filter was asked, and how often it was wrong."
    CALIBRATE = (
        "To measure on comments drawn at random how often the filter is wrong, and to set from which score it "
        "holds or refuses."
    )
    RECORD = "To show moderators how often each of the filter's reasons was right on their site."
    REACT = "To count what readers like and report, each network once, without knowing who they are."
    AGAIN = "To answer a program that sends the same call again as before, and to do it only once."
    DISCLOSE = "To tell on this page when it last said something else, and what was deleted lately."
    NOTIFY = "To tell another system that a moderator, or the filter, has decided otherwise than it was answered."


class End(Enum):
    """When a column ends. `{name}` is a setting in days, `retention.name`; the sweep enforces those."""

    WITH_COMMENT = "With the comment."
    COMMENT = (
        "Published: when you withdraw it, or a moderator erases it. Held or refused: {refused_days} days after "
        "the last decision. Asked about by another system: {checked_days} days after the last decision."
    )
    FEEDBACK = (
        "{feedback_days} days after the moderator's decision, and at once when that is corrected, taken back or "
        "erased; then the filter learns anew without it."
    )
    CHECKPOINT = "When newer ones take its place, and at once when anything it was made of ends."
    THREAD = "With the last comment on that page."
    WITH_SITE = "When the site is removed from this server."
    SIGN_IN = "{session_days} days after it expired."
    OUTBOX = "{outbox_days} days after it was written."
    ANSWER = "24 hours after the call, and its content at once when a comment it speaks of is erased."
    REACTION = "{reaction_days} days after the click, and with the comment; how many there were stays with the comment."
    AUDIT = "{audit_days} days after the comment was drawn, and at once when it is erased."
    CALLBACK = "{callback_days} days after the other system last asked, and with the comment."
    SERVER = "With this server."
    SWEEP = "31 days after that sweep."


INTERESTS: dict[Purpose, str] = {
    Purpose.JUDGE: "A discussion free of spam and abuse, for the site and for whoever reads it.",
    Purpose.LEARN: "A filter that errs less on this site the longer it is used.",
    Purpose.SHARE: "A discussion free of spam on each site, by what several sites agree on.",
    Purpose.ACCOUNT: "Being able to answer, to authors too, for who decided what about a comment.",
    Purpose.ONCE: "A discussion in which nothing stands twice because a button was pressed twice.",
    Purpose.MATCH: "Correcting and erasing a comment that another system holds, without keeping more about it.",
    Purpose.OPERATE: "Showing each comment under the page that it was written for.",
    Purpose.SECURE: "A desk that only moderators can open: the security of comments not published, too.",
    Purpose.CALIBRATE: "Knowing how many honest comments are lost, and losing fewer.",
    Purpose.RECORD: "Reasons that moderators can trust, because they are told how often each was right.",
    Purpose.COUNT: "Knowing how often the filter was asked, and how often it was wrong.",
    Purpose.AGAIN: "Programs that can ask again after a broken connection without a comment being checked twice.",
    Purpose.REACT: "Counts of likes and reports that no one network can run up, without accounts.",
    Purpose.NOTIFY: "A wrong answer about a comment that is put right where the comment stands.",
}
"""Which legitimate interest each purpose pursues; a column of another purpose cannot rest on that ground (tested)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """All three of one column."""

    purpose: Purpose
    basis: Basis
    end: End


def column(
    name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]], *rest: Any, why: Reason, **options: Any
) -> Column[Any]:
    """Return a column that carries its reason in `Column.info["why"]`."""
    return Column(name, kind, *rest, info={"why": why}, **options)


def reason_of(one: Column[Any]) -> Reason:
    """Return why a column is kept.

    Raises:
        KeyError: it was made without a reason (the tests never let such a column pass).

    """
    why: Reason = one.info["why"]
    return why
