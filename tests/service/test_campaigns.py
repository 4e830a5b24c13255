"""A campaign noticed late: what the machine published of it waits for a person; who has spoken is never overturned."""

from __future__ import annotations

import pytest

from chaffinch.engine.campaign import CERTAIN, SOURCES
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import StateError
from chaffinch.service import campaigns
from chaffinch.service.campaign_desk import TAUGHT
from chaffinch.service.checking import Check
from chaffinch.service.clock import SECOND
from chaffinch.service.states import Decider, Source, State
from chaffinch.service.watching import Campaign
from chaffinch.store import feedback
from tests.service.blog import RemoteWorld
from tests.service.test_watching import OWN, spun
from tests.service.world import CALLBACK, HAM, PAGE, World

MINUTE = 60 * SECOND


def post(world: World, count: int, first: int = 0) -> list[str]:
    """Let so many people post what one template says; return the ids."""
    ids = []
    for n in range(first, first + count):
        world.now += MINUTE
        ids.append(world.post(spun(n), f"Reader {n}").comment_id)
    return ids


def states(world: World, ids: list[str]) -> list[State]:
    found = [world.comments.status(one) for one in ids]
    return [status.state for status in found if status is not None]


def ask(world: World, text: str, author: str, **more: object) -> str:
    asked = Check(Submission(text, author), PAGE, **{"callback": CALLBACK} | more)  # type: ignore[arg-type]
    return world.checks.check(world.site, asked).guid


def test_what_was_published_before_a_campaign_was_sure_waits_then_with_that_as_its_reason(world: World) -> None:
    other = world.post(OWN[0], "Somebody").comment_id
    ids = post(world, CERTAIN + 3)
    assert states(world, ids)[: SOURCES - 1] == [State.PUBLISHED] * (SOURCES - 1)
    world.campaigns.step()
    assert State.PUBLISHED not in states(world, ids)
    assert states(world, [*ids[: SOURCES - 1], other]) == [State.HELD] * (SOURCES - 1) + [State.PUBLISHED]
    item = world.desk.item(ids[0])
    assert item.evidence[0].sentence.endswith("noticed after this was published.")
    assert [(one.decided_by, one.action) for one in item.history] == [
        (Decider.MACHINE, "APPROVE"),
        (Decider.MACHINE, "HOLD"),
    ]


def test_while_it_is_only_a_beginning_nothing_is_taken_back(world: World) -> None:
    ids = post(world, CERTAIN - 1)
    world.campaigns.step()
    assert states(world, ids)[: SOURCES - 1] == [State.PUBLISHED] * (SOURCES - 1)
    assert world.campaign_desk.rows()[0].published == SOURCES - 1


def test_a_second_look_changes_nothing(world: World) -> None:
    ids = post(world, CERTAIN + 1)
    world.campaigns.step()
    before = [world.desk.item(one) for one in ids]
    world.campaigns.step()
    assert [world.desk.item(one) for one in ids] == before


def test_what_a_person_has_approved_stands_before_and_after(world: World) -> None:
    ids = post(world, SOURCES - 1)
    world.desk.decide(ids[0], Label.HAM)
    more = post(world, CERTAIN, first=20)
    world.campaigns.step()
    assert states(world, ids) == [State.PUBLISHED, State.HELD, State.HELD]
    world.desk.decide(ids[1], Label.HAM)
    post(world, 3, first=50)
    world.campaigns.step()
    assert states(world, ids) == [State.PUBLISHED, State.PUBLISHED, State.HELD]
    assert world.desk.undo(ids[1]) is State.HELD, "undone, it stands where the machine put it last"
    assert len(more) == CERTAIN


def test_what_an_administrator_wrote_stands(world: World) -> None:
    mine = ask(world, spun(99), "The editor", is_administrator=True)
    post(world, CERTAIN + 2)
    world.campaigns.step()
    assert states(world, [mine]) == [State.PUBLISHED]


@pytest.mark.parametrize(("hold_answer", "word"), [(True, "true"), (False, None)])
def test_a_site_that_asked_is_told_what_it_makes_of_doubt(world: World, hold_answer: bool, word: str | None) -> None:
    world.sites.configure(world.site.id, hold_answer=hold_answer)
    world.site = world.sites.list()[0]
    remote = RemoteWorld(world)
    early = ask(world, spun(90), "Somebody")
    post(world, CERTAIN + 2)
    world.campaigns.step()
    remote.deliver()
    assert states(world, [early]) == [State.HELD]
    assert remote.blog.words.get(early) == word
    world.desk.decide(early, Label.HAM)
    remote.deliver()
    assert remote.blog.words.get(early) == (word and "false")


def test_what_a_site_knows_and_cannot_be_told_otherwise_stays_as_it_knows_it(world: World) -> None:
    world.sites.configure(world.site.id, hold_answer=True)
    world.site = world.sites.list()[0]
    early = ask(world, spun(90), "Somebody", callback=None)
    program = ask(world, spun(91), "Somebody else", callback=None, source=Source.API)
    post(world, CERTAIN + 2)
    world.campaigns.step()
    assert states(world, [early, program]) == [State.PUBLISHED, State.HELD]


