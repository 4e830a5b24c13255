"""The made-up days on which campaigns are measured: seeded, whole, and told by templates that were not tuned on."""

from __future__ import annotations

import random
import re

import pytest

from chaffinch.engine.types import Submission
from chaffinch.evaluation.campaign_templates import REPORTED, SHORT, SHORT_TUNING, TUNING
from chaffinch.evaluation.campaigns import DAY, LONGEST, PER_CAMPAIGN, campaign_comments, day, expanded
from chaffinch.evaluation.made_up_ham import POPULAR, made_up_ham


def test_there_are_fifty_reported_templates_and_none_of_them_was_tuned_on() -> None:
    assert len(set(REPORTED)) == 50
    assert not set(REPORTED) & set(TUNING)
    assert not set(SHORT) & set(SHORT_TUNING)


@pytest.mark.parametrize("template", [*TUNING, *REPORTED])
def test_a_template_is_filled_and_varies(template: str) -> None:
    texts = {expanded(template, random.Random(n), "a.example", ["tea"]) for n in range(40)}
    assert len(texts) > 30
    assert not any(re.search(r"[{}|]|\[\w+\]", text) for text in texts)


def test_choices_may_be_nested() -> None:
    found = {expanded("{a|{b|c} d}", random.Random(n), "", []) for n in range(50)}
    assert found == {"a", "b d", "c d"}


def test_a_day_is_the_same_for_a_seed_and_another_for_another() -> None:
    days = [day(campaign_comments(TUNING, seed), made_up_ham(50, seed), seed) for seed in (1, 1, 2)]
    assert days[0] == days[1] != days[2]


def test_a_day_holds_every_comment_once_in_order_and_ham_in_its_own() -> None:
    ham = [Submission(f"Number {n}") for n in range(200)]
    found = day(campaign_comments(TUNING, 1), ham, 1)
    assert [one.submission for one in found if one.campaign is None] == ham
    times = [one.at for one in found]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] < DAY
    for number in range(len(TUNING)):
        times = [one.at for one in found if one.campaign == number]
        assert len(times) == PER_CAMPAIGN
        assert times[-1] - times[0] <= LONGEST


def test_made_up_ham_holds_what_honest_people_say_alike() -> None:
    texts = [said.text for said in made_up_ham(2000, 1)]
    assert set(POPULAR) <= set(texts)
    assert any(text.startswith("> ") for text in texts)
    assert any("<a href=" in text for text in texts)
