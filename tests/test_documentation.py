from __future__ import annotations

import re
import subprocess
from pathlib import Path

from chaffinch import errors
from chaffinch.engine.explanation import _SENTENCES
from chaffinch.engine.features import SCALES
from chaffinch.engine.signals import SIGNALS
from chaffinch.service.clock import DAY
from chaffinch.service.retention import Retention

ROOT = Path(__file__).parents[1]
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}


def codes(tree: type[errors.ChaffinchError]) -> set[str]:
    return {tree.code}.union(*(codes(leaf) for leaf in tree.__subclasses__()))


def test_every_signal_block_and_evidence_code_is_documented() -> None:
    told = DOCS["how-it-decides.md"]
    for signal in SIGNALS:
        assert f"`{signal.name}`" in told
        assert signal.sentence in told
        assert f"{signal.weight:+.1f}" in told
    for block, scale in SCALES.items():
        assert f"| {block.name} | {scale} |" in told
    for code, _, _ in _SENTENCES.values():
        assert f"`{code}`" in told


def test_every_error_code_is_documented() -> None:
    assert {code for code in codes(errors.ChaffinchError) if f"`{code}`" not in DOCS["architecture.md"]} == set()


def test_every_module_is_in_the_picture_and_nothing_else_is() -> None:
    source = ROOT / "src" / "chaffinch"
    modules = {str(path.relative_to(source)) for path in source.rglob("*.py") if path.name != "__init__.py"}
    told = set(re.findall(r"^- `([\w/]+\.py)`", DOCS["architecture.md"], re.MULTILINE))
    assert told == {module for module in modules if "/versions/" not in module}


def test_every_retention_setting_is_documented() -> None:
    for name in Retention.__dataclass_fields__:
        assert f"`retention.{name}`" in DOCS["privacy.md"]
    assert DAY == 86_400_000


def test_the_readme_fits_on_one_screen() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 90


def test_nothing_names_the_machine_it_was_made_on_or_a_package_registry() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    forbidden = ["/" + "work/", "py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian.org"]
    for name in filter(None, tracked.split("\0")):
        data = (ROOT / name).read_bytes()
        assert not [word for word in forbidden if word.encode() in data], name
