"""Disguises put on by program, as spammers put them on: one table of ways to hide a word. Pure; the dice are handed in.

What stands for a letter is chosen here anew, not read from the engine's tables: a fold is measured against somebody
else's alphabet. Addresses, tags and entities stay as they are; what is disguised there are hosts, by `homographs`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

Word = Callable[[str, float, random.Random], str]


class Strength(Enum):
    """How much is disguised: the share of words, and within a word the share of letters. One at least."""

    LIGHT = (0.1, 0.4)
    MIDDLE = (0.35, 0.7)
    HEAVY = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Disguise:
    """One way to hide a word. `is_trained`: whether training may use it; the others are reported apart.

    Apart are such as the engine folds (homographs, Lisu letters, accents) and one that it does not (missing letters).
    """

    name: str
    word: Word
    is_trained: bool = True
    of_hosts: bool = False


def _alphabet(latin: str, letters: str) -> dict[str, str]:
    return dict(zip(latin, letters, strict=True))


def _run(capital: int, small: int) -> dict[str, str]:
    capitals = {chr(65 + n): chr(capital + n) for n in range(26)} if capital else {}
    return capitals | {chr(97 + n): chr(small + n) for n in range(26)}


def _some(word: str, share: float, dice: random.Random, may: Callable[[str], bool]) -> set[int]:
    """Choose places of a word's letters: a share of those that may be chosen, one at least."""
    places = [n for n, letter in enumerate(word) if may(letter)]
    return set(dice.sample(places, max(1, round(share * len(places))))) if places else set()


def _replacing(*alphabets: dict[str, str]) -> Word:
    """Replace letters by those of one alphabet, drawn for each word."""

    def disguise(word: str, share: float, dice: random.Random) -> str:
        alphabet = dice.choice(alphabets)
        places = _some(word, share, dice, lambda letter: letter in alphabet)
        return "".join(alphabet[c] if n in places else c for n, c in enumerate(word))

    return disguise


def _adding(*signs: str, most: int = 1) -> Word:
    """Put signs behind letters, never behind the last."""

    def disguise(word: str, share: float, dice: random.Random) -> str:
        places = _some(word[:-1], share, dice, str.isalpha)
        return "".join(
            c + "".join(dice.choice(signs) for _ in range(dice.randint(1, most))) if n in places else c
            for n, c in enumerate(word)
        )

    return disguise


def _parting(*signs: str) -> Word:
    """Part all letters of a word by one sign, drawn for each word."""
    return lambda word, _share, dice: dice.choice(signs).join(word)


def _spaced(word: str, _share: float, _dice: random.Random) -> str:
    return f" {' '.join(word)} "


def _reversed(word: str, _share: float, _dice: random.Random) -> str:
    return f"\u202e{word[::-1]}\u202c"


def _marked(word: str, share: float, dice: random.Random) -> str:
    marks = "\u0300\u0301\u0302\u0307\u0308\u030a\u030b\u0311\u0323\u0324\u0330\u0331\u0336\u0338\u034e\u0359"
    return _adding(*marks, most=3)(word + " ", share, dice)[:-1]


def _stretched(word: str, share: float, dice: random.Random) -> str:
    places = set(list(_some(word, 1.0, dice, str.isalpha))[: 1 if share < 1 else 2])
    return "".join(c * dice.randint(3, 6) if n in places else c for n, c in enumerate(word))


def _entities(word: str, share: float, dice: random.Random) -> str:
    places = _some(word, share, dice, str.isalpha)
    forms = (lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):x};", lambda c: f"&#{ord(c):04d};")
    return "".join(dice.choice(forms)(c) if n in places else c for n, c in enumerate(word))


def _double_escaped(word: str, share: float, dice: random.Random) -> str:
    return _entities(word, share, dice).replace("&", "&amp;")


def _tags(word: str, share: float, dice: random.Random) -> str:
    return _adding("<b></b>", "<i></i>", "<!-- x -->", "<span></span>", "[b][/b]")(word, share, dice)


