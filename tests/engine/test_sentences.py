"""All words of evidence come from one table, and through any language that gettext can hold."""

from __future__ import annotations

import doctest
import io
import re
import struct
from gettext import GNUTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import sentences
from chaffinch.engine.sentences import COUNTED, FLIPS, PARTS, SENTENCES, in_words, messages, told
from chaffinch.engine.types import Action, Context, Evidence, Seen, Submission
from tests.engine.tiny import HAM, SPAM, tiny_filter

HOUR = 3_600_000
SEEN = st.builds(Seen, st.integers(4, 99), st.integers(4, 12), st.integers(1, 9), st.integers(0, 6 * HOUR))
CONTEXTS = st.builds(
    Context,
    article=st.none() | st.just(HAM[0]),
    is_administrator=st.booleans(),
    is_honeypot_filled=st.booleans(),
    unreadable=st.sampled_from([(), ("audits",)]),
    alike=st.none() | SEEN,
    same_author=st.none() | SEEN,
    same_network=st.none() | SEEN,
    same_host=st.none() | SEEN,
)
TEXTS = st.lists(st.sampled_from([*" ".join(HAM + SPAM).split(), "{what}", "{0}", "sаle", "b\u200b"]), max_size=12)


def compiled() -> GNUTranslations:
    """Return a catalogue with every message, made as msgfmt makes it; each message stands between brackets.

    It has three plural forms, as Slavic languages have: for one, for two to four, for more.
    """
    forms = "nplurals=3; plural=n==1 ? 0 : n>=2 && n<=4 ? 1 : 2"
    entries = {"": f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {forms};\n"}
    for one in messages():
        entries["\0".join(one)] = f"[{one[0]}]" if len(one) == 1 else "\0".join((f"<{one[0]}>", f"«{one[1]}»", one[1]))
    keys = sorted(entries)
    texts = [*(key.encode() for key in keys), *(entries[key].encode() for key in keys)]
    at, table = 28 + 16 * len(keys), b""
    for text in texts:
        table += struct.pack("<II", len(text), at)
        at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return GNUTranslations(io.BytesIO(head + table + b"".join(text + b"\0" for text in texts)))


OTHER = compiled()


@given(TEXTS.map(" ".join), CONTEXTS)
def test_whatever_is_given_as_evidence_stands_in_the_table_and_in_every_language(text: str, context: Context) -> None:
    (verdict,) = tiny_filter().judge([Submission(text, "Buy now", "http://casino.example")], [context])
    for evidence in verdict.evidence:
        assert told(evidence) == evidence.sentence
        assert told(evidence, OTHER).startswith("[")
        assert evidence.about is None or isinstance(evidence.about, Seen) or f"“{evidence.about}”" in evidence.sentence


def test_every_sentence_is_listed_for_translators_once() -> None:
    listed = list(messages())
    assert len(set(listed)) == len(listed)
    every = {one for pair in (*SENTENCES.values(), *COUNTED.values()) for one in pair} | set(FLIPS.values())
    assert every <= {one for message in listed for one in message}
    assert {one for pair in PARTS.values() for one in pair if one} <= {one for message in listed for one in message}


def test_places_in_both_sides_of_a_sentence_are_the_same() -> None:
    for sides in SENTENCES.values():
        assert len({tuple(sorted(re.findall(r"\{\w+\}", side))) for side in sides}) == 1


@pytest.mark.parametrize(("n", "words"), [(1, "<1 time>"), (3, "«3 times»"), (41, "41 times")])
def test_counted_phrases_take_the_form_their_language_has_for_the_number(n: int, words: str) -> None:
    assert sentences.counted("times", n, OTHER) == words


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen(1, 1, 1, 0), ("1 time", "1 sender", "one site", "a minute")),
        (Seen(4, 11, 2, 89 * 60_000), ("4 times", "11 senders", "2 sites", "89 minutes")),
        (Seen(41, 12, 12, 3 * HOUR), ("41 times", "12 senders", "12 sites", "3 hours")),
    ],
)
def test_numbers_are_told_as_people_say_them(seen: Seen, words: tuple[str, ...]) -> None:
    assert tuple(in_words(seen).values()) == words


@pytest.mark.parametrize(
    "written",
    [
        Evidence("a-code-of-tomorrow", 1.0, "A sentence of tomorrow."),
        Evidence("word", 1.0, "“casino” is more frequent in spam."),
        Evidence("campaign", 20.0, "Nearly the same words were seen 41 times."),
    ],
)
def test_what_another_program_wrote_stays_as_it_was_written(written: Evidence) -> None:
    assert told(written, OTHER) == written.sentence


def test_an_unreadable_state_is_told_with_what_could_not_be_read() -> None:
    held = Evidence("unreadable-state", 0.0, "", (), "state")
    assert told(held) == "The filter could not read what it needs (state): a person should decide."


def test_what_would_flip_a_decision_can_be_said_for_everything_but_discarding() -> None:
    assert set(FLIPS) == set(Action) - {Action.DISCARD}


def test_the_examples_hold() -> None:
    assert doctest.testmod(sentences).failed == 0
