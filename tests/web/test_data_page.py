from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator

from chaffinch.service import privacy
from chaffinch.service.clock import DAY
from chaffinch.service.controller import Controller, read_recipients
from chaffinch.service.retention import Retention
from tests.web.page import Page
from tests.web.world import ARTICLE, World


def test_the_form_leads_to_the_data_page(world: World) -> None:
    page = Page(world.reader.get(ARTICLE).text)
    (line,) = page.classed("filtered")
    assert line.text == "Spam is filtered here, on this server. Learn how your comment data is processed"
    (link,) = [e for e in page.all("a") if e.text == "Learn how your comment data is processed"]
    assert link["href"] == "/data"


def test_every_stored_field_is_named_with_its_purpose_ground_and_end(world: World) -> None:
    text = " ".join(Page(world.reader.get("/data").text).one("main").text.split())
    for group in privacy.data_page(Retention()):
        assert group.heading in text
        for row in group.fields:
            assert row.field in text
            for sentence in (row.purpose, row.basis, row.end):
                assert " ".join(sentence.split()) in text


def test_every_field_has_plain_words(world: World) -> None:
    known = set(privacy.FIELDS)
    for group in privacy.data_page(Retention()):
        for row in group.fields:
            is_reference = row.field == "id" or row.field.endswith("_id")
            assert is_reference or f"{row.table}.{row.field}" in known


def test_the_running_settings_are_what_it_tells(tmp_path: Path) -> None:
    world = World(tmp_path, controller=Controller("Courier Press", "mail@courier.example"), retention=Retention(47))
    text = world.reader.get("/data").text
    assert "47 days after the last decision" in text
    assert "Courier Press" in text
    assert "mail@courier.example" in text
    world.close()


def test_without_a_controller_it_says_so(world: World) -> None:
    assert "has not entered a name and a contact yet" in world.reader.get("/data").text


def test_another_site_is_told_by_its_own_name(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "The Other Paper")
    assert "The Other Paper" in world.reader.get(f"/data/{site.id}").text


def test_another_sites_page_leads_to_it_and_shows_no_newspaper(world: World) -> None:
    site, _ = world.sites.add("https://other.test/blog", "The Other Paper")
    answer = world.reader.get(f"/data/{site.id}").text
    page = Page(answer)
    (masthead,) = page.classed("nameplate")
    assert masthead.text == "The Other Paper"
    assert {e["href"] for e in page.all("a") if e.text == "The Other Paper"} == {"https://other.test/blog"}
    assert page.one("title").text == "How your comment data is processed · The Other Paper"
    newspaper = Page(world.reader.get("/data").text).classed("nameplate")[0].text
    for word in (newspaper, "invented", "demonstration"):
        assert word not in answer
    assert "has not entered a name and a contact yet. A public site must name them" in page.classed("contact")[0].text


def test_the_rights_promise_no_function_that_is_not_there(world: World) -> None:
    text = " ".join(Page(world.reader.get("/data").text).one("main").text.split())
    for promise in ("have it corrected", "have a copy"):
        assert promise not in text
    assert "Write to the operator of this site and name the page and the time of your comment" in text
    assert "The program cannot change the words of a comment" in text
    assert "over Akismet’s protocol can export all that is kept of that one" in text


def test_hostile_names_of_controllers_stay_text(tmp_path: Path) -> None:
    world = World(tmp_path, controller=Controller("<script>x</script>", "<b>"))
    assert not Page(world.reader.get("/data").text).all("script")
    world.close()


def test_a_site_is_found_by_its_own_address(world: World) -> None:
    site, _ = world.sites.add("https://other.test/blog", "The Other Paper")
    by_id = world.reader.get(f"/data/{site.id}")
    assert world.reader.get("/data", params={"site": "https://OTHER.test/blog/"}).text == by_id.text
    assert world.reader.get("/data", params={"site": "https://unknown.test"}).status_code == 404
    assert world.reader.get("/data", params={"site": "other"}).status_code == 400


def test_it_tells_whether_the_site_learns_with_others_and_why(world: World) -> None:
    alone, _ = world.sites.add("https://alone.test", "Alone", shares=False)
    sharing = " ".join(Page(world.reader.get("/data").text).one("main").text.split())
    apart = " ".join(Page(world.reader.get(f"/data/{alone.id}").text).one("main").text.split())
    assert f"{privacy.SHARING} What one site alone has learned counts for no other" in sharing
    assert "This one takes no part in that" in apart
    assert "counts for no other" not in apart


def test_keys_of_sites_are_not_said_to_let_moderators_in(world: World) -> None:
    told = {(row.table, row.field): row.purpose for group in privacy.data_page(Retention()) for row in group.fields}
    keys = {told["site_key", "key_lookup"], told["site_key", "key_encrypted"], told["site", "coral_secret"]}
    assert keys == {"To know which site a program asks for, and to answer nobody who has not its key or secret."}
    assert told["session", "lookup"] == "To let moderators in, and nobody else."


