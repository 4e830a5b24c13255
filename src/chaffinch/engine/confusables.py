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
"""From a small capital or a letter in a box to the plain letter. Not here: flag letters, two of which can be a land."""

FIRST_FLAG_LETTER = 0x1F1E6

_LANDS = (
    "ACADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCPCRCUCV"
    "CWCXCYCZDEDGDJDKDMDODZEAECEEEGEHERESETEUFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUICIDIE"
    "ILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMW"
    "MXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSV"
    "SXSYSZTATCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUNUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"
)
LANDS = frozenset(_LANDS[at : at + 2] for at in range(0, len(_LANDS), 2))
"""The pairs of regional indicators that are flags (ISO 3166-1 and what Unicode added, CLDR 44)."""
