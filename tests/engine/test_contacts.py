"""Ways to be reached that are no link: found where a reader finds them, in time that grows with the text only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.blocks import BLOCKS, Block
from chaffinch.engine.contacts import contacts
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import MAX_TEXT, parse
from chaffinch.engine.types import Context, Submission
from tests.engine.tiny import tiny_filter

HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n + "@",
    "letters and at": lambda n: "a@" * (n // 2),
    "longest names": lambda n: ("a" * 64 + "@" + "b" * 64) * (n // 129),
    "spelled signs": lambda n: "a(at)" * (n // 5),
    "spelled signs and dots": lambda n: "a (at) b (dot) " * (n // 15),
    "blanks and at": lambda n: " @" * (n // 2),
    "digits": lambda n: "1" * n,
    "digits apart": lambda n: "1  " * (n // 3),
    "digits in brackets": lambda n: "1)(" * (n // 3),
    "sixteen digits": lambda n: "1234567890123456 " * (n // 17),
    "digits and points": lambda n: "1." * (n // 2),
    "eight digits": lambda n: "12345678x" * (n // 9),
    "halves of messengers": lambda n: "what" * (n // 4),
}


def found(text: str) -> tuple[int, int, int]:
    return contacts(text, sum(letter.isdigit() for letter in text))


@pytest.mark.parametrize(
    "text",
    [
        "write to ann.baker+mill@bread-shop.example",
        "write to ann@bread.co.uk today",
        "write to ann (at) bread (dot) com",
        "write to ann [at] bread [dot] com",
        "ann(at)bread.com",
        "ann @ bread.com",
        "mail: анна@bread.com",
    ],
)
def test_an_address_of_mail_is_found_also_where_it_is_spelled_out(text: str) -> None:
    assert found(text) == (1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "ask ann at bread dot com",
        "look at (the) bread",
        "@ann you are right",
        "2 @ 3",
        "a@b",
        "at) the mill.com",
        "(at)",
    ],
)
def test_what_is_no_address_of_mail_is_not_counted(text: str) -> None:
    assert found(text)[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        "call +49 (30) 1234567-89",
        "0171 234 56 78 90",
        "555-123-4567 now",
        "call 18005551234.",
        "tel. 8 (900) 123-45-67",
    ],
)
def test_a_number_to_call_is_found_however_it_is_parted(text: str) -> None:
    assert found(text) == (0, 1, 0)


@pytest.mark.parametrize(
    "text", ["in 1842, not 1824", "12345678", "1 million", "3.14", "from 10:30 to 11:45", "it cost 1,000,000"]
)
def test_what_is_too_short_to_call_is_not_counted(text: str) -> None:
    assert found(text)[1] == 0


@pytest.mark.parametrize(
    "text",
    [
        "1234567890123456",
        "x" + "7" * 40,
        "17 " + "7" * 16,
        "order 4.123456789012345678",
        "1.2.3.4.5.6.7.8.9.1.2.3.4.5.6.7.8.9.1.2",
        "3.14159265358979323846",
        "a9b123456789012345678",
    ],
)
def test_a_part_of_a_longer_run_of_digits_is_no_number_to_call(text: str) -> None:
    assert found(text)[1] == 0


@given(st.integers(1, 60), st.sampled_from(["", "a", " ", ".", "+", "x1y"]), st.sampled_from(["", "a", " ", "."]))
def test_a_run_of_digits_is_one_number_to_call_or_none(length: int, before: str, after: str) -> None:
    assert found(before + "7" * length + after)[1] == int(9 <= length <= 15 and before != "x1y")


def test_messengers_are_counted_by_name() -> None:
    assert found("my whatsapp, or telegram, or wechat: ann") == (0, 0, 3)
    assert found("пишите в телеграм") == (0, 0, 1)
    assert found("what a telegraph") == (0, 0, 0)


@given(st.lists(st.sampled_from(["ann@bread.com", "0171 2345678", "telegram", "swans"]), max_size=6))
def test_as_many_are_told_as_there_are(pieces: list[str]) -> None:
    told = found(", ".join(pieces))
    assert told == tuple(map(pieces.count, ("ann@bread.com", "0171 2345678", "telegram")))


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert min(contacts(text.lower(), 60)) >= 0


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_no_more_than_three_times_as_long(name: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[name](size)
        times = []
        for _ in range(3):
            before = time.process_time()
            found(text)
            times.append(time.process_time() - before)
        return min(times)

    assert seconds(2 * MAX_TEXT) < 3 * seconds(MAX_TEXT) + 0.03


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_a_tenth_of_a_second_to_be_asked(name: str) -> None:
    text = HOSTILE[name](MAX_TEXT)
    before = time.process_time()
    found(text)
    assert time.process_time() - before < 0.1


def test_a_comment_with_a_number_to_call_is_built_like_one_with_a_link() -> None:
    def shape(text: str) -> set[int]:
        submissions = [Submission(text)]
        rows = extract(parse(submissions), submissions, [Context()])
        sizes = dict(zip(BLOCKS, rows.sizes[:, 0].tolist(), strict=True))
        at = rows.hashes.size - sizes[Block.SHAPE] - sizes[Block.RELEVANCE]
        found: set[int] = set(rows.hashes[at : at + sizes[Block.SHAPE]].tolist())
        return found

    plain, linked = shape("Bread for sale, ask in the mill"), shape("Bread for sale, see http://a.example")
    mailed = shape("Bread for sale, ann@bread.example")
    assert len(mailed & linked - plain) >= 2


def test_contacts_make_no_judgement_slower_than_links() -> None:
    judge = tiny_filter()
    for make in HOSTILE.values():
        before = time.process_time()
        judge.judge([Submission(make(4 * MAX_TEXT))], [Context()])
        assert time.process_time() - before < 1.0
