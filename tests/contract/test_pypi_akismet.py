"""The PyPI package `akismet`, unmodified, by its own `http_client` hook: over loopback, and in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import akismet
import httpx
import pytest
from akismet import CheckResponse, Config

from tests.contract.world import BLOG, HAM, KEY, SPAM, ToLoopback, World

pytestmark = pytest.mark.contract
AUTHOR: dict[str, Any] = {
    "comment_author": "Una Marsh",
    "comment_author_email": "una@mail.example",
    "comment_type": "comment",
}


@pytest.fixture
def http(world: World) -> Iterator[httpx.Client]:
    with world.listening() as port, httpx.Client(transport=ToLoopback(port)) as client:
        yield client


@pytest.fixture
def client(http: httpx.Client) -> akismet.SyncClient:
    return akismet.SyncClient.validated_client(config=Config(KEY, BLOG), http_client=http)


def test_a_known_key_is_valid_and_another_is_not(http: httpx.Client) -> None:
    client = akismet.SyncClient(config=Config(KEY, BLOG), http_client=http)
    assert client.verify_key()
    assert not client.verify_key("ffffffffffff", BLOG)


def test_ham_is_ham_and_spam_is_spam(client: akismet.SyncClient) -> None:
    assert client.comment_check(user_ip="192.0.2.1", comment_content=HAM, **AUTHOR) == CheckResponse.HAM
    assert client.comment_check(user_ip="192.0.2.1", comment_content=SPAM, **AUTHOR) == CheckResponse.SPAM


def test_blatant_spam_is_to_be_discarded_where_the_site_opted_in(world: World, client: akismet.SyncClient) -> None:
    world.server.sites.configure(world.site.id, hold_answer=True, allow_discard=True)
    assert client.comment_check(user_ip="192.0.2.1", comment_content=SPAM, **AUTHOR) == CheckResponse.DISCARD


def test_the_test_conventions_hold(client: akismet.SyncClient) -> None:
    def check(**fields: Any) -> CheckResponse:
        return client.comment_check(user_ip="192.0.2.1", comment_content=HAM, is_test=True, **fields)

    assert check(comment_author="akismet-guaranteed-spam") == CheckResponse.SPAM
    assert check(comment_author_email="akismet-guaranteed-spam@example.com") == CheckResponse.SPAM
    assert check(comment_author="viagra-test-123", user_role="administrator") == CheckResponse.HAM


def test_spam_and_ham_can_be_submitted(client: akismet.SyncClient) -> None:
    assert client.submit_spam(user_ip="192.0.2.1", comment_content=HAM, **AUTHOR)
    assert client.submit_ham(user_ip="192.0.2.1", comment_content=SPAM, **AUTHOR)


def test_a_wrong_key_raises_the_clients_own_error(http: httpx.Client) -> None:
    client = akismet.SyncClient(config=Config("ffffffffffff", BLOG), http_client=http)
    with pytest.raises(akismet.APIKeyError):
        client.comment_check(user_ip="192.0.2.1", comment_content=HAM)
    with pytest.raises(akismet.APIKeyError):
        client.submit_spam(user_ip="192.0.2.1", comment_content=HAM)


def test_usage_is_counted(client: akismet.SyncClient) -> None:
    client.comment_check(user_ip="192.0.2.1", comment_content=HAM, **AUTHOR)
    assert client.usage_limit() == {"limit": "none", "usage": 1, "percentage": "0.00", "throttled": False}


def test_the_sites_of_a_key_cannot_be_had_for_the_client_sends_none(
    http: httpx.Client, client: akismet.SyncClient
) -> None:
    heard: list[httpx.Response] = []
    http.event_hooks["response"] = [heard.append]
    with pytest.raises(akismet.APIKeyError):
        client.key_sites()
    assert heard[0].read() == b"invalid"
    assert heard[0].headers["X-akismet-debug-help"] == 'Empty "api_key" value'


def in_process(world: World, use: Any) -> Any:
    async def run() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=world.app)) as http:
            return await use(await akismet.AsyncClient.validated_client(config=Config(KEY, BLOG), http_client=http))

    return asyncio.run(run())


def test_the_async_client_verifies_checks_and_submits(world: World) -> None:
    async def use(client: akismet.AsyncClient) -> list[Any]:
        return [
            await client.verify_key(),
            await client.comment_check(user_ip="192.0.2.1", comment_content=HAM, **AUTHOR),
            await client.comment_check(user_ip="192.0.2.1", comment_content=SPAM, **AUTHOR),
            await client.submit_spam(user_ip="192.0.2.1", comment_content=HAM, **AUTHOR),
            await client.submit_ham(user_ip="192.0.2.1", comment_content=SPAM, **AUTHOR),
        ]

    assert in_process(world, use) == [True, CheckResponse.HAM, CheckResponse.SPAM, True, True]


def test_the_async_client_raises_its_own_error_for_a_wrong_key(world: World) -> None:
    async def use(client: akismet.AsyncClient) -> None:
        client._config = Config("ffffffffffff", BLOG)
        await client.comment_check(user_ip="192.0.2.1", comment_content=HAM)

    with pytest.raises(akismet.APIKeyError):
        in_process(world, use)
