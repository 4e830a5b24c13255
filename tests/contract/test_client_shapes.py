"""The shapes of other clients' requests, recorded from unmodified ones and filled with words of our own."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from chaffinch.engine.types import Label, Submission
from tests.contract.world import KEY, Recording, World

pytestmark = pytest.mark.contract
TEXT = "The lamps by the weir are lovely & warm = ü 光"
CHECK, SPAM, HAM = "comment-check", "submit-spam", "submit-ham"
WORDPRESS = {
    "user_agent": "WordPress/6.1.9 | Akismet/5.0.2",
    "content_type": "application/x-www-form-urlencoded; charset=UTF-8",
}
SECRETS = {
    "akismet_comment_nonce": "passed",
    "POST_akismet_comment_nonce": "fe12ab34cd",
    "POST_pwd": "open-sesame",
    "HTTP_AUTHORIZATION": "Basic b3Blbi1zZXNhbWU=",
    "HTTP_COOKIE": "wordpress_logged_in=open-sesame",
    "HTTP_USER_AGENT": "Mozilla/5.0 (lamplighter)",
    "REMOTE_ADDR": "192.0.2.44",
}
WORDPRESS_FORM = {
    "comment_post_ID": "12",
    "comment_author": r"Una O\'Marsh",
    "comment_author_email": "una@mail.example",
    "comment_author_url": "https://una.example/",
    "comment_content": r"She said \"go on\", so we\'ll go to C:\\temp",
    "comment_type": "comment",
    "comment_parent": "0",
    "user_id": "0",
    "user_ID": "0",
    "comment_author_IP": "192.0.2.44",
    "comment_agent": "Mozilla/5.0 (lamplighter)",
    "user_ip": "192.0.2.44",
    "user_agent": "Mozilla/5.0 (lamplighter)",
    "referrer": "https://blog.example/?p=12",
    "blog": "https://blog.example",
    "blog_lang": "en_US",
    "blog_charset": "UTF-8",
    "permalink": "https://blog.example/?p=12",
    "POST_comment": "again",
    "POST_ak_hp_textarea": "",
    "POST_ak_js": "1795521600000",
    "REQUEST_URI": "/wp-comments-post.php",
    **SECRETS,
    "comment_post_modified_gmt": "2026-11-20 09:00:00",
    "api_key": KEY,
}
PLAIN = Submission('She said "go on", so we\'ll go to C:\\temp', "Una O'Marsh", "https://una.example/")


@pytest.fixture
def asked(world: World) -> Recording:
    return world.record()


def test_wordpress_sets_its_key_up(world: World) -> None:
    blog = {"blog": "https://blog.example"}
    assert world.get("test", user_agent="WordPress/6.1.9; https://blog.example").body == b"connected"
    assert world.call("verify-key", {"key": KEY} | blog, **WORDPRESS).body == b"valid"
    assert b'"status":"active"' in world.call("get-subscription", {"key": KEY} | blog, **WORDPRESS).body
    both = {"key": KEY, "api_key": KEY} | blog
    assert b'"status":"active"' in world.call("get-subscription", both, **WORDPRESS).body


def test_a_comment_from_wordpress_loses_its_slashes_and_its_secrets(world: World, asked: Recording) -> None:
    assert world.call(CHECK, WORDPRESS_FORM, **WORDPRESS).body == b"false"
    (check,) = asked.checked
    assert check.submission == PLAIN
    assert check.permalink == "https://blog.example/?p=12"
    assert not check.is_honeypot_filled
    for secret in ("open-sesame", "b3Blbi1zZXNhbWU", "fe12ab34cd", "lamplighter", "192.0.2.44", "una@mail"):
        assert secret not in repr(check)


def test_what_wordpress_submits_later_is_the_same_submission(world: World, asked: Recording) -> None:
    row = {
        "comment_ID": "9",
        "comment_post_ID": "12",
        "comment_author": "Una O'Marsh",
        "comment_author_email": "una@mail.example",
        "comment_author_url": "https://una.example/",
        "comment_author_IP": "192.0.2.44",
        "comment_date_gmt": "2026-11-20 09:05:00",
        "comment_content": PLAIN.text,
        "comment_karma": "0",
        "comment_approved": "spam",
        "comment_type": "comment",
        "user_ip": "192.0.2.44",
        "blog": "https://blog.example",
        "permalink": "https://blog.example/?p=12",
        "reporter": "editor",
        "user_role": "",
        "api_key": KEY,
    }
    assert world.call(SPAM, row, **WORDPRESS).body.startswith(b"Thanks")
    assert world.call(CHECK, row | {"recheck_reason": "recheck_queue"}, **WORDPRESS).body == b"false"
    ((submitted, label),) = asked.submitted
    assert (submitted.submission, label) == (PLAIN, Label.SPAM)
    assert asked.checked[0].submission == PLAIN
    assert asked.checked[0].is_recheck


def test_feedback_of_wordpress_finds_the_check_it_is_about(world: World) -> None:
    world.call(CHECK, WORDPRESS_FORM, **WORDPRESS)
    row = WORDPRESS_FORM | {"comment_content": PLAIN.text, "comment_author": PLAIN.author or ""}
    world.call(HAM, row, **WORDPRESS)
    world.call(SPAM, row, **WORDPRESS)
    assert world.comments() == 1


def test_feedback_in_the_dress_of_wordpress_database_finds_its_check_too(world: World) -> None:
    said = r"It\'s \"fine\" & <a href=\"http://una.example/x\">mine</a>" " \U0001f600 <img src=x>"
    kept = 'It&#039;s &quot;fine&quot; &amp; <a href="http://una.example/x" rel="nofollow ugc">mine</a> &#x1f600; '
    guid = world.call(CHECK, WORDPRESS_FORM | {"comment_content": said}, **WORDPRESS).header("x-akismet-guid")
    row = WORDPRESS_FORM | {"comment_content": kept, "comment_author": "Una O&#039;Marsh"}
    world.call(SPAM, row, **WORDPRESS)
    again = world.call(CHECK, row | {"recheck_reason": "recheck_queue"}, **WORDPRESS)
    assert (again.body, again.header("x-akismet-guid")) == (b"true", guid)
    assert world.comments() == 1


def test_a_pingback_without_text_is_checked(world: World, asked: Recording) -> None:
    ping = {
        "comment_type": "pingback",
        "akismet_pre_check": "1",
        "comment_pingback_target": "https://blog.example/?p=12",
        "comment_author_url": "https://other.example/post",
        "comment_content": "",
        "blog": "https://blog.example",
        "user_ip": "192.0.2.44",
        "api_key": KEY,
    }
    assert world.call(CHECK, ping, **WORDPRESS).body == b"false"
    assert asked.checked[0].submission == Submission("", None, "https://other.example/post")


def test_the_node_client_has_its_key_in_the_host_only(world: World, asked: Recording) -> None:
    fields = {
        "user_ip": "192.0.2.44",
        "user_agent": "Mozilla/5.0",
        "comment_author": "Una",
        "comment_content": TEXT,
        "is_test": "true",
        "comment_type": "comment",
        "comment_date_gmt": "2026-11-20T09:00:00.000Z",
        "permalink": "https://blog.example/p/1",
        "user_role": "user",
        "blog": "https://blog.example/",
    }
    head = {"host": f"{KEY}.spam.example:8099", "user_agent": "Node.js/v20 | Akismet-api/6.0.0"}
    assert world.call(CHECK, fields, **head).body == b"false"
    assert asked.checked[0].submission.text == TEXT
    assert asked.checked[0].is_test


def test_rubys_verify_key_is_not_percent_encoded(world: World) -> None:
    body = f"key={KEY}&blog=https://blog.example/".encode()
    assert world.call("verify-key", body, user_agent="Rakismet/1.5.4").body == b"valid"


def test_ruby_always_sends_is_test(world: World, asked: Recording) -> None:
    fields = {"comment_content": TEXT, "user_ip": "192.0.2.44", "blog": "https://blog.example/"}
    for value in ("0", "1"):
        assert world.call(SPAM, fields | {"is_test": value}, host=f"{KEY}.spam.example").body.startswith(b"Thanks")
    assert [check.is_test for check, _ in asked.submitted] == [False, True]


def test_discourse_says_content_type_and_sends_a_port_in_the_host(world: World, asked: Recording) -> None:
    fields = {
        "blog": "https://forum.example",
        "comment_author": "una",
        "comment_author_url": "",
        "comment_content": TEXT,
        "content_type": "reply",
        "permalink": "https://forum.example/t/weir",
        "referrer": "",
        "user_ip": "192.0.2.44",
    }
    assert world.call(CHECK, fields, host=f"{KEY}.spam.example:443").body == b"false"
    assert asked.checked[0].submission == Submission(TEXT, "una", None)


def test_perl_sends_every_field_most_of_them_empty(world: World, asked: Recording) -> None:
    empty = dict.fromkeys(("referrer", "permalink", "comment_type", "comment_author_email", "comment_author_url"), "")
    fields = {
        "blog": "https://blog.example/",
        "user_ip": "192.0.2.44",
        "comment_author": "Una",
        "comment_content": TEXT,
    }
    assert world.call(CHECK, fields | empty, host=f"{KEY}.spam.example").body == b"false"
    assert asked.checked[0].permalink is None
    assert asked.checked[0].submission == Submission(TEXT, "Una", None)


def test_go_sends_five_fields(world: World, asked: Recording) -> None:
    fields = {
        "blog": "https://blog.example/",
        "comment_author": "Una",
        "comment_content": TEXT,
        "user_agent": "Mozilla/5.0",
        "user_ip": "192.0.2.44",
    }
    assert world.call(CHECK, fields, host=f"{KEY}.spam.example").body == b"false"
    fewer = {"blog": "https://blog.example/", "comment_content": TEXT, "user_ip": "192.0.2.44"}
    assert world.call(HAM, fewer, host=f"{KEY}.spam.example").body.startswith(b"Thanks")
    assert asked.submitted[0][1] is Label.HAM


def test_phps_client_verifies_with_api_key(world: World) -> None:
    fields = {"api_key": KEY, "blog": "https://blog.example/", "is_test": "true"}
    assert world.call("verify-key", fields, user_agent="Symfony HttpClient/Curl").body == b"valid"


@pytest.mark.parametrize(
    "names",
    [
        ("comment_context[0]", "comment_context[1]"),
        ("comment_context[]", "comment_context[]"),
        ("comment_context", "comment_context"),
    ],
)
def test_contexts_arrive_in_every_encoding(world: World, asked: Recording, names: tuple[str, str]) -> None:
    who = [("api_key", KEY), ("blog", "https://blog.example/"), ("user_ip", "192.0.2.44")]
    body = urlencode([*who, (names[0], "lamps"), (names[1], "the weir")]).encode()
    assert world.call(CHECK, body).body == b"false"
    assert asked.checked[0].article == "lamps\nthe weir"


def test_a_blog_in_latin_1_is_understood(world: World, asked: Recording) -> None:
    who = {"api_key": KEY, "blog": "https://blog.example/", "user_ip": "192.0.2.44", "blog_charset": "ISO-8859-1"}
    body = urlencode(who).encode() + b"&comment_content=d%E9j%E0+vu&comment_author=Ren\xe9"
    assert world.call(CHECK, body).body == b"false"
    assert asked.checked[0].submission == Submission("déjà vu", "René", None)


def test_user_ip_need_not_be_an_address(world: World) -> None:
    fields = {"api_key": KEY, "blog": "https://blog.example/", "user_ip": "ip", "comment_content": TEXT}
    assert world.call(CHECK, fields).body == b"false"
