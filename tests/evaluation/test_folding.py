"""What folding does to honest writing: counted by kind and word, compared by script, added up."""

from __future__ import annotations

import pytest

from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation import folding
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.folding import OfScript


def row(text: str, lang: str | None = None) -> Row:
    return Row("1", "town", Submission(text), None, Label.HAM, lang, None)


def test_what_folding_touches_is_counted_by_comment_and_word() -> None:
    touched = folding.touched("town", [row("win b0nus at the c@sino"), row("soooo nice"), row("nice")], Label.HAM)
    assert (touched.comments, touched.folded_words) == (3, 3)
    assert {kind: count for kind, count in touched.folded.items() if count} == {"spelled": 1, "stretched": 1}


@pytest.mark.parametrize(
    ("text", "lang", "script"),
    [
        ("Хлеб в пекарне у моста пекут ещё с ночи", "ru", "cyrillic"),
        ("Το ψωμί του φούρνου δίπλα στο ποτάμι", "el", "greek"),
        ("الخبزُ في هذا المخبزِ طازجٌ كلَّ صباح", "ar", "arabic"),
        ("הַלֶּחֶם במאפייה ליד הנהר טרי", "he", "hebrew"),
        ("강가 빵집의 빵은 정말 맛있어요", "ko", "hangul"),
        ("河边那家面包店的面包每天早上都很新鲜，我常带孩子去！", "zh", "han"),
        ("Bánh mì ở lò cạnh sông rất ngon &amp; rẻ", "vi", "latin, vi"),
        ("Příliš žluťoučký <b>kůň</b> http://river.example/kůň", "cs", "latin, cs"),
        ("Café au lait, s'il vous plaît", None, "latin, language unknown"),
    ],
)
def test_honest_writing_reads_as_it_was_written(text: str, lang: str | None, script: str) -> None:
    assert folding.by_script([row(text, lang)]) == [OfScript(script, 1, 0)]


@pytest.mark.parametrize("text", ["win b0nus", "soooo nice", "v i a g r a", "our café and your bônüs", "ca\u0336sino"])
def test_whatever_letter_is_read_otherwise_is_told(text: str) -> None:
    assert folding.by_script([row(text, "en")]) == [OfScript("latin, en", 1, 1)]


def test_what_has_no_letter_is_of_no_script() -> None:
    assert folding.by_script([row("1 + 1 = 2 !"), row("\U0001f426"), row("")]) == []


def test_scripts_of_several_corpora_are_added_up_the_largest_first() -> None:
    found = [OfScript("han", 2, 0), OfScript("greek", 4, 1), OfScript("han", 5, 1)]
    assert folding.totals(found) == [OfScript("han", 7, 1), OfScript("greek", 4, 1)]
