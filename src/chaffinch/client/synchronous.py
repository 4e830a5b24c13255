"""`Client`: a method for each call of the native API."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack
from urllib.parse import quote, urlencode, urlsplit

from chaffinch.client.audits import AuditPage, Promises
from chaffinch.client.reading import read
from chaffinch.client.transport import HttpTransport, Request, Transport
from chaffinch.client.values import (
    Check,
    CheckFields,
    Comment,
    CommentPage,
    Label,
    Moved,
    Said,
    Site,
    State,
    ThreadList,
    ThreadPage,
    Verdict,
    Why,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Verdicts:
    verdicts: tuple[Verdict, ...]


class Client:
    """Calls a server with the key of a site; safe to use from many threads. Every method may raise `ApiError`.

    `timeout`: seconds. `transport` sends requests in place of `HttpTransport`. Methods that change something take an
    `idempotency_key`; left out, a new one is made for each call.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 10.0, transport: Transport | None = None) -> None:
        self._transport = transport or HttpTransport(url, timeout=timeout)
        self._path = f"{urlsplit(url).path.rstrip('/')}/api/v1"
        self._key = key

    def check(self, text: str, *, idempotency_key: str | None = None, **fields: Unpack[CheckFields]) -> Verdict:
        """Have one comment judged and kept."""
        return self._post(Verdict, "/check", _said(Check(text=text, **fields)), idempotency_key)

    def check_batch(self, checks: Iterable[Check], *, idempotency_key: str | None = None) -> tuple[Verdict, ...]:
        """Have up to 1,000 comments judged as one batch and kept, all or none; the verdicts are in their order."""
        told = {"checks": [_said(one) for one in checks]}
        return self._post(_Verdicts, "/checks", told, idempotency_key).verdicts

    def verdict(self, comment_id: str) -> Verdict:
        """Return the last verdict on a comment, and where the comment stands now."""
        return self._get(Verdict, f"/verdicts/{_id(comment_id)}")

    def feedback(
        self,
        label: Label,
        *,
        comment_id: str | None = None,
        comment: Said | None = None,
        idempotency_key: str | None = None,
    ) -> Moved:
        """Tell what a comment really is: by its id, by what it says, or by both, where the id may have ended."""
        said = None if comment is None else _said(Said(**{name: getattr(comment, name) for name in _SAID}))
        told = {"label": label.value, "id": comment_id, "comment": said}
        return self._post(Moved, "/feedback", told, idempotency_key)

    def comments(self, state: State = State.HELD, *, cursor: str | None = None, limit: int = 50) -> CommentPage:
        """Return part of the comments of a state, newest first."""
        return self._get(CommentPage, "/comments", state=state.value, cursor=cursor, limit=limit)

    def every_comment(self, state: State = State.HELD) -> Iterator[Comment]:
        """Yield all comments of a state, newest first, asking for one part after another."""
        cursor = None
        while True:
            page = self.comments(state, cursor=cursor, limit=100)
            yield from page.comments
            if page.next is None:
                return
            cursor = page.next

    def comment(self, comment_id: str) -> Comment:
        """Return a comment with its reasons and its history."""
        return self._get(Comment, f"/comments/{_id(comment_id)}")

    def why(self, comment_id: str) -> Why:
        """Return why a comment was decided about as it was, for its moderators."""
        return self._get(Why, f"/comments/{_id(comment_id)}/why")

    def approve(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Publish a comment, as a person's decision."""
        return self._post(Moved, f"/comments/{_id(comment_id)}/approve", None, idempotency_key)

    def mark_spam(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Mark a comment as spam, as a person's decision."""
        return self._post(Moved, f"/comments/{_id(comment_id)}/spam", None, idempotency_key)

    def undo(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Take back the last person's decision."""
        return self._post(Moved, f"/comments/{_id(comment_id)}/undo", None, idempotency_key)

    def erase(self, comment_id: str) -> None:
        """Remove a comment and what was learned from it, for ever."""
        self._send(type(None), "DELETE", f"/comments/{_id(comment_id)}")

    def threads(self, *, cursor: str | None = None, limit: int = 50) -> ThreadList:
        """Return part of the site's threads, newest first."""
        return self._get(ThreadList, "/threads", cursor=cursor, limit=limit)

    def thread(self, permalink: str, *, cursor: str | None = None, limit: int = 50) -> ThreadPage:
        """Return part of what readers see under a page, oldest first."""
        return self._get(ThreadPage, "/thread", permalink=permalink, cursor=cursor, limit=limit)

    def audits(self, *, cursor: str | None = None, limit: int = 50) -> AuditPage:
        """Return part of the drawn comments that wait, oldest first; `feedback` with their id answers them."""
        return self._get(AuditPage, "/audits", cursor=cursor, limit=limit)

    def promises(self) -> Promises:
        """Return what the site promises about its honest comments, and how that stands."""
        return self._get(Promises, "/promises")

    def site(self) -> Site:
        """Return the site that the key opens."""
        return self._get(Site, "/site")

    def configure(self, *, doubt: Label | None = None, discard: bool | None = None) -> Site:
        """Change settings of the site; what is left out stays."""
        told = {"doubt": None if doubt is None else doubt.value, "discard": discard}
        return self._send(Site, "PATCH", "/site", told)

    def _get(self, kind: type[T], path: str, **query: str | int | None) -> T:
        told = urlencode({name: value for name, value in query.items() if value is not None})
        return self._send(kind, "GET", f"{path}?{told}" if told else path)

    def _post(self, kind: type[T], path: str, body: Mapping[str, Any] | None, key: str | None) -> T:
        return self._send(kind, "POST", path, body, {"Idempotency-Key": key or str(uuid.uuid4())})

    def _send(
        self,
        kind: type[T],
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> T:
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json", **(extra or {})}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        return read(kind, self._transport.send(Request(method, self._path + path, headers, data)))

    def close(self) -> None:
        """Close idle connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_SAID = tuple(Said.__dataclass_fields__)


def _said(comment: Said) -> dict[str, Any]:
    return {name: value for name, value in asdict(comment).items() if value is not None and value is not False}


def _id(comment_id: str) -> str:
    return quote(comment_id, safe="")
