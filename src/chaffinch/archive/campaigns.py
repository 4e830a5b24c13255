"""How well campaigns are noticed: made-up campaigns mixed into ham, counted by what counts on a server."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from chaffinch.engine.parsing import parse
from chaffinch.engine.signals import holding
from chaffinch.engine.types import Action, Context, Label, Submission
from chaffinch.evaluation import corpus
from chaffinch.evaluation.campaign_templates import REPORTED, SHORT
from chaffinch.evaluation.campaigns import HAM, Arrived, campaign_comments, day
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import SILENT, Listener
from chaffinch.evaluation.made_up_ham import made_up_ham
from chaffinch.service.watching import Origin, Watch
from chaffinch.sightings.local import LocalSightings

HAM_AN_HOUR = 1000
"""Where ham is told in a row: so many comments an hour, ten times as many as a busy paper has."""
_RULES = {"campaign": Action.SPAM, "campaign-begins": Action.HOLD}


@dataclass(frozen=True, slots=True)
class Found:
    """What was noticed of a day.

    `noticed`: after how many of its comments each campaign was held at least, None where never; `refused`: the same for
    spam. `stopped`: how many of the `comments` of campaigns were either. `joined`: the ham that was, of so many `ham`.
    """

    noticed: tuple[int | None, ...]
    refused: tuple[int | None, ...]
    comments: int
    stopped: int
    ham: int
    joined: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many campaigns were noticed."""
        return sum(one is not None for one in self.noticed)

    @property
    def median_noticed(self) -> float | None:
        """After how many comments half of the campaigns were noticed, those that never were counted as the last."""
        return _median(self.noticed)

    @property
    def median_refused(self) -> float | None:
        """After how many comments half of the campaigns were spam."""
        return _median(self.refused)


def _median(after: Sequence[int | None]) -> float | None:
    middle = median(float("inf") if one is None else one for one in after) if after else float("inf")
    return None if middle == float("inf") else middle


def read_ham(paths: Sequence[Path], listener: Listener = SILENT) -> dict[str, list[Submission]]:
    """Return the ham of each corpus, in its own order; spam and what cannot be read is left out."""
    found = {}
    for path in paths:
        rows = [row for row in corpus.read(path) if isinstance(row, Row) and row.label is Label.HAM]
        listener.tell(f"{path.name}: {len(rows):,} ham")
        found[path.name.split(".")[0]] = [row.submission for row in rows if row.submission.text.strip()]
    return found


def some_of(ham: Sequence[Submission], seed: int, most: int = HAM) -> list[Submission]:
    """Return at most so many, drawn at random, in their own order."""
    dice = random.Random(f"{seed}:some")  # noqa: S311 - a reproducible draw
    return [ham[n] for n in sorted(dice.sample(range(len(ham)), most))] if len(ham) > most else list(ham)


def mixed(
    ham: Sequence[Submission] | None, seed: int, listener: Listener = SILENT, templates: Sequence[str] = REPORTED
) -> Found:
    """Return what is noticed on a day of campaigns among ham; without any, ham is made up."""
    honest = made_up_ham(HAM, seed) if ham is None else some_of(ham, seed)
    return measured(day(campaign_comments(templates, seed), honest, seed), len(templates), listener)


def mixed_short(ham: Sequence[Submission] | None, seed: int, listener: Listener = SILENT) -> Found:
    """Return the same of campaigns of a few words each."""
    return mixed(ham, seed, listener, SHORT)


def in_a_row(ham: Sequence[Submission], listener: Listener = SILENT) -> Found:
    """Return what is joined of the ham of one corpus, as if it came in its own order at one place."""
    hour = 60 * 60 * 1000
    arrived = [Arrived(n * hour // HAM_AN_HOUR, "site0", said) for n, said in enumerate(ham)]
    return measured(arrived, 0, listener)


def measured(arrived: Sequence[Arrived], campaigns: int, listener: Listener = SILENT) -> Found:
    """Return what is noticed of comments that arrive one by one.

    A comment without an author counts as somebody else's each time: the worst case, for a server takes all such
    comments of one site for one sender's.
    """
    now = 0
    watch = Watch(LocalSightings(), bytes(32), lambda: now)
    noticed: list[int | None] = [None] * campaigns
    refused: list[int | None] = [None] * campaigns
    count: Counter[int] = Counter()
    stopped, joined = 0, []
    listener.expect(len(arrived))
    for number, one in enumerate(arrived):
        now = one.at
        action = _action(watch, one, number)
        if one.campaign is None:
            if action is not None:
                joined.append(one.submission.text)
        else:
            count[one.campaign] += 1
            stopped += action is not None
            if action is not None and noticed[one.campaign] is None:
                noticed[one.campaign] = count[one.campaign]
            if action is Action.SPAM and refused[one.campaign] is None:
                refused[one.campaign] = count[one.campaign]
        listener.add(1)
    comments = count.total()
    return Found(tuple(noticed), tuple(refused), comments, stopped, len(arrived) - comments, tuple(joined))


def _action(watch: Watch, one: Arrived, number: int) -> Action | None:
    """Return what a rule about campaigns says of a comment, None where none holds."""
    parsed = parse([one.submission])
    site = f"{int(one.site.removeprefix('site')):032x}"[::-1]
    origin = Origin(site, f"{number + 1:016x}", None if one.submission.author else f"somebody {number}")
    (context,) = watch.around(parsed, [one.submission], [Context(site=one.site)], [origin])
    names = [rule.name for rule in holding(one.submission, context, parsed.plains[0])]
    return next((_RULES[name] for name in names if name in _RULES), None)


def as_values(found: Found, short: Found, rows: Mapping[str, Found]) -> dict[str, Any]:
    """Return what was measured as JSON values; texts of ham are nobody's business there, so only their number."""
    return {
        "campaigns": len(found.noticed),
        "found": found.found,
        "noticed_after": list(found.noticed),
        "noticed_after_median": found.median_noticed,
        "spam_after_median": found.median_refused,
        "comments": found.comments,
        "stopped": found.stopped,
        "ham": found.ham,
        "ham_joined": len(found.joined),
        "short_campaigns": len(short.noticed),
        "short_found": short.found,
        "short_noticed_after": list(short.noticed),
        "short_ham_joined": len(short.joined),
        "in_a_row": {name: {"ham": one.ham, "joined": len(one.joined)} for name, one in rows.items()},
    }


def told(found: Found, short: Found) -> str:
    """Return the figures of two days in lines."""

    def after(median: float | None) -> str:
        return "never, for half of them" if median is None else f"{median:g} comments, the median"

    share = 100 * found.stopped / found.comments if found.comments else 0.0
    lines = [
        f"campaigns found       {found.found} of {len(found.noticed)} (goal: all)",
        f"held after            {after(found.median_noticed)} (goal: 5)",
        f"spam after            {after(found.median_refused)}",
        f"their comments        {share:.1f} % of {found.comments:,} held or spam",
        f"ham wrongly joined    {len(found.joined)} of {found.ham:,} (goal: none)",
        f"of a few words each   {short.found} of {len(short.noticed)} found; {len(short.joined)} ham wrongly joined",
    ]
    return "\n".join(lines)
