from __future__ import annotations

import stat
import threading
from pathlib import Path

import numpy as np
import pytest

from chaffinch import bootstrap
from chaffinch.bootstrap import Server
from chaffinch.config import Settings, load
from chaffinch.engine import modelfile
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import ModelFileError, NotFoundError, SecretError, StateError
from chaffinch.service.pages import described
from chaffinch.service.posting import Posting
from chaffinch.service.retention import Sweep, SweepReport
from chaffinch.service.states import State
from tests.delivery.hosts import answer, host


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"CHAFFINCH_DATABASE": str(tmp_path / "chaffinch.db")})


def post(server: Server, text: str) -> str:
    site = server.demo_site
    permalink = f"{site.url}/articles/bridge"
    posting = Posting(site.id, permalink, "Bridge", "The bridge.", "Ada", "", text, text, is_honeypot_filled=False)
    return server.parts.comments.post(posting).comment_id


def test_the_first_start_makes_database_and_secret(settings: Settings) -> None:
    with Server(settings):
        assert settings.database_file.exists()
    assert stat.S_IMODE(settings.secret_file.stat().st_mode) == 0o600


def test_the_demo_site_is_registered_once_with_the_public_url(settings: Settings) -> None:
    with Server(settings) as server:
        first = server.demo_site
        assert first.url == settings.public_url
    with Server(settings) as server:
        assert server.demo_site == first
        assert server.sites.list() == [first]


@pytest.mark.parametrize(("setting", "title"), [("true", "The heron"), ("false", "As claimed")])
def test_an_article_is_read_at_its_own_site_unless_that_is_switched_off(
    tmp_path: Path, setting: str, title: str
) -> None:
    told = {"CHAFFINCH_READ_ARTICLES": setting, "CHAFFINCH_CALLBACKS__ALLOW_PRIVATE": "true"}
    settings = load({"CHAFFINCH_DATABASE": str(tmp_path / "chaffinch.db"), **told})
    with host(lambda stream: stream.sendall(answer(b"<title>The heron</title>"))) as place, Server(settings) as server:
        site = server.sites.add(f"http://127.0.0.1:{place.port}", "Near")[0]
        assert server.parts.pages.about(site, f"{site.url}/heron", described("As claimed", "")).title == title


def test_on_another_port_the_demo_site_is_the_same(settings: Settings) -> None:
    with Server(settings) as server:
        first = server.demo_site
    moved = load({"CHAFFINCH_PORT": "9999", "CHAFFINCH_DATABASE": str(settings.database_file)})
    with Server(moved) as server:
        assert server.demo_site.id == first.id


def test_a_missing_secret_is_never_replaced_by_another(settings: Settings) -> None:
    with Server(settings):
        pass
    settings.secret_file.unlink()
    with pytest.raises(SecretError, match=r"chaffinch\.secret is missing"):
        Server(settings)
    assert not settings.secret_file.exists()


def test_the_secret_of_another_database_is_refused(settings: Settings) -> None:
    with Server(settings):
        pass
    settings.secret_file.write_text("00" * 32)
    with pytest.raises(SecretError, match="another database"):
        Server(settings)


