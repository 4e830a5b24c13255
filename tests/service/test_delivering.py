"""The deliverer: batches, retries, deadlines, and what is written down of each attempt."""

from __future__ import annotations

import json
import logging
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import NOT_ALLOWED, TIMED_OUT, Kind, Outcome
from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY, SECOND
from chaffinch.service.delivering import BACKOFF, BATCH, REFUSALS
from chaffinch.service.telling import WINDOW
from chaffinch.store.database import Row
from chaffinch.store.schema import outbox
from tests.service.blog import KilledError, RemoteWorld
from tests.service.world import CALLBACK, HAM, World


@pytest.fixture
def remote(world: World) -> RemoteWorld:
    return RemoteWorld(world)


def rows(world: World) -> list[Row[Any]]:
    with world.database.read() as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)))


def marked(remote: RemoteWorld, text: str = HAM, *, callback: str = CALLBACK) -> str:
    guid = remote.check(text, callback=callback)
    remote.world.desk.decide(guid, Label.SPAM)
    return guid


def test_many_comments_of_one_site_go_in_few_messages(remote: RemoteWorld) -> None:
    guids = [remote.check(f"{HAM} {number}") for number in range(BATCH + 3)]
    for guid in guids:
        remote.world.desk.decide(guid, Label.SPAM)
    remote.deliver()
    assert [len(json.loads(body)["comments"]) for _, body in remote.blog.calls] == [BATCH, 3]
    assert remote.blog.words == dict.fromkeys(guids, "true")


