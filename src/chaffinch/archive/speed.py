"""How long judging takes: made-up comments of real lengths, one by one and in batches, in CPU time."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from statistics import median

from chaffinch.engine.parsing import parse
from chaffinch.engine.spamfilter import CHUNK, Filter
from chaffinch.engine.types import Context, Submission
from chaffinch.evaluation.made_up_ham import made_up_ham
from chaffinch.service.watching import Origin, Watch
from chaffinch.sightings.local import LocalSightings

ROUNDS = 5
BATCH = 10_000
SINGLES = 1_000

_SENTENCES = """
the bridge river council morning people walked always never thought market street bakery children
school water evening price house garden library bus station summer winter paper reader letter story
question answer because although perhaps really money repair season window neighbour meeting mayor
football ticket music theatre kitchen
"""
_WORDS = _SENTENCES.split()
_NAMES = ("Maria", "Jonas Field", "Aylin K.", "old_miller", "P. Sanders", "Ruth", "Gardener 77", "Tomasz")


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians of `ROUNDS`, CPU microseconds a comment; `characters` is the mean length of the texts.

    `counted_one_by_one`, `counted_in_batches`: what it costs besides, on a server, to count what was seen lately.
    """

    one_by_one: float
    in_batches: float
    characters: float
    counted_one_by_one: float
    counted_in_batches: float


def made_up(count: int, seed: int) -> tuple[list[Submission], list[Context]]:
    """Return comments of 20 to 400 characters as real ones have, a fifth with a link, under forty articles."""
    dice = random.Random(seed)  # noqa: S311 - a reproducible draw
    articles = [" ".join(dice.choices(_WORDS, k=150)).capitalize() for _ in range(40)]
    submissions, contexts = [], []
    for number in range(count):
        text = " ".join(dice.choices(_WORDS, k=min(70, 4 + int(dice.expovariate(1 / 22))))).capitalize() + "."
        if number % 5 == 0:
            text += f" See https://www.{dice.choice(_WORDS)}-{number}.example/{dice.choice(_WORDS)}/{number}"
        address = f"https://{dice.choice(_WORDS)}.example" if number % 3 == 0 else None
        submissions.append(Submission(text, dice.choice(_NAMES), address))
        contexts.append(Context(site="bench", article=dice.choice(articles)))
    return submissions, contexts


def measure(judge: Filter) -> Speed:
    """Return how fast a filter judges, with reasons, on one core."""
    submissions, contexts = made_up(BATCH, seed=1)
    judge.judge(submissions[:1000], contexts[:1000])
    batches = [_seconds(judge, submissions, contexts, BATCH) / BATCH for _ in range(ROUNDS)]
    singles = [_seconds(judge, submissions[:SINGLES], contexts[:SINGLES], 1) / SINGLES for _ in range(ROUNDS)]
    length = sum(len(s.text) for s in submissions) / BATCH
    counted_singles = [_counting(SINGLES, 1) / SINGLES for _ in range(ROUNDS)]
    counted_batches = [_counting(BATCH, CHUNK) / BATCH for _ in range(ROUNDS)]
    return Speed(
        one_by_one=1e6 * median(singles),
        in_batches=1e6 * median(batches),
        characters=length,
        counted_one_by_one=1e6 * median(counted_singles),
        counted_in_batches=1e6 * median(counted_batches),
    )


def _counting(count: int, size: int) -> float:
    """Return the seconds that counting takes, parsing aside, at a thousand comments an hour.

    Made-up ham with many different words: the comments of `made_up` would all be one campaign.
    """
    ham = made_up_ham(count, seed=1)
    watch = Watch(LocalSightings(), bytes(32), lambda: at * 3600)
    seconds = 0.0
    for at in range(0, count, size):
        some = ham[at : at + size]
        parsed, contexts = parse(some), [Context(site="bench")] * len(some)
        origins = [Origin(f"{1:032x}", f"{at + n + 1:016x}") for n in range(len(some))]
        before = time.process_time()
        watch.around(parsed, some, contexts, origins)
        seconds += time.process_time() - before
    return seconds


def _seconds(judge: Filter, submissions: list[Submission], contexts: list[Context], size: int) -> float:
    before = time.process_time()
    for at in range(0, len(submissions), size):
        judge.judge(submissions[at : at + size], contexts[at : at + size])
    return time.process_time() - before
