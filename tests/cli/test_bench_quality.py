"""`chaffinch bench quality`: whole tables only, and no work twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chaffinch.archive import speed as stopwatch
from chaffinch.archive.speed import Speed
from chaffinch.cli import bench_quality, weighing
from chaffinch.cli.progress import Progress
from chaffinch.cli.provenance import commit_of_program
from chaffinch.engine.training import Recipe
from tests.archive.corpora import corpora
from tests.archive.peers.fakes import fake
from tests.cli.world import call

MARKED = "<!-- quality:begin -->\nold\n<!-- quality:end -->\n"


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a command over three small corpora, two of them pages, with a document to write into."""
    small = replace(Recipe(), bits=12, epochs=1)
    monkeypatch.setattr(bench_quality, "Recipe", lambda: small)
    monkeypatch.setattr(stopwatch, "measure", lambda _judge: Speed(150.0, 50.0, 140.0, 97.0, 22.0))
    monkeypatch.setattr(weighing, "worker_bytes", lambda: 120_000_000)
    Path("page.md").write_text(MARKED)
    paths = corpora(Path(), "blog_a", "blog_b", "chat")
    return ["bench", "quality", "--write", "page.md", *map(str, paths)]


def test_for_programs_it_is_one_object(words: list[str]) -> None:
    told = json.loads(call(*words, "--json", "--apart", "blog_b", "--unordered", "blog_b").stdout)
    assert set(told) == {
        "date",
        "commit",
        "sites",
        "cold_one_minus_roca_percent",
        "goals",
        "left_out",
        "tubespam",
        "peers",
    }
    assert (told["tubespam"], told["peers"]) == (None, [])
    assert [one["site"] for one in told["left_out"]["sets"]] == ["blog_a", "blog_b"]
    assert [goal["is_reached"] for goal in told["goals"][-3:]] == [True, True, True]
    first, second = told["sites"]
    assert (first["site"], first["is_apart"], first["cold"]["spam"], first["corrected"]["spam"]) == (
        "blog_a",
        False,
        80,
        80,
    )
    assert (second["site"], second["is_apart"], second["corrected"]) == ("blog_b", True, None)
    assert told["cold_one_minus_roca_percent"]["sites"] == 1


def test_the_table_goes_into_the_document_and_is_printed(words: list[str]) -> None:
    printed = call(*words).stdout
    _, _, written = Path("page.md").read_text().partition("<!-- quality:begin -->\n")
    table, end, rest = written.partition("\n<!-- quality:end -->\n")
    assert (table in printed, bool(end), rest) == (True, True, "")
    assert table.count("| blog_") == 2


def test_stopped_it_leaves_the_document_as_it_was_and_goes_on_with_the_next_site(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = Progress.tell

    def stop_at_the_second_site(progress: Progress, line: str) -> None:
        tell(progress, line)
        if line.startswith("== blog_b"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "tell", stop_at_the_second_site)
        first = call(*words, "--state", "state.jsonl", code=130)
    assert "Error (interrupted): stopped, no document written; finished parts are in state.jsonl" in first.stderr
    assert Path("page.md").read_text() == MARKED
    again = call(*words, "--state", "state.jsonl")
    assert "== blog_a: done earlier" in again.stderr
    assert "== blog_b: leaving it out" in again.stderr
    assert again.stdout.count("| blog_") == 4, "in two tables"


def test_each_table_goes_between_its_own_marks_where_a_document_has_them(words: list[str]) -> None:
    marks = "".join(f"<!-- {name}:begin -->\nold\n<!-- {name}:end -->\n" for name in ("goals", "ham", "peers"))
    Path("page.md").write_text(marks + MARKED)
    call(*words)
    told = Path("page.md").read_text()
    assert "| memory of a worker | 150 MB | 100 MB | 120 MB | yes |\n<!-- goals:end -->" in told
    assert "<!-- ham:begin -->\nMeasured " in told
    assert "<!-- peers:begin -->\nold\n<!-- peers:end -->" in told


def test_a_filter_that_is_missing_is_named_and_the_exit_code_tells(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("page.md").write_text(MARKED + "<!-- peers:begin -->\nold\n<!-- peers:end -->\n")
    monkeypatch.setattr(bench_quality, "PEERS", (fake("x"), fake("y", missing="apt install y")))
    done = call(*words, "--peers", code=1)
    assert "not compared, because they are missing: y; see the table of peers" in done.stderr
    told = Path("page.md").read_text()
    assert "| y | **missing, not compared**: `apt install y` |" in told
    assert "| Chaffinch, all rows |" in told
    assert "\n| x | " in told
    assert "\n- x 1.0: made up.\n" in told


def test_a_worker_is_weighed_after_it_has_judged() -> None:
    weight = weighing.worker_bytes()
    assert weight is None or 40e6 < weight < 400e6


def test_a_document_without_marks_stops_it_before_the_work(words: list[str]) -> None:
    Path("page.md").write_text("no marks")
    done = call(*words, code=2)
    assert done.stderr.startswith("Error (bad-input): page.md has no marks")


def test_the_commit_is_that_of_the_program_not_of_the_folder_it_runs_in() -> None:
    assert commit_of_program() != ""
    assert not Path(".git").exists()


def test_without_git_the_commit_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert commit_of_program() == "unknown"
