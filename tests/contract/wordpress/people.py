"""Who uses the site: readers with the comment form, and an editor with the dashboard. All over HTTP, as browsers do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import httpx

from tests.contract.wordpress.site import Site

AUTHOR = "Jane Doe"
EMAIL = "jane@doe.example"
ADDRESS = "127.0.0.77"
BROWSER = "Mozilla/5.0 (X11; Linux) Merlin/7"


@dataclass(frozen=True)
class Kept:
    """A comment as WordPress keeps it. `state`: "1", "0" or "spam"; `events`: the plugin's history, in order."""

    id: int
    state: str
    content: str
    meta: dict[str, str]
    events: tuple[str, ...]


def hidden(page: str, name: str) -> str:
    """Return the value of a form's field, whatever the order of its attributes."""
    for field in re.findall(r"<input[^>]*>", page):
        if re.search(rf"""name=["']{re.escape(name)}["']""", field):
            found = re.search(r"""value=["']([^"']*)["']""", field)
            return found[1] if found else ""
    raise AssertionError(f"no field {name!r} on the page")


def comments(site: Site) -> list[Kept]:
    """Return every comment of the site, oldest first."""
    fields = "comment_ID, comment_approved, comment_content"
    told = site.database.rows(fields, "FROM wp_comments ORDER BY comment_ID")
    meta = site.database.rows("comment_id, meta_key, meta_value", "FROM wp_commentmeta ORDER BY meta_id")
    return [
        Kept(
            row["comment_ID"],
            row["comment_approved"],
            row["comment_content"],
            {m["meta_key"]: m["meta_value"] for m in meta if m["comment_id"] == row["comment_ID"]},
            tuple(
                event
                for m in meta
                if m["comment_id"] == row["comment_ID"] and m["meta_key"] == "akismet_history"
                for event in re.findall(r's:5:"event";s:\d+:"([^"]*)"', m["meta_value"])
            ),
        )
        for row in told
    ]


class Reader:
    """Somebody without an account."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.http = httpx.Client(
            headers={"User-Agent": BROWSER}, timeout=60, transport=httpx.HTTPTransport(local_address=ADDRESS)
        )

    def page(self) -> str:
        """Return the article's page."""
        answer = self.http.get(self._site.article)
        assert answer.status_code == 200, answer.text
        return answer.text

    def comment(self, text: str, *, parent: int = 0, **fields: str) -> Kept | None:
        """Post a comment by the form under the article; return what became of it, None where nothing was kept."""
        before = {one.id for one in comments(self._site)}
        page = self.page()
        form = {
            "comment": text,
            "author": AUTHOR,
            "email": EMAIL,
            "url": "",
            "submit": "Post Comment",
            "comment_post_ID": hidden(page, "comment_post_ID"),
            "comment_parent": str(parent),
            "akismet_comment_nonce": hidden(page, "akismet_comment_nonce"),
            "ak_hp_textarea": "",
            "ak_js": hidden(page, "ak_js"),
        }
        told = self.http.post(f"{self._site.home}/wp-comments-post.php", data=form | fields)
        assert told.status_code == 302, told.text
        return next((one for one in comments(self._site) if one.id not in before), None)

    def posted(self, text: str, **fields: Any) -> Kept:
        """Post a comment that WordPress keeps."""
        kept = self.comment(text, **fields)
        assert kept is not None, "WordPress kept nothing of it"
        return kept

    def ping(self, source: str) -> str:
        """Send a pingback to the article over XML-RPC; return the answer."""
        places = "".join(
            f"<param><value><string>{escape(place)}</string></value></param>" for place in (source, self._site.article)
        )
        call = f"<methodCall><methodName>pingback.ping</methodName><params>{places}</params></methodCall>"
        return self.http.post(
            f"{self._site.home}/xmlrpc.php", content=call, headers={"content-type": "text/xml"}
        ).text  # fmt: skip


class Editor:
    """The administrator, signed in."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.http = httpx.Client(timeout=60, trust_env=False, follow_redirects=True)
        self.http.get(f"{site.home}/wp-login.php")
        form = {"log": "editor", "pwd": "editor-password", "wp-submit": "Log In", "testcookie": "1"}
        told = self.http.post(f"{site.home}/wp-login.php", data=form | {"redirect_to": f"{site.home}/wp-admin/"})
        assert "wpadminbar" in told.text, told.text

    def open(self, path: str) -> str:
        """Return a page of the dashboard."""
        answer = self.http.get(f"{self._site.home}/wp-admin/{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def enter_key(self, key: str) -> str:
        """Enter a key in the plugin's settings; return the page that comes back."""
        page = "options-general.php?page=akismet-key-config"
        form = self.open(f"{page}&view=start")
        fields = {"action": "enter-key", "key": key, "_wpnonce": hidden(form, "_wpnonce"), "submit": "Connect"}
        return self.http.post(f"{self._site.home}/wp-admin/{page}", data=fields).text

    def moderate(self, comment: int, action: str) -> None:
        """Follow a link below a comment in the dashboard: `spam`, `unspam`, `approve`."""
        listed = self.open("edit-comments.php?comment_status=" + ("spam" if action == "unspam" else "all"))
        links = (unescape(link) for link in re.findall(r"comment\.php\?[^'\"]*", listed))
        wanted = {("action", f"{action}comment"), ("c", str(comment))}
        found = [link for link in links if wanted <= set(parse_qsl(link.partition("?")[2]))]
        assert found, f"no link to {action} comment {comment}"
        self.open(found[0])

    def rest(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
        """Call WordPress's own API with the application password; return what it answers."""
        who = httpx.BasicAuth("editor", self._site.password)
        answer = httpx.request(
            method, f"{self._site.home}/wp-json{path}", auth=who, json=content, timeout=60, trust_env=False
        )
        return answer.json()
