"""The judge as one object: a base model, what was learned on top of it, and how both become verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Self

import numpy as np

from chaffinch.engine import conformal, explanation, learned, modelfile, rows
from chaffinch.engine.blocks import BLOCKS, Block, Rows
from chaffinch.engine.conformal import Budget
from chaffinch.engine.features import extract, extract_and_tell
from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.learner import ENOUGH, MARGIN_BITS, WEIGHT_BITS, Learner, block_values, row_values
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import Parsed, parse
from chaffinch.engine.policy import Thresholds, action_for, at_least
from chaffinch.engine.signals import Signal, holding
from chaffinch.engine.types import Context, Evidence, Label, Submission, Verdict

CHUNK = 128
"""Submissions in one sweep of array work: few enough to stay in the processor's cache."""

MAX_CHARACTERS = 65_536
"""Characters of their texts together, unless one alone has more: tables that are kept for a size stay small."""

_BEYOND = 1 << (MARGIN_BITS - 1)
"""A comment that a person calls spam is learned until it stands half a logit beyond where the base model's thresholds
begin to hold: otherwise the same comment would be published again."""
_WORDS = BLOCKS.index(Block.WORDS)


class Filter:
    """Judges, learns, explains. Not thread safe; deterministic: the same calls give the same bits anywhere."""

    def __init__(self, model: BaseModel) -> None:
        self._model = model
        self.version = model.version
        self.thresholds: Thresholds = model.thresholds
        self._base = model.weights
        self._unit = 1 << (WEIGHT_BITS - model.scale_bits)
        self._shift = np.uint32(32 - model.bits)
        self._learner = Learner()
        self._enough_to_hold = max(ENOUGH, _BEYOND + _fixed(model.calibration.margin(model.thresholds.hold_at)))

    @classmethod
    def from_model(cls, data: bytes) -> Self:
        """Return a filter that has learned nothing yet on top of the base model in `data`.

        Raises:
            ModelFileError: see `modelfile.read`.

        """
        return cls(modelfile.read(data))

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """What shares of unseen sites' ham score at or above which score, see `conformal.Budget`."""
        return self._model.budgets or conformal.budgets_of(self._model.card, self.thresholds)

    @property
    def card(self) -> dict[str, object]:
        """The model card: how the base model came about."""
        return dict(self._model.card)

    def judge(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Return a verdict for each submission. `explain=False` leaves out the learner's evidence, not the rules'."""
        verdicts: list[Verdict] = []
        for some, around in _chunks(submissions, contexts):
            verdicts += self.judge_parsed(parse(some), some, around, explain=explain)
        return verdicts

    def margins(self, submissions: Sequence[Submission], contexts: Sequence[Context]) -> I64:
        """Return the learner's margins, int64 (count,), in 2**-34 logits, before rules and calibration."""
        found = [np.zeros(0, np.int64)]
        for some, around in _chunks(submissions, contexts):
            batch = extract(parse(some), some, around)
            weights = self._weights(batch.hashes, self._asking(batch, around))
            found.append((batch.sums(weights) * block_values(batch.sizes)).sum(axis=0))
        return np.concatenate(found)

    def features(self, submissions: Sequence[Submission], contexts: Sequence[Context]) -> list[bytes]:
        """Return each submission's versioned, site-free feature row, ready to be stored."""
        return [
            row
            for some, around in _chunks(submissions, contexts)
            for row in rows.encode(extract(parse(some), some, around))
        ]

    def learn(self, row: bytes, site: str, label: Label) -> None:
        """Learn one label, exactly once. `row` comes from `features`.

        Raises:
            ModelFileError: the row is damaged or of another feature version.

        """
        one = rows.decode(row)
        values = row_values(one)
        base = int(self._weights(one.hashes, None) @ values)
        is_spam = label is Label.SPAM
        self._learner.learn(
            one.hashes, values, site_salt(site), is_spam, base, self._enough_to_hold if is_spam else ENOUGH
        )

    def keep_apart(self, sites: Collection[str]) -> None:
        """Let these sites give nothing to others and take nothing from them, in all that is judged and learned next."""
        self._learner.apart = frozenset(site_salt(site) for site in sites)

    def reset(self) -> None:
        """Forget everything learned on top of the base model."""
        self._learner.reset()

    def dump(self) -> bytes:
        """Return what was learned on top of the base model: touched coordinates only, compressed."""
        return learned.dump(self._learner, self.version)

    def load(self, state: bytes) -> None:
        """Take over what `dump` gave.

        Raises:
            ModelFileError: not such a state, damaged, or learned on top of another base model or from other features.

        """
        learned.load(self._learner, state, self.version)

    def digest(self) -> str:
        """Return the hexadecimal SHA-256 of what was learned: equal on every machine after the same log."""
        return learned.digest(self._learner, self.version)

    def judge_parsed(
        self, parsed: Parsed, some: Sequence[Submission], around: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Return a verdict for each of some submissions, one of `chunks`, that were parsed to be looked at before."""
        batch, told = extract_and_tell(parsed, some, around)
        weights = self._weights(batch.hashes, self._asking(batch, around))
        values = block_values(batch.sizes)
        parts = batch.sums(weights) * values
        calibration = self._model.calibration
        rules = [holding(s, c, p) for s, c, p in zip(some, around, parsed.plains, strict=True)]
        margins = [total / (1 << MARGIN_BITS) for total in parts.sum(axis=0).tolist()]
        for row, held in enumerate(rules):
            if held:
                margins[row] += sum(rule.weight for rule in held if rule.action is None) / calibration.slope
        scores = [calibration.probability(margin) for margin in margins]
        if explain:
            logit = np.float64(calibration.slope / (1 << MARGIN_BITS))
            told_why = explanation.block_evidence(parts * logit)
            explanation.add_word_evidence(told_why, parsed, told, some, weights, values[_WORDS] * logit)
        else:
            told_why = [[] for _ in some]
        return [self._verdict(scores[n], rules[n], told_why[n], around[n]) for n in range(len(some))]

    def _verdict(self, score: float, rules: tuple[Signal, ...], learned: list[Evidence], context: Context) -> Verdict:
        action = action_for(score, context.thresholds or self.thresholds, allow_discard=context.allow_discard)
        evidence = learned
        if rules:
            decisive = next((rule for rule in rules if rule.action is not None), None)
            if decisive is not None and decisive.action is not None:
                action = at_least(action, decisive.action) if decisive.is_least else decisive.action
                score = 0.0 if decisive.weight < 0 else 1.0 if decisive.weight > 0 else score
            evidence = explanation.signal_evidence(rules, context) + learned
        evidence.sort(key=explanation.by_strength)
        return Verdict(action, score, tuple(evidence), self.version)

    def _asking(self, batch: Rows, contexts: Sequence[Context]) -> U32 | np.uint32 | None:
        """Return the salt of the site that asks, for each feature if there are several; None if nothing was learned."""
        if not self._learner.is_taught:
            return None
        salts = [site_salt(context.site) for context in contexts]
        return np.uint32(salts[0]) if len(set(salts)) == 1 else batch.spread(np.array(salts, np.uint32))

    def _weights(self, hashes: U32, salts: U32 | np.uint32 | None) -> I64:
        """Return the weight of each feature, int64, in 2**-20. `salts`: of the sites that ask, or None."""
        weights = self._base.take(hashes >> self._shift).astype(np.int64)
        weights *= self._unit
        return weights if salts is None else self._learner.add(weights, hashes, salts)


@lru_cache(maxsize=4096)
def site_salt(site: str | None) -> int:
    """Return the 32-bit salt that moves a site's features to coordinates of its own; 0 for no site."""
    if site is None:
        return 0
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "little") | 1


def _fixed(margin: float) -> int:
    """Return a margin in logits as one in 2**-34; by 1/64, so that no processor's logarithm makes a difference."""
    return round(margin * 64) << (MARGIN_BITS - 6)


def chunks(submissions: Sequence[Submission]) -> Iterator[slice]:
    """Yield the parts of a batch that are judged in one sweep: see `CHUNK` and `MAX_CHARACTERS`."""
    start, characters = 0, 0
    for at, submission in enumerate(submissions):
        length = len(submission.text)
        if at - start == CHUNK or (at > start and characters + length > MAX_CHARACTERS):
            yield slice(start, at)
            start, characters = at, 0
        characters += length
    if submissions:
        yield slice(start, len(submissions))


def _chunks(
    submissions: Sequence[Submission], contexts: Sequence[Context]
) -> Iterator[tuple[Sequence[Submission], Sequence[Context]]]:
    if len(submissions) != len(contexts):
        raise ValueError(f"{len(submissions)} submissions and {len(contexts)} contexts: give one context for each")
    for part in chunks(submissions):
        yield submissions[part], contexts[part]
