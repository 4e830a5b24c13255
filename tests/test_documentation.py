from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from chaffinch import errors
from chaffinch.archive.quality import READING
from chaffinch.cli.frame import frame, widget
from chaffinch.cli.main import COMMANDS
from chaffinch.config import load
from chaffinch.engine.blocks import SCALES, Block
from chaffinch.engine.explanation import CODES
from chaffinch.engine.sentences import SENTENCES
from chaffinch.engine.signals import SIGNALS, Signal
from chaffinch.engine.types import Action
from chaffinch.evaluation.corpus import parse_line
from chaffinch.evaluation.folding import KINDS
from chaffinch.service.clock import SECOND
from chaffinch.service.controller import Controller
from chaffinch.service.disclosure import Disclosure
from chaffinch.service.retention import Retention
from chaffinch.service.sign_in import SESSION_LIFE
from chaffinch.service.states import State
from chaffinch.web.newspaper import MASTHEAD, OPTIONAL, REQUIRED, Newspaper
from chaffinch.web.statuses import status_of

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "chaffinch"
DOCS = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text("utf-8")


def kinds(tree: type[errors.ChaffinchError]) -> Iterator[type[errors.ChaffinchError]]:
    yield tree
    for leaf in tree.__subclasses__():
        yield from kinds(leaf)


ERRORS = [kind for kind in kinds(errors.ChaffinchError) if kind.__module__.startswith("chaffinch.")]


def rows(document: str, heading: str) -> dict[str, list[str]]:
    """Return the cells of the first table under a heading, by the first cell."""
    _, found, rest = DOCS[document].partition(f"{heading}\n")
    assert found, f"docs/{document} has no heading {heading!r}"
    section = re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines[2:]}


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_a_signal_is_documented_with_group_weight_and_sentence(signal: Signal) -> None:
    decides = f", decides: {signal.action.name}" if signal.action else ""
    expected = [signal.group, f"{signal.weight:+.1f}{decides}", signal.sentence]
    assert rows("how-it-decides.md", "### 4. Signals (`engine/signals.py`)").get(f"`{signal.name}`") == expected


def test_no_signal_is_documented_that_does_not_exist() -> None:
    told = rows("how-it-decides.md", "### 4. Signals (`engine/signals.py`)")
    assert list(told) == [f"`{signal.name}`" for signal in SIGNALS]


def test_the_blocks_of_features_are_documented_with_their_scales() -> None:
    told = rows("how-it-decides.md", "### 2. Features (`engine/blocks.py`, `engine/features.py`, `engine/hashing.py`)")
    assert {name: cells[0] for name, cells in told.items()} == {b.name: str(SCALES[b]) for b in Block}


def test_every_module_of_the_engine_is_told_where_deciding_is_told_and_no_other() -> None:
    told = set(re.findall(r"`(engine/\w+\.py)`", DOCS["how-it-decides.md"]))
    assert told == {f"engine/{path.name}" for path in (SOURCE / "engine").glob("*.py") if path.name != "__init__.py"}


def test_the_kinds_of_disguise_are_documented() -> None:
    told = rows("how-it-decides.md", "### 1. Text (`engine/text.py` and what it asks, `engine/parsing.py`)")
    assert list(told) == [f"`{kind}`" for kind in KINDS]


def test_the_codes_of_evidence_are_documented_with_both_sentences() -> None:
    told = rows("how-it-decides.md", "### 7. Evidence (`engine/explanation.py`)")
    expected = {f"`{code}`": [*SENTENCES[code]] for code in CODES.values()}
    assert {code: cells for code, cells in told.items() if code != "`word`"} == expected
    assert "`word`" in told


def test_every_action_is_explained_to_moderators() -> None:
    assert list(rows("how-it-decides.md", "## For moderators")) == [f"`{action.name}`" for action in Action]


def test_the_states_of_a_comment_are_in_the_glossary() -> None:
    told = rows("glossary.md", "# Glossary")["state"][0]
    assert re.findall(r"`(\w+)`", told) == [state.name for state in State]


def test_errors_are_documented_with_code_class_and_status() -> None:
    told = {code: cells[:2] for code, cells in rows("architecture.md", "## Error codes").items()}
    assert told == {f"`{kind.code}`": [kind.__name__, str(status_of(kind("", **_named(kind))))] for kind in ERRORS}


def _named(kind: type[errors.ChaffinchError]) -> dict[str, object]:
    if kind is errors.CorpusLineError:
        return {"line": 1}
    if kind is errors.TooManyCallsError:
        return {"retry_after": 1}
    return {"field": "text"} if kind is errors.FieldError else {}


def test_codes_of_errors_are_unique() -> None:
    assert len({kind.code for kind in ERRORS}) == len(ERRORS)


def test_every_module_is_in_the_picture_and_nothing_else_is() -> None:
    _, _, after = DOCS["architecture.md"].partition("<!-- modules:begin -->")
    told = re.findall(r"^- `([\w/]+\.py)`: \S", after.partition("<!-- modules:end -->")[0], re.MULTILINE)
    modules = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if path.name != "__init__.py"}
    assert sorted(told) == sorted(module for module in modules if "/versions/" not in module)


def test_every_dependency_has_its_reason_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["test"], *extras["bench"]]
    names = {re.split(r"[<>=;\[ ]", requirement, maxsplit=1)[0] for requirement in needed}
    _, _, section = DOCS["architecture.md"].partition("## Dependencies\n")
    told = re.findall(r"^\| ([\w-]+) \| [\w.-]+(?: or [\w.-]+)? \| \S.*\|$", section, re.MULTILINE)
    assert sorted(set(told) - {"package"}) == sorted(names)


