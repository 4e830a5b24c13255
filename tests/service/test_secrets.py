"""Keys, links, sessions and capabilities: found without being stored, and worth nothing when changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chaffinch.errors import InputError, NotAllowedError, SecretError
from chaffinch.service.opening import load_secret, open_server
from chaffinch.service.secret import ServerSecret
from chaffinch.store.database import Database
from tests.service.world import HAM, World

VALUES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
PURPOSES = st.sampled_from(["status", "form", "erase"])


def _secret(fill: int = 7) -> ServerSecret:
    return ServerSecret(bytes([fill]) * 32, lambda size: bytes(size))


def _stored(world: World) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(world.folder.glob("chaffinch.db*")))


@given(VALUES, PURPOSES, st.binary(min_size=1, max_size=4), st.integers(0, 300), st.sampled_from("idr"))
def test_a_token_with_anything_put_in_taken_out_or_replaced_is_refused(
    value: str, purpose: str, noise: bytes, place: int, how: str
) -> None:
    token = _secret().sign(purpose, value)
    place %= len(token)
    letters = noise.decode("latin-1")
    end = place + (len(letters) if how in "dr" else 0)
    changed = token[:place] + ("" if how == "d" else letters) + token[end:]
    assume(changed != token)
    assert _secret().verify(purpose, changed) is None


@given(VALUES, PURPOSES, PURPOSES, st.integers(0, 255))
def test_a_token_fits_its_purpose_and_its_server_only(value: str, purpose: str, other: str, fill: int) -> None:
    token = _secret().sign(purpose, value)
    fits = other == purpose and fill == 7
    assert _secret(fill).verify(other, token) == (value if fits else None)


@given(st.text(max_size=60))
def test_whatever_comes_instead_of_a_token_is_refused_quietly(text: str) -> None:
    assert _secret().verify("status", text) is None


@given(VALUES, st.integers(0, 10_000), st.integers(1, 255))
def test_an_encrypted_value_comes_back_whole_or_not_at_all(value: str, place: int, change: int) -> None:
    sealed = _secret().encrypt("site-key", value)
    assert _secret().decrypt("site-key", sealed) == value
    broken = bytearray(sealed)
    broken[place % len(sealed)] ^= change
    for secret, purpose, data in (
        (_secret(), "site-key", bytes(broken)),
        (_secret(), "other", sealed),
        (_secret(8), "site-key", sealed),
    ):
        with pytest.raises(SecretError):
            secret.decrypt(purpose, data)


def test_no_key_link_session_or_form_token_is_stored_in_the_clear(world: World) -> None:
    _, key = world.sites.add("https://other.example")
    fresh = world.sites.rotate_key("https://other.example")
    link = world.sign_in.issue_link()
    used = world.sign_in.issue_link()
    session = world.sign_in.redeem(used)
    world.post(HAM, token="a-form-token-of-mine")
    stored = _stored(world)
    for told in (key, fresh, link, used, session, "a-form-token-of-mine"):
        assert told.encode() not in stored
        if told != "a-form-token-of-mine":
            assert bytes.fromhex(told) not in stored


def test_a_retired_key_opens_nothing_and_is_not_given_out_again(world: World) -> None:
    site, key = world.sites.add("https://other.example")
    fresh = world.sites.rotate_key(site.url)
    assert world.sites.by_key(key) is None
    assert world.sites.by_key(fresh) == site
    assert world.sites.key_of(site.id) == fresh
    with pytest.raises(InputError, match="key"):
        world.sites.add("https://third.example", key=key)
    world.restart()
    assert world.sites.by_key(key) is None
    assert world.sites.by_key(fresh) == site


def test_a_link_opens_once_even_for_two_at_the_same_time(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    link = world.sign_in.issue_link()
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(world.sign_in.redeem, link) for _ in range(8)]
        failed = [isinstance(one.exception(), NotAllowedError) for one in tries]
    assert sorted(failed) == [False] + [True] * 7


def test_an_ended_session_lets_nobody_in_and_others_stay(world: World) -> None:
    one, other = (world.sign_in.redeem(world.sign_in.issue_link()) for _ in range(2))
    world.sign_in.end(one)
    assert world.sign_in.session(one) is None
    kept = world.sign_in.session(other)
    assert kept is not None
    assert kept.is_csrf(kept.csrf)
    assert not kept.is_csrf(kept.csrf[:-1] + ("0" if kept.csrf[-1] != "0" else "1"))
    assert not kept.is_csrf("\ud800")


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "\ud800", "é"])
def test_an_unknown_session_or_link_lets_nobody_in(world: World, token: str) -> None:
    assert world.sign_in.session(token) is None
    with pytest.raises(NotAllowedError):
        world.sign_in.redeem(token)


@pytest.mark.parametrize("content", ["", "00", "not hexadecimal", "00" * 31, "00" * 33])
def test_a_file_that_is_no_secret_stops_the_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)
    for is_first in (True, False):
        with pytest.raises(SecretError):
            load_secret(tmp_path / "secret", bytes, is_first_start=is_first)


def test_a_start_killed_while_it_wrote_the_secret_starts_again(tmp_path: Path) -> None:
    class KilledError(Exception):
        pass

    def killed(_size: int) -> bytes:
        raise KilledError

    with pytest.raises(KilledError):
        load_secret(tmp_path / "secret", killed, is_first_start=True)
    (tmp_path / f"secret.{os.getpid()}").write_text("0")
    load_secret(tmp_path / "secret", bytes, is_first_start=True)
    load_secret(tmp_path / "secret", bytes, is_first_start=False)


def test_a_secret_is_on_the_disk_under_its_name_before_anything_is_made_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, list[str]]] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        synced.append((is_folder, sorted(path.name for path in tmp_path.iterdir())))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    load_secret(tmp_path / "secret", bytes, is_first_start=True)
    assert [is_folder for is_folder, _ in synced] == [False, True], "the content, then its name"
    assert synced[-1][1] == ["secret"]


def test_a_foreign_secret_is_told_and_the_right_one_still_opens(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "x.db"))
    open_server(database, _secret(7), lambda: 0)
    with pytest.raises(SecretError, match="another database"):
        open_server(database, _secret(8), lambda: 0)
    open_server(database, _secret(7), lambda: 1)
    database.close()
