"""What would have flipped a decision: the fewest parts of a comment without which it would have been a milder one.

Found by judging the comment again without them, so what is told is true of the judge that was asked. Parts are such as
people understand: its links, the author's website and name, words of it, what was seen lately, a filled trap. Asked by
people, not while judging.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from chaffinch.engine.explanation import padded_source, spans_of
from chaffinch.engine.markup import blanked, unlinked
from chaffinch.engine.policy import at_least
from chaffinch.engine.readings import readings
from chaffinch.engine.sentences import ENGLISH, FLIPS, PARTS, Language, listed
from chaffinch.engine.text import plain
from chaffinch.engine.types import Action, Context, Evidence, Seen, Span, Submission, Verdict

JudgeAll = Callable[[Sequence[Submission], Sequence[Context]], Sequence[Verdict]]

MOST_PARTS = 3
"""Parts that are taken away at once: who needs more to be told reads the reasons."""
MOST_WORDS = 4
"""Words that are tried, the strongest towards spam."""
MOST_CHARACTERS = 200_000
"""Characters judged for one comment; where more would have to be, nothing is told. 93 trials of 2,000 characters."""
MOST_TOLD = 2
"""Ways that are told, where several are as short: the mildest outcomes."""
MOST_PLACES = 1000

_PUT: dict[str, Callable[[Context, Seen | None], Context]] = {
    "campaign": lambda context, seen: replace(context, alike=seen),
    "campaign-begins": lambda context, seen: replace(context, alike=seen),
    "author-flood": lambda context, seen: replace(context, same_author=seen),
    "network-flood": lambda context, seen: replace(context, same_network=seen),
    "shared-host": lambda context, seen: replace(context, same_host=seen),
}
"""Where the numbers of a rule about what was seen lately stand in a context."""
_UNREADABLE = "unreadable-state"


class Part(NamedTuple):
    """Something a comment could have been without. `kind`: of `sentences.PARTS`; `what`: a word; `many`: how many."""

    kind: str
    what: str = ""
    many: int = 1


class Flip(NamedTuple):
    """Parts without which the action would have been this one, with this score."""

    parts: tuple[Part, ...]
    action: Action
    score: float

    def told(self, language: Language = ENGLISH) -> str:
        """Return that as a sentence."""
        parts = listed([_named(part, language) for part in self.parts], language)
        return language.gettext(FLIPS[self.action]).format(parts=parts)


def flips(judge: JudgeAll, submission: Submission, context: Context, verdict: Verdict) -> tuple[Flip, ...]:
    """Return the smallest ways to a milder decision than the verdict, which `judge` has given on just that.

    None where the comment was approved, where something could not be read, and where no three parts make a difference.
    """
    if verdict.action is Action.APPROVE or any(one.code == _UNREADABLE for one in verdict.evidence):
        return ()
    parts, budget = parts_of(submission, context, verdict.evidence), MOST_CHARACTERS
    for size in range(1, min(MOST_PARTS, len(parts)) + 1):
        sets = list(combinations(parts, size))
        budget -= len(sets) * len(submission.text)
        if budget < 0:
            return ()
        tried = [without(some, submission, context) for some in sets]
        verdicts = judge([one for one, _ in tried], [around for _, around in tried])
        found = [
            Flip(some, one.action, one.score)
            for some, one in zip(sets, verdicts, strict=True)
            if is_milder(one.action, verdict.action)
        ]
        if found:
            return tuple(sorted(found, key=_mildest_first)[:MOST_TOLD])
    return ()


def is_milder(action: Action, other: Action) -> bool:
    """Return whether an action does less to a comment than another."""
    return action is not other and at_least(action, other) is other


def _mildest_first(flip: Flip) -> tuple[bool, bool, float]:
    return is_milder(Action.APPROVE, flip.action), is_milder(Action.HOLD, flip.action), flip.score


def parts_of(submission: Submission, context: Context, evidence: Iterable[Evidence]) -> tuple[Part, ...]:
    """Return the parts of a comment that can be taken away whole, those first that say most."""
    found = [Part("trap")] if context.is_honeypot_filled else []
    found += [Part("seen")] if context != _unseen(context) else []
    links = plain(submission.text).link_count
    found += [Part("links", many=links)] if links and not plain(unlinked(submission.text)).link_count else []
    found += [Part("website")] if submission.author_url else []
    found += [Part("name")] if submission.author else []
    words = [one for one in evidence if one.code == "word" and one.weight > 0 and isinstance(one.about, str)]
    told = [str(one.about) for one in sorted(words, key=lambda one: -one.weight)]
    words_there = [word for word in dict.fromkeys(told) if not _reads(without_word(submission.text, word), word)]
    return (*found, *(Part("word", word, len(word.split())) for word in words_there[:MOST_WORDS]))


def without(parts: Collection[Part], submission: Submission, context: Context) -> tuple[Submission, Context]:
    """Return a comment and what is known around it as if some parts had not been there."""
    text, kinds = submission.text, {part.kind for part in parts}
    for part in parts:
        text = without_word(text, part.what) if part.kind == "word" else text
    text = unlinked(text) if "links" in kinds else text
    author = None if "name" in kinds else submission.author
    url = None if "website" in kinds else submission.author_url
    if "seen" in kinds:
        context = _unseen(context)
    if "trap" in kinds:
        context = replace(context, is_honeypot_filled=False)
    return Submission(text, author, url), context


def _unseen(context: Context) -> Context:
    return replace(context, alike=None, same_author=None, same_network=None, same_host=None)


def without_word(text: str, word: str) -> str:
    """Return a text without a word, in lower case, wherever it stands outside of links and tags or was in disguise."""
    spans = {*spans_of(word, padded_source(blanked(text)), MOST_PLACES)}
    spans |= {span for span, read in readings(text) if read.lower() == word}
    for start, end in sorted(_apart(spans), reverse=True):
        text = text[:start] + text[end:]
    return text


def _apart(spans: Collection[Span]) -> list[Span]:
    """Return spans without those that reach into one before them."""
    found: list[Span] = []
    for span in sorted(spans):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _reads(text: str, word: str) -> bool:
    """Return whether a word is still read in a text; also where that cannot be told."""
    padded = padded_source(plain(text).text)
    return not padded or bool(spans_of(word, padded))


def _named(part: Part, language: Language) -> str:
    one, many = PARTS[part.kind]
    return (language.ngettext(one, many, part.many) if many else language.gettext(one)).format(what=part.what)


def recalled(evidence: Iterable[Evidence], context: Context) -> Context | None:
    """Return a context with what a verdict's evidence says was known around a comment: claims, and what was seen.

    None where that cannot be told from it: something could not be read, or an older program kept no numbers.
    """
    codes = {one.code: one.about for one in evidence}
    if _UNREADABLE in codes:
        return None
    context = replace(
        context,
        is_administrator="administrator" in codes,
        is_honeypot_filled="honeypot-filled" in codes,
        is_guaranteed_spam="guaranteed-spam" in codes,
    )
    for code in _PUT.keys() & codes.keys():
        about = codes[code]
        if not isinstance(about, Seen):
            return None
        context = _PUT[code](context, about)
    return context
