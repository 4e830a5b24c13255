"""What is kept, why and how long, told from the schema itself and the running settings: it cannot say otherwise."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from chaffinch.service.retention import Retention
from chaffinch.store.purposes import Basis, reason_of
from chaffinch.store.schema import metadata

TABLES: dict[str, str] = {
    "comment": "Your comment",
    "decision": "Decisions about your comment",
    "feedback": "What the filter learned from a moderator's decision",
    "checkpoint": "The filter's weights",
    "outbox": "Messages to other systems",
    "session": "Moderators who are signed in",
    "sign_in_link": "Sign-in links of moderators",
    "thread": "Pages that are commented on",
    "site": "Sites on this server",
    "site_key": "Keys of those sites",
    "server": "This server",
}
"""Every table in plain words, readers' own data first."""

FIELDS: dict[str, str] = {
    "comment.author": "the name you gave",
    "comment.author_url": "the website you gave, if any",
    "comment.text": "what you wrote",
    "comment.created_at": "when you sent it",
    "comment.state": "whether it is published, waiting or refused",
    "comment.score": "how probable the filter thought spam",
    "comment.match_lookup": "a keyed fingerprint of name and text",
    "comment.form_token": "a keyed fingerprint of the form you sent",
    "comment.decided_at": "when it was last decided about",
    "comment.source": "how it came in",
    "comment.parent_id": "which comment it answers",
    "decision.evidence": "the filter's reasons, with the words that weighed",
    "decision.decided_by": "whether a person or the machine decided",
    "feedback.row": "hashed features of the comment, not its text",
    "feedback.label": "what the moderator said it is",
    "checkpoint.state": "numbers learned from all labels together",
    "session.csrf": "a random token that proves a form is the desk's own",
}


@dataclass(frozen=True, slots=True)
class DataRow:
    """One column: `what` in plain words, its name, and why, on what ground and until when it is kept."""

    table: str
    field: str
    what: str
    purpose: str
    basis: str
    end: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class DataGroup:
    """The columns of one table that share purpose, ground and end."""

    heading: str
    rows: tuple[DataRow, ...]


def data_page(retention: Retention) -> tuple[DataGroup, ...]:
    """Return every stored column, grouped by table, with the running retention filled in."""
    days = asdict(retention)
    groups = []
    for name, heading in TABLES.items():
        rows = []
        for one in metadata.tables[name].columns:
            why = reason_of(one)
            key = f"{name}.{one.name}"
            rows.append(
                DataRow(
                    table=name,
                    field=one.name,
                    what=FIELDS.get(key, one.name.replace("_", " ")),
                    purpose=why.purpose.value,
                    basis=why.basis.value,
                    end=why.end.value.format(**days),
                    is_personal=why.basis is not Basis.NO_PERSONAL_DATA,
                )
            )
        groups.append(DataGroup(heading, tuple(rows)))
    return tuple(groups)
