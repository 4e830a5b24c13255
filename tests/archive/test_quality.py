"""The quality table: what it counts, what it leaves out, and that it is never half a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chaffinch.archive.quality import READING, Result, leave_one_out, summary, table
from chaffinch.archive.training import read_corpora
from chaffinch.engine.training import Recipe
from chaffinch.errors import InputError
from chaffinch.evaluation.listening import SILENT, Silent
from tests.archive.corpora import corpora, write_corpus

RECIPE = Recipe(bits=12, epochs=1)


def report(site: str, roca: float | None = 1.0) -> dict[str, Any]:
    figures = dict.fromkeys(
        ("spam_caught_at_fpr_1e-2", "ham_lost_percent", "ham_held_percent", "spam_missed_percent"), 0.5
    )
    return {"file": site, "spam": 70, "ham": 80, "one_minus_roca_percent": roca, **figures}


def result(site: str, roca: float | None = 1.0, *, is_apart: bool = False, is_ordered: bool = True) -> Result:
    learned = report(site, 9.0) if is_ordered else None
    return Result(report(site, roca), learned, learned, learned, is_apart)


@pytest.mark.parametrize(
    ("rocas", "middle"), [([1.0], 1.0), ([1.0, 2.0], 1.5), ([4.0, 1.0, 2.0, 9.0], 3.0), ([3.0, 1.0, 2.0], 2.0)]
)
def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(rocas: list[float], middle: float) -> None:
    results = [result(f"blog_{n}", roca) for n, roca in enumerate(rocas)]
    assert summary(results)["median"] == middle
    assert f"median {middle:.2f}, mean {sum(rocas) / len(rocas):.2f}, worst {max(rocas):.2f}" in table(
        results, "2026-01-02", "abc", "make"
    )


def test_a_site_apart_is_shown_with_a_star_and_in_no_mean() -> None:
    results = [result("blog_a", 1.0), result("blog_b", 99.0, is_apart=True)]
    assert summary(results) == {"sites": 1, "median": 1.0, "mean": 1.0, "worst": 1.0}
    told = table(results, "2026-01-02", "abc", "make")
    assert "| blog_b \\* | 70 | 80 | 99.00 |" in told
    assert "Sites with a star are in none of these." in told


def test_without_an_order_nothing_is_said_of_corrections() -> None:
    told = table([result("blog_a", is_ordered=False)], "2026-01-02", "abc", "make")
    (row,) = [line for line in told.splitlines() if line.startswith("| blog_a")]
    assert row.endswith("| 0.50 |  |  |")
    assert "Nothing is said of corrections" in told


def test_nothing_to_rank_is_no_median() -> None:
    assert summary([result("blog_a", None)]) == {"sites": 0, "median": None, "mean": None, "worst": None}
    assert "median" not in table([], "2026-01-02", "abc", "make")


def test_the_table_tells_a_publisher_how_to_read_it_before_the_first_figure() -> None:
    told = table([result("blog_a")], "2026-01-02", "abc", "make")
    assert told.index(READING) < told.index("| site left out")
    assert READING.count("\n") == 0


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    few = write_corpus(tmp_path / "blog_few.jsonl", spam=5, ham=5)
    return [*corpora(tmp_path, "blog_a", "blog_b", "chat"), few]


def test_sites_on_pages_with_enough_of_both_are_left_out_one_at_a_time(paths: list[Path]) -> None:
    done: dict[str, Any] = {}
    found = leave_one_out(
        paths, read_corpora(paths, 1, SILENT), RECIPE, "2026-01-02", SILENT, done, ["blog_a"], ["blog_b"]
    )
    assert [(one.site, one.is_apart, one.corrected is None) for one in found] == [
        ("blog_a", True, False),
        ("blog_b", False, True),
    ]
    assert list(done) == ["blog_a", "blog_b"]


def test_finished_sites_are_taken_over_and_all_that_is_expected_gets_done(paths: list[Path]) -> None:
    class Counting(Silent):
        left = 0

        def expect(self, count: int) -> None:
            self.left += count

        def add(self, count: int) -> None:
            self.left -= count

        skip = add

    read = read_corpora(paths, 1, SILENT)
    first, second = Counting(), Counting()
    done: dict[str, Any] = {}
    whole = leave_one_out(paths, read, RECIPE, "2026-01-02", first, done)
    kept = {"blog_a": done["blog_a"]}
    again = leave_one_out(paths, read, RECIPE, "2026-01-02", second, kept)
    assert [_timeless(one) for one in again] == [_timeless(one) for one in whole]
    assert again[0] == whole[0]
    assert (first.left, second.left) == (0, 0)


def _timeless(one: Result) -> list[dict[str, Any]]:
    reports = (one.cold, one.corrected or {}, one.late or {}, one.learned or {})
    return [{k: v for k, v in told.items() if k != "microseconds_per_comment"} for told in reports]


def test_a_name_that_is_no_corpus_is_refused(paths: list[Path]) -> None:
    with pytest.raises(InputError, match="no corpus is called 'blog_typo'"):
        leave_one_out(paths, [], RECIPE, "2026-01-02", SILENT, {}, apart=["blog_typo"])
