"""What is said to flip a decision does flip it, and nothing smaller does."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.flips import MOST_PARTS, Part, cut, flips, is_milder, parts_of, places_of, recalled, without
from chaffinch.engine.readings import Reading, readings
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.text import plain
from chaffinch.engine.types import Action, Context, Evidence, Label, Seen, Submission, Thresholds, Verdict
from tests.engine.test_sentences import CONTEXTS, OTHER
from tests.engine.tiny import HAM, SPAM, tiny_filter

SITE, HOUR = "a", 3_600_000
URL = "http://casino.example/bonus"


@cache
def taught() -> Filter:
    """Return a filter that has been taught that casino names and addresses are spam, and that swans are not."""
    judge = tiny_filter()
    for text, author, url, label in (
        (f"Look here {URL}", "Ann", None, Label.SPAM),
        ("Look here", "Casino Bonus", URL, Label.SPAM),
        ("Who feeds the swans?", "Ann", None, Label.HAM),
        ("Look here, swans", "Ann", "http://swans.example", Label.HAM),
    ):
        (row,) = judge.features([Submission(text, author, url)], [Context()])
        judge.learn(row, SITE, label)
    return judge


LINKS = [URL, f'<a href="{URL}">swans</a>', f"[casino]({URL})", f"[url={URL}]pills[/url]"]
WORDS = [*" ".join(HAM + SPAM).split(), "cаsino", "c.a.s.i.n.o", "İ", "\n", *LINKS]
SUBMISSIONS = st.builds(
    Submission,
    st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join),
    st.sampled_from([None, "Ann", "Casino Bonus", "Buy now"]),
    st.sampled_from([None, URL, "http://swans.example"]),
)
THRESHOLDS = st.none() | st.floats(0.1, 0.5).map(lambda hold: Thresholds(hold, hold + 0.3, hold + 0.4))
AROUND = st.builds(lambda context, held_to: _with(context, held_to), CONTEXTS, THRESHOLDS)


def _with(context: Context, thresholds: Thresholds | None) -> Context:
    return Context(
        SITE,
        context.article,
        is_honeypot_filled=context.is_honeypot_filled,
        thresholds=thresholds,
        alike=context.alike,
        same_author=context.same_author,
        same_network=context.same_network,
        same_host=context.same_host,
    )


def verdict_on(submission: Submission, context: Context) -> Verdict:
    return taught().judge([submission], [context])[0]


@given(SUBMISSIONS, AROUND)
def test_every_flip_that_is_told_is_true_and_none_is_smaller(submission: Submission, context: Context) -> None:
    verdict = verdict_on(submission, context)
    parts = parts_of(submission, context, verdict.evidence)
    found = flips(taught().judge, submission, context, verdict)
    for flip in found:
        again = verdict_on(*without(flip.parts, submission, context))
        assert (again.action, again.score) == (flip.action, flip.score)
        assert is_milder(flip.action, verdict.action)

    def does_flip(some: tuple[Part, ...]) -> bool:
        return is_milder(verdict_on(*without(some, submission, context)).action, verdict.action)

    alone = {part: verdict_on(*without([part], submission, context)).score for part in parts}
    helpful = tuple(part for part in parts if alone[part] <= verdict.score)
    least = len(found[0].parts) if found else MOST_PARTS + 1
    assert least == 1 or not any(does_flip((part,)) for part in parts)
    if found or (helpful and does_flip(helpful)):
        for size in range(2, least):
            assert not any(does_flip(some) for some in combinations(helpful, size))


@given(SUBMISSIONS, AROUND)
def test_what_is_taken_away_is_gone_and_the_rest_is_not(submission: Submission, context: Context) -> None:
    parts = parts_of(submission, context, verdict_on(submission, context).evidence)
    for part in parts:
        left, around = without([part], submission, context)
        again = parts_of(left, around, verdict_on(left, around).evidence)
        assert part[:2] not in [one[:2] for one in again]
        if part.kind not in ("word", "links"):
            assert left.text == submission.text
        if part.kind == "word":
            assert plain(left.text).link_count == plain(submission.text).link_count
        if part.kind == "links":
            assert plain(left.text).link_count == 0
        if part.kind in ("seen", "trap"):
            assert left == submission
        else:
            assert around == context
        assert part.kind == "name" or left.author == submission.author
        assert part.kind == "website" or left.author_url == submission.author_url


@given(SUBMISSIONS, CONTEXTS)
def test_what_was_known_around_a_comment_is_recalled_from_its_reasons(submission: Submission, context: Context) -> None:
    verdict = verdict_on(submission, context)
    found = recalled(verdict.evidence, Context(article=context.article, thresholds=context.thresholds))
    assert (found is None) == bool(context.unreadable)
    if found is not None:
        again = verdict_on(submission, found)
        assert again == verdict


def test_numbers_that_an_older_program_did_not_keep_are_not_made_up() -> None:
    assert recalled([Evidence("campaign", 20.0, "Nearly the same words were seen 41 times.")], Context()) is None


@pytest.mark.parametrize(
    ("submission", "context", "told"),
    [
        (
            Submission(f"Look here {URL}", "Ann"),
            Context(SITE, thresholds=Thresholds(0.6, 0.9, 0.99)),
            "Without its link this comment would have been published.",
        ),
        (
            Submission("Who feeds the swans?", "Ann"),
            Context(SITE, is_honeypot_filled=True),
            "Without what was filled into the hidden field this comment would have been published.",
        ),
        (
            Submission("Who feeds the swans?", "Ann"),
            Context(SITE, alike=Seen(41, 9, 9, HOUR)),
            "Without the comments like it that were seen lately this comment would have been published.",
        ),
        (
            Submission("Who feeds the swans?", "Ann"),
            Context(SITE, alike=Seen(41, 9, 9, HOUR), is_honeypot_filled=True),
            "Without what was filled into the hidden field and the comments like it that were seen lately "
            "this comment would have been published.",
        ),
    ],
)
def test_it_is_told_in_a_sentence(submission: Submission, context: Context, told: str) -> None:
    found = flips(taught().judge, submission, context, verdict_on(submission, context))
    assert found[0].told() == told
    assert found[0].told(OTHER).startswith("[Without ")


def test_the_mildest_outcome_is_told_first_and_no_more_than_two() -> None:
    def judge(some: list[Submission], around: list[Context]) -> list[Verdict]:
        """Hold without a name, approve without website or link, and call everything else spam."""
        bare = [not one.author_url or "http" not in one.text for one in some]
        named = [Action.SPAM if one.author else Action.HOLD for one in some]
        pairs = zip(bare, named, strict=True)
        return [Verdict(Action.APPROVE if is_bare else action, 0.5, (), "m") for is_bare, action in pairs]

    submission = Submission(f"x {URL}", "Ann", URL)
    found = flips(judge, submission, Context(), Verdict(Action.SPAM, 0.9, (), "m"))  # type: ignore[arg-type]
    assert [(flip.parts, flip.action) for flip in found] == [
        ((Part("links"),), Action.APPROVE),
        ((Part("website"),), Action.APPROVE),
    ]


def test_what_is_approved_or_could_not_be_read_has_nothing_to_flip() -> None:
    for context in (Context(SITE, is_administrator=True), Context(SITE, unreadable=("audits",))):
        submission = Submission(" ".join(SPAM), "Buy now", URL)
        assert flips(taught().judge, submission, context, verdict_on(submission, context)) == ()


def test_of_an_endless_comment_nothing_is_tried_that_would_take_long() -> None:
    tried: list[int] = []

    def judge(some: list[Submission], around: list[Context]) -> list[Verdict]:
        tried.append(sum(len(one.text) for one in some))
        return [Verdict(Action.SPAM, 1.0, (), "m")] * len(some)

    submission = Submission("casino bonus " * 1200 + URL, "Ann", URL)
    assert flips(judge, submission, Context(), Verdict(Action.SPAM, 1.0, (), "m")) == ()  # type: ignore[arg-type]
    assert sum(tried) <= 200_000


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A casino, the CASINO!", "A , the !"),
        ("cаsino and c.a.s.i.n.o", " and "),
        (f"casino {URL}", f" {URL}"),
        ("casinoville", "casinoville"),
    ],
)
def test_a_word_is_taken_away_wherever_it_is_read(text: str, left: str) -> None:
    assert cut(text, places_of(text, "casino", readings(text))) == left


def test_of_a_comment_longer_than_what_is_judged_of_it_nothing_is_looked_for() -> None:
    def judge(some: list[Submission], around: list[Context]) -> list[Verdict]:
        raise AssertionError("nothing is tried")

    submission = Submission("c4s1n0 " * 3000, "Ann", URL)
    assert flips(judge, submission, Context(), Verdict(Action.SPAM, 1.0, (), "m")) == ()  # type: ignore[arg-type]


def test_words_in_disguise_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(text: str) -> tuple[Reading, ...]:
        asked.append(text)
        return readings(text)

    monkeypatch.setattr("chaffinch.engine.flips.readings", counted)
    words = [Evidence("word", 1.0, "", (), word) for word in ("casino", "viagra", "poker", "loans")]
    found = parts_of(Submission("c4s1n0 v1agra p0ker l0ans"), Context(), words)
    assert [part.what for part in found] == ["casino", "viagra", "poker", "loans"]
    assert len(asked) == 1
