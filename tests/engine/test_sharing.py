"""Sites that learn from each other: where several agree, never from one alone, and only if they take part."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chaffinch.archive.speed import made_up
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Label, Submission
from tests.engine.tiny import HAM, SPAM, tiny_filter

ADVERT = Submission("Rent a garden pavilion for your wedding, see pavilion.example", "Pavilions")
TOLD = (
    Submission("Garden pavilions for every wedding, rent one at pavilion.example", "Pavilion rental"),
    Submission("Your wedding in the garden: rent our pavilion, pavilion.example", "Pavilions"),
    Submission("Rent a pavilion now, garden weddings, pavilion.example", "Garden pavilions"),
)


def teach(judge: Filter, site: str, submissions: Sequence[Submission], label: Label) -> None:
    for row in judge.features(submissions, [Context()] * len(submissions)):
        judge.learn(row, site, label)


def margin(judge: Filter, one: Submission, site: str | None) -> int:
    return int(judge.margins([one], [Context(site=site)])[0])


def test_a_site_that_has_labelled_nothing_gains_with_each_site_that_agrees() -> None:
    judge = tiny_filter()
    before, margins = margin(judge, ADVERT, "new"), []
    for number in range(6):
        teach(judge, f"site {number}", TOLD, Label.SPAM)
        margins.append(margin(judge, ADVERT, "new"))
    assert margins[0] == before
    assert before < margins[1] < margins[2] < margins[5]
    assert margins[5] - before > 1 << 34, "more than a logit"


def test_what_sites_agree_on_counts_where_no_site_is_named_too() -> None:
    judge = tiny_filter()
    for site in ("a", "b", "c"):
        teach(judge, site, TOLD, Label.SPAM)
    assert margin(judge, ADVERT, None) == margin(judge, ADVERT, "new")


def test_one_site_that_disagrees_does_not_undo_what_others_agree_on() -> None:
    judge = tiny_filter()
    for site in ("a", "b", "c"):
        teach(judge, site, TOLD, Label.SPAM)
    before = margin(judge, ADVERT, "new")
    for _ in range(20):
        teach(judge, "hostile", (*TOLD, ADVERT), Label.HAM)
    assert margin(judge, ADVERT, "new") > before // 2 > 0


def test_a_site_apart_gives_nothing_and_takes_nothing() -> None:
    judge, others = tiny_filter(), tiny_filter()
    judge.keep_apart({"apart"})
    for site in ("a", "b", "apart"):
        teach(judge, site, TOLD, Label.SPAM)
    for site in ("a", "b"):
        teach(others, site, TOLD, Label.SPAM)
    assert margin(judge, ADVERT, "new") == margin(others, ADVERT, "new") > margin(tiny_filter(), ADVERT, None)
    alone = tiny_filter()
    alone.keep_apart({"apart"})
    teach(alone, "apart", TOLD, Label.SPAM)
    assert margin(judge, ADVERT, "apart") == margin(alone, ADVERT, "apart")


def test_reasons_of_a_site_apart_hold_nothing_that_others_taught() -> None:
    judge = tiny_filter()
    judge.keep_apart({"apart"})
    for site in ("a", "b", "c", "d", "e"):
        teach(judge, site, TOLD, Label.SPAM)
    contexts = [Context(site="apart"), Context(site="new")]
    apart, sharing = judge.judge([ADVERT] * 2, contexts)
    assert apart == tiny_filter().judge([ADVERT], [contexts[0]])[0]
    assert sharing.score > apart.score


@pytest.mark.parametrize("is_sharing", [True, False])
def test_ten_thousand_wrong_labels_of_one_site_lose_no_ham_of_others(is_sharing: bool) -> None:
    """Other sites' ham lost and spam caught move by less than a tenth of a point: here, by nothing."""
    judge = tiny_filter()
    hams, contexts = made_up(1500, seed=11)
    adverts = [Submission(f"{SPAM[n % 4]} {word.text[:60]}", "Buy now") for n, word in enumerate(hams[:1000])]
    for number in range(3):
        teach(judge, f"honest {number}", hams[number * 40 : number * 40 + 40], Label.HAM)
        teach(judge, f"honest {number}", adverts[number * 40 : number * 40 + 40], Label.SPAM)
    judge.keep_apart(set() if is_sharing else {"hostile"})
    everyone = ["honest 0", "honest 1", "honest 2", "new"]

    def standing() -> list[tuple[float, float]]:
        found = []
        for site in everyone:
            here = [Context(site=site, article=context.article) for context in contexts]
            lost = [v.action in (Action.SPAM, Action.DISCARD) for v in judge.judge(hams, here, explain=False)]
            caught = [v.action is Action.SPAM for v in judge.judge(adverts, here[: len(adverts)], explain=False)]
            found.append((100 * sum(lost) / len(lost), 100 * sum(caught) / len(caught)))
        return found

    before = standing()
    for _ in range(4):
        teach(judge, "hostile", hams, Label.SPAM)
        teach(judge, "hostile", adverts, Label.HAM)
    after = standing()
    assert sum(caught for _, caught in before) > 300, "there is something to lose"
    for (lost, caught), (lost_after, caught_after) in zip(before, after, strict=True):
        assert abs(lost_after - lost) < 0.1
        assert abs(caught_after - caught) < 0.1


def test_a_sharing_filter_has_the_same_digest_whoever_was_kept_apart_without_labels() -> None:
    one, other = tiny_filter(), tiny_filter()
    other.keep_apart({"silent"})
    for judge in (one, other):
        teach(judge, "a", TOLD, Label.SPAM)
        teach(judge, "b", [Submission(HAM[0])], Label.HAM)
    assert one.digest() == other.digest()
