"""Ham made up for measuring campaigns where no corpus is at hand.

Random sentences, and what honest people really say alike: popular short answers, the same quotation, the same link.
"""

from __future__ import annotations

import random

from chaffinch.engine.types import Submission

POPULAR = (
    *("Thanks!", "First", "+1", "me too", "lol", "Great post", "Thank you so much!", "This.", "Agreed", "So true"),
    *("Exactly what I was looking for, thanks!", "It works now, thank you very much!", "Same here.", "Well said!"),
    *("Congratulations to you and the whole team!", "I have the same problem, any news?", "Danke!", "Merci beaucoup"),
    *("Happy new year to all of you!", "Rest in peace", "Спасибо!", "Muchas gracias", "太好了", "谢谢分享"),
)
_QUOTED = (
    "The council decided on Monday night that the old bridge will stay closed for another two summers.",
    "Nobody who has ever repaired a bicycle in the rain will need to be told why tools are kept in the dry.",
    "A town that cannot say what its library costs should not be surprised that nobody misses it.",
)
_LINKS = (
    'See <a href="https://council.example/minutes/12">the minutes of the council meeting of last Monday night</a>.',
    "https://paper.example/bridge has the plans.",
    "[The whole report about the closing of the old bridge](https://report.example/a)",
)
_LETTERS = """
the a of and to in it is was that for on with as at but not so they we she he you my our this there
ba bel cor den dis el fan gar hol in ka lor mer nis or pel qui ras sten tur um ver wil yan zo
"""
_SMALL, _SYLLABLES = (line.split() for line in _LETTERS.strip().splitlines())


def made_up_ham(count: int, seed: int) -> list[Submission]:
    """Return so many comments; a tenth is popular and short, a twentieth quotes or links what others do too."""
    dice = random.Random(f"{seed}:made up")  # noqa: S311 - a reproducible draw
    return [_comment(dice, number) for number in range(count)]


def _comment(dice: random.Random, number: int) -> Submission:
    draw, author = dice.random(), f"Reader {dice.randrange(count_of_readers(number))}"
    if draw < 0.10:
        return Submission(dice.choice(POPULAR), author)
    own = " ".join(_sentence(dice) for _ in range(1 + int(dice.expovariate(0.6))))
    if draw < 0.13:
        return Submission(f"> {dice.choice(_QUOTED)}\n\n{own}", author)
    if draw < 0.15:
        return Submission(f"{own} {dice.choice(_LINKS)}", author)
    return Submission(own, author)


def count_of_readers(number: int) -> int:
    """Return how many readers have written by then: new ones come, old ones write again."""
    return 10 + number // 3


def _sentence(dice: random.Random) -> str:
    words = [_word(dice) for _ in range(5 + int(dice.expovariate(0.2)))]
    return " ".join(words).capitalize() + dice.choice(".!?.")


def _word(dice: random.Random) -> str:
    """Return a small word, or one of some 14,000 made up of syllables, the first of them more often."""
    if dice.random() < 0.4:
        return dice.choice(_SMALL)
    return "".join(_SYLLABLES[int(len(_SYLLABLES) * dice.random() ** 2)] for _ in range(dice.choice((2, 2, 3))))
