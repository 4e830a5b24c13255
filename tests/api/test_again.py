"""Calls that are sent again, and calls that come too often, as programs see them."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from chaffinch.service.limits import Limits
from chaffinch.web.app import build_app
from chaffinch.wire.native_calls import OPERATIONS, Operation
from tests.api.world import HAM, SPAM, World

ONCE = [one for one in OPERATIONS if one.is_once]
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def call(world: World, one: Operation, comment_id: str, text: str = HAM) -> Any:
    bodies: dict[str, Any] = {
        "check": {"text": text},
        "check_batch": {"checks": [{"text": text}, {"text": SPAM}]},
        "feedback": {"label": "SPAM", "comment": {"text": text}},
    }
    return world.post(one.path.replace("{id}", comment_id), bodies.get(one.name), again=KEY)


@pytest.mark.parametrize("one", ONCE, ids=lambda one: one.name)
def test_every_such_call_has_one_effect_and_one_answer(world: World, one: Operation) -> None:
    comment_id = world.check("Decided about")["id"]
    world.post(f"/comments/{comment_id}/spam")
    first = call(world, one, comment_id)
    kept = sum(world.parts.desk.counts().values())
    history = world.get(f"/comments/{comment_id}").json()["history"]
    second = call(world, one, comment_id)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert [a.headers.get("idempotency-replayed") for a in (first, second)] == [None, "true"]
    assert sum(world.parts.desk.counts().values()) == kept
    assert world.get(f"/comments/{comment_id}").json()["history"] == history


@pytest.mark.parametrize("one", [one for one in ONCE if one.takes], ids=lambda one: one.name)
def test_another_body_with_the_same_key_is_422(world: World, one: Operation) -> None:
    call(world, one, "")
    answer = call(world, one, "", "Another text")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


def test_another_call_with_the_same_key_is_422(world: World) -> None:
    one, other = world.check("One")["id"], world.check("Other")["id"]
    assert world.post(f"/comments/{one}/spam", again=KEY).status_code == 200
    assert world.post(f"/comments/{other}/spam", again=KEY).json()["code"] == "idempotency-key-reused"
    assert world.post(f"/comments/{one}/approve", again=KEY).json()["code"] == "idempotency-key-reused"


def test_at_the_same_time_it_is_409(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    judging, go_on = threading.Event(), threading.Event()
    judge = world.parts.judge.judge

    def slow(*arguments: Any, **named: Any) -> Any:
        judging.set()
        assert go_on.wait(30)
        return judge(*arguments, **named)

    monkeypatch.setattr(world.parts.judge, "judge", slow)
    told: list[Any] = []
    thread = threading.Thread(target=lambda: told.append(world.post("/check", {"text": HAM}, again=KEY)))
    thread.start()
    assert judging.wait(30)
    answer = world.post("/check", {"text": HAM}, again=KEY)
    go_on.set()
    thread.join()
    assert (answer.status_code, answer.json()["code"]) == (409, "in-progress")
    assert world.post("/check", {"text": HAM}, again=KEY).content == told[0].content
    assert sum(world.parts.desk.counts().values()) == 1


def test_a_refused_call_may_be_mended_under_its_key(world: World) -> None:
    assert world.post("/check", {"txet": HAM}, again=KEY).status_code == 422
    assert world.post("/check", {"text": HAM}, again=KEY).status_code == 200


def test_quotes_around_the_key_are_the_draft_s_and_not_part_of_it(world: World) -> None:
    first = world.post("/check", {"text": HAM}, again=f'"{KEY}"')
    assert world.post("/check", {"text": HAM}, again=KEY).content == first.content


@pytest.mark.parametrize("key", ["a b", "a" * 256, '""', "\xe9"])
def test_an_odd_key_is_told(world: World, key: str) -> None:
    answer = world.post("/check", {"text": HAM}, headers={"idempotency-key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-input")
    assert "Idempotency-Key" in answer.json()["detail"]


def test_after_an_erasure_the_answer_is_gone_and_the_comment_is_not_made_again(world: World) -> None:
    first = world.post("/check", {"text": HAM}, again=KEY).json()
    world.call("DELETE", f"/comments/{first['id']}")
    answer = world.post("/check", {"text": HAM}, again=KEY)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert sum(world.parts.desk.counts().values()) == 0


def limited(world: World, per_minute: int) -> None:
    app = build_app(replace(world.parts, limits=Limits(per_minute)))
    world.client = TestClient(app, "http://news.test", raise_server_exceptions=False)


def test_who_calls_too_often_is_told_when_to_come_again(world: World) -> None:
    limited(world, 3)
    told = [world.get("/site") for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert [one.headers["ratelimit"] for one in told] == [
        f'"calls";r={r};t={t}' for r, t in ((2, 20), (1, 40), (0, 60), (0, 60))
    ]
    assert told[0].headers["ratelimit-policy"] == '"calls";q=3;w=60'
    assert told[3].json()["code"] == "too-many-calls"
    wait = int(told[3].headers["retry-after"])
    world.time.now += wait * 1000 - 1
    assert world.get("/site").status_code == 429
    world.time.now += 1
    assert world.get("/site").status_code == 200


def test_each_comment_of_a_batch_is_a_call(world: World) -> None:
    limited(world, 10)
    batch = {"checks": [{"text": HAM}] * 8}
    assert world.post("/checks", batch).headers["ratelimit"] == '"calls";r=2;t=48'
    answer = world.post("/checks", batch)
    assert (answer.status_code, answer.headers["ratelimit"]) == (429, '"calls";r=2;t=48')
    assert sum(world.parts.desk.counts().values()) == 8


def test_a_batch_larger_than_the_bucket_waits_until_that_is_full(world: World) -> None:
    limited(world, 10)
    world.get("/site")
    batch = {"checks": [{"text": HAM}] * 100}
    answer = world.post("/checks", batch)
    assert answer.status_code == 429
    world.time.now += int(answer.headers["retry-after"]) * 1000
    assert world.post("/checks", batch).headers["ratelimit"] == '"calls";r=0;t=60'


def test_what_cannot_be_read_is_a_call_too(world: World) -> None:
    limited(world, 2)
    assert [world.post("/check", {}).status_code for _ in range(3)] == [422, 422, 429]


def test_one_key_does_not_use_up_anothers(world: World) -> None:
    limited(world, 1)
    assert [world.get("/site").status_code for _ in range(2)] == [200, 429]
    assert world.get("/site", key=world.other_key).status_code == 200


def test_akismet_clients_are_not_counted(world: World) -> None:
    limited(world, 1)
    fields = {"api_key": world.key, "blog": world.one.url, "user_ip": "192.0.2.1", "comment_content": HAM}
    answers = [world.client.post("/1.1/comment-check", data=fields) for _ in range(5)]
    assert {(one.status_code, one.text) for one in answers} == {(200, "false")}
    assert world.get("/site").status_code == 200


def test_a_wrong_key_uses_up_nothing(world: World) -> None:
    limited(world, 1)
    for _ in range(5):
        assert world.get("/site", key="000000000000").status_code == 401
    assert world.get("/site").status_code == 200
