from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, Request, expect

from chaffinch.engine.types import Action, Context, Submission
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

REAL = (
    "I walked that bridge to school every day for eleven years and I am glad it stays. "
    "But Denise has a point: nobody has said where the delivery vans will stop."
)
SPAM = (
    "Buy cheap viagra and cialis online without prescription! Visit https://cheap-pills.example now for 80% discount. "
    "Best price, fast shipping, order now https://cheap-pills.example/order"
)
SHOP = "Our shop on Weir Street has a spring offer on bicycle repair. Visit our website for prices: https://weir-bikes.example"
SHOP_AGAIN = "Our shop on Weir Street has a new offer on bicycle repair. Visit our website for our prices: https://weir-bikes.example"
SHADES = [
    " ".join(parts)
    for parts in itertools.product(
        ["I liked reading about the bridge.", "Nice article about the bridge.", "Nice article!"],
        ["We restore old lamps like those on it", "We restore and sell old lamps", "We sell lamps"],
        ["in our workshop: https://lamps.example", "and you can visit our website https://lamps.example for prices."],
        ["", "Do ask us about the brackets.", "Best prices and offers."],
    )
]
"""One shop owner, from talking to advertising: somewhere between them a filter cannot be sure."""


def comments(page: Page) -> list[str]:
    return page.locator(".said").all_inner_texts()


def test_an_empty_form_is_answered_beside_its_fields(site: Site) -> None:
    page = site.open()
    page.get_by_role("button", name="Post comment").click()
    comment, name = page.get_by_label("Comment", exact=True), page.get_by_label("Name")
    expect(page.get_by_text("Please enter your comment!", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("Please enter your name here", exact=True)).to_be_visible()
    expect(comment).to_be_focused()
    expect(comment).to_have_accessible_description("Please enter your comment!")
    expect(name).to_have_accessible_description("Please enter your name here")


def test_a_missing_name_keeps_the_text_and_gets_the_focus(site: Site) -> None:
    page = site.open()
    site.post(page, text=REAL, author="")
    expect(page.get_by_text("Please enter your name here", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("Please enter your comment!")).to_have_count(0)
    expect(page.get_by_label("Comment", exact=True)).to_have_value(REAL)
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Margaret Ellis")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Your comment is published.")).to_be_in_viewport()


@pytest.mark.parametrize(("author", "website"), [("", ""), ("Una", "no address"), ("", "no address"), ("Una", "")])
def test_the_boxes_for_name_and_website_line_up_whichever_is_wrong(site: Site, author: str, website: str) -> None:
    page = site.open()
    site.post(page, text="" if author and not website else REAL, author=author, website=website)
    expect(page.get_by_role("alert")).to_be_visible()
    name, address = page.get_by_label("Name").bounding_box(), page.get_by_label("Website").bounding_box()
    assert name is not None
    assert address is not None
    assert name["x"] < address["x"]
    assert abs(name["y"] - address["y"]) < 1
    assert abs(name["height"] - address["height"]) < 1


def test_a_comment_that_is_far_too_long_is_not_lost(site: Site) -> None:
    page = site.open()
    site.post(page, text="word " * 14_000, author="Una Brand")
    expect(page.get_by_role("heading", level=1)).to_have_text("That is too long")
    expect(page.get_by_text("Go back in your browser: what you typed should still be there.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Name")).to_have_value("Una Brand")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("word " * 14_000)


def test_a_real_comment_appears_for_everybody(site: Site) -> None:
    page = site.open()
    site.post(page, text=REAL, author="Margaret Ellis")
    expect(page.get_by_text("Your comment is published.")).to_be_in_viewport()
    reader = site.open()
    assert comments(reader) == [REAL]
    expect(reader.get_by_role("heading", name="Margaret Ellis")).to_be_visible()


def test_spam_does_not_appear_and_its_author_is_told(site: Site) -> None:
    page = site.open()
    site.post(page, text=SPAM, author="Cheap Pills Online", website="https://cheap-pills.example")
    expect(page.get_by_text("Your comment was not published: our filter takes it for advertising.")).to_be_in_viewport()
    expect(page.get_by_label("Your comment")).to_contain_text("Buy cheap viagra")
    page.get_by_role("link", name="Go to the form").click()
    expect(page.get_by_label("Comment", exact=True)).to_have_value(re.compile("Buy cheap viagra"))
    assert comments(site.open()) == []


