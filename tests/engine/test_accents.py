"""Accents put on as a disguise come off; those of any language stay, alone or beside others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.accents import BARE, Bared, bared

HONEST = (
    "Příliš žluťoučký kůň pil ráno u řeky.",
    "Bánh mì ở lò cạnh sông rất ngon, sáng nào tôi cũng ghé mua.",
    "Où sont passés les élèves? À midi ils étaient déjà là, près de la forêt.",
    "Über die Brücke fährt täglich der Müller; schöne Grüße!",
    "El niño comió piñones y un pingüino lo miró.",
    "Não há pães às três da manhã, só à noite, João.",
    "Şığ çayırda ördek gördük, çok güzeldi.",
    "Zażółć gęślą jaźń, mówi dziś pani w piekarni.",
    "Árvíztűrő tükörfúrógép és őszi köd.",
    "Șapte țărani își păzesc oile în pădure și pe vâlcea.",
    "Þetta er fallegur dagur við ána, sögðu þau öll.",
    "Žąsys plaukė upėje, o ėriukai žiūrėjo nuo kranto; šaltą rytą.",
    "Tētis gāja pār tiltu, bet mātes dēls palika mājās ķert līņus.",
    "Ẹ káàárọ̀ o, ṣé dáadáa ni gbogbo ará ilé yín wà?",
    "Nǐ hǎo, wǒ měi tiān zǎo shang qù miàn bāo diàn.",
)
ENGLISH = "The bakery at the bridge sells bread every morning and people like it very much"
SETS = ("äčéîñöšůýž", "àćêïńôśùÿż", "ǎċėĭņŏșũỹź")


def dressed(text: str, sets: tuple[str, ...] = SETS) -> str:
    """Put an accent on every letter that takes one, word by word out of another set."""
    tables = [str.maketrans("aceinosuyz", letters) for letters in sets]
    return " ".join(word.translate(tables[n % len(tables)]) for n, word in enumerate(text.split()))


@pytest.mark.parametrize("text", HONEST)
def test_a_language_keeps_its_accents(text: str) -> None:
    assert bared(unicodedata.normalize("NFC", text)) == Bared(unicodedata.normalize("NFC", text))


@given(st.permutations(HONEST), st.integers(2, 5))
def test_languages_side_by_side_keep_theirs(texts: list[str], count: int) -> None:
    together = unicodedata.normalize("NFC", " ".join(texts[:count]))
    assert bared(together) == Bared(together)


def test_accents_on_every_word_are_those_of_no_language() -> None:
    found = bared(dressed(ENGLISH))
    assert (found.text, found.beside) == (ENGLISH, ())
    assert found.words > len(ENGLISH.split()) / 2


@pytest.mark.parametrize("text", ["ôur bônüs and yoùr mönéy", "thïs ïs thê ône, with ā sàle"])
def test_accents_on_the_commonest_english_words_give_all_away(text: str) -> None:
    assert bared(text).text.isascii()


def test_a_foreign_word_in_english_is_kept_and_read_without_accents_beside() -> None:
    assert bared("your café is what they said") == Bared("your café is what they said", 0, ("cafe",))


@given(st.text(st.characters(categories=["L", "Zs", "Mn"]), max_size=80))
def test_nothing_but_accents_goes(text: str) -> None:
    found = bared(text)
    assert found.text == text or found.text == "".join(BARE.get(ord(c), c) for c in text)
    assert (found.words > 0) is (found.text != text)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_ascii_has_nothing_to_take_off(text: str) -> None:
    assert bared(text) == Bared(text)
