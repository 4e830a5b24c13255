"""The judge changes its mind: about what it answered itself, where it can still be told, and about nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chaffinch.engine.signals import FLOOD
from chaffinch.engine.types import Action, Context, Evidence, Label, Submission, Verdict
from chaffinch.service import rejudging
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.service.rejudging import CHUNK, MINDS, PAGE, Rejudge
from chaffinch.service.states import Decider, State
from chaffinch.store import comments
from chaffinch.store.schema import usage
from tests.service.blog import RemoteWorld
from tests.service.world import CALLBACK, HAM, SPAM, World

TWIN = "I lost my keys near the bakery on Mill Street, please call Ben{}"


@pytest.fixture
def remote(world: World) -> RemoteWorld:
    return RemoteWorld(world)


def states(world: World, *guids: str) -> list[State]:
    found = [world.comments.status(guid) for guid in guids]
    return [status.state for status in found if status is not None]


def says(world: World, monkeypatch: pytest.MonkeyPatch, actions: dict[str, Action]) -> None:
    """Let the machine say from now on what stands beside a text, APPROVE for any other."""

    def judge(
        some: list[Submission], _around: list[Context], *, origins: object = (), explain: bool = True
    ) -> list[Verdict]:
        told = (Evidence("told", 1.0, "We were told so."),) if explain else ()
        return [Verdict(actions.get(s.text, Action.APPROVE), 0.5, told, world.judge.model) for s in some]

    monkeypatch.setattr(world.judge, "judge", judge)


def test_near_twins_of_a_correction_are_told_otherwise_and_so_they_are_when_it_is_undone(remote: RemoteWorld) -> None:
    world = remote.world
    first, second = remote.check(TWIN.format(".")), remote.check(TWIN.format("!"))
    spam = world.post(TWIN.format(" ...")).comment_id
    other = remote.check(HAM)
    before = remote.rejudge.run_if_learned()
    world.desk.decide(spam, Label.SPAM)
    assert (before, remote.rejudge.run_if_learned()) == (True, True)
    remote.deliver()
    assert remote.blog.words == {first: "true", second: "true"}
    assert State.PUBLISHED not in states(world, first, second)
    world.desk.undo(spam)
    remote.rejudge.run_if_learned()
    remote.deliver()
    assert remote.blog.words == {first: "false", second: "false"}
    assert states(world, first, second, other) == [State.PUBLISHED] * 3


def test_a_label_that_the_site_submits_is_thought_through_as_well_and_on_other_sites_too(remote: RemoteWorld) -> None:
    world = remote.world
    here = remote.check(TWIN.format("."))
    for number in range(10):
        other, _ = world.sites.add(f"https://other{number}.example")
        world.checks.submit(other, Check(Submission(TWIN.format(number), "Ben")), Label.SPAM)
    remote.rejudge.run_if_learned()
    remote.deliver()
    assert remote.blog.words == {here: "true"}


def test_a_late_verdict_counts_the_comment_under_its_last_answer(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    remote.check("one")
    remote.check("two")
    says(world, monkeypatch, {"one": Action.SPAM})
    remote.rejudge.run()
    with world.database.read() as connection:
        (row,) = connection.execute(usage.select())
    assert (row.ham, row.spam, row.missed_spam, row.false_positives) == (1, 1, 0, 0)


def test_nothing_learned_is_nothing_done(remote: RemoteWorld) -> None:
    assert remote.rejudge.run_if_learned()
    remote.check(HAM)
    assert not remote.rejudge.run_if_learned()


def test_a_second_run_changes_nothing(remote: RemoteWorld) -> None:
    world = remote.world
    remote.check(TWIN.format("."))
    world.desk.decide(world.post(TWIN.format(" ...")).comment_id, Label.SPAM)
    assert [remote.rejudge.run() for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("label", list(Label))
def test_a_persons_decision_is_never_touched(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, label: Label
) -> None:
    world = remote.world
    remote.check("two")
    world.desk.decide(remote.check("one"), label)
    world.checks.submit(world.site, Check(Submission("two", "Ben")), label)
    remote.deliver()
    told = remote.blog.told()
    says(world, monkeypatch, dict.fromkeys(("one", "two"), Action.APPROVE if label is Label.SPAM else Action.SPAM))
    assert remote.rejudge.run() == 0
    remote.deliver()
    assert remote.blog.told() == told


def test_a_decision_that_comes_while_the_machine_thinks_stands(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    guid = remote.check("one")
    says(world, monkeypatch, {"one": Action.SPAM})
    thought = world.judge.judge

    def interrupted(some: list[Submission], around: list[Context], *, explain: bool = True) -> list[Verdict]:
        verdicts = thought(some, around, explain=explain)
        if explain:
            world.desk.decide(guid, Label.HAM)
        return verdicts

    monkeypatch.setattr(world.judge, "judge", interrupted)
    assert remote.rejudge.run() == 0
    assert states(world, guid) == [State.PUBLISHED]
    remote.deliver()
    assert remote.blog.calls == []


@pytest.mark.parametrize("field", ["is_administrator", "is_guaranteed_spam", "is_honeypot_filled"])
def test_what_a_rule_decided_alone_stays(remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    world = remote.world
    check = Check(Submission(SPAM, "Ben"), callback=CALLBACK)
    guid = world.checks.check(world.site, replace(check, **{field: True})).guid  # type: ignore[arg-type]
    before = states(world, guid)
    says(world, monkeypatch, {SPAM: Action.SPAM if before == [State.PUBLISHED] else Action.APPROVE})
    assert remote.rejudge.run() == 0
    assert states(world, guid) == before


@pytest.mark.parametrize("signal", ["author-flood", "network-flood", "shared-host"])
def test_what_was_seen_when_a_comment_came_is_not_forgotten_by_any_label(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch, signal: str
) -> None:
    """What tips a flood is not kept: judged again without it, spam of the flood would be released as ham."""
    world = remote.world
    sites = [remote.site(), *(world.sites.add(f"https://other{n}.example")[0] for n in range(2))]
    for n in range(FLOOD):
        site = sites[n % 3] if signal == "shared-host" else sites[0]
        author = "Ben" if signal == "author-flood" else f"Ben {n}"
        said = Submission(f"Number {n}, see http://shop.example/{n}" if signal == "shared-host" else f"{n}", author)
        network = "8.8.4.0/24" if signal == "network-flood" else None
        asked = Check(said, callback=f"{site.url}/wp-json/akismet/v1/webhook", network=network)
        checked = world.checks.check(site, asked)
    assert signal in {reason.code for reason in checked.verdict.evidence}
    (before,) = states(world, checked.guid)
    says(world, monkeypatch, {said.text: Action.SPAM if before is State.PUBLISHED else Action.APPROVE})
    remote.rejudge.run()
    assert states(world, checked.guid) == [before]


def test_who_cannot_be_told_or_asked_long_ago_is_left_alone(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    remote.check("old")
    world.now += 7 * DAY + 1
    remote.check("mute", callback=None)
    world.post("our own")
    says(world, monkeypatch, dict.fromkeys(("old", "mute", "our own"), Action.SPAM))
    assert remote.rejudge.run() == 0


def test_seven_days_are_the_window_to_the_millisecond(remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world = remote.world
    remote.check("one")
    says(world, monkeypatch, {"one": Action.SPAM})
    world.now += 7 * DAY
    assert remote.rejudge.run() == 1


def test_another_base_model_reopens_nothing(remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world = remote.world
    remote.check("one")
    says(world, monkeypatch, {"one": Action.SPAM})
    monkeypatch.setattr(world.judge._filter, "version", "another")
    assert remote.rejudge.run() == 0


@pytest.mark.parametrize(
    ("hold_answer", "was", "becomes", "told"),
    [
        (True, Action.APPROVE, Action.HOLD, "true"),
        (False, Action.APPROVE, Action.HOLD, None),
        (True, Action.SPAM, Action.HOLD, None),
        (False, Action.SPAM, Action.HOLD, "false"),
        (True, Action.APPROVE, Action.SPAM, "true"),
        (True, Action.SPAM, Action.APPROVE, "false"),
        (True, Action.HOLD, Action.SPAM, None),
        (True, Action.HOLD, Action.APPROVE, "false"),
        (False, Action.HOLD, Action.SPAM, "true"),
        (False, Action.HOLD, Action.APPROVE, None),
    ],
)
def test_only_another_answer_counts(
    remote: RemoteWorld,
    monkeypatch: pytest.MonkeyPatch,
    hold_answer: bool,
    was: Action,
    becomes: Action,
    told: str | None,
) -> None:
    world = remote.world
    world.sites.configure(world.site.id, hold_answer=hold_answer, allow_discard=False, recheck=False)
    says(world, monkeypatch, {"one": was})
    guid = remote.check("one")
    says(world, monkeypatch, {"one": becomes})
    assert remote.rejudge.run() == (told is not None)
    remote.deliver()
    assert remote.blog.words == ({guid: told} if told else {})


def test_who_waits_for_a_word_gets_it_once_the_doubt_is_gone(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    says(world, monkeypatch, {"one": Action.HOLD})
    guid = remote.check("one")
    assert remote.rejudge.run() == 0
    says(world, monkeypatch, {})
    assert remote.rejudge.run() == 1
    remote.deliver()
    assert remote.blog.told() == [(guid, "false")]
    world.now += DAY
    remote.deliver()
    assert len(remote.blog.calls) == 1


def test_a_verdict_that_swings_for_ever_is_left_to_people(remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world = remote.world
    guid = remote.check("one")
    moved = 0
    for _ in range(20):
        for action in (Action.SPAM, Action.APPROVE):
            says(world, monkeypatch, {"one": action})
            moved += remote.rejudge.run()
    with world.database.read() as connection:
        history = comments.decisions(connection, [guid])
    assert (moved, len(history)) == (MINDS - 1, MINDS)
    assert {one.decided_by for one in history} == {Decider.MACHINE.name}


def test_a_new_decision_carries_its_reasons(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(TWIN.format("."))
    world.desk.decide(world.post(TWIN.format(" ...")).comment_id, Label.SPAM)
    remote.rejudge.run()
    (state,) = states(world, guid)
    (item,) = [one for one in world.desk.queue(state).items if one.id == guid]
    assert {"wording", "words"} <= {reason.code for reason in item.evidence if reason.weight > 0}
    assert len(item.history) == 2


def test_after_a_restart_what_was_learned_before_is_thought_through(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(TWIN.format("."))
    world.desk.decide(world.post(TWIN.format(" ...")).comment_id, Label.SPAM)
    remote.restart()
    assert remote.rejudge.run_if_learned()
    remote.deliver()
    assert remote.blog.words == {guid: "true"}


def test_another_process_that_reads_the_same_database_thinks_the_same(remote: RemoteWorld) -> None:
    world = remote.world
    guid = remote.check(TWIN.format("."))
    world.desk.decide(world.post(TWIN.format(" ...")).comment_id, Label.SPAM)
    again = Rejudge(world.database, world.judge, world.clock)
    assert [remote.rejudge.run(), again.run()] == [1, 0]
    remote.deliver()
    assert remote.blog.told() == [(guid, "true")]


def test_many_comments_are_read_in_pages_and_judged_in_pieces(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    monkeypatch.setattr(world.judge, "_watch", None)  # so many at one moment would be a flood, which stays as it was
    many = PAGE + CHUNK + 1
    texts = [f"{HAM} {number}" for number in range(many)]
    guids = [remote.check(text) for text in texts]
    sizes: list[int] = []
    says(world, monkeypatch, dict.fromkeys(texts[::2], Action.SPAM))
    thought = world.judge.judge

    def counted(some: list[Submission], around: list[Context], *, explain: bool = True) -> list[Verdict]:
        sizes.append(len(some))
        return thought(some, around, explain=explain)

    monkeypatch.setattr(world.judge, "judge", counted)
    assert remote.rejudge.run() == len(texts[::2])
    assert max(sizes) == CHUNK
    remote.deliver()
    assert remote.blog.words == dict.fromkeys(guids[::2], "true")


def test_between_two_pieces_others_are_judged_and_write(remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the judge's lock nor a transaction is held over all of it."""
    world = remote.world
    monkeypatch.setattr(rejudging, "CHUNK", 2)
    texts = [f"{HAM} {number}" for number in range(6)]
    for text in texts:
        remote.check(text)
    says(world, monkeypatch, dict.fromkeys(texts, Action.SPAM))
    thought = world.judge.judge
    between: list[str] = []

    def of_others() -> str:
        world.sites.add(f"https://other{len(between)}.example")
        return world.judge.digest()

    def interrupted(some: list[Submission], around: list[Context], *, explain: bool = True) -> list[Verdict]:
        verdicts = thought(some, around, explain=explain)
        with ThreadPoolExecutor(1) as other:
            between.append(other.submit(of_others).result(timeout=30))
        return verdicts

    monkeypatch.setattr(world.judge, "judge", interrupted)
    assert remote.rejudge.run() == 6
    assert len(between) == 6


def test_a_server_that_is_stopped_does_not_think_on_and_thinks_all_through_at_the_next_start(
    remote: RemoteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = remote.world
    monkeypatch.setattr(rejudging, "CHUNK", 2)
    texts = [f"{HAM} {number}" for number in range(6)]
    for text in texts:
        remote.check(text)
    says(world, monkeypatch, dict.fromkeys(texts, Action.SPAM))
    moved: list[bool] = []

    def is_closing() -> bool:
        moved.append(True)
        return len(moved) > 1

    assert Rejudge(world.database, world.judge, world.clock, is_closing).run() == 2
    assert Rejudge(world.database, world.judge, world.clock).run() == 4
