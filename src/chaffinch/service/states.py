"""The states of a comment, and who may move it where: two tables."""

from __future__ import annotations

from enum import Enum

from chaffinch.engine.types import Action, Label


class State(Enum):
    """Where a comment stands."""

    PUBLISHED = "PUBLISHED"
    HELD = "HELD"
    SPAM = "SPAM"
    DISCARDED = "DISCARDED"


class Source(Enum):
    """How a comment came in: our own form, or another system asking.

    AKISMET: over Akismet's protocol or a neighbour of it. API: over the native API.
    """

    FORM = "FORM"
    AKISMET = "AKISMET"
    API = "API"


class Decider(Enum):
    """Who decided."""

    MACHINE = "MACHINE"
    PERSON = "PERSON"


BY_MACHINE: dict[Action, State] = {
    Action.APPROVE: State.PUBLISHED,
    Action.HOLD: State.HELD,
    Action.SPAM: State.SPAM,
    Action.DISCARD: State.DISCARDED,
}
"""The machine decides once, on arrival."""

BY_PERSON: dict[Label, State] = {Label.HAM: State.PUBLISHED, Label.SPAM: State.SPAM}
"""A person may move any comment, at any time."""