def test_every_field_of_a_labelled_line_is_documented() -> None:
    told = {name for cell in rows("evaluation.md", "## Fields") for name in re.findall(r"`(\w+)`", cell)}
    assert told == {"text", "label", "author", "author_url", "context", "ts", "id", "site", "lang"}
    for name in told:
        with pytest.raises(errors.CorpusLineError, match=rf": {name} is "):
            parse_line(json.dumps({"text": "x", name: {}}).encode(), 1)


def test_every_retention_setting_is_documented_with_its_default() -> None:
    told = {cells[1]: cells[0] for cells in rows("privacy.md", "## How long").values() if cells[1]}
    defaults = {f"`retention.{name}`": days for name, days in vars_of(Retention()).items()}
    assert told == {name: f"{days} day" + "s" * (days != 1) for name, days in defaults.items()}


def vars_of(retention: Retention) -> dict[str, int]:
    return {name: getattr(retention, name) for name in Retention.__dataclass_fields__}


def test_every_field_of_the_disclosure_is_documented() -> None:
    told = list(rows("data.md", "## The JSON"))
    assert told == ["`$schema`", *(f"`{field.name}`" for field in fields(Disclosure))]


def test_the_settings_of_the_data_page_are_all_shown_and_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "chaffinch.toml").write_text(DOCS["data.md"].partition("```toml\n")[2].partition("```\n")[0], "utf-8")
    assert all(getattr(load({}, tmp_path / "chaffinch.toml").controller, one.name) for one in fields(Controller))


def test_every_command_is_in_the_changelog_or_the_documents() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8") + DOCS["configuration.md"]
    assert {name for name in COMMANDS if not re.search(rf"`(?:chaffinch )?{name}\b", changes)} == set()


def test_every_key_of_a_masthead_is_documented_with_what_holds_where_it_is_left_out() -> None:
    told = rows("configuration.md", "### The masthead, `newspaper.toml`")
    assert {key: cells[0] for key, cells in told.items()} == {
        f"`{key}`": f"`{default}`" if default else "empty" for key, default in MASTHEAD.items()
    }


def test_every_key_of_front_matter_is_documented_with_whether_it_is_needed() -> None:
    told = rows("configuration.md", "### The front matter of an article")
    expected = dict.fromkeys(REQUIRED, "yes") | dict.fromkeys(OPTIONAL, "no")
    assert {key: cells[0] for key, cells in told.items()} == {f"`{key}`": needed for key, needed in expected.items()}


def test_the_newspaper_of_the_documents_can_be_read(tmp_path: Path) -> None:
    _, _, section = DOCS["configuration.md"].partition("## Articles of your own\n")
    for kind, name in (("toml", "newspaper.toml"), ("markdown", "bridge.md")):
        example = section.partition(f"```{kind}\n")[2].partition("```\n")[0]
        (tmp_path / name).write_text(example, "utf-8")
    paper = Newspaper.from_folder(tmp_path)
    assert (paper.name, paper.lead.path) == ("The News of Example", "/articles/bridge")


@pytest.mark.parametrize("document", [README, DOCS["configuration.md"]], ids=["README.md", "configuration.md"])
def test_how_long_a_session_of_the_desk_lasts_is_told_where_sign_in_is(document: str) -> None:
    (line,) = [line for line in document.splitlines() if "`chaffinch signin`" in line and "hours" in line]
    assert f" {SESSION_LIFE // SECOND // 3600} hours" in line


def test_the_lines_of_the_documents_are_those_that_are_printed_for_a_new_site() -> None:
    assert widget("https://comments.example", "SITE_ID") in README
    assert widget("https://comments.example", "SITE_ID") in DOCS["embedding.md"]
    frames = DOCS["embedding.md"].splitlines()
    assert frame("https://comments.example", "SITE_ID", "https://news.example/page") in frames


def test_every_attribute_that_the_script_reads_is_documented_and_no_other() -> None:
    script = (SOURCE / "web" / "static" / "embed.js").read_text("utf-8")
    (look,) = re.findall(r"const LOOK = \[([^\]]+)\]", script)
    read = set(re.findall(r"\b(?:given|script\.dataset|place\.dataset)\.(\w+)", script)) | set(
        re.findall(r'"(\w+)"', look)
    )
    assert set(rows("embedding.md", "## Attributes")) == {f"`data-{name}`" for name in read}
    assert set(rows("embedding.md", "## Counts")) == {"`data-chaffinch-count`", "`data-chaffinch-words`"}


def test_the_readme_fits_on_one_screen() -> None:
    assert len(README.splitlines()) <= 90


@pytest.mark.parametrize("name", ["README.md", "docs/evaluation.md"])
def test_a_document_with_the_quality_table_has_both_marks_once_and_tells_how_to_read_it(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert READING in text.partition("<!-- quality:begin -->")[2].splitlines()
    assert [text.count(f"<!-- quality:{edge} -->") for edge in ("begin", "end")] == [1, 1]


def test_links_between_documents_lead_somewhere() -> None:
    pages = {ROOT / "README.md": README} | {ROOT / "docs" / name: text for name, text in DOCS.items()}
    broken = [
        (page.name, target)
        for page, text in pages.items()
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_nothing_names_the_machine_it_was_made_on_or_the_host_of_a_package_registry() -> None:
    forbidden = [
        "/" + "work/",
        "/" + "farm/",
        "py" + "pi.org",
        "python" + "hosted",
        "registry." + "npm" + "js",
        "deb." + "debian.org",
    ]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = [
        (name, word)
        for name in filter(None, listed.split("\0"))
        if (ROOT / name).is_file()
        for word in forbidden
        if word.encode() in (ROOT / name).read_bytes()
    ]
    assert named == []
