"""Coral's external moderation phase against a whole server."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from chaffinch.engine.types import Action, Evidence, Submission, Verdict
from chaffinch.web import coral as web
from tests.contract.coral import OLD_SECRET, SECRET, asks, question, send, signature
from tests.contract.test_akismet_state import without
from tests.contract.world import HAM, SPAM, Got, World

pytestmark = pytest.mark.contract


@pytest.fixture(autouse=True)
def signing(world: World) -> None:
    world.server.sites.set_coral_secret(world.site.id, SECRET)


def status(got: Got) -> str:
    assert got.status == 200, got
    assert got.header("content-type") == "application/json; charset=utf-8"
    return str(json.loads(got.body)["status"])


def test_a_comment_that_may_stand_has_no_answer_but_204(world: World) -> None:
    got = asks(world, f"<div>{HAM}</div>")
    assert (got.status, got.body, got.header("content-type")) == (204, b"", None)


def test_spam_is_withheld_with_a_flag(world: World) -> None:
    got = asks(world, f"<div>{SPAM}</div>")
    assert status(got) == "SYSTEM_WITHHELD"
    assert json.loads(got.body)["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]


@pytest.mark.parametrize(
    ("action", "told"), [(Action.HOLD, "PREMOD"), (Action.SPAM, "SYSTEM_WITHHELD"), (Action.DISCARD, "REJECTED")]
)
def test_each_action_has_its_status(world: World, action: Action, told: str) -> None:
    world.record().verdict = Verdict(action, 0.9, (), "recording")
    assert status(asks(world, HAM)) == told


def test_doubt_is_held_whatever_akismet_clients_are_told(world: World) -> None:
    world.server.sites.configure(world.site.id, hold_answer=False, allow_discard=False)
    world.record().verdict = Verdict(Action.HOLD, 0.6, (), "recording")
    assert status(asks(world, HAM)) == "PREMOD"


def test_text_page_and_role_reach_the_judge_and_numbers_of_people_do_not(world: World) -> None:
    asked = world.record()
    asks(world, "<div>Where was this?</div>", comment={"body": "<div>Where was this?</div>", "parentID": "0b1e-parent"})
    asks(world, HAM, action="EDIT", author={"id": "0b1e-editor", "role": "ADMIN"})
    first, second = asked.checked
    assert first.submission == Submission("<div>Where was this?</div>")
    assert first.permalink == "https://blog.example/weir"
    assert (first.is_administrator, second.is_administrator) == (False, True)
    for told in ("0b1e", "5d6c", "e2a7", "7f3c", "talk.blog"):
        assert told not in repr(asked.checked)


def test_a_question_is_kept_for_the_desk_as_any_other_systems_is(world: World) -> None:
    asks(world, SPAM)
    assert world.comments() == 1


def test_a_comment_without_words_is_not_judged(world: World) -> None:
    asked = world.record()
    assert asks(world, " \n").status == 204
    assert asked.checked == []


@pytest.mark.parametrize("secrets", [(OLD_SECRET, SECRET), (SECRET, OLD_SECRET)])
def test_while_coral_replaces_its_secret_either_of_ours_will_do(world: World, secrets: tuple[str, str]) -> None:
    body = question(HAM)
    assert send(world, body, signature(body, *secrets)).status == 204


def test_without_the_right_signature_nobody_learns_anything_and_nothing_is_judged(world: World) -> None:
    asked = world.record()
    plain = world.server.sites.add("https://plain.example")[0]
    body = question(HAM)
    right = signature(body, SECRET)
    refused = [
        send(world, body, None),
        send(world, body, ""),
        send(world, body, signature(body, OLD_SECRET)),
        send(world, body, right.removeprefix("sha256=")),
        send(world, body, right[:-1]),
        send(world, body, right + "\xe9"),
        send(world, body + b"\n", right),
        send(world, b"", right),
        send(world, b"not JSON", right),
        send(world, body, right, site_id=plain.id),
        send(world, body, right, site_id="nobody"),
        send(world, body, signature(body, ""), site_id=plain.id),
    ]
    assert {(got.status, got.body, got.headers) for got in refused} == {(401, refused[0].body, refused[0].headers)}
    assert asked.checked == []
    assert send(world, body, right).status == 204


def test_the_secret_is_kept_encrypted(world: World, tmp_path: Path) -> None:
    asks(world, HAM)
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not any(SECRET.encode() in data for data in files)


def test_a_forgotten_secret_opens_nothing(world: World) -> None:
    world.server.sites.set_coral_secret(world.site.id, None)
    assert asks(world, HAM).status == 401


def test_an_odd_request_is_told_so(world: World) -> None:
    body = b'{"comment": {}}'
    got = send(world, body, signature(body, SECRET))
    assert (got.status, json.loads(got.body)["code"]) == (400, "bad-input")
    huge = question("a" * (1 << 20))
    assert send(world, huge, signature(huge, SECRET)).status == 413


def test_where_secrets_cannot_be_read_there_is_no_answer(world: World, tmp_path: Path) -> None:
    with without("site", tmp_path):
        got = asks(world, HAM)
    assert (got.status, json.loads(got.body)) == (503, {"code": "state-unreadable"})
    assert asks(world, HAM).status == 204


@pytest.mark.parametrize("table", ["comment", "decision", "thread"])
def test_what_cannot_be_kept_is_held_because_an_error_would_publish_it(
    world: World, tmp_path: Path, table: str
) -> None:
    with without(table, tmp_path):
        assert status(asks(world, HAM)) == "PREMOD"
    assert asks(world, HAM).status == 204


def test_what_the_filter_cannot_read_is_held(world: World) -> None:
    unreadable = Evidence("unreadable-state", 0.0, "The log is damaged.")
    world.record().verdict = Verdict(Action.HOLD, 0.5, (unreadable,), "recording")
    assert status(asks(world, HAM)) == "PREMOD"


def test_a_broken_promise_of_our_code_holds_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(world.server.parts.checks), "check", broken)
    assert status(asks(world, HAM)) == "PREMOD"


def test_a_lock_on_the_database_is_not_waited_for(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "WITHIN", 0.1)
    with closing(sqlite3.connect(tmp_path / "chaffinch.db", isolation_level=None)) as other, world.listening() as port:
        body = question(HAM)
        asks(world, HAM)  # what is loaded at the first question is not what is measured
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        told = {"x-coral-signature": signature(body, SECRET)}
        answer = httpx.post(f"http://127.0.0.1:{port}/coral/{world.site.id}", content=body, headers=told)
        took = time.monotonic() - begun
        other.execute("ROLLBACK")
    assert (answer.status_code, answer.json()) == (200, {"status": "PREMOD"})
    assert took < 2  # SQLite itself would wait for ten seconds
