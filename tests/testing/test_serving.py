"""The server for other people's tests: real, apart from everything else, and obedient where it is told to be."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from chaffinch import client as client_package
from chaffinch.client import Action, Check, Client, Label, Said, State, TooManyCalls, Unreachable
from chaffinch.engine import types as engine
from chaffinch.errors import SettingError
from chaffinch.testing import serving
from chaffinch.testing.obeying import SCORES

HAM = "My grandmother crossed that bridge every morning on her way to the mill."
SPAM = 'Cheap pills!!! <a href="http://pills.example/buy">best price</a> casino bonus http://pills.example/'
PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_it_is_a_real_server_that_judges_by_the_shipped_model() -> None:
    with serving() as server:
        assert server.client.check(HAM, author="Una").action is Action.APPROVE
        assert server.client.check(SPAM).action is Action.SPAM
        assert (server.client.site().url, server.url.rpartition(":")[0]) == (server.site_url, "http://127.0.0.1")


def test_a_verdict_is_what_the_test_says_for_the_texts_it_names() -> None:
    with serving() as server:
        server.verdict("SPAM", text="Grandmother")
        server.verdict(Action.HOLD, text="mill", score=0.4)
        told = server.client.check_batch([Check(text=text) for text in (HAM, "A grandmother.", "A bridge.")])
        assert [one.action for one in told] == [Action.HOLD, Action.SPAM, Action.APPROVE]
        assert (told[0].score, told[0].evidence[0].code) == (0.4, "set-by-test")
        server.forget_verdicts()
        assert server.client.check(HAM).action is Action.APPROVE


@pytest.mark.parametrize("action", list(engine.Action))
def test_every_action_can_be_set_by_either_enum_or_by_name(action: engine.Action) -> None:
    with serving() as server:
        for told in (action, action.name, client_package.Action[action.name]):
            server.verdict(told)
            verdict = server.client.check(HAM)
            assert (verdict.action.name, verdict.score) == (action.name, SCORES[action])


def test_an_action_that_does_not_exist_is_refused() -> None:
    with serving() as server, pytest.raises(KeyError):
        server.verdict("MAYBE")


def test_what_a_person_labels_is_learned_and_moves_the_comment() -> None:
    with serving() as server:
        text = "Our lamps are the loveliest lamps in all the lands of lamps."
        before = server.client.check(text)
        server.client.feedback(Label.SPAM, comment=Said(text=text))
        assert server.client.check(text).score > before.score
        assert server.client.comments(State.SPAM).comments[0].text == text


def test_two_servers_know_nothing_of_each_other() -> None:
    with serving() as one, serving() as other:
        one.client.check(HAM)
        one.verdict("SPAM")
        assert other.client.comments(State.PUBLISHED).comments == ()
        assert other.client.check(HAM).action is Action.APPROVE
        assert one.key != other.key


def test_it_leaves_no_thread_file_or_listener_behind() -> None:
    before = set(threading.enumerate())
    folders = set(Path(tempfile.gettempdir()).glob("chaffinch-*"))
    with serving() as server:
        url, key = server.url, server.key
        server.client.check(HAM)
    assert {thread for thread in threading.enumerate() if thread.is_alive() and not thread.daemon} <= before
    assert not any(thread.name in ("chaffinch", "writer") for thread in set(threading.enumerate()) - before)
    assert set(Path(tempfile.gettempdir()).glob("chaffinch-*")) <= folders
    with Client(url, key, timeout=1) as client, pytest.raises(Unreachable):
        client.site()


def test_a_test_that_fails_stops_it_too() -> None:
    told: list[str] = []

    def fails() -> None:
        with serving() as server:
            told.append(server.url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    (url,) = told
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=1)
    with pytest.raises(OSError, match="refused"):
        connection.request("GET", "/healthz")


def test_a_folder_keeps_its_state_from_one_server_to_the_next(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key, verdict = server.key, server.client.check(HAM, idempotency_key="once")
    with serving(tmp_path) as server:
        assert server.key == key
        assert server.client.verdict(verdict.id or "") == verdict
        assert server.client.check(HAM, idempotency_key="once") == verdict
        assert len(server.client.comments(State.PUBLISHED).comments) == 1


def test_settings_are_given_as_in_the_documents_and_those_of_the_folder_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chaffinch.toml").write_text("nonsense = 1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAFFINCH_PORT", "1")
    with serving(calls_per_minute=1) as server:
        server.client.site()
        with pytest.raises(TooManyCalls):
            server.client.site()
    with pytest.raises(SettingError, match="no_such"), serving(no_such=1):
        pass


def test_the_desk_can_be_opened_by_a_browser() -> None:
    with serving() as server:
        server.client.check(HAM)
        address = urlsplit(server.sign_in_address())
        connection = http.client.HTTPConnection(address.netloc, timeout=5)
        connection.request("GET", address.path)
        answer = connection.getresponse()
        connection.close()
        assert (answer.status, answer.headers["location"]) == (303, "/desk")


PROGRAM = """
def test_spam_is_not_shown(chaffinch_server):
    chaffinch_server.verdict("SPAM")
    assert chaffinch_server.client.check("anything").action.name == "SPAM"


def test_each_test_has_an_empty_server(chaffinch_server):
    assert chaffinch_server.client.comments().comments == ()
    assert chaffinch_server.client.check("What a lovely bridge.").action.name == "APPROVE"
"""


def run_pytest(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def test_the_fixture_works_in_a_project_that_asks_for_it(tmp_path: Path) -> None:
    (told,) = re.findall(r"```python\n(pytest_plugins = .*)\n```", PAGE.read_text("utf-8"))
    (tmp_path / "conftest.py").write_text(told)
    (tmp_path / "test_it.py").write_text(PROGRAM)
    assert "2 passed" in run_pytest(tmp_path)


def test_a_project_that_does_not_ask_loads_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n\ndef test_it():\n    assert not [name for name in sys.modules if name.startswith('chaffinch')]\n"
    )
    assert "1 passed" in run_pytest(tmp_path)


def test_asking_for_the_plugin_does_not_load_the_server_until_a_test_does(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["chaffinch.testing.plugin"]')
    (tmp_path / "test_it.py").write_text("import sys\n\ndef test_it():\n    assert 'numpy' not in sys.modules\n")
    assert "1 passed" in run_pytest(tmp_path)


def test_the_examples_of_the_page_run(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    calling, testing = (next(block for block in blocks if word in block) for word in ("Client(", "with serving()"))
    names: dict[str, Any] = {}
    with serving() as server:
        exec(calling.replace("http://127.0.0.1:8080", server.url).replace("0123456789ab", server.key), names)  # noqa: S102
    exec(testing, names)  # noqa: S102 - our own page
    assert capsys.readouterr().out.splitlines()[:2] == ["publish it", "Action.SPAM"]
