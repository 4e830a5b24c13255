"""integrations/wordpress/chaffinch.php beside the plugin as it is."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import comments
from tests.contract.wordpress.server import HAM

pytestmark = pytest.mark.outside


def test_a_call_arrives_with_the_plugins_own_headers_under_our_own_name(courier: Courier) -> None:
    courier.reader.posted(HAM)
    (heads,) = courier.ours.raw
    packed = courier.site.package
    assert f"user-agent: WordPress/{packed.version} | Akismet/{packed.plugin_version}".encode() in heads
    assert f"host: {courier.ours.address.removeprefix('http://')}".encode() in heads
    assert b"content-type: application/x-www-form-urlencoded; charset=UTF-8" in heads


def test_the_article_and_the_comment_answered_are_told(courier: Courier) -> None:
    first = courier.reader.posted(HAM)
    courier.reader.posted("Mine did too, on Sundays.", parent=first.id, author="Paul")
    fields = courier.ours.last("comment-check")
    assert fields["comment_parent_content"] == HAM
    told = re.findall(rb"(?:^|[\n&])comment_context[^=&]*=([^&]*)", courier.ours.raw[-1])
    assert told[0] == b"The+old+bridge+is+open+again"
    assert told[1].startswith(b"After+two+summers+of+repairs")


def test_what_was_answered_is_not_kept_with_the_article(courier: Courier) -> None:
    first = courier.reader.posted("Zanzibar! " + HAM, author="Ruth")
    courier.reader.posted("Mine did too.", parent=first.id)
    with courier.ours.server.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT title, article FROM thread").all()
    assert "bridge" in str(kept)
    assert "Zanzibar" not in str(kept)


def test_the_link_under_the_form_leads_to_this_servers_page_for_this_site(courier: Courier) -> None:
    courier.site.set_option("akismet_comment_form_privacy_notice", "display")
    notice = re.search(r'<p class="akismet_comment_form_privacy_notice">(.*?)</p>', courier.reader.page(), re.DOTALL)
    assert notice
    found = re.search(r'<a href="([^"]*)">(.*?)</a>', notice[1])
    assert found
    assert found[2].startswith("Learn how your comment data is processed")
    assert "akismet.com" not in notice[1]
    page = httpx.get(unescape(found[1]), trust_env=False)
    assert page.status_code == 200
    assert "Millpond Courier" in page.text


def test_an_administrator_is_told_when_the_server_is_away(courier: Courier) -> None:
    assert "Chaffinch:" not in courier.editor.open("index.php")
    courier.ours.leave()
    courier.site.call("delete_transient( 'chaffinch_test' )")
    assert f"the server at {courier.ours.address} does not answer" in courier.editor.open("index.php")


def test_without_a_server_nothing_is_sent_and_the_administrator_is_told(courier: Courier) -> None:
    courier.site.tell_server(None)
    kept = courier.reader.posted(HAM)
    assert (kept.state, kept.events) == ("0", ("check-error",))
    assert "CHAFFINCH_SERVER is not defined in wp-config.php" in courier.editor.open("index.php")
    assert courier.ours.calls == []


def recheck(courier: Courier) -> None:
    for one in comments(courier.site):
        courier.site.call(f"Akismet::recheck_comment( {one.id} )")


def test_every_plugin_knows_the_guid_of_a_comment(courier: Courier) -> None:
    courier.reader.posted(HAM)
    courier.ours.leave()
    courier.reader.posted("Later, when nobody listened.")
    courier.ours.arrive()
    recheck(courier)
    courier.ours.server.sites.rotate_key(courier.site.home)
    recheck(courier)  # answered "invalid": no verdict, no news
    guids = {one.meta["akismet_guid"] for one in comments(courier.site)}
    with courier.ours.server.database.read() as connection:
        assert guids == {row[0] for row in connection.exec_driver_sql("SELECT id FROM comment")}
