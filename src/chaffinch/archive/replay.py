"""How long learning a feedback log anew takes: made-up labels in a database, folded as at a start without checkpoints.

The worst case is measured: long comments of few words, and labels that contradict each other, so that nearly every one
is a correction and takes several steps.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from chaffinch.archive.speed import made_up
from chaffinch.engine import rows
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.listening import Listener
from chaffinch.service.judging import Judge
from chaffinch.service.opening import open_server
from chaffinch.service.secret import ServerSecret
from chaffinch.store import feedback, sites
from chaffinch.store.database import Connection, Database

ENTRIES = 100_000
SITES = 20
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Replay:
    """What it took: `seconds` of CPU time, `elapsed` on the clock. `features`: the mean of an entry."""

    entries: int
    seconds: float
    elapsed: float
    entries_a_second: float
    features: float
    digest: str


def measure(spam_filter: Filter, folder: Path, entries: int, listener: Listener) -> Replay:
    """Write a log of made-up labels into an empty folder, fold it, and return how long the fold took."""
    listener.expect(entries)
    database = Database(str(folder / "replay.db"))
    try:
        open_server(database, ServerSecret(b"replayed" * 4, os.urandom), lambda: 0)
        features = _write(database, spam_filter, entries, listener)
        before, on_the_clock = time.process_time(), time.perf_counter()
        judge = Judge(spam_filter, database, lambda: 0)
        seconds, elapsed = time.process_time() - before, time.perf_counter() - on_the_clock
        return Replay(entries, seconds, elapsed, entries / seconds, features / entries, judge.digest())
    finally:
        database.close()


def _write(database: Database, spam_filter: Filter, entries: int, listener: Listener) -> int:
    """Fill the log; return how many features all its rows have together."""
    names = [f"{number:032x}" for number in range(SITES)]
    for name in names:
        database.write(partial(sites.insert_site, values=_site(name)))
    features = done = 0
    for page in _pages(spam_filter, entries):
        labels = [_entry(done + n, names, row, label) for n, (row, label) in enumerate(page)]
        database.write(partial(_append_all, labels=labels))
        features += sum(rows.decode(row).hashes.size for row, _ in page)
        done += len(page)
        listener.add(len(page))
    return features


def _append_all(connection: Connection, labels: Sequence[dict[str, Any]]) -> None:
    for label in labels:
        feedback.append(connection, label)


def _entry(number: int, names: Sequence[str], row: bytes, label: Label) -> dict[str, Any]:
    site, comment = names[number % len(names)], f"{number:032x}"
    entry = {"site_id": site, "comment_id": comment, "label": label.name, "created_at": 0}
    return entry | {"row": row, "feature_version": rows.version(row)}


def _pages(spam_filter: Filter, entries: int) -> Iterator[list[tuple[bytes, Label]]]:
    """Yield rows of made-up comments in parts; labels are thrown, so that nothing is ever learned for good."""
    dice = random.Random(1)  # noqa: S311 - a reproducible draw
    for at in range(0, entries, _PAGE):
        some, around = made_up(min(_PAGE, entries - at), seed=at)
        longer = [Submission(f"{one.text} {dice.choice(some).text}", one.author, one.author_url) for one in some]
        labels = [dice.choice(list(Label)) for _ in longer]
        yield list(zip(spam_filter.features(longer, around), labels, strict=True))


def _site(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "url": f"https://{name}.example",
        "name": name,
        "hold_answer": True,
        "allow_discard": False,
        "created_at": 0,
    }
