from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.world import call, told


@pytest.fixture
def corpora() -> list[str]:
    """Two small corpora, written for this test."""
    for name in ("one", "two"):
        rows = []
        for n in range(40):
            ham = f"The {name} bridge, plank {n}, still creaks when the baker's cart goes over it."
            spam = f"Best casino bonus number {n}, cheap pills at http://pills{n}.example/{name}"
            rows += [{"text": ham, "label": "ham", "site": name}, {"text": spam, "label": "spam", "site": name}]
        Path(f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return ["one.jsonl", "two.jsonl"]


def test_the_same_corpora_seed_and_date_give_the_same_file(corpora: list[str]) -> None:
    for out in ("a.model", "b.model"):
        call("train", "--out", out, "--seed", "7", "--date", "2026-01-02", *corpora)
    assert Path("a.model").read_bytes() == Path("b.model").read_bytes()


def test_it_prints_the_card_and_tells_progress_on_standard_error(corpora: list[str]) -> None:
    done = call("train", "--out", "a.model", "--json", *corpora)
    assert json.loads(done.stdout)["rows"]
    assert "one: 80 rows read" in done.stderr


def test_corpora_without_labels_are_refused() -> None:
    Path("bare.jsonl").write_text('{"text": "A fine bridge."}\n')
    assert "training needs the field 'label'" in call("train", "--out", "a.model", "bare.jsonl", code=2).stderr
    assert not Path("a.model").exists()


def test_evaluating_gives_one_object_a_file(corpora: list[str]) -> None:
    found = told("evaluate", "one.jsonl")
    assert (found["n"], found["spam"], found["ham"]) == (80, 40, 40)
