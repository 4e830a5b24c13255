"""What authors are told about their own comments is what happened to them."""

from __future__ import annotations

import pytest

from tests.web.page import Page
from tests.web.world import World, status_token


class Author:
    """Someone who wrote a comment, and comes back to its address."""

    def __init__(self, world: World, text: str, **changes: str) -> None:
        self.world = world
        self.location = world.post(comment=text, **changes).headers["location"]
        self.comment = world.parts.secret.verify("comment-status", status_token(self.location))

    def decided(self, label: str) -> None:
        moderator = self.world.moderator()
        form = {"csrf": self.world.csrf(moderator), "comment": self.comment, "state": "HELD", "label": label}
        assert moderator.post("/desk/decide", data=form).status_code == 303

    def undone(self) -> None:
        moderator = self.world.moderator()
        form = {"csrf": self.world.csrf(moderator), "comment": self.comment, "state": "SPAM"}
        assert moderator.post("/desk/undo", data=form).status_code == 303

    def page(self) -> Page:
        return Page(self.world.reader.get(self.location.partition("#")[0]).text)

    def told(self) -> str:
        (notice,) = self.page().classed("notice")
        return " ".join(notice.text.split())


@pytest.mark.parametrize("text", ["a doubtful remark", "an advert", "a lovely remark"])
def test_what_a_moderator_refused_is_not_told_as_the_filters_word(world: World, text: str) -> None:
    author = Author(world, text)
    author.decided("SPAM")
    told = author.told()
    assert "Your comment was not published: a moderator decided so. A moderator marked it as spam." in told
    assert "filter" not in told
    assert text in told


def test_what_a_moderator_approved_is_told_as_published(world: World) -> None:
    author = Author(world, "an advert")
    author.decided("HAM")
    assert author.told().startswith("Your comment is published.")


def test_a_decision_taken_back_is_the_filters_word_again(world: World) -> None:
    author = Author(world, "an advert")
    author.decided("SPAM")
    author.undone()
    assert "our filter takes it for advertising" in author.told()


@pytest.mark.parametrize("text", ["an advert", "a doubtful remark"])
def test_links_in_a_comment_that_nobody_published_are_not_live(world: World, text: str) -> None:
    page = Author(world, f"{text} at https://lure.example/x\n\nand http://more.example").page()
    (words,) = page.classed("yours")
    assert words.text == f"{text} at https://lure.example/x\nand http://more.example"
    assert not [link for link in page.all("a") if "example" in link["href"]]


@pytest.mark.parametrize("text", ["an advert", "a doubtful remark"])
def test_in_a_frame_an_author_gets_a_link_to_what_becomes_of_the_comment(world: World, text: str) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    author = Author(world, text, site=site.id, permalink="https://other.test/a?b=1&c=2", view="thread")
    page = author.page()
    (link,) = [one for one in page.all("a") if one.text == "keep this link"]
    assert (link["target"], link["rel"]) == ("_blank", "noopener")
    assert link["href"] == author.location
    assert "at this address" not in author.told(), "a frame shows no address"
    author.decided("HAM")
    assert author.told().startswith("Your comment is published.")
    assert not [one for one in author.page().all("a") if one.text == "keep this link"]


def test_on_our_own_page_the_address_is_the_link(world: World) -> None:
    author = Author(world, "a doubtful remark")
    assert "only you can see it, at this address" in author.told()
    assert "keep this link" not in author.told()


def test_a_comment_that_is_gone_has_no_link_to_keep(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    author = Author(world, "an advert", site=site.id, permalink="https://other.test/a", view="thread")
    world.parts.desk.erase(str(author.comment))
    assert "We no longer hold this comment." in author.told()
    assert "keep this link" not in author.told()
