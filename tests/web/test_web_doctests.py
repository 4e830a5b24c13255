from __future__ import annotations

import doctest

import pytest

from chaffinch.web import desk_card, prose, thread


@pytest.mark.parametrize("module", [desk_card, prose, thread], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
