"""`chaffinch bench replay` and `bench poison`: what learning costs, and what one site can do to others."""

from __future__ import annotations

from pathlib import Path

from tests.archive.corpora import corpora, write_corpus
from tests.cli.world import call, told


def test_a_small_log_is_learned_and_the_rate_is_told() -> None:
    found = told("bench", "replay", "--entries", "60")
    assert found["entries"] == 60
    assert found["features"] > 100
    assert found["entries_a_second"] > 0
    assert len(found["digest"]) == 64
    assert "60 labels of" in call("bench", "replay", "--entries", "60").stdout
    assert found["digest"] == told("bench", "replay", "--entries", "60")["digest"], "the same log, the same weights"


def test_every_site_with_both_labels_is_told_before_and_after() -> None:
    paths = [*map(str, corpora(Path(), "blog_a", "blog_b", "blog_c")), str(write_corpus(Path("ham.jsonl"), spam=0))]
    found = told("bench", "poison", *paths, "--labels", "150", "--hostile", "2")
    assert set(found["gained"]) == set(found["poisoned"]["before"]) == {"blog_a", "blog_b", "blog_c"}
    standing = found["poisoned"]["stranger_after"]["blog_b"]
    assert set(standing) == {"ham_lost", "spam_caught", "one_minus_roca"}
    assert set(found["moved"]) == {"ham_lost_mean", "spam_caught_mean", "ham_lost_worst", "spam_caught_worst"}
    lines = call("bench", "poison", *paths, "--labels", "100").stdout.splitlines()
    assert sum(line.startswith("| blog_") for line in lines) == 3
    assert "ham_lost_worst" in lines[-1]


def test_one_site_alone_can_do_nothing_to_others() -> None:
    (path,) = corpora(Path(), "blog_a")
    assert "at least two are needed" in call("bench", "poison", str(path), code=2).stderr
