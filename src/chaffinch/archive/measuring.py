"""The whole run behind `chaffinch bench quality`: every table of docs/evaluation.md, from one set of corpora."""

from __future__ import annotations

from collections.abc import Collection, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from chaffinch.archive import comparison, comparison_table, goals, ham_table, quality
from chaffinch.archive.comparison import TUBESPAM, Compared, Site
from chaffinch.archive.goals import Measured
from chaffinch.archive.peers.ours import ours
from chaffinch.archive.peers.peer import Peer
from chaffinch.archive.quality import Result
from chaffinch.archive.speed import Speed
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation import left_out, sampling
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

OURS, OURS_WHOLE = "Chaffinch", "Chaffinch, all rows"


@dataclass(frozen=True, slots=True)
class Found:
    """All that was measured.

    `whole`: ours, on all rows. `compared`: ours on the sample, then the peers; empty where none were asked for.
    """

    results: Sequence[Result]
    left_out: left_out.Measured
    whole: Compared
    compared: Sequence[Compared]
    sites: Sequence[Site]


def measure(
    paths: Sequence[Path],
    trained_on: Sequence[Corpus],
    recipe: Recipe,
    date: str,
    listener: Listener,
    done: MutableMapping[str, Any],
    *,
    apart: Collection[str],
    unordered: Collection[str],
    peers: Sequence[Peer],
) -> Found:
    """Leave sites, sets of ham and TubeSpam out in turn; then put ours and the peers to the same tests on samples.

    `done`: finished parts, read and added to.
    """
    results = quality.leave_one_out(paths, trained_on, recipe, date, listener, done, apart, unordered)
    listener.expect(left_out.work(trained_on, recipe))
    sets = left_out.measure(trained_on, recipe, listener, done)
    tubespam = _tubespam(paths)
    (whole,) = comparison.compare([ours(recipe, OURS_WHOLE)], trained_on, [], tubespam, listener, done)
    sites = _sites(paths, results, recipe.seed) if peers else []
    compared = []
    if peers:
        sample = sampling.sampled_corpora(trained_on, recipe.seed)
        everybody = [ours(recipe, OURS), *peers]
        compared = comparison.compare(everybody, sample, sites, tubespam, listener, done)
    return Found(results, sets, whole, compared, sites)


def _tubespam(paths: Sequence[Path]) -> list[Row]:
    """Return the labelled rows of TubeSpam in the order of the file, none where it is not among the corpora."""
    found = [path for path in paths if path.name.split(".")[0] == TUBESPAM]
    return [row for path in found for row in corpora.read(path) if isinstance(row, Row) and row.label is not None]


def _sites(paths: Sequence[Path], results: Sequence[Result], seed: int) -> list[Site]:
    by_name = {path.name.split(".")[0]: path for path in paths}
    return [
        Site(
            result.site,
            sampling.sampled(quality.scored_rows(by_name[result.site]), seed),
            is_ordered=result.corrected is not None,
            is_apart=result.is_apart,
        )
        for result in results
    ]


def goals_of(found: Found, speed: Speed | None, worker_bytes: int | None) -> list[goals.Goal]:
    """Return the goals with what was measured for them."""
    return goals.goals(Measured(found.results, found.left_out.sets, found.whole.videos, speed, worker_bytes))


def texts(found: Found, reached: Sequence[goals.Goal], date: str, commit: str, command: str) -> dict[str, str]:
    """Return the tables in Markdown, by the name of the marks that they go between. No peers, no table of them."""
    said = f"Measured {date} at commit `{commit}` with `{command}`."
    told = {
        "goals": f"{said}\n\n{goals.table(reached)}",
        quality.QUALITY: quality.table(found.results, date, commit, command),
        ham_table.HAM: ham_table.table(found.left_out, date, commit, command),
    }
    return told | {"peers": f"{said}\n\n{_peers_table(found)}"} if found.compared else told


def _peers_table(found: Found) -> str:
    """Return the tables of the comparison, with ours on all rows as second line."""
    sites = {one.site: {"cold": one.cold, "learned": one.learned, "late": one.late} for one in found.results}
    first, *others = found.compared
    whole = replace(found.whole, sites=sites)
    return comparison_table.tables([first, whole, *others], found.sites, first.name)


def as_values(found: Found, reached: Sequence[goals.Goal], date: str, commit: str) -> dict[str, Any]:
    """Return everything as JSON values."""
    return quality.as_values(found.results, date, commit) | {
        "goals": [asdict(goal) | {"is_reached": goal.is_reached} for goal in reached],
        "left_out": ham_table.as_values(found.left_out, date, commit),
        "tubespam": found.whole.videos,
        "peers": [asdict(one) for one in found.compared],
    }


def missing(found: Found) -> list[str]:
    """Return the names of the peers that could not be compared."""
    return [one.name for one in found.compared if one.missing]
