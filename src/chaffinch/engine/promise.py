"""What a site was promised about its honest comments, and the thresholds that keep it.

Two shares: at most so many of them lost (called spam), at most so many not published at once (held, or lost). Each is
kept by the site's own audits, hams drawn at random and labelled by a person, as soon as there are enough of them: then
it is a *guarantee*. Until then the threshold is that of the base model's left-out sites and the share an *estimate*;
but no audited ham lies above it, for one lost of so few is more than was promised. A score of 1 is that of a rule which
decides whatever the thresholds are: such a ham is lost at any threshold, raises none, and makes it take more audits
until there is a guarantee (`conformal.needed`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chaffinch.engine import conformal
from chaffinch.engine.conformal import Budget
from chaffinch.engine.policy import SPAM_FLOOR, floored
from chaffinch.engine.types import Thresholds
from chaffinch.errors import InputError, PromiseError

_SHARE = re.compile(r"(\d{1,9})/(\d{1,9})|(\d{0,3}(?:\.\d{1,6})?)\s?(%?)", re.ASCII)
FINEST = Fraction(1, 100_000)
DECIDED = 1.0
"""What a decisive rule calls spam scores this (`spamfilter`): no threshold would have let it through. So sure a learner
is lost to any threshold that stops something, too."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Shares of honest comments, None where nothing was asked: the base model's own threshold then."""

    lose_at_most: Fraction | None = None
    hold_at_most: Fraction | None = None

    @property
    def is_made(self) -> bool:
        """Whether anything was promised."""
        return self.lose_at_most is not None or self.hold_at_most is not None


NOTHING = Promise()


def keep(
    promise: Promise, base: Thresholds, budgets: Sequence[Budget], ham_scores: Sequence[float]
) -> Thresholds | None:
    """Return a site's thresholds; None where nothing was promised, so that the base model's hold.

    `ham_scores`: of audited hams, ascending, six digits. More audits never make a threshold cut through a tie, nor lie
    below the floors of `policy`; a threshold that the other pushes up only loses or holds less.
    """
    if not promise.is_made:
        return None
    spam = max(_kept(promise.lose_at_most, base.spam_at, budgets, ham_scores), SPAM_FLOOR)
    hold = _kept(promise.hold_at_most, min(base.hold_at, spam), budgets, ham_scores)
    return floored(hold, spam, base.discard_at)


def _kept(share: Fraction | None, base: float, budgets: Sequence[Budget], ham_scores: Sequence[float]) -> float:
    if share is None:
        return base
    found = conformal.threshold(ham_scores, share)
    if found is not None and found <= DECIDED:
        return found  # a higher one would stop nothing, and lose what rules decide all the same
    estimate = conformal.by_budget(budgets, share)
    below = bisect_left(ham_scores, DECIDED)
    return max(estimate, conformal.above(ham_scores[below - 1])) if below else estimate


def share(text: str) -> Fraction:
    """Return a share as people write it.

    >>> share("1/1000"), share("3%"), share("0.1 %"), share("0.02")
    (Fraction(1, 1000), Fraction(3, 100), Fraction(1, 1000), Fraction(1, 50))

    Raises:
        InputError: it is none, or finer than 1/100000.
    """
    found = _SHARE.fullmatch(text.strip())
    above, below, number, percent = found.groups() if found else ("", "0", "", "")
    if not number and not int(below or "0"):
        raise _odd(text)
    told = Fraction(int(above), int(below)) if below else Fraction(number) / (100 if percent else 1)
    if not FINEST <= told <= 1:
        raise _odd(text)
    return told


def promised(text: str) -> Fraction:
    """Return a share that can be promised: one of less than all.

    Raises:
        InputError: it is none, see `share`, or all: nothing would be promised, and most likely a `%` is missing.
    """
    told = share(text)
    if told == 1:
        raise InputError(f"{text!r} is all comments, and promises nothing: write 1% for one in a hundred, or `none`")
    return told


def agreeing(promise: Promise) -> Promise:
    """Return a promise whose two shares can both mean something.

    Raises:
        PromiseError: fewer may be held or lost than may be lost. What is lost is among those, so the greater share says
            nothing; most likely the two were mixed up.
    """
    lose, hold = promise.lose_at_most, promise.hold_at_most
    if lose is not None and hold is not None and hold < lose:
        raise PromiseError(
            f"at most {share_words(hold)} held or lost and at most {share_words(lose)} lost contradict each other: "
            f"what is lost counts as held or lost too. Let no more than {share_words(hold)} be lost, or more be held"
        )
    return promise


def _odd(text: str) -> InputError:
    return InputError(f"{text!r} is no share of comments: write 1/1000, 0.1% or 0.001; from 1/{1 / FINEST} to all")


def share_words(told: Fraction) -> str:
    """Return a share in the form people read: as one of so many where it is, else as a percentage.

    >>> share_words(Fraction(1, 1000)), share_words(Fraction(3, 100))
    ('1 in 1,000', '3 %')
    """
    return f"1 in {told.denominator:,}" if told.numerator == 1 and told.denominator > 1 else f"{float(told * 100):g} %"
