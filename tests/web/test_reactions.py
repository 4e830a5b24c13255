"""Liking and reporting: one click, no account, no cookie, and each network counts once."""

from __future__ import annotations

import ipaddress

import pytest
from sqlalchemy import select

from chaffinch.engine.types import Label
from chaffinch.service.clock import DAY
from chaffinch.service.orders import Order
from chaffinch.service.reacting import Reaction
from chaffinch.service.retention import Retention, Sweep
from chaffinch.store import schema
from chaffinch.wire.network import network_of
from tests.web.page import Page
from tests.web.world import ARTICLE, World

NETWORKS = [str(ipaddress.ip_network("8.8.0.0/16").network_address + 256 * number) for number in range(5)]


def post_some(world: World, count: int = 1) -> list[str]:
    for number in range(count):
        world.time.now += 1000
        world.post(comment=f"number {number}", token=f"form {number}")
    return [one.id for one in world.parts.comments.published(*place(world))]


def place(world: World) -> tuple[str, str]:
    return world.site.id, world.site.url + ARTICLE


def react(world: World, comment: str, address: str, reaction: Reaction = Reaction.LIKE) -> bool:
    return world.parts.reactions.react(*place(world), comment, reaction, network_of(address))


def counts(world: World, comment: str) -> tuple[int, int]:
    with world.database.read() as connection:
        found = select(schema.comment.c.likes, schema.comment.c.reports).where(schema.comment.c.id == comment)
        likes, reports = connection.execute(found).one()
        return likes, reports


def click(world: World, comment: str, what: str, view: str = "page", **headers: str) -> str:
    site, permalink = place(world)
    form = {"site": site, "permalink": permalink, "view": view, "comment": comment}
    answer = world.reader.post(f"/comments/{what}?site={site}", data=form, headers=headers)
    assert answer.status_code == 303, answer.text
    assert "set-cookie" not in answer.headers
    location: str = answer.headers["location"]
    return location


def test_a_thousand_from_one_prefix_count_once(world: World) -> None:
    (comment,) = post_some(world)
    prefix = ipaddress.ip_network("2001:4860:4860::/48").network_address
    counted = [react(world, comment, str(prefix + number)) for number in range(1000)]
    assert counted == [True] + [False] * 999
    assert counts(world, comment) == (1, 0)


def test_each_network_counts_once_at_each_comment_for_each_reaction(world: World) -> None:
    one, other = post_some(world, 2)
    for _ in range(2):
        for address in NETWORKS:
            react(world, one, address)
            react(world, other, address, Reaction.REPORT)
    react(world, one, NETWORKS[0], Reaction.REPORT)
    assert counts(world, one) == (5, 1)
    assert counts(world, other) == (0, 5)


def test_nothing_that_is_kept_tells_who_or_what_else_they_liked(world: World) -> None:
    for comment in post_some(world, 2):
        react(world, comment, NETWORKS[0])
    with world.database.read() as connection:
        rows = connection.execute(select(schema.reaction)).all()
    assert len({row.source for row in rows}) == 2
    assert all("8.8" not in value for row in rows for value in (row.source, row.comment_id))


@pytest.mark.parametrize("view", ["page", "thread"])
def test_a_click_leads_back_to_the_comment_and_is_told_and_counted(world: World, view: str) -> None:
    (comment,) = post_some(world)
    location = click(world, comment, "like", view)
    assert location.endswith(f"#comment-{comment}")
    page = Page(world.reader.get(location.partition("#")[0]).text)
    assert page.one("p", class_="reacted").text == "Your like is counted, once for your part of the network."
    (button,) = [e for e in page.all("button", form="reactions") if e.text.startswith("Like")]
    assert button.text == "Like the comment by Una 1 like"
    assert button["value"] == comment
    page = Page(world.reader.get(click(world, comment, "report", view).partition("#")[0]).text)
    assert page.one("p", class_="reacted").text == "Thank you: moderators see that this was reported."
    assert counts(world, comment) == (1, 1)


