"""Coral as its external moderation phase asks: the shape of its requests, signed as it signs, with words of our own."""

from __future__ import annotations

import asyncio
import hmac
import json
from hashlib import sha256
from typing import Any

from tests.contract.world import Got, World, ask

SECRET = "emsk_" + "3f" * 34
OLD_SECRET = "emsk_" + "a1" * 32


def question(text: str, **changes: Any) -> bytes:
    """Return what Coral sends about a comment: these names in this order, indented by two."""
    told = {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "0b1e8b3e-7c0f-4c55-a1e0-reader", "role": "COMMENTER"},
        "story": {"id": "5d6c2a52-1f0a-4f6e-9d5e-story", "url": "https://blog.example/weir"},
        "site": {"id": "e2a7f7f0-7d0e-4b6e-8f5b-paper"},
        "tenantID": "7f3c1b1e-0a55-4d4e-9c54-house",
        "tenantDomain": "talk.blog.example",
    }
    return json.dumps(told | changes, indent=2, ensure_ascii=False).encode()


def signature(body: bytes, *secrets: str) -> str:
    """Return the header: a signature under each secret that is still good."""
    return ",".join("sha256=" + hmac.new(one.encode(), body, sha256).hexdigest() for one in secrets)


def send(world: World, body: bytes, header: str | None, site_id: str | None = None) -> Got:
    """POST a body with a signature, or without."""
    told = [(b"content-type", b"application/json"), (b"user-agent", b"Coral Moderation/9.5.2")]
    if header is not None:
        told.append((b"x-coral-signature", header.encode("latin-1", "replace")))
    return asyncio.run(ask(world.app, "POST", f"/coral/{site_id or world.site.id}", b"", told, [body]))


def asks(world: World, text: str, **changes: Any) -> Got:
    """Ask as Coral does, well signed."""
    body = question(text, **changes)
    return send(world, body, signature(body, SECRET))
