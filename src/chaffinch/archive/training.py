"""Train a base model from corpus files."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chaffinch import __version__
from chaffinch.archive.finished import digests
from chaffinch.engine import modelfile
from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.training import Recipe
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model, preparation
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus


def read_corpora(paths: Sequence[Path], seed: int, listener: Listener) -> list[Corpus]:
    """Return the corpora in files, in order of name. Broken lines are told and left out.

    Raises:
        InputError: two files of one name, a torn file, or no labelled row at all.

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
                listener.tell(f"{path.name}: {row}")
        found[name] = preparation.corpus(name, rows, seed)
        listener.tell(f"{name}: {len(rows):,} rows read, {len(found[name].rows):,} kept")
    if not any(one.rows for one in found.values()):
        raise InputError("no labelled row in these files: training needs the field 'label' with 'spam' or 'ham'")
    return list(found.values())


def run_of(paths: Sequence[Path], recipe: Recipe) -> dict[str, Any]:
    """Return what makes finished folds of one run those of another: corpora, recipe, features and program."""
    return {"corpora": digests(paths), "recipe": asdict(recipe), "features": FEATURE_VERSION, "version": __version__}


def train_file(
    paths: Sequence[Path], out: Path, recipe: Recipe, date: str, listener: Listener, done: MutableMapping[str, Any]
) -> BaseModel:
    """Train on corpus files and write the model to `out` (whole or not at all). `done`: as for `base_model.train`.

    Raises:
        InputError: the corpora cannot be trained on, or there is no folder for `out`.
    """
    if not out.parent.is_dir():
        raise InputError(f"{out.parent} is no folder: make it, or give --out another place")
    read = read_corpora(paths, recipe.seed, listener)
    listener.expect(base_model.work(read, recipe))
    model = base_model.train(read, recipe, date, listener, done=done)
    part = out.with_name(out.name + ".part")
    part.write_bytes(modelfile.write(model))
    part.replace(out)
    return model
