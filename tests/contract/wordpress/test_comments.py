"""Comments by the real form: what WordPress makes of each of our answers."""

from __future__ import annotations

import pytest

from chaffinch.service.states import State
from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import comments
from tests.contract.wordpress.server import HAM, SPAM

pytestmark = pytest.mark.outside


def test_ham_is_published_at_once(courier: Courier) -> None:
    kept = courier.reader.posted(HAM)
    assert (kept.state, kept.events) == ("1", ("check-ham",))
    assert HAM in courier.reader.page()
    assert courier.ours.states() == {State.PUBLISHED: 1}


def test_spam_goes_to_spam_and_is_not_shown(courier: Courier) -> None:
    kept = courier.reader.posted(SPAM)
    assert (kept.state, kept.events) == ("spam", ("check-spam",))
    assert "pills" not in courier.reader.page()
    assert courier.ours.states() == {State.SPAM: 1}


@pytest.mark.parametrize(("hold_answer", "state"), [(True, "spam"), (False, "1")])
def test_what_hold_becomes_is_the_sites_setting(courier: Courier, hold_answer: bool, state: str) -> None:
    ours = courier.ours
    ours.server.sites.configure(ours.site.id, hold_answer=hold_answer, allow_discard=False, recheck=False)
    ours.thresholds(hold_at=0.0, spam_at=1.0, discard_at=1.0)
    assert courier.reader.posted(HAM).state == state
    assert ours.states() == {State.HELD: 1}


@pytest.mark.parametrize("is_strict", [True, False])
def test_blatant_spam_is_dropped_where_both_sides_opted_in(courier: Courier, is_strict: bool) -> None:
    courier.ours.server.sites.configure(courier.ours.site.id, hold_answer=True, allow_discard=True)
    courier.ours.thresholds(hold_at=0.1, spam_at=0.2, discard_at=0.3)
    courier.editor.rest("POST", "/akismet/v1/settings", {"akismet_strictness": is_strict})
    kept = courier.reader.comment(SPAM)
    assert (kept is None) is is_strict
    assert courier.ours.states() == {State.DISCARDED: 1}
    assert kept is None or (kept.state, kept.meta["akismet_pro_tip"]) == ("spam", "discard")


def test_a_filled_honeypot_is_spam(courier: Courier) -> None:
    assert courier.reader.posted(HAM, ak_hp_textarea="a robot fills everything").state == "spam"


def test_the_administrators_own_comment_is_published(courier: Courier) -> None:
    editor, site = courier.editor, courier.site
    form = {"comment": SPAM, "comment_post_ID": str(site.post), "comment_parent": "0", "submit": "Post Comment"}
    editor.http.post(f"{site.home}/wp-comments-post.php", data=form)
    assert [one.state for one in comments(site)] == ["1"]
    assert courier.ours.last("comment-check")["user_role"] == "administrator"


def test_a_comment_by_wordpresss_own_api_is_judged(courier: Courier) -> None:
    for text, status in ((HAM, "approved"), (SPAM, "spam")):
        told = courier.editor.rest("POST", "/wp/v2/comments", {"post": courier.site.post, "content": text})
        assert told["status"] == status


def test_a_spam_pingback_is_refused_before_its_source_is_fetched(courier: Courier) -> None:
    assert "faultCode" in courier.reader.ping("http://cheap-pills-casino-bonus.example/viagra-online")
    ((name, fields),) = courier.ours.calls
    assert (name, fields["comment_type"], fields["akismet_pre_check"]) == ("comment-check", "pingback", "1")
    assert comments(courier.site) == []


def test_a_pingback_of_a_page_that_links_here_is_published(courier: Courier) -> None:
    assert "registered" in courier.reader.ping(f"{courier.site.home}/")
    (kept,) = comments(courier.site)
    assert (kept.state, kept.events) == ("1", ("check-ham",))
    assert courier.ours.names() == ["comment-check", "comment-check"], "once before, once after its source was fetched"
