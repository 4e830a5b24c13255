from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from chaffinch.errors import NotFoundError, SettingError
from chaffinch.web.newspaper import Newspaper, split_front_matter
from chaffinch.web.parts import demo_folder
from chaffinch.web.renderer import jsonld
from tests.web.page import Page
from tests.web.world import ARTICLE, World

ATOM = "{http://www.w3.org/2005/Atom}"
PAPER = Newspaper.from_folder(demo_folder())
FRONT = "---\nheadline: H\ndateline: D\nauthor: A\ndate: 2026-01-01T00:00:00+00:00\ndescription: S\n---\n"


def folder_with(folder: Path, article: str) -> Path:
    (folder / "newspaper.toml").write_text('name = "N"\n')
    (folder / "one.md").write_text(article)
    return folder


def test_the_demo_has_articles_worth_reading() -> None:
    assert len(PAPER.articles) >= 5
    for article in PAPER.articles:
        words = len(re.sub(r"<[^>]+>", " ", article.body).split())
        assert 300 <= words <= 600, (article.slug, words)
        assert article.figure is not None
        assert article.figure.alt
    assert len({article.section for article in PAPER.articles}) >= 5


def test_articles_come_newest_first() -> None:
    dates = [article.date for article in PAPER.articles]
    assert dates == sorted(dates, reverse=True)
    assert PAPER.lead.slug == "old-mill-bridge"


def test_no_such_article_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        PAPER.by_slug("../newspaper")


@pytest.mark.parametrize(
    ("article", "says"),
    [
        ("no front matter", "between two lines"),
        (FRONT.replace("author: A\n", ""), "lacks author"),
        (FRONT.replace("headline", "title"), "title: H"),
        (FRONT.replace("2026-01-01T00:00:00+00:00", "yesterday"), "date is 'yesterday'"),
        (FRONT.replace("+00:00", ""), "date is"),
        (FRONT.replace("description", "figure: ../x.svg\ndescription"), "figure is '../x.svg'"),
    ],
)
def test_an_odd_article_stops_the_start_and_says_what_is_odd(tmp_path: Path, article: str, says: str) -> None:
    with pytest.raises(SettingError, match=re.escape(says)) as caught:
        Newspaper.from_folder(folder_with(tmp_path, article))
    assert "one.md" in str(caught.value)


@pytest.mark.parametrize(
    ("masthead", "says"),
    [
        (b"name = = 1", "newspaper.toml is not TOML: "),
        (b'name = "L\xe4nder"', "newspaper.toml is not UTF-8 (at byte 9)"),
        (b'nmae = "N"', "newspaper.toml: 'nmae' is no part of a masthead; accepted are name, motto, language, place"),
        (b"name = 3", "newspaper.toml: name is 3; accepted: a line of text"),
        (b'[name]\nfirst = "N"', "newspaper.toml: name is {'first': 'N'}; accepted: a line of text"),
        (b'name = "two\\nlines"', "accepted: a line of text"),
        (None, "newspaper.toml cannot be read (No such file or directory)"),
    ],
)
def test_an_odd_masthead_stops_the_start_and_says_what_is_odd(
    tmp_path: Path, masthead: bytes | None, says: str
) -> None:
    file = folder_with(tmp_path, FRONT) / "newspaper.toml"
    file.unlink()
    if masthead is not None:
        file.write_bytes(masthead)
    with pytest.raises(SettingError, match=re.escape(says)):
        Newspaper.from_folder(tmp_path)


def test_an_article_in_another_encoding_stops_the_start_and_says_where(tmp_path: Path) -> None:
    folder_with(tmp_path, FRONT)
    (tmp_path / "two.md").write_bytes(FRONT.encode() + "Küche".encode("latin-1"))
    with pytest.raises(SettingError, match=r"two\.md is not UTF-8 \(at byte \d+\)"):
        Newspaper.from_folder(tmp_path)


def test_what_a_masthead_leaves_out_has_a_value(tmp_path: Path) -> None:
    paper = Newspaper.from_folder(folder_with(tmp_path, FRONT))
    assert (paper.name, paper.motto, paper.language, paper.place) == ("N", "", "en", "")


def test_an_empty_folder_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "newspaper.toml").write_text("")
    with pytest.raises(SettingError, match="no articles"):
        Newspaper.from_folder(tmp_path)


def test_markup_in_an_article_is_text(tmp_path: Path) -> None:
    paper = Newspaper.from_folder(folder_with(tmp_path, FRONT + "<script>x</script>\n\n[a](javascript:x)\n"))
    assert "<script>" not in paper.lead.body
    assert "href" not in paper.lead.body


def test_front_matter_values_may_hold_colons() -> None:
    fields, _ = split_front_matter(FRONT.replace("headline: H", "headline: One: two"), "x.md")
    assert fields["headline"] == "One: two"


def test_the_front_page_leads_to_every_article(world: World) -> None:
    page = Page(world.reader.get("/").text)
    links = {e["href"] for e in page.all("a")}
    assert {article.path for article in PAPER.articles} <= links
    assert page.one("h1").text == "The Harrowmere Courier"


@pytest.mark.parametrize("article", PAPER.articles, ids=lambda article: article.slug)
def test_an_article_has_headline_dateline_text_and_drawing(world: World, article: object) -> None:
    path = getattr(article, "path", "")
    page = Page(world.reader.get(path).text)
    assert page.one("h1").text == getattr(article, "headline", "")
    assert page.one("span", class_="dateline").text == getattr(article, "dateline", "")
    drawing = world.reader.get(page.one("figure") and page.all("img")[0]["src"])
    assert drawing.headers["content-type"] == "image/svg+xml"
    ElementTree.fromstring(drawing.content)  # noqa: S314 - our own drawing


def test_the_linked_data_is_a_news_article(world: World) -> None:
    data = json.loads(Page(world.reader.get(ARTICLE).text).one("script").text)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == PAPER.lead.headline
    assert data["datePublished"] == "2026-11-23T21:40:00+00:00"
    assert data["author"]["name"] == "Ruth Calloway"
    assert data["dateline"] == "Harrowmere"
    assert data["mainEntityOfPage"] == f"http://news.test{ARTICLE}"


def test_no_value_ends_the_data_block() -> None:
    hostile = {"headline": "</script><!--<script>\u2028&"}
    text = str(jsonld(hostile))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == hostile


def test_a_page_names_its_canonical_address_and_its_feed(world: World) -> None:
    page = Page(world.reader.get(f"{ARTICLE}?utm_source=x").text)
    assert page.one("link", rel="canonical")["href"] == f"http://news.test{ARTICLE}"
    assert page.one("link", rel="alternate")["href"] == "/feed.xml"
    assert page.one("meta", property="og:type")["content"] == "article"
    assert page.one("meta", property="og:url")["content"] == f"http://news.test{ARTICLE}"


def test_the_feed_is_atom_with_every_article(world: World) -> None:
    answer = world.reader.get("/feed.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(parent.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == [a.headline for a in PAPER.articles]
    assert all(e.findtext(f"{ATOM}author/{ATOM}name") for e in entries)
    contents = [e.find(f"{ATOM}content") for e in entries]
    assert all(c is not None and c.get("type") == "html" and (c.text or "").startswith("<p") for c in contents)
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
    assert any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link"))
