"""What is said about a promise, word for word: a stranger reads it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from chaffinch.engine import conformal
from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Thresholds
from chaffinch.service import promise_words
from chaffinch.service.pace import Pace
from chaffinch.service.promise_words import remarks, told, words
from chaffinch.service.sites import Site
from chaffinch.service.standing import Kept, Standing

THOUSANDTH = Fraction(1, 1000)
BUSY = Pace(400.0, Fraction(1, 50), 365)


def kept(count: int, asked: Fraction = THOUSANDTH, found: int = 0, ruled: int = 0) -> Kept:
    needed = conformal.needed(asked, ruled)
    more = max(0, needed - count)
    return Kept(asked, found, ruled, count, *clopper_pearson(found, count), needed, more, not more)


def standing(lose: Kept | None, hold: Kept | None = None, pace: Pace = BUSY, waiting: int = 0) -> Standing:
    promise = Promise(*(None if one is None else one.asked for one in (lose, hold)))
    site = Site("s", "https://a.example", "A", True, False, 0, promise=promise, audit_share=pace.share)
    return Standing(site, Thresholds(0.4, 0.8, 0.98), lose, hold, 3, 0, waiting, pace)


def status(lose: Kept) -> str:
    return told(standing(lose))[0].status


def sentences(lose: Kept, pace: Pace = BUSY) -> tuple[str, ...]:
    return told(standing(lose, pace=pace))[0].sentences


def test_who_promises_nothing_is_told_nothing() -> None:
    assert words(standing(None, waiting=1)) == ()


def test_before_the_first_audit() -> None:
    (one,) = told(standing(kept(0)))
    assert one.asked == "At most 1 in 1,000 honest comments may be lost: called spam by mistake."
    assert one.status == "Not guaranteed yet: none of the 999 honest comments that it takes has been audited."
    assert one.sentences == (
        "Until then the threshold is one that fits sites the filter never saw.",
        "Lately 400 comments a day were not spam. With 1 in 50 of all comments drawn, the 999 that are missing take "
        "about 4 months, if every one is answered.",
        "With `--audit 1/20` it would take about 7 weeks.",
    )


def test_an_estimate_has_its_interval() -> None:
    assert status(kept(312)) == "Not guaranteed yet: 312 of the 999 honest comments that it takes are audited."
    assert sentences(kept(312))[0] == (
        "Estimate: 0.0 % of honest comments are lost. By 312 audited ones it may be between 0.0 % and 1.2 % "
        "(95 % sure)."
    )
    assert status(kept(1)) == "Not guaranteed yet: 1 of the 999 honest comments that it takes is audited."


def test_a_guarantee_says_what_is_guaranteed_and_what_is_not() -> None:
    (one,) = told(standing(kept(999)))
    assert one.is_guarantee
    assert one.status == "Guaranteed."
    assert one.sentences == (
        "The filter calls spam only what scores higher than every one of the 999 audited honest comments. So the next "
        "honest comment is called spam with a chance of at most 1 in 1,000.",
        "Of the audited ones 0.0 % were lost; of all that come it may be between 0.0 % and 0.4 % (95 % sure).",
        "That reaches beyond the promise because only some comments were drawn. Had others been, a little more or a "
        "little less would be lost, and over all such draws it is at most 1 in 1,000. More audits narrow the range.",
    )
    assert "than all but 1 of the 2,100 audited honest comments." in sentences(kept(2100, found=1))[0]


def test_a_rule_that_caught_one_takes_twice_as_many_audits_and_that_is_said() -> None:
    lose = kept(999, found=1, ruled=1)
    assert status(lose) == "Not guaranteed yet: 999 of the 1,999 honest comments that it takes are audited."
    estimate, ruled, pace, *_ = sentences(lose)
    assert estimate.startswith("Estimate: 0.1 % of honest comments are lost.")
    assert ruled == (
        "1 audited honest comment was caught by a rule, such as the hidden field or a flood, whatever its score. No "
        "threshold prevents that, so it counts as lost, and this promise leaves room for it among 1,999 audited "
        "honest comments. Until then the threshold lies above every one that no rule caught."
    )
    assert "the 1,000 that are missing" in pace
    assert not [one for one in sentences(kept(1999, found=1, ruled=1)) if "rule" in one], "there is room for it"


def test_where_rules_alone_lose_too_much_no_number_of_audits_is_held_out() -> None:
    told = sentences(kept(999, found=20, ruled=20))
    assert told[-1] == "Rules alone seem to lose more than was promised: look at those comments, or promise less."
    assert not [one for one in told if "missing" in one]


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (
            Pace(0.0, Fraction(1, 50), 365),
            [
                "With 1 in 50 of all comments drawn, the 999 that are missing are among some 49,950 honest comments. "
                "Hardly one came lately, so nobody can tell how long that takes.",
            ],
        ),
        (Pace(0.0, Fraction(0), 365), []),
        (
            Pace(100.0, Fraction(1, 50), 365),
            [
                "Lately 100 comments a day were not spam. With 1 in 50 of all comments drawn there will "
                "never be enough, since an answer counts for 365 days.",
                "With `--audit 1/5` it would take about 7 weeks.",
            ],
        ),
        (
            Pace(4.0, Fraction(1, 50), 365),
            [
                "Lately 4.0 comments a day were not spam. With 1 in 50 of all comments drawn there will "
                "never be enough, since an answer counts for 365 days.",
                "With `--audit 1` it would take about 8 months.",
            ],
        ),
        (
            Pace(1.0, Fraction(1, 50), 365),
            [
                "Lately 1.0 comments a day were not spam. With 1 in 50 of all comments drawn there will "
                "never be enough, since an answer counts for 365 days.",
                "Not even with every comment drawn: promise less, or be content with the estimate.",
            ],
        ),
        (Pace(100.0, Fraction(0), 365), ["With `--audit 1/5` it would take about 7 weeks."]),
        (
            Pace(10_000.0, Fraction(1, 5), 365),
            [
                "Lately 10,000 comments a day were not spam. With 1 in 5 of all comments drawn, the 999 that are "
                "missing take about a day, if every one is answered.",
            ],
        ),
    ],
)
def test_how_long_it_takes_and_what_would_be_faster(pace: Pace, expected: list[str]) -> None:
    assert list(sentences(kept(0), pace)[1:]) == expected


def test_each_promise_has_a_paragraph_and_audits_have_theirs() -> None:
    both = standing(kept(5), kept(5, Fraction(3, 100)), waiting=1)
    lose, hold, waiting = words(both)
    assert lose.startswith("At most 1 in 1,000 honest comments may be lost")
    assert hold.startswith("At most 3 % of honest comments may have to wait or be lost, instead of being published at")
    assert "Estimate: 0.0 % of honest comments wait or are lost." in hold
    assert waiting == "1 drawn comment waits to be answered."
    assert (
        "has to wait, or is lost, with a chance of at most 3 %"
        in told(standing(None, kept(33, Fraction(3, 100))))[0].sentences[0]
    )
    assert remarks(standing(kept(5), waiting=4, pace=replace(BUSY, share=Fraction(0)))) == (
        "4 drawn comments wait to be answered.",
        "No comments are drawn for audits on this site, so there will be no guarantee.",
    )


def test_too_many_that_nobody_answered() -> None:
    none = replace(kept(999), is_guarantee=False)
    (one,) = told(replace(standing(none), answered=999, missed=120))
    assert one.status.startswith(
        "Not guaranteed: 120 of 1,119 drawn comments went before anybody had said what they are."
    )


def test_sentences_may_be_another_languages() -> None:
    german = dict.fromkeys(promise_words.ENGLISH, "-") | {"lose": "Höchstens {asked}:"}
    assert words(standing(kept(0)), german) == ("Höchstens 1 in 1,000: - - - -",)
