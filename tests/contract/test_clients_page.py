"""What docs/clients.md shows is what runs."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from akismet import CheckResponse

from tests.contract.world import BLOG, HAM, KEY, SPAM, World

pytestmark = pytest.mark.contract
PAGE = Path(__file__).parents[2] / "docs" / "clients.md"


def test_the_python_example_leads_the_client_to_this_server(world: World) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert (f'"{KEY}"' in example, f'"{BLOG}"' in example) == (True, True)
    names: dict[str, Any] = {}
    with world.listening() as port:
        exec(example.replace(":8080", f":{port}"), names)  # noqa: S102 - our own page
        with closing(names["http"]):
            client = names["client"]
            assert client.comment_check(user_ip="192.0.2.1", comment_content=HAM) == CheckResponse.HAM
            assert client.comment_check(user_ip="192.0.2.1", comment_content=SPAM) == CheckResponse.SPAM
            assert client.submit_spam(user_ip="192.0.2.1", comment_content=SPAM)


def test_every_call_on_the_page_is_answered_and_no_other_is_promised(world: World) -> None:
    named = set(re.findall(r"`/1\.1/([a-z-]+)`", PAGE.read_text()))
    assert named == {"verify-key", "comment-check", "submit-spam", "submit-ham", "get-subscription", "test"}
    for name in named:
        assert world.call(name, {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1"}).status == 200
