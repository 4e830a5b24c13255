"""PyPI `akismet` as it comes: settings from the environment, its own HTTP client, its own limit of one second."""

import json
import os
from collections.abc import Callable
from typing import Any

import akismet
import httpx

BAD = akismet.Config(os.environ["CLIENT_BAD_KEY"], os.environ["CLIENT_BLOG"])
ALL: dict[str, Any] = {"user_ip": "192.0.2.1", "user_agent": "Mozilla/5.0", "comment_author": "Una Marsh"}
HAM = ALL | {"comment_content": os.environ["CLIENT_HAM"]}
TEST = HAM | {"is_test": True}  # is answered and leaves no trace
GUARANTEED = TEST | {"comment_author": "akismet-guaranteed-spam"}


def said(call: Callable[..., Any], **fields: Any) -> Any:
    """Return what a call returned, or the name of the error it raised."""
    try:
        told = call(**fields)
    except akismet.AkismetError as error:
        return type(error).__name__
    return told.name if isinstance(told, akismet.CheckResponse) else told


def main() -> None:
    """Do it all and print what came of it."""
    os.environ["PYTHON_AKISMET_API_KEY"] = os.environ["CLIENT_KEY"]
    os.environ["PYTHON_AKISMET_BLOG_URL"] = os.environ["CLIENT_BLOG"]
    unknown = akismet.SyncClient(config=BAD)
    helped: list[str] = []
    hooks = {"response": [lambda answer: helped.append(answer.headers.get("X-akismet-debug-help", ""))]}
    watched = akismet.SyncClient(http_client=httpx.Client(event_hooks=hooks))
    with akismet.SyncClient.validated_client() as known:
        results = {
            "key": said(known.verify_key),
            "other_key": said(unknown.verify_key),
            "ham": said(known.comment_check, **HAM),
            "spam": said(known.comment_check, **ALL, comment_content=os.environ["CLIENT_SPAM"]),
            "guaranteed_spam": said(known.comment_check, **GUARANTEED),
            "administrator": said(known.comment_check, **GUARANTEED, user_role="administrator"),
            "no_address": said(known.comment_check, user_ip=""),
            "other_key_checks": said(unknown.comment_check, **HAM),
            "other_key_submits": said(unknown.submit_spam, **HAM),
            "submit_spam": said(known.submit_spam, **HAM),
            "after_submit_spam": said(known.comment_check, **TEST),
            "submit_ham": said(known.submit_ham, **HAM),
            "after_submit_ham": said(known.comment_check, **TEST),
            "usage": said(known.usage_limit),
            "other_key_usage": said(unknown.usage_limit),
            # It sends no key with this call: a bug of its own.
            "sites": said(watched.key_sites),
            "sites_as_csv": said(watched.key_sites, result_format="csv"),
            "sites_help": sorted(set(helped)),
        }
    print(json.dumps(results))


if __name__ == "__main__":
    main()
