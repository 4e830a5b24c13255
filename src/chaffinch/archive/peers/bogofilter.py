"""bogofilter: one process a batch to judge, one a label to learn, the word list in a folder of its own.

Tokens that hardly tell count too (`min_dev` 0.02 in place of 0.375) and one sighting counts for less (`robs` 1 in
place of 0.0178): comments are short. Measured beside the defaults on five of the corpora, judged in order: 1-ROCA %
3.70 in place of 5.20, caught at 1 % 79 in place of 66.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chaffinch.archive.peers import letters, processes
from chaffinch.archive.peers.peer import Peer
from chaffinch.engine.types import Label
from chaffinch.errors import StateError
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

_LEARN = {Label.SPAM: "-s", Label.HAM: "-n"}
_PRINTED = ("--terse-format=%p", "--spamicity-formats=%0.17g")
"""All digits: with the usual six, scores of one tie."""


class _Bogofilter:
    def __init__(self, folder: Path) -> None:
        self._words, self._kept, self._letters = folder / "words", folder / "kept", folder / "letters"
        self._words.mkdir()
        self._kept.mkdir()
        self._seconds = 0.0

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        for rows in letters.parts(corpora, listener):
            self.learn(rows)
        shutil.copytree(self._words, self._kept, dirs_exist_ok=True)

    def learn(self, rows: Sequence[Row]) -> None:
        for label, option in _LEARN.items():
            some = [row for row in rows if row.label is label]
            if some:
                self._run(some, option)

    def scores(self, rows: Sequence[Row]) -> list[float]:
        # Each line is the file, then what is asked for. Codes: 0 spam, 1 ham, 2 unsure.
        told = [float(line.split()[-1]) for line in self._run(rows, "-t", *_PRINTED).splitlines()]
        if len(told) != len(rows):
            raise StateError(f"bogofilter was given {len(rows)} comments and answered {len(told)}")
        return told

    def forget(self) -> None:
        shutil.rmtree(self._words)
        shutil.copytree(self._kept, self._words)

    def seconds(self) -> float:
        return self._seconds

    def _run(self, rows: Sequence[Row], *options: str) -> bytes:
        paths = letters.write([letters.with_headers(row) for row in rows], self._letters)
        words = ["bogofilter", "-C", "-d", str(self._words), "-m", "0.02,1,0.5", *options, "-b"]
        before = processes.ended_children_seconds()
        told = processes.run(words, given="\n".join(map(str, paths)).encode() + b"\n", accepted=(0, 1, 2))
        self._seconds += processes.ended_children_seconds() - before
        return told


@contextmanager
def _open(folder: Path) -> Iterator[_Bogofilter]:
    yield _Bogofilter(folder)


def _version() -> str:
    return processes.run(["bogofilter", "-V"]).split()[2].decode()


BOGOFILTER = Peer(
    name="bogofilter",
    settings="author and address as headers; min_dev 0.02, robs 1, robx 0.5",
    neutral=0.5,
    missing=lambda: processes.missing({"bogofilter": "bogofilter"}),
    version=_version,
    open=_open,
)
"""Debian's bogofilter."""
