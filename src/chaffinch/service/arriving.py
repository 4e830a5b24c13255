"""What every arriving comment goes through: judged, then comment and decision written in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from chaffinch.engine.sentences import sentence
from chaffinch.engine.types import Action, Context, Evidence, Seen, Span, Submission, Verdict
from chaffinch.errors import ChaffinchError
from chaffinch.service import auditing, usage
from chaffinch.service.judging import Judge
from chaffinch.service.states import BY_MACHINE, Decider, Source, State
from chaffinch.service.usage import Counted
from chaffinch.service.watching import Origin
from chaffinch.store import comments, tree
from chaffinch.store.database import Connection

MAX_ARTICLE = 2000
"""Characters kept of an article: what judging looks at, no more."""

UNREADABLE = "unreadable-state"
"""The engine's signal of that name, and what is told where not even the engine could be asked."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A comment on its way in. `id`: 32 hexadecimal digits; `now`: Unix milliseconds.

    `lookup` is its match (`matching.match_lookup`). `counted`: as what it counts, None where nobody asked.
    `is_drawn`: for an audit, see `auditing.is_drawn`.
    """

    id: str
    site_id: str
    source: Source
    permalink: str
    title: str
    article: str
    submission: Submission
    lookup: str
    now: int
    form_token: str | None = None
    parent_id: str | None = None
    counted: Counted | None = None
    is_drawn: bool = False


def judge_or_hold(judge: Judge, submission: Submission, context: Context, origin: Origin | None = None) -> Verdict:
    """Return the verdict; where what it needs cannot be read, HOLD with that as evidence.

    `origin`: of a comment that arrives, None of one that was here before.
    """
    try:
        judge.catch_up()
        return judge.judge_one(submission, context, origin)
    except ChaffinchError as error:
        return _held(judge, error)


def judge_all_or_hold(
    judge: Judge, submissions: Sequence[Submission], contexts: Sequence[Context], origins: Sequence[Origin]
) -> list[Verdict]:
    """Do the same for many, judged as one batch."""
    try:
        judge.catch_up()
        return judge.judge(submissions, contexts, origins=origins)
    except ChaffinchError as error:
        return [_held(judge, error)] * len(submissions)


def _held(judge: Judge, error: ChaffinchError) -> Verdict:
    told = sentence(UNREADABLE, 0.0, error.code)
    return Verdict(Action.HOLD, 0.5, (Evidence(UNREADABLE, 0.0, told, (), error.code),), judge.model)


def is_unreadable(verdict: Verdict) -> bool:
    """Return whether a verdict is HOLD because what it needs could not be read."""
    return any(reason.code == UNREADABLE for reason in verdict.evidence)


def write(connection: Connection, arrival: Arrival, verdict: Verdict) -> State:
    """Write comment, decision and count, inside the caller's transaction. Of a discarded comment no text is kept."""
    state = BY_MACHINE[verdict.action]
    is_kept = state is not State.DISCARDED
    page = {
        "site_id": arrival.site_id,
        "permalink": arrival.permalink,
        "title": arrival.title,
        "article": arrival.article[:MAX_ARTICLE],
        "created_at": arrival.now,
    }
    said = arrival.submission
    thread = comments.thread_id(connection, page)
    is_ours = arrival.source is Source.FORM
    comments.insert_comment(
        connection,
        {
            "id": arrival.id,
            "site_id": arrival.site_id,
            "thread_id": thread,
            "parent_id": arrival.parent_id,
            **(tree.new_place(connection, thread, arrival.parent_id) if is_ours else {}),
            "source": arrival.source.name,
            **_words(said, is_kept),
            "state": state.name,
            "score": verdict.score,
            "match_lookup": arrival.lookup,
            "form_token": arrival.form_token,
            "created_at": arrival.now,
            "decided_at": arrival.now,
            "counted": arrival.counted and arrival.counted.name,
        },
    )
    comments.insert_decision(connection, _decision(arrival.id, verdict, arrival.now))
    if arrival.is_drawn:
        auditing.draw(connection, arrival.site_id, arrival.id, verdict, arrival.now)
    if arrival.counted is not None:
        usage.count(connection, arrival.site_id, arrival.now, arrival.counted)
    return state


def write_again(connection: Connection, comment_id: str, arrival: Arrival, verdict: Verdict) -> None:
    """Write a later verdict of the machine on a comment we hold; runs inside the caller's transaction."""
    if BY_MACHINE[verdict.action] is not State.DISCARDED:
        restore_words(connection, comment_id, arrival.submission)
    else:
        comments.wipe_words(connection, comment_id)
    move(connection, {comment_id: verdict}, arrival.now)
    if arrival.counted is not None:
        usage.count_again(connection, comment_id, arrival.counted)


def move(connection: Connection, verdicts: Mapping[str, Verdict], now: int) -> None:
    """Write what the machine has decided again, by the comment's id, and where each comment stands then."""
    for comment_id, verdict in verdicts.items():
        comments.set_state(connection, comment_id, BY_MACHINE[verdict.action].name, now, verdict.score)
    comments.insert_decisions(connection, [_decision(*pair, now) for pair in verdicts.items()])


def restore_words(connection: Connection, comment_id: str, submission: Submission) -> None:
    """Keep the text of a discarded comment after all, because a person has spoken about it."""
    comments.set_words(connection, comment_id, _words(submission, True))


def _words(said: Submission, is_kept: bool) -> dict[str, str]:
    told = {"author": said.author, "author_url": said.author_url, "text": said.text}
    return {name: _storable(value) if is_kept else "" for name, value in told.items()}


def _decision(comment_id: str, verdict: Verdict, now: int) -> dict[str, Any]:
    """Return a decision of the machine; of a discarded comment no reasons are kept, for they quote it."""
    is_kept = BY_MACHINE[verdict.action] is not State.DISCARDED
    return {
        "comment_id": comment_id,
        "decided_by": Decider.MACHINE.name,
        "action": verdict.action.name,
        "score": verdict.score,
        "evidence": dump_evidence(verdict.evidence if is_kept else ()),
        "model": verdict.model,
        "created_at": now,
    }


def _storable(text: str | None) -> str:
    """Lone surrogates and NUL cannot be stored as UTF-8 text everywhere; they become replacement characters."""
    return (text or "").replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def dump_evidence(evidence: tuple[Evidence, ...]) -> str:
    """Return evidence as JSON for the decision's history."""
    told = [
        {
            "code": e.code,
            "weight": e.weight,
            "sentence": e.sentence,
            "spans": [[s.start, s.end] for s in e.spans],
        }
        | _about(e.about)
        for e in evidence
    ]
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode()


def _about(about: Seen | str | None) -> dict[str, object]:
    if about is None:
        return {}
    return {"about": astuple(about) if isinstance(about, Seen) else about}


def load_evidence(text: str) -> tuple[Evidence, ...]:
    """Return the evidence in a decision's history."""
    return tuple(_evidence(one) for one in json.loads(text))


def _evidence(told: dict[str, Any]) -> Evidence:
    """Return one reason; what older programs wrote says not apart what it is about."""
    about, spans = told.get("about"), tuple(Span(*one) for one in told["spans"])
    about = Seen(*about) if isinstance(about, list) else about
    return Evidence(told["code"], told["weight"], told["sentence"], spans, about)
