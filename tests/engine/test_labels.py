"""What the label of a link says, set against where the link leads."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.labels import MAX_LABEL, Says, label_around, says
from chaffinch.engine.links import is_shortened, misleads, split_address
from chaffinch.engine.markup import Link
from chaffinch.engine.parsing import parse
from chaffinch.engine.text import plain
from chaffinch.engine.types import Submission

HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,8}(\.[a-z][a-z0-9-]{0,8}){1,2}", fullmatch=True)
PATHS = st.from_regex(r"(/[a-z0-9-]{1,8}){0,3}/?", fullmatch=True)


def told(label: str, target: str) -> str:
    return says(label, *split_address(target)).name


@given(st.sampled_from(["http://", "https://", "http://www."]), HOSTS, PATHS)
def test_a_link_labelled_with_its_own_address_is_honest(before: str, host: str, path: str) -> None:
    target = before + host + path
    assert told(target, target) == "ITS_HOST"
    assert not misleads(Link(target, "html", target))


@given(HOSTS, HOSTS, PATHS)
def test_naming_another_host_is_told_both_ways(one: str, other: str, path: str) -> None:
    strangers = not (f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}"))
    for here, there in ((one, other), (other, one)):
        if "www." not in f"{here} {there}":
            assert (told(f"http://{here}/", f"https://{there}{path}") == "ANOTHER_HOST") is strangers


@given(st.text(max_size=2 * MAX_LABEL), st.text(max_size=40), st.text(max_size=40))
def test_any_label_says_something(label: str, host: str, path: str) -> None:
    assert says(label, host, path) in Says


@pytest.mark.parametrize(
    ("label", "target", "expected"),
    [
        ("", "http://swans.example/", "NOTHING"),
        ("  <img src='swan.png'> ", "http://swans.example/", "NOTHING"),
        ("swans.example/mill", "http://www.swans.example/mill", "ITS_HOST"),
        ("<b>www.swans.example</b>", "https://swans.example/mill?x=1", "ITS_HOST"),
        ("https://swans.exam...", "https://swans.example/mill", "ITS_HOST"),
        ("http://www.swansandgee...", "http://www.swansandgeese.example/", "ITS_HOST"),
        ("https://swans.example/a-very-lon…", "https://swans.example/a-very-long-path", "ITS_HOST"),
        ("https://blog.swans.example", "https://swans.example/", "ITS_HOST"),
        ("HTTPS://SWANS.EXAMPLE", "https://swans.example/", "ITS_HOST"),
        ("https://www.bank.example/login", "http://swans.example/", "ANOTHER_HOST"),
        ("http://swans.example.evil.example/", "http://swans.example/", "ANOTHER_HOST"),
        ("http://evilswans.example/", "http://swans.example/", "ANOTHER_HOST"),
        ("http://geese.exam...", "https://swans.example/mill", "ANOTHER_HOST"),
        ("Cheap Loans", "http://swans.example/cheap-loans-online", "ITS_PATH"),
        ("cheap loans", "http://cheap.example/loans", "WORDS"),
        ("cheap swans", "http://swans.example/cheap-loans-online", "WORDS"),
        ("ASP.NET", "https://learn.example/net", "WORDS"),
        ("node.js 2.0", "https://swans.example/", "WORDS"),
        ("and/or", "https://swans.example/", "WORDS"),
        ("here", "https://swans.example/mill", "WORDS"),
        ("18", "https://swans.example/18", "WORDS"),
    ],
)
def test_a_label_says(label: str, target: str, expected: str) -> None:
    assert told(label, target) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('see <a href="http://swans.example/">the <b>mill</b></a> there', "the <b>mill</b>"),
        ('see <a href="http://swans.example/">the mill', "the mill"),
        ("see [the mill](http://swans.example/) there", "the mill"),
        ("see [url=http://swans.example/]the mill[/url] there", "the mill"),
        ("see http://swans.example/ there", ""),
    ],
)
def test_a_label_is_found_around_its_link(text: str, label: str) -> None:
    assert plain(text).links[0].label == label


@given(st.text(max_size=600), st.integers(0, 600), st.integers(0, 600), st.sampled_from(["html", "markdown", "bbcode"]))
def test_no_label_is_longer_than_is_looked_at_and_all_stand_in_the_text(
    text: str, one: int, other: int, kind: str
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    label = label_around(text, start, end, kind)
    assert len(label) <= MAX_LABEL
    assert label in text


def test_what_a_label_says_is_a_fact_and_of_a_bare_address_there_is_none() -> None:
    texts = (
        "<a href='http://swans.example/'>http://geese.example/</a>",
        "[http://swans.example/](http://swans.example/)",
        "http://swans.example/",
    )
    facts = parse([Submission(text) for text in texts]).address_facts
    said = [[fact & 0xFFFFFFFF for fact in some if fact >> 36 == 10] for some in facts]
    assert said == [[Says.ANOTHER_HOST], [Says.ITS_HOST], []]


def test_a_shortener_hides_where_it_leads_but_does_not_lie_about_it() -> None:
    hidden = Link("https://bit.ly/3swans", "html", "https://swans.example/")
    assert (is_shortened(hidden), misleads(hidden)) == (True, False)
    open_ = Link("https://swans.example/", "html", "https://bit.ly/3swans")
    assert (is_shortened(open_), misleads(open_)) == (False, True)


@pytest.mark.parametrize("piece", ["a.", "a/", "www.", "http://", "-", "<", "[", "a", "a.a/", "…", "a..."])
def test_labels_cost_time_that_grows_with_the_text_only(piece: str) -> None:
    label = piece * (MAX_LABEL // len(piece))
    begun = time.process_time()
    for _ in range(40):
        says(label, "swans.example", "/mill")
    assert time.process_time() - begun < 0.2
