from __future__ import annotations

import gzip
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


def test_a_packed_file_and_standard_input_are_measured_alike() -> None:
    data = Path("one.jsonl").read_bytes()
    Path("packed").write_bytes(gzip.compress(data))
    (plain,) = timeless(call("evaluate", "--json", "one.jsonl").stdout)
    (packed,) = timeless(call("evaluate", "--json", "packed").stdout)
    (given,) = timeless(call("evaluate", "--json", "-", given=data).stdout)
    assert packed == plain | {"file": "packed"}
    assert given == plain | {"file": "standard input"}


def test_standard_input_is_given_once_and_nowhere_to_be_found_again() -> None:
    assert "give - once" in call("evaluate", "-", "one.jsonl", "-", given="", code=2).stderr
    done = call("evaluate", "--state", "state.jsonl", "-", given="", code=2)
    assert "put standard input into a file" in done.stderr


NOTHING = {
    "empty": "",
    "no JSON": "Lovely heron\n",
    "numbers for labels": '{"text": "x", "label": 1}\n{"text": "y", "label": 0}\n',
    "no labels": '{"text": "Lovely heron"}\n',
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_of_which_nothing_could_be_measured_is_told_and_the_others_are_measured(name: str) -> None:
    Path("odd.jsonl").write_text(NOTHING[name])
    done = call("evaluate", "--json", "odd.jsonl", "one.jsonl", code=1)
    assert [(found["file"], found["n"]) for found in lines(done.stdout)] == [("odd.jsonl", 0), ("one.jsonl", 160)]
    said = "odd.jsonl: no line could be measured; each needs a text, and a label: 'spam' or 'ham'\n"
    assert done.stderr.endswith(said)
    broken = {"empty": 0, "no JSON": 1, "numbers for labels": 2, "no labels": 0}[name]
    assert done.stderr.count("odd.jsonl: line ") == broken


def test_a_broken_line_among_others_is_told_and_stops_nothing() -> None:
    with Path("one.jsonl").open("a") as file:
        file.write('{"text": "x", "label": 1}\n')
    done = call("evaluate", "--json", "one.jsonl")
    assert lines(done.stdout)[0]["n"] == 160
    assert done.stderr == "one.jsonl: line 161: label is a number, accepted are 'spam' and 'ham'\n"


def test_a_run_that_goes_on_tells_again_of_what_nothing_could_be_measured() -> None:
    Path("odd.jsonl").write_text("nonsense\n")
    words = ("evaluate", "--state", "state.jsonl", "odd.jsonl")
    first = call(*words, code=1).stderr
    assert "line 1 is not JSON" in first
    assert first.endswith(call(*words, code=1).stderr)


def test_the_help_tells_what_a_line_needs() -> None:
    said = call("evaluate", "--help").stdout
    fields = ("text", "label", "author", "author_url", "context", "ts")
    assert [name for name in fields if name not in said] == []
    assert '"spam" or "ham"' in " ".join(said.split())


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
