"""Secrets that clients forward are in no file and no log of the server, whatever they are called and however sent."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from chaffinch.wire.akismet_table import Endpoint, paths
from tests.cli.test_serve import named, serving
from tests.contract.world import BLOG, KEY, World

pytestmark = pytest.mark.contract
CANARY = "zq7canary"
MARKER = "zq7marker"
"""Stands in the text of the comment: what is meant to be kept, so that not finding a canary means something."""

SECRETS = (
    *("HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "REDIRECT_HTTP_AUTHORIZATION", "PHP_AUTH_USER", "PHP_AUTH_PW"),
    *("HTTP_X_API_KEY", "HTTP_X_AMZ_API_KEY_2", "X_API_KEY", "HTTP_X_AUTH_TOKEN", "HTTP_COOKIE", "HTTP_X_CSRF_TOKEN"),
    *("HTTP_X_WP_NONCE", "POST_akismet_comment_nonce", "POST__wpnonce", "POST_my_nonce_2", "_wpnonce", "some[nonce]"),
    *("POST_pwd", "POST_password", "POST_pass1", "POST_user_pass", "POST_g-recaptcha-response", "POST_email"),
    *("akismet_comment_nonce", "comment_agent", "comment_author_IP", "comment_author_email", "user_ip", "user_agent"),
    *("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_REFERER", "referrer", "REQUEST_URI"),
    *("reporter", "user_ID", "site_domain", "honeypot_field_name", "recheck_reason", "blog_lang", "callback"),
    *("never heard of", "ключ", "x" * 300, "", "[", "comment_content_2", "Comment_Content", "api_key2", "%00", "a\nb"),
)
FIELDS = {
    "api_key": KEY,
    "blog": BLOG,
    "user_ip": "192.0.2.1",
    "comment_author": "Una",
    "comment_content": f"The lamps by the weir are lovely {MARKER}.",
    "permalink": f"{BLOG}p/1",
} | {name: f"{CANARY}-{number}" for number, name in enumerate(SECRETS)}
ODD = {"api_key": f"{CANARY}-key", "key": f"{CANARY}-other", "month": f"{CANARY}-month", "from": f"{CANARY}-from"}
HEADERS = {
    "Authorization": f"Basic {CANARY}",
    "Proxy-Authorization": f"Basic {CANARY}",
    "Cookie": f"session={CANARY}",
    "X-Api-Key": CANARY,
    "User-Agent": f"WordPress/6.1.9 | {CANARY}",
    "Referer": f"https://a.example/{CANARY}",
    "X-Forwarded-For": CANARY,
}


def sendings(fields: dict[str, str]) -> Iterator[Callable[[httpx.Client, str], httpx.Response]]:
    """Give every way to send fields."""
    form, as_json = urlencode(fields), json.dumps(fields)
    urlencoded = {"content-type": "application/x-www-form-urlencoded"}
    yield lambda client, path: client.post(path, content=form, headers=urlencoded)
    yield lambda client, path: client.post(path, content=as_json, headers={"content-type": "application/json"})
    yield lambda client, path: client.post(path, files={name: (None, value) for name, value in fields.items() if name})
    yield lambda client, path: client.get(f"{path}?{form}")
    yield lambda client, path: client.put(f"{path}?{form}", content=form)
    yield lambda client, path: client.post(path, content=form + "&a=" * 3_000, headers=urlencoded)


def call_everything(url: str, key: str) -> None:
    mine = FIELDS | {"api_key": key}
    with httpx.Client(base_url=url, headers=HEADERS, timeout=30) as client:
        for endpoint in Endpoint:
            for fields in (mine, mine | ODD, mine | {"blog": ""}, mine | ODD | {"api_key": key, "key": key}):
                for send in sendings(fields):
                    assert send(client, paths(endpoint)[0]).status_code < 500
        client.get(f"/1.1/{CANARY}?{CANARY}")


def kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_running_server_keeps_none_in_database_write_ahead_log_or_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving() as (server, said):
        call_everything(named(said, "Front page"), named(said, "Akismet key"))
        assert (tmp_path / "chaffinch.db-wal").stat().st_size > 0
        while_it_runs = kept(tmp_path)
        server.terminate()
        output, errors = server.communicate(timeout=60)
    told = while_it_runs + kept(tmp_path) + (said + output + errors).encode()
    assert MARKER.encode() in while_it_runs
    assert CANARY.encode() not in told


def test_none_is_logged_even_where_everything_is(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    with world.listening() as port:
        call_everything(f"http://127.0.0.1:{port}", KEY)
        with closing(sqlite3.connect(tmp_path / "chaffinch.db")) as database:
            database.execute("ALTER TABLE comment RENAME TO lost")
            database.commit()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HEADERS) as client:
            assert client.post("/1.1/comment-check", data=FIELDS).status_code == 503
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert any(MARKER in line for line in ours), "what is kept is seen on its way into the database"
    assert not [line for line in ours if CANARY in line]
    assert CANARY.encode() not in kept(tmp_path)
