"""Made-up days with campaigns in them: spintax expanded and mixed into ham, at random times. Pure and seeded."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from chaffinch.engine.types import Submission
from chaffinch.evaluation.campaign_templates import TUNING

DAY = 24 * 60 * 60 * 1000
"""Milliseconds over which everything arrives."""
SHORTEST, LONGEST = DAY // 72, DAY // 4
"""Twenty minutes to six hours: how long one campaign goes on."""
SITES = 12
"""Sites that all this arrives at."""
HAM = 20_000
"""Ham of the day, if there is so much."""
PER_CAMPAIGN = 40
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"\[(product|host|name|number)\]")

_PRODUCTS = (
    *("garden lights", "vitamin drops", "leather wallets", "phone cases", "air filters", "yoga mats", "beard oil"),
    *("web hosting", "wedding dresses", "car tyres", "fishing rods", "dental veneers", "wall paint", "used laptops"),
)
_OTHER_PRODUCTS = (
    *("hair dryers", "sleeping pills", "swimming goggles", "window blinds", "green tea", "office chairs", "ink"),
    *("face masks", "winter boots", "language courses", "electric bikes", "camping stoves", "gold coins", "barrels"),
)
_FIRST = (
    *("Ada", "Bruno", "Carla", "Dmitri", "Elif", "Fanny", "Goran", "Hedda", "Igor", "Jana", "Karim", "Leonie"),
    *("Milan", "Nadia", "Oskar", "Petra", "Quentin", "Rosa", "Sven", "Tara", "Umberto", "Vera", "Wanda", "Xaver"),
    *("Yusuf", "Zoe"),
)
_LAST = (
    *("Albrecht", "Bakker", "Costa", "Dorn", "Eriksen", "Fabre", "Gruber", "Horvat", "Ito", "Jansen", "Kaya"),
    *("Lindt", "Moreau", "Novak", "Okafor", "Pires", "Quinn", "Rossi", "Sato", "Tran", "Ulrich", "Vega", "Weiss"),
    *("Young",),
)
_LABELS = ("best", "top", "my", "go", "shop", "deal", "mega", "easy", "prime", "nova", "blue", "star", "smart", "quick")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One comment of a made-up day. `at`: milliseconds since its begin; `campaign`: which one, None for ham."""

    at: int
    site: str
    submission: Submission
    campaign: int | None = None


def expanded(template: str, dice: random.Random, host: str, products: Sequence[str]) -> str:
    """Return one comment of a spintax template.

    >>> expanded("{Hi|Hi}, see [host]", random.Random(1), "a.example", ["tea"])
    'Hi, see a.example'
    """
    fill = {
        "product": lambda: dice.choice(products),
        "host": lambda: host,
        "name": lambda: dice.choice(_FIRST),
        "number": lambda: str(dice.randrange(5, 95) * 10),
    }
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), template)
    return " ".join(_SLOT.sub(lambda found: fill[found[1]](), template).split())


def campaign_comments(templates: Sequence[str], seed: int) -> list[Arrived]:
    """Return `PER_CAMPAIGN` comments of each template, under many names, linking to a few hosts of each campaign."""
    products = _PRODUCTS if templates is TUNING else _OTHER_PRODUCTS
    found = []
    for number, template in enumerate(templates):
        dice = random.Random(f"{seed}:{number}")  # noqa: S311 - a reproducible draw
        length = int(SHORTEST * (LONGEST / SHORTEST) ** dice.random())
        begin = dice.randrange(DAY - length)
        hosts = [_host(dice) for _ in range(dice.randrange(1, 6))]
        for _ in range(PER_CAMPAIGN):
            host = dice.choice(hosts)
            text = expanded(template, dice, host, products)
            said = Submission(text, made_up_name(dice), f"http://{host}/" if dice.random() < 0.6 else None)
            at = begin + dice.randrange(length)
            found.append(Arrived(at, f"site{dice.randrange(SITES)}", said, number))
    return found


def day(spam: Sequence[Arrived], ham: Sequence[Submission], seed: int) -> list[Arrived]:
    """Return campaigns and ham in the order in which they arrive; ham keeps its own order, at random times."""
    dice = random.Random(f"{seed}:ham")  # noqa: S311 - a reproducible draw
    times = sorted(dice.randrange(DAY) for _ in ham)
    honest = [Arrived(at, f"site{dice.randrange(SITES)}", said) for at, said in zip(times, ham, strict=True)]
    return sorted([*spam, *honest], key=lambda one: one.at)


def made_up_name(dice: random.Random) -> str:
    """Return one of 624 names."""
    return f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"


def _host(dice: random.Random) -> str:
    return f"{dice.choice(_LABELS)}-{dice.choice(_LABELS)}{dice.randrange(1000)}.example"
