"""The lines of a file, or of standard input where it is called `-`."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path
from typing import IO

from chaffinch.evaluation import corpus

STANDARD_INPUT = Path("-")


def open_lines(file: Path) -> IO[bytes]:
    """Open a file of lines or standard input, unpacking gzip by its first two bytes."""
    if file != STANDARD_INPUT:
        return corpus.open_lines(file)
    stream = sys.stdin.buffer
    is_packed = isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] == b"\x1f\x8b"
    return gzip.open(stream) if is_packed else stream  # type: ignore[return-value]


def name_of(file: Path) -> str:
    """Return what messages call a file."""
    return "standard input" if file == STANDARD_INPUT else file.name
