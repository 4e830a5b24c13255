"""Every sentence of evidence: one table, from code to words, with named places for what differs between comments.

Ready for gettext: a sentence is looked up as it stands here, and a counted phrase with its number, in whatever has the
two methods of `Language`; `gettext.GNUTranslations` has. `messages` lists all there is to translate. Weights, codes and
places in the text say the same in every language.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

from chaffinch.engine.types import Action, Evidence, Seen


class Language(Protocol):
    """Turns English into another language, as the standard library's `gettext.NullTranslations` does."""

    def gettext(self, message: str, /) -> str:
        """Return a sentence in that language."""

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return the form of a counted phrase that goes with a number."""


class English:
    """The language that the table is written in."""

    def gettext(self, message: str, /) -> str:
        """Return the sentence as it is."""
        return message

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return the one form or the other."""
        return one if n == 1 else many


ENGLISH = English()

LATE = "campaign-late"
"""The reason of a comment that was published before others like it came."""

SENTENCES: dict[str, tuple[str, ...]] = {
    "wording": ("The wording resembles spam.", "The wording resembles real comments."),
    "words": ("Its words are frequent in spam.", "Its words are frequent in real comments."),
    "author-name": ("The author's name resembles those on spam.", "The author's name looks like a person's."),
    "author-shape": (
        "The author's name is built like an advertiser's.",
        "The author's name is built like a person's.",
    ),
    "address": ("An address resembles those that spam leads to.", "The addresses look harmless."),
    "address-parts": (
        "An address is built like those that spam leads to.",
        "The addresses are built like harmless ones.",
    ),
    "shape": (
        "Length, links and layout are typical of spam.",
        "Length, links and layout are typical of real comments.",
    ),
    "relevance": (
        "The comment has little to do with the article.",
        "The comment takes up words of the article.",
    ),
    "word": ("“{what}” is more frequent in spam.", "“{what}” is more frequent in real comments."),
    "unreadable-state": ("Something the verdict needs could not be read, so a person should decide.",),
    "administrator": ("The site says that an administrator wrote this.",),
    "guaranteed-spam": ("The author's name or e-mail is the one that always tests as spam.",),
    "honeypot-filled": ("A form field that people cannot see was filled in.",),
    "campaign": ("Nearly the same words were seen {times}, from {sources} on {sites}, in {span}.",),
    "campaign-begins": (
        "Nearly the same words were seen {times}, from {sources} on {sites}, in {span}: perhaps a campaign begins.",
    ),
    LATE: (
        "Nearly the same words were seen {times}, from {sources} on {sites}, in {span}; noticed after this was "
        "published.",
    ),
    "author-flood": ("This author wrote to this site {times} in {span}.",),
    "network-flood": ("Comments came to this site from the same part of the network {times} in {span}.",),
    "shared-host": ("A host that it links to was seen {times}, from {sources} on {sites}, in {span}.",),
    "invisible-characters": ("The text hides characters that nobody can see.",),
    "mixed-alphabets": ("Words mix look-alike letters of different alphabets.",),
    "many-links": ("The comment holds ten links or more.",),
    "link-says-otherwise": ("A link names one address and leads to another.",),
    "shortened-link": ("A link goes through a shortener, so that nobody sees where it leads.",),
}
"""By the code of the evidence: what is said towards spam, or whenever the reason holds; then, where a reason can speak
for both, what is said towards real comments. `{what}` is a word of the text; the other places are counted phrases."""

UNREADABLE = "The filter could not read what it needs ({what}): a person should decide."
"""Said in place of that of `unreadable-state` where not even the engine could be asked; `{what}`: an error's code."""

COUNTED: dict[str, tuple[str, str]] = {
    "times": ("{n} time", "{n} times"),
    "sources": ("{n} sender", "{n} senders"),
    "many-sources": ("{n} sender or more", "{n} senders or more"),
    "sites": ("one site", "{n} sites"),
    "minutes": ("a minute", "{n} minutes"),
    "hours": ("{n} hour", "{n} hours"),
}
"""Phrases with a number, for one and for many."""

FLIPS: dict[Action, str] = {
    Action.APPROVE: "Without {parts} this comment would have been published.",
    Action.HOLD: "Without {parts} this comment would have been held.",
    Action.SPAM: "Without {parts} this comment would have been called spam, and kept.",
}
"""What would have been done without some parts of a comment."""
PARTS: dict[str, tuple[str, str]] = {
    "links": ("its link", "its links"),
    "website": ("the author's website", ""),
    "name": ("the author's name", ""),
    "word": ("the word “{what}”", "the words “{what}”"),
    "seen": ("the comments like it that were seen lately", ""),
    "trap": ("what was filled into the hidden field", ""),
}
"""Parts of a comment, as they stand behind "without", for one and for many."""
LISTS: dict[int, str] = {1: "{0}", 2: "{0} and {1}", 3: "{0}, {1} and {2}"}
"""How so many parts are put in a row."""

