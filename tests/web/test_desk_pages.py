from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from chaffinch.engine.types import Evidence, Seen
from chaffinch.web import desk_card
from chaffinch.web.desk_card import reason, score_text, score_words
from tests.web.page import Page
from tests.web.world import ARTICLE, World


def test_the_desk_is_closed_without_a_session_and_says_how_to_open_it(world: World) -> None:
    answer = world.reader.get("/desk")
    assert answer.status_code == 403
    assert Page(answer.text).one("pre").text == "chaffinch signin"


def test_a_link_opens_the_desk_once(world: World) -> None:
    path = f"/sign-in/{world.parts.sign_in.issue_link()}"
    assert world.browser().get(path).headers["location"] == "/desk"
    second = world.browser().get(path)
    assert second.status_code == 403
    assert "set-cookie" not in second.headers
    assert "chaffinch signin" in second.text


def test_a_link_ends_after_a_quarter_of_an_hour(world: World) -> None:
    path = f"/sign-in/{world.parts.sign_in.issue_link()}"
    world.time.now += 15 * 60 * 1000 + 1
    assert world.browser().get(path).status_code == 403


def test_looking_ahead_does_not_use_a_link_up(world: World) -> None:
    path = f"/sign-in/{world.parts.sign_in.issue_link()}"
    assert world.browser().head(path).status_code == 204
    assert world.browser().get(path, headers={"sec-purpose": "prefetch;prerender"}).status_code == 204
    assert world.browser().get(path).status_code == 303


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(world: World) -> None:
    answer = world.browser().get(f"/sign-in/{world.parts.sign_in.issue_link()}")
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/"} <= set(cookie.split("; "))
    assert "secure" not in cookie
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_over_https_the_session_cookie_is_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    world = World(tmp_path, public_url="https://news.test")
    cookie = world.browser().get(f"/sign-in/{world.parts.sign_in.issue_link()}").headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "secure" in cookie.lower().split("; ")
    assert world.moderator().get("/desk").status_code == 200
    world.close()


def test_a_session_ends_by_itself_and_at_the_door(world: World) -> None:
    first, second = world.moderator(), world.moderator()
    first.post("/sign-out", data={"csrf": world.csrf(first)})
    assert first.get("/desk").status_code == 403
    assert second.get("/desk").status_code == 200
    world.time.now += 12 * 60 * 60 * 1000 + 1
    assert second.get("/desk").status_code == 403


def test_desk_pages_are_kept_by_nobody(world: World) -> None:
    assert world.moderator().get("/desk").headers["cache-control"] == "no-store"


def test_held_and_spam_come_with_their_evidence(world: World) -> None:
    world.post(comment="a doubtful remark", author="Ann", url="https://ann.example")
    world.post(comment="an advert")
    moderator = world.moderator()
    page = Page(moderator.get("/desk").text)
    assert page.classed("words")[0].text == "a doubtful remark"
    assert page.all("mark", class_="spam")[0].text == "doubtful"
    assert "62 % spam" in page.classed("why")[0].text
    assert "It says “doubtful”." in page.classed("reasons")[0].text
    assert "Speaks for spam" in page.classed("reasons")[0].text
    assert "Council votes to keep the Old Mill Bridge" in page.classed("where")[0].text
    assert [e.text for e in page.classed("count")] == ["1", "1", "0"]
    spam = Page(moderator.get("/desk?state=SPAM").text)
    assert spam.classed("words")[0].text == "an advert"


def test_approving_publishes_and_spam_withdraws(world: World) -> None:
    world.post(comment="a doubtful remark")
    moderator = world.moderator()
    csrf = world.csrf(moderator)
    (comment,) = world.comment_ids(moderator, "HELD")
    form = {"csrf": csrf, "comment": comment, "label": "HAM", "state": "HELD"}
    answer = moderator.post("/desk/decide", data=form)
    assert answer.status_code == 303
    assert "Approved." in Page(moderator.get(answer.headers["location"]).text).classed("decided")[0].text
    assert "a doubtful remark" in world.reader.get(ARTICLE).text
    answer = moderator.post("/desk/decide", data=form | {"label": "SPAM", "state": "PUBLISHED"})
    assert "Marked as spam." in Page(moderator.get(answer.headers["location"]).text).classed("decided")[0].text
    assert "a doubtful remark" not in world.reader.get(ARTICLE).text


