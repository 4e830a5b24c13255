"""The lines of HTML that put the comments of a page into that page."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

PAGE = "PAGE"
"""Stands in a permalink for what each page puts in its place."""


def frame(public_url: str, site_id: str, permalink: str) -> str:
    """Return an `<iframe>` of a thread; the permalink is percent-encoded, so that its query stays its own.

    It fills the width it is given. Its height is fixed: what makes it grow is the script of `widget`.
    """
    source = f"{public_url}/thread?site={site_id}&permalink={quote(permalink, safe=':/')}"
    style = "width:100%;height:40em;border:0"
    return f'<iframe src="{escape(source)}" title="Comments" loading="lazy" style="{style}"></iframe>'


def widget(public_url: str, site_id: str) -> str:
    """Return the same for all pages of a site: a place for the thread, and the script that puts it there."""
    script = f'<script src="{escape(public_url)}/embed.js" data-site="{escape(site_id)}" async></script>'
    return f'<div id="chaffinch-thread"></div>\n{script}'
