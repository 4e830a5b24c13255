from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from chaffinch import config
from chaffinch.bootstrap import Server
from chaffinch.cli import check
from chaffinch.cli.progress import Progress
from chaffinch.engine.types import Label
from chaffinch.service.posting import Posting
from tests.cli.world import call, lines

HAM = "My grandmother crossed that bridge every morning on her way to the mill. She would be glad to see it open."
SPAM = 'Cheap pills without prescription!!! <a href="http://pills.example/buy">best price</a> casino bonus'


def rows(*texts: str, **fields: Any) -> str:
    return "".join(json.dumps({"id": f"c{n}", "text": text, **fields}) + "\n" for n, text in enumerate(texts))


def test_each_line_gets_a_verdict_in_order() -> None:
    ham, spam = lines(call("check", given=rows(HAM, SPAM)).stdout)
    assert set(ham) == {"id", "action", "score", "evidence", "model"}
    assert (ham["id"], spam["id"]) == ("c0", "c1")
    assert ham["score"] < spam["score"]
    assert spam["action"] in ("SPAM", "HOLD")
    assert spam["evidence"][0]["sentence"]


def test_asked_to_explain_it_tells_what_would_have_flipped_it_and_words_in_disguise() -> None:
    given = rows(HAM, SPAM, "Order viagra here: http://pills.example/buy", "Cheap c4s1n0 and v.i.a.g.r.a offers")
    plain, told = lines(call("check", given=given).stdout), lines(call("check", "--explain", given=given).stdout)
    assert [{n: one[n] for n in one if n not in ("flips", "readings")} for one in told] == plain
    assert told[0]["flips"] == []
    assert [one["words"] for one in told[3]["readings"]] == ["casino", "viagra"]
    for one in told:
        for flip in one["flips"]:
            assert flip["sentence"].startswith("Without ")
            assert flip["action"] != one["action"]
    assert any(one["flips"] for one in told[1:])


def test_plain_file_packed_file_and_standard_input_give_the_same() -> None:
    Path("plain.jsonl").write_text(rows(HAM, SPAM))
    Path("packed.jsonl.gz").write_bytes(gzip.compress(rows(HAM, SPAM).encode()))
    plain = call("check", "plain.jsonl").stdout
    assert call("check", "packed.jsonl.gz").stdout == plain
    assert call("check", "-", given=rows(HAM, SPAM)).stdout == plain


def test_a_broken_line_is_told_with_its_number_and_stops_nothing() -> None:
    given = rows(HAM) + "{torn\n[]\n" + '{"author": "Ada"}\n' + '{"text": 7}\n' + rows(SPAM)
    done = call("check", given=given, code=1)
    assert len(lines(done.stdout)) == 2
    for number in (2, 3, 4, 5):
        assert f"line {number}" in done.stderr
    assert "4 of the lines could not be read" in done.stderr


def test_bytes_that_are_not_utf_8_break_only_their_line() -> None:
    done = call("check", given=rows(HAM).encode() + b'{"text": "\xff\xfe"}\n' + rows(SPAM).encode(), code=1)
    assert len(lines(done.stdout)) == 2
    assert "line 2" in done.stderr


def test_of_a_torn_packed_file_what_can_be_read_is_judged_and_the_tear_is_told() -> None:
    packed = gzip.compress("".join(rows(f"{n * 7919 % 1009} {HAM}", id=f"n{n}") for n in range(200)).encode())
    Path("torn.jsonl.gz").write_bytes(packed[:-60])
    done = call("check", "torn.jsonl.gz", code=2)
    assert "torn.jsonl.gz is torn or damaged after line" in done.stderr
    told = [one["id"] for one in lines(done.stdout)]
    assert told
    assert told == [f"n{n}" for n in range(len(told))]


def test_half_a_character_breaks_only_its_line() -> None:
    odd = '{"id": "s\\ud800", "text": "x"}\n{"id": "t", "text": "casino \\udfff bonus"}\n'
    done = call("check", given=rows(HAM) + odd + rows(SPAM), code=1)
    assert len(lines(done.stdout)) == 2
    assert "line 2: id holds half a character" in done.stderr
    assert "line 3: text holds half a character" in done.stderr


