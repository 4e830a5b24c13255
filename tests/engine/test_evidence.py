"""Why: evidence names the strongest reason first and points at the words as they came in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.text import plain
from chaffinch.engine.types import Action, Context, Label, Submission, Verdict
from tests.engine.reference import lowered
from tests.engine.tiny import HAM, SPAM, tiny_filter

TEXTS = st.lists(
    st.sampled_from([*" ".join(HAM + SPAM).split(), "<b>", "</b>", "&amp;", "İ", "桥", "\n", "http://a.example"]),
    max_size=20,
).map(" ".join)
ANY_TEXTS = st.lists(
    st.sampled_from(
        [*" ".join(SPAM).lower().split(), "\ud800", "İ", "\ufdfa", "桥", "🦢", "<b>", "&amp;", "\0", "c4sino"]
    ),
    max_size=12,
).map(" ".join) | st.text(st.characters(exclude_categories=[]), max_size=30)


def verdict_on(text: str, context: Context | None = None) -> Verdict:
    return tiny_filter().judge([Submission(text, "Buy now")], [context or Context()])[0]


@pytest.mark.parametrize(
    "text",
    [
        "Casino now",
        "try our CASINO today",
        "¡Gana! <b>casino</b> &amp; more",
        "😀😀 the casino, the Casino",
        "la\ncasino",
    ],
)
def test_a_span_cuts_the_word_out_of_the_source(text: str) -> None:
    told = [e for e in verdict_on(text).evidence if e.code == "word" and "“casino”" in e.sentence]
    assert told
    assert told[0].spans
    assert {text[span.start : span.end].lower() for span in told[0].spans} == {"casino"}
    assert len(told[0].spans) == min(3, text.lower().count("casino"))


@given(TEXTS)
def test_every_span_lies_in_the_source_and_holds_the_word_of_its_sentence(text: str) -> None:
    for evidence in verdict_on(text).evidence:
        for span in evidence.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert f"“{text[span.start : span.end].lower()}”" in evidence.sentence


@given(TEXTS)
def test_evidence_is_told_strongest_first(text: str) -> None:
    weights = [abs(e.weight) for e in verdict_on(text, Context(article="The mill", is_honeypot_filled=True)).evidence]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 20.0


@given(ANY_TEXTS, st.lists(ANY_TEXTS, max_size=3))
def test_no_word_of_the_explanation_is_ever_outside_the_text(text: str, neighbours: list[str]) -> None:
    """A word told of a comment is one that was read in it, not in its name, its address or its neighbour.

    A lone surrogate, which no file can hold, is told as a replacement character.
    """
    judge = tiny_filter()
    batch = [*neighbours, text]
    submissions = [Submission(one, "casino bonus", "http://casino-bonus.example/cheap") for one in batch]
    for row in judge.features(submissions[:1], [Context()]):
        judge.learn(row, "a", Label.SPAM)
    for one, verdict in zip(batch, judge.judge(submissions, [Context(site="a")] * len(batch)), strict=True):
        read = "".join("\ufffd" if 0xD800 <= code < 0xE000 else chr(code) for code in lowered(plain(one).text))
        for evidence in verdict.evidence:
            if evidence.code == "word":
                surface = evidence.sentence[1 : evidence.sentence.index("”")]
                assert surface in read
                evidence.sentence.encode()
            for span in evidence.spans:
                assert 0 <= span.start < span.end <= len(one)


def test_what_stands_behind_a_surrogate_or_an_emoji_is_marked_where_it_stands() -> None:
    for before in ("\ud800 ", "\udfff\ud800 ", "🦢🦢 ", "\U00020000 ", "\ufdfa "):
        text = f"{before}casino"
        spans = [s for e in verdict_on(text).evidence if "“casino”" in e.sentence for s in e.spans]
        assert [text[s.start : s.end] for s in spans] == ["casino"]


@given(TEXTS)
def test_codes_and_sentences_are_fit_for_a_person(text: str) -> None:
    for evidence in verdict_on(text).evidence:
        assert evidence.code.replace("-", "").isalpha()
        assert evidence.code.islower()
        assert evidence.sentence.endswith(".")
        assert "\x00" not in evidence.sentence


def test_a_word_is_never_found_inside_another_word() -> None:
    text = "Casinoville has a casino"
    spans = [s for e in verdict_on(text).evidence if "“casino”" in e.sentence for s in e.spans]
    assert [(s.start, s.end) for s in spans] == [(18, 24)]


def test_what_is_taught_appears_in_the_evidence_of_that_site_only() -> None:
    judge, text = tiny_filter(), "Umbrellas, umbrellas"
    (row,) = judge.features([Submission(text)], [Context()])
    for _ in range(6):
        judge.learn(row, "a", Label.SPAM)
    here, there = (judge.judge([Submission(text)], [Context(site=s)])[0] for s in ("a", "b"))

    def weight(verdict: Verdict) -> float:
        return sum(e.weight for e in verdict.evidence if "umbrellas" in e.sentence)

    assert weight(here) > weight(there)


def test_discard_needs_the_sites_consent() -> None:
    judge, text = tiny_filter(), Submission(" ".join(SPAM), "Buy now")
    for _ in range(12):
        judge.learn(judge.features([text], [Context()])[0], "a", Label.SPAM)
    for consent in (False, True):
        (verdict,) = judge.judge([text], [Context(site="a", allow_discard=consent)])
        certain = verdict.score >= judge.thresholds.discard_at
        assert verdict.action is (Action.DISCARD if consent and certain else Action.SPAM)
        assert certain
