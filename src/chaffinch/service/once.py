"""A call that is sent again has one effect and one answer: answers are kept a day under the caller's own key.

The Idempotency-Key header of draft-ietf-httpapi-idempotency-key-header. The answer is written in the transaction of
what it tells, so a kill leaves both or neither. It is encrypted under the caller's key, which is not stored: only a
caller who sends that key again can have it read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TypeVar

from chaffinch.errors import InProgressError, KeyReusedError, NotFoundError
from chaffinch.service.clock import DAY, Clock
from chaffinch.service.secret import ServerSecret
from chaffinch.store import answers as store
from chaffinch.store.database import Connection, Database

T = TypeVar("T")
Keep = Callable[[Connection, T], None]
"""Called inside the transaction of an effect, with what the effect gave."""

LIFE = DAY
"""How long an answer is kept, in milliseconds."""


def keep_nothing(_connection: Connection, _value: object) -> None:
    """Keep no answer: the call carried no key."""


def kept(job: Callable[[Connection], T], keep: Keep[T]) -> Callable[[Connection], T]:
    """Return a job that also keeps its answer, in the same transaction."""

    def both(connection: Connection) -> T:
        value = job(connection)
        keep(connection, value)
        return value

    return both


class Once:
    """One call with a key. `earlier` is the answer it had before, None where it is new."""

    def __init__(self, answers: Answers, site_id: str, key: str, content: bytes) -> None:
        self._answers = answers
        self._site_id = site_id
        self._purpose = f"answer:{site_id}:{key}"
        self.lookup = answers.secret.lookup("idempotency-key", f"{site_id}\0{key}")
        self._call = answers.secret.lookup("idempotent-call", sha256(content).hexdigest())
        self.earlier: str | None = None

    def look(self) -> None:
        """Find the earlier answer.

        Raises:
            KeyReusedError: the key stood for another call.
            NotFoundError: what was answered has been erased since.

        """
        with self._answers.database.read() as connection:
            row = store.living(connection, self.lookup, self._answers.clock() - LIFE)
        if row is None:
            return
        if row.call_lookup != self._call:
            raise KeyReusedError(
                "this Idempotency-Key has stood for another call within 24 hours: send each new call with a new key"
            )
        if not row.answer:
            raise NotFoundError("this call was answered before, and the comment it was about has been erased since")
        self.earlier = self._answers.secret.decrypt(self._purpose, row.answer)

    def keep(self, connection: Connection, answer: str, comment_ids: Sequence[str]) -> None:
        """Write the answer; runs inside the transaction of its effect.

        Raises:
            InProgressError: another process has answered the same call meanwhile; the effect is undone.

        """
        now = self._answers.clock()
        if store.living(connection, self.lookup, now - LIFE) is not None:
            raise InProgressError("this call was being answered by another process: send it again for its answer")
        values = {
            "lookup": self.lookup,
            "site_id": self._site_id,
            "call_lookup": self._call,
            "answer": self._answers.secret.encrypt(self._purpose, answer),
            "created_at": now,
        }
        store.put(connection, values, comment_ids)


class Answers:
    """The answers of a day."""

    def __init__(self, database: Database, secret: ServerSecret, clock: Clock) -> None:
        self.database = database
        self.secret = secret
        self.clock = clock
        self._lock = threading.Lock()
        self._under_way: set[str] = set()

    @contextmanager
    def once(self, site_id: str, key: str, content: bytes) -> Iterator[Once]:
        """Give a call the right to be answered; `content` is everything that makes it this call and no other.

        Raises:
            InProgressError: the same key is being answered at this moment.
            KeyReusedError, NotFoundError: see `Once.look`.

        """
        call = Once(self, site_id, key, content)
        with self._lock:
            if call.lookup in self._under_way:
                raise InProgressError("a call with this Idempotency-Key is being answered: send it again in a moment")
            self._under_way.add(call.lookup)
        try:
            call.look()
            yield call
        finally:
            with self._lock:
                self._under_way.discard(call.lookup)
