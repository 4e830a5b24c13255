from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chaffinch.cli.progress import Progress
from tests.archive.corpora import corpora, write_corpus
from tests.cli.world import call, lines, told


@pytest.fixture(autouse=True)
def _files() -> None:
    corpora(Path(), "one", "two")


def timeless(output: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in one.items() if k != "microseconds_per_comment"} for one in lines(output)]


def test_evaluating_gives_one_object_a_file() -> None:
    found = told("evaluate", "one.jsonl")
    assert (found["file"], found["n"], found["spam"], found["ham"]) == ("one.jsonl", 160, 80, 80)


@pytest.mark.parametrize(("option", "value"), [("--feedback", "all"), ("--feedback", "errors"), ("--delay", "0")])
def test_a_frozen_run_refuses_what_it_would_ignore(option: str, value: str) -> None:
    said = f"Error (bad-usage): a frozen judge learns nothing: {option} belongs to --protocol prequential"
    for words in ([], ["--protocol", "frozen"]):
        assert said in call("evaluate", *words, option, value, "one.jsonl", code=2).stderr


def test_a_prequential_run_takes_them_and_has_defaults() -> None:
    plain = call("evaluate", "--protocol", "prequential", "--json", "one.jsonl").stdout
    words = ("evaluate", "--protocol", "prequential", "--feedback", "all", "--delay", "0", "--json", "one.jsonl")
    assert timeless(call(*words).stdout) == timeless(plain)


def test_where_only_some_rows_tell_their_time_the_order_is_told() -> None:
    rows = [json.loads(line) for line in Path("one.jsonl").read_text().splitlines()]
    del rows[3]["ts"]
    Path("mixed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = "mixed.jsonl: 1 of 160 rows tell no ts: judged in the order of the file\n"
    assert call("evaluate", "--protocol", "prequential", "mixed.jsonl").stderr == said
    assert call("evaluate", "mixed.jsonl").stderr == ""
    assert call("evaluate", "--protocol", "prequential", "one.jsonl").stderr == ""


def test_another_model_is_measured_if_it_is_asked_for(small_model: Path) -> None:
    ships, other = (told("evaluate", *words, "one.jsonl") for words in ([], ["--model", str(small_model)]))
    assert ships["brier"] != other["brier"]
    done = call("evaluate", "--from-scratch", "--model", str(small_model), "one.jsonl", code=2)
    assert "give it or --model, not both" in done.stderr


def test_a_run_that_was_stopped_goes_on_with_the_file_that_was_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("evaluate", "--state", "state.jsonl", "--json", "one.jsonl", "two.jsonl")
    whole = call("evaluate", "--json", "one.jsonl", "two.jsonl").stdout
    with monkeypatch.context() as patched:
        counts = iter(range(9))

        def stop_at_the_second(_progress: Progress, _count: int) -> None:
            if next(counts):
                raise KeyboardInterrupt

        patched.setattr(Progress, "expect", stop_at_the_second)
        first = call(*words, code=130)
    assert "finished files are in state.jsonl" in first.stderr
    assert timeless(first.stdout) == timeless(whole)[:1]
    again = call(*words)
    assert timeless(again.stdout) == timeless(whole)
    assert again.stdout.startswith(first.stdout), "not measured a second time"


def test_the_state_follows_what_is_in_a_file_not_its_name() -> None:
    words = ("evaluate", "--state", "state.jsonl", "--json", "one.jsonl")
    call(*words)
    write_corpus(Path("one.jsonl"), spam=7)
    (found,) = lines(call(*words).stdout)
    assert found["spam"] == 7


def test_the_state_of_another_protocol_is_refused() -> None:
    call("evaluate", "--state", "state.jsonl", "one.jsonl")
    done = call("evaluate", "--protocol", "prequential", "--state", "state.jsonl", "one.jsonl", code=2)
    assert "begun by a run with other protocol" in done.stderr