SINCE: dict[Action, str] = {
    Action.APPROVE: "Judged again now, from what is kept of it, this comment would be published.",
    Action.HOLD: "Judged again now, from what is kept of it, this comment would be held.",
    Action.SPAM: "Judged again now, from what is kept of it, this comment would be called spam.",
}
"""What would be done now, where that is something else than was done when the comment came."""

RECORDS: dict[str, str] = {
    "spam": "Here: {found} of {count} were spam ({low} to {high} %).",
    "ham": "Here: {found} of {count} were real comments ({low} to {high} %).",
}
"""How a reason has done on this site: of the comments that had it and that people decided about, so many."""


READ_AS = "read as {words}"
"""Behind a word in disguise."""


def messages() -> Iterator[tuple[str, ...]]:
    """Yield all there is to translate: sentences as they are, counted phrases with both forms."""
    for sides in SENTENCES.values():
        yield from ((side,) for side in sides)
    for table in (FLIPS, LISTS, SINCE, RECORDS):
        yield from ((one,) for one in table.values())
    yield from ((UNREADABLE,), (READ_AS,))
    for one, many in (*COUNTED.values(), *PARTS.values()):
        yield (one, many) if many else (one,)


def sentence(code: str, weight: float, about: Seen | str | None = None, language: Language = ENGLISH) -> str:
    """Return what a reason says, with the word or the numbers that it is about.

    Raises:
        KeyError: no reason has this code.

    """
    sides = SENTENCES[code]
    template = sides[-1] if weight < 0 else sides[0]
    if about is None:
        return language.gettext(template)
    if isinstance(about, Seen):
        return language.gettext(template).format(**in_words(about, language))
    template = template if "{what}" in template else UNREADABLE
    return language.gettext(template).format(what=about)


def told(evidence: Evidence, language: Language = ENGLISH) -> str:
    """Return the sentence of a piece of evidence in a language.

    What another program wrote stays as it was written: a code that is not known here, or a sentence whose word or
    numbers were not kept.
    """
    code, weight, written, _, about = evidence
    is_known = code in SENTENCES and (about is not None or "{" not in SENTENCES[code][0])
    return sentence(code, weight, about, language) if is_known else written


def in_words(seen: Seen, language: Language = ENGLISH) -> dict[str, str]:
    """Return numbers as they stand in a sentence; senders are told up to 64.

    >>> in_words(Seen(41, 12, 1, 3 * 3_600_000))
    {'times': '41 times', 'sources': '12 senders', 'sites': 'one site', 'span': '3 hours'}
    """
    minutes = max(1, round(seen.span / 60_000))
    span = ("minutes", minutes) if minutes < 90 else ("hours", round(minutes / 60))
    return {
        "times": counted("times", seen.times, language),
        "sources": counted("many-sources" if seen.sources >= _TOLD else "sources", min(seen.sources, _TOLD), language),
        "sites": counted("sites", seen.sites, language),
        "span": counted(*span, language),
    }


_TOLD = 64
"""Senders behind one host are counted up to that, see `sightings.tallies`."""


def since(action: Action, language: Language = ENGLISH) -> str:
    """Return what would be done with a comment by now."""
    return language.gettext(SINCE[action])


def record(side: str, found: int, count: int, low: float, high: float, language: Language = ENGLISH) -> str:
    """Return how a reason has done; `side`: "spam" or "ham"; `low` and `high`: shares, 0 to 1, rounded apart.

    >>> record("spam", 38, 40, 0.8308, 0.9939)
    'Here: 38 of 40 were spam (83 to 100 %).'
    """
    places = {"found": f"{found:,}", "count": f"{count:,}", "low": math.floor(100 * low), "high": math.ceil(100 * high)}
    return language.gettext(RECORDS[side]).format(**places)


def counted(phrase: str, n: int, language: Language = ENGLISH) -> str:
    """Return a counted phrase."""
    return language.ngettext(*COUNTED[phrase], n).format(n=n)


def listed(parts: Sequence[str], language: Language = ENGLISH) -> str:
    """Return up to three parts in a row.

    >>> listed(["its link", "the author's name"])
    "its link and the author's name"
    """
    return language.gettext(LISTS[len(parts)]).format(*parts)
