from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaffinch.engine.types import Action, Verdict
from chaffinch.service.states import State
from chaffinch.web.comments import MAX_AUTHOR, MAX_COMMENT
from chaffinch.web.form import is_blank, parse_form
from chaffinch.web.notice import notice_for
from tests.web.page import Page
from tests.web.world import ARTICLE, World

LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t<>&\"'`"), max_size=300)


@pytest.fixture(scope="module")
def lasting() -> Iterator[World]:
    """One world for all examples of a law."""
    with tempfile.TemporaryDirectory() as folder:
        it = World(Path(folder))
        yield it
        it.close()


def test_it_asks_for_a_comment_beside_the_field(world: World) -> None:
    answer = world.post(comment="")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("p", id="comment-error").text == "Please enter your comment!"
    assert page.one("textarea", id="comment")["aria-describedby"] == "comment-error"
    assert page.one("textarea", id="comment")["aria-invalid"] == "true"


def test_it_asks_for_a_name_beside_the_field(world: World) -> None:
    answer = world.post(author="")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("p", id="author-error").text == "Please enter your name here"
    assert page.one("input", id="author")["aria-describedby"] == "author-error"


def test_an_empty_form_gets_both_sentences_and_focus_on_the_first_field(world: World) -> None:
    page = Page(world.post(comment="", author="").text)
    assert page.one("p", id="comment-error").text == "Please enter your comment!"
    assert page.one("p", id="author-error").text == "Please enter your name here"
    assert [e["id"] for e in page.elements if "autofocus" in e.attributes] == ["comment"]
    assert page.one("p", role="alert").text.startswith("Your comment has not been sent yet.")


def test_focus_goes_to_the_name_when_only_the_name_is_missing(world: World) -> None:
    page = Page(world.post(author=" ").text)
    assert [e["id"] for e in page.elements if "autofocus" in e.attributes] == ["author"]


def test_a_page_without_errors_moves_no_focus(world: World) -> None:
    page = Page(world.reader.get(ARTICLE).text)
    assert not [e for e in page.elements if "autofocus" in e.attributes]


def test_the_browser_checks_nothing_before_the_server_can_answer(world: World) -> None:
    page = Page(world.reader.get(ARTICLE).text)
    assert "novalidate" in page.one("form", id="comment-form").attributes
    assert not [e for e in page.elements if "required" in e.attributes]


def test_what_was_typed_is_kept(world: World) -> None:
    page = Page(world.post(comment="Two\n\nparagraphs ", author="", url="una.example").text)
    assert page.one("textarea", id="comment").text.lstrip("\n") == "Two\n\nparagraphs "
    assert page.one("input", id="url")["value"] == "una.example"


def test_invisible_letters_are_no_comment_and_no_name(world: World) -> None:
    page = Page(world.post(comment="\u200b\u2800 \u3164", author="\u2060").text)
    assert page.one("p", id="comment-error").text == "Please enter your comment!"
    assert page.one("p", id="author-error").text == "Please enter your name here"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "two words", "data:text/html,x", "https://", "http:///x"])
def test_an_odd_website_is_answered_beside_its_field(world: World, url: str) -> None:
    answer = world.post(url=url)
    assert answer.status_code == 422
    assert "https://example.org" in Page(answer.text).one("p", id="url-error").text


@pytest.mark.parametrize(("field", "most"), [("comment", MAX_COMMENT), ("author", MAX_AUTHOR)])
def test_too_long_a_text_is_answered_with_both_numbers(world: World, field: str, most: int) -> None:
    assert world.post(**{field: "a" * most}).status_code == 303
    answer = world.post(**{field: "a" * (most + 1)})
    assert answer.status_code == 422
    sentence = Page(answer.text).one("p", id=f"{field}-error").text
    assert f"{most:,}" in sentence
    assert f"{most + 1:,}" in sentence


