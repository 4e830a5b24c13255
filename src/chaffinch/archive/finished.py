"""Finished parts of a long run, kept in a file: what was interrupted goes on where it was.

JSON Lines. The first line describes the run: its inputs and settings, and the day it began; each other line is one
part with its result, on disk before the next part begins. Half a line at the end, of a run that was killed, is dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import UserDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chaffinch.errors import InputError


class Finished(UserDict[str, Any]):
    """Results by part, as JSON values. Setting one writes it to the file; without a file it is a mapping like others.

    `run` must be the same in every run that shares the file; `began` is the day of the first of them. One run at a
    time: the file is not locked.

    Raises:
        InputError: the file belongs to a run with other inputs or settings, or is no such file.
    """

    def __init__(self, path: Path | None, run: Mapping[str, Any], today: str) -> None:
        super().__init__()
        self.began = today
        self._path = path
        if path is None:
            return
        head, *parts = _lines(path) or [{"run": dict(run), "began": today}]
        _prove(path, head, parts)
        known = json.loads(json.dumps(run))
        other = sorted(name for name in {*known, *head["run"]} if known.get(name) != head["run"].get(name))
        if other:
            raise InputError(
                f"{path} was begun by a run with other {', '.join(other)}: its results are not this run's; "
                "give another file, or delete it"
            )
        self.began = str(head["began"])
        self.data.update((one["part"], one["result"]) for one in parts)
        _write(path, [head, *parts])

    def __setitem__(self, part: str, result: Any) -> None:
        """Keep the result of a part; it is on disk when this returns."""
        if self._path is not None:
            with self._path.open("ab") as file:
                _put(file, _line({"part": part, "result": result}))
        super().__setitem__(part, result)


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of files by their names: what makes a run's inputs the same."""
    return {path.name: digest(path) for path in sorted(paths)}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lines(path: Path) -> list[Any]:
    """Return the whole lines of a file, none where there is none; a line without an end was never finished."""
    if not path.exists():
        return []
    *whole, torn = path.read_bytes().split(b"\n")
    try:
        return [json.loads(line) for line in whole or [torn][: bool(torn)]]
    except ValueError as error:
        raise InputError(f"{path} is not the state of a run ({error}): give another file") from error


def _prove(path: Path, head: Any, parts: Sequence[Any]) -> None:
    """Nothing that is not ours is read as results, let alone written over."""
    is_ours = isinstance(head, dict) and isinstance(head.get("run"), dict) and "began" in head
    if not is_ours or not all(isinstance(one, dict) and {"part", "result"} <= set(one) for one in parts):
        raise InputError(f"{path} is not the state of a run: give another file, or one that does not exist yet")


def _write(path: Path, lines: Sequence[Any]) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        _put(file, b"".join(map(_line, lines)))
    part.replace(path)


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _put(file: Any, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
