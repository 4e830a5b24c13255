"""Replies: judged with the text they answer, and only to what stands on the same page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chaffinch.engine.types import Context, Label, Submission, Verdict
from chaffinch.errors import NotFoundError
from chaffinch.service.posting import Posted
from chaffinch.service.states import State
from chaffinch.service.watching import Origin
from chaffinch.store import schema
from tests.service.world import HAM, SPAM, World

REPLY = "Two summers is a long time, and in winter it was worse."
OTHER_PAGE = "https://news.example/b"


@pytest.fixture
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """Return the contexts in which comments are judged from now on."""
    contexts: list[Context] = []
    judge_one = world.judge.judge_one

    def listening(submission: Submission, context: Context, *origin: Origin) -> Verdict:
        contexts.append(context)
        return judge_one(submission, context, *origin)

    monkeypatch.setattr(world.judge, "judge_one", listening)
    return contexts


def parent_of(world: World, posted: Posted) -> str | None:
    with world.database.read() as connection:
        found = select(schema.comment.c.parent_id).where(schema.comment.c.id == posted.comment_id)
        parent: str | None = connection.execute(found).scalar_one()
        return parent


def test_a_reply_is_judged_with_what_it_answers_and_remembers_it(world: World, asked: list[Context]) -> None:
    first = world.post(HAM)
    reply = world.post(REPLY, "Bea", parent=first.comment_id)
    assert [context.parent for context in asked] == [None, HAM]
    assert parent_of(world, first) is None
    assert parent_of(world, reply) == first.comment_id


def _never_there(_world: World) -> str:
    return "0" * 32


def _spam(world: World) -> str:
    posted = world.post(SPAM, "Buy Pills")
    assert posted.state is State.SPAM
    return posted.comment_id


def _taken_away(world: World) -> str:
    comment = world.post(HAM).comment_id
    world.desk.decide(comment, Label.SPAM)
    return comment


def _erased(world: World) -> str:
    comment = world.post(HAM).comment_id
    world.desk.erase(comment)
    return comment


def _on_another_page(world: World) -> str:
    return world.post(HAM, page=OTHER_PAGE).comment_id


@pytest.mark.parametrize("parent", [_never_there, _spam, _taken_away, _erased, _on_another_page])
def test_what_readers_cannot_see_cannot_be_answered_and_nothing_is_kept(
    world: World, parent: Callable[[World], str]
) -> None:
    comment = parent(world)
    before = world.desk.counts()
    with pytest.raises(NotFoundError, match="the comment you answer is no longer on this page"):
        world.post(REPLY, "Bea", parent=comment)
    assert world.desk.counts() == before


def test_a_reply_to_what_was_erased_while_it_was_judged_stands_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.post(HAM).comment_id
    judge_one = world.judge.judge_one

    def erasing(submission: Submission, context: Context, *origin: Origin) -> Verdict:
        world.desk.erase(first)
        return judge_one(submission, context, *origin)

    monkeypatch.setattr(world.judge, "judge_one", erasing)
    reply = world.post(REPLY, "Bea", parent=first)
    assert reply.state is State.PUBLISHED
    assert parent_of(world, reply) is None
