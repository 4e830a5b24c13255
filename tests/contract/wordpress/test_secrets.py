"""The plugin copies a visitor's headers and form into its calls: passwords and nonces. They end nowhere with us."""

from __future__ import annotations

import base64
from urllib.parse import quote_plus

import pytest

from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import ADDRESS, BROWSER, EMAIL
from tests.contract.wordpress.server import HAM

pytestmark = pytest.mark.outside
COPIED = (b"HTTP_", b"POST_email", b"POST_akismet_comment_nonce", b"REQUEST_URI", b"REMOTE_ADDR")


def authorization(courier: Courier) -> bytes:
    """Return what stands in the header that carries the application password."""
    return base64.b64encode(f"editor:{courier.site.password}".encode())


def by_the_api(courier: Courier) -> None:
    told = courier.editor.rest("POST", "/wp/v2/comments", {"post": courier.site.post, "content": HAM})
    assert told["status"] == "approved"


def test_a_password_the_plugin_sends_us_is_never_written_down(
    courier: Courier, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = authorization(courier)
    with courier.site.only_led():
        by_the_api(courier)
    assert quote_plus(canary).encode() in b"".join(courier.ours.raw), "the plugin alone sends it"
    assert canary not in courier.ours.kept_bytes()
    assert canary.decode() not in "".join(capfd.readouterr())


def test_with_our_must_use_plugin_it_does_not_even_leave(courier: Courier) -> None:
    by_the_api(courier)
    assert quote_plus(authorization(courier)).encode() not in b"".join(courier.ours.raw)


def test_nothing_of_a_visitors_headers_and_form_leaves_twice(courier: Courier) -> None:
    courier.reader.http.cookies.set("wordpress_logged_in_x", "biscuit")
    courier.reader.posted(HAM)
    sent = b"".join(courier.ours.raw)
    assert [name for name in COPIED if name in sent] == []
    assert b"biscuit" not in sent
    fields = courier.ours.last("comment-check")
    assert (fields["comment_content"], fields["comment_author"]) == (HAM, "Jane Doe")
    assert fields["POST_ak_hp_textarea"] == "", "the honeypot is among what is kept"


def test_no_address_browser_or_e_mail_is_written_down(courier: Courier) -> None:
    courier.reader.posted(HAM)
    personal = [EMAIL, ADDRESS, BROWSER]
    assert [
        courier.ours.last("comment-check")[n] for n in ("comment_author_email", "user_ip", "user_agent")
    ] == personal
    assert [word for word in personal if word.encode() in courier.ours.kept_bytes()] == []
