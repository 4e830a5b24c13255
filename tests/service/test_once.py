"""A call that is sent again: one effect, one answer, for a day, and nothing of it readable without its key."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InProgressError, KeyReusedError, NotFoundError
from chaffinch.service.checking import Check, Checked
from chaffinch.service.once import LIFE, Answers, Once
from chaffinch.service.states import Source
from chaffinch.store import answers as store
from chaffinch.store.database import Connection
from chaffinch.store.schema import answer, answer_comment, comment
from tests.service.world import HAM, PAGE, World

ASKED = Check(Submission(HAM, "Ann"), permalink=PAGE, source=Source.API)
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
TOLD = "the answer, with words of the comment: marmalade"


def answers_of(world: World) -> Answers:
    return Answers(world.database, world.secret, world.clock)


def check_once(world: World, answers: Answers, key: str = KEY, content: bytes = b"call") -> str:
    """Check a comment with a key, as the API does; return the answer."""
    with answers.once(world.site.id, key, content) as once:
        if once.earlier is not None:
            return once.earlier
        told: list[str] = []

        def keep(connection: Connection, done: tuple[Checked, ...]) -> None:
            told.append(f"{TOLD} {done[0].guid}")
            once.keep(connection, told[0], [done[0].guid])

        world.checks.check_all(world.site, [ASKED], keep)
        return told[0]


def count(world: World, table: object = comment) -> int:
    with world.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_the_same_call_again_has_the_same_answer_and_no_second_effect(world: World) -> None:
    answers = answers_of(world)
    first = check_once(world, answers)
    assert [check_once(world, answers) for _ in range(3)] == [first] * 3
    assert count(world) == 1


def test_it_survives_a_restart(world: World) -> None:
    first = check_once(world, answers_of(world))
    world.restart()
    assert check_once(world, answers_of(world)) == first
    assert count(world) == 1


def test_another_call_with_the_same_key_is_refused(world: World) -> None:
    answers = answers_of(world)
    check_once(world, answers)
    with pytest.raises(KeyReusedError):
        check_once(world, answers, content=b"another")
    assert count(world) == 1


def test_another_key_or_another_site_is_another_call(world: World) -> None:
    answers = answers_of(world)
    first = check_once(world, answers)
    assert check_once(world, answers, "another") != first
    other, _ = world.sites.add("https://other.example")
    with answers.once(other.id, KEY, b"call") as once:
        assert once.earlier is None


def test_after_a_day_the_key_is_new_and_the_sweep_has_ended_its_answer(world: World) -> None:
    answers = answers_of(world)
    first = check_once(world, answers)
    world.now += LIFE
    assert check_once(world, answers) == first
    assert world.sweep.run().answers == 0
    world.now += 1
    assert check_once(world, answers) != first, "an answer that has ended is not given, swept or not"
    world.now += LIFE
    assert world.sweep.run().answers == 0
    world.now += 1
    assert world.sweep.run().answers == 1
    assert (count(world, answer), count(world, answer_comment)) == (0, 0)


def test_the_same_key_at_the_same_time_is_told_to_wait(world: World) -> None:
    answers = answers_of(world)
    with answers.once(world.site.id, KEY, b"call"), pytest.raises(InProgressError):
        check_once(world, answers)
    assert check_once(world, answers)
    assert count(world) == 1


def test_many_at_once_have_one_effect(world: World) -> None:
    answers = answers_of(world)
    start, told = threading.Barrier(8), []

    def call() -> None:
        start.wait()
        try:
            told.append(check_once(world, answers))
        except InProgressError:
            told.append("")

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for one in told if one}) == 1
    assert count(world) == 1


def test_where_another_process_was_faster_the_effect_is_undone(world: World) -> None:
    ours, theirs = answers_of(world), answers_of(world)
    with ours.once(world.site.id, KEY, b"call") as once:
        first = check_once(world, theirs)

        def keep(connection: Connection, done: tuple[Checked, ...]) -> None:
            once.keep(connection, "ours", [done[0].guid])

        with pytest.raises(InProgressError):
            world.checks.check_all(world.site, [replace(ASKED, submission=Submission("Other"))], keep)
    assert check_once(world, ours) == first
    assert count(world) == 1


def test_a_call_that_fails_keeps_nothing_and_may_be_sent_again(world: World) -> None:
    answers = answers_of(world)

    def fails(once: Once) -> None:
        def keep(connection: Connection, done: tuple[Checked, ...]) -> None:
            once.keep(connection, "told", [done[0].guid])
            raise RuntimeError

        world.checks.check_all(world.site, [ASKED], keep)

    with pytest.raises(RuntimeError), answers.once(world.site.id, KEY, b"call") as once:
        fails(once)
    assert (count(world), count(world, answer)) == (0, 0)
    check_once(world, answers)
    assert count(world) == 1


def test_nothing_of_key_or_answer_is_in_the_clear(world: World) -> None:
    check_once(world, answers_of(world))
    stored = b"".join(path.read_bytes() for path in world.folder.glob("chaffinch.db*"))
    assert KEY.encode() not in stored
    assert b"marmalade" not in stored


def test_the_server_secret_alone_does_not_open_an_answer(world: World) -> None:
    answers = answers_of(world)
    check_once(world, answers)
    with world.database.read() as connection:
        row = connection.execute(select(answer)).one()
    assert "marmalade" in world.secret.decrypt(f"answer:{world.site.id}:{KEY}", row.answer)
    assert KEY not in "".join(str(value) for value in row)


@pytest.mark.parametrize("way", ["erase", "sweep"])
def test_with_a_comment_goes_what_was_answered_about_it_and_it_is_not_made_again(world: World, way: str) -> None:
    answers = answers_of(world)
    guid = check_once(world, answers).rpartition(" ")[2]
    if way == "erase":
        world.desk.erase(guid)
    else:
        world.database.write(lambda c: c.execute(comment.update().values(decided_at=0)).rowcount)
        world.sweep.run()
    with world.database.read() as connection:
        assert connection.execute(select(answer.c.answer)).scalar_one() == b""
    with pytest.raises(NotFoundError, match="erased since"):
        check_once(world, answers)
    assert count(world) == 0


def test_wiping_the_words_of_a_comment_wipes_what_was_answered_about_it(world: World) -> None:
    from chaffinch.store import comments

    guid = check_once(world, answers_of(world)).rpartition(" ")[2]
    world.database.write(lambda c: comments.wipe_words(c, guid))
    with world.database.read() as connection:
        assert connection.execute(select(answer.c.answer)).scalar_one() == b""


def test_a_decision_and_its_undoing_are_kept_with_their_answers(world: World) -> None:
    answers, guid = answers_of(world), world.post(HAM).comment_id
    for _ in range(2):
        with answers.once(world.site.id, "decide", b"") as once:
            if once.earlier is None:
                world.desk.decide(guid, Label.SPAM, lambda c, d, once=once: once.keep(c, d.state.name, [guid]))  # type: ignore[misc]
    for _ in range(2):
        with answers.once(world.site.id, "undo", b"") as once:
            if once.earlier is None:
                world.desk.undo(guid, lambda c, state, once=once: once.keep(c, state.name, [guid]))  # type: ignore[misc]
    assert len(world.desk.item(guid).history) == 1
    assert world.judge.digest() == world.fold()


def test_removing_a_site_removes_its_answers(world: World) -> None:
    check_once(world, answers_of(world))
    world.sites.remove(world.site.url)
    assert (count(world, answer), count(world, answer_comment)) == (0, 0)


def test_a_batch_names_each_comment_once(world: World) -> None:
    values = {"lookup": "l", "site_id": world.site.id, "call_lookup": "c", "answer": b"a", "created_at": world.now}
    world.database.write(lambda c: store.put(c, values, ["x", "y", "x"]))
    world.database.write(lambda c: store.put(c, values, ["x"]))
    assert count(world, answer_comment) == 1
