"""Promises at the command line: asked for, taken back, and told."""

from __future__ import annotations

import json

import pytest

from tests.cli.world import call, lines, told

NEWS = "https://news.example"


@pytest.fixture(autouse=True)
def _a_site(_in_an_empty_folder: None) -> None:
    call("site", "add", NEWS)


def test_a_promise_is_asked_for_in_the_form_people_write_and_stays() -> None:
    asked = call("site", "configure", NEWS, "--lose-at-most", "1/1000", "--hold-at-most", "3%", "--audit", "0.2").stdout
    assert asked.endswith(", at most 1 in 1,000 lost, at most 3 % held or lost, 1 in 5 audited\n")
    assert call("site", "configure", NEWS, "--doubt", "recheck").stdout == asked
    shown = told("site", "configure", NEWS)
    assert (shown["lose_at_most"], shown["hold_at_most"], shown["audit"]) == (0.001, 0.03, 0.2)


def test_a_promise_is_taken_back() -> None:
    before = call("site", "configure", NEWS).stdout
    call("site", "configure", NEWS, "--lose-at-most", "1/100", "--hold-at-most", "3%")
    assert "lost" not in call("site", "configure", NEWS, "--lose-at-most", "none", "--hold-at-most", "none").stdout
    assert call("site", "configure", NEWS).stdout == before
    assert "none audited" in call("site", "configure", NEWS, "--lose-at-most", "1/100", "--audit", "none").stdout


def test_what_is_no_share_is_refused_and_changes_nothing() -> None:
    refused = call("site", "configure", NEWS, "--doubt", "ham", "--lose-at-most", "few", code=2).stderr
    assert refused.startswith("Error (bad-input): 'few' is no share of comments: write 1/1000, 0.1% or 0.001")
    assert "doubt is answered recheck, then spam" in call("site", "configure", NEWS).stdout


@pytest.mark.parametrize("promise", ["--lose-at-most", "--hold-at-most"])
def test_a_promise_of_all_is_refused_and_an_audit_of_all_is_not(promise: str) -> None:
    refused = call("site", "configure", NEWS, promise, "1", code=2).stderr
    assert refused.startswith("Error (bad-input): '1' is all comments, and promises nothing: write 1% for")
    assert told("site", "configure", NEWS, promise, "1%", "--audit", "1")["audit"] == 1


def test_a_site_shows_its_thresholds_and_how_its_promises_stand() -> None:
    plain = call("site", "show", NEWS).stdout
    assert "no comments are drawn for audits. To ask for a promise:" in plain
    assert f"chaffinch site configure {NEWS} --lose-at-most 1/1000" in plain
    call("site", "configure", NEWS, "--lose-at-most", "1/1000")
    shown = call("site", "show", NEWS).stdout
    assert (
        "\nAt most 1 in 1,000 honest comments may be lost: called spam by mistake.\nNot guaranteed yet: none of"
        in shown
    )
    assert "are among some 49,950 honest comments. Hardly one came lately" in shown
    assert "site list" in call("site", "show", "https://other.example", code=2).stderr


def test_programs_are_told_the_same() -> None:
    before = told("site", "show", NEWS)
    assert (before["lose"], before["hold"], before["words"]) == (None, None, [])
    call("site", "configure", NEWS, "--lose-at-most", "1/1000")
    after = told("site", "show", NEWS)
    assert after["lose"]["asked"] == 0.001
    assert (after["lose"]["count"], after["lose"]["more"], after["lose"]["is_guarantee"]) == (0, 999, False)
    assert after["thresholds"]["spam_at"] > before["thresholds"]["spam_at"]
    assert after["audits"] == {"answered": 0, "missed": 0, "waiting": 0}


def test_a_site_shows_all_its_settings() -> None:
    def shown() -> dict[str, str]:
        return {name: rest.strip() for name, _, rest in map(split, call("site", "show", NEWS).stdout.splitlines())}

    def split(line: str) -> tuple[str, str, str]:
        return line.partition(" ")

    before = shown()
    assert (before["doubt"], before["discard"]) == ("answered recheck, then spam", "off")
    assert (before["learning"], before["Coral"]) == ("with the other sites here", "is not answered")
    assert (before["promises"], before["audits"]) == ("none", "none; 1 in 50 once anything is promised")
    call("site", "configure", NEWS, "--doubt", "ham", "--discard", "--no-share", "--coral-secret", "s" * 20)
    call("site", "configure", NEWS, "--lose-at-most", "1/100", "--hold-at-most", "3%", "--audit", "1/5")
    after = shown()
    assert (after["doubt"], after["discard"], after["learning"]) == ("answered ham", "on", "alone")
    assert after["Coral"].startswith("asks at http://127.0.0.1:8080/coral/")
    assert after["promises"] == "at most 1 in 100 lost, at most 3 % held or lost"
    assert after["audits"] == "1 in 5 of all drawn; 0 answered, 0 missed, 0 waiting"
    settings = told("site", "configure", NEWS)
    assert settings.items() <= told("site", "show", NEWS).items()


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ([], ["--lose-at-most", "5%", "--hold-at-most", "1%"]),
        (["--hold-at-most", "1%"], ["--lose-at-most", "5%"]),
        (["--lose-at-most", "5%"], ["--hold-at-most", "1%", "--doubt", "ham"]),
    ],
)
def test_promises_that_contradict_each_other_are_refused_and_change_nothing(
    before: list[str], asked: list[str]
) -> None:
    kept = call("site", "configure", NEWS, *before).stdout
    refused = call("site", "configure", NEWS, *asked, code=2).stderr
    assert refused.startswith("Error (bad-promise): at most 1 in 100 held or lost and at most 1 in 20 lost contradict")
    assert call("site", "configure", NEWS).stdout == kept
    call("site", "configure", NEWS, "--lose-at-most", "1%", "--hold-at-most", "1%")


def test_audits_without_a_promise_are_refused_and_to_want_none_is_not() -> None:
    refused = call("site", "configure", NEWS, "--audit", "5%", code=2).stderr
    assert refused.startswith(
        "Error (bad-promise): --audit 5% draws comments so that a promise can be kept, and nothing"
    )
    taken = ("--lose-at-most", "none", "--audit")
    call("site", "configure", NEWS, "--lose-at-most", "1%")
    assert "bad-promise" in call("site", "configure", NEWS, *taken, "5%", code=2).stderr
    call("site", "configure", NEWS, *taken, "none")
    assert told("site", "configure", NEWS)["audit"] == 0


def test_who_promises_is_told_at_once_how_far_that_is_from_a_guarantee() -> None:
    said = call("site", "configure", NEWS, "--lose-at-most", "1/1000", "--audit", "none").stderr
    assert "Not guaranteed yet: none of the 999 honest comments that it takes has been audited." in said
    assert "No comments are drawn for audits on this site, so there will be no guarantee." in said
    assert call("site", "configure", NEWS, "--doubt", "ham").stderr == ""


def test_check_judges_by_the_sites_own_thresholds() -> None:
    texts = [
        "Cheap pills online",
        "Thanks, a fine article",
        "Win money now at http://win.example",
        "Great post, visit us",
    ]
    given = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    call("site", "configure", NEWS, "--lose-at-most", "1/2", "--hold-at-most", "1/2")
    own = told("site", "show", NEWS)["thresholds"]
    for verdict in lines(call("check", "--site", NEWS, given=given).stdout):
        is_spam, is_held = (verdict["score"] >= own[name] for name in ("spam_at", "hold_at"))
        assert verdict["action"] == ("SPAM" if is_spam else "HOLD" if is_held else "APPROVE")
