from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Action, Evidence, Span, Verdict
from chaffinch.errors import FieldError, InputError, TooLargeError
from chaffinch.wire import perspective_answer as answers
from chaffinch.wire import perspective_call as wire
from chaffinch.wire.json_body import JsonAnswer
from chaffinch.wire.perspective_call import Analysis, Echo
from chaffinch.wire.perspective_discovery import METHODS, discovery

PLAIN = Echo(None, ())
weights = st.floats(-1e6, 1e6)
places = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(min(pair), max(pair)))


def verdict(score: float, *reasons: tuple[float, tuple[Span, ...]]) -> Verdict:
    return Verdict(Action.HOLD, score, tuple(Evidence("word", w, "A word.", spans) for w, spans in reasons), "model")


def told(answer: JsonAnswer) -> Any:
    return json.loads(answer.body)


@given(
    text=st.text(min_size=30, max_size=40),
    reasons=st.lists(st.tuples(weights, st.lists(places, max_size=3).map(tuple)), max_size=6),
)
def test_spans_lie_inside_the_text_in_order_and_score_between_0_and_1(
    text: str, reasons: list[tuple[float, tuple[Span, ...]]]
) -> None:
    spans = answers.span_scores(text, verdict(0.5, *reasons))
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert [(s["begin"], s["end"]) for s in spans] == sorted({(s["begin"], s["end"]) for s in spans})
    for span in spans:
        assert 0 <= span["begin"] <= span["end"] <= units
        assert 0 <= span["score"]["value"] <= 1
        assert span["score"]["type"] == "PROBABILITY"


@given(before=st.text(max_size=20), word=st.text(min_size=1, max_size=9), after=st.text(max_size=9))
def test_places_count_as_the_api_counts_in_units_of_utf_16(before: str, word: str, after: str) -> None:
    text = before + word + after
    place = Span(len(before), len(before) + len(word))
    (span,) = answers.span_scores(text, verdict(0.9, (1.0, (place,))))
    units = text.encode("utf-16-le", "surrogatepass")
    assert units[2 * span["begin"] : 2 * span["end"]].decode("utf-16-le", "surrogatepass") == word


def test_a_place_scores_what_its_words_alone_make_of_even_odds() -> None:
    here = (Span(0, 4),)
    assert [s["score"]["value"] for s in answers.span_scores("lamp", verdict(0.5, (0.0, here)))] == [0.5]
    (both,) = answers.span_scores("lamp", verdict(0.5, (1.0, here), (-3.0, here)))
    assert both["score"]["value"] == pytest.approx(0.1192, abs=1e-4)


def test_a_summary_comes_always_and_spans_only_where_they_are_wanted() -> None:
    judged = verdict(0.8, (1.0, (Span(0, 4),)))
    assert told(answers.scores(Analysis("lamp", None, 0.0, False, PLAIN), judged)) == {
        "attributeScores": {"SPAM": {"summaryScore": {"value": 0.8, "type": "PROBABILITY"}}}
    }
    answer = told(answers.scores(Analysis("lamp", None, 0.0, True, Echo("c-1", ("en",))), judged))
    assert [(s["begin"], s["end"]) for s in answer["attributeScores"]["SPAM"]["spanScores"]] == [(0, 4)]
    assert (answer["clientToken"], answer["languages"]) == ("c-1", ["en"])


def test_scores_below_the_threshold_are_not_told() -> None:
    judged = verdict(0.6, (1.0, (Span(0, 4),)))
    at = {t: told(answers.scores(Analysis("lamp", None, t, True, PLAIN), judged)) for t in (0.6, 0.7, 0.9)}
    assert at[0.6]["attributeScores"]["SPAM"].keys() == {"summaryScore", "spanScores"}
    assert at[0.7]["attributeScores"]["SPAM"].keys() == {"spanScores"}
    assert at[0.9] == {"attributeScores": {}}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (FieldError(wire.EMPTY, field="comment.text"), "COMMENT_EMPTY"),
        (TooLargeError(wire.TOO_LONG), "COMMENT_TOO_LONG"),
        (FieldError(wire.NO_ATTRIBUTES, field="requestedAttributes"), "NO_REQUESTED_ATTRIBUTES"),
        (FieldError("Unknown text type", field="comment.type"), "INVALID_REQUEST"),
        (InputError("the body is not JSON"), "INVALID_REQUEST"),
    ],
)
def test_a_refusal_has_the_form_of_googles_errors(error: InputError, kind: str) -> None:
    answer = answers.refused(error)
    assert (answer.status, told(answer)) == (
        400,
        {
            "error": {
                "code": 400,
                "message": str(error),
                "status": "INVALID_ARGUMENT",
                "details": [
                    {"@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error", "errorType": kind},
                ],
            }
        },
    )


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (answers.NO_KEY, "PERMISSION_DENIED"),
        (answers.INVALID_KEY, "INVALID_ARGUMENT"),
        (answers.UNREADABLE_STATE, "UNAVAILABLE"),
    ],
)
def test_every_error_repeats_its_status_in_the_body(answer: JsonAnswer, status: str) -> None:
    error = told(answer)["error"]
    assert (error["code"], error["status"]) == (answer.status, status)
    assert "attributeScores" not in told(answer)


def test_the_discovery_document_leads_to_this_server() -> None:
    document = discovery("https://comments.example")
    assert document["rootUrl"] + document["servicePath"] == "https://comments.example/"
    methods = document["resources"]["comments"]["methods"]
    assert [method["path"] for method in methods.values()] == [f"v1alpha1/comments:{name}" for name in METHODS]
    for method in methods.values():
        assert {method["request"]["$ref"], method["response"]["$ref"]} <= document["schemas"].keys()
