from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import TooLargeError
from chaffinch.wire.akismet_call import MAX_TEXT, MAX_URL, Call, Envelope, host_key, read_call
from chaffinch.wire.akismet_table import COMMENT, TABLE, Endpoint

USED = COMMENT | {"api_key", "key", "blog"}
KEY, OTHER = "0123456789ab", "ba9876543210"
WORDPRESS = "WordPress/7.1 | Akismet/5.7"


def call(
    endpoint: Endpoint = Endpoint.COMMENT_CHECK, *, host: str = "", agent: str = "", query: str = "", **fields: str
) -> Call:
    return read_call(endpoint, Envelope(query.encode(), urlencode(fields).encode(), "", host, agent))


@pytest.mark.parametrize("endpoint", list(Endpoint))
def test_the_key_is_found_in_each_of_its_places(endpoint: Endpoint) -> None:
    assert call(endpoint, api_key=KEY).key == KEY
    assert call(endpoint, key=KEY).key == KEY
    assert call(endpoint, query=f"api_key={KEY}").key == KEY
    assert call(endpoint, host=f"{KEY}.spam.example:443").key == KEY
    assert call(endpoint, blog="https://a.example").key == ""


def about(subject: str) -> list[Endpoint]:
    return [endpoint for endpoint, rule in TABLE.items() if rule.subject == subject]


@pytest.mark.parametrize("endpoint", about("key"))
def test_of_two_keys_the_field_key_is_the_subject_of_calls_about_keys(endpoint: Endpoint) -> None:
    assert call(endpoint, key=KEY, api_key=OTHER).key == KEY
    assert call(endpoint, key=KEY, host=f"{OTHER}.spam.example").key == KEY


@pytest.mark.parametrize("endpoint", about("api_key"))
def test_of_two_keys_the_field_api_key_opens_the_other_calls(endpoint: Endpoint) -> None:
    assert call(endpoint, key=OTHER, api_key=KEY, host=f"{OTHER}.spam.example").key == KEY
    assert call(endpoint, key=KEY, api_key="", host=f"{OTHER}.spam.example").key == KEY


def test_a_server_whose_own_name_looks_like_a_key_still_finds_the_key() -> None:
    assert call(key=KEY, host="ourspamguard.example").key == KEY


def test_keys_do_not_depend_on_case_and_spaces() -> None:
    assert call(api_key=f" {KEY.upper()} ").key == KEY
    assert call(host=f"{KEY.upper()}.Spam.Example").key == KEY


@pytest.mark.parametrize("host", ["", "spam.example", "192.0.2.1:8080", "[::1]:80", KEY, f"x{KEY}.spam.example", "é.x"])
def test_a_host_without_a_key_label_gives_no_key(host: str) -> None:
    assert host_key(host) == ""


def test_empty_required_fields_are_named_in_order() -> None:
    assert call().missing == ("blog", "user_ip")
    assert call(blog="https://a.example", user_ip=" ").missing == ("user_ip",)
    assert call(blog="https://a.example", user_ip="not an address").missing == ()


@pytest.mark.parametrize("endpoint", [Endpoint.SUBMIT_SPAM, Endpoint.SUBMIT_HAM])
def test_a_label_needs_no_address(endpoint: Endpoint) -> None:
    assert call(endpoint, blog="https://a.example").missing == ()
    assert call(endpoint).missing == ("blog",)


def test_the_submission_is_what_was_claimed() -> None:
    said = call(comment_content="Fine bread", comment_author="Ada", comment_author_url="https://ada.example").submission
    assert (said.text, said.author, said.author_url) == ("Fine bread", "Ada", "https://ada.example")
    empty = call().submission
    assert (empty.text, empty.author, empty.author_url) == ("", None, None)


def test_neither_address_nor_mail_nor_browser_leave_the_reader() -> None:
    told = call(
        user_ip="192.0.2.77",
        user_agent="Mozilla/5.0 (test)",
        comment_author_email="ada@mail.example",
        referrer="r.example",
    )
    for secret in ("192.0.2.77", "Mozilla", "ada@mail.example", "r.example"):
        assert secret not in repr(told)


CANARY = "b3Blbi1zZXNhbWU"
SECRETS = (
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_PROXY_AUTHORIZATION",
    "HTTP_X_API_KEY",
    "HTTP_X_WP_NONCE",
    "PHP_AUTH_PW",
    "POST__wpnonce",
    "POST_akismet_comment_nonce",
    "POST_comment_author_email",
    "POST_pwd",
    "akismet_comment_nonce",
    "comment[password]",
    "comment_author_IP",
    "comment_author_email",
    "comment_agent",
    "honeypot_field_name",
    "recheck_reason",
    "reporter",
    "user_ip",
    "user_role",
)


@pytest.mark.parametrize("endpoint", list(Endpoint))
@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_that_a_client_forwards_is_in_what_is_returned(endpoint: Endpoint, name: str) -> None:
    said = {"api_key": KEY, "comment_content": "Fine bread"}
    assert CANARY not in repr(call(endpoint, **(said | {name: CANARY})))
    assert CANARY not in repr(call(endpoint, query=urlencode({name: CANARY}), **said))


@given(st.text(max_size=30).filter(lambda name: name.partition("[")[0].strip() not in {*USED, "comment_context"}))
def test_the_value_of_a_field_with_any_other_name_is_not_in_what_is_returned(name: str) -> None:
    assert CANARY not in repr(read_call(Endpoint.COMMENT_CHECK, Envelope(b"", _encoded(name), "", "", "")))


