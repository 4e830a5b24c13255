"""The PyPI package `akismet` over loopback, step by step as its own end-to-end test does it."""

from __future__ import annotations

from collections.abc import Callable

import akismet
import httpx
import pytest

from tests.contract.packages import pypi
from tests.contract.world import BLOG, KEY, ToLoopback, World

pytestmark = [pytest.mark.contract, pytest.mark.outside]


def test_a_validated_client_finds_guaranteed_spam(world: World, compatibility: Callable[[str, str, str], None]) -> None:
    compatibility("PyPI akismet", pypi("akismet"), "its HTTP client led here: verify-key, comment-check")
    with world.listening() as port, httpx.Client(transport=ToLoopback(port)) as http:
        client = akismet.SyncClient.validated_client(config=akismet.Config(KEY, BLOG), http_client=http)
        told = client.comment_check(user_ip="192.0.2.1", comment_author="akismet-guaranteed-spam")
    assert told == akismet.CheckResponse.SPAM
