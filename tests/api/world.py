"""Two sites, two keys, and programs that call: every answer is held to its declared schema on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from tests.api.schema import check
from tests.web import world as web

HAM = "The lamps by the weir are lovely."
SPAM = "An advert for lamps."
DOUBT = "A doubtful lamp."
PAGE = "https://one.example/weir"


class World(web.World):
    """A server with the sites `one` and `two`; the filter obeys (see `tests.web.world`)."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.one, self.key = self.sites.add("https://one.example")
        self.two, self.other_key = self.sites.add("https://two.example")
        self.client = TestClient(self.app, "http://news.test", raise_server_exceptions=False)

    def call(
        self, method: str, path: str, json: Any = None, *, key: str | None = "", again: str = "", **more: Any
    ) -> httpx.Response:
        """Call as site `one`, or with another key, or with None; `again` is an Idempotency-Key."""
        headers = dict(more.pop("headers", {}))
        if key is not None:
            headers.setdefault("authorization", f"Bearer {key or self.key}")
        if again:
            headers["idempotency-key"] = again
        sent = more if json is None else {"json": json, **more}
        answer: httpx.Response = self.client.request(method, f"/api/v1{path}", headers=headers, **sent)
        check(method, path.partition("?")[0], answer)
        return answer

    def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:  # type: ignore[override]
        return self.call("POST", path, json, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.call("GET", path, **more)

    def check(self, text: str = HAM, **more: Any) -> dict[str, Any]:
        """Have one comment judged and return the verdict."""
        key = more.pop("key", "")
        answer = self.post("/check", {"text": text, "permalink": PAGE, **more}, key=key)
        assert answer.status_code == 200, answer.text
        verdict: dict[str, Any] = answer.json()
        return verdict
