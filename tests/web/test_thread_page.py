from __future__ import annotations

import pytest

from chaffinch.web.thread import lies_under
from tests.web.page import Page
from tests.web.world import ARTICLE, World


@pytest.mark.parametrize(
    ("permalink", "site"),
    [
        ("https://a.test", "https://a.test"),
        ("https://a.test/", "https://a.test"),
        ("https://a.test/x/y?z=1", "https://a.test"),
        ("https://a.test/blog", "https://a.test/blog"),
        ("https://a.test/blog/x", "https://a.test/blog"),
        ("https://A.TEST/x", "https://a.test"),
        ("https://a.test:443/x", "https://a.test"),
        ("http://a.test/x", "http://a.test:80"),
        ("https://b\u00fccher.test/x", "https://xn--bcher-kva.test"),
    ],
)
def test_pages_of_a_site_lie_under_it(permalink: str, site: str) -> None:
    assert lies_under(permalink, site)


@pytest.mark.parametrize(
    ("permalink", "site"),
    [
        ("http://a.test/x", "https://a.test"),
        ("https://a.test.evil.test/x", "https://a.test"),
        ("https://a.test@evil.test/x", "https://a.test"),
        ("https://me@a.test/x", "https://a.test"),
        ("https://a.test:8443/x", "https://a.test"),
        ("https://a.test:80/x", "https://a.test"),
        ("https://a.test/blogger", "https://a.test/blog"),
        ("https://a.test/blog/../x", "https://a.test/blog"),
        ("//a.test/x", "https://a.test"),
        ("javascript:alert(1)", "https://a.test"),
        ("", "https://a.test"),
        ("https://[", "https://a.test"),
        ("https://a.test:x/", "https://a.test"),
    ],
)
def test_other_pages_do_not(permalink: str, site: str) -> None:
    assert not lies_under(permalink, site)


def test_the_thread_page_shows_what_the_article_shows(world: World) -> None:
    world.post()
    query = {"site": world.site.id, "permalink": world.site.url + ARTICLE}
    page = Page(world.reader.get("/thread", params=query).text)
    assert [e.text for e in page.classed("said")] == ["The lamps by the weir are lovely."]
    assert page.one("form", id="comment-form")["action"] == f"/comments?site={world.site.id}"
    assert "Spam is filtered here, on this server." in page.classed("filtered")[0].text


def test_posting_in_the_frame_stays_in_the_frame(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    changes = {"site": site.id, "permalink": "https://other.test/a?b=1&c=2", "view": "thread"}
    answer = world.post(**changes)
    assert answer.headers["location"].startswith(f"/thread?site={site.id}&permalink=https%3A%2F%2Fother.test%2Fa")
    page = world.reader.get(answer.headers["location"].partition("#")[0])
    assert "Your comment is published." in page.text
    assert "frame-ancestors https://other.test" in page.headers["content-security-policy"]
    again = world.post(**changes, comment="")
    assert again.status_code == 422
    assert "frame-ancestors https://other.test" in again.headers["content-security-policy"]


def test_a_link_of_a_commenter_opens_beside_the_frame_and_on_our_own_page_in_its_place(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    said = {"comment": "See https://said.example/a for it.", "url": "https://una.example"}
    framed = Page(world.told(site=site.id, permalink="https://other.test/a", view="thread", **said))
    ours = Page(world.told(**said))
    for address in ("https://said.example/a", "https://una.example"):
        link = framed.one("a", href=address)
        assert link["target"] == "_blank"
        assert link["rel"] == "ugc nofollow noopener"
        assert "target" not in ours.one("a", href=address).attributes


def test_a_thread_of_one_site_is_not_shown_under_another(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    query = {"site": site.id, "permalink": world.site.url + ARTICLE}
    answer = world.reader.get("/thread", params=query)
    assert answer.status_code == 422
    assert "does not lie under https://other.test" in answer.text


def test_a_reader_of_an_embedded_thread_is_led_to_what_is_kept_of_that_site(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    query = {"site": site.id, "permalink": "https://other.test/a"}
    (link,) = Page(world.reader.get("/thread", params=query).text).classed("filtered")
    page = Page(world.reader.get("/thread", params=query).text)
    assert page.one("a", target="_blank")["href"] == f"/data/{site.id}"
    assert "Learn how your comment data is processed" in link.text
    assert world.reader.get(f"/data/{site.id}").status_code == 200
    assert Page(world.reader.get(ARTICLE).text).all("a", href="/data")


LINKS = ["/?utm_source=letter#comments", "?fbclid=1", "#top", "/"]


@pytest.mark.parametrize("link", LINKS)
def test_whatever_link_led_a_reader_here_the_thread_is_the_same(world: World, link: str) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    page = "https://other.test/a"
    world.post(site=site.id, permalink=page + link, view="thread")
    told = page.replace("https://other.test", "HTTPS://Other.Test:443")
    shown = Page(world.reader.get("/thread", params={"site": site.id, "permalink": told}).text)
    assert len(shown.classed("said")) == 1
    (listed,) = world.parts.site_desk.threads(site, None, 5).threads
    assert listed.permalink in (page, page + "/")
    assert listed.published == 1


def test_looking_makes_no_thread(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    world.reader.get("/thread", params={"site": site.id, "permalink": "https://other.test/a?utm_source=x"})
    world.post(site=site.id, permalink="https://other.test/a", view="thread", comment="")
    assert world.parts.site_desk.threads(site, None, 5).threads == ()
