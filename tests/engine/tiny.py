"""A tiny base model, made here: words of one small world, none of the shipped model's."""

from __future__ import annotations

from functools import cache

from chaffinch.engine import training
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.features import extract
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import parse
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Submission

HAM = (
    "The river was high on Sunday",
    "I met the baker at the bridge",
    "Who feeds the swans in winter?",
    "Lovely photo",
)
SPAM = ("Cheap loans online now", "Win jackpot casino bonus", "Buy cheap pills online", "Casino bonus click now")


@cache
def tiny_model() -> BaseModel:
    submissions = [Submission(text, "Ann") for text in HAM] + [Submission(text, "Buy now") for text in SPAM]
    rows = extract(parse(submissions), submissions, [Context()] * len(submissions))
    found = training.examples(rows, [False] * len(HAM) + [True] * len(SPAM), [1.0] * len(submissions))
    weights = training.rounded(training.fit(found, training.Recipe(bits=12, epochs=20)))
    return BaseModel("tiny", weights, training.SCALE_BITS, Calibration(), Thresholds(0.5, 0.8, 0.99), {})


def tiny_filter() -> Filter:
    return Filter(tiny_model())
