"""Hand-written rules, one table: name, group, weight, predicate. Their sentences stand in `engine.sentences`.

Weights are logits and are added to the learner's log odds. A rule with an `action` decides alone; among those the
first in the table wins, which is how an administrator outranks a test author. Of a rule that `is_least`, the action is
the least that happens: what the learner would rather refuse is not held for its sake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaffinch.engine.campaign import CERTAIN, SOURCES
from chaffinch.engine.links import is_shortened, misleads
from chaffinch.engine.sentences import SENTENCES, sentence
from chaffinch.engine.text import PlainText
from chaffinch.engine.types import Action, Context, Seen, Submission


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule. `holds` is asked with what was submitted, what is known around it, and what a reader would see.

    `seen`: whose numbers belong into the braces of the sentence.
    """

    name: str
    group: str
    weight: float
    holds: Callable[[Submission, Context, PlainText], bool]
    action: Action | None = None
    is_least: bool = False
    seen: Callable[[Context], Seen | None] | None = None

    @property
    def sentence(self) -> str:
        """What the rule says when it holds, with places for numbers."""
        return SENTENCES[self.name][0]

    def about(self, context: Context) -> Seen | None:
        """Return the numbers that made the rule hold, None where it needs none."""
        return self.seen(context) if self.seen else None

    def told(self, context: Context) -> str:
        """Return the sentence, with the numbers that made the rule hold."""
        return sentence(self.name, self.weight, self.about(context))


def _is_shared(host: Seen) -> bool:
    return host.sources >= HOST_SOURCES and host.sites >= HOST_SITES


FLOOD = 30
"""Comments of one author, or from one part of the network, on one site within the window, from which a person should
look."""
HOST_SOURCES, HOST_SITES = 8, 3
"""Senders and sites from which a host is told to be seen often. Many share a link honestly: hence a small weight."""

SIGNALS: tuple[Signal, ...] = (
    Signal(
        "unreadable-state",
        "server",
        0.0,
        lambda _s, c, _p: bool(c.unreadable),
        Action.HOLD,
    ),
    Signal(
        "administrator",
        "role",
        -20.0,
        lambda _s, c, _p: c.is_administrator,
        Action.APPROVE,
    ),
    Signal(
        "guaranteed-spam",
        "test",
        20.0,
        lambda _s, c, _p: c.is_guaranteed_spam,
        Action.SPAM,
    ),
    Signal(
        "honeypot-filled",
        "form",
        20.0,
        lambda _s, c, _p: c.is_honeypot_filled,
        Action.SPAM,
    ),
    Signal(
        "campaign",
        "flood",
        20.0,
        lambda _s, c, _p: c.alike is not None and c.alike.sources >= CERTAIN,
        Action.SPAM,
        is_least=True,
        seen=lambda c: c.alike,
    ),
    Signal(
        "campaign-begins",
        "flood",
        0.0,
        lambda _s, c, _p: c.alike is not None and SOURCES <= c.alike.sources < CERTAIN,
        Action.HOLD,
        is_least=True,
        seen=lambda c: c.alike,
    ),
    Signal(
        "author-flood",
        "flood",
        1.0,
        lambda _s, c, _p: c.same_author is not None and c.same_author.times >= FLOOD,
        seen=lambda c: c.same_author,
    ),
    Signal(
        "network-flood",
        "flood",
        1.0,
        lambda _s, c, _p: c.same_network is not None and c.same_network.times >= FLOOD,
        seen=lambda c: c.same_network,
    ),
    Signal(
        "shared-host",
        "flood",
        1.0,
        lambda _s, c, _p: c.same_host is not None and _is_shared(c.same_host),
        seen=lambda c: c.same_host,
    ),
    Signal(
        "invisible-characters",
        "disguise",
        0.7,
        lambda _s, _c, p: p.invisible >= 3,
    ),
    Signal(
        "mixed-alphabets",
        "disguise",
        1.5,
        lambda _s, _c, p: p.mixed >= 2,
    ),
    Signal(
        "many-links",
        "links",
        1.0,
        lambda _s, _c, p: p.link_count >= 10,
    ),
    Signal(
        "link-says-otherwise",
        "links",
        1.0,
        lambda _s, _c, p: bool(p.links) and any(map(misleads, p.links)),
    ),
    Signal(
        "shortened-link",
        "links",
        0.5,
        lambda _s, _c, p: bool(p.links) and any(map(is_shortened, p.links)),
    ),
)
"""Weights of the soft rules are small against the learner's (a typical spam has log odds of 5 and more): they tip what
is uncertain. Measured with the quality benchmark, the first three change no mean by more than a hundredth of a point.
Of 13,888 ham of seven blogs none has a link that says otherwise and 19 have a shortened one, of 5,133 spam 14 and 61;
the learner knows nearly all of those already, so what the last two give is a sentence to read."""


def holding(submission: Submission, context: Context, seen: PlainText) -> tuple[Signal, ...]:
    """Return the rules that hold, in the order of the table."""
    return tuple([signal for signal in SIGNALS if signal.holds(submission, context, seen)])
