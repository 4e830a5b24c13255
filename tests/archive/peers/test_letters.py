"""Comments as letters: author, address and text arrive, and none of them can pass for another part of the message."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chaffinch.archive.peers import letters
from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.listening import Silent
from tests.archive.peers.fakes import corpus, row

ANN = replace(row(0, Label.HAM, ""), submission=Submission("Crème brûlée!", "Ann", "https://ann.example"))


def test_headers_hold_author_and_address_and_the_body_the_text() -> None:
    mail = message_from_bytes(letters.with_headers(ANN), policy=policy.default)
    assert (mail["From"], mail["X-Url"]) == ("Ann", "https://ann.example")
    assert mail.get_content() == "Crème brûlée!\n"


def test_the_body_can_hold_everything() -> None:
    mail = message_from_bytes(letters.all_in_body(ANN), policy=policy.default)
    assert mail.get_content() == "Ann\nhttps://ann.example\nCrème brûlée!\n"


@given(author=st.text(), address=st.text(), text=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_author_ends_the_headers_or_adds_one(author: str, address: str, text: str) -> None:
    said = Submission(text, _whole(author), _whole(address))
    head, _, body = letters.with_headers(replace(ANN, submission=said)).partition(b"\n\n")
    assert len(head.splitlines()) == 5
    assert body == text.encode() + b"\n"


def _whole(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def test_letters_of_an_earlier_batch_do_not_stay(tmp_path: Path) -> None:
    letters.write([b"one", b"two", b"three"], tmp_path / "letters")
    paths = letters.write([b"four"], tmp_path / "letters")
    assert [path.read_bytes() for path in sorted((tmp_path / "letters").iterdir())] == [b"four"]
    assert len(paths) == 1


def test_every_row_comes_once_in_the_same_mixed_order_and_is_told() -> None:
    class Counting(Silent):
        told = 0

        def add(self, count: int) -> None:
            self.told += count

    corpora, listener = [corpus("blog_a", 1500), corpus("blog_b", 40)], Counting()
    parts = list(letters.parts(corpora, listener))
    found = [one for part in parts for one in part]
    assert sorted((one.site, int(one.id)) for one in found) == sorted(
        (told.site, int(told.id)) for one in corpora for told in one.rows
    )
    assert found == letters.shuffled(corpora) != [told for one in corpora for told in one.rows]
    assert (max(map(len, parts)), listener.told) == (letters.AT_ONCE, 1540)
