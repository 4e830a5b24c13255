"""The desk as a moderator sees it: reasons and what they rest on, at any width, from either side."""

from __future__ import annotations

from fractions import Fraction

import pytest
from playwright.sync_api import Page, expect

from chaffinch.engine.promise import Promise
from chaffinch.service.states import State
from tests.browser.conftest import Scheme, Site

HEBREW = "שלום לכולם, קנו v.i.a.g.r.a בזול עכשיו http://pills.example וגם \u202eargaiv\u202c"


def state_of(site: Site) -> str:
    return "SPAM" if site.server.parts.desk.queue(State.SPAM).items else "HELD"


def desk(site: Site, width: int, scheme: Scheme) -> Page:
    page = site.open(f"/sign-in/{site.server.sign_in.issue_link()}", width=width, scheme=scheme)
    page.goto(f"{site.url}/desk?state={state_of(site)}")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_words_in_disguise_are_told_beside_them_whatever_the_direction(site: Site, width: int, scheme: Scheme) -> None:
    site.post(site.open(), text=HEBREW, author="Mara", website="http://pills.example")
    page = desk(site, width, scheme)
    card = page.get_by_role("article", name="Mara")
    expect(card.locator(".reading").first).to_have_text(" (read as viagra)")
    for number in range(card.locator(".disguise").count()):
        disguise = card.locator(".disguise").nth(number)
        reading = disguise.locator(".reading")
        whole, word = reading.bounding_box(), reading.locator("bdi").bounding_box()
        assert whole
        assert word
        assert word["x"] > whole["x"] + 10, "English runs from left to right, in Hebrew too"
        assert whole["x"] + whole["width"] - word["x"] - word["width"] < 10
        assert "dashed" in disguise.locator("> bdi").evaluate("one => getComputedStyle(one).borderBlockEndStyle")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_what_would_have_flipped_it_stands_below_the_reasons(site: Site) -> None:
    page = site.open()
    page.locator("[name=nectar]").evaluate("field => { field.value = 'https://x.example' }")
    site.post(page, text="The lamps by the weir are lovely.", author="Una")
    card = desk(site, 1280, "light").get_by_role("article", name="Una")
    expect(card.locator(".flip")).to_have_text(
        "Without what was filled into the hidden field this comment would have been published."
    )


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_tab_and_its_count_stay_on_one_line(site: Site, width: int) -> None:
    site.server.sites.promise(site.server.demo_site.id, Promise(None, Fraction(1, 10)), Fraction(1, 50))
    page = desk(site, width, "light")
    tabs = page.locator(".tabs a")
    expect(tabs).to_have_count(4)
    for tab in tabs.all():
        name, count = tab.bounding_box(), tab.locator(".count").bounding_box()
        assert name
        assert count
        assert name["height"] < 2 * count["height"] + 12
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