FULL = Controller(
    "Canary Press",
    "canary-contact@news.example",
    "Canary Officer",
    "Canary Commission",
    read_recipients(["Canary Hosting, Canaria: keeps canaries"]),
    417,
)
CANARIES = (
    "Canary Press",
    "canary-contact@news.example",
    "Canary Officer",
    "Canary Commission",
    "Canary Hosting",
    "Canaria",
    "417",
)


def words_of(world: World, address: str = "/data") -> str:
    return " ".join(Page(world.reader.get(address).text).one("main").text.split())


def test_each_thing_an_operator_sets_shows_on_the_page_and_in_the_json(tmp_path: Path) -> None:
    world = World(tmp_path, controller=FULL)
    page, data = words_of(world), world.reader.get("/data.json").text
    for canary in CANARIES:
        assert canary in page
        assert canary in data
    for word in ("Missing", "missing: the operator"):
        assert word not in page
    world.close()


def test_what_nobody_set_is_told_as_missing_with_the_setting_that_says_it(world: World) -> None:
    page = Page(world.reader.get("/data").text)
    missing = [one.text for one in page.classed("missing") if one.text.startswith("Missing")]
    settings = {one.text for one in page.all("code") if one.text.startswith("controller.")}
    assert len(missing) == 6
    assert settings == {f"controller.{field.name}" for field in fields(Controller)}
    assert set(world.reader.get("/data.json").json()["missing"]) == settings


def test_it_is_sent_to_nobody_only_where_the_operator_says_so_and_nothing_gets_it(tmp_path: Path) -> None:
    world = World(tmp_path, controller=Controller(recipients=()))
    assert "It is sent to nobody" in words_of(world)
    world.sites.set_coral_secret(world.site.id, "a-secret-of-coral-0123456789")
    assert "It is sent to nobody" not in words_of(world)
    assert "The Coral installation of http://news.test" in words_of(world)
    world.close()


def test_without_a_word_of_the_operator_it_does_not_say_that_nobody_gets_it(world: World) -> None:
    assert "It is sent to nobody" not in words_of(world)


def test_the_json_is_valid_by_its_own_schema(tmp_path: Path) -> None:
    for name, controller in (("empty", Controller()), ("full", FULL)):
        (tmp_path / name).mkdir()
        world = World(tmp_path / name, controller=controller)
        schema, data = world.reader.get("/data.schema.json").json(), world.reader.get("/data.json").json()
        OAS31Validator.check_schema(schema)
        OAS31Validator(schema).validate(data)
        assert data["$schema"] == "http://news.test/data.schema.json"
        world.close()


def test_page_and_json_say_the_same(world: World) -> None:
    page, data = words_of(world), world.reader.get("/data.json").json()
    for group in data["kept"]:
        assert group["heading"] in page
        for one in group["fields"]:
            for name in ("purpose", "basis", "interest", "end"):
                assert one[name] is None or one[name] in page
    told = [one["what"] for one in data["recipients"]] + [one["how"] for one in data["rights"]]
    told += data["machine"]["looks_at"] + data["machine"]["outcomes"] + [one["otherwise"] for one in data["given"]]
    assert [sentence for sentence in told if sentence not in page] == []


def test_json_of_a_site_is_found_as_its_page_is(world: World) -> None:
    site, _ = world.sites.add("https://other.test/blog", "The Other Paper")
    by_id = world.reader.get(f"/data/{site.id}.json")
    assert by_id.json()["site"]["name"] == "The Other Paper"
    assert world.reader.get("/data.json", params={"site": "https://OTHER.test/blog/"}).content == by_id.content
    assert world.reader.get("/data.json", params={"site": "https://unknown.test"}).status_code == 404
    assert world.reader.get(f"/data/{'0' * 32}.json").status_code == 404
    assert by_id.headers["access-control-allow-origin"] == "*"


def test_a_field_is_needed_exactly_where_the_form_comes_back_without_it(world: World) -> None:
    for one in world.reader.get("/data.json").json()["given"]:
        status = world.post(**{one["field"]: "", "token": one["field"]}).status_code
        assert (status != 303) == one["is_obligatory"], one["field"]


def test_it_tells_what_changed_since_somebody_commented(world: World) -> None:
    world.reader.get("/data")
    world.time.now += 3 * DAY
    assert "nothing has changed" in words_of(world, "/data?commented=2026-11-25")
    world.sites.configure(world.site.id, shares=False)
    page = Page(world.reader.get("/data?commented=2026-11-25").text)
    assert "Since then it has changed 1 time." in page.one("main").text
    (line,) = page.classed("is-since")
    assert line.text.endswith("Changed: what sites learn from each other.")
    assert not Page(world.reader.get("/data?commented=2026-11-28").text).classed("is-since")
    assert "what it said then is not known" in words_of(world, "/data?commented=2020-01-01")


@pytest.mark.parametrize(
    "date", ["yesterday", "2026-13-01", "<b>", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59", "9" * 5000]
)
def test_what_is_no_date_is_told_and_no_fault_of_ours(world: World, date: str) -> None:
    assert world.reader.get("/data", params={"commented": date}).status_code == 400


def test_an_empty_date_asks_nothing(world: World) -> None:
    assert world.reader.get("/data?commented=").status_code == 200
