from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import CorpusLineError
from chaffinch.evaluation import base_model, corpus, metrics, preparation, protocols
from chaffinch.evaluation.corpus import Row
from tests.engine.tiny import HAM, SPAM, tiny_filter

SCORED = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=40)


def row(text: str, label: Label, number: int = 0, site: str = "blog_a") -> Row:
    return Row(str(number), site, Submission(text, f"Ann {number}"), None, label, "en", float(number))


@given(SCORED)
def test_roca_is_the_share_of_pairs_in_the_wrong_order(pairs: list[tuple[int, bool]]) -> None:
    scores, truth = np.array([s for s, _ in pairs], float), np.array([t for _, t in pairs])
    wrong = [float(h > s) + 0.5 * (h == s) for s in scores[truth] for h in scores[~truth]]
    found = metrics.one_minus_roca_percent(scores, truth)
    assert found is None if not wrong else abs((found or 0.0) - 100 * np.mean(wrong)) < 1e-6


@given(SCORED, st.sampled_from([0.1, 0.25, 0.5]))
def test_recall_at_a_budget_is_the_best_of_all_thresholds(pairs: list[tuple[int, bool]], rate: float) -> None:
    scores, truth = np.array([s for s, _ in pairs], float), np.array([t for _, t in pairs])
    found = metrics.spam_caught_at(scores, truth, rate)
    if not truth.any() or truth.all() or (~truth).sum() * rate < 1:
        assert found is None
        return
    possible = [
        (scores[truth] >= threshold).mean()
        for threshold in [*range(10), 99]
        if (scores[~truth] >= threshold).mean() <= rate
    ]
    assert abs((found or 0.0) - max(possible)) < 1e-9


def test_a_broken_line_is_told_with_its_number_and_stops_nothing(tmp_path: Path) -> None:
    lines = [
        '{"text": "one"}',
        "nonsense",
        "[1]",
        '{"text": 5}',
        '{"text": "x", "label": "maybe"}',
        "",
        '{"text": "two"}',
    ]
    for path in (tmp_path / "plain.jsonl", tmp_path / "packed.jsonl.gz"):
        data = "\n".join(lines).encode()
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
        found = list(corpus.read(path))
        assert [r.submission.text for r in found if isinstance(r, Row)] == ["one", "two"]
        assert [e.line for e in found if isinstance(e, CorpusLineError)] == [2, 3, 4, 5]


def test_near_duplicates_are_capped_a_site_and_label() -> None:
    said = "Win the jackpot at our casino tonight, spin the wheel as you like, and bring a friend for bonus number"
    rows = [row(f"{said} {n}", Label.SPAM, n) for n in range(20)]
    rows += [row(text, Label.HAM, n) for n, text in enumerate(HAM)]
    kept = preparation.capped(rows, 5)
    assert sum(r.label is Label.SPAM for r in kept) == 5
    assert sum(r.label is Label.HAM for r in kept) == len(HAM)


def test_spam_weighs_as_much_as_ham_and_the_mean_is_one() -> None:
    rows = [row(f"{SPAM[n % 4]} {n}", Label.SPAM, n) for n in range(7)] + [row(HAM[0], Label.HAM, 9, "news_b")]
    weights = preparation.weights(rows)
    assert abs(sum(weights[:7]) - sum(weights[7:])) < 1e-9
    assert abs(np.mean(weights) - 1) < 1e-9


def test_a_left_out_site_never_lends_an_author() -> None:
    rows = [Row(str(n), "ham_x", Submission("Lovely"), None, Label.HAM, "en", None) for n in range(50)]
    rows += [row(HAM[0], Label.HAM, n) for n in range(3)]
    lent = preparation.with_borrowed_authors(rows, 1)
    assert lent == preparation.with_borrowed_authors(rows, 1)
    names = {r.submission.author for r in lent[:50]}
    assert names <= {None, "Ann 0", "Ann 1", "Ann 2"}
    assert len(names) > 1


def test_training_twice_gives_the_same_bytes() -> None:
    rows = [row(f"{SPAM[n % 4]} {n}", Label.SPAM, n) for n in range(20)]
    rows += [row(f"{HAM[n % 4]} {n}", Label.HAM, n) for n in range(20)]
    two = [preparation.corpus("blog_a", rows[::2], 1), preparation.corpus("blog_b", rows[1::2], 1)]
    one, again = (base_model.train(two, Recipe(bits=12, epochs=3), "2026-11-24") for _ in range(2))
    assert one.version == again.version
    assert np.array_equal(one.weights, again.weights)
    assert (one.calibration, one.thresholds, one.card) == (again.calibration, again.thresholds, again.card)


def test_a_prequential_judge_learns_and_a_frozen_one_does_not() -> None:
    rows = [row(f"Garden sheds from our shop {n}", Label.SPAM, n) for n in range(15)]
    judge = tiny_filter()
    before = judge.digest()
    cold = protocols.frozen(judge, rows)
    assert judge.digest() == before
    warm = protocols.prequential(judge, rows)
    assert warm.scores[-1] > cold.scores[-1]
    assert warm.scores[0] == cold.scores[0]


def test_learning_later_is_learning_less() -> None:
    rows = [row(f"Garden sheds from our shop {n}", Label.SPAM, n) for n in range(6)]
    soon = protocols.prequential(tiny_filter(), rows)
    late = protocols.prequential(tiny_filter(), rows, delay=5)
    assert list(late.scores) == list(protocols.frozen(tiny_filter(), rows).scores)
    assert soon.scores[-1] > late.scores[-1]


def test_a_report_says_null_where_nothing_can_be_said() -> None:
    told = protocols.report("x", protocols.frozen(tiny_filter(), []))
    assert json.loads(json.dumps(told))["one_minus_roca_percent"] is None
    assert told["n"] == 0
