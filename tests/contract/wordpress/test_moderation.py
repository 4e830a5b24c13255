"""A moderator disagrees in WordPress's dashboard: the judge learns it, exactly once."""

from __future__ import annotations

import pytest

from chaffinch.service.states import State
from tests.contract.wordpress.conftest import Courier
from tests.contract.wordpress.people import comments
from tests.contract.wordpress.server import HAM, SPAM

pytestmark = pytest.mark.outside
ODD = (
    'It\'s "quoted" \\ slashed, isn\'t it? O\'Neill said: \\"no\\"',
    "Grüße aus Köln, 日本の橋, \N{GRINNING FACE} \u2019curly\u2019 & a < b > c",
    'A <a href="https://bridge.example/?a=1&b=2">link</a> & <b>bold</b><script>x</script>\n\nSecond paragraph.',
)


def test_spam_that_is_approved_is_learned_as_ham_once(courier: Courier) -> None:
    kept = courier.reader.posted(SPAM)
    courier.editor.moderate(kept.id, "unspam")
    courier.editor.moderate(kept.id, "approve")  # WordPress puts what was never published among the pending
    assert comments(courier.site)[0].state == "1"
    assert (courier.ours.labels(), courier.ours.states()) == (["HAM"], {State.PUBLISHED: 1})


def test_ham_that_is_marked_as_spam_is_learned_as_spam_once(courier: Courier) -> None:
    kept = courier.reader.posted(HAM)
    courier.editor.moderate(kept.id, "spam")
    assert comments(courier.site)[0].state == "spam"
    assert (courier.ours.labels(), courier.ours.states()) == (["SPAM"], {State.SPAM: 1})


def test_the_last_word_of_a_moderator_is_what_stays_learned(courier: Courier) -> None:
    kept = courier.reader.posted(HAM)
    position = courier.ours.server.judge.position
    for status in ("spam", "approved", "spam", "approved"):
        courier.editor.rest("POST", f"/wp/v2/comments/{kept.id}", {"status": status})
    assert courier.ours.names().count("submit-spam") == courier.ours.names().count("submit-ham") == 2
    assert courier.ours.labels() == ["HAM"]
    assert courier.ours.server.judge.position > position


@pytest.mark.parametrize("text", ODD, ids=["quotes", "scripts", "markup"])
def test_quotes_slashes_and_other_scripts_do_not_part_a_label_from_its_check(courier: Courier, text: str) -> None:
    kept = courier.reader.posted(text, author='Seán O\'Brien \\ "the miller"')
    courier.editor.moderate(kept.id, "unspam" if kept.state == "spam" else "spam")
    assert len(courier.ours.labels()) == 1
    assert sum(courier.ours.states().values()) == 1, "the label made a second comment"


def test_a_comment_marked_by_the_api_is_learned(courier: Courier) -> None:
    made = courier.editor.rest("POST", "/wp/v2/comments", {"post": courier.site.post, "content": HAM})
    courier.editor.rest("POST", f"/wp/v2/comments/{made['id']}", {"status": "spam"})
    assert (courier.ours.labels(), courier.ours.states()) == (["SPAM"], {State.SPAM: 1})
