"""The author's name as evidence: people have names, advertisers have keywords."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\w+")


def author_words(author: str) -> list[str]:
    """Return the words of a name, lower case."""
    return _WORDS.findall(author.lower())


def author_tokens(author: str, words: list[str], text: str) -> list[str]:
    """Return the tokens of a name as claimed; `text` is the plain text of the comment, lower case."""
    if not words:
        return ["shape=none"]
    letters = [c for c in author if c.isalpha()]
    capitals = sum(map(str.isupper, letters))
    case = "none" if not letters else "all" if capitals == len(letters) else "no" if not capitals else "some"
    starts = "".join("X" if w[:1].isupper() else "9" if w[:1].isdigit() else "x" for w in _WORDS.findall(author)[:4])
    tokens = [f"w={word}" for word in words[:12]]
    tokens += [
        f"last={words[-1]}",
        f"count={min(len(words), 6)}",
        f"case={case}",
        f"starts={starts}",
        f"len={min(len(author) // 4, 10)}",
        f"shape={case}/{min(len(words), 6)}",
    ]
    if not author.isascii():
        tokens.append("nonascii")
    if any(c.isdigit() for c in author):
        tokens.append("digits")
    if "." in author and " " not in author.strip():
        tokens.append("dotted")
    if any(c in author for c in "|/:&!?$<>[]"):
        tokens.append("symbols")
    if len(words) > 1 and " ".join(words) in text:
        tokens.append("in-text")
    return tokens
