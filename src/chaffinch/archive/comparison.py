"""Ours and other people's filters side by side: the same rows to learn from, the same rows to judge, the same tests."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaffinch.archive.peers import trials
from chaffinch.archive.peers.peer import Peer, Session
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.protocols import LATE, Feedback

TUBESPAM = "youtube_uci"
"""How the corpus of TubeSpam is called."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site to judge. `rows` in order; without an order, it is judged cold only. `is_apart`: in no mean."""

    name: str
    rows: Sequence[Row]
    is_ordered: bool = True
    is_apart: bool = False

    @property
    def passes(self) -> int:
        """How often a filter goes over its rows."""
        return 3 if self.is_ordered else 1


@dataclass(frozen=True, slots=True)
class Compared:
    """What was measured of one filter; `missing`, in place of everything, where it could not run.

    `sites`: name -> `cold`, `learned` and `late`, figures each, the last two None without an order. `videos`: accuracy
    in per cent by video, of a filter that knew other sites; `videos_alone`: of one that knew nothing. None without
    TubeSpam.
    """

    name: str
    settings: str
    version: str | None
    missing: str | None
    sites: dict[str, dict[str, Any]]
    videos: dict[str, float] | None
    videos_alone: dict[str, float] | None


def compare(
    peers: Sequence[Peer],
    trained_on: Sequence[Corpus],
    sites: Sequence[Site],
    tubespam: Sequence[Row],
    listener: Listener,
    done: MutableMapping[str, Any],
) -> list[Compared]:
    """Return what was measured of each filter. `done`: finished parts, read and added to.

    Each site is left out of what is learned; so is TubeSpam for its own row. A filter that is missing is told of.
    """
    lacking = {peer.name: told for peer in peers if (told := peer.missing())}
    for name, told in lacking.items():
        listener.tell(f"{name} is missing and will not be compared: {told}")
    there = [peer for peer in peers if peer.name not in lacking]
    parts = {peer.name: _parts(peer, trained_on, sites, tubespam) for peer in there}
    listener.expect(sum(part.cost for some in parts.values() for part in some))
    for peer in there:
        for part in parts[peer.name]:
            _finish(peer, part, listener, done)
    return [_compared(peer, lacking.get(peer.name), sites, done) for peer in peers]


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing to do with one filter. `cost`: rows gone over."""

    name: str
    trained_on: Sequence[Corpus]
    cost: int
    measure: Callable[[Session, Listener], dict[str, Any]]


def _parts(peer: Peer, trained_on: Sequence[Corpus], sites: Sequence[Site], tubespam: Sequence[Row]) -> list[_Part]:
    found = []
    for site in sites:
        rest = _without([site.name], trained_on)
        cost = peer.passes * _size(rest) + site.passes * len(site.rows)
        found.append(_Part(f"{peer.name}: {site.name}", rest, cost, _of_site(peer, site)))
    if tubespam:
        for name, some in (("TubeSpam", _without([TUBESPAM], trained_on)), ("TubeSpam alone", [])):
            cost = peer.passes * _size(some) + len(tubespam)
            found.append(_Part(f"{peer.name}: {name}", some, cost, _of_videos(peer, tubespam)))
    return found


def _of_site(peer: Peer, site: Site) -> Callable[[Session, Listener], dict[str, Any]]:
    def measure(session: Session, listener: Listener) -> dict[str, Any]:
        found: dict[str, Any] = {"cold": trials.cold(session, site.rows), "learned": None, "late": None}
        listener.add(len(site.rows))
        if site.is_ordered:
            found["learned"] = trials.prequential(session, site.rows, peer.neutral, progress=listener.add)
            session.forget()
            found["late"] = trials.prequential(
                session,
                site.rows,
                peer.neutral,
                feedback=Feedback.ERRORS,
                delay=LATE,
                progress=listener.add,
            )
        return found

    return measure


def _of_videos(peer: Peer, rows: Sequence[Row]) -> Callable[[Session, Listener], dict[str, Any]]:
    return lambda session, listener: trials.videos(session, rows, peer.neutral, listener.add)


def _finish(peer: Peer, part: _Part, listener: Listener, done: MutableMapping[str, Any]) -> None:
    if part.name in done:
        listener.tell(f"{part.name}: done earlier")
        listener.skip(part.cost)
        return
    listener.tell(f"{part.name}: {_size(part.trained_on):,} rows to learn from")
    with tempfile.TemporaryDirectory(prefix="chaffinch-") as folder, peer.open(Path(folder)) as session:
        if part.trained_on:
            session.train(part.trained_on, listener)
        found = part.measure(session, listener)
    done[part.name] = {"version": peer.version(), "found": found}


def _compared(peer: Peer, lacking: str | None, sites: Sequence[Site], done: MutableMapping[str, Any]) -> Compared:
    if lacking:
        return Compared(peer.name, peer.settings, None, lacking, {}, None, None)
    mine = f"{peer.name}: "
    parts = {name.removeprefix(mine): part for name, part in done.items() if name.startswith(mine)}
    return Compared(
        peer.name,
        peer.settings,
        ", ".join(sorted({part["version"] for part in parts.values()})),
        None,
        {site.name: parts[site.name]["found"] for site in sites},
        parts["TubeSpam"]["found"] if "TubeSpam" in parts else None,
        parts["TubeSpam alone"]["found"] if "TubeSpam alone" in parts else None,
    )


def _without(names: Collection[str], corpora: Sequence[Corpus]) -> list[Corpus]:
    return [one for one in corpora if one.name not in names]


def _size(corpora: Sequence[Corpus]) -> int:
    return sum(len(one.rows) for one in corpora)
