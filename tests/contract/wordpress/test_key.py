"""The key is entered in the plugin's own settings form."""

from __future__ import annotations

import pytest

from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.debian import sums_of
from tests.contract.wordpress.server import KEY

pytestmark = pytest.mark.outside


def test_the_plugin_is_the_packages_byte_for_byte(bare: Courier) -> None:
    assert sums_of(bare.site.plugin) == bare.site.package.plugin_sums()


def test_a_key_entered_in_the_form_is_stored(bare: Courier) -> None:
    bare.editor.enter_key(KEY)
    assert bare.site.option("wordpress_api_key") == KEY
    assert {"verify-key", "get-subscription"} <= set(bare.ours.names())


@pytest.mark.parametrize("key", ["ffffffffffff", "short"])
def test_a_wrong_key_is_refused(bare: Courier, key: str) -> None:
    bare.editor.enter_key(key)
    assert bare.site.option("wordpress_api_key") == ""
