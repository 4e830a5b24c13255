"""One comment on the desk as a moderator reads it: its words marked, its score told, its reasons in order."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from chaffinch.engine.sentences import ENGLISH, Language, since, told
from chaffinch.engine.types import Evidence
from chaffinch.service.desk import QueueItem
from chaffinch.service.explaining import Why
from chaffinch.service.records import Record
from chaffinch.service.states import Decider, State
from chaffinch.web.prose import address_parts, marked
from chaffinch.web.telling import Note, note


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence as people read it: direction, strength 1 to 4, and the sentence.

    Directions are "spam", "ham", and "wait" for what decides that a person should look, whatever the score says.
    `record`: how the reason has done on this site, empty where too few comments tell.
    """

    direction: str
    strength: int
    sentence: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One comment on the desk, ready to be shown. `flips`: what would have made another decision, as sentences."""

    item: QueueItem
    text: Markup
    address: tuple[str, str, str]
    score: str
    words: str
    reasons: list[Reason]
    flips: list[str]
    has_readings: bool
    is_by_person: bool
    note: Note | None


def score_text(score: float) -> str:
    """Return a probability as a moderator reads it; nothing is ever 0 or 100 per cent.

    >>> score_text(0.874), score_text(0.9999), score_text(0.0001)
    ('87 % spam', 'over 99 % spam', 'under 1 % spam')
    """
    percent = round(score * 100)
    return "over 99 % spam" if percent > 99 else "under 1 % spam" if percent < 1 else f"{percent} % spam"


def score_words(score: float) -> str:
    """Return the same in words."""
    scale = ((0.95, "Almost certainly spam"), (0.8, "Probably spam"), (0.6, "Rather spam"), (0.4, "Could be either"))
    return next((words for least, words in scale if score >= least), "Probably wanted")


def reason(evidence: Evidence, record: Record | None = None, language: Language = ENGLISH) -> Reason:
    """Return one reason; strength rises at 0.5, 1.5 and 3 logits."""
    sentence, done = told(evidence, language), record.told(evidence, language) if record else ""
    if evidence.weight == 0:
        return Reason("wait", 4, sentence, done)
    size = abs(evidence.weight)
    strength = 1 + (size >= 0.5) + (size >= 1.5) + (size >= 3)
    return Reason("spam" if evidence.weight > 0 else "ham", strength, sentence, done)


def card(item: QueueItem, why: Why | None = None, language: Language = ENGLISH) -> Card:
    """Return what is shown of one comment; `why`: None where it is gone meanwhile."""
    evidence = why.evidence if why else item.evidence
    records = why.records if why else (None,) * len(evidence)
    reasons = [reason(*pair, language) for pair in zip(evidence, records, strict=True)]
    readings = why.readings if why else ()
    flips = [flip.told(language) for flip in why.flips] if why else []
    if why and why.now:
        flips = [since(why.now, language)]
    is_by_person = bool(item.history) and item.history[-1].decided_by is Decider.PERSON
    return Card(
        item=item,
        text=marked(item.text, evidence, readings, language),
        address=address_parts(item.author_url or ""),
        score=score_text(item.score),
        words=score_words(item.score),
        reasons=reasons,
        flips=flips,
        has_readings=bool(readings),
        is_by_person=is_by_person,
        note=note(item.remote, is_held=item.state is State.HELD, is_by_person=is_by_person) if item.remote else None,
    )
