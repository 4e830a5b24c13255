"""A thread in a frame on the page of another site: what happens there is seen there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from chaffinch.engine.types import Label
from chaffinch.service.states import State
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@contextmanager
def other_site() -> Iterator[str]:
    """Serve, from another origin, a page that frames the address in its own query."""

    class Paper(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            framed = self.path.partition("?")[2]
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<!doctype html><iframe width="700" height="800" src="{framed}">'.encode())

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Paper) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def other() -> Iterator[str]:
    with other_site() as url:
        yield url


@pytest.fixture
def thread(site: Site, other: str) -> str:
    registered, _ = site.server.sites.add(other, "Paper")
    return f"{site.url}/thread?site={registered.id}&permalink={quote(other + '/a', safe='')}"


def framing(site: Site, outer: str, address: str) -> tuple[Page, FrameLocator]:
    # Not `site.open`: that one complains of every request to another origin, and here the outer page is one.
    context = site.browser.new_context(viewport={"width": 1280, "height": 900})
    site.contexts.append(context)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{outer}/a?{address}")
    return page, page.frame_locator("iframe")


def test_a_comment_that_is_far_too_long_is_answered_inside_the_frame_and_is_not_lost(
    site: Site, other: str, thread: str
) -> None:
    page, frame = framing(site, other, thread)
    frame.get_by_label("Comment", exact=True).fill("word " * 14_000)
    frame.get_by_label("Name", exact=True).fill("Una")
    frame.get_by_role("button", name="Post comment").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("That is too long")
    expect(frame.get_by_text("64 KiB")).to_be_visible()
    page.evaluate("history.back()")
    expect(frame.get_by_label("Name", exact=True)).to_have_value("Una")


def test_a_permalink_of_another_site_is_told_inside_the_frame(site: Site, other: str, thread: str) -> None:
    _, frame = framing(site, other, thread.partition("&")[0] + "&permalink=https://elsewhere.test/")
    expect(frame.get_by_text(f"does not lie under {other}")).to_be_visible()


def test_a_link_in_a_comment_leaves_the_frame_as_it_is(site: Site, other: str, thread: str) -> None:
    page, frame = framing(site, other, thread)
    text = f"I wrote down how the bridge was mended in my garden diary, at {other}/diary, with drawings."
    frame.get_by_label("Comment", exact=True).fill(text)
    frame.get_by_label("Name", exact=True).fill("Una Brand")
    frame.get_by_role("button", name="Post comment").click()
    expect(frame.locator(".notice")).to_be_visible()
    comment = site.server.parts.desk.queue(State.HELD).items or site.server.parts.desk.queue(State.SPAM).items
    for item in comment:
        site.server.parts.desk.decide(item.id, Label.HAM)
    page.reload()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="diary").click()
    assert opened.value.url == f"{other}/diary"
    assert opened.value.evaluate("window.opener") is None
    expect(frame.locator(".said")).to_have_text(text)


def test_an_unknown_site_is_told_in_whatever_frame(site: Site, other: str) -> None:
    _, frame = framing(site, other, f"{site.url}/thread?site=typo&permalink={quote(other + '/a', safe='')}")
    expect(frame.get_by_text("No site with the id 'typo' is registered here.")).to_be_visible()
    expect(frame.get_by_text("chaffinch site list")).to_be_visible()


def test_a_stranger_frames_neither_the_thread_nor_its_errors(site: Site, thread: str) -> None:
    with other_site() as stranger:
        for address in (thread, thread.partition("&")[0]):
            page, frame = framing(site, stranger, address)
            page.wait_for_load_state("networkidle")
            expect(frame.locator("#main")).to_have_count(0)
