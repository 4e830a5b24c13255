"""Reading a posted form: a bounded, URL-encoded body to plain text fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import InputError, TooLargeError

Form = dict[str, str]
Handler = Callable[[Request, Form], Response]
MAX_FIELDS = 50
MAX_BODY_BYTES = 64 * 1024
MAX_DRAINED_BYTES = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = "\u2800\u3164\u115f\u1160\uffa0"
"""Letters by category that show nothing: the blank Braille cell and the Hangul fillers."""


def parse_form(body: bytes) -> Form:
    """Return the fields; of a repeated field the last. Control characters are dropped, line ends become newlines.

    Raises InputError for more than `MAX_FIELDS` fields.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="replace"
        )
    except ValueError as error:
        raise InputError(f"The form has more than {MAX_FIELDS} fields; send only its own") from error
    return {name: _clean(value) for name, value in pairs}


def _clean(value: str) -> str:
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: only spaces, controls, invisible characters and fillers."""
    return all(unicodedata.category(letter)[0] in "ZC" or letter in _BLANKS for letter in text)


async def read_body(request: Request) -> bytes:
    """Return the body; raises TooLargeError over `MAX_BODY_BYTES`.

    A body that is too long is read on for a while and thrown away: a browser that is cut off while it is still
    sending shows its own words about a lost connection, and never ours. (Starlette's own limit answers in bare text.)
    """
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY_BYTES:
            body += chunk
        elif size > MAX_DRAINED_BYTES:
            break
    if size > MAX_BODY_BYTES:
        raise TooLargeError("A comment with everything around it may have at most 64 KiB. Please write a shorter one.")
    return bytes(body)


def with_form(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that reads the form, then runs the handler in a thread."""

    async def endpoint(request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise HTTPException(415)
        form = parse_form(await read_body(request))
        return await run_in_threadpool(handler, request, form)

    return endpoint
