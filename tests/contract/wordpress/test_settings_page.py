"""The plugin's own page in the dashboard: numbers, connection, and the way out."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.server import HAM, SPAM

pytestmark = pytest.mark.outside
PAGE = "options-general.php?page=akismet-key-config"


def text_of(page: str) -> str:
    """Return what a reader sees of a page."""
    return " ".join(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_the_page_shows_our_numbers(courier: Courier) -> None:
    for text in (HAM, SPAM, SPAM + " Act now!"):
        courier.reader.posted(text)
    seen = text_of(courier.editor.open(PAGE))
    assert re.search(r"\b2 Spam(?: comments)? blocked", seen), seen
    assert "100% 0 missed spam" in seen


def test_a_correction_shows_in_the_numbers(courier: Courier) -> None:
    missed, _ = courier.reader.posted(HAM), courier.reader.posted(SPAM)
    courier.editor.moderate(missed.id, "spam")
    seen = text_of(courier.editor.open(PAGE))
    assert re.search(r"\b50% 1 missed spam", seen), seen


def test_the_plugins_own_api_tells_the_same(courier: Courier) -> None:
    courier.reader.posted(SPAM)
    told = courier.editor.rest("GET", "/akismet/v1/stats")
    assert [(one["spam"], one["ham"], one["missed_spam"]) for one in told.values()] == [(1, 0, 0)]


def test_the_site_can_reach_us(courier: Courier) -> None:
    connected = "Akismet_Admin::check_server_connectivity( 0 )"
    load = "require_once WP_PLUGIN_DIR . '/akismet/class.akismet-admin.php'"
    assert courier.site.call(f"array( {load}, {connected} )")[1] is True
    courier.ours.leave()
    assert courier.site.call(f"array( {load}, {connected} )")[1] is False


def test_the_way_out_forgets_the_key(courier: Courier) -> None:
    page = courier.editor.open(PAGE)
    link = re.search(r'href="([^"]*action=delete-key[^"]*)"', page)
    assert link, "no way to disconnect"
    courier.editor.http.get(unescape(link[1]))
    assert courier.site.option("wordpress_api_key") == ""
    assert "akismet_comment_nonce" not in courier.reader.page()
