"""What is done to corpora before training: caps, loans and weights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation import preparation
from chaffinch.evaluation.corpus import Row

TEXTS = ("Order kettles at our shop today", "Win a trip with every umbrella sold", "A heron stood under the arch")


def row(number: int, text: str, label: Label = Label.SPAM, site: str = "blog_a", author: str | None = "Ann") -> Row:
    return Row(str(number), site, Submission(text, author), None, label, None, None)


@given(st.lists(st.sampled_from(TEXTS), max_size=40), st.integers(1, 6))
def test_no_more_than_the_cap_of_one_text_stays_and_the_first_do(texts: list[str], cap: int) -> None:
    rows = [row(n, text) for n, text in enumerate(texts)]
    expected: list[Row] = []
    seen: Counter[str] = Counter()
    for one in rows:
        seen[one.submission.text] += 1
        if seen[one.submission.text] <= cap:
            expected.append(one)
    assert preparation.capped(rows, cap) == expected


def test_markup_and_case_hide_no_near_duplicate() -> None:
    variants = ["Order kettles at our shop", "ORDER kettles at <b>our</b> shop", "[b]Order[/b] kettles at our shop"]
    assert preparation.near_duplicates([row(n, text) for n, text in enumerate(variants)]) == [0, 1, 2]


def test_other_sites_and_labels_are_counted_apart() -> None:
    rows = [row(0, TEXTS[0]), row(1, TEXTS[0], Label.HAM), row(2, TEXTS[0], site="blog_b"), row(3, TEXTS[0])]
    assert preparation.near_duplicates(rows) == [0, 0, 0, 1]


@pytest.mark.parametrize("text", ["", "!!!", "\U0001f44d"])
def test_texts_without_words_are_no_duplicates_of_each_other(text: str) -> None:
    assert len(preparation.capped([row(n, text) for n in range(20)])) == 20


@given(
    st.lists(st.tuples(st.sampled_from(Label), st.sampled_from(["blog_a", "blog_b", "chat"])), min_size=1, max_size=50)
)
def test_weights_sum_to_their_number_and_labels_weigh_alike(kinds: list[tuple[Label, str]]) -> None:
    rows = [row(n, "x", label, site) for n, (label, site) in enumerate(kinds)]
    found = preparation.weights(rows)
    totals = {label: sum(w for w, one in zip(found, rows, strict=True) if one.label is label) for label in Label}
    for label in {label for label, _ in kinds}:
        assert totals[label] == pytest.approx(len(rows) / 2)
    assert all(weight > 0 for weight in found)


def test_a_blog_weighs_fifteen_times_another_source_and_a_larger_site_the_root_of_its_size() -> None:
    rows = [row(0, "x", site="blog_a"), row(1, "x", site="chat"), *(row(n, "x", site="news") for n in range(2, 6))]
    blog, chat, *news = preparation.weights(rows)
    assert blog == pytest.approx(15 * chat)
    assert sum(news) == pytest.approx(2 * chat)


def test_borrowing_is_the_same_for_a_seed_and_another_for_another() -> None:
    rows = [row(n, "x", Label.HAM, author=None) for n in range(60)] + [row(99, "y", Label.HAM, author="Bea")]
    lent = preparation.with_borrowed_authors(rows, 1)
    assert lent == preparation.with_borrowed_authors(list(rows), 1)
    assert lent != preparation.with_borrowed_authors(rows, 2)


def test_only_ham_without_an_author_borrows_and_only_from_ham() -> None:
    spam = [row(n, "x", Label.SPAM, author=None) for n in range(50)] + [
        row(50, "x", Label.SPAM, author="Cheap Kettles")
    ]
    ham = [row(n, "y", Label.HAM, author=None) for n in range(100)] + [row(100, "y", Label.HAM, author="Bea")]
    lent = preparation.with_borrowed_authors(spam + ham, 3)
    assert lent[:51] == spam
    assert lent[-1] == ham[-1]
    names = [one.submission.author for one in lent[51:-1]]
    assert set(names) == {None, "Bea"}
    assert 40 <= names.count("Bea") <= 80
    assert all(one.submission.author or not one.submission.author_url for one in lent[51:])


def test_borrowing_changes_nothing_but_the_claims() -> None:
    rows = [row(n, f"text {n}", Label.HAM, author=None) for n in range(30)] + [row(99, "y", Label.HAM, author="Bea")]
    for before, after in zip(rows, preparation.with_borrowed_authors(rows, 1), strict=True):
        assert replace(after, submission=before.submission) == before
        assert after.submission.text == before.submission.text


def test_without_donors_nothing_is_lent() -> None:
    rows = [row(n, "x", Label.HAM, author=None) for n in range(20)]
    assert preparation.with_borrowed_authors(rows, 1) == rows


def test_words_of_spam_are_left_out_as_far_as_its_language_lacks_ham() -> None:
    rows = [
        replace(row(n, "x", label), lang=lang)
        for n, (label, lang) in enumerate(
            [
                (Label.HAM, "en"),
                (Label.SPAM, "en"),
                (Label.HAM, "ru"),
                (Label.SPAM, "ru"),
                (Label.SPAM, "nl"),
                (Label.HAM, "ko"),
            ]
        )
    ]
    assert preparation.unsaid(rows, [1.0, 1.0, 1.0, 4.0, 1.0, 1.0]) == [0.0, 0.0, 0.0, 0.75, 1.0, 0.0]


@given(st.lists(st.tuples(st.sampled_from(Label), st.sampled_from(["en", "ru", None]), st.floats(0.1, 9)), min_size=1))
def test_what_is_learned_of_a_languages_words_never_weighs_more_as_spam_than_as_ham(
    kinds: list[tuple[Label, str | None, float]],
) -> None:
    rows = [replace(row(n, "x", label), lang=lang) for n, (label, lang, _) in enumerate(kinds)]
    weights = [weight for _, _, weight in kinds]
    said = [w * (1 - u) for w, u in zip(weights, preparation.unsaid(rows, weights), strict=True)]
    for language in {one.lang for one in rows}:
        of = {
            label: sum(w for w, r in zip(said, rows, strict=True) if r.lang == language and r.label is label)
            for label in Label
        }
        assert of[Label.SPAM] <= of[Label.HAM] + 1e-9
    assert all(w == s for w, s, r in zip(weights, said, rows, strict=True) if r.label is Label.HAM)
