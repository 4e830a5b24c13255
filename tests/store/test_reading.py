"""What pages ask of the database is answered by walking an index: nothing is sorted, nothing skipped is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from chaffinch.store import answers, audits, comments, ending, threads, tree
from chaffinch.store.database import Connection
from tests.service.world import PAGE, World

PATH = "000000a000000b"
AFTER = (1_795_521_600_000, "ab")
Ask = Callable[[Connection], Any]

ASKED: tuple[tuple[str, Ask, tuple[str, ...]], ...] = (
    ("a page", lambda c: tree.arrived_after(c, "s", PAGE, None, 50), ("thread_by_place", "comment_thread")),
    ("its next part", lambda c: tree.arrived_after(c, "s", PAGE, AFTER, 50), ("(created_at,id)>(?,?)",)),
    ("the part of a page before", lambda c: tree.arrived_before(c, "s", PAGE, AFTER, 50), ("(created_at,id)<(?,?)",)),
    ("a thread", lambda c: tree.oldest_after(c, "s", PAGE, "", 50), ("thread_by_place", "comment_tree")),
    ("its next part", lambda c: tree.oldest_after(c, "s", PAGE, PATH, 50), ("AND path>?",)),
    ("the part before", lambda c: tree.oldest_before(c, "s", PAGE, PATH, 50), ("path<?",)),
    ("its end", lambda c: tree.oldest_before(c, "s", PAGE, None, 50), ("comment_tree",)),
    ("a thread, newest first", lambda c: tree.newest_after(c, "s", PAGE, "", 50), ("comment_conversations",)),
    ("its next part", lambda c: tree.newest_after(c, "s", PAGE, PATH, 50), ("comment_conversations",)),
    ("the part before", lambda c: tree.newest_before(c, "s", PAGE, PATH, 50), ("comment_conversations",)),
    ("its end", lambda c: tree.newest_before(c, "s", PAGE, None, 50), ("comment_conversations",)),
    ("a thread, most liked first", lambda c: tree.liked_after(c, "s", PAGE, None, 50), ("comment_liked",)),
    ("its next part", lambda c: tree.liked_after(c, "s", PAGE, (2, PATH), 50), ("comment_liked",)),
    ("the part before", lambda c: tree.liked_before(c, "s", PAGE, (2, PATH), 50), ("comment_liked",)),
    ("its end", lambda c: tree.liked_before(c, "s", PAGE, None, 50), ("comment_liked",)),
    (
        "what was reported: few, so they may be sorted",
        lambda c: comments.queue(c, "PUBLISHED", None, None, 50, with_audits=False, is_reported=True),
        ("comment_reported (state=? AND reports>?)",),
    ),
    ("how many were reported", comments.count_reported, ("comment_reported",)),
    ("the newest of a page, for its feed", lambda c: tree.recent(c, "s", PAGE, 50), ("comment_thread",)),
    ("the newest of a site's pages", lambda c: tree.recent(c, "s", None, 50), ("comment_queue_of_site",)),
    ("what comments stand under", lambda c: tree.published_at(c, "s", PAGE, {PATH}), ("comment_tree",)),
    ("all of a page, counted", lambda c: tree.count_published(c, "s", PAGE), ("COVERING INDEX comment_tree",)),
    ("a queue", lambda c: comments.queue(c, "HELD", None, None, 50), ("comment_queue (state=?)",)),
    ("its next part", lambda c: comments.queue(c, "HELD", None, AFTER, 50), ("(created_at,id)<(?,?)",)),
    ("one site's queue", lambda c: comments.queue(c, "HELD", "s", None, 50), ("comment_queue_of_site",)),
    ("its next part", lambda c: comments.queue(c, "HELD", "s", AFTER, 50), ("(created_at,id)<(?,?)",)),
    (
        "the desk's queue, where audits wait apart",
        lambda c: comments.queue(c, "HELD", None, AFTER, 50, with_audits=False),
        ("(created_at,id)<(?,?)", "sqlite_autoindex_audit_1"),
    ),
    ("the queue of audits", lambda c: comments.drawn(c, None, None, 50), ("audit_waiting (label=?)",)),
    ("its next part", lambda c: comments.drawn(c, None, AFTER, 50), ("(drawn_at,comment_id)>(?,?)",)),
    ("one site's audits", lambda c: comments.drawn(c, "s", AFTER, 50), ("(drawn_at,comment_id)>(?,?)",)),
    (
        "how many came lately",
        lambda c: comments.count_since(c, "s", ("HELD", "PUBLISHED"), 1),
        ("COVERING INDEX comment_queue_of_site (site_id=? AND state=? AND created_at>?)",),
    ),
    ("how many wait", audits.count_open, ("audit_waiting (label=?)",)),
    ("how many of a site", lambda c: audits.count_open(c, "s"), ("audit_sample (site_id=? AND label=?)",)),
    ("what a threshold is made of", lambda c: audits.ham_scores(c, "s", "m"), ("COVERING INDEX audit_sample",)),
    ("a match", lambda c: comments.by_match(c, "s", "x", "p"), ("comment_match",)),
    (
        "other drawn comments that say the same",
        lambda c: audits.contradicted(c, "s", "x", "a", "HAM"),
        ("comment_match", "sqlite_autoindex_audit_1"),
    ),
    ("which of some were drawn", lambda c: audits.labels(c, ["a", "b"]), ("sqlite_autoindex_audit_1",)),
    ("decisions", lambda c: comments.decisions(c, ["a", "b"]), ("ix_decision_comment_id",)),
    (
        "the threads of a site",
        lambda c: threads.of_site(c, "s", None, 50),
        ("thread_of_site", "COVERING INDEX comment_"),
    ),
    (
        "its next part",
        lambda c: threads.of_site(c, "s", (AFTER[0], 7), 50),
        ("thread_of_site (site_id=? AND created_at<?)",),
    ),
    ("an answer", lambda c: answers.living(c, "l", 0), ("sqlite_autoindex_answer_1",)),
    ("what has ended", lambda c: ending.ended_comments(c, 1, 1, 50), ("comment_ends", "comment_asked_ends")),
)


def plan(world: World, ask: Ask) -> str:
    """Return how SQLite answers what is asked."""
    told: list[str] = []

    def explain(conn: Connection, _cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            rows = conn.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.extend(str(row[-1]) for row in rows)

    with world.database.read() as connection:
        event.listen(world.database._engine, "before_cursor_execute", explain)
        ask(connection)
        event.remove(world.database._engine, "before_cursor_execute", explain)
    return "\n".join(told)


@pytest.mark.parametrize(("ask", "walks"), [(ask, walks) for _, ask, walks in ASKED], ids=[name for name, *_ in ASKED])
def test_it_is_answered_from_an_index(world: World, ask: Ask, walks: tuple[str, ...]) -> None:
    found = plan(world, ask)
    for walk in walks:
        assert walk in found
    assert "SCAN" not in found


LISTS = ("page", "part", "queue", "thread,", "its end")
IN_ORDER = [ask for name, ask, _ in ASKED if any(word in name for word in LISTS)]


@pytest.mark.parametrize("ask", IN_ORDER)
def test_a_part_of_a_list_comes_out_of_the_index_in_order(world: World, ask: Ask) -> None:
    assert "TEMP B-TREE" not in plan(world, ask)


def test_removing_a_comment_looks_for_its_answers_in_an_index(world: World) -> None:
    assert "comment_answers" in plan(world, lambda c: c.exec_driver_sql("SELECT id FROM comment WHERE parent_id = 'x'"))


def test_removing_a_comment_looks_for_what_was_answered_about_it_in_an_index(world: World) -> None:
    asked = "SELECT lookup FROM answer_comment WHERE comment_id = 'x'"
    assert "ix_answer_comment_comment_id" in plan(world, lambda c: c.exec_driver_sql(asked))
