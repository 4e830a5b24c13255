"""The judge as one object: a base model, what was learned on top of it, and how both become verdicts."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Self

import numpy as np

from chaffinch.engine import explanation, modelfile, rows
from chaffinch.engine.blocks import Block, Rows
from chaffinch.engine.features import extract, extract_with_words
from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.learner import MARGIN_BITS, WEIGHT_BITS, Learner, run_sums, run_values, signed
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import Parsed, parse
from chaffinch.engine.policy import Thresholds, action_for, at_least
from chaffinch.engine.signals import Signal, holding
from chaffinch.engine.types import Context, Evidence, Label, Submission, Verdict
from chaffinch.errors import ModelFileError

CHUNK = 128
"""Submissions in one sweep of array work: few enough to stay in the processor's cache."""

MAX_STEPS = 5
ENOUGH = 1 << MARGIN_BITS
"""A correction is repeated until the comment's own margin stands one logit on the right side, at most five times: a
person who corrects twice the same thing stops trusting. Found by prequential runs, see docs/how-it-decides.md."""

_WORDS = int(Block.WORDS)
_STATE = struct.Struct("<8sI")
_STATE_MAGIC = b"CHSTATE\x01"


class Filter:
    """Judges, learns, explains. Not thread safe; deterministic: the same calls give the same bits anywhere."""

    def __init__(self, model: BaseModel) -> None:
        self._model = model
        self.version = model.version
        self.thresholds: Thresholds = model.thresholds
        self._base = model.weights
        self._unit = 1 << (WEIGHT_BITS - model.scale_bits)
        self._mask = np.uint32(model.weights.size - 1)
        self._learner = Learner()

    @classmethod
    def from_model(cls, data: bytes) -> Self:
        """Return a filter that has learned nothing yet on top of the base model in `data`.

        Raises:
            ModelFileError: see `modelfile.read`.

        """
        return cls(modelfile.read(data))

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
            found.append(_totals(batch, self._parts(batch, _salts(around))))
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
        salt = site_salt(site)
        salts = np.array([salt], np.uint32)
        wanted = 1 if label is Label.SPAM else -1
        for _ in range(MAX_STEPS):
            margin = int(_totals(one, self._parts(one, salts))[0])
            self._learner.learn(one, salt, label is Label.SPAM, margin)
            if wanted * int(_totals(one, self._parts(one, salts))[0]) >= ENOUGH:
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
        return _STATE.pack(_STATE_MAGIC, len(told)) + told + zlib.compress(body, 1)

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
            body = zlib.decompress(state[_STATE.size + length :])
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
        """Return a verdict for each of some submissions, at most `CHUNK`, that were parsed to be looked at before."""
        batch, word_hashes = extract_with_words(parsed, some, around)
        salts = _salts(around)
        values = run_values(batch)
        parts = self._sums(batch, salts) * values
        calibration = self._model.calibration
        rules = [holding(s, c, p) for s, c, p in zip(some, around, parsed.plains, strict=True)]
        margins = _totals(batch, parts) / (1 << MARGIN_BITS)
        if any(rules):
            soft = [sum(r.weight for r in held if r.action is None) for held in rules]
            margins += np.array(soft) / calibration.slope
        scores = [calibration.probability(margin) for margin in margins.tolist()]
        if explain:
            logit = np.float64(calibration.slope / (1 << MARGIN_BITS))
            learned = explanation.block_evidence(batch, parts * logit)
            unit = _word_values(batch, values) * logit
            marked = explanation.word_evidence(parsed, word_hashes, some, lambda h, r: self._look(h, salts[r]), unit)
        else:
            learned = marked = [[] for _ in some]
        return [self._verdict(scores[n], rules[n], learned[n] + marked[n], around[n]) for n in range(len(some))]

    def _verdict(self, score: float, rules: tuple[Signal, ...], learned: list[Evidence], context: Context) -> Verdict:
        decisive = next((rule for rule in rules if rule.action is not None), None)
        action = action_for(score, self.thresholds, allow_discard=context.allow_discard)
        if decisive is not None and decisive.action is not None:
            action = at_least(action, decisive.action) if decisive.is_least else decisive.action
            score = 0.0 if decisive.weight < 0 else 1.0 if decisive.weight > 0 else score
        evidence = explanation.signal_evidence(rules, context) + learned
        evidence.sort(key=lambda e: -abs(e.weight))
        return Verdict(action, score, tuple(evidence), self.version)

    def _parts(self, batch: Rows, salts: U32) -> I64:
        """Return what each run adds to its row's margin, int64 (runs,), in 2**-34."""
        return self._sums(batch, salts) * run_values(batch)

    def _sums(self, batch: Rows, salts: U32) -> I64:
        """Return the signed weights of each run, summed, int64 (runs,), in 2**-20."""
        sums = run_sums(self._base, self._coordinates(batch.hashes), batch.hashes, batch.starts)
        sums *= self._unit
        return sums + self._learner.sums(batch, salts) if self._learner.is_taught else sums

    def _look(self, hashes: U32, salts: U32) -> I64:
        """Return the signed weight of single features for the sites of `salts`, int64, in 2**-20."""
        weights = signed(self._base, self._coordinates(hashes), hashes).astype(np.int64)
        weights *= self._unit
        return weights + self._learner.looks(hashes, salts) if self._learner.is_taught else weights

    def _coordinates(self, hashes: U32) -> I64:
        return (hashes & self._mask).astype(np.int64)


@lru_cache(maxsize=4096)
def site_salt(site: str | None) -> int:
    """Return the 32-bit salt that moves a site's features to coordinates of its own; 0 for no site."""
    if site is None:
        return 0
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "little") | 1


def _salts(contexts: Sequence[Context]) -> U32:
    return np.array([site_salt(context.site) for context in contexts], np.uint32)


def _totals(batch: Rows, parts: I64) -> I64:
    totals = np.zeros(batch.count, np.int64)
    np.add.at(totals, batch.rows, parts)
    return totals


def _word_values(batch: Rows, values: I64) -> I64:
    """Return the value of a feature of the word block in each row, int64 (count,), in 2**-14; 0 without words."""
    found = np.zeros(batch.count, np.int64)
    here = (batch.blocks == _WORDS).nonzero()[0]
    found[batch.rows[here]] = values[here]
    return found


def _chunks(
    submissions: Sequence[Submission], contexts: Sequence[Context]
) -> Iterator[tuple[Sequence[Submission], Sequence[Context]]]:
    if len(submissions) != len(contexts):
        raise ValueError(f"{len(submissions)} submissions and {len(contexts)} contexts: give one context for each")
    for at in range(0, len(submissions), CHUNK):
        yield submissions[at : at + CHUNK], contexts[at : at + CHUNK]