def test_a_decision_can_be_undone(world: World) -> None:
    world.post(comment="a doubtful remark")
    moderator = world.moderator()
    (comment,) = world.comment_ids(moderator, "HELD")
    form = {"csrf": world.csrf(moderator), "comment": comment, "state": "HELD"}
    decided = moderator.post("/desk/decide", data=form | {"label": "HAM"})
    assert Page(moderator.get(decided.headers["location"]).text).one("form", action="/desk/undo")
    undone = moderator.post("/desk/undo", data=form)
    page = Page(moderator.get(undone.headers["location"]).text)
    assert "Undone: held again." in page.classed("decided")[0].text
    assert not page.all("form", action="/desk/undo")
    assert world.comment_ids(moderator, "HELD") == [comment]


@pytest.mark.parametrize(
    ("text", "state", "label", "after"),
    [
        ("a doubtful remark", "HELD", "HAM", "PUBLISHED"),
        ("a doubtful remark", "HELD", "SPAM", "SPAM"),
        ("a lovely remark", "PUBLISHED", "SPAM", "SPAM"),
        ("an advert", "SPAM", "HAM", "PUBLISHED"),
        ("an advert", "SPAM", "SPAM", "SPAM"),
    ],
)
def test_a_decision_can_still_be_undone_when_one_comes_back_to_the_desk(
    world: World, text: str, state: str, label: str, after: str
) -> None:
    world.post(comment=text)
    moderator = world.moderator()
    (comment,) = world.comment_ids(moderator, state)
    assert not Page(moderator.get(f"/desk?state={state}").text).all("button", formaction="/desk/undo")
    form = {"csrf": world.csrf(moderator), "comment": comment}
    moderator.post("/desk/decide", data=form | {"state": state, "label": label})
    page = Page(moderator.get(f"/desk?state={after}").text)
    (said,) = page.classed("said-before")
    assert "A moderator" in said.text
    assert page.one("button", formaction="/desk/undo").text == "Undo"
    contrary = {"SPAM": "HAM", "PUBLISHED": "SPAM"}[after]
    assert [e["value"] for e in page.all("button", name="label")] == [contrary], "no button says the same again"
    moderator.post("/desk/undo", data=form | {"state": after})
    assert world.comment_ids(moderator, state) == [comment]


def test_where_nobody_decided_the_filter_can_still_be_told_that_it_is_right(world: World) -> None:
    world.post(comment="an advert")
    page = Page(world.moderator().get("/desk?state=SPAM").text)
    assert [e.text for e in page.all("button", name="label")] == ["Approve", "Spam"]


def test_the_head_of_the_desk_names_the_newspaper_only_while_it_is_the_one_site(world: World) -> None:
    moderator = world.moderator()
    (head,) = Page(moderator.get("/desk").text).classed("desk-paper")
    assert head.text == Page(world.reader.get("/").text).one("h1").text
    world.sites.add("https://other.test", "Other")
    (head,) = Page(moderator.get("/desk").text).classed("desk-paper")
    assert head.text == "news.test"


def test_erasing_removes_a_comment_everywhere_and_for_good(world: World) -> None:
    world.post(comment="a lovely remark")
    moderator = world.moderator()
    (comment,) = world.comment_ids(moderator, "PUBLISHED")
    form = {"csrf": world.csrf(moderator), "comment": comment, "state": "PUBLISHED"}
    erased = moderator.post("/desk/erase", data=form)
    assert erased.status_code == 303
    assert comment not in erased.headers["location"]
    status = Page(moderator.get(erased.headers["location"]).text).one("p", role="status")
    assert status.text == "Erased, with what was learned from it."
    assert "a lovely remark" not in world.reader.get(ARTICLE).text
    assert world.comment_ids(moderator, "PUBLISHED") == []
    assert moderator.post("/desk/erase", data=form).status_code == 404


@pytest.mark.parametrize("path", ["/desk/decide", "/desk/undo", "/desk/erase", "/sign-out"])
@pytest.mark.parametrize("csrf", ["", "wrong", "\u00e9"])
def test_a_form_without_the_sessions_token_does_nothing(world: World, path: str, csrf: str) -> None:
    world.post(comment="a doubtful remark")
    moderator = world.moderator()
    (comment,) = world.comment_ids(moderator, "HELD")
    form = {"csrf": csrf, "comment": comment, "label": "HAM", "state": "HELD"}
    assert moderator.post(path, data=form).status_code == 403
    assert world.comment_ids(moderator, "HELD") == [comment]


