from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from chaffinch.web.newspaper import Newspaper
from chaffinch.web.parts import demo_folder
from tests.browser.conftest import ARTICLE, Scheme, Site

pytestmark = pytest.mark.browser

LUMINANCE = """elements => elements.map(e => {
  const rgb = value => value.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  let under = e, back = [0, 0, 0, 0];
  for (; under && back[3] === 0; under = under.parentElement) back = rgb(getComputedStyle(under).backgroundColor);
  const [a, b] = [light(rgb(getComputedStyle(e).color)), light(back)].sort((x, y) => y - x);
  return [e.textContent.trim().slice(0, 40), (a + .05) / (b + .05)];
})"""


def is_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(site: Site, width: int) -> None:
    long = "https://long.example/" + "a" * 300
    site.post(site.open(), text=f"A word of {'length' * 40} and {long}", author="N" * 90)
    page = site.open("/", width=width)
    paths = ["/", ARTICLE, "/data", "/nowhere", f"/thread?site={site.server.demo_site.id}&permalink={site.url}/x"]
    for path in paths + [article.path for article in Newspaper.from_folder(demo_folder()).articles]:
        page.goto(site.url + path)
        assert not is_wide(page), path
    page.goto(f"{site.url}/sign-in/{site.server.sign_in.issue_link()}")
    for state in ("HELD", "SPAM", "PUBLISHED"):
        page.goto(f"{site.url}/desk?state={state}")
        assert not is_wide(page), state


def test_readers_and_commenters_keep_no_cookie_and_no_storage(site: Site) -> None:
    page = site.open("/")
    page.get_by_role("link", name="Council votes").first.click()
    site.post(page, text="The lamps by the weir are lovely in the evening.", author="Una Brand")
    page.get_by_role("link", name="Learn how your comment data is processed").click()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_desk_keeps_one_cookie_that_scripts_cannot_read(site: Site) -> None:
    desk = site.desk()
    (cookie,) = desk.context.cookies()
    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Lax"
    assert desk.evaluate("document.cookie") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", ARTICLE, "/data", "/nowhere"])
def test_every_text_has_enough_contrast(site: Site, scheme: Scheme, path: str) -> None:
    page = site.open(path, scheme=scheme)
    if path == ARTICLE:
        page.get_by_role("button", name="Post comment").click()
    measured = page.eval_on_selector_all(
        "p, h1, h2, h3, li, a, label, th, td, dt, dd, time, figcaption, button, code, span, summary", LUMINANCE
    )
    assert [each for each in measured if each[1] < 4.5 and each[0]] == []


def test_the_form_can_be_filled_in_by_keyboard_alone(site: Site) -> None:
    page = site.open()
    page.get_by_label("Comment", exact=True).focus()
    visited = []
    for _ in range(4):
        visited.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        page.keyboard.press("Tab")
    assert visited == ["comment", "author", "url", "Post comment"]


def test_the_honeypot_is_nowhere_for_people(site: Site) -> None:
    page = site.open()
    expect(page.locator("input[name=nectar]")).to_be_hidden()
    assert page.get_by_role("textbox").count() == 3


def test_the_first_tab_offers_to_skip_to_the_text(site: Site) -> None:
    page = site.open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()


def test_every_picture_says_what_it_shows_or_is_decoration(site: Site) -> None:
    page = site.open()
    assert all(page.eval_on_selector_all("main img", "images => images.map(i => i.alt.length > 20)"))
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
