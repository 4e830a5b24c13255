"""The ham table: every set judged by a stranger, told by its worst."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chaffinch.archive import ham_table
from chaffinch.archive.training import read_corpora
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import left_out, thresholds
from chaffinch.evaluation.left_out import Left, Measured, measure, summary
from chaffinch.evaluation.listening import SILENT, Silent
from tests.archive.corpora import write_corpus

RECIPE = replace(Recipe(), bits=12, epochs=1)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    sizes = {"blog_a": (80, 80), "blog_b": (80, 80), "ham_news_x": (0, 80), "ham_wiki": (0, 80), "chat": (80, 80)}
    return [write_corpus(tmp_path / f"{name}.jsonl", spam, ham) for name, (spam, ham) in sizes.items()]


def measured(paths: list[Path], done: dict[str, Any] | None = None) -> Measured:
    return measure(read_corpora(paths, 1, SILENT), RECIPE, SILENT, {} if done is None else done)


def test_pages_and_sets_of_ham_are_told_and_chats_are_not(paths: list[Path]) -> None:
    found = measured(paths)
    assert [one.site for one in found.sets] == ["blog_a", "blog_b", "ham_news_x", "ham_wiki"]
    assert [one.stopped is None for one in found.sets] == [False, False, True, True]
    assert all(one.lost is not None and one.lost_high is not None for one in found.sets)
    assert [one.share.denominator for one in found.covered] == [10, 20], "80 hams are too few for 1 in 50"


def test_a_set_in_another_language_is_told_whatever_it_is_of(paths: list[Path]) -> None:
    read = [
        replace(one, rows=tuple(replace(row, lang="ru") for row in one.rows)) if one.name == "chat" else one
        for one in read_corpora(paths, 1, SILENT)
    ]
    found = measure(read, RECIPE, SILENT, {})
    (chat,) = [one for one in found.sets if one.site == "chat"]
    assert (chat.language, chat.is_strange) == ("ru", True)
    assert {one.site for one in found.sets if one.is_strange} == {"ham_news_x", "ham_wiki", "chat"}
    assert len(found.bins) == len(measured(paths).bins), "scores of chats say nothing about pages"


def test_no_threshold_has_seen_the_set_it_is_told_about(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    decide = thresholds.decide

    def listening(corpora: Any, margins: Any) -> thresholds.Decided:
        asked.append([one.name for one in corpora])
        return decide(corpora, margins)

    monkeypatch.setattr(thresholds, "decide", listening)
    found = measured(paths)
    assert len(asked) == len(found.sets)
    assert all(one.site not in others for one, others in zip(found.sets, asked, strict=True))


def test_finished_folds_are_not_trained_again(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    done: dict[str, Any] = {}
    first = measured(paths, done)
    monkeypatch.setattr("chaffinch.engine.training.fit", lambda *_: pytest.fail("trained again"))
    assert measured(paths, json.loads(json.dumps(done))) == first


def test_as_much_work_is_expected_as_is_done(paths: list[Path]) -> None:
    class Counting(Silent):
        done = 0

        def add(self, count: int) -> None:
            self.done += count

    listener, read = Counting(), read_corpora(paths, 1, SILENT)
    measure(read, RECIPE, listener, {})
    assert listener.done == left_out.work(read, RECIPE)


def test_the_worst_and_the_means_by_hand() -> None:
    sets = [
        Left("blog_a", "en", 100, 1.0, 5.4, 2.0, 100, 80.0, 60.0),
        Left("blog_b", "en", 3, None, None, None, 100, 90.0, 80.0),
        Left("ham_x", "en", 100, 0.5, 4.0, 3.0, 0, None, None),
        Left("ham_y", "en", 100, 0.2, 4.0, 1.0, 0, None, None),
    ]
    told = summary(sets)
    assert (told["lost_worst_strange"], told["held_worst_strange"]) == (0.5, 3.0)
    assert (told["lost_worst"], told["held_worst"]) == (1.0, 3.0)
    assert (told["stopped_mean"], told["stopped_mean_two_classes"]) == (85.0, 80.0)
    assert (told["caught_mean"], told["caught_mean_two_classes"]) == (70.0, 60.0)
    assert set(summary([]).values()) == {None}


def test_what_is_unknown_is_empty_in_the_table_and_none_for_programs() -> None:
    found = Measured((Left("blog_b", "en", 3, None, None, None, 100, 90.0, 80.0),), (), ())
    text = ham_table.table(found, "2026-01-02", "abc", "make x")
    assert "| blog_b | en | 3 |  |  |  | 100 | 90.00 | 80.00 |" in text
    assert "Worst set of ham alone, or in another language than English: - % lost" in text
    told = json.loads(json.dumps(ham_table.as_values(found, "2026-01-02", "abc")))
    assert told["calibration_error"] is None
    assert told["sets"][0]["lost"] is None
