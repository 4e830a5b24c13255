"""Any history at all: after every step the weights are the fold of the living log, in every process that reads it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.judging import Judge
from chaffinch.service.states import BY_PERSON, Decider
from chaffinch.store import comments, feedback
from tests.service.world import HAM, SPAM, World, base_model

LABELS = st.sampled_from(list(Label))
BY_ACTION = {"APPROVE": Label.HAM, "SPAM": Label.SPAM}


class History(RuleBasedStateMachine):
    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.world = World(Path(self.folder))
        self.replica = Judge(Filter(base_model()), self.world.database, self.world.clock)

    @rule(target=ids, text=st.sampled_from([HAM, SPAM]), number=st.integers(0, 3))
    def post(self, text: str, number: int) -> str:
        return self.world.post(f"{text} {number}").comment_id

    @rule(target=ids, text=st.sampled_from([HAM, SPAM]), number=st.integers(0, 3))
    def check(self, text: str, number: int) -> str:
        return self.world.checks.check(self.world.site, Check(Submission(f"{text} {number}", "Bob"))).guid

    @rule(text=st.sampled_from([HAM, SPAM]), number=st.integers(0, 3), label=LABELS)
    def submit(self, text: str, number: int, label: Label) -> None:
        self.world.checks.submit(self.world.site, Check(Submission(f"{text} {number}", "Bob")), label)

    @rule(one=ids, label=LABELS)
    def decide(self, one: str, label: Label) -> None:
        try:
            self.world.desk.decide(one, label)
        except NotFoundError:
            return
        with self.world.database.read() as connection:
            living, row = feedback.of_comment(connection, one), comments.by_id(connection, one)
        assert living is not None
        assert row is not None
        assert (living.label, row.state) == (label.name, BY_PERSON[label].name)

    @rule(one=ids, label=LABELS)
    def decide_and_undo(self, one: str, label: Label) -> None:
        before = self.world.comments.status(one)
        if before is None:
            return
        self.world.desk.decide(one, label)
        assert self.world.desk.undo(one) is before.state
        after = self.world.comments.status(one)
        assert after is not None
        assert (after.state, after.decided_by) == (before.state, before.decided_by)

    @rule(one=ids)
    def undo(self, one: str) -> None:
        try:
            self.world.desk.undo(one)
        except InputError:
            status = self.world.comments.status(one)
            assert status is None or status.decided_by is Decider.MACHINE

    @rule(one=ids)
    def erase(self, one: str) -> None:
        try:
            self.world.desk.erase(one)
        except NotFoundError:
            return
        with self.world.database.read() as connection:
            assert feedback.of_comment(connection, one) is None

    @rule(days=st.sampled_from([1, 16, 31, 200, 366]))
    def wait_and_sweep(self, days: int) -> None:
        self.world.now += days * DAY
        self.world.sweep.run()

    @rule()
    def checkpoint(self) -> None:
        self.world.judge.checkpoint()

    @rule()
    def restart(self) -> None:
        before = self.world.judge.digest()
        self.world.restart()
        assert self.world.judge.digest() == before
        self.replica = Judge(Filter(base_model()), self.world.database, self.world.clock)

    @rule()
    def another_process_reads_on(self) -> None:
        self.replica.catch_up()
        assert self.replica.digest() == self.world.judge.digest()

    @rule()
    def another_process_writes_a_checkpoint_of_where_it_is(self) -> None:
        self.replica.checkpoint()

    @invariant()
    def weights_are_the_fold(self) -> None:
        assert self.world.judge.digest() == self.world.fold()

    @invariant()
    def one_living_label_a_comment_and_it_is_the_last_persons(self) -> None:
        with self.world.database.read() as connection:
            living = {entry.comment_id: entry.label for entry in feedback.after(connection, 0, 1000)}
            decisions = comments.decisions(connection, list(living))
        last = {d.comment_id: BY_ACTION[d.action].name for d in decisions if d.decided_by == "PERSON"}
        assert all(living[one] == label for one, label in last.items())

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
            shutil.rmtree(self.folder)


History.TestCase.settings = settings(max_examples=20, stateful_step_count=25)
TestAnyHistoryKeepsTheFold = History.TestCase
