"""Letters that pass for Latin ones: those of other scripts that look alike, and Latin ones drawn as symbols.

Source: drawn by hand from the shapes of the letters (the idea is that of Unicode Technical Standard 39, section 4).
What Unicode itself calls a variant of a Latin letter (fullwidth, mathematical, circled, superscript) is left to its
own normalisation form NFKC, and not repeated here.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

_Pairs = tuple[str, str]

_TWINS: tuple[_Pairs, ...] = (
    ("АВЕЅІЈКМНОРСТУХҮԌԚԜѴ", "ABESIJKMHOPCTYXYGQWV"),  # Cyrillic
    ("аеѕіјорсухүһӏԁԛԝѵ", "aesijopcyxyhldqwv"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ"),  # Greek
    ("αικνορτυχϲϳ", "aikvoptuxcj"),
    ("ՕՍՏԼօսհոց", "OUSLouhng"),  # Armenian
    ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᎥᎩ", "ABCDEGHJKLMPRSTVWZiy"),  # Cherokee
    ("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ"),  # Lisu
)
_COUSINS: tuple[_Pairs, ...] = (
    ("ҺьвкмнтгпиєёїґғқҫңѡЬИЯ", "HbbkmhtrnueeirfkchwbNR"),
    ("βγεησωΩ", "byenowO"),
    ("քզգյռ", "pqqjn"),
)

TWINS: dict[int, str] = {
    ord(letter): latin for letters, latins in _TWINS for letter, latin in zip(letters, latins, strict=True)
}
"""From a code point to the Latin letter that nobody can tell it from."""

LOOK_ALIKES: dict[int, str] = TWINS | {
    ord(letter): latin for letters, latins in _COUSINS for letter, latin in zip(letters, latins, strict=True)
}
"""From a code point to the Latin letter it passes for among Latin ones; twins, and such that differ when looked at."""

CYRILLIC_TWINS: dict[int, str] = {
    ord(latin): letter for latin, letter in zip("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху", strict=True)
}
"""The other way round: from a Latin letter to the Cyrillic one that it passes for among Cyrillic ones."""

_NUMBER_OF_LETTERS = len(ascii_lowercase)


def _row(first: int, letters: str) -> dict[int, str]:
    return {first + n: letters[n] for n in range(_NUMBER_OF_LETTERS)}


DRAWN: dict[int, str] = {
    **_row(0x249C, ascii_lowercase),  # in brackets, where NFKC would write the brackets out
    **_row(0x1F110, ascii_uppercase),
    **_row(0x1F150, ascii_uppercase),  # white on black, round and square
    **_row(0x1F170, ascii_uppercase),
    **dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢɑɡ"), "abcdefghijklmnopqrstuvwyzag", strict=True)),
}
"""From a small capital or a letter in a box to the plain letter; flags are not here, since two of them can be a land."""

FIRST_FLAG_LETTER = 0x1F1E6

LANDS = frozenset(
    "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU FI FJ "
    "FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM "
    "MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT "
    "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL "
    "TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split()
)
"""The pairs of regional indicators that are flags (ISO 3166-1 and what Unicode added, CLDR 44)."""
