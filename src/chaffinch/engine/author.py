"""The author's name as evidence: people have names, advertisers have keywords."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SYMBOLS = re.compile(r"[|/:&!?$<>\[\]]")
_NOT_FIRST = re.compile(r"(?<=[Xx9])[Xx9]+|[^Xx9]+")
_SHAPES = {c: "X" if chr(c).isupper() else "9" if chr(c).isdigit() else "x" for c in range(128) if chr(c).isalnum()}


def author_words(author: str) -> list[str]:
    """Return the words of a name, lower case."""
    return _WORDS.findall(author.lower())


def author_tokens(author: str, words: list[str], text: str) -> list[str]:
    """Return the tokens of a name as claimed; `text` is the plain text of the comment, lower case."""
    if not words:
        return ["shape=none"]
    count = min(len(words), 6)
    case = _case(author)
    starts = _NOT_FIRST.sub("", author.translate(_SHAPES))[:4] if author.isascii() else ""
    tokens = [f"w={word}" for word in words[:12]]
    tokens += (f"last={words[-1]}", f"count={count}", f"case={case}", f"starts={starts}", f"shape={case}/{count}")
    tokens.append(f"len={min(len(author) // 4, 10)}")
    if not author.isascii():
        tokens.append("nonascii")
    if _DIGIT.search(author):
        tokens.append("digits")
    if "." in author and " " not in author.strip():
        tokens.append("dotted")
    if _SYMBOLS.search(author):
        tokens.append("symbols")
    if count > 1 and " ".join(words) in text:
        tokens.append("in-text")
    return tokens


def _case(author: str) -> str:
    if author.islower():
        return "no"
    if author.isupper():
        return "all"
    return "some" if author.lower() != author else "none"
