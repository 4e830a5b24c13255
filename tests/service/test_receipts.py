"""What is kept of a comment that another system asked about: told, and erased so that it was never learned."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import REPEATED_WITHIN, Check
from chaffinch.service.receipts import Receipts
from chaffinch.service.sites import Site
from chaffinch.store import reactions
from chaffinch.store.receipts import NAMING, about
from tests.service.world import HAM, NOON, PAGE, SPAM, World

ANN = Submission(HAM, "Ann", "https://ann.example")
ASKED = Check(ANN, permalink=PAGE)
NOBODY = Submission("")


@pytest.fixture
def receipts(world: World) -> Receipts:
    return Receipts(world.database, world.judge, world.secret)


@pytest.fixture
def other(world: World) -> Site:
    return world.sites.add("https://other.example")[0]


def test_every_word_of_the_person_is_told(world: World, receipts: Receipts) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    told = receipts.export(world.site, guid, NOBODY)
    assert {HAM, "Ann", "https://ann.example"} <= {one.value for one in told}
    assert ("when you sent it", "2026-11-24T12:00:00+00:00") in [(one.name, one.value) for one in told]


def test_what_was_decided_and_learned_is_told(world: World, receipts: Receipts) -> None:
    world.checks.check(world.site, ASKED)
    world.checks.submit(world.site, ASKED, Label.SPAM)
    told = [(one.name, one.value) for one in receipts.export(world.site, "", ANN)]
    assert ("what the moderator said it is", "SPAM") in told
    assert [value for name, value in told if name == "whether a person or the machine decided"] == ["MACHINE", "PERSON"]
    assert any(name.startswith("hashed features") and value.endswith(" bytes") for name, value in told)


def test_erasing_leaves_no_row_in_any_table_but_what_the_site_is_to_be_told(world: World, receipts: Receipts) -> None:
    world.sites.promise(world.site.id, Promise(Fraction(1, 100)), Fraction(1))
    world.site = world.sites.list()[0]
    guid = world.checks.check(world.site, replace(ASKED, callback="https://news.example/hook")).guid
    world.checks.submit(world.site, ASKED, Label.SPAM)
    world.desk.undo(guid)
    world.desk.decide(guid, Label.SPAM)
    liked = {"comment_id": guid, "kind": "LIKE", "source": "s", "created_at": world.now}
    world.database.write(lambda connection: reactions.add(connection, liked))
    with world.database.read() as connection:
        kept = {name for name, _ in about(connection, guid)}
        assert kept == {"comment", *(table.name for table in NAMING)} - {"answer_comment"}, "only programs have those"
    receipts.erase(world.site, guid, NOBODY)
    with world.database.read() as connection:
        left = {name for name, _ in about(connection, guid)}
    assert left == {"outbox"}, "what the site is to be told stays until its own end, and holds nothing of the comment"


def test_a_comment_is_found_by_guid_or_by_author_and_text(world: World, receipts: Receipts) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    assert receipts.export(world.site, guid, NOBODY) == receipts.export(world.site, "", ANN)
    assert receipts.export(world.site, guid, ANN) == receipts.export(world.site, "", ANN)
    assert receipts.export(world.site, "0" * 32, replace(ANN, author="Bob")) == ()


def test_erasing_leaves_nothing_of_it(world: World, receipts: Receipts) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    assert receipts.erase(world.site, guid, NOBODY) == 1
    assert receipts.export(world.site, guid, ANN) == ()
    assert receipts.erase(world.site, guid, ANN) == 0


def test_erasing_unlearns_as_if_it_had_never_been_learned(world: World, receipts: Receipts) -> None:
    world.checks.submit(world.site, Check(Submission(SPAM, "Pills")), Label.SPAM)
    digest = world.judge.digest()
    world.checks.submit(world.site, ASKED, Label.SPAM)
    assert world.judge.digest() != digest
    assert receipts.erase(world.site, "", ANN) == 1
    assert world.judge.digest() == world.fold() == digest


def test_a_label_that_outlived_its_comment_is_erased_by_the_same_guid(world: World, receipts: Receipts) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    world.checks.submit(world.site, ASKED, Label.SPAM)
    world.now = NOON + 20 * 24 * 60 * 60 * 1000
    world.sweep.run()
    assert "when the moderator said so" in [one.name for one in receipts.export(world.site, guid, ANN)]
    assert receipts.erase(world.site, guid, ANN) == 1
    assert world.judge.digest() == world.fold()
    assert receipts.export(world.site, guid, ANN) == ()


def test_a_comment_that_was_checked_twice_is_erased_twice(world: World, receipts: Receipts) -> None:
    for _ in range(2):
        world.checks.check(world.site, ASKED)
        world.now += REPEATED_WITHIN
    assert receipts.erase(world.site, "", ANN) == 2


def test_nobody_reaches_the_comments_of_another_site(world: World, receipts: Receipts, other: Site) -> None:
    guid = world.checks.check(world.site, ASKED).guid
    world.checks.submit(world.site, ASKED, Label.SPAM)
    assert receipts.export(other, guid, ANN) == ()
    assert receipts.erase(other, guid, ANN) == 0
    assert receipts.export(world.site, guid, ANN) != ()


def test_asking_about_nothing_erases_nothing(world: World, receipts: Receipts) -> None:
    world.checks.check(world.site, Check(NOBODY))
    assert receipts.erase(world.site, "", NOBODY) == 0


def test_the_comment_that_is_answered_is_judged_with_and_not_kept(world: World) -> None:
    world.checks.check(world.site, replace(ASKED, parent="Zanzibar said somebody else"))
    assert all(b"Zanzibar" not in path.read_bytes() for path in world.folder.iterdir())
