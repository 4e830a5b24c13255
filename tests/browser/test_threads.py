"""A nested thread as readers see it: answered, liked and reported with the keyboard, without scripts, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chaffinch.engine.types import Label
from chaffinch.service.posting import Posting
from tests.browser.conftest import ARTICLE, Scheme, Site
from tests.browser.test_reading import LUMINANCE, is_wide

pytestmark = pytest.mark.browser

WORDS = [
    ("Margaret Ellis", "I walked that bridge for **eleven years** and I am glad it stays."),
    ("Denise Okafor", "I asked the council:\n\n> Deliveries will be arranged in time.\n\nNobody has arranged *mine*."),
    ("Tom Harrow", "We were told to\n\n1. use the upper lane,\n2. or carry it."),
    ("سلمى حدّاد", "أعبر هذا الجسر كل صباح، والفوانيس جميلة في المساء."),
    ("A. Lindqvist", "It says so: https://harrowmere.example/plan?" + "sheet=4&" * 30),
    ("Una Brand", "I had not seen sheet 4. `Thank you` both, " + "so" * 80),
    ("Piet van der Meer", "Then I was wrong, and say so."),
]


def grow(site: Site) -> list[str]:
    """Publish a chain of answers, deeper than it is shown."""
    ids: list[str] = []
    place = (site.server.demo_site.id, site.server.demo_site.url + ARTICLE, "", "")
    for author, text in WORDS:
        parent = ids[-1] if ids else None
        form = Posting(*place, author, None, text, author, parent_id=parent)
        posted = site.server.parts.comments.post(form)
        site.server.parts.desk.decide(posted.comment_id, Label.HAM)
        ids.append(posted.comment_id)
    return ids


def test_a_reader_answers_with_the_keyboard_alone_on_a_phone_without_scripts(site: Site) -> None:
    ids = grow(site)
    page = site.open(width=360, scripts=False)
    page.get_by_role("link", name="Reply to Tom Harrow").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reply to Tom Harrow")).to_be_in_viewport()
    page.get_by_role("link", name="Cancel").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("In winter it was worse, and nobody wrote about it.")
    page.keyboard.press("Tab")
    page.keyboard.type("Bea Holm")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your comment is published.")).to_be_in_viewport()
    parent = page.locator(f"li:has(> #comment-{ids[2]})")
    expect(parent.locator("> .replies > li > article").last).to_contain_text("In winter it was worse")


def test_cancelling_leads_back_to_what_was_to_be_answered(site: Site) -> None:
    ids = grow(site)
    page = site.open(scripts=False)
    page.get_by_role("link", name="Reply to Una Brand").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(f"#comment-{ids[5]}")).to_be_in_viewport()


def test_a_like_and_a_report_are_one_click_each_and_told(site: Site) -> None:
    ids = grow(site)
    page = site.open(scripts=False)
    page.get_by_role("button", name="Like the comment by Tom Harrow").click()
    expect(page.get_by_role("button", name="Like the comment by Tom Harrow 1 like")).to_be_in_viewport()
    expect(page.get_by_role("status")).to_have_text("Your like is counted, once for your part of the network.")
    page.get_by_role("button", name="Report the comment by Tom Harrow").click()
    expect(page.get_by_role("status")).to_have_text("Thank you: moderators see that this was reported.")
    expect(page.locator(f"#comment-{ids[2]}")).to_be_in_viewport()
    assert page.context.cookies() == []
    desk = site.desk("PUBLISHED")
    desk.get_by_role("link", name="One comment was reported by readers").click()
    expect(desk.get_by_role("article")).to_have_count(1)
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("reported by readers")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("query", ["", "?order=newest", "?order=liked"])
def test_the_deepest_thread_scrolls_nobody_sideways(site: Site, width: int, query: str) -> None:
    ids = grow(site)
    page = site.open(ARTICLE + query, width=width)
    assert not is_wide(page)
    page.goto(f"{site.url}{ARTICLE}?reply_to={ids[-1]}")
    assert not is_wide(page)
    box = page.get_by_label("Comment", exact=True).bounding_box()
    assert box is not None
    assert box["width"] > 150, "there is room to write in"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_a_thread_has_enough_contrast(site: Site, scheme: Scheme) -> None:
    ids = grow(site)
    site.server.parts.desk.erase(ids[0])
    page = site.open(f"{ARTICLE}?comment={ids[3]}&reacted=like#comment-{ids[3]}", scheme=scheme)
    measured = page.eval_on_selector_all(".thread :is(p, h2, h3, li, a, time, button, code, span)", LUMINANCE)
    assert [each for each in measured if each[1] < 4.5 and each[0]] == []


def test_buttons_are_large_enough_for_a_finger(site: Site) -> None:
    grow(site)
    page = site.open(width=360)
    height = "all => all.map(each => each.getBoundingClientRect().height)"
    assert min(page.eval_on_selector_all(".actions :is(a, button)", height)) >= 24, "WCAG 2.2, 2.5.8"
