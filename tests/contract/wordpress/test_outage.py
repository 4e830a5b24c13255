"""Our server is away, or cannot tell: comments wait, and are judged when it is back. Nothing is published unjudged."""

from __future__ import annotations

import pytest

from chaffinch.service.states import State
from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import Kept, comments
from tests.contract.wordpress.server import HAM, SPAM

pytestmark = pytest.mark.outside


def run_cron(courier: Courier) -> None:
    """Let twenty minutes pass for what the plugin has scheduled, then run what is due."""
    name = "'akismet_schedule_cron_recheck'"
    due = courier.site.call(f"array( wp_next_scheduled( {name} ), wp_clear_scheduled_hook( {name} ) )")[0]
    assert due, "the plugin has scheduled no retry"
    courier.site.call(f"wp_schedule_single_event( time() - 5, {name} )")
    courier.reader.http.get(f"{courier.site.home}/wp-cron.php?doing_wp_cron")


def waiting(courier: Courier, text: str) -> Kept:
    kept = courier.reader.posted(text)
    assert kept.state == "0", "published although nobody judged it"
    assert kept.events == ("check-error",)
    return kept


@pytest.mark.parametrize(("text", "state"), [(HAM, "1"), (SPAM, "spam")], ids=["ham", "spam"])
def test_a_comment_of_an_outage_waits_and_is_judged_when_we_are_back(courier: Courier, text: str, state: str) -> None:
    courier.ours.leave()
    waiting(courier, text)
    run_cron(courier)
    assert comments(courier.site)[0].state == "0", "still away, still waiting"
    courier.ours.arrive()
    run_cron(courier)
    (kept,) = comments(courier.site)
    assert kept.state == state
    assert kept.events[-1] == ("cron-retry-ham" if state == "1" else "cron-retry-spam")
    assert "akismet_error" not in kept.meta
    assert sum(courier.ours.states().values()) == 1


def test_a_moderators_word_about_a_comment_of_an_outage_finds_it(courier: Courier) -> None:
    courier.ours.leave()
    kept = waiting(courier, HAM)
    courier.ours.arrive()
    run_cron(courier)
    courier.editor.moderate(kept.id, "spam")
    assert (courier.ours.labels(), courier.ours.states()) == (["SPAM"], {State.SPAM: 1})


def test_a_retired_key_publishes_nothing_unjudged(courier: Courier) -> None:
    courier.ours.server.sites.rotate_key(courier.ours.site.url)
    waiting(courier, HAM)
    with courier.site.only_led():
        waiting(courier, HAM + " Even so.")
    assert courier.ours.states() == {}


def test_a_call_too_large_to_be_read_publishes_nothing_unjudged(courier: Courier) -> None:
    with courier.site.only_led():
        kept = courier.reader.posted(SPAM, ballast="x" * (1 << 20))
    assert (kept.state, kept.events) == ("0", ("check-error",))


def test_the_recheck_queue_judges_what_waits(courier: Courier) -> None:
    courier.ours.leave()
    first, second = waiting(courier, HAM), waiting(courier, SPAM)
    courier.ours.arrive()
    answers = [courier.site.call(f"Akismet::recheck_comment( {one.id} )") for one in (first, second)]
    assert answers == ["false", "true"]
    assert [one.events[-1] for one in comments(courier.site)] == ["recheck-ham", "recheck-spam"]
    assert courier.ours.last("comment-check")["recheck_reason"] == "recheck_queue"


def test_a_recheck_is_answered_with_what_a_moderator_said(courier: Courier) -> None:
    kept = courier.reader.posted(SPAM)
    courier.editor.moderate(kept.id, "unspam")
    assert courier.site.call(f"Akismet::recheck_comment( {kept.id} )") == "false"
    assert sum(courier.ours.states().values()) == 1
