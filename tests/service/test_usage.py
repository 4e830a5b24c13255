"""What is counted of other systems' questions: any history at all counts what one would count by hand."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from chaffinch.engine.types import Action, Context, Evidence, Label, Submission, Verdict
from chaffinch.errors import StateError
from chaffinch.service.checking import REPEATED_WITHIN, Check
from chaffinch.service.clock import DAY
from chaffinch.service.usage import Counts, month_of, months_before
from chaffinch.store import feedback
from chaffinch.store import usage as store
from chaffinch.store.schema import comment
from tests.service.world import PAGE, World

NOVEMBER = "2026-11"
SAID = Check(Submission("The lamps by the weir are lovely.", "Una"), permalink=PAGE)
SPAM, HAM = Label.SPAM, Label.HAM


def obey(world: World, action: Action, *evidence: Evidence) -> None:
    """Make the judge of a world say one thing from now on."""

    def judge_one(submission: Submission, context: Context, *_origin: object) -> Verdict:
        return Verdict(action, 0.5, evidence, world.judge.model)

    world.judge.judge_one = judge_one  # type: ignore[assignment, method-assign]


def november(world: World) -> Counts:
    return world.usage.of_month(world.site.id, NOVEMBER)


@pytest.mark.parametrize(
    ("action", "hold_answer", "counted"),
    [
        (Action.APPROVE, True, Counts(ham=1)),
        (Action.SPAM, False, Counts(spam=1)),
        (Action.DISCARD, False, Counts(spam=1)),
        (Action.HOLD, True, Counts(spam=1)),
        (Action.HOLD, False, Counts(ham=1)),
    ],
)
def test_a_check_counts_as_what_was_answered(world: World, action: Action, hold_answer: bool, counted: Counts) -> None:
    obey(world, action)
    checked = world.checks.check(replace(world.site, hold_answer=hold_answer), SAID)
    assert november(world) == counted
    assert checked.is_spam is (counted.spam == 1)


def test_neither_tests_nor_rechecks_nor_own_comments_count(world: World) -> None:
    world.checks.check(world.site, replace(SAID, is_test=True))
    world.post("The lamps")
    assert november(world) == Counts()
    world.checks.check(world.site, SAID)
    world.checks.check(world.site, replace(SAID, is_recheck=True))
    assert november(world) == Counts(ham=1)


def test_a_recheck_of_what_was_never_answered_counts(world: World) -> None:
    obey(world, Action.HOLD, Evidence("unreadable-state", 0.0, "Unreadable."))
    with pytest.raises(StateError):
        world.checks.check(world.site, SAID)
    assert november(world) == Counts()
    obey(world, Action.APPROVE)
    world.checks.check(world.site, replace(SAID, is_recheck=True))
    assert november(world) == Counts(ham=1)


def test_a_recheck_with_another_answer_moves_the_count(world: World) -> None:
    obey(world, Action.HOLD)
    world.checks.check(world.site, SAID)
    obey(world, Action.APPROVE)
    world.checks.check(world.site, replace(SAID, is_recheck=True))
    assert november(world) == Counts(ham=1)


@pytest.mark.parametrize(
    ("action", "label", "counted"),
    [
        (Action.APPROVE, SPAM, Counts(ham=1, missed_spam=1)),
        (Action.APPROVE, HAM, Counts(ham=1)),
        (Action.SPAM, HAM, Counts(spam=1, false_positives=1)),
        (Action.SPAM, SPAM, Counts(spam=1)),
    ],
)
def test_a_wrong_answer_counts_once_however_often_it_is_submitted(
    world: World, action: Action, label: Label, counted: Counts
) -> None:
    obey(world, action)
    world.checks.check(world.site, SAID)
    for _ in range(3):
        world.checks.submit(world.site, SAID, label)
    assert november(world) == counted


def test_a_contradiction_takes_the_count_back(world: World) -> None:
    obey(world, Action.APPROVE)
    world.checks.check(world.site, SAID)
    world.checks.submit(world.site, SAID, SPAM)
    world.checks.submit(world.site, SAID, HAM)
    assert november(world) == Counts(ham=1)


def test_the_desk_counts_and_takes_back_too(world: World) -> None:
    obey(world, Action.APPROVE)
    guid = world.checks.check(world.site, SAID).guid
    world.desk.decide(guid, SPAM)
    assert november(world) == Counts(ham=1, missed_spam=1)
    world.desk.undo(guid)
    assert november(world) == Counts(ham=1)


def test_feedback_about_what_was_never_asked_counts_nothing(world: World) -> None:
    world.checks.submit(world.site, SAID, SPAM)
    world.checks.submit(world.site, SAID, HAM)
    assert november(world) == Counts()


def test_a_mistake_counts_in_the_month_of_its_check_and_months_come_in_order(world: World) -> None:
    obey(world, Action.APPROVE)
    world.checks.check(world.site, SAID)
    world.now += 31 * DAY
    world.checks.submit(world.site, SAID, SPAM)
    world.checks.check(world.site, replace(SAID, submission=Submission("Something else", "Una")))
    told = world.usage.by_month(world.site.id)
    assert list(told.items()) == [(NOVEMBER, Counts(ham=1, missed_spam=1)), ("2026-12", Counts(ham=1))]
    assert world.usage.by_month(world.site.id, 1) == {"2026-12": Counts(ham=1)}
    assert world.usage.by_month(world.site.id, 2) == told


def test_counts_outlive_the_comments_and_go_with_the_site(world: World) -> None:
    obey(world, Action.APPROVE)
    guid = world.checks.check(world.site, SAID).guid
    world.desk.erase(guid)
    world.now += 400 * DAY
    world.sweep.run()
    assert november(world) == Counts(ham=1)
    other, _ = world.sites.add("https://other.example")
    world.checks.check(other, SAID)
    world.sites.remove(world.site.url)
    assert november(world) == Counts()
    assert world.usage.by_month(other.id) == {"2027-12": Counts(ham=1)}


def test_a_check_that_is_not_kept_is_not_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed between two writes")

    monkeypatch.setattr(store, "add", fail)
    with pytest.raises(RuntimeError):
        world.checks.check(world.site, SAID)
    assert november(world) == Counts()
    assert sum(world.desk.counts().values()) == 0


def test_months_are_counted_across_years() -> None:
    assert month_of(0) == "1970-01"
    assert months_before("2026-01", 1) == "2025-12"
    assert months_before("2026-12", 24) == "2024-12"


@dataclass
class Kept:
    """What one would write down by hand of one comment: when it came, its last answer, what a person last said."""

    at: int
    answer: str | None = None
    said: Label | None = None


@dataclass
class Page:
    """All comments with one text, oldest first, and the label of the last submission."""

    comments: list[Kept] = field(default_factory=list)
    label: Label | None = None


class Histories(RuleBasedStateMachine):
    """Random sequences of checks, submissions and rechecks, beside a list kept by hand."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.world = World(Path(self.folder))
        self.pages = {number: Page() for number in range(3)}

    def _check(self, number: int, dress: str, *, is_test: bool = False, is_recheck: bool = False) -> Check:
        text = f"It's the weir & {number}" if dress == "plain" else rf"It\'s  the WEIR &amp; {number}"
        return Check(Submission(text, "Una"), permalink=PAGE, is_test=is_test, is_recheck=is_recheck)

    dresses = st.sampled_from(["plain", "slashed"])
    numbers = st.integers(0, 2)
    actions = st.sampled_from([Action.APPROVE, Action.SPAM, Action.DISCARD, Action.HOLD])

    @rule(
        number=numbers, dress=dresses, action=actions, is_test=st.booleans(), wait=st.sampled_from([1, REPEATED_WITHIN])
    )
    def check(self, number: int, dress: str, action: Action, is_test: bool, wait: int) -> None:
        self.world.now += wait
        if is_test:
            obey(self.world, action)
            checked = self.world.checks.check(self.world.site, self._check(number, dress, is_test=True))
            assert checked.is_spam is (action is not Action.APPROVE)
            return
        known = self.pages[number].comments
        if not known or known[-1].at <= self.world.now - REPEATED_WITHIN:
            known.append(Kept(self.world.now))
        self._answered(known[-1], action, self._check(number, dress))

    @rule(number=numbers, dress=dresses, action=actions)
    def recheck(self, number: int, dress: str, action: Action) -> None:
        known = self.pages[number].comments
        if not known:
            known.append(Kept(self.world.now))
        self._answered(known[-1], action, self._check(number, dress, is_recheck=True))

    def _answered(self, kept: Kept, action: Action, check: Check) -> None:
        obey(self.world, action)
        answer = "ham" if action is Action.APPROVE else "spam"
        if kept.said is None:
            kept.answer = answer
        else:
            answer = kept.said.name.lower()
        assert self.world.checks.check(self.world.site, check).is_spam is (answer == "spam")

    @rule(number=numbers, dress=dresses, label=st.sampled_from(list(Label)), is_test=st.booleans())
    def submit(self, number: int, dress: str, label: Label, is_test: bool) -> None:
        obey(self.world, Action.APPROVE)
        self.world.checks.submit(self.world.site, self._check(number, dress, is_test=is_test), label)
        if not is_test:
            known = self.pages[number].comments
            known.append(Kept(self.world.now)) if not known else None
            known[-1].said = label
            self.pages[number].label = label

    @invariant()
    def the_counts_are_those_of_the_list(self) -> None:
        kept = [one for page in self.pages.values() for one in page.comments]
        assert november(self.world) == Counts(
            spam=sum(one.answer == "spam" for one in kept),
            ham=sum(one.answer == "ham" for one in kept),
            missed_spam=sum((one.answer, one.said) == ("ham", SPAM) for one in kept),
            false_positives=sum((one.answer, one.said) == ("spam", HAM) for one in kept),
        )

    @invariant()
    def every_text_carries_one_label_the_last(self) -> None:
        with self.world.database.read() as connection:
            living = feedback.after(connection, 0, 1000)
            texts = {row.id: row.match_lookup for row in connection.execute(select(comment))}
        labelled = sorted((texts[entry.comment_id], entry.label) for entry in living)
        assert len({lookup for lookup, _ in labelled}) == len(labelled)
        assert sorted(label for _, label in labelled) == sorted(p.label.name for p in self.pages.values() if p.label)

    def teardown(self) -> None:
        try:
            assert self.world.judge.digest() == self.world.fold()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
