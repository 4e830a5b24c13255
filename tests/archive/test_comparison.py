"""A comparison: nobody sees what it is judged on, everybody sees the same, nothing is left out quietly."""

from __future__ import annotations

import json
from typing import Any

from chaffinch.archive.comparison import Site, compare
from chaffinch.archive.comparison_table import tables
from chaffinch.evaluation.listening import SILENT, Silent
from tests.archive.peers.fakes import corpus, fake, rows

CORPORA = [corpus("blog_a", 200), corpus("blog_b", 200), corpus("youtube_uci", 40)]
SITES = [Site("blog_a", rows(200)), Site("blog_b", rows(200, "blog_b"), is_ordered=False, is_apart=True)]
VIDEOS = [*rows(20, "one"), *rows(20, "two")]


class Listening(Silent):
    """Counts what is still to be done, and keeps what was told."""

    def __init__(self) -> None:
        self.left, self.told = 0, list[str]()

    def expect(self, count: int) -> None:
        self.left += count

    def add(self, count: int) -> None:
        self.left -= count

    skip = add

    def tell(self, line: str) -> None:
        self.told.append(line)


def test_each_site_is_left_out_of_what_is_learned_and_so_are_the_videos() -> None:
    asked: list[str] = []
    compare([fake("x", asked)], CORPORA, SITES, VIDEOS, SILENT, {})
    assert [line for line in asked if line.startswith("train")] == [
        "train blog_b,youtube_uci",
        "train blog_a,youtube_uci",
        "train blog_a,blog_b",
    ]


def test_corrections_begin_where_training_ended() -> None:
    asked: list[str] = []
    compare([fake("x", asked)], CORPORA, SITES[:1], [], SILENT, {})
    assert asked.index("learn 199") < asked.index("forget") < len(asked) - 200


def test_a_site_without_an_order_is_judged_cold_only() -> None:
    (found,) = compare([fake("x")], CORPORA, SITES, [], SILENT, {})
    assert {name: figures["learned"] is None for name, figures in found.sites.items()} == {
        "blog_a": False,
        "blog_b": True,
    }
    assert (found.videos, found.videos_alone) == (None, None)


def test_finished_parts_are_taken_over_from_what_was_written_down_and_all_that_is_expected_gets_done() -> None:
    done: dict[str, Any] = {}
    first, second, asked = Listening(), Listening(), list[str]()
    peers = [fake("x"), fake("x, also")]
    whole = compare(peers, CORPORA, SITES, VIDEOS, first, done)
    kept = json.loads(json.dumps(dict(list(done.items())[:3])))
    again = compare([fake("x", asked), fake("x, also", asked)], CORPORA, SITES, VIDEOS, second, kept)
    assert [one.sites["blog_a"]["late"]["spam"] for one in again] == [100, 100]
    assert json.dumps([one.videos for one in again]) == json.dumps([one.videos for one in whole])
    assert (first.left, second.left) == (0, 0)
    assert [line for line in second.told if line.endswith("done earlier")] == [
        "x: blog_a: done earlier",
        "x: blog_b: done earlier",
        "x: TubeSpam: done earlier",
    ]
    assert sum(line.startswith("train") for line in asked) == 3


def test_a_missing_filter_is_told_of_and_named_in_the_table_with_what_to_install() -> None:
    listener = Listening()
    found = compare([fake("ours"), fake("x", missing="apt install x")], CORPORA, SITES, [], listener, {})
    assert listener.told[0] == "x is missing and will not be compared: apt install x"
    told = tables(found, SITES, "ours")
    assert "| x | **missing, not compared**: `apt install x` |" in told
    assert listener.left == 0


def test_tables_tell_ratios_to_the_first_and_leave_what_is_apart_out_of_means() -> None:
    figures: dict[str, Any] = {"spam": 100, "ham": 100, "one_minus_roca_percent": 2.0, "spam_caught_at_fpr_1e-2": 0.5}
    figures |= {
        "microseconds_per_comment": 100.0,
        "one_minus_roca_interval": [1.5, 2.5],
        "spam_caught_interval": [0.4, 0.6],
    }
    done = {
        f"{name}: {site.name}": {
            "version": "1.0",
            "found": {
                "cold": figures | {"one_minus_roca_percent": roca * (20 if site.is_apart else 1)},
                "learned": figures,
                "late": None,
            },
        }
        for name, roca in (("ours", 2.0), ("x", 5.0))
        for site in SITES
    }
    told = tables(compare([fake("ours"), fake("x")], CORPORA, SITES, [], SILENT, done), SITES, "ours").splitlines()
    assert "| ours | 2.00 | 2.00 | 0.50 | 0.50 | 2.00 |  |  |  | 100.00 |" in told
    assert "| x | 5.00 (2.5x) | 5.00 (2.5x) | 0.50 (1x) | 0.50 (1x) | 2.00 (1x) |  |  |  | 100.00 (1x) |" in told
    assert "| blog_b \\* | 100 | 100 | 40.00 (1.50–2.50) | 100.00 (1.50–2.50) |" in told
    assert "| blog_a | 100 | 100 | 0.50 (0.40–0.60) | 0.50 (0.40–0.60) |" in told
    assert "- x 1.0: made up." in told
