"""What a page may ask of the look of its thread: read strictly, written anew, and always readable."""

from __future__ import annotations

import contextlib
import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import FieldError
from chaffinch.service.pages import MAX_DESCRIPTION, MAX_TITLE
from chaffinch.web import frame, look, palette
from chaffinch.web.frame import Frame
from chaffinch.web.look import Look, Theme, sheet
from chaffinch.web.palette import DARK, LIGHT, Scheme, contrast, read, written
from chaffinch.web.renderer import STATIC

SHEET = re.compile(
    r":root \{\n(  --[a-z-]+: (#[0-9a-f]{6}|4px|0|(\"[\w -]+\"|[a-z-]+)(, (\"[\w -]+\"|[a-z-]+))*);\n)*\}\n"
)
NAMES = ("theme", "accent", "background", "ink", "font", "on")
colours = st.binary(min_size=3, max_size=3).map(bytes.hex)
queries = st.dictionaries(st.sampled_from(NAMES), st.text() | colours | st.sampled_from(["dark", "Georgia, serif"]))


@given(queries)
def test_no_address_puts_a_rule_of_its_own_into_the_sheet(query: dict[str, str]) -> None:
    with contextlib.suppress(FieldError):
        assert SHEET.fullmatch(sheet(query))


@given(queries)
def test_a_look_that_is_taken_comes_back_from_its_own_address(query: dict[str, str]) -> None:
    try:
        found = Look.by(query)
    except FieldError:
        return
    assert Look.by(dict(found.query())) == found


@pytest.mark.parametrize(
    "hostile",
    [
        "red",
        "#12345",
        "#1234567",
        "rgb(0,0,0)",
        "fff;}body{display:none",
        "url(//evil.test)",
        "#fff/**/",
        "ﬀﬀﬀ",
        "#fff\n",
        "a b c",
    ],
)
def test_what_is_no_colour_is_refused_by_name(hostile: str) -> None:
    with pytest.raises(FieldError, match="is not a colour"):
        Look.by({"accent": f"x{hostile}"})
    with pytest.raises(FieldError, match="is not a colour"):
        sheet({"accent": hostile})


@pytest.mark.parametrize(
    "hostile", ['a"b', "a;b", "a}b", "url(x)", "a\\b", "a\nb", "</style>", "a:b", ",", "serif,,x", "@import", "a" * 201]
)
def test_what_is_no_name_of_a_font_is_refused(hostile: str) -> None:
    with pytest.raises(FieldError, match="font"):
        Look.by({"font": hostile})


def test_names_of_fonts_are_quoted_and_generic_ones_are_not() -> None:
    assert (
        Look.by({"font": "'Liberation Serif', ヒラギノ角ゴ, serif"}).font == '"Liberation Serif", "ヒラギノ角ゴ", serif'
    )


@given(colours, colours, colours)
def test_whatever_colours_are_taken_every_text_can_be_read(accent: str, background: str, ink: str) -> None:
    try:
        found = Look.by({"accent": accent, "background": background, "ink": ink})
    except FieldError:
        return
    for scheme in (LIGHT, DARK):
        pair = found.background.on(scheme)
        if pair is None:
            continue
        told = palette.variables(scheme, accent=read(accent), background=pair, ink=read(ink))
        of = {name: read(value) or (0, 0, 0) for name, value in told.items()}
        for behind in ("paper", "sheet"):
            assert min(contrast(of[name], of[behind]) for name in ("ink", "soft", "accent")) >= 4.5
            assert contrast(of["focus"], of[behind]) >= 3
        assert contrast(of["accent-ink"], of["fill"]) >= 4.5


@given(colours)
def test_an_accent_alone_is_brought_to_where_it_can_be_read_and_the_button_keeps_it(accent: str) -> None:
    for scheme in (LIGHT, DARK):
        told = palette.variables(scheme, accent=read(accent), background=None, ink=None)
        assert contrast(read(told["accent"]) or (0, 0, 0), scheme.paper) >= 4.5
        assert told["fill"] == f"#{accent}"


@pytest.mark.parametrize(
    ("query", "theme", "colours"),
    [
        ({}, Theme.AUTO, (None, None)),
        ({"theme": "dark"}, Theme.DARK, (None, None)),
        ({"background": "#fff"}, Theme.LIGHT, ("ffffff", None)),
        ({"background": "101418"}, Theme.DARK, (None, "101418")),
        ({"background": "#fff,#101418"}, Theme.AUTO, ("ffffff", "101418")),
        ({"background": "#fff  #101418", "theme": "light"}, Theme.LIGHT, ("ffffff", "101418")),
    ],
)
def test_one_background_is_one_theme_and_two_are_one_for_each(
    query: dict[str, str], theme: Theme, colours: tuple[str | None, str | None]
) -> None:
    found = Look.by(query)
    pair = (found.background.light, found.background.dark)
    assert (found.theme, tuple(one and written(one) for one in pair)) == (theme, colours)


def test_a_background_of_the_other_theme_is_told_to_the_owner() -> None:
    with pytest.raises(FieldError, match="The background #ffffff is light, and the theme is dark"):
        Look.by({"theme": "dark", "background": "#fff"})


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_that_others_are_measured_by_are_those_of_the_sheets(scheme: Scheme) -> None:
    text = (STATIC / scheme.sheet).read_text("utf-8")
    for name in ("paper", "ink", "accent", "focus"):
        (told,) = re.findall(rf"--{name}: (#[0-9a-f]{{6}});", text)
        assert read(told) == getattr(scheme, name)


def test_title_and_description_are_one_line_each_and_bounded() -> None:
    found = Frame.by({"title": "The\n heron\x00\u202e" + "a" * 999, "description": "b" * 9999})
    assert found.title.startswith("The heron a")
    assert (len(found.title), len(found.description)) == (MAX_TITLE, MAX_DESCRIPTION)


@pytest.mark.parametrize("module", [palette, look, frame], ids=lambda module: module.__name__)
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
