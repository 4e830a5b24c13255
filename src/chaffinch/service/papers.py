"""What a disclosure becomes on paper, as Markdown: the record of processing and the text for a site's own policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chaffinch.service.controller import NONE
from chaffinch.service.data_kinds import kind
from chaffinch.service.disclosure import Disclosure, Stated

MISSING = "**Missing**: set `{setting}`"
_COMPLAIN = "To complain (article 77): To the data protection authority of the country where you live or work."
MEASURES: tuple[str, ...] = (
    "Fingerprints are keyed (HMAC-SHA-256) under a server secret that is in neither database nor backups.",
    "Keys of sites and secrets of other systems are encrypted (AES-256-GCM).",
    "The desk opens by one-time links only; sessions end, and every form of it carries a token of its own.",
    "What is deleted is overwritten in the database, and its write-ahead log is emptied after each sweep and erasure.",
    "Labels that end are unlearned: the learned weights are those of a server that never saw them.",
    "Pages load nothing from elsewhere; their Content-Security-Policy allows no foreign script.",
    "Logs hold no personal data, and there is no access log.",
)
"""What the program itself does for the security of processing: article 32."""


def record(tellings: Iterable[Disclosure]) -> str:
    """Return the record of processing activities of these sites: article 30(1)."""
    told = list(tellings)
    lines = ["# Record of processing activities", "", "Article 30(1) of Regulation (EU) 2016/679.", ""]
    for one in told[:1]:
        lines += ["## The controller", "", *_controller(one), ""]
    for one in told:
        lines += [f"## Comments of {plain(one.site.name)} ({plain(one.site.url)})", "", *_activity(one), ""]
    lines += ["## Technical and organisational measures", "", *(f"- {one}" for one in MEASURES)]
    lines += ["- What the operator does beyond the program (machine, access, backups) is to be added here.", ""]
    return "\n".join(lines)


def policy(told: Disclosure) -> str:
    """Return a section on comments for a site's own privacy policy: article 13."""
    lines = [
        "## Comments",
        "",
        f"Comments of {plain(told.site.name)} are filtered by Chaffinch, on {plain(told.site.host)}.",
    ]
    lines += ["", "### Who is responsible", "", *_controller(told), "", "### What is kept, why, and until when", ""]
    lines += [*_table(told), "", f"Never kept: {', '.join(told.never_kept)}.", "", "### Whether you must give it", ""]
    lines += [
        f"- {_capital(one.what)}: {'needed' if one.is_obligatory else 'your choice'}. {one.otherwise}"
        for one in told.given
    ]
    lines += [
        "",
        "### A machine decides first",
        "",
        "It looks at:",
        "",
        *(f"- {one}" for one in told.machine.looks_at),
        "",
    ]
    lines += [*told.machine.outcomes, told.machine.person, "", _sharing(told), "", "### Who gets it", ""]
    lines += [*_recipients(told), "", "### Deletion", "", _capital(_backups(told)), "", "### Your rights", ""]
    lines += [f"- {one.name} (article {one.article}): {one.how}" for one in told.rights]
    lines += [f"- {_COMPLAIN} Here: {_said(told.authority)}", ""]
    lines += [f"As it stands now, with all that changed: {plain(told.site.host)}/data/{told.site.id}", ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: one line, no mark of its own."""
    line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in line)


def _said(stated: Stated) -> str:
    if stated.value is None:
        return MISSING.format(setting=stated.setting)
    return "none, the operator says" if stated.value == NONE else plain(stated.value)


def _controller(told: Disclosure) -> list[str]:
    said = told.controller
    return [
        f"- Controller: {_said(said.name)}",
        f"- Contact: {_said(said.contact)}",
        f"- Data protection officer: {_said(said.officer)}",
    ]


def _activity(told: Disclosure) -> list[str]:
    return [
        "Persons: whoever writes a comment, whoever moderates.",
        "",
        *_table(told),
        "",
        f"Automated decision: {' '.join(told.machine.outcomes)} {told.machine.person}",
        "",
        f"Learning across sites: {_sharing(told)}",
        "",
        "Recipients, and the countries they are in:",
        "",
        *_recipients(told),
        "",
        f"Deletion: {_backups(told)}",
    ]


def _table(told: Disclosure) -> Iterator[str]:
    """Yield what is kept about persons, the fields of one reason in a row."""
    yield "| data | purpose | ground | end |"
    yield "|---|---|---|---|"
    for one in map(kind, told.kept):
        for entry in filter(lambda entry: entry.is_personal, one.entries):
            ground = f"{entry.basis} {entry.interest or ''}".strip()
            yield f"| {one.heading}: {'; '.join(entry.things)} | {entry.purpose} | {ground} | {entry.end} |"


def _recipients(told: Disclosure) -> Iterator[str]:
    for one in told.recipients:
        country = plain(one.country) if one.country else ("country not said" if one.is_outside else "")
        yield f"- {plain(one.name)}{f' ({country})' if country else ''}: {plain(one.what)}"
    if told.others.value is None or told.others.value == NONE:
        yield f"- Others: {_said(told.others)}"


def _sharing(told: Disclosure) -> str:
    one = told.sharing
    return f"{one.purpose} {one.how} {one.basis} {one.interest}" if one.takes_part else one.how


def _backups(told: Disclosure) -> str:
    days = told.backups.days
    if days is None:
        return f"at the ends above; how long backups keep it longer: {MISSING.format(setting=told.backups.setting)}."
    if days == 0:
        return "at the ends above; no backups are made, the operator says."
    return f"at the ends above; backups keep it for {days} day{'s' if days != 1 else ''} more."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
