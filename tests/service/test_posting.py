from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chaffinch.engine.types import Action, Label, Submission, Verdict
from chaffinch.errors import StateError
from chaffinch.service.checking import Check
from chaffinch.service.states import State
from tests.service.world import HAM, PAGE, SPAM, World


def test_a_real_comment_is_published_and_spam_is_not(world: World) -> None:
    assert world.post(HAM).state is State.PUBLISHED
    assert world.post(SPAM, "Buy Pills").state is State.SPAM
    assert [c.text for c in world.comments.published(world.site.id, PAGE)] == [HAM]


def test_one_form_sent_from_sixteen_threads_is_one_comment(world: World) -> None:
    with ThreadPoolExecutor(16) as pool:
        ids = {p.comment_id for p in pool.map(lambda _n: world.post(HAM, token="same"), range(16))}
    assert len(ids) == 1
    assert len(world.comments.published(world.site.id, PAGE)) == 1


def test_what_cannot_be_read_is_held_with_that_as_evidence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> int:
        raise StateError("the log cannot be read")

    monkeypatch.setattr(world.judge, "catch_up", unreadable)
    posted = world.post(HAM)
    assert posted.state is State.HELD
    assert posted.verdict is not None
    assert [e.code for e in posted.verdict.evidence] == ["unreadable-state"]


def test_text_that_no_database_can_hold_is_kept_readable(world: World) -> None:
    posted = world.post("Lone \ud800 surrogate and \0 nul", "A\udfff")
    assert world.comments.status(posted.comment_id) is not None


def test_a_test_leaves_no_trace(world: World) -> None:
    world.checks.check(world.site, Check(Submission(SPAM), is_test=True))
    world.checks.submit(world.site, Check(Submission(SPAM), is_test=True), Label.SPAM)
    assert sum(world.desk.counts().values()) == 0
    assert world.judge.position == 0


def test_feedback_is_matched_to_its_check_and_learned_once(world: World) -> None:
    check = Check(Submission("You\\'ll  love it", "Bo"), permalink=PAGE)
    guid = world.checks.check(world.site, check).guid
    again = Check(Submission("you'll love it", "BO"), permalink=PAGE)
    world.checks.submit(world.site, again, Label.SPAM)
    position = world.judge.position
    world.checks.submit(world.site, again, Label.SPAM)
    assert world.judge.position == position
    assert [item.id for item in world.desk.queue(State.SPAM).items] == [guid]


def test_what_hold_means_to_a_client_is_the_sites_choice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.judge, "judge_one", lambda *_: Verdict(Action.HOLD, 0.5, (), "unsure"))
    held = world.checks.check(world.site, Check(Submission(HAM)))
    assert held.verdict.action is Action.HOLD
    assert held.is_spam
    assert not held.is_discard
    world.sites.configure(world.site.id, hold_answer=False, allow_discard=False)
    site = world.sites.by_id(world.site.id)
    assert site is not None
    assert not world.checks.check(site, Check(Submission(HAM))).is_spam


def test_an_administrator_is_never_spam(world: World) -> None:
    checked = world.checks.check(
        world.site, Check(Submission(SPAM), is_administrator=True, is_guaranteed_spam=True, is_honeypot_filled=True)
    )
    assert not checked.is_spam


def test_the_queue_pages_by_keyset_without_gaps_or_repeats(world: World) -> None:
    ids = []
    for number in range(7):
        world.now += 1 if number % 2 else 0
        ids.append(world.post(f"{HAM} {number}").comment_id)
    seen: list[str] = []
    before = None
    while True:
        page = world.desk.queue(State.PUBLISHED, before=before, limit=2)
        seen += [item.id for item in page.items]
        before = page.next
        if before is None:
            break
    assert sorted(seen) == sorted(ids)
    assert len(seen) == len(set(seen))
