"""Ham of languages that no training has seen: a language is left out whole, and each set is told with its interval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chaffinch.archive import ham_sets
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label
from chaffinch.evaluation.listening import SILENT
from chaffinch.evaluation.preparation import Corpus
from tests.archive.corpora import texts
from tests.archive.peers.fakes import row
from tests.archive.test_comparison import Listening

RECIPE = Recipe(bits=12, epochs=1)


def corpus(name: str, lang: str, ham: int, spam: int = 0) -> Corpus:
    counts = {Label.HAM: ham, Label.SPAM: spam}
    rows = [
        replace(row(n, label, text, name), lang=lang)
        for label, count in counts.items()
        for n, text in enumerate(texts(count, is_spam=label is Label.SPAM, seed=f"{name} {label}"))
    ]
    return Corpus(name, tuple(rows), len(rows))


CORPORA = [
    corpus("blog_a", "en", 120, 80),
    corpus("blog_b", "en", 80, 80),
    corpus("blog_fr", "fr", 20, 60),
    corpus("ham_fr", "fr", 110),
    corpus("ham_news", "en", 105),
    corpus("ham_few", "de", 30),
    corpus("chat_ru", "ru", 100, 50),
]


def measured(done: dict[str, Any], listener: Listening) -> list[dict[str, Any]]:
    return ham_sets.leave_out(CORPORA, RECIPE, "2026-01-02", listener, done, folds=2)


def test_sets_of_ham_alone_and_of_other_languages_are_told_if_they_are_large_enough() -> None:
    found = measured({}, Listening())
    assert [(one["set"], one["language"], one["ham"]) for one in found] == [
        ("chat_ru", "ru", 100),
        ("ham_fr", "fr", 110),
        ("ham_news", "en", 105),
    ]
    for one in found:
        low, high = one["ham_lost_interval"]
        assert 0 <= low <= one["ham_lost_percent"] <= high <= 100
    assert ham_sets.table(found).count("| ham_fr | fr | 110 |") == 1


def test_a_language_is_left_out_with_all_that_is_in_it_and_english_with_the_set_alone() -> None:
    by_name = {one.name: one for one in CORPORA}
    rest = {one.name for one in ham_sets._without([by_name["ham_fr"]], CORPORA)}
    assert rest == set(by_name) - {"ham_fr", "blog_fr"}
    assert {one.name for one in ham_sets._without([by_name["ham_news"]], CORPORA)} == set(by_name) - {"ham_news"}


def test_finished_folds_are_taken_over_and_all_that_is_expected_gets_done() -> None:
    done: dict[str, Any] = {}
    first, second = Listening(), Listening()
    whole = measured(done, first)
    kept = dict(list(done.items())[:1])
    assert measured(kept, second) == whole
    assert (first.left, second.left) == (0, 0)
    assert sum(line.endswith("done earlier") for line in second.told) == 1


def test_without_such_a_set_there_is_nothing_to_do() -> None:
    assert ham_sets.leave_out(CORPORA[:2], RECIPE, "2026-01-02", SILENT, {}, folds=2) == []
