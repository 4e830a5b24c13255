"""What each call is answered, byte for byte."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlencode

import pytest
from starlette.types import Message, Receive, Scope, Send

from chaffinch.engine.types import Action, Evidence, Verdict
from chaffinch.errors import StateError
from chaffinch.service.checking import Check, Checked, Checks
from chaffinch.service.sites import Site
from chaffinch.wire.akismet_body import MAX_BODY_BYTES
from tests.contract.world import BLOG, HAM, KEY, SPAM, World, ask

pytestmark = pytest.mark.contract
WHO = {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1"}
ABOUT = WHO | {"comment_content": HAM, "comment_author": "Una"}


def test_verify_key(world: World) -> None:
    got = world.call("verify-key", {"key": KEY, "blog": BLOG})
    assert (got.status, got.body) == (200, b"valid")
    assert got.header("content-type") == "text/plain; charset=utf-8"
    assert got.header("x-akismet-debug-help") is None


def test_verify_key_of_an_unknown_key(world: World) -> None:
    got = world.call("verify-key", {"key": "ffffffffffff", "blog": BLOG})
    assert (got.status, got.body) == (200, b"invalid")
    assert got.header("x-akismet-debug-help")


def test_verify_key_without_key_or_blog(world: World) -> None:
    for fields, empty in (({"blog": BLOG}, "api_key"), ({"api_key": KEY}, "blog")):
        got = world.call("verify-key", fields)
        assert (got.status, got.body) == (200, b"invalid")
        assert got.header("x-akismet-debug-help") == f'Empty "{empty}" value'


def test_verify_key_judges_the_new_key_not_the_stored_one(world: World) -> None:
    assert world.call("verify-key", {"key": "ffffffffffff", "api_key": KEY, "blog": BLOG}).body == b"invalid"
    assert world.call("verify-key", {"key": KEY, "api_key": "ffffffffffff", "blog": BLOG}).body == b"valid"


def test_a_retired_key_is_invalid_at_once(world: World) -> None:
    key = world.server.sites.rotate_key(BLOG)
    assert world.call("verify-key", {"key": KEY, "blog": BLOG}).body == b"invalid"
    assert world.call("verify-key", {"key": key, "blog": BLOG}).body == b"valid"


def test_comment_check_says_false_with_a_guid(world: World) -> None:
    got = world.call("comment-check", ABOUT)
    assert (got.status, got.body) == (200, b"false")
    guid = got.header("x-akismet-guid") or ""
    assert len(guid) == 32
    assert int(guid, 16) >= 0
    assert got.header("x-akismet-pro-tip") is None
    assert got.header("x-akismet-debug-help") is None


def test_comment_check_says_true(world: World) -> None:
    got = world.call("comment-check", ABOUT | {"comment_content": SPAM})
    assert (got.status, got.body) == (200, b"true")
    assert got.header("x-akismet-pro-tip") is None


def test_the_calls_may_be_gets(world: World) -> None:
    assert world.get("comment-check", urlencode(ABOUT).encode()).body == b"false"
    assert world.get("verify-key", urlencode(WHO).encode()).body == b"valid"
    assert world.get("test").body == b"connected"


def test_key_in_the_host_is_enough(world: World) -> None:
    fields = {name: value for name, value in ABOUT.items() if name != "api_key"}
    for host in (f"{KEY}.rest.akismet.example", f"{KEY.upper()}.rest.akismet.example:443"):
        assert world.call("comment-check", fields, host=host).body == b"false"
    assert world.call("comment-check", fields, host="ffffffffffff.rest.akismet.example").body == b"invalid"
    assert world.call("comment-check", fields).body == b"invalid"


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [("comment-check", "blog"), ("comment-check", "user_ip"), ("submit-spam", "blog"), ("submit-ham", "blog")],
)
def test_a_missing_field_is_named(world: World, endpoint: str, field: str) -> None:
    got = world.call(endpoint, ABOUT | {field: ""})
    assert (got.status, got.body) == (200, f"Missing required field: {field}.".encode())
    assert got.header("x-akismet-debug-help") == f'Empty "{field}" value'


@pytest.mark.parametrize("endpoint", ["comment-check", "submit-spam", "submit-ham", "get-subscription"])
def test_a_wrong_key_is_invalid_everywhere_and_told_so(world: World, endpoint: str) -> None:
    got = world.call(endpoint, ABOUT | {"api_key": "ffffffffffff"})
    assert (got.status, got.body) == (200, b"invalid")
    assert got.header("x-akismet-debug-help")
    assert (got.header("x-akismet-guid") is not None) is (endpoint == "comment-check")


def test_a_label_needs_no_address(world: World) -> None:
    for endpoint in ("submit-spam", "submit-ham"):
        assert world.call(endpoint, ABOUT | {"user_ip": ""}).body.startswith(b"Thanks")


def test_submitting_is_thanked_for(world: World) -> None:
    for endpoint in ("submit-spam", "submit-ham"):
        got = world.call(endpoint, ABOUT)
        assert (got.status, got.body) == (200, b"Thanks for making the web a better place.")


def test_get_subscription_is_json_and_active(world: World) -> None:
    got = world.call("get-subscription", {"key": KEY, "blog": BLOG})
    assert got.status == 200
    assert got.header("content-type") == "application/json"
    assert json.loads(got.body)["status"] == "active"
    assert not got.body.endswith(b"\n")


def test_test_needs_no_key(world: World) -> None:
    assert (world.get("test").status, world.get("test").body) == (200, b"connected")


def test_an_administrator_outranks_guaranteed_spam(world: World) -> None:
    fields = ABOUT | {"comment_author": "akismet-guaranteed-spam"}
    assert world.call("comment-check", fields).body == b"true"
    assert world.call("comment-check", fields | {"user_role": "Editor, Administrator"}).body == b"false"


def test_a_filled_honeypot_is_spam(world: World) -> None:
    trap = {"honeypot_field_name": "middle_name", "middle_name": "x"}
    assert world.call("comment-check", ABOUT | trap).body == b"true"
    assert world.call("comment-check", ABOUT | trap | {"middle_name": ""}).body == b"false"
    assert world.call("comment-check", ABOUT | {"hidden_honeypot_field": "x"}).body == b"true"


def test_a_test_is_answered_and_leaves_no_trace(world: World) -> None:
    digest = world.server.judge.digest()
    for value in ("1", "true", "True"):
        assert world.call("comment-check", ABOUT | {"is_test": value}).body == b"false"
        assert world.call("submit-spam", ABOUT | {"is_test": value}).body.startswith(b"Thanks")
    assert world.comments() == 0
    assert world.server.judge.digest() == digest


def test_zero_is_no_test(world: World) -> None:
    world.call("comment-check", ABOUT | {"is_test": "0"})
    assert world.comments() == 1


def test_a_submitted_comment_is_judged_otherwise_the_next_time(world: World) -> None:
    advert = ABOUT | {
        "comment_content": "Our new bakery sells loaves baked over beech, come and visit.",
        "comment_author": "Ovens",
    }
    for _ in range(3):
        world.call("submit-spam", advert)
    assert world.call("comment-check", advert | {"is_test": "1"}).body == b"true"


@pytest.mark.parametrize(("hold_answer", "body"), [(True, b"true"), (False, b"false")])
def test_what_hold_means_is_the_sites_setting(world: World, hold_answer: bool, body: bytes) -> None:
    world.server.sites.configure(world.site.id, hold_answer=hold_answer, allow_discard=False)
    world.record().verdict = Verdict(Action.HOLD, 0.6, (), "recording")
    got = world.call("comment-check", ABOUT)
    assert got.body == body
    assert got.header("x-akismet-pro-tip") is None


def test_discard_is_a_tip_beside_true(world: World) -> None:
    world.record().verdict = Verdict(Action.DISCARD, 1.0, (), "recording")
    got = world.call("comment-check", ABOUT)
    assert (got.body, got.header("x-akismet-pro-tip")) == (b"true", "discard")


def test_an_unreadable_state_is_no_verdict(world: World) -> None:
    reason = Evidence("unreadable-state", 0.0, "The database could not be read.")
    world.record().verdict = Verdict(Action.HOLD, 0.5, (reason,), "recording")
    assert_no_verdict(world)


def test_a_state_that_cannot_be_written_is_no_verdict(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Checks, site: Site, check: Check) -> Checked:
        raise StateError("database cannot be written: disk full")

    monkeypatch.setattr(Checks, "check", fail)
    assert_no_verdict(world)


def assert_no_verdict(world: World) -> None:
    got = world.call("comment-check", ABOUT)
    assert got.body not in (b"true", b"false", b"")
    assert got.header("x-akismet-error") == "state-unreadable"
    assert got.header("x-akismet-debug-help")
    assert b"disk" not in got.body


@pytest.mark.parametrize(
    "fields", [{}, {"api_key": KEY}, ABOUT | {"api_key": "no"}, ABOUT | {"comment_content": "a" * (1 << 20)}]
)
def test_a_check_without_a_verdict_has_a_guid_all_the_same(world: World, fields: dict[str, str]) -> None:
    # Newer WordPress plugins know their comment again by it alone: without, they publish what nobody judged.
    got = world.call("comment-check", fields)
    assert got.body not in (b"true", b"false")
    assert len(got.header("x-akismet-guid") or "") == 32


def test_too_large_a_body_is_told_so(world: World) -> None:
    got = world.call("comment-check", ABOUT | {"comment_content": "a" * (1 << 20)})
    assert got.status == 413
    assert b"bytes" in got.body
    assert got.header("x-akismet-error") == "too-large"


@pytest.mark.parametrize(("sent", "read"), [(3, 3), (100, 5)])
def test_a_body_that_is_too_large_is_read_on_for_a_while(world: World, sent: int, read: int) -> None:
    # Left unread, it would make the kernel reset the connection, and the sender or its proxy might lose the answer.
    taken = 0

    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            nonlocal taken
            taken += 1
            return await receive()

        await world.app(scope, counted, send)

    got = asyncio.run(ask(counting, "POST", "/1.1/comment-check", b"", [], [b"a" * MAX_BODY_BYTES] * sent))
    assert (got.status, taken) == (413, read)


def test_too_many_fields_are_told_so(world: World) -> None:
    got = world.call("comment-check", urlencode(ABOUT).encode() + b"&a=1" * 2_000)
    assert got.status == 413
    assert b"fields" in got.body


def test_header_names_are_handed_to_the_server_as_documented(world: World) -> None:
    # uvicorn's fast protocol would lower them all the same: `chaffinch serve` sees to that (cli/spelling.py).
    assert "X-akismet-guid" in dict(world.call("comment-check", ABOUT).headers)


def test_header_names_are_lower_case_where_the_protocol_demands_it(world: World) -> None:
    query = urlencode(ABOUT).encode()
    got = asyncio.run(ask(world.app, "GET", "/1.1/comment-check", query, [], [], http_version="2"))
    assert "x-akismet-guid" in dict(got.headers)
