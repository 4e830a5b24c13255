"""What each call of the native API does."""

from __future__ import annotations

import pytest

from chaffinch.engine import sentences
from chaffinch.engine.types import Action, Label
from chaffinch.service.states import Decider, Source, State
from chaffinch.web.api_values import DECIDERS, PARTS, SOURCES, STATES
from tests.api.world import DOUBT, HAM, PAGE, SPAM, World


def test_a_check_answers_action_score_and_evidence_and_is_kept(world: World) -> None:
    verdict = world.check(SPAM, author="Una", article="Lamps by the weir")
    assert (verdict["action"], verdict["score"], verdict["state"]) == ("SPAM", 0.97, "SPAM")
    assert (verdict["model"], verdict["decided_by"]) == ("obedient", "MACHINE")
    (reason,) = verdict["evidence"]
    assert reason == {
        "code": "says-advert",
        "weight": 2.0,
        "sentence": "It says “advert”.",
        "spans": [{"start": 3, "end": 9}],
    }
    assert SPAM[3:9] == "advert"
    assert world.get(f"/verdicts/{verdict['id']}").json() == verdict


def test_a_batch_is_answered_in_its_order_and_kept(world: World) -> None:
    texts = [HAM, SPAM, DOUBT] * 3
    answer = world.post("/checks", {"checks": [{"text": text} for text in texts]})
    verdicts = answer.json()["verdicts"]
    assert [one["action"] for one in verdicts] == ["APPROVE", "SPAM", "HOLD"] * 3
    assert len({one["id"] for one in verdicts}) == len(texts)
    for text, one in zip(texts, verdicts, strict=True):
        assert world.get(f"/comments/{one['id']}").json()["text"] == text


def test_a_test_is_answered_and_leaves_no_trace(world: World) -> None:
    assert world.check(SPAM, is_test=True)["id"] is None
    mixed = world.post("/checks", {"checks": [{"text": HAM, "is_test": True}, {"text": HAM}]}).json()["verdicts"]
    assert [one["id"] is None for one in mixed] == [True, False]
    assert sum(world.parts.desk.counts().values()) == 1


def test_a_recheck_is_the_same_comment_and_answers_what_a_person_decided(world: World) -> None:
    first = world.check(DOUBT, author="Una")
    again = world.check(DOUBT, author="Una", is_recheck=True)
    assert (again["id"], again["state"], again["decided_by"]) == (first["id"], "HELD", "MACHINE")
    world.post(f"/comments/{first['id']}/approve")
    third = world.check(DOUBT, author="Una", is_recheck=True)
    assert (third["id"], third["action"]) == (first["id"], "HOLD")
    assert (third["state"], third["decided_by"]) == ("PUBLISHED", "PERSON")


def test_what_programs_ask_is_counted_and_a_test_is_not(world: World) -> None:
    verdicts = world.post("/checks", {"checks": [{"text": t} for t in (HAM, HAM, SPAM)]}).json()["verdicts"]
    world.check(SPAM, is_test=True)
    world.post(f"/comments/{verdicts[0]['id']}/spam")
    (counts,) = world.parts.usage.by_month(world.one.id).values()
    assert (counts.ham, counts.spam, counts.missed_spam, counts.false_positives) == (2, 1, 1, 0)


def test_a_filled_honeypot_is_claimed(world: World) -> None:
    assert world.check(HAM, is_honeypot_filled=True)["action"] == "SPAM"


def test_feedback_by_id_moves_the_comment(world: World) -> None:
    verdict = world.check(HAM)
    answer = world.post("/feedback", {"label": "SPAM", "id": verdict["id"]})
    assert answer.json() == {"id": verdict["id"], "state": "SPAM"}
    later = world.get(f"/verdicts/{verdict['id']}").json()
    assert (later["action"], later["state"], later["decided_by"]) == ("APPROVE", "SPAM", "PERSON")


def test_feedback_by_content_finds_the_comment_or_makes_one(world: World) -> None:
    verdict = world.check(HAM, author="Una")
    said = {"text": HAM.upper(), "author": "una"}
    assert world.post("/feedback", {"label": "SPAM", "comment": said}).json()["id"] == verdict["id"]
    made = world.post("/feedback", {"label": "HAM", "comment": {"text": "New to us."}}).json()
    assert made["state"] == "PUBLISHED"
    assert world.get(f"/comments/{made['id']}").json()["source"] == "API"


