"""A whole server and a site over HTTP: what was published leaves the page when a near-twin turns out to be spam."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chaffinch import bootstrap, config
from chaffinch.bootstrap import Server
from chaffinch.engine.types import Label
from chaffinch.service.states import State
from chaffinch.store.schema import outbox
from tests.contract.site import SmallSite, small_site
from tests.contract.world import World

pytestmark = pytest.mark.contract
TWIN = "I lost my keys near the bakery on Mill Street, please call Ben{}"
DOUBT = "Our workshop restores old wooden windows, call us for an offer and mention this page for ten percent off"


class Town:
    """A server that tells sites in the background, and one site that asks it."""

    def __init__(self, folder: Path, site: SmallSite, allow_private: bool = True) -> None:
        self.world = World.__new__(World)
        settings = config.load(
            {"CHAFFINCH_CALLBACKS__ALLOW_PRIVATE": str(allow_private)}, None, {"database": str(folder / "chaffinch.db")}
        )
        self.server = self.world.server = Server(settings)
        self.world.app = self.server.app
        self.desk = self.server.parts.desk
        self.site = site
        if not [one for one in self.server.sites.list() if one.url == site.url]:
            _, site.key = self.server.sites.add(site.url)

    def waiting(self) -> int:
        with self.server.database.read() as connection:
            found = select(func.count()).select_from(outbox).where(outbox.c.done_at.is_(None))
            return int(connection.execute(found).scalar_one())


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "LOOK_SECONDS", 0.02)


@pytest.fixture
def site() -> Iterator[SmallSite]:
    with small_site() as it:
        yield it


@pytest.fixture
def town(tmp_path: Path, site: SmallSite) -> Iterator[Town]:
    it = Town(tmp_path, site)
    with it.world.listening() as port:
        site.server = f"http://127.0.0.1:{port}"
        it.server.tell_sites()
        try:
            yield it
        finally:
            it.server.close()


def test_two_comments_leave_the_page_when_a_moderator_marks_a_near_twin(town: Town, site: SmallSite) -> None:
    first, _ = site.comment(TWIN.format("."))
    second, _ = site.comment(TWIN.format("!"))
    other, _ = site.comment("The river was high on Sunday; I met the baker at the bridge.")
    assert set(site.comments.values()) == {"published"}
    twin, _ = site.comment(TWIN.format(" ..."))
    town.desk.decide(twin, Label.SPAM)
    site.wait_until(**{f"g{first}": "spam", f"g{second}": "spam", f"g{twin}": "spam", f"g{other}": "published"})
    town.desk.undo(twin)
    site.wait_until(**{f"g{first}": "published", f"g{second}": "published", f"g{twin}": "published"})


def test_what_a_person_has_decided_stands_whatever_the_filter_thinks_later(town: Town, site: SmallSite) -> None:
    kept, _ = site.comment(TWIN.format("."))
    moved, _ = site.comment(TWIN.format("!"))
    town.desk.decide(kept, Label.HAM)
    for number in range(3):
        site.ask("submit-spam", TWIN.format(f" {number}"))
    site.wait_until(**{f"g{moved}": "spam"})
    assert site.comments[kept] == "published"
    assert not any(one["guid"] == kept for message in site.webhooks for one in message["comments"])


def test_what_the_sites_own_people_moved_is_theirs(town: Town, site: SmallSite) -> None:
    guid, _ = site.comment(TWIN.format("."))
    site.touched.add(guid)
    site.comments[guid] = "published"
    town.desk.decide(guid, Label.SPAM)
    other, _ = site.comment(TWIN.format("!"))
    assert site.comments[other] != "published"
    town.desk.decide(other, Label.SPAM)
    site.wait_until(**{f"g{other}": "spam"})
    assert site.comments[guid] == "published"


def test_doubt_waits_for_the_desk(town: Town, site: SmallSite) -> None:
    site.ask("submit-spam", DOUBT)
    guid, wait = site.comment("Our workshop mends bicycles, call us for an offer. Call 12.")
    assert (site.comments[guid], wait) == ("pending", "120")
    assert [item.id for item in town.desk.queue(State.HELD).items] == [guid]
    town.desk.decide(guid, Label.HAM)
    site.wait_until(**{f"g{guid}": "published"})


def test_after_an_outage_of_the_site_and_a_restart_of_ours_it_is_told(
    tmp_path: Path, site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [0]
    monkeypatch.setattr(bootstrap, "unix_milliseconds", lambda: time.time_ns() // 1_000_000 + late[0])
    town = Town(tmp_path, site)
    with town.world.listening() as port:
        site.server = f"http://127.0.0.1:{port}"
        guid, _ = site.comment(TWIN.format("."))
    site.is_down = True
    town.desk.decide(guid, Label.SPAM)
    assert town.server.deliverer.step()
    town.server.close()
    site.is_down = False
    late[0] = 60_001
    again = Town(tmp_path, site)
    again.server.tell_sites()
    site.wait_until(**{f"g{guid}": "spam"})
    again.server.close()


def test_without_leave_nobody_on_this_machine_is_called(tmp_path: Path, site: SmallSite) -> None:
    town = Town(tmp_path, site, allow_private=False)
    with town.world.listening() as port:
        site.server = f"http://127.0.0.1:{port}"
        guid, _ = site.comment(TWIN.format("."))
    town.desk.decide(guid, Label.SPAM)
    while town.server.deliverer.step():
        pass
    found = town.desk.remote(guid)
    assert found is not None
    assert found[1].why == "address-not-allowed"
    assert (site.webhooks, town.waiting()) == ([], 0)
    town.server.close()


def test_no_key_callback_or_word_of_a_comment_is_logged(
    town: Town, site: SmallSite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.is_down = True
    guid, _ = site.comment("The canary sings of " + TWIN.format("."), "Canary Smith")
    town.desk.decide(guid, Label.SPAM)
    end = time.monotonic() + 30
    while "could not be told" not in caplog.text and time.monotonic() < end:
        time.sleep(0.01)
    assert "could not be told: status-503" in caplog.text
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("chaffinch"))
    for secret in (site.key, "canary", "Canary", "akismet/v1", guid):
        assert secret not in ours
