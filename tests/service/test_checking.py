"""Checks and feedback of other systems."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Never

import pytest
from sqlalchemy import func, select

from chaffinch.engine.types import Action, Label, Submission, Verdict
from chaffinch.errors import StateError
from chaffinch.service.checking import Check
from chaffinch.service.states import State
from chaffinch.store import feedback
from chaffinch.store.schema import metadata
from tests.service.world import HAM, PAGE, SPAM, World

KIND = Check(Submission(HAM, "Ann"), permalink=PAGE)
ROTTEN = Check(Submission(SPAM, "Pills"), permalink=PAGE)


def _rows(world: World) -> dict[str, int]:
    with world.database.read() as connection:
        count = select(func.count())
        return {n: connection.execute(count.select_from(t)).scalar_one() for n, t in metadata.tables.items()}


def _log(world: World) -> list[tuple[str, str]]:
    with world.database.read() as connection:
        return [(entry.comment_id, entry.label) for entry in feedback.after(connection, 0, 1000)]


def _break_reading(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every read in `catch_up`, and only there, fail as a damaged disk would."""

    def read() -> Never:
        raise StateError("database cannot be read: disk I/O error")

    class Unreadable:
        def __getattr__(self, name: str) -> Any:
            return read if name == "read" else getattr(world.database, name)

    monkeypatch.setattr(world.judge, "_database", Unreadable())


@pytest.mark.parametrize("label", list(Label))
def test_a_test_writes_no_row_anywhere(world: World, label: Label) -> None:
    before, digest = _rows(world), world.judge.digest()
    checked = world.checks.check(world.site, replace(ROTTEN, is_test=True))
    world.checks.submit(world.site, replace(ROTTEN, is_test=True), label)
    assert checked.is_spam
    assert (_rows(world), world.judge.digest()) == (before, digest)


def test_a_check_is_durable_before_it_is_answered(world: World) -> None:
    guid = world.checks.check(world.site, KIND).guid
    world.restart()
    assert world.comments.status(guid) is not None


def test_a_check_is_never_shown_to_readers(world: World) -> None:
    world.checks.check(world.site, KIND)
    assert world.comments.published(world.site.id, PAGE) == []


def test_the_same_feedback_from_sixteen_threads_is_one_label(world: World) -> None:
    guid = world.checks.check(world.site, KIND).guid
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _n: world.checks.submit(world.site, KIND, Label.SPAM), range(16)))
    assert _log(world) == [(guid, "SPAM")]
    assert world.judge.digest() == world.fold()


def test_contradicting_feedback_replaces_what_was_learned(world: World) -> None:
    guid = world.checks.check(world.site, KIND).guid
    world.checks.submit(world.site, KIND, Label.HAM)
    only_ham = world.judge.digest()
    world.checks.submit(world.site, KIND, Label.SPAM)
    assert _log(world) == [(guid, "SPAM")]
    assert world.judge.digest() == world.fold() != only_ham
    world.checks.submit(world.site, KIND, Label.HAM)
    assert _log(world) == [(guid, "HAM")]
    assert world.judge.digest() == only_ham


def test_feedback_without_a_check_is_kept_and_learned_once(world: World) -> None:
    world.checks.submit(world.site, ROTTEN, Label.SPAM)
    world.checks.submit(world.site, ROTTEN, Label.SPAM)
    assert world.desk.counts()[State.SPAM] == 1
    assert [label for _, label in _log(world)] == ["SPAM"]


def test_feedback_of_one_site_does_not_touch_the_same_words_on_another(world: World) -> None:
    other, _ = world.sites.add("https://other.example")
    here, there = world.checks.check(world.site, KIND).guid, world.checks.check(other, KIND).guid
    world.checks.submit(other, KIND, Label.SPAM)
    assert _log(world) == [(there, "SPAM")]
    status = world.comments.status(here)
    assert status is not None
    assert status.state is State.PUBLISHED


def test_feedback_changes_the_next_check_at_once_and_after_a_restart(world: World) -> None:
    text = "I lost my keys near the bakery on Mill Street, please call Ben{}"
    assert not world.checks.check(world.site, Check(Submission(text.format("."), "Ben"))).is_spam
    world.checks.submit(world.site, Check(Submission(text.format("."), "Ben")), Label.SPAM)
    assert world.checks.check(world.site, Check(Submission(text.format("!"), "Ben"))).is_spam
    world.restart()
    assert world.checks.check(world.site, Check(Submission(text.format("?"), "Ben"))).is_spam


def test_a_recheck_of_a_comment_we_hold_is_the_same_comment(world: World) -> None:
    guid = world.checks.check(world.site, KIND).guid
    assert world.checks.check(world.site, replace(KIND, is_recheck=True)).guid == guid
    assert sum(world.desk.counts().values()) == 1


@pytest.mark.parametrize("hold_answer", [True, False])
def test_hold_is_answered_as_the_site_set_it_and_never_discarded(
    world: World, monkeypatch: pytest.MonkeyPatch, hold_answer: bool
) -> None:
    world.sites.configure(world.site.id, hold_answer=hold_answer, allow_discard=True)
    site = world.sites.by_id(world.site.id)
    assert site is not None
    monkeypatch.setattr(world.judge, "judge_one", lambda *_: Verdict(Action.HOLD, 0.5, (), "unsure"))
    checked = world.checks.check(site, ROTTEN)
    assert (checked.verdict.action, checked.is_spam, checked.is_discard) == (Action.HOLD, hold_answer, False)


def test_when_the_log_cannot_be_read_a_post_is_held_and_a_check_has_no_answer_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_reading(world, monkeypatch)
    posted = world.post(HAM)
    assert posted.verdict is not None
    assert [evidence.code for evidence in posted.verdict.evidence] == ["unreadable-state"]
    for _ in range(3):
        with pytest.raises(StateError):
            world.checks.check(world.site, ROTTEN)
    assert world.desk.counts() == {State.HELD: 1, State.PUBLISHED: 0, State.SPAM: 0, State.DISCARDED: 0}


def test_a_check_that_cannot_be_written_is_an_error_and_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_job: object) -> Never:
        raise StateError("database cannot be written: disk full")

    monkeypatch.setattr(world.database, "write", full)
    with pytest.raises(StateError):
        world.checks.check(world.site, KIND)
    with pytest.raises(StateError):
        world.post(HAM)


def test_only_a_site_that_opted_in_discards_and_then_no_text_is_kept(world: World) -> None:
    assert not world.checks.check(world.site, ROTTEN).is_discard
    world.sites.configure(world.site.id, hold_answer=True, allow_discard=True)
    site = world.sites.by_id(world.site.id)
    assert site is not None
    checked = world.checks.check(site, Check(Submission(f"{SPAM} Xylophon", "Pills")))
    assert checked.verdict.action is Action.DISCARD
    [item] = world.desk.queue(State.DISCARDED).items
    assert (item.text, item.author, item.author_url, item.evidence) == ("", "", None, ())
    world.database.close()
    assert b"Xylophon" not in b"".join(path.read_bytes() for path in world.folder.glob("chaffinch.db*"))
    world.open()


@pytest.mark.parametrize("text", [SPAM, HAM, "", "viagra " * 400])
def test_whatever_an_administrator_writes_is_approved(world: World, text: str) -> None:
    for _ in range(2):
        check = Check(Submission(text, "Pills", "http://pills.example"), is_administrator=True)
        assert world.checks.check(world.site, check).verdict.action is Action.APPROVE
        world.checks.submit(world.site, replace(check, is_administrator=False), Label.SPAM)
