from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.contract.wordpress.database import mariadb
from tests.contract.wordpress.debian import INSTALLED, UNPACKED, package
from tests.contract.wordpress.people import Editor, Reader
from tests.contract.wordpress.server import KEY, Chaffinch
from tests.contract.wordpress.site import Site, wordpress

STORE = Path(__file__).parents[3] / ".outside" / "wordpress"


Built = tuple[Site, Editor]
Build = Callable[[str], Built | AssertionError]


@dataclass(frozen=True)
class Courier:
    """A WordPress that asks our server: `site` and `ours`, a reader, an editor who is signed in."""

    site: Site
    ours: Chaffinch
    reader: Reader
    editor: Editor


@pytest.fixture(scope="session")
def builds() -> Iterator[Build]:
    """Builds the WordPress of a suite when it is first asked for; all are torn down with everything they wrote."""
    with ExitStack() as stack:

        @cache
        def build(suite: str) -> Built | AssertionError:
            try:
                return stack.enter_context(_built(suite))
            except AssertionError as error:
                return error  # told by every test, looked for once: an archive out of reach takes its time

        yield build


@contextmanager
def _built(suite: str) -> Iterator[Built]:
    """A WordPress without a key, and its editor."""
    it = package(suite, STORE)
    folder = Path(tempfile.mkdtemp(prefix="courier-"))
    try:
        with mariadb(folder) as database, wordpress(it, folder, database) as site:
            editor = Editor(site)
            database.remember()
            yield site, editor
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=[INSTALLED, *UNPACKED])
def built(request: pytest.FixtureRequest, builds: Build) -> Built:
    """Each WordPress in turn."""
    it = builds(request.param)
    if isinstance(it, AssertionError):
        pytest.fail(str(it), pytrace=False)
    return it


@pytest.fixture
def bare(built: Built, tmp_path: Path) -> Iterator[Courier]:
    """A site as just installed, beside a server that knows it by `KEY`."""
    site, editor = built
    site.database.forget_since()
    ours = Chaffinch(tmp_path, site.home)
    try:
        ours.arrive()
        site.tell_server(ours.address)
        yield Courier(site, ours, Reader(site), editor)
    finally:
        ours.close()
    assert site.complaints() == []


@pytest.fixture
def courier(bare: Courier) -> Courier:
    """The same with its key entered."""
    bare.site.set_option("wordpress_api_key", KEY)
    return bare


@pytest.fixture(autouse=True)
def told(built: Built, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> None:
    """Write down for docs/compatibility.md what runs: the test's own name says it."""
    packed = built[0].package
    what = request.function.__name__.removeprefix("test_").replace("_", " ")
    version = f"{packed.version}, plugin {packed.plugin_version}"
    row = {"client": "WordPress with the Akismet plugin", "version": version, "what": what}
    record_property("compatibility", json.dumps(row))
