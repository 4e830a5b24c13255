"""What the thread fragment shows, as values: the comments of a part, links to others, the form, and a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chaffinch.service.branches import Branch
from chaffinch.service.reading import Order, PublishedComment
from chaffinch.web.asked import ORDERS, Address
from chaffinch.web.notice import Notice

FIELDS = ("comment", "author", "url")
"""The form's fields in the order in which they stand on the page."""
FRAMED = "thread"
"""The view of a thread that stands in a frame on the page of another site."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The form as it is shown: typed text kept, and one sentence for each field that needs attention.

    `reply_to`: the id of the comment that is answered, empty where none is. `is_again`: it holds what was sent already
    and the filter refused, to be changed.
    """

    token: str
    comment: str = ""
    author: str = ""
    url: str = ""
    reply_to: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    is_again: bool = False

    @property
    def first_bad(self) -> str:
        """The first field on the page that needs attention: the browser puts the cursor there."""
        return next((name for name in FIELDS if name in self.errors), "")

    def error(self, name: str) -> str:
        """Return the sentence beside a field, empty when there is nothing to say."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True)
class Others:
    """Links to other parts of a thread, empty where there is nothing to lead to."""

    earlier: str = ""
    later: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """Everything the fragment shows. `view` says where it stands: "page" or "thread"; `yours` is a comment's id.

    `comments` is one part of `count` in all, `branches` the same as a tree. `answered`: what the form answers.
    `missing`: what to say where the address names a comment that is not here. `kept_at`: where the author finds again
    what became of their comment. `address` is that of the thread, without an order.
    """

    site_id: str
    permalink: str
    view: str
    address: Address
    order: Order
    comments: Sequence[PublishedComment]
    branches: Sequence[Branch]
    count: int
    form: ReplyForm
    others: Others = Others()
    answered: PublishedComment | None = None
    missing: str = ""
    notice: Notice | None = None
    yours: str = ""
    kept_at: str = ""

    @property
    def is_framed(self) -> bool:
        """Whether the fragment stands in a frame on the page of another site."""
        return self.view == FRAMED

    @property
    def is_yours_shown(self) -> bool:
        """Whether the author's own comment is among those shown."""
        return self.is_here(self.yours)

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders to choose from: name, address, and whether it is this one."""
        return [(n, self.address.ordered(o).first("comments"), o is self.order) for n, o in ORDERS.items()]

    def is_here(self, comment_id: str) -> bool:
        """Whether a comment is among those shown."""
        return any(comment.id == comment_id for comment in self.comments)

    def link_to(self, comment_id: str) -> str:
        """Return where a comment is found: on this page, or in another part."""
        return f"#comment-{comment_id}" if self.is_here(comment_id) else self.address.comment(comment_id)

    def reply_link(self, comment_id: str) -> str:
        """Return where a comment can be answered."""
        return self.address.ordered(self.order).of("reply_to", comment_id, "comment-form")

    @property
    def plain_form(self) -> str:
        """Where a comment can be written that answers none."""
        return self.address.ordered(self.order).first("comment-form")
