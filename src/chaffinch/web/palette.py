"""Colours of an embedded thread: a site names three at most, the others follow so that every text can be read. Pure.

Contrast is that of WCAG 2.2: relative luminance of sRGB, (lighter + 0.05) / (darker + 0.05), between 1 and 21.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

READABLE = 4.5
"""Contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3)."""
VISIBLE = 3.0
"""Contrast of what is no text, such as the frame around what has the focus (1.4.11)."""
_COLOUR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a scheme that others are measured by, as the sheet of style has them."""

    name: str
    sheet: str
    paper: Colour
    ink: Colour
    accent: Colour
    focus: Colour


LIGHT = Scheme("light", "paper.css", (251, 248, 241), (28, 26, 23), (138, 43, 31), (20, 89, 156))
DARK = Scheme("dark", "dark.css", (22, 24, 27), (232, 227, 216), (234, 154, 134), (140, 192, 245))


def read(text: str) -> Colour | None:
    """Return a colour written as CSS does, `#8a2b1f` or `#f00`, with or without its sign; None for anything else.

    >>> read("#F00")
    (255, 0, 0)
    >>> read("red; background: url(//evil.test)") is None
    True
    """
    match = _COLOUR.fullmatch(text)
    if match is None:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def written(colour: Colour) -> str:
    """Return a colour as six digits.

    >>> written((255, 0, 10))
    'ff000a'
    """
    return bytes(colour).hex()


def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 (black) to 1 (white).

    >>> luminance(WHITE)
    1.0
    """
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours.

    >>> round(contrast(WHITE, BLACK))
    21
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_dark(colour: Colour) -> bool:
    """Whether white is easier to read on a colour than black."""
    return contrast(colour, WHITE) > contrast(colour, BLACK)


def mixed(one: Colour, other: Colour, percent: int) -> Colour:
    """Return a colour with so many per cent of another in it.

    >>> mixed(WHITE, BLACK, 10)
    (230, 230, 230)
    """
    red, green, blue = ((a * (100 - percent) + b * percent + 50) // 100 for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, ink: Colour, behind: tuple[Colour, ...], least: float = READABLE) -> Colour:
    """Return the nearest colour on the way to the ink that can be read on all that may be behind it."""
    steps = (mixed(colour, ink, percent) for percent in range(0, 100, 5))
    return next((step for step in steps if all(contrast(step, one) >= least for one in behind)), ink)


def sheet(paper: Colour, ink: Colour) -> Colour:
    """Return the colour of what lies on the paper, such as a form: the paper with a little of the ink."""
    return mixed(paper, ink, 5)


def variables(
    scheme: Scheme, *, accent: Colour | None, background: Colour | None, ink: Colour | None
) -> dict[str, str]:
    """Return the variables of the sheets of style that follow from a site's colours, name to `#rrggbb`."""
    paper, text = background or scheme.paper, ink or scheme.ink
    behind = (paper, sheet(paper, text))
    chosen: dict[str, Colour] = {}
    if background or ink:
        chosen |= {
            "paper": paper,
            "sheet": behind[1],
            "ink": text,
            "soft": readable(mixed(text, paper, 35), text, behind),
            "rule": mixed(paper, text, 18),
            "hair": mixed(paper, text, 10),
            "focus": readable(scheme.focus, text, behind, VISIBLE),
        }
    chosen["accent"] = readable(accent or scheme.accent, text, behind)
    chosen["fill"] = accent or chosen["accent"]
    chosen["accent-ink"] = WHITE if is_dark(chosen["fill"]) else BLACK
    return {name: f"#{written(colour)}" for name, colour in chosen.items()}
