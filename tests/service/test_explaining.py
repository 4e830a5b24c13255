"""What a moderator is told beside the reasons: true of the judge as it is, and only where somebody still decides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chaffinch.engine.campaign import CERTAIN
from chaffinch.engine.flips import is_milder, without
from chaffinch.engine.promise import Promise
from chaffinch.engine.types import Action, Context, Label, Submission
from chaffinch.errors import StateError
from chaffinch.service.explaining import Explaining, Why
from chaffinch.service.promises import Promises
from chaffinch.service.states import BY_MACHINE, State
from tests.service.world import HAM, SPAM, World

TEMPLATE = "{} neighbours, this wonderful lamp shop by the old weir has the finest lanterns I have ever seen in years"


def why(world: World, comment_id: str) -> Why:
    return world.desk.why([comment_id])[comment_id]


def test_what_would_flip_a_decision_does_flip_it(world: World) -> None:
    posted = world.post("Order viagra here: http://pills.example/buy", "Cheap Pills", url="http://pills.example")
    assert posted.state in (State.HELD, State.SPAM)
    found = why(world, posted.comment_id)
    item = world.desk.item(posted.comment_id)
    assert found.flips
    for flip in found.flips:
        said = Submission(item.text, item.author, item.author_url)
        context = Context(site=world.site.id, article="Bridge to close")
        verdict = world.judge.judge_one(*without(flip.parts, said, context))
        assert verdict.action is flip.action
        assert is_milder(flip.action, Action[item.history[-1].action])


def test_a_campaign_is_recalled_from_its_reasons(world: World) -> None:
    ids = [world.post(TEMPLATE.format(f"Hello {n}"), f"Author {n}").comment_id for n in range(CERTAIN + 1)]
    item = world.desk.item(ids[-1])
    assert item.state is State.SPAM
    assert item.evidence[0].code == "campaign"
    (flip, *_) = why(world, ids[-1]).flips
    assert [part.kind for part in flip.parts] == ["seen"]
    assert flip.action is world.judge.judge_one(Submission(item.text, item.author), Context(world.site.id)).action


def test_where_the_filter_has_learned_otherwise_since_that_is_told_and_no_flip(world: World) -> None:
    first, second = (world.post(f"{SPAM} {n}", "Pills") for n in range(2))
    assert why(world, second.comment_id).now is None
    world.desk.decide(first.comment_id, Label.HAM)
    found = why(world, second.comment_id)
    assert found.now is not None
    assert BY_MACHINE[found.now] is not second.state
    assert found.flips == ()


def test_of_what_a_person_decided_or_what_is_published_nothing_would_flip(world: World) -> None:
    published, decided = world.post(HAM), world.post(SPAM, "Pills")
    world.desk.decide(decided.comment_id, Label.SPAM)
    for one in (published, decided):
        assert (why(world, one.comment_id).flips, why(world, one.comment_id).now) == ((), None)


def test_it_is_told_by_the_thresholds_the_site_has(world: World) -> None:
    posted = world.post(SPAM, "Pills")
    world.sites.promise(world.site.id, Promise(None, Fraction(1, 2)), Fraction(1, 50))
    site = world.sites.by_id(world.site.id)
    assert site is not None
    thresholds = Promises(world.database, world.judge).thresholds(site)
    said = Submission(SPAM, "Pills")
    expected = world.judge.judge_one(said, Context(world.site.id, "Bridge to close", thresholds=thresholds)).action
    found = why(world, posted.comment_id)
    assert (found.now or Action[world.desk.item(posted.comment_id).history[-1].action]) is expected


def test_looking_counts_nothing_and_keeps_nothing(world: World) -> None:
    ids = [world.post(TEMPLATE.format(f"Hello {n}"), f"Author {n}").comment_id for n in range(3)]
    for _ in range(20):
        world.desk.why(ids)
    posted = world.post(TEMPLATE.format("Hello again"), "Somebody else")
    assert posted.verdict is not None
    (seen,) = [one.about for one in posted.verdict.evidence if one.code == "campaign-begins"]
    assert seen is not None
    assert not isinstance(seen, str)
    assert seen.times == 4


def test_while_the_log_cannot_be_read_nothing_is_said_to_flip(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    posted = world.post("Order viagra here: http://pills.example/buy", "Cheap Pills", url="http://pills.example")
    assert why(world, posted.comment_id).flips

    def fail() -> int:
        raise StateError("the log cannot be read")

    monkeypatch.setattr(world.judge, "catch_up", fail)
    found = why(world, posted.comment_id)
    assert found.evidence
    assert (found.flips, found.now) == ((), None)


def test_what_is_gone_meanwhile_is_left_out(world: World) -> None:
    posted = world.post(SPAM, "Pills")
    world.desk.erase(posted.comment_id)
    assert Explaining(world.database, world.judge).why([posted.comment_id, "nobody"]) == {}


def test_words_in_disguise_are_told_with_what_was_read(world: World) -> None:
    posted = world.post("Buy c4s1n0 and v.i.a.g.r.a now")
    assert [words for _, words in why(world, posted.comment_id).readings] == ["casino", "viagra"]


def test_a_page_of_endless_comments_is_looked_into_as_far_as_that_costs_little(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [world.post(f"Buy c4s1n0 and v.i.a.g.r.a now, {n}").comment_id for n in range(3)]
    monkeypatch.setattr("chaffinch.service.explaining.MOST_CHARACTERS", 2 * len("Buy c4s1n0 and v.i.a.g.r.a now, 0"))
    found = world.desk.why(ids)
    assert [bool(found[one].readings) for one in ids] == [True, True, False]
    assert all(found[one].evidence for one in ids)
    assert why(world, ids[2]).readings, "by itself it is told of"
