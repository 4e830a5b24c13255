from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.world import call, told

NEWS = "https://news.example"
SECRET = "emsk_" + "3f" * 34


def test_what_doubt_means_is_set_by_a_command_and_stays() -> None:
    call("site", "add", NEWS)
    changed = call("site", "configure", NEWS, "--doubt", "ham", "--discard").stdout
    assert changed == call("site", "configure", NEWS).stdout
    assert changed == "https://news.example: doubt is answered ham, discard on\n"
    assert "site list" in call("site", "configure", "https://other.example", code=2).stderr


def test_a_new_site_asks_to_wait_and_what_comes_after_waiting_was_said_before() -> None:
    call("site", "add", NEWS)
    assert call("site", "configure", NEWS).stdout == f"{NEWS}: doubt is answered recheck, then spam, discard off\n"
    call("site", "configure", NEWS, "--doubt", "ham")
    again = call("site", "configure", NEWS, "--doubt", "recheck").stdout
    assert again == f"{NEWS}: doubt is answered recheck, then ham, discard off\n"


def test_a_secret_of_coral_is_kept_and_answered_with_the_address_to_ask_at() -> None:
    site = told("site", "add", NEWS)["id"]
    changed = call("site", "configure", NEWS, "--coral-secret", SECRET, CHAFFINCH_PUBLIC_URL="https://comments.example")
    line = f"https://news.example: doubt is answered recheck, then spam, discard off, Coral asks at https://comments.example/coral/{site}\n"
    assert changed.stdout == line
    assert "Coral asks at" in call("site", "configure", NEWS, "--doubt", "ham").stdout
    assert "Coral" not in call("site", "configure", NEWS, "--no-coral").stdout
    assert "Coral" not in call("site", "configure", NEWS).stdout


def test_a_secret_may_come_from_standard_input() -> None:
    call("site", "add", NEWS)
    assert "Coral asks at" in call("site", "configure", NEWS, "--coral-secret", "-", given=f"{SECRET}\n").stdout
    assert "bad-input" in call("site", "configure", NEWS, "--coral-secret", "-", given="\n", code=2).stderr
    assert "Coral asks at" in call("site", "configure", NEWS).stdout


def test_a_secret_is_never_printed_nor_kept_as_it_is() -> None:
    call("site", "add", NEWS)
    shown = [
        call("site", "configure", NEWS, "--coral-secret", SECRET),
        call("site", "configure", NEWS),
        call("site", "list"),
        call("site", "list", "--json"),
        call("config", "show"),
    ]
    assert not any(SECRET in done.stdout + done.stderr for done in shown)
    assert not any(SECRET.encode() in path.read_bytes() for path in Path().iterdir() if path.is_file())


@pytest.mark.parametrize(
    "odd", ["", "too-short", "with a blank in the middle", "Geheimnisträger-0123456789", "s" * 201]
)
def test_what_no_coral_signs_with_is_refused_without_being_shown(odd: str) -> None:
    call("site", "add", NEWS)
    refused = call("site", "configure", NEWS, "--coral-secret", odd, code=2).stderr
    assert refused.startswith("Error (bad-input): ")
    assert not odd or odd not in refused
    assert "Coral" not in call("site", "configure", NEWS).stdout


def test_a_secret_is_either_given_or_forgotten() -> None:
    call("site", "add", NEWS)
    assert "contradict" in call("site", "configure", NEWS, "--coral-secret", SECRET, "--no-coral", code=2).stderr


def test_what_doubt_means_is_told_to_programs_too() -> None:
    call("site", "add", NEWS)
    shown = told("site", "configure", NEWS, "--doubt", "ham")
    assert (shown["url"], shown["doubt"], shown["discard"]) == (NEWS, "ham", False)
    assert shown["coral"] is None
    assert told("site", "configure", NEWS) == shown
    asked = told("site", "configure", NEWS, "--coral-secret", SECRET, CHAFFINCH_PUBLIC_URL="https://comments.example")
    assert asked == shown | {"coral": f"https://comments.example/coral/{shown['id']}"}


def test_a_site_learns_with_others_unless_it_is_told_not_to() -> None:
    call("site", "add", NEWS)
    call("site", "add", "https://alone.example", "--no-share")
    assert told("site", "configure", NEWS)["share"] is True
    assert told("site", "configure", "https://alone.example")["share"] is False
    assert call("site", "configure", NEWS, "--no-share").stdout.endswith("discard off, learns alone\n")
    assert "learns alone" in call("site", "configure", NEWS, "--doubt", "ham").stdout
    assert "learns alone" not in call("site", "configure", NEWS, "--share").stdout