def test_a_token_of_another_session_does_nothing(world: World) -> None:
    world.post(comment="a doubtful remark")
    first, second = world.moderator(), world.moderator()
    (comment,) = world.comment_ids(first, "HELD")
    form = {"csrf": world.csrf(first), "comment": comment, "label": "HAM", "state": "HELD"}
    assert second.post("/desk/decide", data=form).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"label": "MAYBE"}, 422), ({"state": "DISCARDED"}, 422), ({"comment": "nobody"}, 404), ({"comment": ""}, 404)],
)
def test_an_odd_decision_is_answered_in_words(world: World, changes: dict[str, str], status: int) -> None:
    moderator = world.moderator()
    form = {"csrf": world.csrf(moderator), "comment": "x", "label": "HAM", "state": "HELD"}
    assert moderator.post("/desk/decide", data=form | changes).status_code == status


@pytest.mark.parametrize("query", ["state=NOPE", "before=x", "before=1", "decided=nobody", "before=999-%00"])
def test_an_odd_desk_address_is_no_broken_page(world: World, query: str) -> None:
    assert world.moderator().get(f"/desk?{query}").status_code < 500


def test_older_comments_are_one_link_away(world: World) -> None:
    for number in range(60):
        world.time.now += 1000
        world.post(comment=f"doubtful {number}")
    moderator = world.moderator()
    page = Page(moderator.get("/desk").text)
    assert len(page.classed("card")) == 50
    (older,) = [e["href"] for e in page.all("a") if e.text == "Older comments"]
    rest = Page(moderator.get(older).text)
    assert [e.text for e in rest.classed("words")] == [f"doubtful {number}" for number in range(9, -1, -1)]


def test_scores_are_told_in_words_and_never_as_certainty() -> None:
    assert [score_text(score) for score in (0.0, 0.004, 0.5, 0.996, 1.0)] == [
        "under 1 % spam",
        "under 1 % spam",
        "50 % spam",
        "over 99 % spam",
        "over 99 % spam",
    ]
    assert score_words(0.97) == "Almost certainly spam"
    assert score_words(0.1) == "Probably wanted"


def decide_all(world: World, moderator: TestClient, label: str) -> None:
    csrf = world.csrf(moderator)
    for comment in world.comment_ids(moderator, "HELD"):
        moderator.post("/desk/decide", data={"csrf": csrf, "comment": comment, "label": label, "state": "HELD"})


def test_a_reason_is_told_with_its_record_on_the_site_once_ten_comments_tell(world: World) -> None:
    moderator = world.moderator()
    for number in range(9):
        world.post(comment=f"doubtful {number}", token=f"t{number}")
    decide_all(world, moderator, "SPAM")
    world.post(comment="doubtful again", token="again")
    assert not Page(moderator.get("/desk").text).classed("record")
    decide_all(world, moderator, "HAM")
    world.post(comment="doubtful once more", token="more")
    page = Page(moderator.get("/desk").text)
    (record,) = page.classed("record")
    assert record.text == "Here: 9 of 10 were spam (55 to 100 %)."
    assert "“Here” counts the comments of that site" in page.classed("legend")[0].text


def test_the_desk_tells_without_what_a_comment_would_have_been_published(world: World) -> None:
    world.post(nectar="https://x.example")
    moderator = world.moderator()
    (flip,) = Page(moderator.get("/desk?state=SPAM").text).classed("flip")
    assert flip.text == "Without what was filled into the hidden field this comment would have been published."
    (comment,) = world.comment_ids(moderator, "SPAM")
    form = {"csrf": world.csrf(moderator), "comment": comment, "label": "SPAM", "state": "SPAM"}
    moderator.post("/desk/decide", data=form)
    assert not Page(moderator.get("/desk?state=SPAM").text).classed("flip"), "it is decided"


def test_the_desk_marks_words_in_disguise_with_what_they_were_read_as(world: World) -> None:
    world.post(comment="a doubtful v.i.a.g.r.a offer")
    page = Page(world.moderator().get("/desk").text)
    assert page.classed("words")[0].text == "a doubtful v.i.a.g.r.a (read as viagra) offer"
    assert "Words in disguise" in page.classed("legend")[0].text


def test_an_author_is_told_no_word_weight_or_flip(world: World) -> None:
    told = world.told(comment="an advert for v.i.a.g.r.a", nectar="https://x.example")
    for secret in ("Without", "read as", "viagra ", "It says", "Here:", "%"):
        assert secret not in Page(told).one("main").text.replace("an advert for v.i.a.g.r.a", "")


def test_why_a_comment_waits_is_no_colour_of_spam_or_ham() -> None:
    told = reason(Evidence("campaign-begins", 0.0, "", (), Seen(7, 7, 1, 60_000)))
    assert (told.direction, told.strength) == ("wait", 4)
    assert told.sentence.startswith("Nearly the same words were seen 7 times")
    rules = (Path(desk_card.__file__).parent / "static" / "desk.css").read_text()
    assert ".wait .strength::after { background: var(--wait); }" in rules
