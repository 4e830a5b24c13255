"""Writing a person's label into the feedback log: one living label a comment, a new one in place of an old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chaffinch.engine import rows
from chaffinch.engine.types import Evidence, Label
from chaffinch.service import arriving, records, usage
from chaffinch.service.states import BY_PERSON, Decider, State
from chaffinch.store import audits, comments, feedback, reactions
from chaffinch.store.database import Connection, Row

BY_ACTION = {"APPROVE": Label.HAM, "SPAM": Label.SPAM}
"""A person's decision, as its history names it, to the label it stands for."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision changed. `was`: the state before."""

    comment_id: str
    state: State
    label: Label
    was: State


def decide(
    connection: Connection,
    comment: Row[Any],
    label: Label,
    row: bytes,
    model: str,
    now: int,
    *,
    is_known: bool = False,
) -> Decided:
    """Write decision, state, label, count and answered audit of one comment; runs inside the caller's transaction.

    The same label again adds no entry to the log, nor does one that `is_known` of a comment just like it. The other
    label ends the old entry and its checkpoints.
    """
    state = BY_PERSON[label]
    history = comments.decisions(connection, [comment.id])
    usage.count_decision(connection, comment, person_said(history), state)
    reactions.settle_reports(connection, comment.id)
    living = feedback.of_comment(connection, comment.id)
    if living is not None and living.label != label.name:
        feedback.end(connection, [living.position])
        living = None
    if living is None and not is_known:
        entry = {
            "site_id": comment.site_id,
            "comment_id": comment.id,
            "label": label.name,
            "row": row,
            "feature_version": rows.version(row),
            "reasons": records.names_of(machine_reasons(history)),
            "created_at": now,
        }
        feedback.append(connection, entry)
    audits.answer(connection, comment.id, label.name)
    comments.set_state(connection, comment.id, state.name, now)
    comments.insert_decision(
        connection,
        {
            "comment_id": comment.id,
            "decided_by": Decider.PERSON.name,
            "action": next(action for action, said in BY_ACTION.items() if said is label),
            "evidence": "[]",
            "model": model,
            "created_at": now,
        },
    )
    return Decided(comment.id, state, label, State[comment.state])


def machine_reasons(history: Sequence[Row[Any]]) -> tuple[Evidence, ...]:
    """Return the machine's reasons in the last of its decisions; none where it has made none."""
    machine = next((one for one in reversed(history) if one.decided_by == Decider.MACHINE.name), None)
    return () if machine is None else arriving.load_evidence(machine.evidence)


def person_said(history: Sequence[Row[Any]]) -> State | None:
    """Return what a person made of a comment, None where the last of its decisions is the machine's."""
    last = history[-1]
    return BY_PERSON[BY_ACTION[last.action]] if last.decided_by == Decider.PERSON.name else None
