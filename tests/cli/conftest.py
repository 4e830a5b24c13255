from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.corpora import corpora
from tests.cli.world import call


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def small_model() -> Path:
    """Return a model trained on two small corpora."""
    paths = corpora(Path(), "blog_x", "blog_y")
    call("train", "--out", "small.model", "--date", "2026-01-02", *map(str, paths))
    return Path("small.model").absolute()
