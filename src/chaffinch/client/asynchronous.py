"""`AsyncClient`: the same calls, each in a thread of its own, so that an event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import Self, Unpack

from chaffinch.client.audits import AuditPage, Promises
from chaffinch.client.synchronous import Client
from chaffinch.client.transport import Transport
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


class AsyncClient:
    """`Client` for asyncio. A call that is cancelled may still be done by the server."""

    def __init__(self, url: str, key: str, *, timeout: float = 10.0, transport: Transport | None = None) -> None:
        self._client = Client(url, key, timeout=timeout, transport=transport)

    async def check(self, text: str, *, idempotency_key: str | None = None, **fields: Unpack[CheckFields]) -> Verdict:
        """Have one comment judged and kept."""
        return await asyncio.to_thread(self._client.check, text, idempotency_key=idempotency_key, **fields)

    async def check_batch(self, checks: Iterable[Check], *, idempotency_key: str | None = None) -> tuple[Verdict, ...]:
        """Have up to 1,000 comments judged as one batch and kept."""
        return await asyncio.to_thread(self._client.check_batch, list(checks), idempotency_key=idempotency_key)

    async def verdict(self, comment_id: str) -> Verdict:
        """Return the last verdict on a comment."""
        return await asyncio.to_thread(self._client.verdict, comment_id)

    async def feedback(
        self,
        label: Label,
        *,
        comment_id: str | None = None,
        comment: Said | None = None,
        idempotency_key: str | None = None,
    ) -> Moved:
        """Tell what a comment really is."""
        return await asyncio.to_thread(
            self._client.feedback, label, comment_id=comment_id, comment=comment, idempotency_key=idempotency_key
        )

    async def comments(self, state: State = State.HELD, *, cursor: str | None = None, limit: int = 50) -> CommentPage:
        """Return part of the comments of a state, newest first."""
        return await asyncio.to_thread(self._client.comments, state, cursor=cursor, limit=limit)

    async def every_comment(self, state: State = State.HELD) -> AsyncIterator[Comment]:
        """Yield all comments of a state, newest first."""
        cursor = None
        while True:
            page = await self.comments(state, cursor=cursor, limit=100)
            for comment in page.comments:
                yield comment
            if page.next is None:
                return
            cursor = page.next

    async def comment(self, comment_id: str) -> Comment:
        """Return a comment with its reasons and its history."""
        return await asyncio.to_thread(self._client.comment, comment_id)

    async def why(self, comment_id: str) -> Why:
        """Return why a comment was decided about as it was, for its moderators."""
        return await asyncio.to_thread(self._client.why, comment_id)

    async def approve(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Publish a comment, as a person's decision."""
        return await asyncio.to_thread(self._client.approve, comment_id, idempotency_key=idempotency_key)

    async def mark_spam(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Mark a comment as spam, as a person's decision."""
        return await asyncio.to_thread(self._client.mark_spam, comment_id, idempotency_key=idempotency_key)

    async def undo(self, comment_id: str, *, idempotency_key: str | None = None) -> Moved:
        """Take back the last person's decision."""
        return await asyncio.to_thread(self._client.undo, comment_id, idempotency_key=idempotency_key)

    async def erase(self, comment_id: str) -> None:
        """Remove a comment and what was learned from it, for ever."""
        await asyncio.to_thread(self._client.erase, comment_id)

    async def threads(self, *, cursor: str | None = None, limit: int = 50) -> ThreadList:
        """Return part of the site's threads, newest first."""
        return await asyncio.to_thread(self._client.threads, cursor=cursor, limit=limit)

    async def thread(self, permalink: str, *, cursor: str | None = None, limit: int = 50) -> ThreadPage:
        """Return part of what readers see under a page, oldest first."""
        return await asyncio.to_thread(self._client.thread, permalink, cursor=cursor, limit=limit)

    async def audits(self, *, cursor: str | None = None, limit: int = 50) -> AuditPage:
        """Return part of the drawn comments that wait, oldest first."""
        return await asyncio.to_thread(self._client.audits, cursor=cursor, limit=limit)

    async def promises(self) -> Promises:
        """Return what the site promises about its honest comments, and how that stands."""
        return await asyncio.to_thread(self._client.promises)

    async def site(self) -> Site:
        """Return the site that the key opens."""
        return await asyncio.to_thread(self._client.site)

    async def configure(self, *, doubt: Label | None = None, discard: bool | None = None) -> Site:
        """Change settings of the site; what is left out stays."""
        return await asyncio.to_thread(self._client.configure, doubt=doubt, discard=discard)

    async def close(self) -> None:
        """Let go of what is held."""
        await asyncio.to_thread(self._client.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