def test_a_comment_between_the_two_waits_and_only_its_author_sees_it(site: Site) -> None:
    context = Context(site=site.server.demo_site.id)
    shades = [Submission(text, "Lamp Restoration", "https://lamps.example") for text in SHADES]
    actions = [site.server.judge.judge_one(shade, context).action for shade in shades]
    assert Action.HOLD in actions, actions
    page = site.open("/thread?" + f"site={context.site}&permalink={site.url}/shop")
    site.post(page, text=SHADES[actions.index(Action.HOLD)], author="Lamp Restoration", website="https://lamps.example")
    expect(page.get_by_text("Your comment is waiting for a moderator.")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_contain_text("lamps.example")
    assert comments(page) == []
    desk = site.desk("HELD")
    expect(desk.get_by_role("heading", name="Lamp Restoration")).to_be_visible()


def test_the_desk_shows_spam_with_reasons_and_marks(site: Site) -> None:
    site.post(site.open(), text=SPAM, author="Cheap Pills Online", website="https://cheap-pills.example")
    desk = site.desk("SPAM")
    card = desk.get_by_role("article", name="Cheap Pills Online")
    expect(card.locator(".score")).to_contain_text("% spam")
    assert card.locator(".reasons li.spam").count() >= 1
    assert card.locator(".words mark.spam").count() >= 1
    assert "".join(card.locator(".words").all_text_contents()) == SPAM
    expect(card.locator(".address")).to_have_text("https://cheap-pills.example")
    assert card.get_by_role("link", name="cheap-pills").count() == 0


def test_approving_publishes_and_a_similar_comment_then_passes(site: Site) -> None:
    page = site.open()
    site.post(page, text=SHOP, author="Weir Street Bicycles", website="https://weir-bikes.example")
    expect(page.get_by_text("Your comment is published.")).to_have_count(0)
    state = "SPAM" if page.get_by_text("Your comment was not published").count() else "HELD"
    desk = site.desk(state)
    desk.get_by_role("article", name="Weir Street Bicycles").get_by_role("button", name="Approve").click()
    expect(desk.get_by_role("status")).to_contain_text("Approved.")
    assert comments(site.open()) == [SHOP]
    second = site.open()
    site.post(second, text=SHOP_AGAIN, author="Weir Street Bicycles", website="https://weir-bikes.example")
    expect(second.get_by_text("Your comment is published.")).to_be_visible()
    assert comments(site.open()) == [SHOP, SHOP_AGAIN]


def test_marking_a_published_comment_as_spam_takes_it_away_and_undo_brings_it_back(site: Site) -> None:
    site.post(site.open(), text=REAL, author="Margaret Ellis")
    desk = site.desk("PUBLISHED")
    desk.get_by_role("button", name="Spam", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("Marked as spam.")
    assert comments(site.open()) == []
    desk.get_by_role("button", name="Undo").click()
    assert comments(site.open()) == [REAL]


def test_going_back_and_sending_again_makes_no_second_comment(site: Site) -> None:
    page = site.open()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    site.post(page, text=REAL, author="Margaret Ellis")
    expect(page.get_by_text("Your comment is published.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Comment", exact=True)).to_have_value(REAL)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Your comment is published.")).to_be_visible()
    assert len(sent) == 2
    assert comments(site.open()) == [REAL]


def test_the_same_form_arriving_twice_is_one_comment_and_answered_alike(site: Site) -> None:
    page = site.open()
    with page.expect_request(lambda request: request.method == "POST") as posted:
        site.post(page, text=REAL, author="Margaret Ellis")
    first = posted.value.response()
    assert first
    again = page.request.post(
        posted.value.url,
        data=posted.value.post_data_buffer or b"",
        headers={name: posted.value.headers[name] for name in ("content-type", "origin")},
        max_redirects=0,
    )
    assert (again.status, again.headers["location"]) == (first.status, first.headers["location"])
    assert comments(site.open()) == [REAL]


def test_everything_works_without_scripts(site: Site) -> None:
    page = site.open(scripts=False)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Please enter your comment!")).to_be_visible()
    site.post(page, text=REAL, author="Margaret Ellis")
    expect(page.get_by_text("Your comment is published.")).to_be_visible()
    page.get_by_role("link", name="Learn how your comment data is processed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How your comment data is processed")
