"""What programs see of a thread in which comments answer each other."""

from __future__ import annotations

from chaffinch.service.posting import Posting
from tests.api.world import PAGE, World


def test_comments_come_as_they_arrived_and_say_what_they_answer(world: World) -> None:
    ids: list[str] = []
    for number, parent in enumerate([None, None, 0]):
        world.time.now += 1000
        above = ids[parent] if parent is not None else None
        about = (world.one.id, PAGE, "", "", "Una", None, f"number {number}", f"form {number}")
        ids.append(world.parts.comments.post(Posting(*about, parent_id=above)).comment_id)
    told = world.get(f"/thread?permalink={PAGE}/%23top&limit=2").json()
    more = world.get(f"/thread?permalink={PAGE}&limit=2&cursor={told['next']}").json()
    shown = [*told["comments"], *more["comments"]]
    assert [one["id"] for one in shown] == ids
    assert [one["parent_id"] for one in shown] == [None, None, ids[0]]
