"""Filters and comments made up for tests of the comparison: they run nothing and answer by one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chaffinch.archive.peers.peer import Peer
from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus


def row(number: int, label: Label, text: str, site: str = "blog_a") -> Row:
    return Row(str(number), site, Submission(text), None, label, "en", float(number))


def rows(count: int, site: str = "blog_a") -> list[Row]:
    """Return rows by turns ham and spam, each with a word that tells."""
    labels = [Label.HAM, Label.SPAM] * ((count + 1) // 2)
    words = {Label.HAM: "heron", Label.SPAM: "casino"}
    return [row(n, label, f"{words[label]} {n}", site) for n, label in enumerate(labels[:count])]


def corpus(name: str, count: int) -> Corpus:
    return Corpus(name, tuple(rows(count, name)), count)


class FakeSession:
    """Knows the words it was taught, and writes down what was asked of it."""

    def __init__(self, asked: list[str]) -> None:
        self.asked = asked
        self._spent = 0.0
        self._trained: dict[str, float] = {}
        self._taught: dict[str, float] = {}

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        self.asked.append(f"train {','.join(one.name for one in corpora)}")
        for one in corpora:
            for told in one.rows:
                self._trained[_word(told)] = _truth(told)
            listener.add(len(one.rows))

    def learn(self, rows: Sequence[Row]) -> None:
        self.asked.append(f"learn {','.join(one.id for one in rows)}")
        self._taught.update((_word(one), _truth(one)) for one in rows)

    def scores(self, rows: Sequence[Row]) -> list[float]:
        self._spent += len(rows) * 1e-4
        self.asked.append(f"score {','.join(one.id for one in rows)}")
        known = self._trained | self._taught
        return [known.get(_word(one), 0.0) for one in rows]

    def forget(self) -> None:
        self.asked.append("forget")
        self._taught.clear()

    def seconds(self) -> float:
        return self._spent


def _word(told: Row) -> str:
    return told.submission.text.split()[0]


def _truth(told: Row) -> float:
    return 1.0 if told.label is Label.SPAM else -1.0


def fake(name: str, asked: list[str] | None = None, missing: str | None = None) -> Peer:
    """Return a peer that writes into `asked`, or one that is missing."""

    @contextmanager
    def opened(folder: Path) -> Iterator[FakeSession]:
        assert folder.is_dir()
        assert not list(folder.iterdir())
        yield FakeSession([] if asked is None else asked)

    return Peer(name, "made up", 0.0, lambda: missing, lambda: "1.0", opened)
