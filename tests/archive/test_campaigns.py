"""What is measured of campaigns: found early, no ham joined, and everything counted."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from chaffinch.archive import campaigns
from chaffinch.archive.campaigns import Found
from chaffinch.cli.bench import command
from chaffinch.engine.types import Submission
from chaffinch.evaluation.campaign_templates import SHORT_TUNING, TUNING
from chaffinch.evaluation.campaigns import PER_CAMPAIGN
from chaffinch.evaluation.made_up_ham import made_up_ham
from tests.archive.corpora import write_corpus


def test_campaigns_are_noticed_early_and_no_made_up_ham_is_joined() -> None:
    found = campaigns.mixed(made_up_ham(1500, 3), 3, templates=TUNING)
    assert found.found == len(TUNING)
    assert found.median_noticed is not None
    assert found.median_noticed <= 5
    assert found.comments == len(TUNING) * PER_CAMPAIGN
    assert found.stopped > 0.85 * found.comments
    assert (found.ham, found.joined) == (1500, ())


def test_short_ones_that_lead_to_a_host_are_noticed_mostly() -> None:
    found = campaigns.mixed(made_up_ham(1500, 3), 3, templates=SHORT_TUNING)
    assert found.found >= len(SHORT_TUNING) // 2
    assert found.joined == ()


def test_ham_in_a_row_is_joined_only_where_it_is_alike() -> None:
    alike = "We had the very same message when we opened the project after the update to the new version of the tools."
    ham = made_up_ham(300, 1)
    assert campaigns.in_a_row(ham).joined == ()
    assert len(campaigns.in_a_row([*ham, *(Submission(alike, f"Reader of {n}") for n in range(5))]).joined) == 2


def test_a_campaign_that_is_never_noticed_counts_as_the_last() -> None:
    assert Found((4, None, 6), (None, None, 9), 120, 3, 0, ()).median_noticed == 6
    assert Found((4, None, None), (None, None, 9), 120, 3, 0, ()).median_noticed is None
    never = Found((4, None, None), (None,) * 3, 120, 3, 0, ())
    assert "never" in campaigns.told(never, never)


def test_some_of_the_ham_keeps_its_order() -> None:
    ham = [Submission(str(n)) for n in range(100)]
    some = campaigns.some_of(ham, 1, 10)
    assert [int(one.text) for one in some] == sorted(int(one.text) for one in some)
    assert len(some) == 10


def test_the_command_gives_json_and_reads_ham_only(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "blog_made.jsonl", spam=5, ham=3)
    answer = CliRunner().invoke(command, ["campaigns", "--json", str(corpus)], catch_exceptions=False)
    told = json.loads(answer.stdout)
    assert (told["campaigns"], told["comments"]) == (50, 2000)
    assert list(told["in_a_row"]) == ["blog_made"]
    assert told["ham"] == told["in_a_row"]["blog_made"]["ham"] == 3
