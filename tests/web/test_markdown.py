"""A comment's Markdown: what it may be, what it never becomes, and how long the worst of it takes."""

from __future__ import annotations

import doctest
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.web import markdown, prose
from chaffinch.web.comments import MAX_COMMENT
from chaffinch.web.markdown import TAGS, comment_html
from tests.web.page import Page

SHOWN = [
    ("one\ntwo\n\nthree", '<p dir="auto">one<br>\ntwo</p>\n<p dir="auto">three</p>'),
    ("*a* _b_ **c** __d__", '<p dir="auto"><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong></p>'),
    ("`<b>`", '<p dir="auto"><code>&lt;b&gt;</code></p>'),
    ("```\n*a*\n```", "<pre><code>*a*\n</code></pre>"),
    ("> a\n\nb", '<blockquote dir="auto">\n<p dir="auto">a</p>\n</blockquote>\n<p dir="auto">b</p>'),
    ("- a\n- b", '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>'),
    ("3. a\n4. b", '<ol start="3">\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ol>'),
    ("\\*a\\*", '<p dir="auto">*a*</p>'),
    ("a snake_case_name", '<p dir="auto">a snake_case_name</p>'),
]
TYPED = [
    "# no heading",
    "No heading\n===",
    "![no picture](x.png)",
    "[no link](javascript:nothing)",
    "[a]: /b",
    "&amp; &copy; &#60;",
    "a | b\n--|--\n1 | 2",
    "~~not struck~~",
    "*",
    "* * *",
    "1.",
    "<em>raw</em>",
    "<!-- note -->",
    "<mailto:una@a.example>",
]
A, REL = "https://a.example/x_y_z?q=*&r=2", "ugc nofollow noopener"
VECTORS = [
    "<javascript:alert`1`>",
    "<JaVaScRiPt:alert(1)>",
    "<data:text/html;base64,AAAA>",
    "<vbscript:x>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    '![x](https://a.example/p.png"onerror=alert(1))',
    '<https://a.example/"onmouseover=alert(1)>',
    "https://a.example/'onclick='alert(1)",
    "https://a.example/`onclick=`alert(1)",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><svg onload=alert(1)>\n```",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "> <iframe srcdoc='<script>alert(1)</script>'>",
    "- <details open ontoggle=alert(1)>",
    "1. <math><mtext><style><img src=x onerror=alert(1)>",
    "*<svg><script>alert(1)</script>*",
    '**<a href="java\nscript:alert(1)">x</a>**',
    '<http://a.example/\\"><b onclick=alert(1)>',
    "<https://user@a.example:99999999/>",
    "<x onpointerenter=alert(1)>*y*",
    "\\<img src=x onerror=alert(1)>",
    "`a` <style>*{display:none}</style>",
    "*a* <base href=https://evil.example/>",
    "_a_ <form action=https://evil.example><button>x</button></form>",
    "\u202e*<script>alert(1)</script>*\u202c",
    "*a* &#106;avascript:alert(1) <&#106;avascript:alert(1)>",
    "<https://a.example/\u0000javascript:alert(1)>",
]
WORST = {
    "stars": "*a ",
    "runs of stars": "*" * 200 + " ",
    "underscores": "_a",
    "both": "*_",
    "strong in strong": "**a*b_c ",
    "ticks": "`a\\`",
    "growing ticks": "".join("`" * count + " " for count in range(1, 140)),
    "quotes": ">",
    "quoted lines": ">a\n",
    "quoted items": "> - ",
    "items": "- a\n",
    "items in items": "\n".join(" " * 2 * depth + "- a" for depth in range(99)),
    "numbered quotes": "1. > a\n",
    "fences": "```\n",
    "open angles": "<",
    "open addresses": "<http://a",
    "addresses": "http://a.b ",
    "schemes": "http://",
    "backslashes": "\\",
    "brackets": "[",
    "lines": "\n",
    "paragraphs": "a\n\n",
    "spaces": " ",
    "tabs": "\t-",
    "lazy lines": "> " * 20 + "a\n" + "b\n" * 900,
    "lazy lines in items": "- " * 20 + "a\n" + "b\n" * 900,
}


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_marks_are_shown_as_what_they_mean(text: str, html: str) -> None:
    assert comment_html(text) == html


@pytest.mark.parametrize("text", TYPED)
def test_what_is_no_mark_is_shown_as_typed(text: str) -> None:
    page = Page(f"<div>{comment_html(text)}</div>")
    assert page.elements[0].text.split() == text.split()
    assert {e.tag for e in page.elements} <= {"div", "p", "br"}


@pytest.mark.parametrize("text", [A, f"*{A}*", f"<{A}>", f"> {A}", f"- {A}"])
@pytest.mark.parametrize("is_framed", [False, True])
def test_addresses_are_linked_wherever_they_stand_and_vouch_for_nothing(text: str, is_framed: bool) -> None:
    (link,) = Page(str(comment_html(text, is_framed=is_framed))).all("a")
    assert link["href"].startswith("https://a.example/x_y_z?q=")
    assert link["rel"] == REL
    assert link.attributes.get("target") == ("_blank" if is_framed else None)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_comes_through(vector: str) -> None:
    for text in (vector, f"a *b* {vector}", f"> {vector}", f"- {vector}"):
        check_harmless(Page(str(comment_html(text))))


@given(st.text("*_`<>\\-+1.) \n\tab:/htps\"'=&;()[]!#~", max_size=120))
def test_any_marks_make_only_what_is_allowed(text: str) -> None:
    page = Page(str(comment_html(text)))
    check_harmless(page)
    assert not page.open


LETTERS = st.characters(exclude_characters="*_`<>\\~", exclude_categories=["Cs", "Cc"])


@given(st.text(LETTERS | st.just("\n"), max_size=80))
def test_a_text_without_marks_reads_the_same_with_the_parser(text: str) -> None:
    if markdown._MARKS.search(text):
        return
    parsed = Page("<div>" + markdown._CLEAN.clean(markdown._READER.render(text)) + "</div>")
    plain = Page(f"<div>{prose.paragraphs(text)}</div>")
    assert parsed.elements[0].text.split() == plain.elements[0].text.split()


@pytest.mark.parametrize("name", WORST)
def test_the_worst_of_the_greatest_length_takes_less_than_50_ms(name: str) -> None:
    text = (WORST[name] * MAX_COMMENT)[:MAX_COMMENT] if "lazy" not in name else WORST[name]

    def taken() -> float:
        start = time.process_time()
        comment_html(text)
        return time.process_time() - start

    assert min(taken() for _ in range(3)) < 0.05


@pytest.mark.parametrize("text", ["*a* " * 1001, "*a*\n" + "b\n" * 1001])
def test_too_many_marks_are_shown_as_typed(text: str) -> None:
    assert "<em>" not in comment_html(text)


def test_what_it_says_of_itself_is_so() -> None:
    assert doctest.testmod(prose).failed == 0


def check_harmless(page: Page) -> None:
    assert {e.tag for e in page.elements} <= TAGS
    for element in page.elements:
        assert set(element.attributes) <= {"dir", "href", "rel", "start"}
        assert element.attributes.get("dir", "auto") == "auto"
    for link in page.all("a"):
        assert re.match(r"https?://", link["href"], re.IGNORECASE)
        assert link["rel"] == REL
