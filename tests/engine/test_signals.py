"""Each hand-written rule: what makes it hold, what does not, and what it does to the verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chaffinch.engine.blocks import Block
from chaffinch.engine.signals import SIGNALS, Signal, holding
from chaffinch.engine.text import plain
from chaffinch.engine.types import Action, Context, Seen, Submission
from tests.engine.tiny import HAM, SPAM, tiny_filter

MINUTE, HOUR = 60_000, 3_600_000
HOLDS: dict[str, tuple[Submission, Context]] = {
    "unreadable-state": (Submission(HAM[0]), Context(unreadable=("article",))),
    "administrator": (Submission(SPAM[0]), Context(is_administrator=True)),
    "guaranteed-spam": (Submission(HAM[0]), Context(is_guaranteed_spam=True)),
    "honeypot-filled": (Submission(HAM[0]), Context(is_honeypot_filled=True)),
    "campaign": (Submission(HAM[0]), Context(alike=Seen(41, 12, 12, 3 * HOUR))),
    "campaign-begins": (Submission(HAM[0]), Context(alike=Seen(4, 4, 1, 5 * MINUTE))),
    "author-flood": (Submission(HAM[0]), Context(same_author=Seen(30, 1, 1, HOUR))),
    "network-flood": (Submission(HAM[0]), Context(same_network=Seen(30, 9, 1, HOUR))),
    "shared-host": (Submission(HAM[0]), Context(same_host=Seen(8, 8, 3, HOUR))),
    "invisible-characters": (Submission("ca\u200bsi\u200bno bo\u200bnus"), Context()),
    "mixed-alphabets": (Submission("c\u0430sino b\u043enus"), Context()),
    "many-links": (Submission(" ".join(f"http://shop{n}.example/" for n in range(10))), Context()),
    "link-says-otherwise": (Submission('<a href="http://shop.example/">www.bank.example</a>'), Context()),
    "shortened-link": (Submission("see https://bit.ly/3swans"), Context()),
}
ALMOST: dict[str, tuple[Submission, Context]] = {
    "unreadable-state": (Submission(HAM[0]), Context(unreadable=())),
    "administrator": (Submission(HAM[0], "admin"), Context()),
    "guaranteed-spam": (Submission(SPAM[0], "viagra"), Context()),
    "honeypot-filled": (Submission(SPAM[0]), Context()),
    "campaign": (Submission(SPAM[0]), Context(alike=Seen(41, 3, 3, 3 * HOUR))),
    "campaign-begins": (Submission(SPAM[0]), Context(alike=Seen(9, 3, 1, 5 * MINUTE))),
    "author-flood": (Submission(HAM[0]), Context(same_author=Seen(29, 1, 1, HOUR))),
    "network-flood": (Submission(HAM[0]), Context(same_network=Seen(29, 9, 1, HOUR))),
    "shared-host": (Submission(HAM[0]), Context(same_host=Seen(99, 12, 2, HOUR))),
    "invisible-characters": (Submission("ca\u200bsi\u200bno \U0001f468\u200d\U0001f469\u200d\U0001f467"), Context()),
    "mixed-alphabets": (Submission("c\u0430sino и bonus"), Context()),
    "many-links": (Submission(" ".join(f"http://shop{n}.example/" for n in range(9))), Context()),
    "link-says-otherwise": (Submission('<a href="http://www.bank.example/">bank.example/swans</a>'), Context()),
    "shortened-link": (Submission("see https://rabbit.ly/bit.ly"), Context()),
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "how-it-decides.md"


def names(submission: Submission, context: Context) -> list[str]:
    return [signal.name for signal in holding(submission, context, plain(submission.text))]


def test_every_signal_has_an_example() -> None:
    assert list(HOLDS) == list(ALMOST) == [signal.name for signal in SIGNALS]


@pytest.mark.parametrize("name", HOLDS)
def test_a_signal_holds_where_it_should_and_not_a_step_before(name: str) -> None:
    assert names(*HOLDS[name]) == [name]
    assert names(*ALMOST[name]) == []


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda s: s.name)
def test_a_signal_that_holds_is_told_as_evidence(signal: Signal) -> None:
    submission, context = HOLDS[signal.name]
    for explain in (True, False):
        (verdict,) = tiny_filter().judge([submission], [context], explain=explain)
        told = {e.code: e for e in verdict.evidence}[signal.name]
        assert (told.weight, told.sentence) == (signal.weight, signal.told(context))
        if signal.action is not None:
            assert verdict.action is signal.action


@pytest.mark.parametrize("signal", [s for s in SIGNALS if s.action is None], ids=lambda s: s.name)
def test_a_soft_signal_raises_the_score(signal: Signal) -> None:
    submission, context = HOLDS[signal.name]
    judge = tiny_filter()
    (verdict,) = judge.judge([submission], [context])
    learned = 1 / (1 + 2.718281828459045 ** -(int(judge.margins([submission], [context])[0]) / (1 << 34)))
    assert verdict.score > learned + 0.01


def test_an_administrator_outranks_guaranteed_spam_and_the_honeypot() -> None:
    context = Context(is_administrator=True, is_guaranteed_spam=True, is_honeypot_filled=True)
    (verdict,) = tiny_filter().judge([Submission(SPAM[0])], [context])
    assert (verdict.action, verdict.score) == (Action.APPROVE, 0.0)


@pytest.mark.parametrize("known", [HOLDS[n][1] for n in ("administrator", "guaranteed-spam", "honeypot-filled")])
def test_what_could_not_be_read_is_held_whatever_else_is_known(known: Context) -> None:
    context = replace(known, unreadable=("feedback log",), allow_discard=True)
    for text in (HAM[0], " ".join(SPAM)):
        (verdict,) = tiny_filter().judge([Submission(text)], [context])
        assert verdict.action is Action.HOLD
        assert "unreadable-state" in {e.code for e in verdict.evidence}


@pytest.mark.parametrize("name", ["guaranteed-spam", "honeypot-filled"])
def test_a_certain_rule_says_spam_with_score_one(name: str) -> None:
    (verdict,) = tiny_filter().judge([Submission(HAM[0])], [HOLDS[name][1]])
    assert (verdict.action, verdict.score) == (Action.SPAM, 1.0)


def test_every_signal_and_block_is_documented() -> None:
    told = DOCUMENT.read_text()
    missing = [signal.name for signal in SIGNALS if f"`{signal.name}`" not in told or signal.sentence not in told]
    missing += [block.name for block in Block if f"| {block.name} |" not in told]
    assert not missing


def test_what_was_seen_is_told_in_numbers() -> None:
    (rule,) = [signal for signal in SIGNALS if signal.name == "campaign"]
    context = Context(alike=Seen(41, 9, 9, 3 * HOUR))
    assert rule.told(context) == "Nearly the same words were seen 41 times, from 9 senders on 9 sites, in 3 hours."


def test_a_campaign_is_spam_whatever_the_text_says_and_one_that_begins_is_held() -> None:
    for alike, action in ((Seen(9, 8, 1, HOUR), Action.SPAM), (Seen(7, 7, 1, HOUR), Action.HOLD)):
        (verdict,) = tiny_filter().judge([Submission(HAM[0])], [Context(alike=alike)])
        assert verdict.action is action


def test_what_the_learner_refuses_is_not_merely_held_because_a_campaign_begins() -> None:
    said, alike = Submission(" ".join(SPAM)), Seen(4, 4, 1, HOUR)
    (alone,) = tiny_filter().judge([said], [Context()])
    (verdict,) = tiny_filter().judge([said], [Context(alike=alike)])
    assert alone.action is verdict.action is Action.SPAM


def test_an_administrator_may_say_what_others_say() -> None:
    (verdict,) = tiny_filter().judge([Submission(HAM[0])], [Context(is_administrator=True, alike=Seen(9, 9, 1, HOUR))])
    assert verdict.action is Action.APPROVE


def test_names_are_kebab_case_and_sentences_are_sentences() -> None:
    assert len({signal.name for signal in SIGNALS}) == len(SIGNALS)
    for signal in SIGNALS:
        assert signal.name.replace("-", "").isalpha()
        assert signal.name.islower()
        assert signal.sentence[0].isupper()
        assert signal.sentence.endswith(".")