def _swapped(word: str, share: float, dice: random.Random) -> str:
    """Swap neighbours inside a word, one pair or half of them; first and last stay, so a reader hardly notices."""
    pairs = list(range(1, len(word) - 2, 2))
    letters = list(word)
    for at in dice.sample(pairs, max(1, len(pairs) // 2) if share == 1 else 1) if pairs else []:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _missing(word: str, share: float, dice: random.Random) -> str:
    """Leave out letters inside a word, one or a quarter of them."""
    inner = range(1, len(word) - 1)
    out = set(dice.sample(inner, max(1, round(share * len(inner) / 4))))
    return "".join(c for n, c in enumerate(word) if n not in out)


_CYRILLIC = _alphabet("ABCEHIJKMOPSTXYaceijopsxyhdqwv", "АВСЕНІЈКМОРЅТХУасеіјорѕхуһԁԛԝѵ")
_GREEK = _alphabet("ABEHIKMNOPTXYZaeiknoptuvxyw", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖαεικηορτυνχγω")
_ARMENIAN = _alphabet("OSUhnouqg", "ՕՏՍհոօսզց")
_LISU = _alphabet("ABCDEFGHIJKLMNOPRSTUVWXYZ", "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ")
_SUPERSCRIPT = _alphabet("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_SMALL_CAPITALS = _alphabet("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
_FLAGS = {
    letter: sign
    for n in range(26)
    for letter, sign in ((chr(65 + n), chr(0x1F1E6 + n)), (chr(97 + n), chr(0x1F1E6 + n)))
}
_LEET = _alphabet("aeiostAEIOST", "431057431057"), _alphabet("aeiostAEIOST", "@310$7@310$7")
_ACCENTS = _alphabet("aceinosuyzACEINOSUYZ", "äčéîñöšůýžÄČÉÎÑÖŠŮÝŽ"), _alphabet("aceinosuyz", "àćêïńôśùÿż")

DISGUISES: tuple[Disguise, ...] = (
    Disguise("cyrillic", _replacing(_CYRILLIC)),
    Disguise("greek", _replacing(_GREEK)),
    Disguise("armenian", _replacing(_ARMENIAN)),
    Disguise("fullwidth", _replacing(_run(0xFF21, 0xFF41))),
    Disguise(
        "mathematical", _replacing(*(_run(c, c + 26) for c in (0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5D4, 0x1D670)))
    ),
    Disguise("circled", _replacing(_run(0x24B6, 0x24D0), _run(0x1F150, 0x1F150))),
    Disguise("squared", _replacing(_run(0x1F130, 0x1F130), _run(0x1F170, 0x1F170))),
    Disguise("superscript", _replacing(_SUPERSCRIPT)),
    Disguise("small-capitals", _replacing(_SMALL_CAPITALS)),
    Disguise("regional-indicators", _replacing(_FLAGS)),
    Disguise("invisible", _adding("\u200b", "\u2060", "\ufeff", "\u200c", "\u2063", most=2)),
    Disguise("soft-hyphens", _adding("\u00ad")),
    Disguise("bidi-marks", _adding("\u200e", "\u200f", "\u202a\u202c", "\u2066\u2069")),
    Disguise("reversed", _reversed),
    Disguise("stacked-marks", _marked),
    Disguise("leetspeak", _replacing(*_LEET)),
    Disguise("spaced", _spaced),
    Disguise("dotted", _parting(".", "-", "_", "*", "·")),
    Disguise("stretched", _stretched),
    Disguise("entities", _entities),
    Disguise("double-escaped", _double_escaped),
    Disguise("tags", _tags),
    Disguise("swapped", _swapped),
    Disguise("homographs", _replacing(_CYRILLIC), is_trained=False, of_hosts=True),
    Disguise("lisu", lambda word, share, dice: _replacing(_LISU)(word.upper(), share, dice), is_trained=False),
    Disguise("accents", _replacing(*_ACCENTS), is_trained=False),
    Disguise("missing-letters", _missing, is_trained=False),
)

_APART = re.compile(
    r"(<[^>]*>|\[/?[a-zA-Z]+(?:=[^\]]*)?\]|\]\([^)]*\)|&[#\w]+;|(?:https?://|www\.)[^\s<\"'\])]+|[\w.-]+\.[a-z]{2,6}\b\S*|\S+@\S+)"
)
_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{3,}(?![^\W_])")
_HOST = re.compile(r"(?<=://)[A-Za-z0-9.-]+(?=\.[a-z]{2,})")


def disguised(text: str, disguise: Disguise, strength: Strength, dice: random.Random) -> str:
    """Return a text with a share of its words in disguise; as it was where there is no word of three Latin letters."""
    words, letters = strength.value
    return _on_words(text, disguise, words, letters, dice)


def one_word_disguised(text: str, disguise: Disguise, strength: Strength, dice: random.Random) -> str:
    """Return a text with a single word in disguise: what honest people do in fun, or their keyboard for them."""
    return _on_words(text, disguise, 0.0, strength.value[1], dice)


def _on_words(text: str, disguise: Disguise, words: float, letters: float, dice: random.Random) -> str:
    if disguise.of_hosts:
        return _HOST.sub(lambda m: disguise.word(m[0], letters, dice), text)
    parts = _APART.split(text)
    places = [(n, m.span()) for n in range(0, len(parts), 2) for m in _WORD.finditer(parts[n])]
    if not places:
        return text
    for n, (start, end) in sorted(dice.sample(places, max(1, round(words * len(places)))), reverse=True):
        part = parts[n]
        parts[n] = part[:start] + disguise.word(part[start:end], letters, dice) + part[end:]
    return "".join(parts)
