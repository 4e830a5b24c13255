"""The papers say what the data page says, and tell what is missing as missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chaffinch.service.agreement import agreement
from chaffinch.service.controller import Controller
from chaffinch.service.disclosure import Disclosure
from chaffinch.service.papers import MEASURES, plain, policy, record
from tests.service.test_disclosing import ALL, told
from tests.service.world import World

Paper = Callable[[Disclosure], str]
PAPERS: dict[str, Paper] = {"record": lambda one: record([one]), "policy": policy, "agreement": agreement}
EACH = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


@EACH
def test_what_is_set_stands_in_each_paper(world: World, paper: Paper) -> None:
    text = paper(told(world))
    for value in ("Courier Press", "mail@courier.example", "Host GmbH (Germany): keeps the server", "30 days more"):
        assert value in text
    assert "Missing" not in text


@EACH
def test_what_is_not_set_is_told_as_missing_in_each_paper(world: World, paper: Paper) -> None:
    text = paper(told(world, Controller()))
    for setting in ("name", "contact", "recipients", "backup_days"):
        assert f"**Missing**: set `controller.{setting}`" in text


@pytest.mark.parametrize("name", ["record", "policy"])
def test_every_personal_field_stands_in_record_and_policy_with_its_reason(world: World, name: str) -> None:
    said = told(world)
    text = PAPERS[name](said)
    for group in said.kept:
        for one in (field for field in group.fields if field.is_personal):
            assert group.heading in text
            for sentence in (one.purpose, one.basis, one.interest or "", one.end):
                assert sentence in text


def test_a_record_tells_each_site_and_the_controller_once(world: World) -> None:
    said = told(world)
    text = record([said, said])
    assert text.count("## Comments of ") == 2
    assert text.count("- Controller: Courier Press") == 1
    assert all(measure in text for measure in MEASURES)


def test_a_record_of_no_site_is_a_record(world: World) -> None:
    assert record([]).startswith("# Record of processing activities")


@EACH
def test_names_cannot_write_markdown(world: World, paper: Paper) -> None:
    text = paper(told(world, Controller("**A** | <b>\n# B", "c", recipients=ALL.recipients)))
    assert r"\*\*A\*\* \| \<b\> \# B" in text


def test_an_agreement_leaves_open_what_no_program_can_know(world: World) -> None:
    assert agreement(told(world)).count("________") >= 8


def test_plain_is_one_line() -> None:
    assert plain("a\n\n  b_c") == r"a b\_c"
