"""Train a base model from corpus files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from chaffinch.engine import modelfile
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.training import Recipe
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation.base_model import Corpus


def read_corpora(paths: Sequence[Path], seed: int, tell: Callable[[str], None]) -> list[Corpus]:
    """Return the corpora in files, in order of name. Broken lines are told and left out.

    Raises:
        InputError: two files of one name, or no labelled row at all.

    """
    found: dict[str, Corpus] = {}
    for path in sorted(paths, key=lambda p: p.name):
        name = path.name.split(".")[0]
        if name in found:
            raise InputError(f"two corpora are called {name!r}: give each file a name of its own")
        rows = []
        for row in corpora.read(path):
            if isinstance(row, corpora.Row):
                rows.append(row)
            else:
                tell(f"{path.name}: {row}")
        found[name] = base_model.corpus(name, rows, seed)
        tell(f"{name}: {len(rows):,} rows read, {len(found[name].rows):,} kept")
    if not any(one.rows for one in found.values()):
        raise InputError("no labelled row in these files: training needs the field 'label' with 'spam' or 'ham'")
    return list(found.values())


def train_file(paths: Sequence[Path], out: Path, recipe: Recipe, date: str, tell: Callable[[str], None]) -> BaseModel:
    """Train on corpus files and write the model to `out` (whole or not at all)."""
    model = base_model.train(read_corpora(paths, recipe.seed, tell), recipe, date, tell)
    part = out.with_name(out.name + ".part")
    part.write_bytes(modelfile.write(model))
    part.replace(out)
    return model
