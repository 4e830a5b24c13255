"""Finished parts of a run: kept as they come, found again, never mixed with another run's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.archive.finished import Finished
from chaffinch.errors import InputError

RUN = {"recipe": {"seed": 1}, "files": {"a.jsonl": "00ff"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.jsonl"


def test_what_was_kept_is_found_again_to_the_last_bit(path: Path) -> None:
    margins = [0.1, -1e-17, 3.0, 1 / 3]
    Finished(path, RUN, "2026-01-02")["fold 1"] = {"a": margins}
    again = Finished(path, RUN, "2026-01-09")
    assert dict(again) == {"fold 1": {"a": margins}}
    assert again.began == "2026-01-02"


def test_without_a_file_nothing_is_written(tmp_path: Path) -> None:
    done = Finished(None, RUN, "2026-01-02")
    done["x"] = 1
    assert (done["x"], list(tmp_path.iterdir())) == (1, [])


@given(cut=st.integers(1, 60))
def test_killed_at_any_byte_of_a_part_the_parts_before_it_stay(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("killed") / "state.jsonl"
    done = Finished(path, RUN, "2026-01-02")
    done["one"] = [1]
    whole = path.stat().st_size
    done["two"] = ["x" * 40]
    path.write_bytes(path.read_bytes()[: min(whole + cut, path.stat().st_size - 1)])
    again = Finished(path, RUN, "2026-01-02")
    assert dict(again) == {"one": [1]}
    again["two"] = [2]
    assert dict(Finished(path, RUN, "2026-01-02")) == {"one": [1], "two": [2]}


def test_a_run_with_other_inputs_is_refused_and_leaves_the_file_as_it_was(path: Path) -> None:
    Finished(path, RUN, "2026-01-02")["one"] = 1
    before = path.read_bytes()
    with pytest.raises(InputError, match="a run with other files"):
        Finished(path, {**RUN, "files": {"a.jsonl": "1111"}}, "2026-01-02")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"# A readme\n", b"no end", b'{"text": "a row"}\n', b"[1]\n", b'{"run": {}, "began": ""}\n{"text": "x"}\n'],
)
def test_a_file_that_is_no_state_is_refused_and_never_written_over(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match="is not the state of a run"):
        Finished(path, RUN, "2026-01-02")
    assert path.read_bytes() == content


def test_it_is_lines_of_json_that_a_person_can_read(path: Path) -> None:
    Finished(path, RUN, "2026-01-02")["blog_a"] = [{"spam": 3}, None]
    head, part = map(json.loads, path.read_text().splitlines())
    assert head == {"run": RUN, "began": "2026-01-02"}
    assert part == {"part": "blog_a", "result": [{"spam": 3}, None]}