def _encoded(name: str) -> bytes:
    return urlencode({name: CANARY}, errors="replace").encode()


def test_the_kind_may_be_called_content_type() -> None:
    assert call(content_type="reply").kind == "reply"
    assert call(comment_type="comment", content_type="reply").kind == "comment"


def test_wordpress_slashes_come_off_a_first_check_only() -> None:
    slashed = r"It\'s \"fine\" C:\\temp \n"
    plain = 'It\'s "fine" C:\\temp \\n'
    assert call(agent=WORDPRESS, comment_content=slashed).submission.text == plain
    assert call(agent=WORDPRESS, comment_author=r"O\'Hara").submission.author == "O'Hara"
    assert call(agent=WORDPRESS, comment_content=slashed, recheck_reason="edit").submission.text == slashed
    assert call(Endpoint.SUBMIT_SPAM, agent=WORDPRESS, comment_content=slashed).submission.text == slashed
    assert call(agent="akismet-api/6", comment_content=slashed).submission.text == slashed


@pytest.mark.parametrize("role", ["administrator", "Administrator", "editor, administrator", "author,ADMINISTRATOR"])
def test_an_administrator_is_recognised_in_a_list(role: str) -> None:
    assert call(user_role=role).is_administrator


@pytest.mark.parametrize("role", ["", "editor", "not-administrator", "administrators"])
def test_other_roles_are_none(role: str) -> None:
    assert not call(user_role=role).is_administrator


@pytest.mark.parametrize("value", ["1", "true", "True"])
def test_a_test_is_known_by_the_value(value: str) -> None:
    assert call(is_test=value).is_test


@pytest.mark.parametrize("value", ["0", "false", "False", "", "no"])
def test_the_mere_presence_of_is_test_is_no_test(value: str) -> None:
    assert not call(is_test=value).is_test


@pytest.mark.parametrize("value", ["1", "true", "0"])
def test_a_discard_may_be_asked_for_in_a_test_only(value: str) -> None:
    assert call(is_test="1", test_discard=value).is_discard_test is (value != "0")
    assert not call(is_test="0", test_discard=value).is_discard_test
    assert not call(test_discard=value).is_discard_test


def test_a_classification_is_wanted_by_value() -> None:
    assert call(classify="1").wants_classification
    assert not call(classify="0").wants_classification
    assert not call().wants_classification


def test_a_callback_is_a_web_address_whole_or_not_at_all() -> None:
    address = "https://blog.example/wp-json/akismet/v1/webhook"
    assert call(callback=address).callback == address
    longest = f"{address}?{'a' * MAX_URL}"[:MAX_URL]
    assert call(callback=longest).callback == longest
    for odd in ("", f"{longest}a", "ftp://blog.example", "javascript:alert(1)", "https://", "https://a b", "//a.b"):
        assert call(callback=odd).callback is None
    assert call(Endpoint.SUBMIT_SPAM, callback="nonsense").callback is None


def test_a_call_reads_only_what_its_row_of_the_table_names() -> None:
    everything = {name: f"said-{name}" for rule in TABLE.values() for name in rule.reads}
    for endpoint, rule in TABLE.items():
        told = repr(call(endpoint, **everything))
        for name in everything.keys() - rule.reads:
            assert f"said-{name}'" not in told


def test_guaranteed_spam_is_known_by_author_or_mail() -> None:
    assert call(comment_author="akismet-guaranteed-spam").is_guaranteed_spam
    assert call(comment_author="viagra-test-123").is_guaranteed_spam
    assert call(comment_author_email="akismet-guaranteed-spam@example.com").is_guaranteed_spam
    assert not call(comment_author="Ada", comment_content="akismet-guaranteed-spam").is_guaranteed_spam


def test_a_callback_is_handed_on_as_it_came() -> None:
    assert call(callback="https://a.example/wp-json/akismet/v1/webhook").callback is not None
    assert call(callback=" ").callback is None
    assert call().callback is None


def test_a_permalink_that_is_no_web_address_is_left_out() -> None:
    assert call(permalink="https://a.example/p/1").permalink == "https://a.example/p/1"
    assert call(permalink="javascript:alert(1)").permalink is None
    assert call().permalink is None


def test_contexts_become_the_article_and_may_be_absent() -> None:
    read = read_call(
        Endpoint.COMMENT_CHECK,
        Envelope(b"", b"comment_context[]=bread&comment_context[]=+&comment_context[]=rye", "", "", ""),
    )
    assert read.article == "bread\nrye"
    assert call().article is None


def test_a_very_long_text_is_cut() -> None:
    assert len(call(comment_content="a" * (MAX_TEXT + 10)).submission.text) == MAX_TEXT


@given(
    st.sampled_from(list(Endpoint)),
    st.binary(),
    st.binary(),
    st.text(st.characters(max_codepoint=255)),
    st.text(st.characters(max_codepoint=255)),
    st.text(st.characters(max_codepoint=255)),
)
def test_whatever_comes_is_a_call(
    endpoint: Endpoint, query: bytes, body: bytes, content_type: str, host: str, agent: str
) -> None:
    try:
        read = read_call(endpoint, Envelope(query, body, content_type, host, agent))
    except TooLargeError:
        return
    assert repr(read).encode() is not None


def test_the_comment_answered_is_read_and_bounded() -> None:
    parent = call(comment_parent_content="p" * 3_000).parent
    assert parent is not None
    assert len(parent) == 2_000
    assert call().parent is None
