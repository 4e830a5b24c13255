"""Somebody else's newspaper: pages from an origin of their own, under a policy as strict as a newspaper can have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POLICY = "default-src 'none'; style-src 'self'; img-src data:; script-src {0}; frame-src {0}; connect-src {0}"
"""What the widget needs of an embedding page, and no more: nothing inline, no style attribute."""
STYLE = "body{font:18px/1.6 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}.far{height:9000px}"


@dataclass
class Paper:
    """A site of others. `pages`: path to HTML; `served`: the server that its pages may load things of."""

    url: str = ""
    served: str = ""
    pages: dict[str, str] = field(default_factory=dict)

    def page(self, path: str, body: str, head: str = "") -> str:
        """Put a page at a path and return its address."""
        self.pages[path] = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">{head}'
            f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">{body}'
        )
        return self.url + path


@contextmanager
def printed() -> Iterator[Paper]:
    """Serve a paper on a free port of loopback."""
    paper = Paper()

    class Press(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            is_style = path == "/style.css"
            self.send_response(200 if is_style or path in paper.pages else 404)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            if paper.served:
                self.send_header("Content-Security-Policy", POLICY.format(paper.served))
            self.end_headers()
            self.wfile.write((STYLE if is_style else paper.pages.get(path, "")).encode())

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Press) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        paper.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield paper
        server.shutdown()
        thread.join()
