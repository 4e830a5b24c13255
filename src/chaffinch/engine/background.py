"""What anybody writes about anything: the commonest longer words of many languages, as a background to an article.

A unigram model of language in general. Frequencies follow from rank alone (Zipf's law with Mandelbrot's shift), which
is near enough to tell a word of grammar from a word of the subject, and needs no counts of anybody's comments.
"""

from __future__ import annotations

import math

from chaffinch.engine.hashing import column, words

BITS = 64
"""Costs are in 1/64 bit: whole numbers, so that no processor's logarithm makes a difference."""
UNKNOWN = 15 * BITS
"""Cost of a word that stands in no table: one in 2**15."""
_SHARE, _SHIFT = 0.1, 3.0
"""A word of rank r, counted from 0, has the share 0.1 / (r + 3)."""

_COMMON = (
    """that have with this from they will would there their what about which when make like time just know take people
    into year your good some could them than then look only come over think also back after work first well even want
    because these give most were been does very much more many such here where thanks thank great really should site
    post blog article page comment read write code find need help using used same still being through before while
    those must might since without works thing things something anything nothing never always every each little long
    last right best better nice love please question problem point""",
    """nicht eine sich auch werden haben aber noch nach oder wenn sind wird kann schon mehr diese dass sein einen
    einer durch alle hier doch immer dann habe gibt danke sehr beitrag""",
    """dans avec plus vous mais nous comme sont bien fait faire cette merci aussi même sans peut être avoir deux très
    donc alors leur quand votre pour article billet""",
    """para como pero este esta está todo sobre también hasta donde quien desde cuando bien gracias porque tiene
    puede estos artículo""",
    """isso você muito pelo também quando mesmo obrigado aqui tudo fazer mais seus isto artigo""",
    """sono della come questo anche nella alla molto grazie tutto essere hanno delle quando articolo""",
    """voor maar naar niet heeft deze worden goed heel bedankt""",
    """jest tylko bardzo przez tego dzięki jako""",
    """için daha gibi değil olan olarak kadar teşekkürler güzel bunu""",
    """yang untuk dengan tidak dari saya juga bisa akan terima kasih""",
    """được không người những trong nhiều cũng""",
    """только меня было если быть когда даже есть чтобы очень тоже спасибо просто этого может надо""",
    """الذي التي كانت شكرا ولكن عندما""",
    """מאוד תודה הזאת אפשר""",
    """的 一 是 不 了 在 人 有 我 他 这 个 们 中 来 上 大 为 和 国 地 到 以 说 时 要 就 出 会 可 也 你 对 生 能 而 子
    那 得 于 着 下 自 之 年 过 发 后 作 里 日 本 事 私""",
)
"""Words of four letters or more, as `relevance` looks at no shorter ones, and ideographs; the commonest first."""


def _costs() -> dict[int, int]:
    costs: dict[int, int] = {}
    for language in _COMMON:
        spelled = language.split()
        hashes = words(column(spelled)).hashes.tolist()
        for rank, word in enumerate(hashes):
            costs[word] = min(costs.get(word, UNKNOWN), round(-math.log2(_SHARE / (rank + _SHIFT)) * BITS))
    return costs


COSTS = _costs()
"""Cost of each common word, by its hash: -log2 of its share, in 1/64 bit."""
