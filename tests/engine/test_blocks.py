"""Which blocks of features a submission has."""

from __future__ import annotations

import pytest

from chaffinch.engine.blocks import BLOCKS, Block, Rows
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission

ALWAYS = {Block.TEXT, Block.WORDS, Block.SHAPE}
TEXT = "The bakery at the bridge has new windows"


def rows_of(submission: Submission, context: Context | None = None) -> Rows:
    return extract(parse([submission]), [submission], [context or Context()])


def blocks_at(rows: Rows, row: int) -> set[Block]:
    return {block for block, sizes in zip(BLOCKS, rows.sizes, strict=True) if sizes[row]}


def blocks_of(submission: Submission, context: Context | None = None) -> set[Block]:
    return blocks_at(rows_of(submission, context), 0)


@pytest.mark.parametrize("nothing", [None, "", " ", "\n\t"])
def test_an_absent_author_makes_no_feature_of_the_author(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT, nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT, "Ann")) == ALWAYS | {Block.AUTHOR, Block.AUTHOR_SHAPE}


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_absent_address_makes_no_feature_of_addresses(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT, None, nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT, None, "https://ann.example/")) == ALWAYS | {Block.URL, Block.URL_PARTS}
    assert blocks_of(Submission(f"{TEXT} http://ann.example/")) == ALWAYS | {Block.URL, Block.URL_PARTS}


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_absent_article_makes_no_feature_of_relevance(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT), Context(article=nothing, parent=nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT), Context(article="The bridge")) == ALWAYS | {Block.RELEVANCE}
    assert blocks_of(Submission(TEXT), Context(parent="Which bakery?")) == ALWAYS | {Block.RELEVANCE}


def test_neighbours_with_more_fields_lend_none() -> None:
    bare, full = Submission(TEXT), Submission(TEXT, "Ann", "https://ann.example/")
    both = extract(parse([bare, full]), [bare, full], [Context(), Context(article="The bridge")])
    assert blocks_at(both, 0) == ALWAYS
    assert blocks_at(both, 1) == set(Block)


@pytest.mark.parametrize("text", ["", " ", "!", "\0", "\ud800", "! ? ."])
def test_a_text_without_words_still_has_its_structure(text: str) -> None:
    assert Block.SHAPE in blocks_of(Submission(text))
    assert Block.WORDS not in blocks_of(Submission(text))
    assert blocks_of(Submission(text, "Ann")) >= {Block.SHAPE, Block.AUTHOR, Block.AUTHOR_SHAPE}
