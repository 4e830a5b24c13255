"""Any history of checks, decisions, second thoughts, failures, kills and time: in the end the site knows the last word.

The site may be deaf, answer into the void, or the process may die between sending and writing. Once everything works
again, each comment that can be told of stands on the site as it stands here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import select

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import Outcome
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InputError
from chaffinch.service.checking import Check
from chaffinch.service.clock import SECOND
from chaffinch.service.states import Decider, State
from chaffinch.service.telling import answer_of
from chaffinch.store import comments
from chaffinch.store.schema import comment, outbox
from tests.service.blog import KilledError, RemoteWorld
from tests.service.world import CALLBACK, World

TEXTS = (
    "I lost my keys near the bakery on Mill Street, please call Ben{}",
    "Lovely photo{}",
    "Cheap pills and casino{}",
)
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


class Telling(RuleBasedStateMachine):
    guids = Bundle("guids")

    @initialize(target=guids, recheck=st.booleans(), hold_answer=st.booleans())
    def begin(self, recheck: bool, hold_answer: bool) -> MultipleResults[str]:
        """Begin with comments: few, so that much happens to each."""
        self.folder = tempfile.mkdtemp()
        self.remote = RemoteWorld(World(Path(self.folder)))
        self.world = self.remote.world
        self.world.sites.configure(self.world.site.id, hold_answer=hold_answer, allow_discard=False, recheck=recheck)
        self.texts: dict[str, str] = {}
        return multiple(*(self.check(TEXTS[number % 3], number) for number in range(4)))

    def hear(self, guid: str, is_spam: bool, is_final: bool) -> None:
        """The site has the answer to its own question."""
        self.remote.blog.words[guid] = ("true" if is_spam else "false") if is_final else "pending"

    def check(self, text: str, number: int) -> str:
        return self.ask(text.format(number), is_recheck=False)

    @rule(guid=guids)
    def recheck(self, guid: str) -> None:
        self.ask(self.texts[guid], is_recheck=True)

    def ask(self, text: str, *, is_recheck: bool) -> str:

        check = Check(Submission(text, "Ben"), callback=CALLBACK, is_recheck=is_recheck)
        checked = self.world.checks.check(self.remote.site(), check)
        self.texts[checked.guid] = text
        self.hear(checked.guid, checked.is_spam, checked.recheck_after is None)
        return checked.guid

    @rule(guid=guids, label=st.sampled_from(list(Label)))
    def decide(self, guid: str, label: Label) -> None:
        self.world.desk.decide(guid, label)

    @rule(guid=guids)
    def undo(self, guid: str) -> None:
        try:
            self.world.desk.undo(guid)
        except InputError:
            return

    @rule(guid=guids, label=st.sampled_from(list(Label)))
    def submit(self, guid: str, label: Label) -> None:
        """The site's own moderator says it; the site has moved the newest comment with this text already."""

        self.world.checks.submit(self.world.site, Check(Submission(self.texts[guid], "Ben")), label)
        with self.world.database.read() as connection:
            newest = max(
                (row for row in connection.execute(comment.select()) if row.text == self.texts[guid]),
                key=lambda row: (row.created_at, [-ord(letter) for letter in row.id]),
            )
        self.remote.blog.words[newest.id] = "true" if label is Label.SPAM else "false"

    @rule()
    def think_again(self) -> None:
        before = self.decided_by_people()
        self.remote.rejudge.run_if_learned()
        assert self.decided_by_people() == before
        assert self.remote.rejudge.run() == 0

    @rule(mood=st.sampled_from(["well", "deaf", "mute", "killed"]))
    def deliver(self, mood: str) -> None:
        self.remote.blog.mood = mood
        try:
            self.remote.deliver()
        except KilledError:
            self.remote.restart()

    @rule(
        guid=guids,
        label=st.sampled_from(list(Label)),
        mood=st.sampled_from(["well", "deaf", "mute", "killed"]),
        step=st.sampled_from(["decide", "submit", "recheck", "undo"]),
        is_before=st.booleans(),
    )
    def something_happens_while_a_message_is_under_way(
        self, guid: str, label: Label, mood: str, step: str, is_before: bool
    ) -> None:
        """Before the site reads the message, or after; in either case before its answer is written down."""
        steps: dict[str, Callable[[], object]] = {
            "decide": lambda: self.decide(guid, label),
            "submit": lambda: self.submit(guid, label),
            "recheck": lambda: self.recheck(guid),
            "undo": lambda: self.undo(guid),
        }
        happening = [steps[step]]

        def slow(place: Destination, body: bytes) -> Outcome:
            if happening and is_before:
                happening.pop()()
            outcome = self.remote.blog.send(place, body)
            if happening:
                happening.pop()()
            return outcome

        self.remote.deliverer._send = slow
        self.deliver(mood)
        self.remote.deliverer._send = self.remote.blog.send

    @rule(pause=st.sampled_from([SECOND, MINUTE, 5 * MINUTE, HOUR]))
    def wait(self, pause: int) -> None:
        self.world.now += pause

    @rule()
    def restart(self) -> None:
        self.remote.restart()

    def decided_by_people(self) -> dict[str, str]:
        with self.world.database.read() as connection:
            rows = {row.id: row.state for row in connection.execute(comment.select())}
            found = comments.decisions(connection, list(rows))
        last = {one.comment_id: one.decided_by for one in found}
        return {guid: rows[guid] for guid, who in last.items() if who == Decider.PERSON.name}

    @invariant()
    def of_one_comment_one_message_waits_at_most(self) -> None:
        with self.world.database.read() as connection:
            waiting = list(connection.execute(select(outbox.c.comment_id).where(outbox.c.done_at.is_(None))).scalars())
        assert len(waiting) == len(set(waiting))

    def teardown(self) -> None:
        if not hasattr(self, "remote"):
            return
        try:
            self.in_the_end_the_site_knows_the_last_word()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    def in_the_end_the_site_knows_the_last_word(self) -> None:
        self.remote.blog.mood = "well"
        self.remote.rejudge.run_if_learned()
        for _ in range(4):
            self.remote.deliver()
            self.world.now += 13 * HOUR
        assert not self.remote.deliverer.step()
        hold_answer = self.remote.site().hold_answer
        with self.world.database.read() as connection:
            rows = {row.id: row for row in connection.execute(comment.select())}
        for guid, word in self.remote.blog.words.items():
            wanted = answer_of(State[rows[guid].state], hold_answer)
            assert word == ("true" if wanted.name == "SPAM" else "false"), (guid, rows[guid].state, word)


Telling.TestCase.settings = settings(max_examples=50, stateful_step_count=25)
TestAnyHistoryEndsWithTheLastWord = Telling.TestCase