def test_a_form_that_is_far_too_long_says_where_the_text_is(world: World) -> None:
    answer = world.post(comment="a" * 70_000)
    assert answer.status_code == 413
    (told,) = Page(answer.text).classed("message-body")
    assert "64 KiB" in told.text
    assert "Go back in your browser: what you typed should still be there." in told.text


def test_a_page_that_was_only_asked_for_talks_of_no_text(world: World) -> None:
    assert "what you typed" not in world.reader.get("/comments").text
    assert "what you typed" not in world.reader.get("/nowhere").text


def test_a_website_without_a_scheme_is_https(world: World) -> None:
    world.post(url="una.example/garden")
    page = Page(world.reader.get(ARTICLE).text)
    link = page.one("a", href="https://una.example/garden")
    assert link.text == "Una"
    assert {"nofollow", "ugc"} <= set(link["rel"].split())


def test_an_approved_comment_stands_under_the_article(world: World) -> None:
    assert "Your comment is published." in world.told()
    page = Page(world.reader.get(ARTICLE).text)
    assert [e.text for e in page.classed("said")] == ["The lamps by the weir are lovely."]
    assert page.one("h2", id="comments-heading").text == "1 comment"


def test_a_doubtful_comment_waits_and_its_author_alone_sees_it(world: World) -> None:
    page = world.told(comment="a doubtful remark")
    assert "Your comment is waiting for a moderator" in page
    assert "a doubtful remark" in page
    assert "a doubtful remark" not in world.reader.get(ARTICLE).text


def test_a_refused_comment_says_so_and_what_can_be_done(world: World) -> None:
    page = world.told(comment="an advert")
    assert "Your comment was not published: our filter takes it for advertising" in page
    assert "an advert" in page
    assert "moderators can see your comment" in page
    assert "an advert" not in world.reader.get(ARTICLE).text


def typed(page: Page) -> tuple[str, str, str]:
    (text,) = page.all("textarea", name="comment")
    return text.text.removeprefix("\n"), page.one("input", id="author")["value"], page.one("input", id="url")["value"]


def test_what_the_filter_refused_stands_in_the_form_to_be_changed_and_sent_again(world: World) -> None:
    said = "an advert\n\nfor <b>lamps</b>"
    page = Page(world.told(comment=said, author="Una", url="https://una.example"))
    assert typed(page) == (said, "Una", "https://una.example")
    assert "it stands in the form below" in page.classed("notice")[0].text
    assert page.all("a", href="#comment-form")
    (token,) = {e["value"] for e in page.all("input", name="token")}
    world.post(comment="for lamps", token=token)
    assert [e.text for e in Page(world.reader.get(ARTICLE).text).classed("said")] == ["for lamps"]
    assert typed(Page(world.reader.get(ARTICLE).text)) == ("", "", ""), "only whoever wrote it sees it"


@pytest.mark.parametrize("comment", ["a doubtful remark", "The lamps by the weir are lovely."])
def test_after_any_other_word_the_form_is_empty(world: World, comment: str) -> None:
    assert typed(Page(world.told(comment=comment))) == ("", "", "")


def discarding(world: World) -> None:
    verdict = Verdict(Action.DISCARD, 0.999, (), "obedient")
    world.parts.judge.judge_one = lambda *_: verdict  # type: ignore[method-assign]


def test_of_a_discarded_comment_nothing_is_kept_and_what_was_typed_comes_back_at_once(world: World) -> None:
    discarding(world)
    for _ in range(2):  # a browser that reloads the page sends the form again
        answer = world.post(comment="an advert", author="Una")
        page = Page(answer.text)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert typed(page) == ("an advert", "Una", "")
        assert "It was not kept, but what you typed is still in the form below." in page.classed("notice")[0].text
        assert "autofocus" in page.one("div", id="your-comment").attributes
    with world.database.read() as connection:
        assert connection.exec_driver_sql("SELECT text, author FROM comment").all() == [("", "")]