def test_fields_that_judging_does_not_need_break_no_line() -> None:
    plain = call("check", given=rows(HAM)).stdout
    assert call("check", given=rows(HAM, label="maybe", ts="yesterday", lang=7, site=["x"])).stdout == plain


def test_it_can_begin_at_a_line_and_gives_the_rest_of_what_it_would_have_given() -> None:
    given = rows(HAM, SPAM) + "{torn\n\n" + rows(HAM, SPAM)
    whole = call("check", given=given, code=1).stdout
    assert call("check", "--from", "6", given=given).stdout == whole.splitlines(keepends=True)[-1]
    assert call("check", "--from", "7", given=given).stdout == ""


def test_stopped_by_ctrl_c_it_has_written_whole_batches_and_tells_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(*[f"{HAM} {n}" for n in range(10)])
    whole = call("check", given=given).stdout
    monkeypatch.setattr(check, "BATCH", 3)
    batches = iter(range(3))
    add = Progress.add

    def then_stop(progress: Progress, count: int) -> None:
        add(progress, count)
        if next(batches) == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "add", then_stop)
        first = call("check", given=given, code=130)
    assert first.stderr == "Error (interrupted): stopped after line 6: `--from 7` goes on there\n"
    assert first.stdout + call("check", "--from", "7", given=given).stdout == whole


def test_another_model_judges_if_it_is_asked_for(small_model: Path) -> None:
    (verdict,) = lines(call("check", "--model", str(small_model), given=rows(HAM)).stdout)
    assert verdict["model"].startswith("base-20260102-")
    call("site", "add", "https://news.example")
    asked = ("check", "--site", "https://news.example")
    assert lines(call(*asked, "--model", str(small_model), given=rows(HAM)).stdout) == [verdict]
    assert lines(call(*asked, given=rows(HAM), CHAFFINCH_MODEL=str(small_model)).stdout) == [verdict]


def test_a_file_that_is_no_model_is_told_by_name() -> None:
    Path("no.model").write_text("nothing")
    done = call("check", "--model", "no.model", given=rows(HAM), code=1)
    assert done.stderr.startswith("Error (bad-model-file): no.model: not a Chaffinch base model")


def test_a_line_without_id_is_called_by_its_number() -> None:
    (verdict,) = lines(call("check", given='\n{"text": "A fine bridge."}\n').stdout)
    assert verdict["id"] == "2"


def test_nothing_in_gives_nothing_out() -> None:
    done = call("check", given="")
    assert (done.stdout, done.stderr) == ("", "")


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(*[f"{HAM} {n}" for n in range(7)])
    whole = call("check", given=given).stdout
    monkeypatch.setattr(check, "BATCH", 3)
    assert call("check", given=given).stdout == whole


def test_without_a_site_no_database_is_made(tmp_path: Path) -> None:
    call("check", given=rows(HAM))
    assert list(tmp_path.iterdir()) == []


def test_for_a_site_what_was_learned_there_counts() -> None:
    call("site", "add", "https://news.example")
    asked = ("check", "--site", "https://news.example")
    (before,) = lines(call(*asked, given=rows(HAM)).stdout)
    with Server(config.load({})) as server:
        site = server.sites.list()[0]
        page = f"{site.url}/bridge"
        posting = Posting(site.id, page, "Bridge", "", "", "", HAM, "form", is_honeypot_filled=False)
        server.parts.desk.decide(server.parts.comments.post(posting).comment_id, Label.SPAM)
    (after,) = lines(call(*asked, given=rows(HAM)).stdout)
    assert after["score"] > before["score"]
    assert lines(call("check", given=rows(HAM)).stdout) == [before]


def test_a_site_that_is_not_there_is_told() -> None:
    call("site", "add", "https://news.example")
    done = call("check", "--site", "https://other.example", given=rows(HAM), code=2)
    assert done.stderr.startswith("Error (not-found): ")
