"""A small site on loopback that publishes comments as an Akismet client does, and takes webhooks as WordPress does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class SmallSite:
    """`comments`: guid to "published", "pending" or "spam". `touched`: by the site's own people, so hands off."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.callback = f"{self.url}/wp-json/akismet/v1/webhook"
        self.key = ""
        self.server = ""
        self.comments: dict[str, str] = {}
        self.touched: set[str] = set()
        self.webhooks: list[dict[str, Any]] = []
        self.is_down = False
        self._changed = threading.Condition()

    def comment(self, text: str, author: str = "Ben", **more: str) -> tuple[str, str | None]:
        """Have a comment checked and place it; return its guid and what `X-akismet-recheck-after` said."""
        body, headers = self.ask("comment-check", text, author, callback=self.callback, **more)
        guid, wait = headers["x-akismet-guid"], headers["x-akismet-recheck-after"]
        self.comments[guid] = "spam" if body == "true" else "pending" if wait else "published"
        return guid, wait

    def ask(self, endpoint: str, text: str, author: str = "Ben", **more: str) -> tuple[str, Any]:
        fields = {"api_key": self.key, "blog": self.url, "user_ip": "192.0.2.1"} | more
        told = urlencode(fields | {"comment_content": text, "comment_author": author}).encode()
        with urlopen(Request(f"{self.server}/1.1/{endpoint}", told)) as answer:  # noqa: S310 - loopback
            return answer.read().decode(), answer.headers

    def take(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Act on a webhook and return status and answer."""
        with self._changed:
            self._changed.notify_all()
            if self.is_down:
                return 503, {}
            if message.get("key") != self.key:
                return 401, {"code": "rest_forbidden"}
            self.webhooks.append(message)
            statuses = {}
            for one in message["comments"]:
                known = one["guid"] in self.comments
                statuses[one["guid"]] = {"status": "success"} if known else {"status": "error", "message": "?"}
                if known and one["guid"] not in self.touched:
                    self.comments[one["guid"]] = {"true": "spam", "false": "published"}[one["result"]]
            return 200, {"comments": statuses}

    def wait_until(self, **expected: str) -> None:
        """Wait until comments stand as expected, `g` and the guid each."""
        with self._changed:
            done = self._changed.wait_for(
                lambda: all(self.comments[name[1:]] == place for name, place in expected.items()), 60
            )
        assert done, self.comments


@contextmanager
def small_site() -> Iterator[SmallSite]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, told = site.take(json.loads(body)) if self.path in site.callback else (404, {})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_rest: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        site = SmallSite(listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            listener.shutdown()
            thread.join()
