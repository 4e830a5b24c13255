"""How sure a share is that was counted: the exact interval of Clopper and Pearson.

Clopper and Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial": the
shares under which neither so few nor so many would be a surprise of more than half the error. Its upper end is also the
upper quantile of the share above a conformal threshold chosen on the same counts, a Beta(x + 1, n - x) variable (Vovk
2012, "Conditional Validity of Inductive Conformal Predictors"), so it stays true where the threshold was chosen so.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

LEVEL = 0.95
_HALVINGS = 60


def clopper_pearson(found: int, count: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the lowest and highest share, 0 to 1, that `found` of `count` are compatible with; (0, 1) of none.

    >>> low, high = clopper_pearson(0, 312)
    >>> f"{low:.4f} {high:.4f}"
    '0.0000 0.0118'
    """
    if not 0 <= found <= count:
        raise ValueError(f"{found} of {count} is no share")
    error = (1 - level) / 2
    low = 0.0 if found == 0 else _root(lambda p: 1 - _at_most(found - 1, count, p) < error)
    high = 1.0 if found == count else _root(lambda p: _at_most(found, count, p) > error)
    return low, high


def _root(is_below: Callable[[float], bool]) -> float:
    """Return where a claim about a share, true below it and false above, changes."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _at_most(found: int, count: int, share: float) -> float:
    """Return the chance that a binomial variable is at most `found`."""
    if share <= 0.0 or share >= 1.0:
        return 1.0 if share <= 0.0 else float(found >= count)
    terms = (
        lgamma(count + 1) - lgamma(i + 1) - lgamma(count - i + 1) + i * log(share) + (count - i) * log1p(-share)
        for i in range(found + 1)
    )
    return min(1.0, sum(exp(term) for term in terms))
