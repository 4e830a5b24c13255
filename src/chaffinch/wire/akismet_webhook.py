"""The webhook of Akismet's protocol: what a server tells a site about comments it has answered before.

The site answers with a status for each guid. It is authorised by its own key alone, so this goes to nobody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping


def message(key: str, results: Iterable[tuple[str, bool]]) -> bytes:
    """Return the JSON body. `results`: guid, and whether the comment is spam after all."""
    comments = [{"guid": guid, "result": "true" if is_spam else "false"} for guid, is_spam in results]
    return json.dumps({"key": key, "endpoint": "comment-check", "comments": comments}, separators=(",", ":")).encode()


def read_statuses(body: bytes) -> Mapping[str, bool] | None:
    """Return for each guid of a site's answer whether the site took it in; None where the answer says nothing at all.

    An empty body, and JSON that does not speak of comments, say nothing.

    Raises:
        ValueError: this is not JSON: whatever answered, it was not the webhook.

    """
    if not body.strip():
        return None
    try:
        told = json.loads(body)
    except RecursionError:
        raise ValueError("JSON without an end to its depth") from None
    comments = told.get("comments") if isinstance(told, dict) else None
    if comments == []:  # PHP's empty array is a list
        return {}
    if not isinstance(comments, dict):
        return None
    return {
        guid: isinstance(one, dict) and str(one.get("status", "")).lower() == "success"
        for guid, one in comments.items()
    }
