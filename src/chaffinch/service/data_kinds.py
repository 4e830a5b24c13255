"""How pages and papers show what is kept: the fields of one reason drawn together, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chaffinch.service import privacy
from chaffinch.service.controller import NONE
from chaffinch.service.disclosure import Disclosure, Field, Group


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept for one reason: things with a name of their own, and reference numbers."""

    things: tuple[str, ...]
    purpose: str
    basis: str
    interest: str | None
    end: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data, and whether any of it is about a person."""

    heading: str
    entries: tuple[Entry, ...]
    is_personal: bool


def kind(group: Group) -> Kind:
    """Return a group with the fields of one reason drawn together."""
    reasons: dict[tuple[str, str, str | None, str], list[Field]] = {}
    for one in group.fields:
        reasons.setdefault((one.purpose, one.basis, one.interest, one.end), []).append(one)
    entries = tuple(Entry(_things(fields), *reason, fields[0].is_personal) for reason, fields in reasons.items())
    return Kind(group.heading, entries, any(one.is_personal for one in group.fields))


def stays_here(told: Disclosure) -> bool:
    """Return whether only readers and moderators get a comment, by what runs and by the operator's word."""
    return told.others.value == NONE and not any(one.is_outside for one in told.recipients)


def _things(fields: Iterable[Field]) -> tuple[str, ...]:
    """Return the plain names first; fields that only tie rows together are called what they are, once."""
    order = {name: place for place, name in enumerate(privacy.FIELDS)}
    told = sorted(
        (one for one in fields if not _is_reference(one.field)),
        key=lambda one: order.get(f"{one.table}.{one.field}", len(order)),
    )
    references = ["reference numbers"] if any(_is_reference(one.field) for one in fields) else []
    return (*(one.what for one in told), *references)


def _is_reference(field: str) -> bool:
    return field == "id" or (field.endswith("_id") and field != "parent_id")
