"""The values the engine takes and gives. All frozen; closed sets are enums, stored by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Label(Enum):
    """What a person says a comment is: the truth the filter learns from."""

    HAM = "HAM"
    SPAM = "SPAM"


class Action(Enum):
    """What is to be done with a comment. `HOLD` is the honest middle ground."""

    APPROVE = "APPROVE"
    HOLD = "HOLD"
    SPAM = "SPAM"
    DISCARD = "DISCARD"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of spam, 0 to 1, rising: from `hold_at` a person decides, from `spam_at` it is spam."""

    hold_at: float
    spam_at: float
    discard_at: float


@dataclass(frozen=True, slots=True)
class Submission:
    """What is judged: the text and the author's claims, as they came in, nothing folded.

    `text` may be plain, HTML, BBCode or Markdown. A field that is `None` or empty was not claimed;
    absence alone is never a sign of spam.
    """

    text: str
    author: str | None = None
    author_url: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How often something was seen lately: `times` in all, from `sources` different ones, on `sites` sites.

    `span`: since the first of these times, in milliseconds. The submission at hand is one of them.
    """

    times: int
    sources: int
    sites: int
    span: int


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a submission, gathered by `service` before judging.

    `site` salts the per-site half of the weights (`None`: only what is common to all sites).
    `article` is title and beginning of the page commented on, `parent` the text replied to.
    `is_administrator`, `is_honeypot_filled`, `is_guaranteed_spam` are claims established by the caller.
    `allow_discard`: the site opted in to `DISCARD`. `unreadable` names what the verdict needs and
    could not be read: then the action is `HOLD` with that as evidence. `thresholds` are the site's own
    (`None`: those of the base model).
    `alike`: comments with nearly the same words, `same_author`, `same_network` and `same_host`: comments of one author
    on this site, from one part of the network on this site, with a link to one host, as seen lately; None where that
    is not worth telling, or nobody counts.
    """

    site: str | None = None
    article: str | None = None
    parent: str | None = None
    is_administrator: bool = False
    is_honeypot_filled: bool = False
    is_guaranteed_spam: bool = False
    allow_discard: bool = False
    unreadable: tuple[str, ...] = ()
    thresholds: Thresholds | None = None
    alike: Seen | None = None
    same_author: Seen | None = None
    same_network: Seen | None = None
    same_host: Seen | None = None


class Span(NamedTuple):
    """Characters `start` to `end` (end excluded, code points) of `Submission.text` as it came in."""

    start: int
    end: int


class Evidence(NamedTuple):
    """One reason for a verdict.

    `code` is a stable kebab-case name; `weight` is in logits (natural log odds), positive towards spam;
    `sentence` is plain English for a moderator; `spans` say where in the text, if anywhere. `about`: the word, or the
    numbers, that the sentence is about, for saying it in another language (`engine.sentences`).
    """

    code: str
    weight: float
    sentence: str
    spans: tuple[Span, ...] = ()
    about: Seen | str | None = None


class Verdict(NamedTuple):
    """The engine's answer. `score` is a calibrated probability of spam, 0 to 1; `evidence` is strongest first."""

    action: Action
    score: float
    evidence: tuple[Evidence, ...]
    model: str