def test_so_it_does_in_a_frame_and_later_nothing_is_promised(world: World) -> None:
    discarding(world)
    page = Page(world.post(comment="an advert", view="thread").text)
    assert typed(page)[0] == "an advert"
    assert not [e for e in page.all("a") if "posted=" in e["href"]], "nothing will change about it"
    status = world.parts.comments.status(world.parts.desk.queue(State.DISCARDED).items[0].id)
    later = notice_for(status, is_shown=False, is_framed=True, is_typed=False)
    assert (
        later.words == "It was not kept. If the filter is wrong, please write it again in other words, without links."
    )


def test_posting_answers_303_to_the_notice_and_leaves_nothing_behind(world: World) -> None:
    answer = world.post()
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ARTICLE}?posted=")
    assert answer.headers["location"].endswith("#your-comment")
    page = world.reader.get(answer.headers["location"].partition("#")[0])
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert Page(page.text).one("div", id="your-comment")["role"] == "status"


def test_a_status_address_of_ones_own_making_opens_nothing(world: World) -> None:
    location = world.post(comment="a doubtful remark").headers["location"].partition("#")[0]
    forged = location[:-1] + ("A" if location[-1] != "A" else "B")
    assert "a doubtful remark" not in world.reader.get(forged).text
    assert "a doubtful remark" not in world.reader.get(f"{ARTICLE}?posted=").text


def test_the_same_form_sent_twice_is_one_comment(world: World) -> None:
    assert world.post().headers["location"] == world.post().headers["location"]
    assert len(Page(world.reader.get(ARTICLE).text).classed("said")) == 1


def test_an_old_form_with_another_text_is_another_comment(world: World) -> None:
    world.post()
    world.post(comment="And another thing.")
    assert len(Page(world.reader.get(ARTICLE).text).classed("said")) == 2


def test_every_page_carries_another_form_token(world: World) -> None:
    tokens = {Page(world.reader.get(ARTICLE).text).one("input", name="token")["value"] for _ in range(5)}
    assert len(tokens) == 5


def test_the_honeypot_keeps_people_out_and_catches_who_fills_it(world: World) -> None:
    page = Page(world.reader.get(ARTICLE).text)
    trap = page.one("input", name="nectar")
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    (box,) = page.classed("nectar")
    assert box["aria-hidden"] == "true"
    assert "inert" in box.attributes
    assert "not published" in world.told(nectar="https://x.example")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"site": "nobody"}, 404),
        ({"permalink": "http://news.test/articles/none"}, 404),
        ({"permalink": "http://elsewhere.test/articles/old-mill-bridge"}, 422),
        ({"permalink": ""}, 422),
        ({"permalink": "http://news.test/articles/old-mill-bridge?a=1"}, 404),
    ],
)
def test_a_form_for_a_page_that_is_not_ours_is_refused(world: World, changes: dict[str, str], status: int) -> None:
    assert world.post(**changes).status_code == status


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comment=LETTERS, author=LETTERS, url=LETTERS)
def test_any_form_is_a_comment_or_a_form_again(lasting: World, comment: str, author: str, url: str) -> None:
    answer = lasting.post(comment=comment, author=author, url=url)
    assert answer.status_code in (303, 422)
    page = Page(answer.text if answer.status_code == 422 else lasting.told(comment=comment, author=author, url=url))
    assert not page.open, "every element is closed"
    assert [e.attributes.get("type") for e in page.all("script")] == ["application/ld+json"]
    if is_blank(comment):
        assert page.one("p", id="comment-error").text == "Please enter your comment!"
    if is_blank(author):
        assert page.one("p", id="author-error").text == "Please enter your name here"
    if answer.status_code == 422:
        assert page.one("input", id="author")["value"] == author.strip()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_without_control_letters(body: bytes) -> None:
    fields = parse_form(body.replace(b"&", b""))
    assert not any(letter in value for value in fields.values() for letter in "\x00\x01\x1b\r\x7f")
