"""Comments as Atom: of a thread and of a site, whatever they say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.page import Page
from tests.web.test_escaping import HOSTILE
from tests.web.world import ARTICLE, World

ATOM = "{http://www.w3.org/2005/Atom}"
THR = "{http://purl.org/syndication/thread/1.0}"


def read(world: World, address: str, **query: str) -> ElementTree.Element:
    answer = world.reader.get(address, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(parent.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    return feed


def thread(world: World, page: str = ARTICLE) -> ElementTree.Element:
    return read(world, "/thread/feed.xml", site=world.site.id, permalink=world.site.url + page)


def said(feed: ElementTree.Element) -> list[str]:
    found = [entry.findtext(f"{ATOM}content") or "" for entry in feed.findall(f"{ATOM}entry")]
    return [re.sub("<[^>]*>", "", html) for html in found]


def test_the_newest_of_a_thread_come_first_and_name_what_they_answer(world: World) -> None:
    world.post(comment="First.", token="a")
    parent = world.parts.comments.published(world.site.id, world.site.url + ARTICLE)[0].id
    world.time.now += 1000
    world.post(comment="Second, *indeed*.", author="Bea", reply_to=parent, token="b")
    world.post(comment="A doubtful one.", token="c")
    feed = thread(world)
    assert said(feed) == ["Second, indeed.", "First."]
    second, first = feed.findall(f"{ATOM}entry")
    answered = second.find(f"{THR}in-reply-to")
    assert answered is not None
    assert answered.get("ref") == first.findtext(f"{ATOM}id")
    assert "<em>indeed</em>" in (second.findtext(f"{ATOM}content") or "")


def test_an_entry_leads_to_its_comment(world: World) -> None:
    world.post()
    link = thread(world).find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    path, _, anchor = (link.get("href") or "").removeprefix("http://news.test").partition("#")
    assert Page(world.reader.get(path).text).one("article", id=anchor)


def test_a_site_has_one_feed_of_all_its_pages_and_of_no_other_site(world: World) -> None:
    other, _ = world.sites.add("https://other.test", "Other")
    world.post(comment="One.", token="a")
    world.post(comment="Two.", token="b", permalink=f"{world.site.url}/articles/herons-cup")
    world.post(comment="Elsewhere.", token="c", site=other.id, permalink="https://other.test/a", view="thread")
    assert sorted(said(read(world, f"/sites/{world.site.id}/feed.xml"))) == ["One.", "Two."]
    assert said(read(world, f"/sites/{other.id}/feed.xml")) == ["Elsewhere."]
    assert said(thread(world)) == ["One."]
    assert world.reader.get("/sites/nobody/feed.xml").status_code == 404


def test_an_empty_thread_is_an_empty_feed(world: World) -> None:
    assert said(thread(world, "/articles/herons-cup")) == []


@pytest.mark.parametrize("hostile", [*HOSTILE, "\ufffe\uffff", "]]>"])
def test_hostile_words_stay_words(world: World, hostile: str) -> None:
    world.post(comment=f"ok {hostile}", author=f"N {hostile}")
    (content,) = [e.findtext(f"{ATOM}content") or "" for e in thread(world).findall(f"{ATOM}entry")]
    page = Page(content)
    assert {e.tag for e in page.elements} <= {"p", "br"}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_letter_breaks_the_feed(text: str) -> None:
    from chaffinch.web.comment_feeds import _NOT_XML

    clean = _NOT_XML.sub("\ufffd", text).replace("&", "").replace("<", "").replace("]]>", "")
    ElementTree.fromstring(f"<a>{clean}</a>")  # noqa: S314


def test_the_page_names_its_feed(world: World) -> None:
    query = {"site": world.site.id, "permalink": world.site.url + ARTICLE}
    page = Page(world.reader.get("/thread", params=query).text)
    href = page.one("link", rel="alternate")["href"]
    assert world.reader.get(href).status_code == 200
    assert href in [e["href"] for e in page.all("a") if e.text == "Comments as Atom feed"]
