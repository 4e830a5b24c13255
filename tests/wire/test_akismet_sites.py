"""key-sites: what may be asked, and both forms of the answer."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_answer import Answer
from chaffinch.wire.akismet_sites import Listing, SiteNumbers, key_sites, read_listing
from tests.wire.test_akismet_account import Told

PLAIN = Listing("", "", False, "total", 500, 0, False)
BLOG = SiteNumbers("b" * 32, "blog.example", Told(2069, 3, 0, 4))
FORUM = SiteNumbers("f" * 32, "forum.example/talk", Told(1, 9, 2, 0))
KEY, MONTH = "0123456789ab", "2026-11"


def listed(listing: Listing, *sites: SiteNumbers) -> Answer:
    return key_sites(listing, MONTH, KEY, sites or (BLOG, FORUM))


def shown(listing: Listing) -> list[str]:
    return [site["site"] for site in json.loads(listed(listing).body)[MONTH]]


def test_the_json_has_the_shape_that_is_documented() -> None:
    answer = listed(replace(PLAIN, limit=10), BLOG)
    assert answer.content_type == "application/json"
    assert json.loads(answer.body) == {
        MONTH: [
            {
                "site": "blog.example",
                "api_calls": "2072",
                "spam": "2069",
                "ham": "3",
                "missed_spam": "0",
                "false_positives": "4",
                "is_revoked": False,
            }
        ],
        "limit": 10,
        "offset": 0,
        "total": 1,
    }


def test_the_csv_has_a_line_about_itself_a_header_and_a_line_for_each_site() -> None:
    answer = listed(replace(PLAIN, is_csv=True, limit=10))
    assert answer.body.decode().split("\n") == [
        "Active sites for 0123456789ab during 2026-11 (limit:10, offset: 0, total: 2)",
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
        "blog.example,2072,2069,3,0,4,false",
        "forum.example/talk,10,1,9,2,0,false",
    ]
    assert answer.content_type.startswith("text/csv")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")))
def test_any_address_survives_the_csv(address: str) -> None:
    body = listed(replace(PLAIN, is_csv=True), replace(BLOG, address=address)).body.decode()
    assert list(csv.reader(body.split("\n")[2:])) == [[address, "2072", "2069", "3", "0", "4", "false"]]


def test_no_sites_are_an_empty_list_or_a_header_without_rows() -> None:
    nowhere = replace(PLAIN, filter="nowhere")
    assert json.loads(listed(nowhere).body)[MONTH] == []
    assert listed(replace(nowhere, is_csv=True)).body.count(b"\n") == 1


@pytest.mark.parametrize(
    ("order", "first"),
    [("total", "blog"), ("spam", "blog"), ("ham", "forum"), ("missed_spam", "forum"), ("false_positives", "blog")],
)
def test_most_comes_first(order: str, first: str) -> None:
    assert shown(replace(PLAIN, order=order))[0].startswith(first)


def test_filter_limit_and_offset_choose_and_the_total_counts_what_was_found() -> None:
    assert shown(replace(PLAIN, filter="talk")) == ["forum.example/talk"]
    assert shown(replace(PLAIN, limit=1)) == ["blog.example"]
    assert shown(replace(PLAIN, offset=1)) == ["forum.example/talk"]
    assert shown(replace(PLAIN, offset=7)) == []
    assert json.loads(listed(replace(PLAIN, limit=0)).body)["total"] == 2


def test_the_longer_form_names_what_the_sdk_reads() -> None:
    (site,) = json.loads(listed(replace(PLAIN, is_extended=True), BLOG).body)[MONTH]
    assert (site["hash"], site["eligible_for_revoke"]) == ("b" * 32, False)


def test_what_is_left_open_is_as_documented() -> None:
    assert read_listing({}) == PLAIN
    assert read_listing({"limit": "", "month": "", "format": "", "order": ""}) == PLAIN


def test_everything_can_be_asked() -> None:
    asked = {
        "month": "2026-11",
        "filter": "Blog",
        "format": "CSV",
        "order": "spam",
        "limit": "5",
        "offset": "1",
        "extended": "true",
    }
    assert read_listing(asked) == Listing("2026-11", "blog", True, "spam", 5, 1, True)
    assert read_listing({"limit": "501"}).limit == 500


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", "2026-13"),
        ("month", "0000-01"),
        ("month", "November"),
        ("month", "2026-11-01"),
        ("month", "٢٠٢٦-١١"),
        ("format", "xml"),
        ("order", "size"),
        ("limit", "-1"),
        ("limit", "many"),
        ("offset", "1.5"),
        ("offset", "9" * 5_000),
    ],
)
def test_what_cannot_be_understood_is_named(field: str, value: str) -> None:
    with pytest.raises(FieldError) as error:
        read_listing({field: value})
    assert error.value.field == field
