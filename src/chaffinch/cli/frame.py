"""The line of HTML that puts the comments of a page into that page."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

PAGE = "PAGE"
"""Stands in a permalink for what each page puts in its place."""


def frame(public_url: str, site_id: str, permalink: str) -> str:
    """Return an `<iframe>` of a thread; the permalink is percent-encoded, so that its query stays its own.

    It fills the width it is given. Its height is fixed: no part of the page tells how long a thread is.
    """
    source = f"{public_url}/thread?site={site_id}&permalink={quote(permalink, safe=':/')}"
    style = "width:100%;height:40em;border:0"
    return f'<iframe src="{escape(source)}" title="Comments" loading="lazy" style="{style}"></iframe>'
