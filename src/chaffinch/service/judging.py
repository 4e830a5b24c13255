"""The replica: a filter that is the fold of the base model over the living feedback log, shared by all threads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.conformal import Budget
from chaffinch.engine.parsing import Parsed, parse
from chaffinch.engine.spamfilter import Filter, chunks
from chaffinch.engine.types import Context, Label, Submission, Thresholds, Verdict
from chaffinch.errors import ChaffinchError, ModelFileError, StateError
from chaffinch.service.clock import Clock
from chaffinch.service.watching import Origin, Watch
from chaffinch.store import feedback, sites
from chaffinch.store.database import Database, Row

CHECKPOINT_EVERY = 500
"""Labels between two checkpoints: a start replays at most these."""
CHECKPOINT_WITHIN = 10_000
"""Labels between two checkpoints while more are read: whoever is killed during a long start does not begin anew."""
KEEP = 6
"""Checkpoints kept, ever wider apart: unlearning a label replays about as much as came after it, not the whole log."""
_PAGE = 1000
_LOG = logging.getLogger(__name__)


class Judge:
    """Judges with everything this database holds. Loads the newest checkpoint, then reads the log in order.

    An entry that this program cannot learn does not stop the start; but `catch_up` raises, and every verdict is HOLD
    until it is gone. `stuck` is the id of its comment, for the desk, where it can be erased; None if all is learned.
    `set_aside`: how many labels have rows of other features than this program's: kept, and not learned.

    Raises:
        StateError: the log cannot be read.

    """

    def __init__(self, spam_filter: Filter, database: Database, clock: Clock, watch: Watch | None = None) -> None:
        self._filter = spam_filter
        self._watch = watch
        self._database = database
        self._clock = clock
        self._lock = threading.RLock()
        self.position = 0
        self._generation = -1
        self._checkpointed = 0
        self.stuck: str | None = None
        self.set_aside = 0
        with suppress(ModelFileError):
            self.catch_up()

    @property
    def model(self) -> str:
        """The version of the base model."""
        return self._filter.version

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds of the base model: those of every site that promises nothing else."""
        return self._filter.thresholds

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """What shares of unseen sites' ham the base model scores at or above which score."""
        return self._filter.budgets

    @property
    def card(self) -> dict[str, object]:
        """The card of the base model."""
        return self._filter.card

    @property
    def learned(self) -> tuple[int, int]:
        """What has been learned, as generation and position: another pair, another mind."""
        return self._generation, self.position

    def judge(
        self,
        submissions: Sequence[Submission],
        contexts: Sequence[Context],
        *,
        origins: Sequence[Origin] = (),
        explain: bool = True,
    ) -> list[Verdict]:
        """Return a verdict for each submission. HOLD, with that as evidence, while a label cannot be learned.

        With `origins`, one for each, they are arriving: they are counted, and judged with what was seen lately. Without
        `explain` there is no other evidence than the rules'. Nobody else judges meanwhile.
        """
        with self._lock:
            if self.stuck is not None:
                contexts = [replace(context, unreadable=(*context.unreadable, "feedback log")) for context in contexts]
            if self._watch is None or not origins:
                return self._filter.judge(submissions, contexts, explain=explain)
            verdicts: list[Verdict] = []
            for part in chunks(submissions):
                some, parsed = submissions[part], parse(submissions[part])
                around = self._seen(self._watch, parsed, some, contexts[part], origins[part])
                verdicts += self._filter.judge_parsed(parsed, some, around, explain=explain)
            return verdicts

    @staticmethod
    def _seen(
        watch: Watch,
        parsed: Parsed,
        some: Sequence[Submission],
        contexts: Sequence[Context],
        origins: Sequence[Origin],
    ) -> Sequence[Context]:
        """Return the contexts with what was seen lately; where that cannot be read, with that."""
        try:
            return watch.around(parsed, some, contexts, origins)
        except StateError as error:
            _LOG.error("what was seen lately cannot be read: %s: %s", error.code, error)
            return [replace(context, unreadable=(*context.unreadable, "sightings")) for context in contexts]

    def judge_one(self, submission: Submission, context: Context, origin: Origin | None = None) -> Verdict:
        """Return the verdict for one submission; see `judge`."""
        return self.judge([submission], [context], origins=[] if origin is None else [origin])[0]

    def feature_row(self, submission: Submission, context: Context) -> bytes:
        """Return the feature row that the log keeps of a submission."""
        return self._filter.features([submission], [context])[0]

    def follow(self) -> None:
        """Catch up after something was written. What cannot be read now is read before the next verdict, or that holds.

        What was written stands: whoever asked for it must not be told that it failed.
        """
        try:
            self.catch_up()
        except ChaffinchError as error:
            _LOG.error("a label is written, not learned yet: %s: %s", error.code, error)

    def catch_up(self) -> int:
        """Learn what the log holds beyond our position, in order; fold anew if an entry has ended. Return how many.

        Raises:
            StateError: the log cannot be read.
            ModelFileError: an entry is damaged.

        """
        with self._lock:
            learned = 0
            while True:
                with self._database.read() as connection:
                    generation = feedback.generation(connection)
                    if generation != self._generation:
                        self._filter.keep_apart(sites.apart(connection))
                        self.set_aside = feedback.count_of_other_versions(connection, FEATURE_VERSION)
                        self._restart(feedback.checkpoints(connection, self._filter.version))
                        self._generation = generation
                    entries = feedback.after(connection, self.position, _PAGE)
                for entry in entries:
                    if entry.feature_version == FEATURE_VERSION:
                        self._learn(entry)
                    self.position = entry.position
                learned += len(entries)
                if len(entries) < _PAGE:
                    break
                if self.position - self._checkpointed >= CHECKPOINT_WITHIN:
                    self.checkpoint()
            self.stuck = None
            if self.position - self._checkpointed >= CHECKPOINT_EVERY:
                self.checkpoint()
            return learned

    def _learn(self, entry: Row[Any]) -> None:
        try:
            self._filter.learn(entry.row, entry.site_id, Label[entry.label])
        except ModelFileError as error:
            told = (
                f"the label of comment {entry.comment_id} cannot be learned: {error}. Comments are held until that "
                "comment is erased at the desk, or the program that wrote it runs again"
            )
            if self.stuck != entry.comment_id:
                _LOG.error(told)
            self.stuck = entry.comment_id
            raise ModelFileError(told) from error

    def _restart(self, checkpoints: Sequence[Row[Any]]) -> None:
        """Go back to the newest checkpoint that can be read and fits its digest, or to the base model."""
        for checkpoint in checkpoints:
            with suppress(ModelFileError):  # damaged: an older one, or the log, has everything
                self._filter.load(checkpoint.state)
                if self._filter.digest() == checkpoint.digest:
                    self.position = self._checkpointed = checkpoint.position
                    return
        self._filter.reset()
        self.position = self._checkpointed = 0

    def checkpoint(self) -> bool:
        """Write the weights at our position, so that the next start need not replay; False if that was refused."""
        with self._lock:
            if self.position == self._checkpointed:
                return False
            values = {
                "position": self.position,
                "model": self._filter.version,
                "state": self._filter.dump(),
                "digest": self._filter.digest(),
                "created_at": self._clock(),
            }
            generation = self._generation
            if not self._database.write(lambda c: feedback.put_checkpoint(c, values, generation, KEEP)):
                return False
            self._checkpointed = self.position
            return True

    def digest(self) -> str:
        """Return the digest of the weights: equal wherever the same base model meets the same log."""
        with self._lock:
            return self._filter.digest()
