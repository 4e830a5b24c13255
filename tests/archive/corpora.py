"""Small corpora written for tests: every text is another, so that no near-duplicate is taken out."""

from __future__ import annotations

import json
import random
from pathlib import Path

_HAM = ("bridge", "heron", "mill", "plank", "baker", "river", "swan", "otter", "lantern", "orchard", "school", "ferry")
_SPAM = ("casino", "bonus", "pills", "cheap", "discount", "viagra", "jackpot", "loans", "prescription", "replica")
_SYLLABLES = ("ba", "do", "fi", "gu", "ke", "la", "mo", "ne", "pi", "ru", "sa", "to", "vi", "we", "yo", "za")


def texts(count: int, *, is_spam: bool, seed: str) -> list[str]:
    """Return texts that a judge can learn to tell apart."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        told = dice.choices(_SPAM if is_spam else _HAM, k=6)
        words = [word for one in told for word in (one, "".join(dice.choices(_SYLLABLES, k=4)))]
        found.append(" ".join(words) + (f" http://{words[0]}{number}.example" if is_spam else "."))
    return found


def write_corpus(path: Path, spam: int = 80, ham: int = 80) -> Path:
    """Write a corpus of so many rows and return its path; the same name gives the same rows."""
    rows = [
        {"text": text, "label": "spam" if is_spam else "ham", "ts": n, "author": "Ann"}
        for count, is_spam in ((ham, False), (spam, True))
        for n, text in enumerate(texts(count, is_spam=is_spam, seed=f"{path.name} {is_spam}"))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def corpora(folder: Path, *names: str) -> list[Path]:
    """Write a corpus for each name."""
    return [write_corpus(folder / f"{name}.jsonl") for name in names]
