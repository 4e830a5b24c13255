"""The body of a call, bounded: read as it comes in, refused when it is over the limit."""

from __future__ import annotations

from starlette.requests import Request

from chaffinch.errors import TooLargeError


async def bounded_body(request: Request, most: int) -> bytes:
    """Return the body.

    Not the framework's own limit: its answer is a bare 413, and each dialect has its own words for that.

    Raises:
        TooLargeError: more than `most` bytes.
        ClientDisconnect: the client went away.

    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLargeError(f"the body has more than {most} bytes")
    return bytes(body)
