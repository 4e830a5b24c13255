"""How each reason has done on a site: any history counts what one would count by hand over the labels that live."""

from __future__ import annotations

import doctest
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import update

from chaffinch.engine.types import Action, Context, Evidence, Label, Submission, Verdict
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service import records
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.records import ENOUGH, Record, Records, name_of, names_of
from chaffinch.store import feedback
from chaffinch.store.schema import feedback as feedback_table
from tests.service.world import PAGE, World

REASONS = {
    "lamps": (Evidence("wording", 1.2, "…"), Evidence("word", 0.4, "…", (), "lamps")),
    "pills": (Evidence("wording", 3.0, "…"), Evidence("address", -0.7, "…"), Evidence("word", 0.4, "…", (), "pills")),
    "geese": (Evidence("wording", -0.9, "…"), Evidence("campaign-begins", 0.0, "…")),
    "nothing": (),
}
EVERY = [one for some in REASONS.values() for one in some]


def obey(world: World) -> None:
    """Make the judge of a world give each text the reasons it names."""

    def judge_one(submission: Submission, _context: Context, *_origin: object) -> Verdict:
        return Verdict(Action.HOLD, 0.5, REASONS[submission.text.split()[0]], world.judge.model)

    world.judge.judge_one = judge_one  # type: ignore[assignment, method-assign]


class Decisions(RuleBasedStateMachine):
    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.world = World(Path(self.folder))
        obey(self.world)
        self.text: dict[str, str] = {}

    @rule(target=ids, text=st.sampled_from(list(REASONS)), number=st.integers(0, 99))
    def post(self, text: str, number: int) -> str:
        posted = self.world.post(f"{text} {number}")
        self.text[posted.comment_id] = text
        return posted.comment_id

    @rule(one=ids, label=st.sampled_from(list(Label)))
    def decide(self, one: str, label: Label) -> None:
        try:
            self.world.desk.decide(one, label)
        except NotFoundError:
            return

    @rule(one=ids)
    def undo(self, one: str) -> None:
        try:
            self.world.desk.undo(one)
        except (NotFoundError, InputError):
            return

    @rule(one=ids)
    def erase(self, one: str) -> None:
        try:
            self.world.desk.erase(one)
        except NotFoundError:
            return

    @rule(days=st.integers(1, 200))
    def time_goes_by(self, days: int) -> None:
        self.world.now += days * DAY
        self.world.sweep.run()

    @invariant()
    def every_reason_has_the_record_that_the_living_labels_give_it(self) -> None:
        with self.world.database.read() as connection:
            living = feedback.after(connection, 0, 10_000)
            found = Records(connection, self.world.site.id, 3)
        spam, count = Counter[str](), Counter[str]()
        for entry in living:
            for name in set(map(name_of, REASONS[self.text[entry.comment_id]])):
                count[name] += 1
                spam[name] += entry.label == "SPAM"
        for one in EVERY:
            record = found.of(one)
            assert (record is not None) == (count[name_of(one)] >= 3)
            if record is not None:
                assert (record.spam, record.count) == (spam[name_of(one)], count[name_of(one)])
                assert record.low <= record.spam / record.count <= record.high

    def teardown(self) -> None:
        self.world.close()
        shutil.rmtree(self.folder)


TestAnyHistoryCountsTheLivingLabels = Decisions.TestCase
TestAnyHistoryCountsTheLivingLabels.settings = settings(max_examples=15, stateful_step_count=30)


def record(world: World, evidence: Evidence) -> Record | None:
    with world.database.read() as connection:
        return Records(connection, world.site.id).of(evidence)


def test_nothing_is_told_of_fewer_than_ten_comments(world: World) -> None:
    obey(world)
    (wording, address, pills) = REASONS["pills"]
    for number in range(ENOUGH):
        assert record(world, wording) is None
        world.desk.decide(world.post(f"pills {number}").comment_id, Label.HAM if number == 3 else Label.SPAM)
    for one in (wording, address, pills):
        found = record(world, one)
        assert found is not None
        assert (found.spam, found.count) == (9, 10)
        assert (round(found.low, 3), round(found.high, 3)) == (0.555, 0.997)


def test_a_site_counts_its_own_labels_only(world: World) -> None:
    obey(world)
    for number in range(ENOUGH):
        world.desk.decide(world.post(f"pills {number}").comment_id, Label.SPAM)
    other, _ = world.sites.add("https://other.example")
    with world.database.read() as connection:
        assert Records(connection, other.id).of(REASONS["pills"][0]) is None


def test_a_label_that_another_system_tells_counts_with_the_reasons_of_its_check(world: World) -> None:
    obey(world)
    for number in range(ENOUGH):
        said = Check(Submission(f"pills {number}", "Una"), permalink=PAGE)
        world.checks.check(world.site, said)
        world.checks.submit(world.site, said, Label.HAM)
    found = record(world, REASONS["pills"][0])
    assert found is not None
    assert (found.spam, found.count) == (0, ENOUGH)


def test_no_word_of_a_comment_stands_in_the_log() -> None:
    assert "pills" not in names_of(REASONS["pills"])
    assert names_of((REASONS["pills"][0],) * 2) == "+wording"


def test_a_word_that_is_not_known_apart_has_no_name_and_no_record(world: World) -> None:
    unknown = Evidence("word", 0.4, "“lamps” is more frequent in spam.")
    assert names_of((unknown, REASONS["lamps"][0])) == "+wording"
    assert record(world, unknown) is None


def test_labels_of_before_have_no_reasons_and_count_for_none(world: World) -> None:
    obey(world)
    for number in range(ENOUGH):
        world.desk.decide(world.post(f"pills {number}").comment_id, Label.SPAM)
    world.database.write(lambda c: c.execute(update(feedback_table).values(reasons=None)))
    assert record(world, REASONS["pills"][0]) is None


def test_the_examples_of_names_hold() -> None:
    assert doctest.testmod(records).failed == 0
