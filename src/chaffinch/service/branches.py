"""The shape of a thread: one part of it, in order, as branches with answers under what they answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from chaffinch.service.reading import PublishedComment, ThreadPage
from chaffinch.store.paths import above, depth_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment and what stands under it.

    `comment` is None where it is no longer there, but answers to it are. `is_elsewhere`: it is shown in another part,
    and here only for what stands under it. `answers`: what it answers, where that does not stand right above it;
    `is_answer_to_none`: that is no longer there.
    """

    path: str
    comment: PublishedComment | None
    is_elsewhere: bool = False
    answers: PublishedComment | None = None
    is_answer_to_none: bool = False
    branches: list[Branch] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep it stands, 0 for the beginning of a conversation."""
        return depth_of(self.path)


def branches_of(page: ThreadPage) -> list[Branch]:
    """Return the comments of a part as the branches of a tree; every comment of the part is in it once, in order."""
    known = {one.id: one for one in (*page.comments, *page.around)}
    if not page.order.is_tree:
        return [_alone(one, known) for one in page.comments]
    elsewhere = {one.path: one for one in page.around}
    roots: list[Branch] = []
    open_branches: list[Branch] = []
    for comment in page.comments:
        lineage = (*above(comment.path), comment.path)
        open_branches = list(_common(open_branches, lineage))
        for path in lineage[len(open_branches) : -1]:
            gone = Branch(path, elsewhere.get(path), is_elsewhere=path in elsewhere)
            (open_branches[-1].branches if open_branches else roots).append(gone)
            open_branches.append(gone)
        over = open_branches[-1] if open_branches else None
        made = _branch(comment, over, known)
        (over.branches if over else roots).append(made)
        open_branches.append(made)
    return roots


def _alone(comment: PublishedComment, known: dict[str, PublishedComment]) -> Branch:
    """Return a comment that stands by itself, whatever it answers."""
    answered = known.get(comment.parent_id or "")
    return Branch(comment.path, comment, answers=answered, is_answer_to_none=not answered and comment.depth > 0)


def _common(open_branches: Iterable[Branch], lineage: tuple[str, ...]) -> Iterable[Branch]:
    """Return those of the open branches under which a comment stands."""
    for branch, path in zip(open_branches, lineage, strict=False):
        if branch.path != path:
            return
        yield branch


def _branch(comment: PublishedComment, over: Branch | None, known: dict[str, PublishedComment]) -> Branch:
    is_right_under = over is None or comment.parent_id == (over.comment and over.comment.id)
    if is_right_under or (over is not None and over.comment is None and comment.parent_id not in known):
        return Branch(comment.path, comment)
    answered = known.get(comment.parent_id or "")
    return Branch(comment.path, comment, answers=answered, is_answer_to_none=answered is None)
