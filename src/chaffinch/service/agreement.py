"""A template of the agreement between a site and whoever runs this server for it: article 28."""

from __future__ import annotations

from chaffinch.service.controller import NONE
from chaffinch.service.disclosure import Disclosure
from chaffinch.service.papers import MEASURES, MISSING, plain

TO_FILL = "________"
"""Stands where the parties have to write."""


def agreement(told: Disclosure) -> str:
    """Return the template for one site, as Markdown. It says what the program does; the rest is left open."""
    said = told.controller
    processor = plain(said.name.value) if said.name.value else MISSING.format(setting=said.name.setting)
    contact = plain(said.contact.value) if said.contact.value else MISSING.format(setting=said.contact.setting)
    kinds = ", ".join(group.heading.lower() for group in told.kept if any(field.is_personal for field in group.fields))
    clauses = (
        ("Parties", f"Controller: {TO_FILL}, for the site {plain(told.site.url)}. Processor: {processor}, {contact}."),
        (
            "Subject, nature and purpose (article 28(3))",
            "The processor filters, stores and shows comments for the controller with the program Chaffinch. "
            f"Data: {kinds}. Persons: whoever comments, whoever moderates. For as long as the site is registered.",
        ),
        (
            "Instructions (article 28(3)(a))",
            "The processor processes on documented instructions only. The settings of the site are one, and "
            f"{plain(told.site.host)}/data/{told.site.id} tells at any time what is done. Another instruction is "
            "written down before it is followed.",
        ),
        ("Confidence (b)", "Whoever the processor lets at the data has promised, or is bound by law, to be silent."),
        ("Security (c), article 32", "\n".join(("", "", *(f"- {one}" for one in MEASURES), f"- {TO_FILL}"))),
        ("Others (d), article 28(2) and (4)", _others(told)),
        (
            "Help (e) and (f)",
            "The processor helps to answer persons who use their rights, with security, with telling of breaches, "
            f"which it does without delay and within {TO_FILL} hours, and with impact assessments.",
        ),
        (
            "The end (g)",
            "`chaffinch site remove` deletes the site\u2019s comments, pages, keys and labels and unlearns what was "
            f"learned. {_backups(told)} Before that the processor hands out what the controller asks for.",
        ),
        ("Proof (h)", f"The processor shows what proves all this, and allows inspections: {TO_FILL}."),
        (
            "Learning across sites",
            f"{told.sharing.how} Where the site takes part, the parties agree on whose purpose that is: {TO_FILL}.",
        ),
        ("Signed", f"Place and date: {TO_FILL}. Controller: {TO_FILL}. Processor: {TO_FILL}."),
    )
    lines = [
        "# Agreement on processing",
        "",
        "A template for article 28(3) of Regulation (EU) 2016/679, not legal advice: have it read before it is signed.",
    ]
    for number, (heading, text) in enumerate(clauses, 1):
        lines += ["", f"## {number}. {heading}", "", text.lstrip("\n")]
    return "\n".join(lines) + "\n"


def _others(told: Disclosure) -> str:
    stated = [one for one in told.recipients if one.is_stated]
    if told.others.value is None:
        return f"Other processors: {MISSING.format(setting=told.others.setting)}."
    if told.others.value == NONE:
        return f"The processor engages no other. A new one is told {TO_FILL} days before; the controller may object."
    named = "; ".join(f"{plain(one.name)} ({plain(one.country or '')}): {plain(one.what)}" for one in stated)
    return f"Engaged are: {named}. A new one is told {TO_FILL} days before; the controller may object."


def _backups(told: Disclosure) -> str:
    days = told.backups.days
    if days is None:
        return f"How long backups keep it: {MISSING.format(setting=told.backups.setting)}."
    return f"Backups keep it for {days} day{'s' if days != 1 else ''} more." if days else "No backups are made."
