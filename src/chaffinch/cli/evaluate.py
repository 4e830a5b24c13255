"""`chaffinch evaluate`: how well the judge does on labelled files."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chaffinch.bootstrap import base_filter
from chaffinch.cli.options import as_json
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.evaluation import corpus, protocols
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.protocols import Feedback, Protocol


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--protocol", type=click.Choice([p.value for p in Protocol]), default="frozen", show_default=True)
@click.option("--feedback", type=click.Choice([f.value for f in Feedback]), default="all", show_default=True)
@click.option(
    "--delay", type=click.IntRange(min=0), default=0, show_default=True, help="Comments until one is learned."
)
@click.option("--from-scratch", is_flag=True, help="Begin with no base model at all.")
@as_json
def command(
    files: tuple[Path, ...], protocol: str, feedback: str, delay: int, from_scratch: bool, is_json: bool
) -> None:
    """Judge labelled FILES and print how well: one line a file, or one JSON object a file.

    frozen: the base model as it ships. prequential: each comment is judged, then learned, in order of `ts`.
    A broken line is told with its number and stops nothing.
    """
    for path in files:
        rows = _rows(path)
        judge = _scratch() if from_scratch else base_filter()
        progress = _progress(path.name, len(rows))
        if Protocol(protocol) is Protocol.FROZEN:
            outcome = protocols.frozen(judge, rows, progress)
        else:
            outcome = protocols.prequential(judge, rows, feedback=Feedback(feedback), delay=delay, progress=progress)
        told = protocols.report(path.name, outcome)
        click.echo(json.dumps(told) if is_json else _line(told))


def _rows(path: Path) -> list[Row]:
    rows = []
    for row in corpus.read(path):
        if isinstance(row, Row):
            rows.append(row)
        else:
            click.echo(f"{path.name}: {row}", err=True)
    return protocols.in_order(rows)


def _scratch() -> Filter:
    """Return a filter whose base knows nothing: what a learner alone can do."""
    import numpy as np

    thresholds = base_filter().thresholds
    return Filter(BaseModel("scratch", np.zeros(1 << 8, np.int16), 10, Calibration(), thresholds, {}))


def _progress(name: str, total: int) -> Callable[[int], None]:
    began, done = time.monotonic(), 0
    is_shown = sys.stderr.isatty()

    def add(count: int) -> None:
        nonlocal done
        done += count
        if is_shown and (done % 500 < count or done == total):
            rate = done / max(time.monotonic() - began, 1e-9)
            click.echo(
                f"\r\x1b[K{name}: {done:,} of {total:,}, {rate:,.0f}/s, {(total - done) / rate:,.0f} s left",
                nl=done == total,
                err=True,
            )

    return add


def _line(told: dict[str, Any]) -> str:
    def shown(value: Any) -> str:
        return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)

    return ", ".join(f"{name} {shown(value)}" for name, value in told.items())
