"""Title and description that a reader's browser sends along: told to the judge, and no way to change another's page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Submission, Verdict
from chaffinch.service.checking import Check
from chaffinch.service.pages import About
from tests.web.page import Page
from tests.web.world import ObedientFilter, World

PLACE = "https://other.test/heron"


class Listening(ObedientFilter):
    """Obeys, and notes which article each comment was judged with."""

    def __init__(self) -> None:
        self.articles: list[str | None] = []

    def judge(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        self.articles += [context.article for context in contexts]
        return super().judge(submissions, contexts, explain=explain)


@pytest.fixture
def judge() -> Listening:
    return Listening()


@pytest.fixture
def heron(tmp_path: Path, judge: Listening) -> World:
    return World(tmp_path, spam_filter=cast(Filter, judge))


def sent(world: World, site: str, **about: str) -> None:
    """Post a comment from a frame whose page says this about itself."""
    page = Page(world.reader.get("/thread", params={"site": site, "permalink": PLACE, **about}).text)
    filled = world.form(site=site, permalink=PLACE, view="thread", token=str(about))
    assert world.reader.post(page.one("form", id="comment-form")["action"], data=filled).status_code == 303


def kept(world: World, site: str) -> About:
    found = world.sites.by_id(site)
    assert found
    return world.parts.pages.about(found, PLACE, About())


def test_the_first_claim_is_judged_with_and_kept_and_later_ones_change_nothing(heron: World, judge: Listening) -> None:
    site = heron.sites.add("https://other.test", "Other")[0].id
    told = "The heron\n\nIt is back."
    sent(heron, site, title="The heron", description="It is back.")
    sent(heron, site, title="Cheap pills", description="Buy them here.")
    sent(heron, site)
    assert judge.articles == [told, told, told]
    assert kept(heron, site) == About("The heron", told)
    heron.close()


def test_what_the_site_says_under_its_key_takes_the_place_of_a_claim(heron: World) -> None:
    site = heron.sites.add("https://other.test", "Other")[0]
    sent(heron, site.id, title="Cheap pills")
    heron.parts.checks.check(
        site, Check(Submission("Hello"), permalink=PLACE, title="The heron", article="It is back.")
    )
    sent(heron, site.id, title="Cheap pills again")
    assert kept(heron, site.id) == About("The heron", "It is back.")
    heron.close()


def test_an_article_of_our_own_is_known_whatever_is_claimed(heron: World, judge: Listening) -> None:
    filled = heron.form(view="thread")
    heron.reader.post("/comments", params={"site": heron.site.id, "title": "Cheap pills"}, data=filled)
    assert "Cheap pills" not in (judge.articles[0] or "")
    assert len(judge.articles[0] or "") > 100
    heron.close()


def test_a_title_is_text_wherever_it_is_shown(heron: World) -> None:
    site = heron.sites.add("https://other.test", "Other")[0].id
    sent(heron, site, title="<script>alert(1)</script>")
    desk = heron.moderator().get("/desk", params={"state": "PUBLISHED"}).text
    assert "<script>alert" not in desk
    heron.close()
