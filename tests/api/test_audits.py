"""Audits over the API: a site that has no use for the desk can keep a promise all the same."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction

import pytest

from chaffinch.engine.promise import Promise
from chaffinch.service.auditing import Audit
from chaffinch.web.api_values import AUDITS
from tests.api.world import DOUBT, HAM, PAGE, SPAM, World


@pytest.fixture
def promised(world: World) -> World:
    """Site `one` promises at most 1 in 100 lost, 3 % held, and audits every comment."""
    world.sites.promise(world.one.id, Promise(Fraction(1, 100), Fraction(3, 100)), Fraction(1))
    return world


def waiting(world: World) -> list[str]:
    return [one["id"] for one in world.get("/audits").json()["audits"]]


def test_drawn_comments_are_listed_oldest_first_in_parts(promised: World) -> None:
    made = []
    for n in range(5):
        promised.time.now += 1
        made.append(promised.check(f"{DOUBT} {n}", author="Una", title="The weir")["id"])
    listed, cursor = [], ""
    while True:
        part = promised.get(f"/audits?limit=2{cursor}").json()
        listed += part["audits"]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    assert [one["id"] for one in listed] == made
    assert {name: listed[0][name] for name in ("text", "author", "author_url", "permalink", "title")} == {
        "text": f"{DOUBT} 0",
        "author": "Una",
        "author_url": None,
        "permalink": PAGE,
        "title": "The weir",
    }
    assert promised.get("/audits?cursor=nowhere").json()["code"] == "bad-input"


def test_what_the_filter_thinks_is_not_in_that_list(promised: World) -> None:
    """Whatever it thinks: the answer has the same fields, and none of them tells."""
    for text in (HAM, SPAM, DOUBT):
        promised.check(text)
    told = promised.get("/audits").json()["audits"]
    assert {one["text"] for one in told} == {HAM, SPAM, DOUBT}
    assert {tuple(one) for one in told} == {
        ("id", "text", "author", "author_url", "permalink", "title", "created_at"),
    }


@pytest.mark.parametrize("label", ["HAM", "SPAM"])
def test_every_call_that_says_what_a_comment_is_answers_its_audit_and_undo_takes_that_back(
    promised: World, label: str
) -> None:
    word = "approve" if label == "HAM" else "spam"
    ids = [promised.check(f"{DOUBT} {n}", author=str(n))["id"] for n in range(3)]
    assert sorted(waiting(promised)) == sorted(ids)
    promised.post("/feedback", {"label": label, "id": ids[0]})
    promised.post(f"/comments/{ids[1]}/{word}")
    promised.post("/feedback", {"label": label, "comment": {"text": f"{DOUBT} 2", "author": "2"}})
    assert waiting(promised) == []
    assert [promised.get(f"/comments/{one}").json()["audit"] for one in ids] == ["ANSWERED"] * 3
    told = promised.get("/promises").json()
    assert (told["answered"], told["waiting"], told["lose"]["count"]) == (3, 0, 3 if label == "HAM" else 0)
    promised.post(f"/comments/{ids[1]}/undo")
    assert waiting(promised) == [ids[1]]
    assert promised.get(f"/comments/{ids[1]}").json()["audit"] == "WAITING"


def test_an_erased_comment_is_asked_about_no_more(promised: World) -> None:
    verdict = promised.check(DOUBT)
    promised.call("DELETE", f"/comments/{verdict['id']}")
    assert waiting(promised) == []
    assert promised.get("/promises").json()["missed"] == 0


def test_what_was_not_drawn_says_so(world: World) -> None:
    verdict = world.check(DOUBT)
    assert world.get(f"/comments/{verdict['id']}").json()["audit"] is None
    assert world.get("/audits").json() == {"audits": [], "next": None}


def test_a_promise_is_told_as_numbers_and_in_words(promised: World) -> None:
    for n in range(4):
        promised.check(f"{HAM} {n}")
    promised.post("/feedback", {"label": "HAM", "id": waiting(promised)[0]})
    told = promised.get("/promises").json()
    lose = told["lose"]
    assert (lose["asked"], lose["count"], lose["found"], lose["ruled"]) == (0.01, 1, 0, 0)
    assert (lose["needed"], lose["more"], lose["is_guarantee"]) == (99, 98, False)
    assert (lose["low"], round(lose["high"], 3)) == (0.0, 0.975)
    assert lose["days"] == 98 / 4, "four came on the only day"
    assert (told["hold"]["asked"], told["hold"]["needed"]) == (0.03, 33)
    assert (told["audit"], told["answered"], told["missed"], told["waiting"]) == (1.0, 1, 0, 3)
    site = promised.sites.by_id(promised.one.id)
    assert site is not None
    assert told["thresholds"] == asdict(promised.parts.standings.standing(site).thresholds)
    assert told["words"][0].startswith("At most 1 in 100 honest comments may be lost: called spam by mistake. Not guar")


def test_who_promises_nothing_is_told_nothing(world: World) -> None:
    told = world.get("/promises").json()
    assert (told["lose"], told["hold"], told["words"]) == (None, None, [])


def test_another_site_sees_neither_audits_nor_promises(promised: World) -> None:
    promised.check(f"{DOUBT} zzcanary")
    for path in ("/audits", "/promises"):
        assert "zzcanary" not in json.dumps(promised.get(path, key=promised.other_key).json())
    assert promised.get("/audits", key=promised.other_key).json()["audits"] == []
    assert promised.get("/promises", key=promised.other_key).json()["waiting"] == 0


def test_states_of_audits_are_told_by_their_names() -> None:
    assert {one: one.name for one in Audit} == AUDITS
