"""Debian's Chromium against a server that really listens, with the shipped model and a database of its own."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from chaffinch import config
from chaffinch.bootstrap import Server

Scheme = Literal["light", "dark"]
ARTICLE = "/articles/old-mill-bridge"


@dataclass
class Site:
    """A listening newspaper. `open` gives a page in a browser that knows nothing of earlier ones."""

    url: str
    server: Server
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str = ARTICLE, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)
        page.goto(self.url + path)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports an answer of 4xx to a form as a failed load; that status is what we mean to send.
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "data:")):
            self.strangers.append(request.url)

    def desk(self, state: str = "HELD") -> Page:
        page = self.open(f"/sign-in/{self.server.sign_in.issue_link()}")
        page.goto(f"{self.url}/desk?state={state}")
        return page

    def post(self, page: Page, *, text: str, author: str, website: str = "") -> None:
        page.get_by_label("Comment", exact=True).fill(text)
        page.get_by_label("Name", exact=True).fill(author)
        page.get_by_role("textbox", name="Website").fill(website)
        page.get_by_role("button", name="Post comment").click()


# Not for the session: playwright keeps an event loop running, and other files of this worker run their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "chromium is missing: install it (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Browser, tmp_path: Path) -> Iterator[Site]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = config.load(
        {
            "CHAFFINCH_DATABASE": str(tmp_path / "chaffinch.db"),
            "CHAFFINCH_PUBLIC_URL": url,
        }
    )
    with Server(settings) as server:
        web = uvicorn.Server(uvicorn.Config(server.app, log_level="error", access_log=False, ws="none", lifespan="off"))
        thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]})
        thread.start()
        site = Site(url, server, chromium)
        yield site
        for context in site.contexts:
            context.close()
        web.should_exit = True
        thread.join()
    assert not site.complaints, "Chromium's console stays empty"
    assert not site.strangers, "no request leaves the origin"
