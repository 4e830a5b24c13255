from __future__ import annotations

import doctest

from chaffinch.wire import akismet_table
from chaffinch.wire.akismet_table import TABLE, VERSIONS, Endpoint, paths


def test_every_call_has_its_row() -> None:
    assert list(TABLE) == list(Endpoint)
    assert len(TABLE) == 14


def test_every_call_is_answered_under_both_versions_the_usual_one_first() -> None:
    for endpoint, rule in TABLE.items():
        assert paths(endpoint)[0] == f"/{rule.version}/{endpoint.value}"
        assert set(paths(endpoint)) == {f"/{version}/{endpoint.value}" for version in VERSIONS}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(akismet_table).failed == 0


def test_what_is_required_is_read() -> None:
    for rule in TABLE.values():
        assert set(rule.required) <= rule.reads | {"blog"}
