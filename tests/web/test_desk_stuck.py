"""A label that cannot be learned holds every comment; the desk says so, and lets go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
    label = {"site_id": world.site.id, "comment_id": comment, "label": "HAM", "created_at": world.time.now}
    world.database.write(lambda connection: feedback.append(connection, label | {"row": b"of another program"}))
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
