"""WordPress's own tools for personal data reach what our server keeps."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest

from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import EMAIL, comments, hidden
from tests.contract.wordpress.server import HAM, KEY, SPAM

pytestmark = pytest.mark.outside


WORDS = {"export": ("export", "export", "exporter"), "erase": ("erase", "remove", "eraser")}
"""Page, action, and who does it, by WordPress's own names."""


def request(courier: Courier, what: str) -> tuple[str, str]:
    """Enter a person's wish in the dashboard, `export` or `erase`; return its number and the token that runs it."""
    page, action, _ = WORDS[what]
    address = f"{page}-personal-data.php"
    form = {
        "username_or_email_for_privacy_request": EMAIL,
        "action": f"add_{action}_personal_data_request",
        "type_of_action": f"{action}_personal_data",
        "_wpnonce": hidden(courier.editor.open(address), "_wpnonce"),
    }
    courier.editor.http.post(f"{courier.site.home}/wp-admin/{address}", data=form)
    row = re.search(r'data-request-id="(\d+)"\s+data-nonce="([^"]+)"', courier.editor.open(address))
    assert row, "the dashboard shows no request"
    return row[1], row[2]


def run(courier: Courier, what: str) -> list[dict[str, Any]]:
    """Do what the dashboard's button does: every exporter or eraser in turn; return their answers."""
    number, nonce = request(courier, what)
    page, _, who = WORDS[what]
    count = len(courier.site.call(f"apply_filters( 'wp_privacy_personal_data_{who}s', array() )"))
    said = []
    for index in range(1, count + 1):
        fields = {"action": f"wp-privacy-{page}-personal-data", who: str(index), "id": number, "page": "1"}
        told = courier.editor.http.post(
            f"{courier.site.home}/wp-admin/admin-ajax.php", data=fields | {"security": nonce, "sendAsEmail": "false"}
        ).json()
        assert told["success"], told
        said.append(told["data"])
    return said


def report(courier: Courier) -> str:
    """Return the page that the person is sent, out of its archive."""
    (address,) = (answer["url"] for answer in run(courier, "export") if "url" in answer)
    archive = zipfile.ZipFile(io.BytesIO(courier.editor.http.get(address).content))
    return unescape(archive.read("index.html").decode())


def test_the_export_tells_what_our_server_keeps(courier: Courier) -> None:
    guid = courier.reader.posted(HAM).meta["akismet_guid"]
    courier.editor.moderate(courier.reader.posted(SPAM).id, "unspam")
    told = report(courier)
    _, _, ours = told.partition("Kept by the spam filter")
    assert ours.count("what you wrote") == 2
    assert HAM in ours
    assert "what the moderator said it is" in ours
    assert guid not in ours, "a reference number is nobody's business"


def test_the_export_says_so_where_our_server_cannot_be_asked(courier: Courier) -> None:
    courier.reader.posted(HAM)
    courier.ours.leave()
    assert "It could not be asked. Please export again later." in report(courier)


def test_the_export_says_so_where_our_server_keeps_nothing(courier: Courier) -> None:
    courier.reader.posted(HAM)
    courier.ours.server.sites.remove(courier.site.home)
    courier.ours.server.sites.add(courier.site.home, key=KEY[::-1])
    courier.site.database.run(f"UPDATE wp_options SET option_value = '{KEY[::-1]}' WHERE option_value = '{KEY}'")  # noqa: S608
    assert "It keeps nothing of this comment." in report(courier)


def test_the_erasure_reaches_our_server_and_what_it_learned(courier: Courier) -> None:
    digest = courier.ours.server.judge.digest()
    kept = courier.reader.posted(HAM)
    courier.reader.posted(SPAM)
    courier.reader.posted("Somebody else entirely.", email="paul@example.org", author="Paul")
    courier.editor.moderate(kept.id, "spam")
    assert courier.ours.server.judge.digest() != digest
    answers = run(courier, "erase")
    assert answers[0]["items_removed"]
    assert sum(courier.ours.states().values()) == 1, "Paul's stays"
    assert courier.ours.labels() == []
    assert courier.ours.server.judge.digest() == digest
    assert b"grandmother" not in courier.ours.kept_bytes()


def test_the_erasure_reaches_comments_of_which_wordpress_lost_the_guid(courier: Courier) -> None:
    courier.reader.posted(HAM)
    courier.site.database.run("DELETE FROM wp_commentmeta")
    assert run(courier, "erase")[0]["items_removed"]
    assert courier.ours.states() == {}


def test_an_erasure_while_our_server_is_away_is_not_called_done(courier: Courier) -> None:
    courier.reader.posted(HAM)
    courier.ours.leave()
    answer = run(courier, "erase")[0]
    assert (answer["items_removed"], answer["items_retained"]) == (False, True)
    assert "could not be asked to forget" in answer["messages"][0]
    assert len(comments(courier.site)) == 1
