from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chaffinch.service.secret import ServerSecret
from chaffinch.service.tokens import LIFE, Tokens

SITE = "0123456789abcdef0123456789abcdef"


class Clock:
    now = 1_795_521_600_000

    def __call__(self) -> int:
        return self.now


def tokens(secret: bytes = b"s" * 32) -> tuple[Tokens, Clock]:
    clock = Clock()
    return Tokens(ServerSecret(secret, lambda size: b"e" * size), clock), clock


def test_a_token_names_its_site_until_its_end() -> None:
    mine, clock = tokens()
    token = mine.issue(SITE)
    clock.now += LIFE - 1
    assert mine.site_id(token) == SITE
    clock.now += 1
    assert mine.site_id(token) is None


def test_a_token_of_another_server_is_none_here() -> None:
    assert tokens()[0].site_id(tokens(b"t" * 32)[0].issue(SITE)) is None


@given(st.text())
def test_nothing_else_is_a_token(text: str) -> None:
    assert tokens()[0].site_id(text) is None


@given(st.integers(0, 200), st.characters())
def test_a_token_with_one_changed_letter_is_none(place: int, letter: str) -> None:
    mine, _ = tokens()
    token = mine.issue(SITE)
    changed = token[:place] + letter + token[place + 1 :]
    assert mine.site_id(changed) == (SITE if changed == token else None)
