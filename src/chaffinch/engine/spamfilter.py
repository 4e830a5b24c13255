"""The judge as one object: a base model, what was learned on top of it, and how both become verdicts."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Self

import numpy as np

from chaffinch.engine import conformal, explanation, modelfile, rows
from chaffinch.engine.blocks import BLOCKS, Block
from chaffinch.engine.conformal import Budget
from chaffinch.engine.features import extract, extract_and_tell
from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.learner import MARGIN_BITS, WEIGHT_BITS, Learner, block_values, row_values
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import Parsed, parse
from chaffinch.engine.policy import Thresholds, action_for, at_least
from chaffinch.engine.signals import Signal, holding
from chaffinch.engine.types import Context, Evidence, Label, Submission, Verdict
from chaffinch.errors import ModelFileError

CHUNK = 128
"""Submissions in one sweep of array work: few enough to stay in the processor's cache."""

MAX_CHARACTERS = 65_536
"""Characters of their texts together, unless one alone has more: tables that are kept for a size stay small."""

MAX_STEPS = 5
ENOUGH = 1 << MARGIN_BITS
"""A correction is repeated until the comment's own margin stands one logit on the right side, at most five times: a
person who corrects twice the same thing stops trusting. Found by prequential runs, see docs/how-it-decides.md."""

_WORDS = BLOCKS.index(Block.WORDS)
_STATE = struct.Struct("<8sI")
_STATE_MAGIC = b"CHSTATE\x02"
_SUM = struct.Struct("<I")
"""CRC-32 of all before it, which tells any change of one byte; the sum inside the compressed part misses some."""


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
            weights = self._weights(batch.hashes, batch.spread(_salts(around)) if self._learner.is_taught else None)
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
        salt = site_salt(site)
        salts = np.full(one.hashes.shape, salt, np.uint32)
        wanted = 1 if label is Label.SPAM else -1
        for _ in range(MAX_STEPS):
            margin = int(self._weights(one.hashes, salts) @ values)
            self._learner.learn(one.hashes, values, salt, label is Label.SPAM, margin)
            if wanted * int(self._weights(one.hashes, salts) @ values) >= ENOUGH:
                break

    def reset(self) -> None:
        """Forget everything learned on top of the base model."""
        self._learner.reset()

    def dump(self) -> bytes:
        """Return what was learned on top of the base model: touched coordinates only, compressed."""
        squares, weights = self._learner.squares, self._learner.weights
        at = np.flatnonzero(squares)
        body = at.astype("<u4").tobytes() + weights[at].astype("<i4").tobytes() + squares[at].astype("<i8").tobytes()
        told = self.version.encode()
        state = _STATE.pack(_STATE_MAGIC, len(told)) + told + zlib.compress(body, 1)
        return state + _SUM.pack(zlib.crc32(state))

    def load(self, state: bytes) -> None:
        """Take over what `dump` gave.

        Raises:
            ModelFileError: not such a state, damaged, or learned on top of another base model.

        """
        try:
            magic, length = _STATE.unpack_from(state)
            version = state[_STATE.size : _STATE.size + length].decode()
            if magic != _STATE_MAGIC or version != self.version:
                raise ModelFileError(
                    f"state was learned on top of {version!r}, this is {self.version!r}: replay the log"
                )
            if _SUM.unpack(state[-_SUM.size :]) != (zlib.crc32(state[: -_SUM.size]),):
                raise ModelFileError("learned state is damaged: replay the log")
            body = zlib.decompress(state[_STATE.size + length : -_SUM.size])
        except (struct.error, ValueError, zlib.error) as error:
            raise ModelFileError(f"learned state cannot be read: {error}; replay the log") from error
        size = len(body) // 16
        at = np.frombuffer(body, "<u4", size).astype(np.int64)
        self._learner.reset()
        self._learner.weights[at] = np.frombuffer(body, "<i4", size, 4 * size)
        self._learner.squares[at] = np.frombuffer(body, "<i8", size, 8 * size)
        self._learner.is_taught = bool(size)

    def digest(self) -> str:
        """Return the hexadecimal SHA-256 of what was learned: equal on every machine after the same log."""
        told = hashlib.sha256(self.version.encode())
        told.update(self._learner.weights.astype("<i4").tobytes())
        told.update(self._learner.squares.astype("<i8").tobytes())
        return told.hexdigest()

    def judge_parsed(
        self, parsed: Parsed, some: Sequence[Submission], around: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Return a verdict for each of some submissions, one of `chunks`, that were parsed to be looked at before."""
        batch, told = extract_and_tell(parsed, some, around)
        weights = self._weights(batch.hashes, batch.spread(_salts(around)) if self._learner.is_taught else None)
        values = block_values(batch.sizes)
        parts = batch.sums(weights) * values
        calibration = self._model.calibration
        rules = [holding(s, c, p) for s, c, p in zip(some, around, parsed.plains, strict=True)]
        margins = parts.sum(axis=0) / (1 << MARGIN_BITS)
        if any(rules):
            soft = [sum(r.weight for r in held if r.action is None) for held in rules]
            margins += np.array(soft) / calibration.slope
        scores = [calibration.probability(margin) for margin in margins.tolist()]
        if explain:
            logit = np.float64(calibration.slope / (1 << MARGIN_BITS))
            learned = explanation.block_evidence(parts * logit)
            explanation.add_word_evidence(learned, parsed, told, some, weights, values[_WORDS] * logit)
        else:
            learned = [[] for _ in some]
        return [self._verdict(scores[n], rules[n], learned[n], around[n]) for n in range(len(some))]

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

    def _weights(self, hashes: U32, salts: U32 | None) -> I64:
        """Return the weight of each feature, int64, in 2**-20. `salts`: of the sites that ask, or None."""
        weights = self._base.take(hashes >> self._shift).astype(np.int64)
        weights *= self._unit
        return weights if salts is None else weights + self._learner.looks(hashes, salts)


@lru_cache(maxsize=4096)
def site_salt(site: str | None) -> int:
    """Return the 32-bit salt that moves a site's features to coordinates of its own; 0 for no site."""
    if site is None:
        return 0
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "little") | 1


def _salts(contexts: Sequence[Context]) -> U32:
    return np.array([site_salt(context.site) for context in contexts], np.uint32)


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
