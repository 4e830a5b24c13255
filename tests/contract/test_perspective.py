"""Google's Perspective API, the attribute SPAM, against a whole server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from chaffinch.engine.types import Action, Evidence, Label, Submission, Verdict
from chaffinch.service.checking import Check
from tests.contract.test_akismet_state import without
from tests.contract.world import HAM, KEY, SPAM, Got, World, ask

pytestmark = pytest.mark.contract
SCORE_ME: dict[str, Any] = {"requestedAttributes": {"SPAM": {}}}


def call(world: World, name: str, value: Any, *, key: str = KEY, **headers: str) -> Got:
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    query = f"key={key}&alt=json".encode() if key else b""
    return asyncio.run(ask(world.app, "POST", f"/v1alpha1/comments:{name}", query, raw, [json.dumps(value).encode()]))


def analyze(world: World, text: str, **more: Any) -> Any:
    got = call(world, "analyze", {"comment": {"text": text}} | SCORE_ME | more)
    assert got.status == 200, got
    assert got.header("content-type") == "application/json; charset=utf-8"
    return json.loads(got.body)


def suggestion(text: str, value: float, **more: Any) -> dict[str, Any]:
    return {"comment": {"text": text}, "attributeScores": {"SPAM": {"summaryScore": {"value": value}}}} | more


def error(got: Got) -> tuple[int, str, str]:
    told = json.loads(got.body)["error"]
    assert told["code"] == got.status
    return got.status, told["status"], told["details"][0].get("errorType", "") if "details" in told else ""


def test_spam_scores_high_and_ham_low(world: World) -> None:
    scores = [analyze(world, text)["attributeScores"]["SPAM"]["summaryScore"] for text in (SPAM, HAM)]
    assert [score["type"] for score in scores] == ["PROBABILITY", "PROBABILITY"]
    assert scores[0]["value"] > 0.9
    assert scores[1]["value"] < 0.1


def test_the_score_is_the_probability_that_the_judge_gives(world: World) -> None:
    alone = world.server.parts.checks.check(world.site, Check(Submission(HAM), is_test=True)).verdict
    assert analyze(world, HAM)["attributeScores"]["SPAM"]["summaryScore"]["value"] == alone.score


def test_spans_name_the_words_that_weighed(world: World) -> None:
    text = "\U0001f426 " + SPAM
    spans = analyze(world, text, spanAnnotations=True)["attributeScores"]["SPAM"]["spanScores"]
    units = text.encode("utf-16-le")
    words = {units[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le").lower(): s["score"]["value"] for s in spans}
    assert words["casino"] > 0.5
    assert all(word.strip() == word for word in words)


def test_what_the_client_told_comes_back(world: World) -> None:
    told = analyze(world, HAM, clientToken="comment-7", languages=["en"], sessionId="s", communityId="c")
    assert told.keys() == {"attributeScores", "clientToken", "languages"}
    assert (told["clientToken"], told["languages"]) == ("comment-7", ["en"])


@pytest.mark.parametrize("is_refused", [True, False, None])
def test_nothing_is_kept_of_an_analysis(world: World, tmp_path: Path, is_refused: bool | None) -> None:
    analyze(world, "A lamplighter, cheap pills", doNotStore=is_refused, clientToken="token-of-mine")
    assert world.comments() == 0
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert files
    assert b"lamplighter" not in files
    assert b"token-of-mine" not in files


def test_the_article_is_looked_at(world: World) -> None:
    asked = world.record()
    analyze(world, HAM, context={"entries": [{"text": "A bridge reopens"}]})
    assert [(c.article, c.is_test) for c in asked.checked] == [("A bridge reopens", True)]


@pytest.mark.parametrize("name", ["TOXICITY", "SEVERE_TOXICITY", "THREAT", "spam"])
def test_other_attributes_are_refused_as_that_api_refuses_unknown_ones(world: World, name: str) -> None:
    got = call(world, "analyze", {"comment": {"text": HAM}, "requestedAttributes": {"SPAM": {}, name: {}}})
    assert error(got) == (400, "INVALID_ARGUMENT", "INVALID_REQUEST")
    assert f"Unknown requested attribute: {name}." in json.loads(got.body)["error"]["message"]


def test_an_empty_comment_is_refused(world: World) -> None:
    got = call(world, "analyze", {"comment": {"text": ""}} | SCORE_ME)
    assert error(got) == (400, "INVALID_ARGUMENT", "COMMENT_EMPTY")


def test_the_key_may_come_in_a_header_and_must_be_one_of_ours(world: World) -> None:
    asking = {"comment": {"text": HAM}} | SCORE_ME
    assert call(world, "analyze", asking, key="", x_goog_api_key=KEY).status == 200
    assert error(call(world, "analyze", asking, key="")) == (403, "PERMISSION_DENIED", "")
    got = call(world, "analyze", asking, key="AIza-of-somebody")
    assert (got.status, json.loads(got.body)["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")


def test_a_suggestion_is_learned_once_and_a_contradiction_takes_its_place(world: World) -> None:
    before = world.server.judge.digest()
    got = call(world, "suggestscore", suggestion(HAM, 1, clientToken="comment:7", languages=["en"]))
    told = {"clientToken": "comment:7", "languages": ["en"], "requestedLanguages": ["en"]}
    assert (got.status, json.loads(got.body)) == (200, told)
    learned = world.server.judge.digest()
    assert learned != before
    assert call(world, "suggestscore", suggestion(HAM, 0.5)).status == 200
    assert (world.server.judge.digest(), world.comments()) == (learned, 1)
    assert call(world, "suggestscore", suggestion(HAM, 0)).status == 200
    assert (world.server.judge.digest() != learned, world.comments()) == (True, 1)


def test_corals_feedback_is_a_label(world: World) -> None:
    asked = world.record()
    entry = json.dumps({"url": "https://blog.example/weir?commentID=7", "Coral_comment_id": "7"})
    rest = {"communityId": "Coral:https://talk.blog.example/", "clientToken": "comment:7", "languages": ["en"]}
    for value in (0, 1):
        told = suggestion(HAM, value, context={"entries": [{"text": entry}]}, **rest)
        assert call(world, "suggestscore", told).status == 200
    assert asked.submitted == [(Check(Submission(HAM)), Label.HAM), (Check(Submission(HAM)), Label.SPAM)]


def test_no_score_is_made_up_when_state_cannot_be_read(world: World, tmp_path: Path) -> None:
    asking = {"comment": {"text": HAM}} | SCORE_ME
    for table in ("site_key", "feedback"):
        with without(table, tmp_path):
            got = call(world, "analyze", asking)
        assert error(got) == (503, "UNAVAILABLE", "")
        assert b"attributeScores" not in got.body
    with without("decision", tmp_path):
        assert error(call(world, "suggestscore", suggestion(HAM, 1))) == (503, "UNAVAILABLE", "")
    unreadable = Evidence("unreadable-state", 0.0, "The log is damaged.")
    world.record().verdict = Verdict(Action.HOLD, 0.5, (unreadable,), "recording")
    assert error(call(world, "analyze", asking)) == (503, "UNAVAILABLE", "")


def test_googles_client_libraries_find_the_methods(world: World) -> None:
    got = asyncio.run(ask(world.app, "GET", "/$discovery/rest", b"version=v1alpha1", [], []))
    document = json.loads(got.body)
    assert document["rootUrl"] == world.server.settings.public_url + "/"
    for method in document["resources"]["comments"]["methods"].values():
        answer = asyncio.run(ask(world.app, method["httpMethod"], f"/{method['path']}", b"", [], []))
        assert answer.status == 403


def test_what_no_method_answers_is_told_in_plain_text(world: World) -> None:
    got = call(world, "delete", {})
    assert (got.status, got.body) == (404, b"not-found\n")
