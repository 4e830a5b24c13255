"""The client says what the server says: each call, both clients, every error, over a transport that stays in here."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from fractions import Fraction

import pytest
from msgspec import Struct
from starlette.testclient import TestClient

from chaffinch import client as package
from chaffinch.client import (
    Action,
    Answer,
    ApiError,
    AsyncClient,
    AuditState,
    BadKey,
    Check,
    Client,
    Decider,
    InProgress,
    Label,
    Refused,
    Request,
    Said,
    ServerTrouble,
    State,
    TooManyCalls,
    Unreachable,
)
from chaffinch.client import audits as client_audits
from chaffinch.client import values as client_values
from chaffinch.engine import types as engine
from chaffinch.engine.promise import Promise
from chaffinch.service import auditing, states
from chaffinch.wire import native_audits as given_audits
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken
from chaffinch.wire.native_calls import OPERATIONS
from tests.api.schema import check
from tests.api.world import DOUBT, HAM, PAGE, SPAM, World


class InProcess:
    """Hands requests to the application; every answer is held to its declared schema on the way."""

    def __init__(self, app: TestClient) -> None:
        self._app = app
        self.sent: list[Request] = []

    def send(self, request: Request) -> Answer:
        self.sent.append(request)
        answer = self._app.request(request.method, request.path, content=request.body, headers=dict(request.headers))
        check(request.method, request.path.removeprefix("/api/v1").partition("?")[0], answer)
        return Answer(answer.status_code, dict(answer.headers), answer.content)

    def close(self) -> None: ...


@pytest.fixture
def transport(world: World) -> InProcess:
    return InProcess(world.client)


@pytest.fixture
def client(world: World, transport: InProcess) -> Client:
    return Client("http://news.test", world.key, transport=transport)


def test_a_comment_is_checked_and_its_verdict_found_again(client: Client) -> None:
    verdict = client.check(SPAM, author="Una", permalink=PAGE)
    assert (verdict.action, verdict.score, verdict.state) == (Action.SPAM, 0.97, State.SPAM)
    (reason,) = verdict.evidence
    assert SPAM[reason.spans[0].start : reason.spans[0].end] == "advert"
    assert verdict.id is not None
    assert client.verdict(verdict.id) == verdict


def test_a_batch_keeps_its_order(client: Client) -> None:
    verdicts = client.check_batch([Check(text=text) for text in (HAM, SPAM, DOUBT)])
    assert [one.action for one in verdicts] == [Action.APPROVE, Action.SPAM, Action.HOLD]


def test_feedback_goes_by_id_by_content_or_by_both(client: Client) -> None:
    verdict = client.check(HAM, author="Una")
    assert client.feedback(Label.SPAM, comment_id=verdict.id).state is State.SPAM
    assert client.feedback(Label.HAM, comment=Said(text=HAM, author="Una")).id == verdict.id
    assert client.feedback(Label.SPAM, comment_id="0" * 32, comment=Check(text=HAM, author="Una")).id == verdict.id


def test_moderating(client: Client) -> None:
    first = client.check(DOUBT).id or ""
    assert client.approve(first).state is State.PUBLISHED
    assert client.undo(first).state is State.HELD
    assert client.mark_spam(first).state is State.SPAM
    told = client.comment(first)
    assert [(one.decided_by, one.action) for one in told.history] == [
        (Decider.MACHINE, Action.HOLD),
        (Decider.PERSON, Action.SPAM),
    ]
    client.erase(first)
    with pytest.raises(Refused) as refused:
        client.comment(first)
    assert (refused.value.code, refused.value.status) == ("not-found", 404)


def test_why_is_told_to_moderators(client: Client) -> None:
    first = client.check("A doubtful v.i.a.g.r.a lamp", is_honeypot_filled=True, author="Una").id or ""
    why = client.why(first)
    assert why.id == first
    assert [(one.words, one.start, one.end) for one in why.readings] == [("viagra", 11, 22)]
    assert (why.flips, why.now, [one.record for one in why.evidence]) == ((), None, [None])
    second = client.check(HAM, is_honeypot_filled=True).id or ""
    (flip,) = client.why(second).flips
    assert (flip.action, [part.kind for part in flip.parts]) == (Action.APPROVE, ["trap"])
    for n in range(10):
        client.mark_spam(client.check(f"{DOUBT} {n}").id or "")
    (reason,) = client.why(first).evidence
    assert reason.record is not None
    assert (reason.record.spam, reason.record.count) == (10, 10)
    assert reason.record.sentence == "Here: 10 of 10 were spam (69 to 100 %)."


def test_lists_are_read_in_parts(world: World, client: Client) -> None:
    for n in range(3):
        world.time.now += 1
        client.check(f"{DOUBT} {n}", permalink=f"{PAGE}/{n}")
    first = client.comments(limit=2)
    rest = client.comments(cursor=first.next, limit=2)
    texts = [one.text for one in first.comments + rest.comments]
    assert texts == [f"{DOUBT} {n}" for n in (2, 1, 0)]
    assert [one.text for one in client.every_comment(State.HELD)] == texts
    threads = client.threads(limit=2)
    assert [one.permalink for one in threads.threads + client.threads(cursor=threads.next).threads] == [
        f"{PAGE}/{n}" for n in (2, 1, 0)
    ]
    assert client.thread(PAGE).comments == ()


def test_every_comment_asks_for_one_part_after_another(world: World, client: Client, transport: InProcess) -> None:
    client.check_batch([Check(text=f"{DOUBT} {n}") for n in range(201)])
    transport.sent.clear()
    assert len({one.id for one in client.every_comment()}) == 201
    assert len(transport.sent) == 3


def test_audits_are_listed_answered_and_told_by_the_promises(world: World, client: Client) -> None:
    world.sites.promise(world.one.id, Promise(Fraction(1, 100)), Fraction(1))
    for n in range(3):
        world.time.now += 1
        client.check(f"{DOUBT} {n}", permalink=PAGE)
    first = client.audits(limit=2)
    rest = client.audits(cursor=first.next)
    assert [one.text for one in first.audits + rest.audits] == [f"{DOUBT} {n}" for n in range(3)]
    assert client.comment(first.audits[0].id).audit is AuditState.WAITING
    client.feedback(Label.HAM, comment_id=first.audits[0].id)
    assert client.comment(first.audits[0].id).audit is AuditState.ANSWERED
    told = client.promises()
    assert told.lose is not None
    assert (told.lose.asked, told.lose.count, told.lose.more, told.lose.is_guarantee) == (0.01, 1, 98, False)
    assert (told.hold, told.audit, told.answered, told.waiting) == (None, 1.0, 1, 2)
    assert "1 of the 99 honest comments" in told.words[0]


def test_an_older_server_that_does_not_tell_a_newer_field_is_understood(world: World, client: Client) -> None:
    answer = json.loads(world.get(f"/comments/{client.check(HAM).id}").content)
    del answer["audit"]
    assert told(200, json.dumps(answer).encode()).comment("x").audit is None


def test_the_site_and_its_settings(client: Client) -> None:
    before = client.site()
    after = client.configure(doubt=Label.HAM)
    assert (before.doubt, after.doubt, after.discard) == (Label.SPAM, Label.HAM, before.discard)


def test_the_key_of_a_call_is_used_or_a_new_one_made(client: Client, transport: InProcess) -> None:
    same = [client.check(HAM, idempotency_key="mine") for _ in range(2)]
    assert same[0] == same[1]
    assert client.check(HAM) != client.check(HAM)
    keys = [one.headers["Idempotency-Key"] for one in transport.sent]
    assert (keys[0], len(set(keys))) == ("mine", 3)


def test_async_calls_are_the_same_calls(world: World, transport: InProcess) -> None:
    async def calls() -> None:
        async with AsyncClient("http://news.test", world.key, transport=transport) as client:
            verdicts = await asyncio.gather(*(client.check(f"{DOUBT} {n}") for n in range(5)))
            assert {one.action for one in verdicts} == {Action.HOLD}
            first = verdicts[0].id or ""
            assert {one.id async for one in client.every_comment()} == {one.id for one in verdicts}
            assert (await client.approve(first)).state is State.PUBLISHED
            assert (await client.undo(first)).state is State.HELD
            assert (await client.mark_spam(first)).state is State.SPAM
            assert (await client.verdict(first)).decided_by is Decider.PERSON
            assert (await client.comment(first)).id == first
            assert (await client.why(first)).id == first
            await client.erase(first)
            assert (await client.check_batch([Check(text=HAM)]))[0].action is Action.APPROVE
            assert (await client.feedback(Label.SPAM, comment=Said(text=HAM))).state is State.SPAM
            assert (await client.threads()).threads
            assert (await client.thread(PAGE)).comments == ()
            assert (await client.configure(discard=True)) == await client.site()
            assert (await client.audits()).audits == ()
            assert (await client.promises()).lose is None

    asyncio.run(calls())


def test_every_operation_is_a_method_of_both_clients_with_the_same_arguments() -> None:
    for one in OPERATIONS:
        if not one.is_open:
            method, twin = getattr(Client, one.name), getattr(AsyncClient, one.name)
            assert inspect.signature(method) == inspect.signature(twin), one.name
            assert inspect.iscoroutinefunction(twin)
            assert ("idempotency_key" in inspect.signature(method).parameters) == one.is_once


SAME: tuple[tuple[type, type[Struct]], ...] = tuple(
    (getattr(client_values, theirs), getattr(given, ours, None) or getattr(taken, ours))
    for theirs, ours in {
        "Said": "Said",
        "Check": "Check",
        "Verdict": "Verdict",
        "Evidence": "Evidence",
        "Span": "Span",
        "Moved": "Moved",
        "Comment": "Comment",
        "CommentPage": "Comments",
        "Decision": "Decision",
        "Record": "Record",
        "Reason": "Reason",
        "Reading": "Reading",
        "Part": "Part",
        "Flip": "Flip",
        "Why": "Why",
        "PublishedComment": "PublishedComment",
        "Thread": "Thread",
        "ThreadList": "Threads",
        "ThreadPage": "ThreadPage",
        "Site": "Site",
    }.items()
) + tuple(
    (getattr(client_audits, theirs), getattr(given_audits, ours))
    for theirs, ours in {
        "Audit": "Audit",
        "AuditPage": "Audits",
        "Promise": "Promise",
        "Promises": "Promises",
        "Thresholds": "Thresholds",
    }.items()
)


@pytest.mark.parametrize(("theirs", "ours"), SAME)
def test_values_have_the_fields_of_the_api_and_are_frozen(theirs: type, ours: type[Struct]) -> None:
    assert {field.name for field in dataclasses.fields(theirs)} == set(ours.__struct_fields__)
    assert theirs.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_the_keywords_of_a_check_are_its_fields() -> None:
    assert set(client_values.CheckFields.__annotations__) == {f.name for f in dataclasses.fields(Check)} - {"text"}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (Action, engine.Action),
        (Label, engine.Label),
        (State, states.State),
        (Decider, states.Decider),
        (AuditState, auditing.Audit),
    ],
)
def test_closed_sets_are_the_servers(theirs: type[Enum], ours: type[Enum]) -> None:
    assert {one.name: one.value for one in theirs} == {one.name: one.value for one in ours}


class Told:
    """Answers what it was told to, or does what it was told to do."""

    def __init__(self, answer: Answer | Callable[[], Answer]) -> None:
        self._answer = answer

    def send(self, request: Request) -> Answer:
        return self._answer if isinstance(self._answer, Answer) else self._answer()

    def close(self) -> None: ...


def told(status: int, body: bytes, kind: str = "application/json", **headers: str) -> Client:
    return Client("http://x", "k", transport=Told(Answer(status, {"content-type": kind, **headers}, body)))


PROBLEM = json.dumps({"code": "bad-field", "detail": "text is missing", "field": "text", "status": 422}).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused),
        (404, Refused),
        (413, Refused),
        (422, Refused),
        (401, BadKey),
        (409, InProgress),
        (503, ServerTrouble),
    ],
)
def test_a_problem_is_raised_as_its_class(status: int, kind: type[ApiError]) -> None:
    with pytest.raises(kind, match=r"text is missing \(bad-field\)") as raised:
        told(status, PROBLEM, "application/problem+json").site()
    assert type(raised.value) is kind
    assert (raised.value.status, raised.value.code, raised.value.field) == (status, "bad-field", "text")


@pytest.mark.parametrize(
    ("header", "seconds"), [({"retry-after": "7"}, 7.0), ({}, 60.0), ({"retry-after": "soon"}, 60.0)]
)
def test_too_many_calls_say_how_long_to_wait(header: dict[str, str], seconds: float) -> None:
    with pytest.raises(TooManyCalls) as raised:
        told(429, PROBLEM, "application/problem+json", **header).site()
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "body", "kind", "error"),
    [
        (502, b"<html>Bad gateway", "text/html", ServerTrouble),
        (503, b"not json", "application/problem+json", ServerTrouble),
        (404, b"<html>Not here", "text/html", Unreachable),
        (302, b"", "text/html", Unreachable),
        (200, b"<html>Welcome", "text/html", Unreachable),
        (200, b"{}", "application/json", Unreachable),
        (200, b"[]", "application/json", Unreachable),
        (200, b'{"id": 1}', "application/json", Unreachable),
        (200, b"", "application/json", Unreachable),
        (200, b"\xff", "application/json", Unreachable),
    ],
)
def test_what_is_not_this_api_is_said_to_be_not(status: int, body: bytes, kind: str, error: type[ApiError]) -> None:
    with pytest.raises(error):
        told(status, body, kind).site()


def test_a_name_that_is_new_in_a_closed_set_is_not_guessed() -> None:
    with pytest.raises(Unreachable):
        told(200, b'{"id": "a", "state": "QUARANTINED"}').approve("a")


def test_fields_that_are_new_are_passed_over() -> None:
    assert told(200, b'{"id": "a", "state": "HELD", "new": [1]}').undo("a").state is State.HELD


def test_every_error_is_an_api_error_and_is_exported() -> None:
    kinds = [kind for kind in vars(package).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert {kind.__name__ for kind in kinds} == {
        "ApiError", "BadKey", "InProgress", "Refused", "ServerTrouble", "TooManyCalls", "Unreachable"
    }  # fmt: skip
    assert all(issubclass(kind, ApiError) for kind in kinds)


def test_a_wrong_key_is_told(world: World, transport: InProcess) -> None:
    with pytest.raises(BadKey):
        Client("http://news.test", "0" * 12, transport=transport).site()


def test_a_server_under_a_path_is_called_there() -> None:
    class Path(Told):
        def send(self, request: Request) -> Answer:
            assert request.path == "/comments/api/v1/comments/a%2Fb/undo"
            return super().send(request)

    answer = Answer(200, {}, b'{"id": "a/b", "state": "HELD"}')
    assert Client("https://news.example/comments/", "k", transport=Path(answer)).undo("a/b").id == "a/b"


def test_the_key_is_not_shown_by_the_client_or_its_errors(client: Client, world: World) -> None:
    assert world.key not in repr(client)
    with pytest.raises(ApiError) as raised:
        client.comment("x")
    assert world.key not in repr(raised.value)


def test_importing_the_client_imports_nothing_of_the_server_and_no_dependency() -> None:
    program = "import sys; before = set(sys.modules); import chaffinch.client; print(*set(sys.modules) - before)"
    names = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    roots = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert roots == {"chaffinch"}
    assert {name.split(".")[1] for name in names if name.startswith("chaffinch.")} == {"client"}


def test_every_exported_name_is_documented() -> None:
    assert [name for name in package.__all__ if not inspect.getdoc(getattr(package, name))] == []