def test_a_form_on_a_page_of_another_site_counts_nothing(world: World) -> None:
    (comment,) = post_some(world)
    site, permalink = place(world)
    form = {"site": site, "permalink": permalink, "comment": comment}
    answer = world.reader.post("/comments/like", data=form, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 400
    assert counts(world, comment) == (0, 0)


@pytest.mark.parametrize("comment", ["", "0" * 32, "é<b>"])
def test_what_is_not_here_is_neither_liked_nor_reported(world: World, comment: str) -> None:
    post_some(world)
    site, permalink = place(world)
    form = {"site": site, "permalink": permalink, "comment": comment}
    assert world.reader.post("/comments/report", data=form).status_code == 404


def test_the_most_liked_come_first_one_by_one_and_in_parts(world: World) -> None:
    ids = post_some(world, 4)
    reply = world.post(comment="An answer.", reply_to=ids[0], token="reply").headers["location"]
    assert reply
    answer = next(c.id for c in world.parts.comments.published(*place(world)) if c.parent_id)
    for comment, likes in ((ids[2], 3), (answer, 2), (ids[3], 2)):
        for address in NETWORKS[:likes]:
            react(world, comment, address)
    expected = [ids[2], answer, ids[3], ids[0], ids[1]]
    for limit in range(1, 7):
        seen: list[str] = []
        after = None
        while True:
            page = world.parts.comments.page(*place(world), after=after, limit=limit, order=Order.LIKED)
            seen += [one.id for one in page.comments]
            after = page.next
            if after is None:
                break
        assert seen == expected
        last = world.parts.comments.last(*place(world), limit=limit, order=Order.LIKED)
        assert [one.id for one in last.comments] == expected[-limit:]
    shown = Page(world.reader.get(f"{ARTICLE}?order=liked").text)
    assert not shown.classed("replies")
    assert shown.classed("answers")[0].text == "in reply to Una"


@pytest.mark.parametrize("after", ["x-0000001", "1", "1-x", "-1-0000001", "99999999999-0000001"])
def test_a_place_of_ones_own_making_is_answered_in_words(world: World, after: str) -> None:
    answer = world.reader.get(f"{ARTICLE}?order=liked&after={after}")
    assert answer.status_code == 400
    assert "names no place in a list" in answer.text


def test_the_desk_marks_what_was_reported_until_a_person_has_decided(world: World) -> None:
    one, other = post_some(world, 2)
    for address in NETWORKS[:2]:
        react(world, other, address, Reaction.REPORT)
    moderator = world.moderator()
    page = Page(moderator.get("/desk?state=PUBLISHED").text)
    assert [e.text for e in page.classed("reported")] == ["Reported by readers from 2 networks"]
    assert [e["href"] for e in page.all("a") if "reported" in e["href"]] == ["/desk?state=PUBLISHED&reported=1"]
    reported = Page(moderator.get("/desk?state=PUBLISHED&reported=1").text)
    assert [e["id"] for e in reported.classed("card")] == [f"c-{other}"]
    (approve,) = reported.all("button", value="HAM")
    assert approve.text == "Approve", "what a machine published and readers reported, a person can leave there"
    world.parts.desk.decide(other, Label.HAM)
    assert counts(world, other) == (0, 0)
    page = Page(moderator.get("/desk?state=PUBLISHED").text)
    assert not page.classed("reported")
    assert not react(world, other, NETWORKS[0], Reaction.REPORT), "who reported it already is not counted again"
    assert one in world.comment_ids(moderator, "PUBLISHED")


def test_who_clicked_is_forgotten_when_its_time_is_over_and_the_count_stays(world: World) -> None:
    (comment,) = post_some(world)
    react(world, comment, NETWORKS[0])
    sweep = Sweep(world.database, world.parts.judge, Retention(), world.time)
    world.time.now += Retention().reaction_days * DAY
    assert sweep.run().reactions == 0
    world.time.now += 1
    assert sweep.run().reactions == 1
    assert counts(world, comment) == (1, 0)


def test_who_clicked_is_forgotten_with_the_comment(world: World) -> None:
    (comment,) = post_some(world)
    react(world, comment, NETWORKS[0])
    world.parts.desk.erase(comment)
    with world.database.read() as connection:
        assert connection.execute(select(schema.reaction)).all() == []
