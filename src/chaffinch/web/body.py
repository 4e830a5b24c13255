"""The body of a call, bounded: read as it comes in, refused when it is over the limit."""

from __future__ import annotations

from starlette.requests import Request

from chaffinch.errors import TooLargeError

DRAINED = 4
"""How many limits of a body that is too large are read, and thrown away, for its sender to come to read the answer."""


async def bounded_body(request: Request, most: int) -> bytes:
    """Return the body.

    Not the framework's own limit: its answer is a bare 413, and each dialect has its own words for that.

    Raises:
        TooLargeError: more than `most` bytes.
        ClientDisconnect: the client went away.

    """
    # It is answered once it has been sent: what is left unread makes the kernel reset the connection, answer and all.
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most:
            body += chunk
        elif size > DRAINED * most:
            break
    if size > most:
        raise TooLargeError(f"the body has more than {most} bytes")
    return bytes(body)