def test_after_a_failure_messages_are_shorter_until_one_gets_through(remote: RemoteWorld) -> None:
    guids = [remote.check(f"{HAM} {number}") for number in range(BATCH)]
    for guid in guids:
        remote.world.desk.decide(guid, Label.SPAM)

    def slow(place: Destination, body: bytes) -> Outcome:
        many = len(json.loads(body)["comments"])
        heard = remote.blog.send(place, body)
        return TIMED_OUT if many > BATCH // 10 else heard

    remote.deliverer._send = slow
    remote.deliver()
    remote.world.now += BACKOFF[0]
    remote.deliver()
    assert [len(json.loads(body)["comments"]) for _, body in remote.blog.calls] == [BATCH, *[BATCH // 10] * 10]
    assert remote.blog.words == dict.fromkeys(guids, "true")
    assert {row.last_result for row in rows(remote.world)} == {"delivered"}


def test_each_callback_gets_what_asked_there(remote: RemoteWorld) -> None:
    here, there = marked(remote), marked(remote, "another", callback="https://news.example/other")
    remote.deliver()
    assert {(place.target, json.loads(body)["comments"][0]["guid"]) for place, body in remote.blog.calls} == {
        ("/wp-json/akismet/v1/webhook", here),
        ("/other", there),
    }


def test_retries_come_after_longer_and_longer_waits_until_the_deadline(remote: RemoteWorld) -> None:
    world = remote.world
    marked(remote)
    begun = world.now
    remote.blog.mood = "deaf"
    times: list[int] = []
    while True:
        remote.deliver()
        if len(remote.blog.calls) > len(times):
            times.append(world.now - begun)
        (row,) = rows(world)
        if row.done_at is not None:
            break
        world.now = row.next_at
    waits = [b - a for a, b in pairwise(times)]
    assert waits[: len(BACKOFF)] == list(BACKOFF)
    assert set(waits[len(BACKOFF) :]) == {BACKOFF[-1]}
    assert times[-1] < WINDOW == row.done_at - begun
    assert (row.last_result, row.attempts) == ("timed-out", len(times))


def test_a_final_failure_is_not_tried_again(remote: RemoteWorld) -> None:
    marked(remote)
    remote.blog.outcome = NOT_ALLOWED
    remote.deliver()
    remote.world.now += DAY
    remote.deliver()
    (row,) = rows(remote.world)
    assert (row.last_result, row.attempts, len(remote.blog.calls)) == ("address-not-allowed", 1, 1)
    assert not remote.site().is_reachable


def test_a_comment_the_site_does_not_know_is_told_three_times(remote: RemoteWorld) -> None:
    guid, other = marked(remote), marked(remote, "another")
    remote.blog.unknown = {guid}
    for _ in range(5):
        remote.deliver()
        remote.world.now += DAY
    unknown, known = rows(remote.world)
    assert (unknown.last_result, unknown.attempts) == ("not-known-there", REFUSALS)
    assert (known.last_result, known.attempts) == ("delivered", 1)
    assert remote.blog.words == {other: "true"}
    assert remote.site().is_reachable


@pytest.mark.parametrize("body", [b"", b"{}", b'"ok"'])
def test_a_site_that_answers_nothing_has_heard(remote: RemoteWorld, body: bytes) -> None:
    marked(remote)
    remote.blog.outcome = Outcome(Kind.DELIVERED, "delivered", body)
    remote.deliver()
    assert [row.last_result for row in rows(remote.world)] == ["delivered"]


def test_a_page_in_place_of_the_webhook_has_not_heard(remote: RemoteWorld) -> None:
    marked(remote)
    remote.blog.outcome = Outcome(Kind.DELIVERED, "delivered", b"<html>Back soon</html>")
    remote.deliver()
    (row,) = rows(remote.world)
    assert (row.done_at, row.last_result, row.attempts) == (None, "answer-unreadable", 1)


def test_while_a_site_does_not_answer_all_that_is_due_to_it_waits_and_others_are_told(remote: RemoteWorld) -> None:
    world = remote.world
    for number in range(BATCH + 5):
        world.desk.decide(remote.check(f"{HAM} {number}"), Label.SPAM)
    other, _ = world.sites.add("https://other.example")
    check = Check(Submission(HAM, "Ben"), callback="https://other.example/hook")
    world.desk.decide(world.checks.check(other, check).guid, Label.SPAM)

    def send(place: Any, body: bytes) -> Outcome:
        remote.blog.calls.append((place, body))
        return TIMED_OUT if place.host == "news.example" else Outcome(Kind.DELIVERED, "delivered")

    remote.deliverer._send = send
    remote.deliver()
    assert sorted(place.host for place, _ in remote.blog.calls) == ["news.example", "other.example"]
    assert {row.next_at for row in rows(world) if row.done_at is None} == {world.now + BACKOFF[0]}


@pytest.mark.parametrize("mood", ["well", "mute"])
def test_an_answer_given_while_an_older_word_is_under_way_is_sent_after_it(remote: RemoteWorld, mood: str) -> None:
    """Nobody can say which of the two the site has heard last."""
    guid = marked(remote)
    remote.blog.mood = mood

    def slow(place: Destination, body: bytes) -> Outcome:
        remote.deliverer._send = remote.blog.send
        remote.world.checks.submit(remote.world.site, Check(Submission(HAM, "Ben")), Label.HAM)
        return remote.blog.send(place, body)

    remote.deliverer._send = slow
    assert remote.deliverer.step()
    assert remote.blog.words == {guid: "true"}
    remote.blog.mood = "well"
    remote.world.now += BACKOFF[0]
    remote.deliver()
    assert remote.blog.told() == [(guid, "true"), (guid, "false")]


def test_a_newer_word_written_while_an_older_one_is_under_way_follows_it(remote: RemoteWorld) -> None:
    guid = marked(remote)

    def slow(place: Destination, body: bytes) -> Outcome:
        remote.deliverer._send = remote.blog.send
        remote.world.desk.undo(guid)
        return remote.blog.send(place, body)

    remote.deliverer._send = slow
    remote.deliver()
    assert remote.blog.told() == [(guid, "true"), (guid, "false")]
    assert [row.last_result for row in rows(remote.world)] == ["superseded", "delivered"]


def test_what_was_sent_and_not_written_down_before_a_kill_is_sent_again(remote: RemoteWorld) -> None:
    guid = marked(remote)
    remote.blog.mood = "killed"
    with pytest.raises(KilledError):
        remote.deliver()
    remote.restart()
    remote.blog.mood = "well"
    remote.deliver()
    assert remote.blog.told() == [(guid, "true")] * 2
    assert [row.last_result for row in rows(remote.world)] == ["delivered"]


def test_the_key_is_sent_to_no_other_origin_than_the_registered_one(remote: RemoteWorld) -> None:
    """Even where the database says otherwise."""
    world = remote.world
    marked(remote)
    with world.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE remote_check SET callback = 'https://evil.example/hook'")
    remote.deliver()
    assert remote.blog.calls == []
    assert [row.last_result for row in rows(world)] == ["other-origin"]


def test_a_new_key_is_the_one_that_is_sent(remote: RemoteWorld) -> None:
    marked(remote)
    key = remote.world.sites.rotate_key(remote.world.site.url)
    remote.deliver()
    assert [json.loads(body)["key"] for _, body in remote.blog.calls] == [key]


def test_logs_tell_the_site_and_the_code_and_nothing_else(
    remote: RemoteWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chaffinch")
    guid = marked(remote, "A canary sings", callback="https://news.example/hook?token=canary")
    remote.blog.mood = "deaf"
    remote.deliver()
    assert caplog.messages == [f"site {remote.world.site.id} could not be told: timed-out"]
    secrets = ("canary", guid, remote.world.sites.key_of(remote.world.site.id), "Ben")
    assert not any(secret in caplog.text for secret in secrets)


def test_messages_from_before_there_was_a_deliverer_are_left_to_their_age(remote: RemoteWorld) -> None:
    old = {"site_id": remote.world.site.id, "kind": "verdict-changed", "payload": '{"state": "SPAM"}', "created_at": 1}
    remote.world.database.write(lambda connection: connection.execute(outbox.insert().values(old)))
    assert not remote.deliverer.step()
    remote.world.now += 60 * SECOND
    assert remote.world.sweep.run().outbox == 1
