from __future__ import annotations

from tests.cli.world import call

NEWS = "https://news.example"


def test_what_doubt_means_is_set_by_a_command_and_stays() -> None:
    call("site", "add", NEWS)
    changed = call("site", "configure", NEWS, "--doubt", "ham", "--discard").stdout
    assert changed == call("site", "configure", NEWS).stdout
    assert changed == "https://news.example: doubt is answered ham, discard on\n"
    assert "site list" in call("site", "configure", "https://other.example", code=2).stderr
