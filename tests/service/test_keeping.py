from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InputError, NotAllowedError, SecretError
from chaffinch.service import keeping
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.opening import load_secret, open_server
from chaffinch.service.privacy import TABLES, data_page
from chaffinch.service.retention import Retention
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sign_in import LINK_LIFE, SESSION_LIFE
from chaffinch.service.states import State
from chaffinch.store.purposes import Basis, End, Purpose, reason_of
from chaffinch.store.schema import metadata
from tests.service.world import CALLBACK, HAM, PAGE, SPAM, World


def test_every_column_carries_purpose_basis_and_end() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            why = reason_of(column)
            assert isinstance(why.purpose, Purpose)
            assert isinstance(why.basis, Basis)
            assert isinstance(why.end, End)


def test_every_table_is_told_on_the_data_page() -> None:
    assert set(TABLES) == set(metadata.tables)
    told = {row.table + "." + row.field for group in data_page(Retention()) for row in group.fields}
    assert told == {f"{t.name}.{c.name}" for t in metadata.tables.values() for c in t.columns}


def test_every_end_in_days_names_a_setting_and_every_setting_ends_something() -> None:
    names = {name for end in End for name in asdict(Retention()) if "{" + name + "}" in end.value}
    assert names == {field.name for field in fields(Retention)}
    for end in End:
        assert "{" not in end.value.format(**asdict(Retention()))


def test_the_sweep_ends_what_is_refused_and_keeps_what_is_published(world: World) -> None:
    refused, published = world.post(SPAM).comment_id, world.post(HAM).comment_id
    world.now += 30 * DAY
    world.sweep.run()
    assert world.comments.status(refused) is not None
    world.now += 1
    assert world.sweep.run().comments == 1
    assert world.comments.status(refused) is None
    assert world.comments.status(published) is not None


def test_the_sweep_ends_what_other_systems_asked_about(world: World) -> None:
    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE))
    world.now += 15 * DAY
    assert world.sweep.run().comments == 0
    world.now += 1
    report = world.sweep.run()
    assert (report.comments, report.threads) == (1, 1)


def test_a_label_that_ends_is_unlearned(world: World) -> None:
    before = world.judge.digest()
    world.desk.decide(world.post(HAM).comment_id, Label.SPAM)
    world.judge.checkpoint()
    world.now += 365 * DAY + 1
    assert world.sweep.run().labels == 1
    assert world.judge.digest() == before == world.fold()


def test_the_sweep_ends_outbox_links_and_sessions(world: World) -> None:
    asked = world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE, callback=CALLBACK))
    world.desk.decide(asked.guid, Label.SPAM)
    world.sign_in.redeem(world.sign_in.issue_link())
    world.now += 16 * DAY
    report = world.sweep.run()
    assert (report.outbox, report.sign_ins) == (1, 2)


def test_a_sign_in_link_works_once_and_for_fifteen_minutes(world: World) -> None:
    link = world.sign_in.issue_link()
    session = world.sign_in.redeem(link)
    assert world.sign_in.session(session) is not None
    with pytest.raises(NotAllowedError):
        world.sign_in.redeem(link)
    late = world.sign_in.issue_link()
    world.now += LINK_LIFE
    with pytest.raises(NotAllowedError):
        world.sign_in.redeem(late)
    world.now += SESSION_LIFE
    assert world.sign_in.session(session) is None


def test_a_key_is_found_and_rotated_and_nowhere_in_the_clear(world: World) -> None:
    site, key = world.sites.add("https://other.example/Blog/")
    assert site.url == "https://other.example/Blog"
    assert world.sites.by_key(key.upper()) == site
    assert world.sites.key_of(site.id) == key
    stored = b"".join(path.read_bytes() for path in world.folder.glob("chaffinch.db*"))
    assert key.encode() not in stored
    new = world.sites.rotate_key(site.url)
    assert world.sites.by_key(key) is None
    assert world.sites.by_key(new) == site


def test_an_odd_key_or_address_or_one_that_is_taken_is_refused(world: World) -> None:
    _, key = world.sites.add("https://one.example")
    for url, wanted in (
        ("ftp://x", None),
        ("nonsense", None),
        ("https://one.example/", None),
        ("https://two.example", key),
    ):
        with pytest.raises(InputError):
            world.sites.add(url, key=wanted)
    with pytest.raises(InputError):
        world.sites.add("https://three.example", key="UPPERCASE123")


def test_a_missing_or_foreign_secret_stops_the_start(world: World) -> None:
    path = world.folder / "other"
    with pytest.raises(SecretError):
        load_secret(path, world.entropy, is_first_start=False)
    foreign = load_secret(path, world.entropy, is_first_start=True)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(SecretError):
        open_server(world.database, foreign, world.clock)


@given(st.text(min_size=1, max_size=40), st.integers(0, 200), st.characters())
def test_a_capability_with_any_change_opens_nothing(value: str, place: int, letter: str) -> None:
    secret = ServerSecret(bytes(32), lambda n: bytes(n))
    value = value.encode("utf-8", "replace").decode()
    token = secret.sign("status", value)
    assert secret.verify("status", token) == value
    assert secret.verify("other", token) is None
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    assert secret.verify("status", changed) == (value if changed == token else None)


def test_a_backup_taken_while_serving_restores_everything(world: World, tmp_path: Path) -> None:
    comment = world.post(HAM).comment_id
    path = world.database.path
    assert path is not None
    target = tmp_path / "copy.db"
    assert keeping.backup(path, target) > 0
    with pytest.raises(InputError):
        keeping.backup(path, target)
    world.post(SPAM)
    world.database.close()
    kept = keeping.restore(target, path, world.secret)
    assert kept is not None
    assert kept.exists()
    world.open()
    assert world.comments.status(comment) is not None
    assert world.desk.counts()[State.SPAM] == 0


def test_a_damaged_or_foreign_backup_replaces_nothing(world: World, tmp_path: Path) -> None:
    world.post(HAM)
    path = world.database.path
    assert path is not None
    target = tmp_path / "copy.db"
    keeping.backup(path, target)
    foreign = ServerSecret(bytes(32), lambda n: bytes(n))
    with pytest.raises(SecretError):
        keeping.restore(target, path, foreign)
    (tmp_path / "noise.db").write_bytes(b"not a database" * 100)
    with pytest.raises(InputError):
        keeping.restore(tmp_path / "noise.db", path, world.secret)
    with pytest.raises(InputError, match="in use"):
        keeping.restore(target, path, world.secret)
    assert sum(world.desk.counts().values()) == 1


def test_retention_of_no_days_ends_at_the_next_sweep(tmp_path: Path) -> None:
    world = World(tmp_path, replace(Retention(), refused_days=0))
    world.post(SPAM)
    world.now += 1
    assert world.sweep.run().comments == 1
    world.close()
