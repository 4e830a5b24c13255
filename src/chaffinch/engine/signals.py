"""Hand-written rules, one table: name, group, weight, sentence, predicate.

Weights are logits and are added to the learner's log odds. A rule with an `action` decides alone; among those the
first in the table wins, which is how an administrator outranks a test author.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaffinch.engine.text import PlainText
from chaffinch.engine.types import Action, Context, Submission


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule. `holds` is asked with what was submitted, what is known around it, and what a reader would see."""

    name: str
    group: str
    weight: float
    sentence: str
    holds: Callable[[Submission, Context, PlainText], bool]
    action: Action | None = None


SIGNALS: tuple[Signal, ...] = (
    Signal(
        "unreadable-state",
        "server",
        0.0,
        "Something the verdict needs could not be read, so a person should decide.",
        lambda _s, c, _p: bool(c.unreadable),
        Action.HOLD,
    ),
    Signal(
        "administrator",
        "role",
        -20.0,
        "The site says that an administrator wrote this.",
        lambda _s, c, _p: c.is_administrator,
        Action.APPROVE,
    ),
    Signal(
        "guaranteed-spam",
        "test",
        20.0,
        "The author's name or e-mail is the one that always tests as spam.",
        lambda _s, c, _p: c.is_guaranteed_spam,
        Action.SPAM,
    ),
    Signal(
        "honeypot-filled",
        "form",
        20.0,
        "A form field that people cannot see was filled in.",
        lambda _s, c, _p: c.is_honeypot_filled,
        Action.SPAM,
    ),
    Signal(
        "invisible-characters",
        "disguise",
        0.7,
        "The text hides characters that nobody can see.",
        lambda _s, _c, p: p.invisible >= 3,
    ),
    Signal(
        "mixed-alphabets",
        "disguise",
        1.5,
        "Words mix look-alike letters of different alphabets.",
        lambda _s, _c, p: p.mixed >= 2,
    ),
    Signal(
        "many-links",
        "links",
        1.0,
        "The comment holds ten links or more.",
        lambda _s, _c, p: p.link_count >= 10,
    ),
)
"""Weights of the three soft rules are small against the learner's (a typical spam has log odds of 5 and more): they
tip what is uncertain. Measured with the quality benchmark, they change no mean by more than a hundredth of a point."""


def holding(submission: Submission, context: Context, seen: PlainText) -> tuple[Signal, ...]:
    """Return the rules that hold, in the order of the table."""
    return tuple(signal for signal in SIGNALS if signal.holds(submission, context, seen))
