"""What docs/clients.md and the README show is what runs."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from akismet import CheckResponse

from chaffinch.wire.akismet_table import TABLE, Rule, paths
from tests.contract.coral import SECRET, signature
from tests.contract.legal import HEADERS
from tests.contract.outside.published import CLIENTS
from tests.contract.world import BLOG, HAM, KEY, SPAM, World, ask

pytestmark = pytest.mark.contract
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "clients.md"
README = ROOT / "README.md"


def test_the_python_example_leads_the_client_to_this_server(world: World) -> None:
    (example,) = (one for one in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL) if "akismet" in one)
    assert (f'"{KEY}"' in example, f'"{BLOG}"' in example) == (True, True)
    names: dict[str, Any] = {}
    with world.listening() as port:
        exec(example.replace(":8080", f":{port}"), names)  # noqa: S102 - our own page
        with closing(names["http"]):
            client = names["client"]
            assert client.comment_check(user_ip="192.0.2.1", comment_content=HAM) == CheckResponse.HAM
            assert client.comment_check(user_ip="192.0.2.1", comment_content=SPAM) == CheckResponse.SPAM
            assert client.submit_spam(user_ip="192.0.2.1", comment_content=SPAM)


def test_the_python_example_of_the_readme_works_against_the_server_that_make_serve_starts(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    address, demo = world.server.settings.public_url, world.server.demo_site
    assert (f'url="{address}"' in example, demo.url) == (True, address)
    with world.listening() as port:
        told = example.replace(KEY, world.server.sites.key_of(demo.id)).replace("8080", str(port))
        names: dict[str, Any] = {}
        exec(told.replace(f'url="http://127.0.0.1:{port}"', f'url="{address}"'), names)  # noqa: S102 - our own page
        with names["client"]:
            assert capsys.readouterr().out in ("HAM\n", "SPAM\n")


EXAMPLES = re.findall(
    r"```http\nPOST (\S+)\n((?:[^\n]+\n)*)\n(.*?)```\n\n```json\n(.*?)```", PAGE.read_text(), re.DOTALL
)


@pytest.mark.parametrize(("address", "head", "body", "answer"), EXAMPLES)
def test_every_example_of_a_neighbours_call_is_answered_in_that_form(
    world: World, address: str, head: str, body: str, answer: str
) -> None:
    path, _, query = address.replace("SITE_ID", world.site.id).partition("?")
    headers = []
    if "X-Coral-Signature" in head:
        world.server.sites.set_coral_secret(world.site.id, SECRET)
        headers.append((b"x-coral-signature", signature(body.encode(), SECRET).encode()))
    got = asyncio.run(ask(world.app, "POST", path, query.encode(), headers, [body.encode()]))
    assert form(json.loads(got.body)) == form(json.loads(answer))


def test_the_page_has_an_example_of_each_of_the_neighbours_calls() -> None:
    assert len(EXAMPLES) == PAGE.read_text().count("```http") == 4
    assert {address.partition("?")[0] for address, *_ in EXAMPLES} == {
        "/coral/SITE_ID",
        "/v1alpha1/comments:analyze",
        "/v1alpha1/comments:suggestscore",
    }


def form(value: Any) -> Any:
    """Return names and texts, but of scores and places only that they are numbers, and of several only the first."""
    if isinstance(value, dict):
        return {name: float if name in ("value", "begin", "end") else form(inner) for name, inner in value.items()}
    return [form(value[0])] if isinstance(value, list) else value


def test_the_page_names_every_call_where_clients_look_for_it_and_what_it_needs(world: World) -> None:
    rows = re.findall(r"^\| (`/1\.[12]/[^|]+) \| ([^|]+) \|", PAGE.read_text(), re.MULTILINE)
    told = {path: needs for cell, needs in rows for path in re.findall(r"`([^`]+)`", cell)}
    assert told == {paths(endpoint)[0]: needs(rule) for endpoint, rule in TABLE.items()}
    for path in told:
        assert world.call(path, {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1"}).status == 200


def needs(rule: Rule) -> str:
    return ", ".join(["key", *(f"`{name}`" for name in rule.required)]) if rule.subject else "nothing"


def test_the_page_names_every_field_that_is_read() -> None:
    _, _, section = PAGE.read_text().partition("## Fields\n")
    named = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE))))
    assert {name for rule in TABLE.values() for name in rule.reads} - named == set()


def test_the_page_tells_which_calls_are_about_the_field_key() -> None:
    text = " ".join(PAGE.read_text().split())
    (sentence,) = re.findall(r"When both fields come, (.*?) are about `key`", text)
    about = {endpoint.value for endpoint, rule in TABLE.items() if rule.subject == "key"}
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == about


def test_the_page_names_every_header_that_is_ever_sent() -> None:
    assert {name.lower() for name in re.findall(r"`(X-akismet-[a-z-]+)", PAGE.read_text())} == HEADERS


def test_the_clients_that_the_page_says_are_run_here_are_run_here() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.read_text("utf-8").splitlines() if line.count("|") == 6]
    said = [row[0] for row in rows if row[-1].strip() in ("yes", "both") and "WordPress" not in row[0]]
    run = [client.name.partition(" ")[2] for client in CLIENTS]
    assert [package for package in run if not any(f"`{package}`" in row for row in said)] == []
    assert len(said) == len(run)


def test_the_page_names_every_constant_of_the_must_use_plugin_and_no_other() -> None:
    plugin = (ROOT / "integrations" / "wordpress" / "chaffinch.php").read_text()
    read = set(re.findall(r"defined\( '(CHAFFINCH_\w+)' \)", plugin))
    assert set(re.findall(r"define\( '(CHAFFINCH_\w+)'", PAGE.read_text())) == read
    assert len(plugin.splitlines()) < 150, "short enough to be read before it is trusted"
