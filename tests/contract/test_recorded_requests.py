"""What unmodified clients were recorded to send, sent again: exact bodies where there is but one, else legal ones."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chaffinch.service.states import State
from chaffinch.store import feedback
from chaffinch.wire.akismet_body import read_pairs
from chaffinch.wire.akismet_table import TABLE, Endpoint
from tests.contract.legal import is_healthy, is_refusal
from tests.contract.world import Got, World, ask

pytestmark = pytest.mark.contract
FOLDER = Path(__file__).parents[1] / "data" / "akismet"
KEY = "123456789abc"
GUARANTEED = {"akismet-guaranteed-spam", "viagra-test-123", "akismet-guaranteed-spam@example.com"}
EXACT = {
    Endpoint.VERIFY_KEY: b"valid",
    Endpoint.SUBMIT_SPAM: b"Thanks for making the web a better place.",
    Endpoint.SUBMIT_HAM: b"Thanks for making the web a better place.",
    Endpoint.DEACTIVATE: b"deactivated",
}


@dataclass(frozen=True)
class Recorded:
    """One request. `form` is as a person would read the body."""

    client: str
    method: str
    path: str
    http_version: str
    headers: dict[str, str]
    form: list[list[str]]
    body: bytes

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.path.partition("?")[0].rpartition("/")[2])

    @property
    def query(self) -> str:
        return self.path.partition("?")[2]

    def get(self, name: str) -> str:
        told = dict(pair.split("=", 1) for pair in self.query.split("&") if pair) | dict(self.form)
        return told.get(name, "")

    @property
    def key(self) -> str:
        return self.get("key") or self.get("api_key") or self.headers.get("host", "").partition(".")[0]

    def send(self, world: World) -> Got:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in self.headers.items()]
        path = self.path.partition("?")[0]
        asked = ask(world.app, self.method, path, self.query.encode(), raw, [self.body], self.http_version)
        return asyncio.run(asked)


def recorded() -> Iterator[Recorded]:
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            told = json.loads(line)
            body = base64.b64decode(told.pop("raw_b64"))
            yield Recorded(client=file.stem, body=body, **told)


EVERY = list(recorded())
each = pytest.mark.parametrize("request_", EVERY, ids=[f"{one.client}-{n}" for n, one in enumerate(EVERY)])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("recorded")
    it = World(folder)
    it.server.sites.add("http://127.0.0.1:8088", "Recorded", KEY)
    with it.server:
        yield it


@each
def test_the_body_is_read_as_its_sender_meant_it(request_: Recorded) -> None:
    pairs = read_pairs(b"", request_.body, request_.headers.get("content-type", ""))
    assert [[name.decode(), value.decode()] for name, value in pairs] == request_.form


@each
def test_the_answer_is_exact_or_legal_and_the_verdict_is_the_stored_one(world: World, request_: Recorded) -> None:
    endpoint, got = request_.endpoint, request_.send(world)
    if TABLE[endpoint].subject is not None and request_.key != KEY:
        assert (got.status, got.body) == (200, b"invalid")
        assert is_refusal(endpoint, got)
        return
    assert is_healthy(endpoint, got), (got.body, got.headers)
    assert got.body == EXACT.get(endpoint, got.body)
    if endpoint is Endpoint.COMMENT_CHECK:
        assert got.body in promised(request_)
        assert got.body == stored(world, request_, got)


def promised(request_: Recorded) -> tuple[bytes, ...]:
    if "administrator" in request_.get("user_role"):
        return (b"false",)
    named = {request_.get("comment_author"), request_.get("comment_author_email")}
    if named & GUARANTEED or request_.get("POST_ak_hp_textarea"):
        return (b"true",)
    return (b"true", b"false")


def stored(world: World, request_: Recorded, got: Got) -> bytes:
    """Return the answer that what is stored stands for; a test is not stored."""
    status = world.server.parts.comments.status(got.header("x-akismet-guid") or "")
    if request_.get("is_test") in ("1", "true"):
        assert status is None
        return got.body
    assert status is not None
    return b"false" if status.state is State.PUBLISHED else b"true"


def test_every_client_and_every_call_that_was_recorded_is_here() -> None:
    assert len({one.client for one in EVERY}) == 8
    assert {one.endpoint for one in EVERY} == {
        Endpoint.VERIFY_KEY,
        Endpoint.COMMENT_CHECK,
        Endpoint.SUBMIT_SPAM,
        Endpoint.SUBMIT_HAM,
        Endpoint.GET_SUBSCRIPTION,
        Endpoint.GET_STATS,
        Endpoint.USAGE_LIMIT,
        Endpoint.KEY_SITES,
        Endpoint.DEACTIVATE,
        Endpoint.TEST,
    }


def test_what_wordpress_submits_is_learned_about_what_it_had_checked(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.server:
        site, _ = world.server.sites.add("http://127.0.0.1:8088", "Recorded", KEY)
        talk = [one for one in EVERY if one.client.startswith("wordpress")]
        guids = {one.send(world).header("x-akismet-guid") for one in talk if one.endpoint is Endpoint.COMMENT_CHECK}
        checked = world.comments()
        for one in talk:
            if one.endpoint in (Endpoint.SUBMIT_SPAM, Endpoint.SUBMIT_HAM):
                one.send(world)
                one.send(world)
        with world.server.database.read() as connection:
            learned = feedback.after(connection, 0, 100)
        assert sorted(entry.label for entry in learned) == ["HAM", "SPAM"]
        assert {entry.comment_id for entry in learned} <= guids
        assert world.comments() == checked
        (counts,) = world.server.parts.usage.by_month(site.id).values()
        assert counts.answered == checked
        assert counts.missed_spam + counts.false_positives <= 2
