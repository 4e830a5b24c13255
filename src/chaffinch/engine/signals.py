"""Hand-written rules, one table: name, group, weight, sentence, predicate.

Weights are logits and are added to the learner's log odds. A rule with an `action` decides alone; among those the
first in the table wins, which is how an administrator outranks a test author. Of a rule that `is_least`, the action is
the least that happens: what the learner would rather refuse is not held for its sake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaffinch.engine.campaign import CERTAIN, SOURCES
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
    sentence: str
    holds: Callable[[Submission, Context, PlainText], bool]
    action: Action | None = None
    is_least: bool = False
    seen: Callable[[Context], Seen | None] | None = None

    def told(self, context: Context) -> str:
        """Return the sentence, with the numbers that made the rule hold."""
        seen = self.seen(context) if self.seen else None
        return self.sentence.format(**in_words(seen)) if seen else self.sentence


def in_words(seen: Seen) -> dict[str, str]:
    """Return numbers as they stand in a sentence; senders are told up to 64.

    >>> in_words(Seen(41, 12, 1, 3 * 3_600_000))
    {'times': '41 times', 'sources': '12 senders', 'sites': 'one site', 'span': '3 hours'}
    """
    return {
        "times": f"{seen.times} times",
        "sources": f"{min(seen.sources, _TOLD)} senders" + " or more" * (seen.sources >= _TOLD),
        "sites": "one site" if seen.sites == 1 else f"{seen.sites} sites",
        "span": _duration(seen.span),
    }


_TOLD = 64
"""Senders behind one host are counted up to that, see `sightings.tallies`."""


def _duration(span: int) -> str:
    minutes = max(1, round(span / 60_000))
    if minutes < 90:
        return "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"{round(minutes / 60)} hours"


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
        "campaign",
        "flood",
        20.0,
        "Nearly the same words were seen {times}, from {sources} on {sites}, in {span}.",
        lambda _s, c, _p: c.alike is not None and c.alike.sources >= CERTAIN,
        Action.SPAM,
        is_least=True,
        seen=lambda c: c.alike,
    ),
    Signal(
        "campaign-begins",
        "flood",
        0.0,
        "Nearly the same words were seen {times}, from {sources} on {sites}, in {span}: perhaps a campaign begins.",
        lambda _s, c, _p: c.alike is not None and SOURCES <= c.alike.sources < CERTAIN,
        Action.HOLD,
        is_least=True,
        seen=lambda c: c.alike,
    ),
    Signal(
        "author-flood",
        "flood",
        1.0,
        "This author wrote to this site {times} in {span}.",
        lambda _s, c, _p: c.same_author is not None and c.same_author.times >= FLOOD,
        seen=lambda c: c.same_author,
    ),
    Signal(
        "network-flood",
        "flood",
        1.0,
        "Comments came to this site from the same part of the network {times} in {span}.",
        lambda _s, c, _p: c.same_network is not None and c.same_network.times >= FLOOD,
        seen=lambda c: c.same_network,
    ),
    Signal(
        "shared-host",
        "flood",
        1.0,
        "A host that it links to was seen {times}, from {sources} on {sites}, in {span}.",
        lambda _s, c, _p: c.same_host is not None and _is_shared(c.same_host),
        seen=lambda c: c.same_host,
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
    return tuple([signal for signal in SIGNALS if signal.holds(submission, context, seen)])
