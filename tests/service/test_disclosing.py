"""What is told is what is so: every stored field, no word that nobody set, and each change at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction

import pytest

from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Label, Submission
from chaffinch.service import disclosing, disclosure_words
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY, SECOND
from chaffinch.service.controller import Controller, read_recipients
from chaffinch.service.disclosing import Disclosures
from chaffinch.service.disclosure import Disclosure
from chaffinch.service.disclosure_history import changes_since
from chaffinch.service.retention import Retention, SweepReport
from chaffinch.service.standing import Standings
from chaffinch.store.purposes import INTERESTS, Basis, reason_of
from chaffinch.store.schema import metadata
from chaffinch.store.sites import delete_site
from tests.service.world import CALLBACK, HAM, PAGE, SPAM, World

ALL = Controller(
    "Courier Press",
    "mail@courier.example",
    "Ada, dpo@courier.example",
    "The Commissioner",
    read_recipients(["Host GmbH, Germany: keeps the server"]),
    30,
)


def telling(world: World, controller: Controller = ALL, retention: Retention | None = None) -> Disclosures:
    keep, clock = retention or Retention(), lambda: world.now
    standings = Standings(world.database, world.judge, keep, clock)
    return Disclosures(world.database, world.judge, standings, controller, keep, clock, "https://here.test")


def told(world: World, controller: Controller = ALL, retention: Retention | None = None) -> Disclosure:
    (site,) = (one for one in world.sites.list() if one.id == world.site.id)
    return telling(world, controller, retention).of(site)


def test_every_column_of_the_schema_is_told_once(world: World) -> None:
    names = [(group.is_stored, f"{one.table}.{one.field}") for group in told(world).kept for one in group.fields]
    stored = [name for is_stored, name in names if is_stored]
    assert sorted(stored) == sorted(f"{t.name}.{c.name}" for t in metadata.tables.values() for c in t.columns)


def test_each_legitimate_interest_is_named_and_no_other_ground_has_one(world: World) -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            why = reason_of(column)
            assert why.basis is not Basis.LEGITIMATE_INTEREST or why.purpose in INTERESTS, f"{column}: say which"
    for group in told(world).kept:
        for one in group.fields:
            assert (one.interest is not None) == (one.basis == Basis.LEGITIMATE_INTEREST.value)


def test_what_nobody_set_is_null_and_named_as_missing(world: World) -> None:
    said = told(world, Controller())
    stated = (said.controller.name, said.controller.contact, said.controller.officer, said.authority, said.others)
    assert [one.value for one in stated] == [None] * 5
    assert said.backups.days is None
    assert set(said.missing) == {f"controller.{field.name}" for field in fields(Controller)}
    assert not any(one.is_stated for one in said.recipients)
    assert told(world).missing == ()


@pytest.mark.parametrize("name", [field.name for field in fields(Controller)])
def test_each_thing_that_is_set_is_told_and_is_then_not_missing(world: World, name: str) -> None:
    said = told(world, replace(Controller(), **{name: getattr(ALL, name)}))
    assert f"controller.{name}" not in said.missing
    assert len(said.missing) == len(fields(Controller)) - 1


def test_none_is_another_thing_than_nothing(world: World) -> None:
    said = told(world, replace(ALL, officer="none", recipients=(), backup_days=0))
    assert (said.controller.officer.value, said.others.value, said.backups.days) == ("none", "none", 0)
    assert said.missing == ()


def _called_back(world: World) -> None:
    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE, callback=CALLBACK))


def _asked(world: World) -> None:
    world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE))


def _signed(world: World) -> None:
    world.sites.set_coral_secret(world.site.id, "a-secret-of-coral-0123456789")


@pytest.mark.parametrize(
    ("turn_on", "lines"),
    [
        (_asked, [disclosure_words.ASKER]),
        (_called_back, [disclosure_words.ASKER, disclosure_words.CALLED_BACK]),
        (_signed, [disclosure_words.CORAL]),
    ],
)
def test_whoever_begins_to_get_something_is_told_at_once(
    world: World, turn_on: Callable[[World], None], lines: list[tuple[str, str]]
) -> None:
    before = told(world)
    turn_on(world)
    after = told(world)
    new = [one for one in after.recipients if one not in before.recipients]
    assert [one.name for one in new] == [name.format(url=world.site.url) for name, _ in lines]
    assert after.history[0].parts == ("recipients",)


def test_a_callback_that_is_forgotten_leaves_the_page(world: World) -> None:
    before = told(world).recipients
    _called_back(world)
    world.now += 7 * DAY + 1
    world.sweep.run()
    after = told(world).recipients
    assert [one.name for one in after if one not in before] == [disclosure_words.ASKER[0].format(url=world.site.url)]


def test_a_claim_of_keeping_nothing_leaves_with_the_first_column_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert disclosing.never_kept() == tuple(disclosure_words.NEVER_KEPT)
    monkeypatch.setitem(disclosure_words.NEVER_KEPT, "your comment", ("text",))
    assert "your comment" not in disclosing.never_kept()


def test_the_last_sweep_and_those_of_thirty_days_are_told_in_numbers(world: World) -> None:
    assert told(world).swept is None
    world.post(SPAM)
    world.now += 30 * DAY + 1
    world.sweep.run()
    first = world.now
    world.now += 3600 * SECOND
    world.sweep.run()
    swept = told(world).swept
    assert swept is not None
    assert (swept.ended_at, swept.counts["comments"], swept.in_30_days["comments"]) == (world.now, 0, 1)
    world.now = first + 30 * DAY + 1
    later = told(world).swept
    assert later is not None
    assert later.in_30_days["comments"] == 0
    world.now += DAY * 2
    assert told(world).swept is None


def test_every_kind_that_a_sweep_ends_has_plain_words() -> None:
    assert set(disclosure_words.ENDED) == {field.name for field in fields(SweepReport)}


def test_nothing_is_measured_until_it_is(world: World) -> None:
    assert (told(world).measured.audited, told(world).measured.answered) == (None, None)
    world.sites.promise(world.site.id, Promise(Fraction(1, 100)), Fraction(1))
    assert told(world).measured.audited is None
    world.desk.decide(world.post(HAM).comment_id, Label.HAM)
    measured = told(world).measured
    assert measured.audited is not None
    assert measured.audited.count == 1
    assert measured.promises


def test_what_other_systems_were_answered_wrongly_is_told(world: World) -> None:
    guid = world.checks.check(world.site, Check(Submission(HAM), permalink=PAGE)).guid
    world.desk.decide(guid, Label.SPAM)
    answered = told(world).measured.answered
    assert answered is not None
    assert answered.spam + answered.ham == 1


def test_the_record_begins_with_the_first_look_and_looking_again_adds_nothing(world: World) -> None:
    began = world.now
    first = told(world)
    world.now += DAY
    assert told(world).history == first.history
    assert [(one.since, one.parts) for one in first.history] == [(began, ())]


def test_a_change_is_dated_and_names_its_parts(world: World) -> None:
    commented = world.now
    told(world)
    world.now += DAY
    world.sites.configure(world.site.id, shares=False)
    said = told(world, retention=Retention(refused_days=7))
    assert [(one.since, one.parts) for one in changes_since(said, commented)] == [(world.now, ("kept", "sharing"))]
    assert changes_since(said, world.now) == ()


def test_what_is_measured_changes_by_itself_and_is_no_history(world: World) -> None:
    _asked(world)
    before = told(world)
    world.sweep.run()
    guid = world.checks.check(world.site, Check(Submission(SPAM), permalink=PAGE)).guid
    world.desk.decide(guid, Label.SPAM)
    after = told(world)
    assert after.measured != before.measured
    assert after.swept != before.swept
    assert (after.digest, after.history) == (before.digest, before.history)


def test_every_part_is_either_dated_or_measured() -> None:
    measured = {"thresholds", "measured", "swept", "digest", "history"}
    assert {field.name for field in fields(Disclosure)} == set(disclosure_words.PARTS) | measured


def test_a_peek_writes_nothing(world: World) -> None:
    assert telling(world).peek(world.site).history == ()


def test_with_a_site_its_history_goes(world: World) -> None:
    told(world)
    world.database.write(lambda connection: delete_site(connection, world.site.id))
    assert telling(world).peek(world.site).history == ()


def test_the_history_of_one_site_is_not_anothers(world: World) -> None:
    other, _ = world.sites.add("https://other.test")
    told(world)
    world.now += DAY
    assert [one.since for one in telling(world).of(other).history] == [world.now]


@pytest.mark.parametrize(
    "line", ["Host GmbH", "Host GmbH, Germany", "Host: keeps", ", Germany: keeps", "Host, : keeps"]
)
def test_a_recipient_without_name_country_or_purpose_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_recipients([line])


def test_a_recipient_keeps_commas_of_its_name_and_colons_of_its_purpose() -> None:
    (one,) = read_recipients(["Foo, Inc., United States: keeps: all"])
    assert (one.name, one.country, one.what) == ("Foo, Inc.", "United States", "keeps: all")
    assert str(one) == "Foo, Inc., United States: keeps: all"
