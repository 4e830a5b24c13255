"""What another system is answered, and what it is told when somebody decides otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from chaffinch.engine.types import Action, Context, Label, Submission, Verdict
from chaffinch.errors import StateError
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY, SECOND
from chaffinch.service.remotes import Remote, Told
from chaffinch.service.retention import Retention
from chaffinch.service.states import State
from chaffinch.service.telling import RECHECK_SECONDS, Answer
from chaffinch.store.schema import outbox, remote_check
from tests.service.blog import RemoteWorld, verdict_of
from tests.service.world import CALLBACK, HAM, PAGE, SPAM, World

ASKED = Check(Submission(HAM, "Ann"), permalink=PAGE, callback=CALLBACK)


@pytest.fixture
def remote(world: World) -> RemoteWorld:
    return RemoteWorld(world)


def says(world: World, monkeypatch: pytest.MonkeyPatch, action: Action, score: float = 0.6) -> None:
    def judge_one(_submission: Submission, _context: Context, *_origin: object) -> Verdict:
        return verdict_of(world, action, score)

    monkeypatch.setattr(world.judge, "judge_one", judge_one)


def kept(world: World) -> list[tuple[str | None, str]]:
    with world.database.read() as connection:
        found = connection.execute(select(remote_check.c.callback, remote_check.c.answer))
        return [(row.callback, row.answer) for row in found]


def stands(world: World, state: State) -> Remote:
    (item,) = world.desk.queue(state).items
    assert item.remote is not None
    assert world.desk.remote(item.id) == (world.site.name, item.remote)
    return item.remote


@pytest.mark.parametrize(
    "callback",
    [
        None,
        "",
        "nonsense",
        "http://news.example/hook",
        "https://evil.example/hook",
        "https://news.example@evil.example/",
    ],
)
def test_a_callback_elsewhere_is_not_kept(world: World, callback: str | None) -> None:
    world.checks.check(world.site, replace(ASKED, callback=callback))
    assert kept(world) == [(None, "HAM")]


def test_a_callback_under_the_sites_origin_is_kept_with_the_answer(world: World) -> None:
    world.checks.check(world.site, ASKED)
    world.checks.check(world.site, Check(Submission(SPAM), callback=CALLBACK))
    assert kept(world) == [(CALLBACK, "HAM"), (CALLBACK, "SPAM")]


def test_a_callback_of_one_site_is_not_one_of_another(world: World) -> None:
    other, _ = world.sites.add("https://other.example")
    world.checks.check(other, ASKED)
    assert kept(world) == [(None, "HAM")]


def test_a_test_keeps_no_callback_and_is_not_asked_to_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    says(world, monkeypatch, Action.HOLD)
    checked = world.checks.check(world.site, replace(ASKED, is_test=True))
    assert (checked.is_spam, checked.recheck_after, kept(world)) == (True, None, [])


def test_where_there_was_no_verdict_no_answer_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> int:
        raise StateError("database cannot be read: disk I/O error")

    monkeypatch.setattr(world.judge, "catch_up", unreadable)
    with pytest.raises(StateError):
        world.checks.check(world.site, ASKED)
    assert kept(world) == []


def test_in_doubt_a_site_that_can_be_called_back_is_asked_to_wait_and_told_in_time(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    says(world, monkeypatch, Action.HOLD)
    checked = world.checks.check(world.site, ASKED)
    assert (checked.is_spam, checked.recheck_after) == (False, RECHECK_SECONDS)
    assert stands(world, State.HELD).answer is Answer.PENDING
    world.now += RECHECK_SECONDS * SECOND - 1
    remote.deliver()
    assert remote.blog.words == {}
    world.now += 1
    remote.deliver()
    assert remote.blog.words == {checked.guid: "true"}
    assert stands(world, State.HELD).told is Told.DELIVERED


@pytest.mark.parametrize("label", list(Label))
def test_whoever_decides_in_time_is_told_at_once_and_alone(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, label: Label
) -> None:
    world = remote.world
    says(world, monkeypatch, Action.HOLD)
    guid = world.checks.check(world.site, ASKED).guid
    world.now += SECOND
    world.desk.decide(guid, label)
    remote.deliver()
    world.now += DAY
    remote.deliver()
    assert remote.blog.told() == [(guid, "true" if label is Label.SPAM else "false")]


@pytest.mark.parametrize("label", list(Label))
def test_a_recheck_gets_a_final_answer_and_nothing_is_told_after_it(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, label: Label
) -> None:
    world = remote.world
    says(world, monkeypatch, Action.HOLD)
    guid = world.checks.check(world.site, ASKED).guid
    checked = world.checks.check(world.site, replace(ASKED, is_recheck=True))
    assert (checked.guid, checked.is_spam, checked.recheck_after) == (guid, True, None)
    world.now += DAY
    remote.deliver()
    assert remote.blog.calls == []
    world.desk.decide(guid, label)
    remote.deliver()
    assert remote.blog.told() == ([(guid, "false")] if label is Label.HAM else [])


def test_no_site_is_asked_to_wait_that_cannot_be_called_back(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    says(world, monkeypatch, Action.HOLD)
    assert world.checks.check(world.site, replace(ASKED, callback=None)).is_spam
    guid = world.checks.check(world.site, ASKED).guid
    remote.blog.mood = "deaf"
    world.now += RECHECK_SECONDS * SECOND
    remote.deliver()
    checked = world.checks.check(remote.site(), replace(ASKED, submission=Submission("another")))
    assert (checked.is_spam, checked.recheck_after) == (True, None)
    remote.blog.mood = "well"
    world.now += 60 * SECOND
    remote.deliver()
    assert remote.blog.words == {guid: "true"}
    assert world.checks.check(remote.site(), replace(ASKED, submission=Submission("third"))).recheck_after is not None


@pytest.mark.parametrize("hold_answer", [True, False])
def test_a_site_may_have_no_waiting(world: World, monkeypatch: pytest.MonkeyPatch, hold_answer: bool) -> None:
    world.sites.configure(world.site.id, hold_answer=hold_answer, allow_discard=False, recheck=False)
    says(world, monkeypatch, Action.HOLD)
    checked = world.checks.check(RemoteWorld(world).site(), ASKED)
    assert (checked.is_spam, checked.recheck_after) == (hold_answer, None)


@pytest.mark.parametrize("hold_answer", [True, False])
def test_what_doubt_is_told_in_the_end_is_the_sites_word(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, hold_answer: bool
) -> None:
    world = remote.world
    world.sites.configure(world.site.id, hold_answer=hold_answer, allow_discard=False)
    says(world, monkeypatch, Action.HOLD)
    guid = world.checks.check(remote.site(), ASKED).guid
    world.now += RECHECK_SECONDS * SECOND
    remote.deliver()
    assert remote.blog.told() == [(guid, "true" if hold_answer else "false")]


def test_the_desk_tells_before_and_after(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(HAM)
    assert stands(world, State.PUBLISHED) == Remote(Told.KNOWS, Answer.HAM, True)
    world.desk.decide(guid, Label.SPAM)
    assert stands(world, State.SPAM) == Remote(Told.WAITS, Answer.HAM, True, world.now)
    remote.blog.mood = "deaf"
    remote.deliver()
    assert stands(world, State.SPAM) == Remote(Told.WAITS, Answer.HAM, True, world.now + 60 * SECOND, "timed-out")
    remote.blog.mood = "well"
    world.now += 60 * SECOND
    remote.deliver()
    assert stands(world, State.SPAM) == Remote(Told.DELIVERED, Answer.SPAM, True, world.now)
    assert world.desk.undo(guid) is State.PUBLISHED
    remote.deliver()
    assert remote.blog.words == {guid: "false"}


def test_without_a_callback_the_desk_says_that_the_site_must_act(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(HAM, callback=None)
    assert stands(world, State.PUBLISHED) == Remote(Told.KNOWS, Answer.HAM, False)
    world.desk.decide(guid, Label.SPAM)
    assert stands(world, State.SPAM) == Remote(Told.CANNOT_BE, Answer.HAM, False)
    remote.deliver()
    assert remote.blog.calls == []
    with world.database.read() as connection:
        assert connection.execute(select(outbox)).all() == []


def test_a_comment_of_our_own_form_is_nobody_elses(world: World) -> None:
    world.desk.decide(world.post(HAM).comment_id, Label.SPAM)
    (item,) = world.desk.queue(State.SPAM).items
    assert item.remote is None
    assert world.desk.remote(item.id) is None


def test_what_the_site_submits_it_is_not_told(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(HAM)
    world.desk.decide(guid, Label.SPAM)
    world.checks.submit(world.site, Check(Submission(HAM, "Ben")), Label.HAM)
    remote.deliver()
    assert remote.blog.calls == []
    assert stands(world, State.PUBLISHED) == Remote(Told.KNOWS, Answer.HAM, True)


def test_a_label_for_a_comment_nobody_checked_is_known_where_it_came_from(world: World) -> None:
    world.checks.submit(world.site, Check(Submission(HAM)), Label.SPAM)
    assert stands(world, State.SPAM) == Remote(Told.KNOWS, Answer.SPAM, False)


def test_saying_the_same_again_tells_nothing(remote: RemoteWorld) -> None:
    guid = remote.check(HAM)
    remote.world.desk.decide(guid, Label.HAM)
    remote.world.desk.decide(guid, Label.HAM)
    remote.deliver()
    assert remote.blog.calls == []


def test_the_message_goes_to_the_callback_with_the_sites_own_key(remote: RemoteWorld) -> None:
    guid = remote.check(HAM)
    remote.world.desk.decide(guid, Label.SPAM)
    remote.deliver()
    ((place, body),) = remote.blog.calls
    assert (place.origin, place.target) == (("https", "news.example", 443), "/wp-json/akismet/v1/webhook")
    assert json.loads(body) == {
        "key": remote.world.sites.key_of(remote.world.site.id),
        "endpoint": "comment-check",
        "comments": [{"guid": guid, "result": "true"}],
    }


def test_a_callback_that_has_had_its_time_is_not_used(tmp_path: Path) -> None:
    remote = RemoteWorld(World(tmp_path, Retention(callback_days=1)))
    world = remote.world
    guid = remote.check(HAM)
    world.desk.decide(guid, Label.SPAM)
    world.now += DAY + 1
    world.sweep.run()
    remote.deliver()
    assert remote.blog.calls == []
    assert stands(world, State.SPAM) == Remote(Told.FAILED, None, False, world.now, "callback-ended")
    world.close()


def test_erasing_a_comment_forgets_its_callback_and_what_waited_is_given_up(remote: RemoteWorld) -> None:
    guid = remote.check(HAM)
    remote.world.desk.decide(guid, Label.SPAM)
    remote.world.desk.erase(guid)
    assert kept(remote.world) == []
    remote.deliver()
    assert remote.blog.calls == []
    assert not remote.deliverer.step()


def test_removing_a_site_removes_what_it_was_answered_and_what_waited(remote: RemoteWorld) -> None:
    remote.world.desk.decide(remote.check(HAM), Label.SPAM)
    remote.world.sites.remove(remote.world.site.url)
    assert kept(remote.world) == []
    assert not remote.deliverer.step()
