"""The table of goals: what is measured is named as it is, and what is not is never called reached."""

from __future__ import annotations

from typing import Any

import pytest

from chaffinch.archive.goals import MEAN_OVER, Goal, Measured, goals, table
from chaffinch.archive.quality import Result
from chaffinch.archive.speed import Speed
from chaffinch.evaluation.left_out import Left

NOTHING = Measured([], [], None, None, None)


def result(name: str, roca: float, caught: float | None = 0.8) -> Result:
    cold: dict[str, Any] = {"file": f"blog_{name}", "one_minus_roca_percent": roca, "spam_caught_at_fpr_1e-2": caught}
    cold |= {"spam_missed_percent": 10.0, "spam_held_percent": 5.0}
    late = {"one_minus_roca_percent": roca / 2}
    return Result(cold, late, late, {"one_minus_roca_percent": roca / 4}, is_apart=False)


def measured(found: Measured) -> dict[str, Goal]:
    return {
        goal.measure.partition(":")[0].partition(" over ")[0].partition(", worst")[0]: goal for goal in goals(found)
    }


def test_what_was_not_measured_is_said_to_be_so_and_not_reached() -> None:
    assert {goal.measured for goal in goals(NOTHING)} == {None}
    assert {goal.is_reached for goal in goals(NOTHING)} == {None}
    assert table(goals(NOTHING)).count("| not measured |") == len(goals(NOTHING))


def test_means_are_over_the_named_sites_only_and_tell_which_are_missing() -> None:
    results = [result(name, 1.0) for name in MEAN_OVER] + [result("caffeinated", 99.0)]
    told = measured(Measured(results, [], None, None, None))
    cold = told["cold, mean 1-ROCA %"]
    assert (cold.measured, cold.told, cold.is_reached) == (1.0, "", True)
    assert measured(Measured(results[1:], [], None, None, None))["cold, mean 1-ROCA %"].told == "without haacked"


def test_each_protocol_is_its_own_line() -> None:
    told = goals(Measured([result(name, 4.0) for name in MEAN_OVER], [], None, None, None))
    assert [goal.measured for goal in told[:1] + told[2:4]] == [4.0, 1.0, 2.0]


def test_the_worst_site_is_named_and_more_is_better_there() -> None:
    results = [result("haacked", 1.0, 0.41), result("yasoob", 1.0, 0.9), result("hajekj", 1.0, 0.1)]
    caught = measured(Measured(results, [], None, None, None))["cold, spam caught at 1 % ham lost"]
    assert caught.measured == pytest.approx(41.0)
    assert caught.told == "blog_haacked; without mademistakes, tynetime"
    assert caught.is_reached is False


def test_the_rest_of_the_table_reads_what_was_measured() -> None:
    sets = [
        Left("ham_a", "en", 500, 0.2, 1.0, 4.0, 0, None, None),
        Left("chat_b", "ru", 500, 0.6, 1.0, 1.0, 90, 50.0, 40.0),
        Left("ham_c", "de", 9, None, None, None, 0, None, None),
        Left("blog_d", "en", 500, 7.0, 9.0, 9.0, 90, 50.0, 40.0),
    ]
    speed = Speed(190.0, 61.0, 150.0, 97.0, 22.0)
    found = Measured([result("yasoob", 1.0)], sets, {"one": 98.0, "two": 100.0}, speed, 120_000_000)
    told = table(goals(found))
    assert "| 98.5 % | 99.5 % | 99.00 % | yes |" in told
    assert (
        "| ham lost at default thresholds, worst left-out language or ham set | 0.5 % | 0.1 % | 0.60 % (chat_b) |"
        in told
    )
    assert "| ham held there, worst | 3 % |  | 4.00 % (ham_a) | **no** |" in told
    assert "| 70 % |  | 85.00 % (without haacked, mademistakes, hajekj, archivefever, tynetime) | yes |" in told
    assert "| one comment, all features, CPU | 200 us | 80 us | 190 us | yes |" in told
    assert "| a comment in batches of 10,000, CPU | 60 us | 20 us | 61 us | **no** |" in told
    assert "| memory of a worker | 150 MB | 100 MB | 120 MB | yes |" in told
