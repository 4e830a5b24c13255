"""What the thread fragment shows, as values: the comments of a part, links to others, the form, and a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from chaffinch.service.branches import Branch
from chaffinch.service.orders import Order
from chaffinch.service.reading import PublishedComment
from chaffinch.web.asked import ORDERS, Address
from chaffinch.web.notice import Notice

FIELDS = ("comment", "author", "url")
"""The form's fields in the order in which they stand on the page."""
NAMES = {Order.OLDEST: "Oldest first", Order.NEWEST: "Newest first", Order.LIKED: "Most liked first"}
PARTS = {
    Order.OLDEST: ("Earlier comments", "Later comments", "Newest comments"),
    Order.NEWEST: ("Newer comments", "Older comments", "Oldest comments"),
    Order.LIKED: ("More liked comments", "Less liked comments", "Least liked comments"),
}
REACTED = {
    "like": "Your like is counted, once for your part of the network.",
    "report": "Thank you: moderators see that this was reported.",
}
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
    `missing`: what to say where the address names a comment that is not here. `reacted`: what to say beside the comment
    `reacted_to`, on which somebody has just clicked. `kept_at`: where the author finds again what became of their
    comment; `posted` is the capability in it. `address` is that of the thread, without an order.
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
    reacted: str = ""
    reacted_to: str = ""
    notice: Notice | None = None
    yours: str = ""
    posted: str = ""
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
        return [(NAMES[o], self.address.ordered(o).first("comments"), o is self.order) for o in ORDERS.values()]

    @property
    def order_name(self) -> str:
        """How the comments stand, in the middle of a sentence."""
        return NAMES[self.order].lower()

    @property
    def others_names(self) -> tuple[str, str, str]:
        """What the parts before, after and at the end of this one are called."""
        return PARTS[self.order]

    @property
    def feed(self) -> str:
        """Where the newest comments of this thread stand as Atom."""
        return f"/thread/feed.xml?{urlencode({'site': self.site_id, 'permalink': self.permalink})}"

    @property
    def form_query(self) -> str:
        """What forms in a frame add to their address, so that what goes wrong may be shown in the frame too."""
        return self.address.form_query

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
