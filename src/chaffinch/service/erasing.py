"""Erasing comments for ever, with their history and with what was learned from them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from chaffinch.errors import StateError
from chaffinch.service.judging import Judge
from chaffinch.store import audits, comments, feedback
from chaffinch.store.database import Connection, Database

_LOG = logging.getLogger(__name__)


def erase(database: Database, judge: Judge, meant: Callable[[Connection], Iterable[str]]) -> int:
    """Erase comments by their ids, and return how many there were; the filter folds anew before this returns.

    `meant` names them inside the transaction that erases. A label outlives a comment that had its time, and is erased
    by the same id.

    Raises:
        StateError: it could not be written.

    """
    erased = database.write(lambda connection: sum(_erase(connection, one) for one in meant(connection)))
    if erased:
        judge.follow()
        try:
            database.empty_log()
        except StateError as error:  # they are erased; what copies of them lie in is emptied with the next sweep
            _LOG.error("%s: %s", error.code, error)
    return erased


def _erase(connection: Connection, comment_id: str) -> bool:
    living = feedback.of_comment(connection, comment_id)
    was_drawn = audits.erase(connection, comment_id)
    is_known = living is not None or was_drawn or comments.by_id(connection, comment_id) is not None
    feedback.end(connection, [living.position] if living is not None else [])
    comments.delete_comment(connection, comment_id)
    return is_known
