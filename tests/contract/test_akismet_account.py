"""The calls about keys, sites and numbers, and what holds for every call: paths, methods, places of the key."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from chaffinch.engine.types import Action, Verdict
from chaffinch.wire.akismet_table import TABLE, Endpoint, paths
from tests.contract.legal import is_healthy, is_refusal
from tests.contract.world import BLOG, HAM, KEY, SPAM, World

pytestmark = pytest.mark.contract
WRONG = "ffffffffffff"
WHO = {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1"}
ABOUT = WHO | {"comment_content": HAM, "comment_author": "Una"}
ADVERT = WHO | {"comment_content": SPAM, "comment_author": "Pills"}
NEEDS_KEY = [endpoint for endpoint, rule in TABLE.items() if rule.subject is not None]
every = pytest.mark.parametrize("endpoint", list(Endpoint))
keyed = pytest.mark.parametrize("endpoint", NEEDS_KEY)


@every
def test_every_call_is_answered_on_both_paths_to_get_and_post(world: World, endpoint: Endpoint) -> None:
    for path in paths(endpoint):
        assert is_healthy(endpoint, world.call(path, WHO))
        assert is_healthy(endpoint, world.get(path, urlencode(WHO).encode()))
        assert is_healthy(endpoint, world.call(f"{path}/", WHO))


@keyed
def test_the_key_may_stand_in_each_of_four_places(world: World, endpoint: Endpoint) -> None:
    path, rest = paths(endpoint)[0], {"blog": BLOG, "user_ip": "192.0.2.1"}
    other = "api_key" if TABLE[endpoint].subject == "key" else "key"
    subject = TABLE[endpoint].subject or ""
    assert is_healthy(endpoint, world.call(path, rest | {"api_key": KEY}))
    assert is_healthy(endpoint, world.call(path, rest | {"key": KEY}))
    assert is_healthy(endpoint, world.call(path, rest, host=f"{KEY}.rest.akismet.example:443"))
    assert is_healthy(endpoint, world.call(path, rest | {subject: KEY, other: WRONG}))
    assert is_healthy(endpoint, world.call(path, rest | {subject: KEY}, host=f"{WRONG}.rest.akismet.example"))


@keyed
def test_a_wrong_or_missing_key_is_invalid_and_told_so(world: World, endpoint: Endpoint) -> None:
    path, rest = paths(endpoint)[0], {"blog": BLOG, "user_ip": "192.0.2.1"}
    for fields in (rest | {"api_key": WRONG}, rest | {"key": WRONG}, rest, {}):
        got = world.call(path, fields)
        assert (got.status, got.body, got.header("content-type")) == (200, b"invalid", "text/plain; charset=utf-8")
        assert is_refusal(endpoint, got)


@keyed
def test_a_json_body_is_understood(world: World, endpoint: Endpoint) -> None:
    body = json.dumps(ABOUT).encode()
    assert is_healthy(endpoint, world.call(paths(endpoint)[0], body, content_type="application/json"))


@keyed
def test_a_body_that_is_not_percent_encoded_is_understood(world: World, endpoint: Endpoint) -> None:
    body = f"api_key={KEY}&blog={BLOG}?a=b&user_ip=::1&comment_content=lovely lamps".encode()
    assert is_healthy(endpoint, world.call(paths(endpoint)[0], body))


def told(world: World, call: str, **fields: str) -> Any:
    return json.loads(world.call(call, WHO | fields).body)


def test_statistics_count_what_was_answered_and_what_was_wrong(world: World) -> None:
    world.call("comment-check", ABOUT)
    world.call("comment-check", ADVERT)
    world.call("comment-check", ABOUT | {"is_test": "1"})
    world.call("comment-check", ABOUT | {"recheck_reason": "edit"})
    for _ in range(3):
        world.call("submit-spam", ABOUT)
        world.call("submit-ham", ADVERT)
    for period in ("all", "6-months", "60-days", "year"):
        stats = told(world, "get-stats", **{"from": period})
        assert (stats["spam"], stats["ham"], stats["missed_spam"], stats["false_positives"]) == (1, 1, 1, 1)
        assert stats["accuracy"] == "0.00"
        (month,) = stats["breakdown"].values()
        assert (month["spam"], month["ham"]) == ("1", "1")
    assert told(world, "/1.2/get-key-stats") == told(world, "/1.1/get-stats")
    assert told(world, "/1.2/usage-limit")["usage"] == 2


def test_statistics_of_one_site_are_not_those_of_another(world: World) -> None:
    world.server.sites.add("https://other.example", "Other", "aaaaaaaaaaaa")
    world.call("comment-check", ABOUT | {"api_key": "aaaaaaaaaaaa"})
    assert told(world, "get-stats")["ham"] == 0
    assert told(world, "get-stats", key="aaaaaaaaaaaa")["ham"] == 1


def test_a_period_nobody_uses_is_told_so(world: World) -> None:
    got = world.call("get-stats", WHO | {"from": "yesterday"})
    assert got.body == b"Invalid field: from."
    assert got.header("x-akismet-debug-help") == '"from" must be 60-days, 6-months, year or all'
    assert got.header("x-akismet-error") == "invalid-field"


def test_key_sites_lists_the_site_a_key_opens(world: World) -> None:
    world.call("comment-check", ADVERT)
    month = world.server.parts.usage.this_month()
    listed = told(world, "/1.2/key-sites")
    counts = {"api_calls": "1", "spam": "1", "ham": "0", "missed_spam": "0", "false_positives": "0"}
    assert listed == {
        month: [{"site": "blog.example", **counts, "is_revoked": False}],
        "limit": 500,
        "offset": 0,
        "total": 1,
    }
    assert told(world, "/1.2/key-sites", filter="nowhere")["total"] == 0
    assert told(world, "/1.2/key-sites", month="2020-02")["2020-02"][0]["api_calls"] == "0"


def test_key_sites_as_csv(world: World) -> None:
    got = world.call("/1.2/key-sites", WHO | {"format": "csv", "month": "2022-09", "limit": "10", "order": "spam"})
    assert got.body.decode().split("\n") == [
        f"Active sites for {KEY} during 2022-09 (limit:10, offset: 0, total: 1)",
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
        "blog.example,0,0,0,0,0,false",
    ]
    assert got.header("content-type") == "text/csv; charset=utf-8"


def test_a_token_is_its_sites_and_nothing_of_it_is_stored(world: World) -> None:
    before = world.server.database.path
    assert before is not None
    size = before.stat().st_size
    token = world.call("token", WHO).body.decode()
    assert world.server.parts.tokens.site_id(token) == world.site.id
    assert KEY not in token
    assert before.stat().st_size == size


def test_deactivating_leaves_the_key_as_it_is(world: World) -> None:
    assert world.call("deactivate", {"key": KEY, "blog": BLOG}).body == b"deactivated"
    assert world.call("verify-key", {"key": KEY, "blog": BLOG}).body == b"valid"


def test_calls_without_a_key_need_none_whatever_else_comes(world: World) -> None:
    assert world.get("/1.2/compatible-plugins").body == b"[]"
    assert world.get("/1.2/compatible-plugins").header("content-type") == "application/json"
    assert world.call("test", {"api_key": WRONG}).body == b"connected"


def test_jetpacks_call_hands_the_key_back(world: World) -> None:
    fields = {"user_id": "7", "get_account_type": "true", "action": "connect_jetpack_user"}
    account = told(world, "verify-wpcom-key", **fields)
    assert (account["api_key"], account["status"]) == (KEY, "active")


@pytest.mark.parametrize("action", [Action.APPROVE, Action.SPAM])
def test_a_class_is_told_where_it_is_asked_for(world: World, action: Action) -> None:
    world.record().verdict = Verdict(action, 0.5, (), "recording")
    word = "spam" if action is Action.SPAM else "ham"
    assert world.call("comment-check", ABOUT | {"classify": "1"}).header("x-akismet-classification") == word
    for fields in (ABOUT, ABOUT | {"classify": "0"}):
        assert world.call("comment-check", fields).header("x-akismet-classification") is None


def test_a_discard_can_be_had_in_a_test_but_not_for_an_administrator(world: World) -> None:
    asked = ABOUT | {"is_test": "1", "test_discard": "1"}
    got = world.call("comment-check", asked)
    assert (got.body, got.header("x-akismet-pro-tip")) == (b"true", "discard")
    for fields in (asked | {"user_role": "Administrator"}, asked | {"is_test": "0"}):
        got = world.call("comment-check", fields)
        assert (got.body, got.header("x-akismet-pro-tip")) == (b"false", None)


def test_a_callback_reaches_the_service(world: World) -> None:
    recording = world.record()
    world.call("comment-check", ABOUT | {"callback": f"{BLOG}wp-json/akismet/v1/webhook"})
    world.call("comment-check", ABOUT | {"callback": "ftp://a.example"})
    assert [check.callback for check in recording.checked] == [f"{BLOG}wp-json/akismet/v1/webhook", None]


def test_a_client_that_names_its_honeypot_only_is_not_punished(world: World) -> None:
    assert world.call("comment-check", ABOUT | {"honeypot_field_name": "hp"}).body == b"false"
    for name in ("POST_ak_hp_textarea", "ak_hp_textarea", "hidden_honeypot_field"):
        assert world.call("comment-check", ABOUT | {name: ""}).body == b"false"
        assert world.call("comment-check", ABOUT | {name: "x"}).body == b"true"


def test_a_path_that_is_no_call_and_a_method_that_is_none_are_told_so(world: World) -> None:
    for got in (world.call("/1.1/recheck", WHO), world.call("/1.2/", WHO)):
        assert (got.status, got.body) == (404, b"not-found")
        assert got.header("x-akismet-debug-help")
