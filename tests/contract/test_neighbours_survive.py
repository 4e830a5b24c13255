"""No bytes bring the neighbours' calls down, and none reaches the judge that nobody signed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.contract.coral import SECRET, question, send, signature
from tests.contract.world import KEY, World, ask
from tests.wire.plain_json import analyses, anything

pytestmark = pytest.mark.contract
bodies = st.binary() | (anything | analyses).map(lambda value: json.dumps(value).encode())
headers = st.text(st.characters(max_codepoint=255), max_size=80) | st.binary(max_size=32).map(
    lambda b: "sha256=" + b.hex()
)
queries = st.just(f"key={KEY}".encode()) | st.binary(max_size=40)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("neighbours")
    it = World(folder)
    it.server.sites.set_coral_secret(it.site.id, SECRET)
    with it.server:
        yield it


@settings(max_examples=150)
@given(body=bodies, header=headers | st.none(), site_id=st.none() | st.text(st.characters(codec="ascii"), max_size=9))
@example(question("casino"), signature(question("casino"), "another"), None)
@example(question("casino"), None, "0/")
def test_no_question_that_coral_did_not_sign_reaches_the_judge(
    world: World, body: bytes, header: str | None, site_id: str | None
) -> None:
    asked = world.record()
    assert send(world, body, header, site_id).status in (401, 404)
    assert asked.checked == []


@settings(max_examples=150)
@given(bodies)
@example(b'{"comment": {"body": "\\ud800\\u0000"}}')
@example(question("[" * 60_000))
def test_no_signed_question_brings_it_down(world: World, body: bytes) -> None:
    assert send(world, body, signature(body, SECRET)).status in (200, 204, 400)


@settings(max_examples=200)
@given(
    method=st.sampled_from(["POST", "GET", "PUT", "OPTIONS"]),
    name=st.sampled_from(["analyze", "suggestscore", "unknown"]),
    query=queries,
    header=st.binary(max_size=20),
    body=bodies,
)
@example("POST", "analyze", f"key={KEY}".encode(), b"", b"[" * 200_000)
@example("POST", "analyze", f"key={KEY}".encode(), b"", b"a" * (1 << 20) + b"a")
def test_nothing_brings_the_perspective_calls_down(
    world: World, method: str, name: str, query: bytes, header: bytes, body: bytes
) -> None:
    told = [(b"x-goog-api-key", header), (b"content-type", b"application/json")]
    got = asyncio.run(ask(world.app, method, f"/v1alpha1/comments:{name}", query, told, [body]))
    assert got.status < 500


@settings(max_examples=60)
@given(analyses)
def test_scores_lie_between_0_and_1_and_spans_inside_the_text(world: World, analysis: dict[str, object]) -> None:
    body = json.dumps(analysis).encode()
    got = asyncio.run(ask(world.app, "POST", "/v1alpha1/comments:analyze", f"key={KEY}".encode(), [], [body]))
    if got.status != 200:
        return
    told = json.loads(got.body)["attributeScores"]["SPAM"]
    units = len(json.loads(body)["comment"]["text"].encode("utf-16-le", "surrogatepass")) // 2
    spans = told.get("spanScores", [])
    for score in (told["summaryScore"], *(span["score"] for span in spans)):
        assert 0 <= score["value"] <= 1
    for span in spans:
        assert 0 <= span["begin"] < span["end"] <= units
