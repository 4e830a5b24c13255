"""SpamAssassin's Bayes alone: one Perl process (`spamassassin.pl`) that is asked over pipes.

Tokens that hardly tell count too (MIN_PROB_STRENGTH 0.02 in place of 0.346) and one sighting counts for less (s 1 in
place of 0.03, x 0.5). These are package variables, not options: no site can set them, which favours this peer.
Measured beside the defaults as for bogofilter: 1-ROCA % 3.07 in place of 4.19, caught at 1 % 79 in place of 69.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chaffinch.archive.peers import letters, processes
from chaffinch.archive.peers.peer import Peer
from chaffinch.errors import StateError
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

_PROGRAM = Path(__file__).with_suffix(".pl")
_PLUGINS = Path("/etc/spamassassin")
_RULES = Path("/usr/share/spamassassin")
_NEEDED_RULES = ("10_default_prefs.cf", "20_aux_tlds.cf", "23_bayes.cf", "60_bayes_stopwords.cf")
_SETTINGS = """\
use_bayes 1
use_bayes_rules 1
bayes_path {folder}/bayes
bayes_min_ham_num 1
bayes_min_spam_num 1
bayes_auto_learn 0
bayes_auto_expire 0
bayes_learn_to_journal 0
skip_rbl_checks 1
dns_available no
"""
_NOTHING_SAID = 0.5


class _SpamAssassin:
    def __init__(self, folder: Path) -> None:
        self._folder, self._kept = folder, folder / "kept"
        self._learned = 0
        _lay_out(folder)
        self._kept.mkdir()
        words = ["perl", str(_PROGRAM), str(folder)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        self._ask("begin")
        for rows in letters.parts(corpora, listener):
            self.learn(rows)
        self._ask("end")
        self._ask("close")
        for path in self._folder.glob("bayes*"):
            shutil.copy(path, self._kept)

    def learn(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._learned += 1
            label = "spam" if row.label is not None and row.label.name == "SPAM" else "ham"
            letter = letters.with_headers(row)
            if self._ask(f"learn {label} {len(letter)} {self._learned}@bench", letter) != "1":
                raise StateError(f"SpamAssassin did not learn comment {row.id} of {row.site}")

    def scores(self, rows: Sequence[Row]) -> list[float]:
        told = [self._ask(f"score {len(one)}", one) for one in map(letters.with_headers, rows)]
        return [_NOTHING_SAID if one == "none" else float(one) for one in told]

    def forget(self) -> None:
        self._ask("close")
        for path in self._folder.glob("bayes*"):
            path.unlink()
        for path in self._kept.iterdir():
            shutil.copy(path, self._folder)

    def seconds(self) -> float:
        return processes.family_seconds(self.process.pid)

    def _ask(self, line: str, letter: bytes = b"") -> str:
        if self.process.stdin is None or self.process.stdout is None:
            raise StateError("SpamAssassin has no pipes")
        try:
            self.process.stdin.write(line.encode() + b"\n" + letter)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it ended: there is no answer either
        answer = self.process.stdout.readline().decode().strip()
        if not answer:
            raise StateError(f"SpamAssassin ended at {line.split()[0]!r}: what it said is on standard error")
        return answer


def _lay_out(folder: Path) -> None:
    """Copy what the Bayes plugin needs: without the .pre files it is not loaded, and nothing is learned, silently."""
    (folder / "etc").mkdir()
    (folder / "rules").mkdir()
    for path in _PLUGINS.glob("*.pre"):
        shutil.copy(path, folder / "etc")
    for name in _NEEDED_RULES:
        shutil.copy(_RULES / name, folder / "rules")
    (folder / "etc" / "local.cf").write_text(_SETTINGS.format(folder=folder))


@contextmanager
def _open(folder: Path) -> Iterator[_SpamAssassin]:
    session = _SpamAssassin(folder)
    try:
        yield session
    finally:
        processes.end(session.process)


def _version() -> str:
    found = processes.run(["perl", "-MMail::SpamAssassin", "-e", "print Mail::SpamAssassin::Version()"])
    return found.decode()


SPAMASSASSIN = Peer(
    name="SpamAssassin, Bayes",
    settings="author and address as headers; no rules; MIN_PROB_STRENGTH 0.02, s 1, x 0.5, which no option can set",
    neutral=_NOTHING_SAID,
    missing=lambda: processes.missing({"sa-learn": "spamassassin"}),
    version=_version,
    open=_open,
)
"""Debian's SpamAssassin."""
