"""A label that cannot be learned holds every comment; the desk says so, and lets go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.spamfilter import Filter
from chaffinch.store import feedback
from tests.service.world import HAM, base_model
from tests.web.page import Page
from tests.web.world import World


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    it = World(tmp_path, spam_filter=Filter(base_model()))
    yield it
    it.close()


def spoiled(world: World) -> str:
    """Return a published comment whose label this program cannot learn."""
    world.post(comment=HAM)
    (comment,) = world.comment_ids(world.moderator(), "PUBLISHED")
    spoiled = {"row": b"of another program", "feature_version": FEATURE_VERSION}
    label = {"site_id": world.site.id, "comment_id": comment, "label": "HAM", "created_at": world.time.now}
    world.database.write(lambda connection: feedback.append(connection, label | spoiled))
    world.parts.judge.follow()
    return comment


def test_while_everything_can_be_learned_the_desk_says_nothing(real: World) -> None:
    assert not Page(real.moderator().get("/desk").text).classed("stuck")


@pytest.mark.parametrize("state", ["HELD", "SPAM", "PUBLISHED"])
def test_a_label_that_cannot_be_learned_is_told_on_every_tab(real: World, state: str) -> None:
    comment = spoiled(real)
    page = Page(real.moderator().get(f"/desk?state={state}").text)
    (banner,) = page.classed("stuck")
    assert "Every new comment is held" in banner.text
    assert comment not in banner.text
    assert [e.text for e in page.all("button") if e.text == "Erase that label"]


def test_erasing_that_label_lets_the_filter_go_on(real: World) -> None:
    comment = spoiled(real)
    assert "waiting for a moderator" in real.told(comment=f"{HAM} And the lanterns are lit.")
    moderator = real.moderator()
    form = {"csrf": real.csrf(moderator), "comment": comment, "state": "HELD"}
    page = Page(moderator.get("/desk").text)
    assert page.all("input", name="comment")[0]["value"] == comment, "the banner stands first"
    answer = moderator.post("/desk/erase", data=form)
    page = Page(moderator.get(answer.headers["location"]).text)
    assert not page.classed("stuck")
    assert page.one("p", role="status").text == "Erased, with what was learned from it."
    assert "Your comment is published." in real.told(comment=f"{HAM} And the lanterns are lit again.")


@pytest.mark.parametrize(("count", "words"), [(1, "One decision of moderators"), (2, "2 decisions of moderators")])
def test_labels_that_are_set_aside_are_told_and_hold_nothing(real: World, count: int, words: str) -> None:
    for number in range(count):
        of_others = {"row": b"\xff\xff\x01", "feature_version": 65_535}
        label = {"site_id": real.site.id, "comment_id": f"gone {number}", "label": "SPAM", "created_at": 1}
        real.database.write(partial(feedback.append, values=label | of_others))
    real.database.write(lambda connection: feedback.fold_site_anew(connection, real.site.id))
    real.parts.judge.catch_up()
    page = Page(real.moderator().get("/desk").text)
    assert not page.classed("stuck")
    assert words in page.one("p", role="note").text
    assert "Your comment is published." in real.told(comment=HAM)
