"""What would have flipped a decision: the fewest parts of a comment without which it would have been a milder one.

Found by judging the comment again without them, so what is told is true of the judge that was asked. Parts are such as
people understand: its links, the author's website and name, words of it, what was seen lately, a filled trap. Asked by
people, not while judging.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, islice
from typing import NamedTuple

from chaffinch.engine.explanation import padded_source, spans_of
from chaffinch.engine.markup import blanked, unlinked
from chaffinch.engine.parsing import MAX_TEXT
from chaffinch.engine.policy import at_least
from chaffinch.engine.readings import Reading, readings
from chaffinch.engine.sentences import ENGLISH, FLIPS, LATE, PARTS, Language, listed
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
    LATE: lambda context, seen: replace(context, alike=seen),
    "author-flood": lambda context, seen: replace(context, same_author=seen),
    "network-flood": lambda context, seen: replace(context, same_network=seen),
    "shared-host": lambda context, seen: replace(context, same_host=seen),
}
"""Where the numbers of a rule about what was seen lately stand in a context."""
_UNREADABLE = "unreadable-state"


class Part(NamedTuple):
    """Something a comment could have been without. `kind`: of `sentences.PARTS`; `many`: how many links, or words.

    `what`: the word, or words, and `places` where they stand in the text.
    """

    kind: str
    what: str = ""
    many: int = 1
    places: tuple[Span, ...] = ()


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

    None where the comment was approved, where something could not be read, where the comment is longer than what is
    judged of it, and where no three parts make a difference.
    Parts are taken away together only where each alone makes it no worse, and where all of those together flip it.
    """
    is_unreadable = any(one.code == _UNREADABLE for one in verdict.evidence)
    if verdict.action is Action.APPROVE or is_unreadable or len(submission.text) > MAX_TEXT:
        return ()
    tries = _Tries(judge, submission, context, verdict.action)
    parts = parts_of(submission, context, verdict.evidence)
    alone = tries.made([(part,) for part in parts])
    found, helpful = tries.milder(alone), [one.parts[0] for one in alone if one.score <= verdict.score]
    if not found and len(helpful) > 1 and tries.milder(tries.made([tuple(helpful)])):
        for size in range(2, min(MOST_PARTS, len(helpful)) + 1):
            found = found or tries.milder(tries.made([*combinations(helpful, size)]))
    return tuple(sorted(found, key=_mildest_first)[:MOST_TOLD])


class _Tries:
    """Judges one comment without some parts of it, until `MOST_CHARACTERS` were judged; then nothing more is tried."""

    def __init__(self, judge: JudgeAll, submission: Submission, context: Context, action: Action) -> None:
        self._judge = judge
        self._said = submission, context
        self._action = action
        self._left = MOST_CHARACTERS

    def made(self, sets: Sequence[tuple[Part, ...]]) -> list[Flip]:
        """Return what is done without each of some sets of parts."""
        self._left -= len(sets) * len(self._said[0].text)
        if self._left < 0 or not sets:
            return []
        tried = [without(some, *self._said) for some in sets]
        verdicts = self._judge([one for one, _ in tried], [around for _, around in tried])
        return [Flip(some, one.action, one.score) for some, one in zip(sets, verdicts, strict=True)]

    def milder(self, tried: Iterable[Flip]) -> list[Flip]:
        """Return those that are milder than what was done."""
        return [one for one in tried if is_milder(one.action, self._action)]


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
    in_disguise = readings(submission.text) if told else ()
    parts = (_word_part(submission.text, word, in_disguise) for word in dict.fromkeys(told))
    return (*found, *islice((part for part in parts if part is not None), MOST_WORDS))


def _word_part(text: str, word: str, in_disguise: Sequence[Reading]) -> Part | None:
    """Return a word as a part, None where it cannot be taken away whole."""
    places = places_of(text, word, in_disguise)
    return None if _reads(cut(text, places), word) else Part("word", word, len(word.split()), places)


def without(parts: Collection[Part], submission: Submission, context: Context) -> tuple[Submission, Context]:
    """Return a comment and what is known around it as if some parts had not been there."""
    kinds = {part.kind for part in parts}
    text = cut(submission.text, [place for part in parts for place in part.places])
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


def places_of(text: str, word: str, in_disguise: Iterable[Reading]) -> tuple[Span, ...]:
    """Return where a word, in lower case, stands in a text: outside of links and tags, or among its `readings`."""
    found = {*spans_of(word, padded_source(blanked(text)), MOST_PLACES)}
    return tuple(sorted(found | {span for span, read in in_disguise if read.lower() == word}))


def cut(text: str, places: Iterable[Span]) -> str:
    """Return a text without some places of it; they may overlap."""
    kept, at = [], 0
    for start, end in sorted(places):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])


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
