"""Every published client, unmodified, in a network where its own names lead to this server."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.compatibility import Record
from tests.contract.outside.house import opened
from tests.contract.outside.published import CALLS, CLIENTS, Published

pytestmark = [pytest.mark.contract, pytest.mark.outside]
RUNS = [
    pytest.param(client, calls, id=f"{client.name}: {calls}")
    for client in CLIENTS
    for calls, names in CALLS.items()
    if set(names) & set(client.told)
]


@pytest.fixture(scope="module")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Published], dict[str, Any]]:
    """Return a function that runs a client, once, and returns what it reported and what the server learned of it."""

    @cache
    def run(name: str) -> dict[str, Any]:
        client = next(one for one in CLIENTS if one.name == name)
        with opened(tmp_path_factory.mktemp("house")) as house:
            told = house.ask(*client.program, domain=client.domain, **client.environ) | {"labels": house.labels()}
        assert told.keys() == client.told.keys(), "what is reported is compared, all of it"
        return dict(told)

    return lambda client: run(client.name)


@pytest.mark.parametrize(("client", "calls"), RUNS)
def test_a_published_client_reports_what_it_should(
    client: Published, calls: str, report_of: Callable[[Published], dict[str, Any]], compatibility: Record
) -> None:
    compatibility(client.name, client.version(), f"{calls}; led by {client.way}")
    expected = {name: client.told[name] for name in CALLS[calls] if name in client.told}
    told = report_of(client)
    assert {name: told[name] for name in expected} == expected
