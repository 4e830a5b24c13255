"""A label over Akismet's protocol answers the audit of a drawn comment, and the native API tells what still waits."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from chaffinch.engine.promise import Promise
from tests.contract.world import BLOG, HAM, KEY, World

pytestmark = pytest.mark.contract
WHO = {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1"}
ABOUT = WHO | {"comment_content": 'She said: "Lamps & bridges", twice.', "comment_author": "Una"}


@pytest.fixture
def promised(world: World) -> World:
    world.server.sites.promise(world.site.id, Promise(Fraction(1, 100)), Fraction(1))
    return world


def told(world: World, path: str) -> Any:
    return json.loads(world.get(f"/api/v1{path}", authorization=f"Bearer {KEY}").body)


@pytest.mark.parametrize(("call", "count"), [("submit-ham", 1), ("submit-spam", 0)])
def test_a_label_answers_the_audit_of_its_comment(promised: World, call: str, count: int) -> None:
    guid = promised.call("comment-check", ABOUT).header("x-akismet-guid")
    assert [one["id"] for one in told(promised, "/audits")["audits"]] == [guid]
    as_stored = ABOUT | {"comment_content": "She said: \\&quot;Lamps &amp; bridges\\&quot;, twice."}
    assert promised.call(call, as_stored).status == 200
    assert told(promised, "/audits")["audits"] == []
    standing = told(promised, "/promises")
    assert (standing["answered"], standing["waiting"], standing["lose"]["count"]) == (1, 0, count)


def test_the_newest_label_is_the_answer(promised: World) -> None:
    promised.call("comment-check", ABOUT)
    for call in ("submit-ham", "submit-spam", "submit-ham"):
        promised.call(call, ABOUT)
    assert told(promised, "/promises")["lose"]["count"] == 1


def test_a_label_for_another_comment_leaves_an_audit_waiting(promised: World) -> None:
    promised.call("comment-check", ABOUT)
    promised.call("submit-ham", WHO | {"comment_content": HAM, "comment_author": "Una"})
    assert len(told(promised, "/audits")["audits"]) == 1
    assert told(promised, "/promises")["answered"] == 0, "what comes with its label was not drawn"


def test_a_test_answers_nothing(promised: World) -> None:
    promised.call("comment-check", ABOUT)
    promised.call("submit-ham", ABOUT | {"is_test": "1"})
    assert told(promised, "/promises")["waiting"] == 1
