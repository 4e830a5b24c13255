"""Whose feedback it is: the same comment in another dress is the same, another comment is not."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import Check
from chaffinch.service.matching import match_lookup
from chaffinch.service.secret import ServerSecret
from chaffinch.store import feedback
from tests.service.world import HAM, PAGE, World

SECRET = ServerSecret(b"s" * 32, lambda size: b"e" * size)
words = st.text(st.characters(exclude_characters="&\\", exclude_categories=["Cs"]), max_size=60)


def key(text: str, author: str | None = "Una", url: str | None = None, site: str = "site") -> str:
    return match_lookup(SECRET, site, Submission(text, author, url))


def slashed(text: str) -> str:
    return text.replace("\\", r"\\").replace("'", r"\'").replace('"', r"\"")


@given(words)
def test_backslashes_before_quotes_do_not_count(text: str) -> None:
    assert key(slashed(text), slashed(text)) == key(text, text)


@given(words)
def test_entities_do_not_count(text: str) -> None:
    assert key(html.escape(text), html.escape(text)) == key(text, text)
    assert key(html.escape(f"{text} & {text}", quote=False).replace("'", "&#039;")) == key(f"{text} & {text}")


@given(words)
def test_blanks_and_case_of_plain_letters_do_not_count(text: str) -> None:
    assert key(f"  {text}\r\n") == key(text)
    assert key("Ab " + text, "UNA") == key("aB\n\t" + text, " una ")


@pytest.mark.parametrize(
    ("checked", "submitted"),
    [
        (r"It\'s \"fine\" & good", "It&#039;s &quot;fine&quot; &amp; good"),
        ("Tom & Jerry &amp; co", "Tom &amp; Jerry &amp; co"),
        ("a < b, then c > d", "a &lt; b, then c &gt; d"),
        ("see <a href='http://a.example/x'>this</a>", 'see <a href="http://a.example/x" rel="nofollow ugc">this</a>'),
        (r"see <a href=\"http://a.example/x\">this</a>", 'see <a href="http://a.example/x">this</a>'),
        ("lovely \U0001f600", "lovely &#x1f600;"),
        ("<b>bold <i>claim</b>", "<b>bold <i>claim</i></b>"),
        ("look <img src=x> here", "look  here"),
        ("e.g. C:\\temp", r"e.g. C:\\temp"),
    ],
)
def test_what_wordpress_makes_of_a_text_is_the_same_text(checked: str, submitted: str) -> None:
    assert key(checked) == key(submitted)
    assert key("x", checked) == key("x", submitted)


@pytest.mark.parametrize(
    "other",
    [
        key("Good bread", "Ada"),
        key("Good breads"),
        key("Good bread", site="other"),
        key("Good bread", None),
        key('Good <a href="http://b.example">bread</a>'),
    ],
)
def test_another_text_author_site_or_link_is_another_comment(other: str) -> None:
    assert other != key("Good bread")


def test_only_links_tell_two_adverts_apart() -> None:
    assert key('<a href="http://a.example">buy</a>') != key('<a href="http://b.example">buy</a>')


def test_pingbacks_without_a_text_are_told_apart_by_their_address() -> None:
    assert key("", None, "https://a.example/1") != key("", None, "https://b.example/2")
    assert key("words", None, "https://a.example/1") == key("words", None, None)


@given(st.text())
def test_any_text_at_all_has_a_key(text: str) -> None:
    assert len(key(text, text, text)) == 64


def labels(world: World) -> list[tuple[str, str]]:
    with world.database.read() as connection:
        return [(entry.comment_id, entry.label) for entry in feedback.after(connection, 0, 1000)]


def test_a_contradiction_about_a_comment_that_came_twice_leaves_one_label(world: World) -> None:
    check = Check(Submission(HAM, "Ann"), permalink=PAGE)
    first = world.checks.check(world.site, check).guid
    world.checks.submit(world.site, check, Label.SPAM)
    world.now += 1
    second = world.checks.check(world.site, check).guid
    world.checks.submit(world.site, check, Label.SPAM)
    assert labels(world) == [(first, "SPAM")]
    world.checks.submit(world.site, check, Label.HAM)
    assert labels(world) == [(second, "HAM")]
    assert world.judge.digest() == world.fold()


def test_feedback_of_another_system_does_not_move_what_was_written_here(world: World) -> None:
    posted = world.post(HAM, "Ann")
    world.checks.submit(world.site, Check(Submission(HAM, "Ann")), Label.SPAM)
    status = world.comments.status(posted.comment_id)
    assert status is not None
    assert status.state is posted.state
