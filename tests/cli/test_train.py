from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from chaffinch.cli.progress import Progress
from tests.archive.corpora import write_corpus
from tests.cli.world import call


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


def test_corpora_of_one_label_are_refused() -> None:
    for name in ("one", "two"):
        write_corpus(Path(f"{name}.jsonl"), spam=0)
    done = call("train", "--out", "a.model", "one.jsonl", "two.jsonl", code=2)
    assert "Error (bad-input): these corpora have only ham: training needs spam and ham" in done.stderr
    assert not Path("a.model").exists()


@pytest.mark.parametrize("date", ["nonsense/../x", "2026-13-01", "20260102", "2026-1-2x", ""])
def test_only_a_date_comes_into_the_name(corpora: list[str], date: str) -> None:
    done = call("train", "--out", "a.model", "--date", date, *corpora, code=2)
    assert "Error (bad-usage): Invalid value for '--date'" in done.stderr
    assert not Path("a.model").exists()


def test_a_torn_corpus_is_told_by_name() -> None:
    packed = gzip.compress(write_corpus(Path("a.jsonl")).read_bytes())
    Path("torn.jsonl.gz").write_bytes(packed[:-30])
    for command in (["train", "--out", "a.model"], ["evaluate"]):
        done = call(*command, "torn.jsonl.gz", code=2)
        assert "Error (bad-input): torn.jsonl.gz is torn or damaged after line" in done.stderr


def test_without_a_folder_to_write_to_nothing_is_begun(corpora: list[str]) -> None:
    done = call("train", "--out", "nowhere/a.model", *corpora, code=2)
    assert done.stderr == "Error (bad-input): nowhere is no folder: make it, or give --out another place\n"


def test_a_run_that_was_stopped_goes_on_and_gives_the_same_file(
    corpora: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("train", "--date", "2026-01-02", "--state", "state.jsonl", *corpora)
    call("train", "--out", "whole.model", "--date", "2026-01-02", *corpora)
    tell = Progress.tell

    def stop_in_the_second_fold(progress: Progress, line: str) -> None:
        tell(progress, line)
        if line.startswith("fold 2"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "tell", stop_in_the_second_fold)
        first = call(*words, "--out", "a.model", code=130)
    assert "Error (interrupted): stopped, no model written; finished folds are in state.jsonl" in first.stderr
    assert not Path("a.model").exists()
    assert "fold 1 of 2: done earlier" in call(*words, "--out", "a.model").stderr
    assert Path("a.model").read_bytes() == Path("whole.model").read_bytes()


def test_the_state_of_other_corpora_is_refused(corpora: list[str]) -> None:
    words = ("train", "--out", "a.model", "--state", "state.jsonl", *corpora)
    call(*words)
    write_corpus(Path("two.jsonl"), ham=50)
    assert "begun by a run with other corpora" in call(*words, code=2).stderr
