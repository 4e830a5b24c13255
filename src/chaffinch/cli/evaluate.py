"""`chaffinch evaluate`: how well the judge does on labelled files."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chaffinch.archive.finished import Finished, digest
from chaffinch.bootstrap import base_filter
from chaffinch.cli.lines import STANDARD_INPUT, name_of, open_lines
from chaffinch.cli.options import a_model, a_state, as_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.stopping import resumable, whole
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.evaluation import corpus, protocols
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.protocols import Feedback, Protocol

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--protocol", type=click.Choice([p.value for p in Protocol]), default="frozen", show_default=True)
@click.option(
    "--feedback", type=click.Choice([f.value for f in Feedback]), help="What a prequential run learns.  [default: all]"
)
@click.option(
    "--delay",
    type=click.IntRange(min=0),
    help="Comments judged, in a prequential run, until one is learned.  [default: 0]",
)
@click.option("--from-scratch", is_flag=True, help="Begin with no base model at all.")
@a_model
@a_state
@as_json
def command(
    files: tuple[Path, ...],
    protocol: str,
    feedback: str | None,
    delay: int | None,
    from_scratch: bool,
    model: Path | None,
    state: Path | None,
    is_json: bool,
) -> None:
    """Judge labelled FILES and print how well: one line a file, or one JSON object a file.

    FILES are JSON Lines, plain or gzip; - for standard input. Each line is an object with `text` and `label`, which
    is "spam" or "ham". Where known: `author, author_url, context` (the article), which are judged with the text,
    and `ts` (Unix seconds). A line without `label` is passed over, a broken one is told with its number and stops
    nothing; where no line of a file could be measured, the exit code is 1.

    frozen: the base model as it ships. prequential: each comment is judged, then learned, in order of `ts`.
    """
    how = Protocol(protocol)
    _refuse_what_cannot_be_read_again(files, state)
    _refuse_what_would_be_ignored(how, feedback, delay, model, is_from_scratch=from_scratch)
    asked = Feedback(feedback or "all"), delay or 0

    def judge() -> Filter:
        return _scratch() if from_scratch else base_filter(model)

    run = {"protocol": how.value, "feedback": asked[0].value, "delay": asked[1], "model": judge().version}
    done = Finished(state, run, datetime.now(UTC).date().isoformat())
    empty = []
    with resumable(lambda: _how_to_go_on(state)):
        for path in files:
            part = name_of(path) if path == STANDARD_INPUT else f"{path.name} {digest(path)}"
            if part not in done:
                report = _measured(path, judge(), how, *asked)
                with whole():
                    done[part] = report
            click.echo(json.dumps(done[part]) if is_json else _line(done[part]))
            empty += [name_of(path)] * (not done[part]["n"])
    for name in empty:
        click.echo(f"{name}: no line could be measured; each needs a text, and a label: 'spam' or 'ham'", err=True)
    if empty:
        sys.exit(1)


def _refuse_what_cannot_be_read_again(files: Sequence[Path], state: Path | None) -> None:
    count = files.count(STANDARD_INPUT)
    if count > 1:
        raise click.UsageError("standard input can be read once: give - once")
    if count and state:
        raise click.UsageError("--state goes on with files that are still there: put standard input into a file")


def _refuse_what_would_be_ignored(
    protocol: Protocol, feedback: str | None, delay: int | None, model: Path | None, *, is_from_scratch: bool
) -> None:
    if protocol is Protocol.FROZEN and (feedback is not None or delay is not None):
        name = "--feedback" if feedback is not None else "--delay"
        raise click.UsageError(f"a frozen judge learns nothing: {name} belongs to --protocol prequential")
    if model and is_from_scratch:
        raise click.UsageError("--from-scratch begins without a base model: give it or --model, not both")


def _measured(path: Path, judge: Filter, protocol: Protocol, feedback: Feedback, delay: int) -> dict[str, Any]:
    name = name_of(path)
    with Progress(name) as progress:
        rows = _rows(path, progress)
        progress.expect(len(rows))
        if protocol is Protocol.FROZEN:
            outcome = protocols.frozen(judge, rows, progress.add)
        else:
            _tell_what_orders(name, rows, progress)
            outcome = protocols.prequential(judge, rows, feedback=feedback, delay=delay, progress=progress.add)
    return protocols.report(name, outcome)


def _rows(path: Path, progress: Progress) -> list[Row]:
    rows, name = [], name_of(path)
    with open_lines(path) as lines:
        for row in corpus.rows(lines, "", source=name):
            if isinstance(row, Row):
                rows.append(row)
            else:
                progress.tell(f"{name}: {row}")
    return protocols.in_order(rows)


def _tell_what_orders(name: str, rows: Sequence[Row], progress: Progress) -> None:
    lacking = sum(row.ts is None for row in rows)
    if 0 < lacking < len(rows):
        progress.tell(f"{name}: {lacking:,} of {len(rows):,} rows tell no ts: judged in the order of the file")


def _scratch() -> Filter:
    """Return a filter whose base knows nothing: what a learner alone can do."""
    import numpy as np

    thresholds = base_filter().thresholds
    return Filter(BaseModel("scratch", np.zeros(1 << 8, np.int16), 10, Calibration(), thresholds, {}))


def _how_to_go_on(state: Path | None) -> str:
    if state:
        return f"stopped; finished files are in {state}: the same command goes on with the one that was under way"
    return "stopped; what is printed stands, the other files can be given again (--state FILE remembers it)"


def _line(told: dict[str, Any]) -> str:
    def shown(value: Any) -> str:
        return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)

    return ", ".join(f"{name} {shown(value)}" for name, value in told.items())
