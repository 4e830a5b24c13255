"""`chaffinch serve` with a witness at the door of the application: it writes down who is said to call, and how.

Run it as a program in the server's folder; every request adds a line of JSON to `witness.jsonl`.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from chaffinch.bootstrap import Server
from chaffinch.cli import serve

BOOK = "witness.jsonl"


class Witnessed(Server):
    """A server whose application is watched."""

    @cached_property
    def app(self) -> ASGIApp:
        """The application behind the witness."""
        inner, book = super().app, Path(BOOK).absolute()

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            host = dict(scope["headers"]).get(b"host", b"").decode()
            seen = {"client": scope["client"][0], "scheme": scope["scheme"], "host": host}
            with book.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(seen) + "\n")
            await inner(scope, receive, send)

        return watched


if __name__ == "__main__":
    vars(serve)["Server"] = Witnessed
    serve.command()
