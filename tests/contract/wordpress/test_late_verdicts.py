"""Our server changes its mind: WordPress is told, and moves what it had published. Plugins since 5.5 can be told."""

from __future__ import annotations

import time

import pytest

from chaffinch import bootstrap
from chaffinch.engine.types import Label
from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.debian import UNPACKED
from tests.contract.wordpress.people import comments
from tests.contract.wordpress.server import HAM

pytestmark = [pytest.mark.outside, pytest.mark.parametrize("built", UNPACKED, indirect=True)]
TWIN = "I lost my keys near the bakery on Mill Street, please call Ben{}"


@pytest.fixture
def telling(courier: Courier, monkeypatch: pytest.MonkeyPatch) -> Courier:
    """A site that our server tells what it thinks later, at once."""
    monkeypatch.setattr(bootstrap, "LOOK_SECONDS", 0.05)
    courier.ours.server.tell_sites()
    return courier


def wait_until(courier: Courier, *states: str) -> None:
    """Wait until the comments stand so, oldest first."""
    until = time.monotonic() + 30
    while (found := tuple(one.state for one in comments(courier.site))) != states:
        assert time.monotonic() < until, found
        time.sleep(0.1)


def test_two_comments_leave_the_page_when_a_moderator_marks_a_near_twin(telling: Courier) -> None:
    for text in (TWIN.format("."), TWIN.format("!"), HAM):
        telling.reader.posted(text)
    twin = telling.reader.posted(TWIN.format(" ..."))
    assert telling.reader.page().count("please call Ben") == 3
    telling.editor.moderate(twin.id, "spam")
    wait_until(telling, "spam", "spam", "1", "spam")
    page = telling.reader.page()
    assert ("please call Ben" in page, HAM in page) == (False, True)
    assert [one.events[-1] for one in comments(telling.site)][:2] == ["webhook-spam", "webhook-spam"]


def test_they_come_back_when_the_moderator_thinks_again(telling: Courier) -> None:
    telling.reader.posted(TWIN.format("."))
    twin = telling.reader.posted(TWIN.format("!"))
    telling.editor.moderate(twin.id, "spam")
    wait_until(telling, "spam", "spam")
    telling.editor.moderate(twin.id, "unspam")
    wait_until(telling, "1", "1")


def test_doubt_waits_and_is_settled_by_our_desk(telling: Courier) -> None:
    telling.ours.thresholds(hold_at=0.0, spam_at=1.0, discard_at=1.0)
    held = [telling.reader.posted(HAM), telling.reader.posted("Mine went by boat.")]
    assert [one.state for one in held] == ["0", "0"]
    desk = telling.ours.server.parts.desk
    for one, label in zip(held, (Label.HAM, Label.SPAM), strict=True):
        desk.decide(one.meta["akismet_guid"], label)
    wait_until(telling, "1", "spam")
