"""Google's Perspective API, `v1alpha1`: a request to analyse a comment, or a suggestion how to score it, as a value.

Source: the API's "Methods" and "Limits and errors" and its discovery document. One attribute is known here, `SPAM`.
What has no use here (`sessionId`, `communityId`) does not leave this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chaffinch.engine.types import Label
from chaffinch.errors import FieldError, TooLargeError
from chaffinch.wire.json_body import read_object

ATTRIBUTE = "SPAM"
MAX_TEXT = 65_536
"""Characters of a comment. Google's own limit is 20,480 bytes. Nothing is cut off: spans would tell of another text."""
MAX_ARTICLE = 2_000
MAX_TOKEN = 1_000

EMPTY = "Comment must be non-empty."
TOO_LONG = "Comment text too long."
NO_ATTRIBUTES = "Missing requested_attributes"
BOTH_CONTEXTS = "Context can have either entries or article_and_parent_comment, but both fields were populated."
"""The API's own words, where it documents them."""

_TEXT_TYPES = (None, "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML")
_SCORE_TYPES = (None, "SCORE_TYPE_UNSPECIFIED", "PROBABILITY")


@dataclass(frozen=True, slots=True)
class Echo:
    """What goes back to the client as it came."""

    client_token: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A comment to be scored. `threshold`: scores below it are not told. `text` is as it was sent, for the spans."""

    text: str
    article: str | None
    threshold: float
    is_with_spans: bool
    echo: Echo


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comment with a person's label."""

    text: str
    label: Label
    echo: Echo


def read_analysis(body: bytes) -> Analysis:
    """Return what is to be analysed.

    `doNotStore` is read by nobody: nothing is kept, whatever it says.

    Raises:
        InputError: it is not JSON, FieldError: which field cannot be used; TooLargeError: the comment is too long.

    """
    sent = read_object(body)
    wanted = _attributes(sent, "requestedAttributes", NO_ATTRIBUTES)
    score_type = wanted.get("scoreType")
    if score_type not in _SCORE_TYPES:
        told = f"Requested score type {str(score_type)[:100]} is not supported by attribute {ATTRIBUTE}"
        raise FieldError(told, field="requestedAttributes.SPAM.scoreType")
    return Analysis(
        text=_text(sent),
        article=_article(sent),
        threshold=_number(wanted.get("scoreThreshold", 0), "requestedAttributes.SPAM.scoreThreshold"),
        is_with_spans=sent.get("spanAnnotations") is True,
        echo=_echo(sent),
    )


def read_suggestion(body: bytes) -> Suggestion:
    """Return a person's label: a summary score of a half or more means spam.

    `context` is read by nobody: Coral puts its own numbers there, and no article.

    Raises:
        InputError: it is not JSON, FieldError: which field cannot be used; TooLargeError: the comment is too long.

    """
    sent = read_object(body)
    scores = _attributes(sent, "attributeScores", "Missing attribute_scores")
    summary = _object(scores, "summaryScore", "attributeScores.SPAM.summaryScore")
    value = _number(summary.get("value"), "attributeScores.SPAM.summaryScore.value")
    if not 0 <= value <= 1:
        raise FieldError("A suggested score is between 0 and 1", field="attributeScores.SPAM.summaryScore.value")
    return Suggestion(_text(sent), Label.SPAM if value >= 0.5 else Label.HAM, _echo(sent))


def _text(sent: dict[str, Any]) -> str:
    comment = _object(sent, "comment", "comment")
    if comment.get("type") not in _TEXT_TYPES:
        raise FieldError("Unknown text type", field="comment.type")
    text = comment.get("text", "")
    if not isinstance(text, str):
        raise FieldError("comment.text is not a text", field="comment.text")
    if not text.strip():
        raise FieldError(EMPTY, field="comment.text")
    if len(text) > MAX_TEXT:
        raise TooLargeError(TOO_LONG)
    return text


def _attributes(sent: dict[str, Any], name: str, missing: str) -> dict[str, Any]:
    named = _object(sent, name, name)
    if not named:
        raise FieldError(missing, field=name)
    for attribute in named:
        if attribute != ATTRIBUTE:
            told = f"Unknown requested attribute: {attribute[:100]}. This server knows {ATTRIBUTE} and no other."
            raise FieldError(told, field=f"{name}.{attribute[:100]}")
    return _object(named, ATTRIBUTE, f"{name}.{ATTRIBUTE}")


def _article(sent: dict[str, Any]) -> str | None:
    context = _object(sent, "context", "context")
    entries, page = context.get("entries"), context.get("articleAndParentComment")
    if entries and page:
        raise FieldError(BOTH_CONTEXTS, field="context")
    around = entries if isinstance(entries, list) else [page.get("article")] if isinstance(page, dict) else []
    return "\n".join(_prose(around))[:MAX_ARTICLE] or None


def _prose(entries: Iterable[Any]) -> list[str]:
    texts = (entry.get("text") for entry in entries if isinstance(entry, dict))
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]


def _echo(sent: dict[str, Any]) -> Echo:
    token, languages = sent.get("clientToken"), sent.get("languages", [])
    if token is not None and not (isinstance(token, str) and len(token) <= MAX_TOKEN):
        raise FieldError(f"client_token is not a text of at most {MAX_TOKEN} characters", field="clientToken")
    if not isinstance(languages, list) or not all(isinstance(one, str) and len(one) < 40 for one in languages[:40]):
        raise FieldError("languages is not a list of language codes", field="languages")
    return Echo(token, tuple(languages[:40]))


def _object(sent: dict[str, Any], name: str, field: str) -> dict[str, Any]:
    value = sent.get(name)
    if value is not None and not isinstance(value, dict):
        raise FieldError(f"{name} is not an object", field=field)
    return value or {}


def _number(value: Any, field: str) -> float:
    # Compared first: a whole number of four thousand digits is JSON, and no float.
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 <= value <= 1e9:
        raise FieldError(f"{field} is not a number", field=field)
    return float(value)
