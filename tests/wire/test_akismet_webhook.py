from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.wire.akismet_webhook import message, read_statuses

GUID = "0" * 32


def test_the_message_is_what_the_plugin_reads() -> None:
    told = json.loads(message("0123456789ab", [(GUID, True), ("1" * 32, False)]))
    assert told == {
        "key": "0123456789ab",
        "endpoint": "comment-check",
        "comments": [{"guid": GUID, "result": "true"}, {"guid": "1" * 32, "result": "false"}],
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"comments":{"%s":{"status":"success"}}}' % GUID.encode(), {GUID: True}),
        (b'{"comments":{"%s":{"status":"error","message":"Could not find"}}}' % GUID.encode(), {GUID: False}),
        (b'{"comments":{"%s":"success"}}' % GUID.encode(), {GUID: False}),
        (b'{"comments":[]}', {}),
        (b"", None),
        (b" \n", None),
        (b"{}", None),
        (b'"ok"', None),
        (b'{"comments":7}', None),
    ],
)
def test_statuses_are_read_as_the_plugin_and_simple_sites_write_them(body: bytes, expected: object) -> None:
    assert read_statuses(body) == expected


@pytest.mark.parametrize("body", [b"<html>", b"ok", b"\xff\xfe", b"{", b"[" * 100_000])
def test_what_is_not_json_did_not_come_from_the_webhook(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the reader says
        read_statuses(body)


@given(st.binary())
def test_any_bytes_are_statuses_nothing_or_refused(body: bytes) -> None:
    try:
        read_statuses(body)
    except ValueError:
        return