def test_feedback_whose_comment_has_gone_falls_back_on_its_content(world: World) -> None:
    verdict = world.check(SPAM)
    world.call("DELETE", f"/comments/{verdict['id']}")
    told = {"label": "HAM", "id": verdict["id"]}
    assert world.post("/feedback", told).status_code == 404
    again = world.post("/feedback", {**told, "comment": {"text": SPAM}})
    assert (again.status_code, again.json()["state"]) == (200, "PUBLISHED")


def test_feedback_about_nothing_is_refused(world: World) -> None:
    answer = world.post("/feedback", {"label": "HAM"})
    assert (answer.status_code, answer.json()["field"]) == (422, "id")


def test_comments_of_a_state_are_listed_in_parts_newest_first(world: World) -> None:
    made = []
    for n in range(5):
        world.time.now += 1
        made.append(world.check(f"{DOUBT} {n}")["id"])
    listed, cursor = [], ""
    while True:
        part = world.get(f"/comments?state=HELD&limit=2{cursor}").json()
        listed += [one["id"] for one in part["comments"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    assert listed == made[::-1]
    assert world.get("/comments").json()["comments"][0]["id"] == made[-1]
    assert world.get("/comments?state=SPAM").json() == {"comments": [], "next": None}


def test_a_comment_is_told_with_reasons_and_history(world: World) -> None:
    verdict = world.check(DOUBT, author="Una", author_url="https://una.example", title="The weir")
    world.time.now += 7
    world.post(f"/comments/{verdict['id']}/spam")
    told = world.get(f"/comments/{verdict['id']}").json()
    assert {name: told[name] for name in ("state", "source", "text", "author", "author_url", "permalink", "title")} == {
        "state": "SPAM",
        "source": "API",
        "text": DOUBT,
        "author": "Una",
        "author_url": "https://una.example",
        "permalink": PAGE,
        "title": "The weir",
    }
    assert told["evidence"] == verdict["evidence"]
    assert [(one["decided_by"], one["action"]) for one in told["history"]] == [("MACHINE", "HOLD"), ("PERSON", "SPAM")]
    assert told["history"][1]["created_at"] - told["created_at"] == 7


def test_why_is_told_beside_the_reasons_and_only_of_what_is_there(world: World) -> None:
    verdict = world.check("A filled form.", is_honeypot_filled=True)
    told = world.get(f"/comments/{verdict['id']}/why").json()
    assert told["id"] == verdict["id"]
    assert told["evidence"] == [{**reason, "record": None} for reason in verdict["evidence"]]
    assert (told["readings"], told["now"]) == ([], None)
    assert told["flips"] == [
        {
            "parts": [{"kind": "trap", "what": "", "many": 1}],
            "action": "APPROVE",
            "score": 0.02,
            "sentence": "Without what was filled into the hidden field this comment would have been published.",
        }
    ]
    world.post(f"/comments/{verdict['id']}/spam")
    assert world.get(f"/comments/{verdict['id']}/why").json()["flips"] == []
    world.call("DELETE", f"/comments/{verdict['id']}")
    assert world.get(f"/comments/{verdict['id']}/why").json()["code"] == "not-found"


def test_names_of_parts_are_those_of_the_table() -> None:
    assert set(PARTS) == set(sentences.PARTS)


def test_a_decision_is_taken_back(world: World) -> None:
    verdict = world.check(DOUBT)
    assert world.post(f"/comments/{verdict['id']}/approve").json()["state"] == "PUBLISHED"
    assert world.post(f"/comments/{verdict['id']}/undo").json() == {"id": verdict["id"], "state": "HELD"}
    assert world.post(f"/comments/{verdict['id']}/undo").status_code == 400


def test_an_erased_comment_is_gone(world: World) -> None:
    verdict = world.check(HAM)
    assert world.call("DELETE", f"/comments/{verdict['id']}").status_code == 204
    for path in (f"/comments/{verdict['id']}", f"/verdicts/{verdict['id']}"):
        assert world.get(path).json()["code"] == "not-found"
    assert world.call("DELETE", f"/comments/{verdict['id']}").status_code == 404


def test_a_discarded_comment_has_no_words_to_decide_about(world: World) -> None:
    verdict = world.check(HAM)
    world.database.write(lambda c: c.exec_driver_sql("UPDATE comment SET state = 'DISCARDED'").rowcount)
    answer = world.post(f"/comments/{verdict['id']}/approve")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-input")


def test_feedback_brings_the_words_of_a_discarded_comment_back(world: World) -> None:
    verdict = world.check(HAM)
    world.database.write(lambda c: c.exec_driver_sql("UPDATE comment SET state = 'DISCARDED', text = ''").rowcount)
    told = {"label": "HAM", "id": verdict["id"]}
    assert world.post("/feedback", told).status_code == 400
    assert world.post("/feedback", {**told, "comment": {"text": HAM}}).json()["state"] == "PUBLISHED"
    assert world.get(f"/comments/{verdict['id']}").json()["text"] == HAM


def test_threads_are_listed_with_what_readers_see_of_them(world: World) -> None:
    site = world.site
    key = world.sites.key_of(site.id)
    for n in range(3):
        world.time.now += 1
        web_post(world, f"The {n}th comment", f"{site.url}/articles/{'ab'[n % 2]}")
    first = world.get("/threads?limit=1", key=key).json()
    second = world.get(f"/threads?limit=1&cursor={first['next']}", key=key).json()
    told = [(one["permalink"].rpartition("/")[2], one["published"]) for one in first["threads"] + second["threads"]]
    assert (told, second["next"]) == ([("b", 1), ("a", 2)], None)


def test_a_thread_is_read_in_parts_oldest_first(world: World) -> None:
    key, page = world.sites.key_of(world.site.id), f"{world.site.url}/articles/a"
    for n in range(3):
        world.time.now += 1
        web_post(world, f"Comment {n}", page)
    query = {"permalink": page, "limit": "2"}
    first = world.get("/thread", params=query, key=key).json()
    rest = world.get("/thread", params={**query, "cursor": first["next"]}, key=key).json()
    assert [one["text"] for one in first["comments"] + rest["comments"]] == ["Comment 0", "Comment 1", "Comment 2"]
    assert rest["next"] is None
    assert set(first["comments"][0]) == {"id", "author", "author_url", "text", "created_at", "parent_id"}


def test_what_was_only_checked_is_not_shown_to_readers_here(world: World) -> None:
    world.check(HAM)
    assert world.get("/thread", params={"permalink": PAGE}).json()["comments"] == []
    assert world.get("/threads").json()["threads"][0]["published"] == 0


def test_a_site_tells_itself_and_takes_settings(world: World) -> None:
    told = world.get("/site").json()
    assert (told["url"], told["doubt"], told["discard"]) == ("https://one.example", "SPAM", False)
    assert world.call("PATCH", "/site", {"doubt": "HAM"}).json() == {**told, "doubt": "HAM"}
    assert world.call("PATCH", "/site", {"discard": True}).json() == {**told, "doubt": "HAM", "discard": True}
    assert world.call("PATCH", "/site", {}).json() == world.get("/site").json()
    assert (world.sites.by_id(world.one.id) or world.two).allow_discard


def test_no_key_is_told_or_changed_over_the_api(world: World) -> None:
    assert world.key not in world.get("/site").text
    assert world.post("/site/key").status_code == 404


def test_what_a_code_means_is_told_without_a_key(world: World) -> None:
    told = world.get("/problems/bad-field", key=None).json()
    assert (told["code"], told["status"]) == ("bad-field", 422)
    assert world.get("/problems/no-such", key=None).status_code == 404


@pytest.mark.parametrize(("enum", "table"), [(State, STATES), (Source, SOURCES), (Decider, DECIDERS)])
def test_closed_sets_are_told_by_their_names(enum: type, table: dict[object, str]) -> None:
    assert table == {one: one.name for one in enum}  # type: ignore[attr-defined]


def test_actions_and_labels_are_written_by_name() -> None:
    assert all(one.name == one.value for kind in (Action, Label) for one in kind)


def web_post(world: World, text: str, permalink: str) -> None:
    from tests.web.world import World as Pages

    form = world.form(comment=text, permalink=permalink, view="thread", token=text)
    answer = world.reader.post("/comments", data=form)
    assert (answer.status_code, isinstance(world, Pages)) == (303, True)
