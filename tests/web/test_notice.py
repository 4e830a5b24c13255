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