def test_no_label_publishes_again_what_was_taken_back(world: World) -> None:
    remote = RemoteWorld(world)
    early = ask(world, spun(90), "Somebody")
    post(world, CERTAIN + 2)
    world.campaigns.step()
    world.desk.decide(world.post(HAM, "Ann").comment_id, Label.HAM)
    remote.rejudge.run_if_learned()
    assert states(world, [early]) == [State.HELD]


def test_what_could_not_be_written_is_written_the_next_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = post(world, CERTAIN + 2)

    def refuse(_job: object) -> None:
        raise StateError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(world.database, "write", refuse)
        with pytest.raises(StateError):
            world.campaigns.step()
    world.campaigns.step()
    assert State.PUBLISHED not in states(world, ids)


def test_a_comment_that_is_counted_and_not_written_yet_is_waited_for(world: World) -> None:
    ids = post(world, CERTAIN)
    assert world.campaigns.step() is False
    campaign = world.campaign_desk.rows()[0]
    late = [one for one in world.campaigns._pending if one.campaign.members]
    assert not late
    world.campaigns._pending = [
        campaigns._Pending(Campaign(campaign.name, campaign.seen, ((world.site.id, "f" * 16),)), world.now + 5)
    ]
    world.campaigns.step()
    assert len(world.campaigns._pending) == 1
    world.now += 6
    world.campaigns.step()
    assert world.campaigns._pending == []
    assert len(ids) == CERTAIN


def test_a_large_campaign_is_taken_back_in_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "MOST", 2)
    ids = post(world, CERTAIN + 1)
    assert world.campaigns.step() is True
    assert states(world, ids).count(State.PUBLISHED) == 1
    assert world.campaigns.step() is False
    assert State.PUBLISHED not in states(world, ids)


def test_what_must_stay_keeps_nothing_else_from_being_taken_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "MOST", 2)
    world.sites.configure(world.site.id, hold_answer=True)
    world.site = world.sites.list()[0]
    first = [ask(world, spun(90 + n), f"Editor {n}", is_administrator=True) for n in range(2)]
    ids = post(world, CERTAIN)
    assert states(world, ids)[: SOURCES - 2] == [State.PUBLISHED, State.HELD]
    for _ in range(CERTAIN):
        world.campaigns.step()
    assert set(states(world, first)) == {State.PUBLISHED}
    assert State.PUBLISHED not in states(world, ids)


def test_at_the_desk_it_is_one_row_and_one_decision_undone_in_one_step(world: World) -> None:
    apart = world.post(OWN[0], "Somebody").comment_id
    ids = post(world, CERTAIN + 4)
    world.campaigns.step()
    (row,) = world.campaign_desk.rows()
    before, weights = states(world, ids), world.judge.digest()
    assert (row.seen.times, row.seen.sources, row.seen.sites) == (len(ids), len(ids), 1)
    assert (row.held, row.published) == (before.count(State.HELD), 0)
    assert row.example == spun(CERTAIN + 3)
    assert world.desk.queue(State.HELD, with_campaigns=False).items == ()
    assert len(world.desk.queue(State.HELD, campaign=row.name).items) == row.held
    made = world.campaign_desk.decide(row.name, Label.SPAM)
    assert (made.count, made.left) == (len(ids), False)
    assert set(states(world, ids)) == {State.SPAM}
    assert world.campaign_desk.rows() == ()
    assert world.campaign_desk.count_decided(row.name, made.at) == len(ids)
    assert world.judge.digest() != weights
    assert world.campaign_desk.undo(row.name, made.at) == len(ids)
    assert (states(world, ids), world.judge.digest()) == (before, weights)
    assert world.campaign_desk.count_decided(row.name, made.at) == 0
    assert states(world, [apart]) == [State.PUBLISHED]


def test_a_campaign_that_is_honest_is_published_whole_even_what_was_refused(world: World) -> None:
    ids = post(world, CERTAIN + 4)
    world.campaigns.step()
    world.campaign_desk.decide(world.campaign_desk.rows()[0].name, Label.HAM)
    assert set(states(world, ids)) == {State.PUBLISHED}
    with world.database.read() as connection:
        assert 0 < len(feedback.after(connection, 0, 1000)) <= TAUGHT


def test_one_that_a_person_decided_by_itself_is_left_out_of_both(world: World) -> None:
    ids = post(world, CERTAIN + 2)
    world.campaigns.step()
    world.desk.decide(ids[0], Label.HAM)
    world.now += 1
    name = world.campaign_desk.rows()[0].name
    made = world.campaign_desk.decide(name, Label.SPAM)
    assert made.count == len(ids) - 1
    assert states(world, ids[:1]) == [State.PUBLISHED]
    world.campaign_desk.undo(name, made.at)
    assert states(world, ids[:1]) == [State.PUBLISHED]


def test_what_is_erased_is_of_no_campaign(world: World) -> None:
    ids = post(world, CERTAIN + 1)
    world.desk.erase(ids[0])
    world.campaigns.step()
    assert world.campaign_desk.rows()[0].seen.times == len(ids) - 1
