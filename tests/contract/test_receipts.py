"""Two calls that are not Akismet's: what is kept of a comment, and its erasure."""

from __future__ import annotations

import json

import pytest

from tests.contract.world import BLOG, HAM, KEY, World

pytestmark = pytest.mark.contract
WHO = {"api_key": KEY, "blog": BLOG}
ABOUT = WHO | {"user_ip": "192.0.2.1", "comment_content": HAM, "comment_author": "Una"}


def test_export_and_erase_by_guid(world: World) -> None:
    guid = world.call("comment-check", ABOUT).header("x-akismet-guid") or ""
    told = world.call("export", WHO | {"guid": guid})
    assert (told.status, told.header("content-type")) == (200, "application/json")
    assert {"name": "what you wrote", "value": HAM} in json.loads(told.body)["kept"]
    assert json.loads(world.call("erase", WHO | {"guid": guid}).body) == {"erased": 1}
    assert json.loads(world.call("export", WHO | {"guid": guid}).body) == {"kept": []}
    assert world.comments() == 0


def test_export_and_erase_by_author_and_text(world: World) -> None:
    world.call("comment-check", ABOUT)
    assert json.loads(world.call("export", ABOUT).body)["kept"]
    assert json.loads(world.call("erase", ABOUT).body) == {"erased": 1}


@pytest.mark.parametrize("name", ["export", "erase"])
def test_they_need_the_sites_own_key_and_are_never_links(world: World, name: str) -> None:
    guid = world.call("comment-check", ABOUT).header("x-akismet-guid") or ""
    other = world.server.sites.add("https://other.example", "Other", "ba9876543210")[1]
    assert world.call(name, WHO | {"api_key": "ffffffffffff", "guid": guid}).body == b"invalid"
    theirs = json.loads(world.call(name, {"api_key": other, "blog": BLOG, "guid": guid}).body)
    assert theirs in ({"kept": []}, {"erased": 0})
    assert world.get(name, f"api_key={KEY}&blog={BLOG}&guid={guid}".encode()).status == 405
    assert world.comments() == 1