def test_who_only_looks_leaves_no_empty_database_behind(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no database"):
        Server(settings, must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_closing_writes_a_checkpoint_from_which_the_next_start_continues(settings: Settings) -> None:
    with Server(settings) as server:
        server.parts.desk.decide(post(server, "The mill wheel turned again today."), Label.SPAM)
        position, digest = server.judge.position, server.judge.digest()
        assert position > 0
    with Server(settings) as server:
        assert (server.judge.position, server.judge.digest()) == (position, digest)
        assert not server.judge.checkpoint(), "the start read a checkpoint that stood at the newest position"


def test_nothing_is_written_after_closing(settings: Settings) -> None:
    with Server(settings) as server:
        pass
    with pytest.raises(StateError, match="closed"):
        server.sites.add("https://late.example")


def test_it_sweeps_at_the_start_and_again_until_it_is_closed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = threading.Semaphore(0)

    def run(_sweep: Sweep) -> SweepReport:
        swept.release()
        return SweepReport(0, 0, 0, 0, 0, 0)

    monkeypatch.setattr(Sweep, "run", run)
    monkeypatch.setattr(bootstrap, "SWEEP_SECONDS", 0.001)
    with Server(settings) as server:
        server.sweep_hourly()
        for _ in range(3):
            assert swept.acquire(timeout=30)
    assert not any(thread.name == "sweeper" for thread in threading.enumerate())


@pytest.mark.parametrize("error", [StateError("the disk is full"), RuntimeError("a broken promise")])
def test_a_sweep_that_fails_is_logged_and_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    tried = threading.Semaphore(0)

    def run(_sweep: Sweep) -> SweepReport:
        tried.release()
        raise error

    monkeypatch.setattr(Sweep, "run", run)
    monkeypatch.setattr(bootstrap, "SWEEP_SECONDS", 0.001)
    with Server(settings) as server:
        server.sweep_hourly()
        assert tried.acquire(timeout=30)
        assert tried.acquire(timeout=30)
    assert "sweeper did not finish, it is tried again in 0.001 s" in caplog.text
    assert str(error) in caplog.text


def test_it_prints_nothing(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    with Server(settings) as server:
        assert server.app is not None
    assert capfd.readouterr() == ("", "")


def small_model(path: Path, thresholds: Thresholds) -> Path:
    weights = np.zeros(1 << 8, np.int16)
    path.write_bytes(modelfile.write(BaseModel("small", weights, 10, Calibration(), thresholds, {})))
    return path


def test_with_another_model_what_was_learned_is_learned_anew_on_top_of_it(settings: Settings, tmp_path: Path) -> None:
    text = "The bridge was closed on Tuesday."
    with Server(settings) as server:
        server.parts.desk.decide(post(server, text), Label.SPAM)
        assert server.judge.position == 1
    model = small_model(tmp_path / "small.model", Thresholds(0.3, 0.6, 0.95))
    with Server(load({"CHAFFINCH_DATABASE": settings.database, "CHAFFINCH_MODEL": str(model)})) as server:
        assert (server.judge.model, server.judge.position) == ("small", 1)
        here, elsewhere = Context(site=server.demo_site.id), Context(site="elsewhere")
        told, other = (server.judge.judge_one(Submission(text, "Ada"), context) for context in (here, elsewhere))
        assert told.score > 0.5 == other.score, "what one site alone has taught counts for no other"


def test_a_model_whose_thresholds_do_not_rise_is_refused(tmp_path: Path) -> None:
    model = small_model(tmp_path / "odd.model", Thresholds(0.001, 0.001, 0.001))
    with pytest.raises(ModelFileError, match=r"odd\.model: its thresholds do not rise"):
        bootstrap.base_filter(model)


def test_what_is_posted_to_a_server_is_counted(settings: Settings) -> None:
    with Server(settings) as server:
        text = "Nobody in the meeting could say what the new library would cost, or who is going to pay for it all."
        site = server.demo_site
        for n in range(4):
            about = (site.id, f"{site.url}/articles/bridge", "Bridge", "The bridge.", f"Reader {n}", "", text)
            posted = server.parts.comments.post(Posting(*about, form_token=f"form {n}"))
        assert posted.verdict is not None
        assert "campaign-begins" in {reason.code for reason in posted.verdict.evidence}


def test_a_campaign_that_one_server_counts_is_taken_back_by_the_same_server(settings: Settings) -> None:
    said = "We walk over that bridge every morning, and two summers of repairs are a long time for all who live there."
    with Server(settings) as server:
        site = server.demo_site
        page = (site.id, f"{site.url}/articles/bridge", "Bridge", "The bridge.")
        for n in range(9):
            posted = server.parts.comments.post(Posting(*page, f"Reader {n}", None, said, f"token {n}"))
        assert posted.state is State.SPAM
        assert server.campaigns.step() is False
        assert server.parts.comments.published(site.id, page[1]) == []
        (row,) = server.parts.campaign_desk.rows()
        assert (row.seen.times, row.published) == (9, 0)
