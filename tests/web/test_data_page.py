from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from chaffinch.service import privacy
from chaffinch.service.retention import Retention
from chaffinch.web.app import build_app
from chaffinch.web.parts import Controller
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
        for row in group.rows:
            assert row.field in text
            for sentence in (row.purpose, row.basis, row.end):
                assert " ".join(sentence.split()) in text


def test_every_field_has_plain_words(world: World) -> None:
    known = set(privacy.FIELDS)
    for group in privacy.data_page(Retention()):
        for row in group.rows:
            is_reference = row.field == "id" or row.field.endswith("_id")
            assert is_reference or f"{row.table}.{row.field}" in known


def test_the_running_settings_are_what_it_tells(world: World) -> None:
    parts = replace(
        world.parts,
        retention=Retention(refused_days=47),
        controller=Controller("Courier Press", "mail@courier.example"),
    )
    text = TestClient(build_app(parts), "http://news.test").get("/data").text
    assert "47 days after the last decision" in text
    assert "Courier Press" in text
    assert "mail@courier.example" in text


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
    assert "it cannot change the words of a comment" in text
    assert "over Akismet’s protocol can export all that is kept of that comment" in text


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
    told = {(row.table, row.field): row.purpose for group in privacy.data_page(Retention()) for row in group.rows}
    keys = {told["site_key", "key_lookup"], told["site_key", "key_encrypted"], told["site", "coral_secret"]}
    assert keys == {"To know which site a program asks for, and to answer nobody who has not its key or secret."}
    assert told["session", "lookup"] == "To let moderators in, and nobody else."
