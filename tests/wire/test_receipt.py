from __future__ import annotations

import json
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Submission
from chaffinch.wire import receipt
from chaffinch.wire.akismet_call import Envelope
from chaffinch.wire.receipt import Wish, read_wish

KEY = "0123456789ab"


def wish(host: str = "", **fields: str) -> Wish:
    return read_wish(Envelope(b"", urlencode(fields).encode(), "", host, ""))


def test_a_wish_names_a_comment_by_guid_or_by_what_it_said() -> None:
    assert wish(api_key=KEY, guid="AB" * 16) == Wish(KEY, "ab" * 16, Submission(""))
    said = Submission("Fine bread", "Una", "https://una.example")
    told = {"comment_content": "Fine bread", "comment_author": "Una", "comment_author_url": "https://una.example"}
    assert wish(host=f"{KEY}.spam.example", **told) == Wish(KEY, "", said)


@given(st.dictionaries(st.sampled_from(sorted(receipt.READS)), st.text(max_size=100)), st.binary(max_size=100))
def test_whatever_comes_is_read(fields: dict[str, str], rest: bytes) -> None:
    read_wish(Envelope(rest, urlencode(fields, errors="replace").encode() + b"&" + rest, "", "", ""))


def test_what_is_kept_is_told_as_it_is_in_any_script() -> None:
    told = receipt.kept([("what you wrote", 'Grüße, 日本 "quoted" \ud83d')])
    assert told.content_type == "application/json"
    assert json.loads(told.body) == {"kept": [{"name": "what you wrote", "value": 'Grüße, 日本 "quoted" ?'}]}
    assert receipt.erased(2).body == b'{"erased":2}'
