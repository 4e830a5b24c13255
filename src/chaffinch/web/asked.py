"""What an address asks of a thread: whose comment to tell about, and which part; and the addresses of other parts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams


@dataclass(frozen=True, slots=True)
class Asked:
    """`posted`: the status token of an author; `after`, `before`: places that an earlier part told; `newest`: the end.

    Without any of them the first part is meant.
    """

    posted: str | None = None
    after: str | None = None
    before: str | None = None
    is_newest: bool = False

    @classmethod
    def by(cls, query: QueryParams) -> Asked:
        """Read the query of an address."""
        return cls(query.get("posted"), query.get("after"), query.get("before"), "newest" in query)


FIRST_PART = Asked()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a thread is shown: a path of this server, and what its query must carry.

    `form_query`: what its forms add to their address.
    """

    path: str
    query: tuple[tuple[str, str], ...] = ()
    form_query: str = ""

    def of(self, name: str, value: str, anchor: str) -> str:
        """Return the address with one more field in its query.

        >>> Address("/thread", (("site", "ab"),)).of("after", "7-cd", "comments")
        '/thread?site=ab&after=7-cd#comments'
        """
        return f"{self.path}?{urlencode([*self.query, (name, value)])}#{anchor}"
