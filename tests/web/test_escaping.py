from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.readings import readings
from chaffinch.engine.types import Evidence, Span
from chaffinch.web import prose
from chaffinch.web.markdown import comment_html
from tests.web.page import Page
from tests.web.world import ARTICLE, World

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "'-alert(1)-'",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;amp; <b>",
    "\u202eright to left\u202c \u2066",
    "<!-- --><style>*{display:none}</style>",
]
ALLOWED_BY_COMMENTERS = {"p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li"}


def check_nothing_came_through(page: Page) -> None:
    assert all(e.attributes.get("type") == "application/ld+json" for e in page.all("script"))
    assert not page.all("style")
    assert all(e["src"].startswith(("/articles/", "/static/")) for e in page.all("img"))
    assert not [name for e in page.elements for name in e.attributes if name.startswith("on")]
    assert not [e for e in page.all("a") if not e["href"].startswith(("/", "#", "http://", "https://"))]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_and_names_are_shown_as_typed_under_the_article(world: World, hostile: str) -> None:
    world.post(comment=f"ok {hostile}", author=f"N {hostile}")
    page = Page(world.reader.get(ARTICLE).text)
    check_nothing_came_through(page)
    assert page.classed("said")[0].text == f"ok {hostile}"
    assert f"N {hostile}" in page.classed("comment")[0].text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_in_the_form_shown_again(world: World, hostile: str) -> None:
    page = Page(world.post(comment=hostile, author="", url=hostile, token=hostile).text)
    check_nothing_came_through(page)
    assert page.one("input", id="url")["value"] == hostile
    assert page.one("input", name="token")["value"] == hostile


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_in_notice_and_on_the_desk(world: World, hostile: str) -> None:
    notice = Page(world.told(comment=f"doubtful {hostile}", author=hostile))
    check_nothing_came_through(notice)
    assert notice.classed("yours")[0].text == f"doubtful {hostile}"
    moderator = world.moderator()
    desk = Page(moderator.get("/desk").text)
    check_nothing_came_through(desk)
    assert without_readings(desk, desk.classed("words")[0].text) == f"doubtful {hostile}"
    assert desk.one("h2").text == hostile


def test_only_the_address_of_a_name_is_linked_on_the_desk_never(world: World) -> None:
    world.post(comment="doubtful", url="https://user:pw@lure.example/x?y=1")
    desk = Page(world.moderator().get("/desk").text)
    (address,) = desk.classed("address")
    assert address.text == "https://user:pw@lure.example/x?y=1"
    assert desk.one("b").text == "lure.example"
    assert not [e for e in desk.all("a") if "lure.example" in e["href"]]


@given(st.text(max_size=200))
def test_a_comment_becomes_only_what_is_allowed(text: str) -> None:
    page = Page(str(comment_html(text)))
    assert {e.tag for e in page.elements} <= ALLOWED_BY_COMMENTERS
    assert not page.open


@given(st.text(max_size=200) | st.text("ab.<>&:/ht ps\n", max_size=80))
def test_a_comment_that_is_not_published_becomes_only_paragraphs_and_breaks(text: str) -> None:
    page = Page(str(prose.plain_paragraphs(text)))
    assert {e.tag for e in page.elements} <= {"p", "br"}
    assert not page.open


@given(st.text("ab.<>&:/ht ps\n", max_size=80))
def test_links_in_comments_are_http_and_vouch_for_nothing(text: str) -> None:
    for link in Page(str(comment_html(text))).all("a"):
        assert link["href"].lower().startswith(("http://", "https://"))
        assert link["rel"] == "ugc nofollow noopener"


def test_a_stop_after_an_address_is_not_part_of_it() -> None:
    page = Page(str(comment_html("See https://a.example/b?c=1&d=2. And (https://e.example)!")))
    assert [link["href"] for link in page.all("a")] == ["https://a.example/b?c=1&d=2", "https://e.example"]


@given(
    st.text(st.characters(exclude_characters="\r"), max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), st.floats(-4, 4)), max_size=6),
)
def test_marks_change_no_letter_whatever_the_spans(text: str, spans: list[tuple[int, int, float]]) -> None:
    evidence = [Evidence("x", weight, "", (Span(start, end),)) for start, end, weight in spans]
    page = Page(f"<pre>{prose.marked(text, evidence)}</pre>")
    assert page.elements[0].text == text
    assert {e.tag for e in page.elements} <= {"pre", "mark"}


def test_marks_stand_where_the_evidence_is() -> None:
    evidence = [Evidence("a", 2.0, "", (Span(4, 8),)), Evidence("b", -1.0, "", (Span(0, 3),))]
    marked = prose.marked("new <b>! deal", evidence)
    assert marked == '<mark class="ham">new</mark> <mark class="spam">&lt;b&gt;!</mark> deal'


def without_readings(page: Page, shown: str) -> str:
    """Return a text as it is shown, without what words in disguise were read as."""
    for reading in page.classed("reading"):
        shown = shown.replace(reading.text, "", 1)
    return shown


PIECES = ["pills ", "c4sino ", "<b>", "</b>", "v i a g r a ", "\u202eargaiv\u202c ", "pi\u200blls", "&amp; ", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_words_in_disguise_keep_their_letters_and_are_followed_by_what_was_read(text: str) -> None:
    evidence = [Evidence("word", 2.0, "", (), "casino"), Evidence("word", -1.0, "", (Span(0, 5),), "pills")]
    page = Page(f"<pre>{prose.marked(text, evidence, readings(text))}</pre>")
    assert without_readings(page, page.elements[0].text) == text
    assert {e.tag for e in page.elements} <= {"pre", "mark", "span", "bdi"}


def test_a_word_in_disguise_stands_apart_in_direction_and_is_told_without_colour() -> None:
    text = "Try \u202eargaiv\u202c ｎｏｗ, friends"
    assert prose.marked(text, [Evidence("word", 2.0, "", (), "viagra")], readings(text)) == (
        'Try <span class="disguise"><bdi><mark class="spam">\u202eargaiv\u202c</mark> ｎｏｗ</bdi>'
        '<span class="reading" dir="auto"><span class="unseen"> (</span>read as <bdi>viagra now</bdi>'
        '<span class="unseen">)</span></span></span>, friends'
    )


def test_of_an_endless_disguise_no_endless_reading_is_told() -> None:
    text = "ｃｈｅａｐ " * 500
    (reading,) = Page(f"<pre>{prose.marked(text, (), readings(text))}</pre>").classed("reading")
    assert len(reading.text) < prose.MAX_READ + 20
