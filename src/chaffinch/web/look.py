"""How an embedded thread looks, as the page around it asks in the address: theme, colours, font. Read strictly.

What was read is written anew from numbers and names, never passed on as it came: no address puts a rule of its own
into a sheet of style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from chaffinch.errors import FieldError
from chaffinch.web import palette
from chaffinch.web.palette import DARK, LIGHT, READABLE, Colour, Scheme

_MAX_FONT = 200
_FAMILY = re.compile(r"[^\W_][\w -]{0,60}")
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace"})
_APART = re.compile(r"[\s,]+")


class Theme(Enum):
    """`AUTO`: as the reader's system has it."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


MEDIA = {Theme.AUTO: "(prefers-color-scheme: dark)", Theme.LIGHT: "not all", Theme.DARK: "all"}
"""When the sheets of the dark scheme hold."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour in the light scheme and in the dark one."""

    light: Colour | None = None
    dark: Colour | None = None

    def on(self, scheme: Scheme) -> Colour | None:
        """Return the colour in a scheme."""
        return self.dark if scheme is DARK else self.light

    def written(self) -> str:
        """Return it as an address carries it."""
        told = [palette.written(one) for one in (self.light, self.dark) if one is not None]
        return ",".join(dict.fromkeys(told))


NEITHER = Pair()


@dataclass(frozen=True, slots=True)
class Look:
    """`font` names families that the reader's system has, ready for CSS; empty: ours."""

    theme: Theme = Theme.AUTO
    accent: Pair = NEITHER
    background: Pair = NEITHER
    ink: Pair = NEITHER
    font: str = ""

    @classmethod
    def by(cls, query: Mapping[str, str]) -> Look:
        """Read the query of an address; what is not there is left as it is.

        Raises:
            FieldError: a value that is no theme, colour or font, or colours that could not be read on one another.

        """
        background = _pair(query, "background")
        theme = _theme(query.get("theme", ""), background)
        if background.light == background.dark:  # one colour for both is one scheme
            background = Pair(dark=background.dark) if theme is Theme.DARK else Pair(light=background.light)
        look = cls(theme, _pair(query, "accent"), background, _pair(query, "ink"), _font(query.get("font", "")))
        for scheme in (LIGHT, DARK):
            look._check(scheme)
        return look

    def _check(self, scheme: Scheme) -> None:
        given = self.background.on(scheme), self.ink.on(scheme)
        if not any(given) or not self._has(scheme):
            return
        paper, ink = given[0] or scheme.paper, given[1] or scheme.ink
        if (found := palette.contrast(palette.sheet(paper, ink), ink)) < READABLE:
            raise FieldError(
                f"Text in #{palette.written(ink)} on #{palette.written(paper)} cannot be read in the {scheme.name} "
                f"theme (contrast {found:.1f}, and {READABLE} is the least): please choose another ink or background.",
                field="ink" if given[1] else "background",
            )

    def _has(self, scheme: Scheme) -> bool:
        """Whether a scheme can ever be seen."""
        return self.theme is Theme.AUTO or (self.theme is Theme.DARK) == (scheme is DARK)

    @property
    def dark_when(self) -> str:
        """The media query under which the dark sheets hold."""
        return MEDIA[self.theme]

    @property
    def color_scheme(self) -> str:
        """What a browser may use for what no sheet of style reaches."""
        return "light dark" if self.theme is Theme.AUTO else self.theme.value

    def query(self) -> tuple[tuple[str, str], ...]:
        """Return what an address carries of it."""
        told = (
            ("theme", "" if self.theme is Theme.AUTO else self.theme.value),
            ("accent", self.accent.written()),
            ("background", self.background.written()),
            ("ink", self.ink.written()),
            ("font", self.font.replace('"', "")),
        )
        return tuple((name, value) for name, value in told if value)

    def sheet(self, name: str) -> str:
        """Return where the sheet of what was chosen for a scheme is, "" where nothing was."""
        scheme = DARK if name == DARK.name else LIGHT
        colours = (("accent", self.accent), ("background", self.background), ("ink", self.ink))
        chosen = [(name, palette.written(found)) for name, pair in colours if (found := pair.on(scheme))]
        chosen += [("font", self.font.replace('"', ""))] if self.font and scheme is LIGHT else []
        return f"/look.css?{urlencode([('on', scheme.name), *chosen])}" if chosen else ""


OURS = Look()
"""What holds where a site asks for nothing."""


def sheet(query: Mapping[str, str]) -> str:
    """Return the sheet of style that an address of `Look.sheet` asks for; raises FieldError as `Look.by`."""
    scheme = DARK if query.get("on") == DARK.name else LIGHT
    accent, background, ink = (_colour(query.get(name, ""), name) for name in ("accent", "background", "ink"))
    told: dict[str, str] = {}
    if accent or background or ink:
        told |= palette.variables(scheme, accent=accent, background=background, ink=ink)
    if background:
        # The page goes on beside it; a little room for the frame around what has the focus.
        told |= {"edge": "4px", "lead": "0"}
    if font := _font(query.get("font", "")):
        told |= dict.fromkeys(("text", "display", "plain"), font)
    rules = "".join(f"  --{name}: {value};\n" for name, value in told.items())
    return f":root {{\n{rules}}}\n"


def _theme(told: str, background: Pair) -> Theme:
    if told and told not in {theme.value for theme in Theme}:
        raise FieldError(f"There is no theme {told[:40]!r}: please ask for auto, light or dark.", field="theme")
    theme = Theme(told or "auto")
    if background.light is None or background.light != background.dark:
        return theme
    fits = Theme.DARK if palette.is_dark(background.light) else Theme.LIGHT
    if theme not in (Theme.AUTO, fits):
        raise FieldError(
            f"The background #{palette.written(background.light)} is {fits.value}, and the theme is {theme.value}: "
            "please give two backgrounds, for the light theme and for the dark one, or leave out one of the two.",
            field="background",
        )
    return fits


def _pair(query: Mapping[str, str], name: str) -> Pair:
    """Return one colour for both schemes, or two."""
    told = [part for part in _APART.split(query.get(name, "")[:40]) if part]
    if len(told) > 2:
        raise _odd_colour(query[name], name)
    found = [_colour(part, name) for part in told]
    return Pair(found[0], found[-1]) if found else NEITHER


def _colour(told: str, name: str) -> Colour | None:
    found = palette.read(told)
    if told and found is None:
        raise _odd_colour(told, name)
    return found


def _odd_colour(told: str, name: str) -> FieldError:
    return FieldError(
        f"The {name} {told[:40]!r} is not a colour: please write it as #8a2b1f, or two such, for light and for dark.",
        field=name,
    )


def _font(told: str) -> str:
    """Return font families as CSS has them: each name quoted, but for the generic ones."""
    if len(told) > _MAX_FONT:
        raise FieldError(f"The list of fonts has over {_MAX_FONT} characters: please name fewer.", field="font")
    families = [part.strip().strip("\"'").strip() for part in told.split(",")] if told.strip() else []
    for family in families:
        if not _FAMILY.fullmatch(family):
            raise FieldError(
                f"The font {family[:40]!r} is no name of a font: please write names with commas between them, such as "
                "Georgia, serif.",
                field="font",
            )
    return ", ".join(family if family in _GENERIC else f'"{family}"' for family in families)
