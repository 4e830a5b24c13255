"""A comment's text to HTML: a small, safe subset of Markdown (CommonMark), sanitised once more before it is shown.

Paragraphs with their line breaks, emphasis, code, quotes, lists, and addresses as links. What is no mark of these stays
what was typed: no headings, pictures, tables, raw HTML, entities, nor links that show other words than their address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from markupsafe import Markup

from chaffinch.web.prose import REL, addresses, link_target, paragraphs

RULES = ("blockquote", "list", "fence", "backticks", "emphasis", "autolink", "newline", "escape")
TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_DIRECTED = {"paragraph_open", "blockquote_open", "list_item_open"}
"""Each finds its own direction of writing."""
_MARKS = re.compile(r"[*_`<>\\]|~~~|^[ \t]*(?:[-+]|\d{1,9}[.)])(?:[ \t]|$)", re.MULTILINE)
"""What may be a mark. A text without any is paragraphs and addresses, and needs no parser."""
MOST = 1_000
"""Marks, and lines, that are read. A text with more is shown as typed: in 10,000 characters there is room for texts
made of nothing else, which take the parser 90 ms; within this bound none was found that takes 35 ms."""
_EMPTY = '<li dir="auto"></li>'
"""An item without words: somebody meant a star or a number, not a list."""


def _links(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a paragraph with the addresses in them as links."""
    made: list[Token] = []
    is_in_link = False
    for token in tokens:
        is_in_link = token.type == "link_open" or (is_in_link and token.type != "link_close")
        made += [token] if is_in_link or token.type != "text" else _linked(token)
    return made


def _linked(token: Token) -> list[Token]:
    pieces: list[Token] = []
    for text, is_address in addresses(token.content):
        inside = Token("text", "", 0, content=text)
        if is_address:
            pieces += [Token("link_open", "a", 1, attrs={"href": text}), inside, Token("link_close", "a", -1)]
        else:
            pieces.append(inside)
    return pieces


class _Reader(MarkdownIt):
    """CommonMark cut down to `RULES`; links are http and https, shown as they were typed."""

    def __init__(self) -> None:
        super().__init__("zero", {"breaks": True, "maxNesting": 12})
        self.enable(list(RULES))

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return link_target(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def parse(self, src: str, env: EnvType | None = None) -> list[Token]:
        tokens = super().parse(src, env)
        for token in tokens:
            if token.type in _DIRECTED:
                token.attrSet("dir", "auto")
            if token.children:
                token.children = _links(token.children)
        return tokens


def _cleaner(**attributes: dict[str, str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "p": {"dir"}, "blockquote": {"dir"}, "li": {"dir"}},
        url_schemes={"http", "https"},
        link_rel=REL,
        set_tag_attribute_values=attributes,
    )


_READER = _Reader()
_CLEAN = _cleaner()
_CLEAN_FRAMED = _cleaner(a={"target": "_blank"})
"""Links in a frame open beside it; it goes on showing the comments."""


def comment_html(text: str, *, is_framed: bool = False) -> Markup:
    """Return a comment as HTML. `is_framed`: it stands in a frame on the page of another site."""
    marks = sum(1 for _ in _MARKS.finditer(text))
    if not 0 < marks <= MOST or text.count("\n") > MOST:
        return paragraphs(text, is_framed=is_framed)
    html = _READER.render(text)
    if _EMPTY in html:
        return paragraphs(text, is_framed=is_framed)
    # Safe: whatever the parser made of it, nh3 (the sanitiser) lets nothing through but TAGS, without scripts.
    return Markup((_CLEAN_FRAMED if is_framed else _CLEAN).clean(html).strip())  # noqa: S704
