"""One correction moves a comment and what says the same in other words; other campaigns keep their verdicts.

The words of a campaign are put together here from slots, so that no two tellings share a sentence.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import modelfile
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Label, Submission

HERE = Context(site="here")
SLOTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "sheds": (
        ("Wooden sheds", "Garden sheds made of wood", "Sheds of solid wood"),
        ("delivered to your garden", "brought to the garden and set up", "set up in your garden"),
        ("in two weeks.", "within a fortnight.", "two weeks after you order."),
        ("Prices at shedsofnorth.example", "See shedsofnorth.example for prices", "Order at shedsofnorth.example"),
    ),
    "language": (
        ("I learned Portuguese", "Learning Portuguese was quick", "My Portuguese got better"),
        ("with a teacher on the telephone,", "by calling a teacher every day,", "by telephone with a teacher,"),
        ("half an hour each evening.", "thirty minutes every evening.", "every evening for half an hour."),
        ("Ask for a lesson at faladorlessons.example", "First lesson free: faladorlessons.example"),
    ),
    "boats": (
        ("Second-hand sailing boats", "Used boats for sailing", "Sailing boats, not new but sound"),
        ("from harbours all over the coast,", "of every harbour on the coast,"),
        ("with photographs and the surveyor's report.", "each with a survey and pictures."),
        ("Look at dinghybazaar.example", "All boats: dinghybazaar.example"),
    ),
}
HAMS = (
    "We walked across the new bridge on Sunday and met half the town there.",
    "The article forgets that the mill was rebuilt in 1951, after the flood.",
    "Does anybody know when the library opens on Saturdays now?",
    "My grandmother sold bread on that corner for thirty years.",
    "I disagree: the bus is slower than walking when the market is on.",
    "Thanks, the second photo shows my old school.",
)


@cache
def shipped() -> BaseModel:
    return modelfile.read(files("chaffinch.models").joinpath("base.model").read_bytes())


AUTHORS = {"sheds": "Jo", "language": "Ana Reis", "boats": "pieter_k"}
"""Whoever sends two campaigns under one name is believed less in the second: that is no other campaign."""


def tellings(campaign: str) -> list[Submission]:
    return [Submission(" ".join(parts), AUTHORS[campaign]) for parts in product(*SLOTS[campaign])]


def margins(judge: Filter, submissions: list[Submission]) -> list[int]:
    return [int(one) for one in judge.margins(submissions, [HERE] * len(submissions))]


def correct(judge: Filter, one: Submission, label: Label) -> None:
    judge.learn(judge.features([one], [HERE])[0], HERE.site or "", label)


CASES = st.tuples(st.sampled_from(sorted(SLOTS)), st.integers(0, 1000), st.sampled_from(Label))


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_a_correction_moves_every_paraphrase_and_most_of_the_way(case: tuple[str, int, Label]) -> None:
    campaign, number, label = case
    judge, others = Filter(shipped()), tellings(campaign)
    told = others.pop(number % len(others))
    towards = 1 if label is Label.SPAM else -1
    before, own = margins(judge, others), margins(judge, [told])[0]
    correct(judge, told, label)
    moved = [towards * (b - a) for a, b in zip(before, margins(judge, others), strict=True)]
    whole = towards * (margins(judge, [told])[0] - own)
    if whole:
        assert min(moved) > whole / 4, "even the one that shares fewest words"
        assert sum(moved) / len(moved) > whole / 2
        assert max(moved) < whole * 5 / 4


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_comments_of_other_campaigns_hardly_move(case: tuple[str, int, Label]) -> None:
    campaign, number, label = case
    judge, mine = Filter(shipped()), tellings(campaign)
    others = [one for name in SLOTS if name != campaign for one in tellings(name)] + [Submission(t, "Jo") for t in HAMS]
    told = mine[number % len(mine)]
    before, own = margins(judge, others), margins(judge, [told])[0]
    correct(judge, told, label)
    whole = abs(margins(judge, [told])[0] - own)
    moved = [abs(b - a) for a, b in zip(before, margins(judge, others), strict=True)]
    assert max(moved) <= whole / 2
    assert sum(moved) / len(moved) <= whole / 3


@pytest.mark.parametrize("campaign", sorted(SLOTS))
def test_two_corrections_stop_a_campaign_and_everything_else_keeps_its_verdict(campaign: str) -> None:
    judge, all_of_it = Filter(shipped()), tellings(campaign)
    others = [one for name in SLOTS if name != campaign for one in tellings(name)] + [Submission(t, "Jo") for t in HAMS]
    kept = [v.action for v in judge.judge(others, [HERE] * len(others))]
    for one in (all_of_it[0], all_of_it[-1]):
        correct(judge, one, Label.SPAM)
    verdicts = judge.judge(all_of_it, [HERE] * len(all_of_it))
    assert sum(v.score > 0.5 for v in verdicts) >= 0.9 * len(verdicts)
    assert [v.action for v in judge.judge(others, [HERE] * len(others))] == kept
