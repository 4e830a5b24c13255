"""The demo newspaper: a folder of Markdown articles with front matter, read once at the start.

Front matter stands between two lines of `---`, one `key: value` a line. Bodies are CommonMark, with raw
HTML switched off. `newspaper.toml` in the same folder is the masthead.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from chaffinch.errors import NotFoundError, SettingError

REQUIRED = ("headline", "dateline", "author", "date", "description")
OPTIONAL = ("section", "figure", "alt", "caption")
MASTHEAD = {"name": "Newspaper", "motto": "", "language": "en", "place": ""}
"""The keys of `newspaper.toml`, with what holds where one is left out."""
_PARAGRAPH = re.compile(r"<p[ >].*?</p>", re.DOTALL)
CONTEXT_CHARACTERS = 2_000
"""How much of an article the judge is shown, and the store keeps: its beginning."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing beside an article: the file's bytes (SVG), what it shows, and its caption."""

    svg: bytes
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `body` is safe HTML, `beginning` the start of its Markdown, `date` carries its offset."""

    slug: str
    headline: str
    dateline: str
    author: str
    date: datetime
    description: str
    section: str
    figure: Figure | None
    body: Markup
    beginning: str

    @property
    def opening(self) -> Markup:
        """The first two paragraphs, for the front page."""
        # Safe: a part of `body`, cut between elements.
        return Markup("\n").join(Markup(part) for part in _PARAGRAPH.findall(self.body)[:2])  # noqa: S704

    @property
    def path(self) -> str:
        """The article's path on the newspaper's site."""
        return f"/articles/{self.slug}"


@dataclass(frozen=True, slots=True)
class Newspaper:
    """A masthead and its articles, newest first."""

    name: str
    motto: str
    language: str
    place: str
    articles: tuple[Article, ...]

    @classmethod
    def from_folder(cls, folder: Path) -> Newspaper:
        """Read a folder; raises SettingError naming the file and the line's key where something is odd."""
        masthead = read_masthead(folder / "newspaper.toml")
        articles = [read_article(file) for file in sorted(folder.glob("*.md"))]
        if not articles:
            raise SettingError(f"{folder} holds no articles; put at least one .md file with front matter there")
        articles.sort(key=lambda article: article.date, reverse=True)
        return cls(
            **masthead,
            articles=tuple(articles),
        )

    @property
    def lead(self) -> Article:
        """The newest article: it leads the front page."""
        return self.articles[0]

    def by_slug(self, slug: str) -> Article:
        """Return one article; raises NotFoundError."""
        for article in self.articles:
            if article.slug == slug:
                return article
        raise NotFoundError("There is no article at this address. It may have been moved or mistyped.")


def read_masthead(file: Path) -> dict[str, str]:
    """Return what the masthead says; raises SettingError naming what is unknown or odd, or that the file is."""
    try:
        told = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{file} is not TOML: {error}") from error
    for key, value in told.items():
        if key not in MASTHEAD:
            raise SettingError(f"{file}: {key!r} is no part of a masthead; accepted are {', '.join(MASTHEAD)}")
        if not isinstance(value, str) or len(value.splitlines()) > 1:
            raise SettingError(f"{file}: {key} is {value!r}; accepted: a line of text")
    return MASTHEAD | told


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{file} cannot be read ({error.strerror}); a newspaper's folder needs it") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"{file} is not UTF-8 (at byte {error.start}); save it in that encoding") from error


def read_article(file: Path) -> Article:
    """Read one Markdown file; raises SettingError naming what is missing or odd."""
    fields, text = split_front_matter(_text(file), file.name)
    return Article(
        slug=file.stem,
        headline=fields["headline"],
        dateline=fields["dateline"],
        author=fields["author"],
        date=_date(fields["date"], file.name),
        description=fields["description"],
        section=fields.get("section", ""),
        figure=_figure(fields, file),
        body=_body(text, fields["dateline"]),
        beginning=text[:CONTEXT_CHARACTERS],
    )


def split_front_matter(source: str, name: str) -> tuple[dict[str, str], str]:
    """Return the fields and the Markdown below them; raises SettingError naming file and key."""
    head, opened, rest = source.lstrip("\ufeff").partition("---\n")
    front, closed, body = rest.partition("\n---\n")
    if head.strip() or not opened or not closed:
        raise SettingError(f"{name}: an article begins with front matter between two lines of ---")
    fields: dict[str, str] = {}
    for line in front.splitlines():
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in (*REQUIRED, *OPTIONAL):
            raise SettingError(f"{name}: {line!r} is no front matter; accepted are {', '.join(REQUIRED + OPTIONAL)}")
        fields[key.strip()] = value.strip()
    missing = [key for key in REQUIRED if not fields.get(key)]
    if missing:
        raise SettingError(f"{name}: the front matter lacks {', '.join(missing)}")
    return fields, body.strip() + "\n"


def _date(value: str, name: str) -> datetime:
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        date = None
    if date is None or date.tzinfo is None:
        raise SettingError(f"{name}: date is {value!r}; write it like 2026-11-23T21:40:00+00:00")
    return date


def _figure(fields: dict[str, str], file: Path) -> Figure | None:
    name = fields.get("figure")
    if not name:
        return None
    drawing = file.parent / name
    if Path(name).name != name or drawing.suffix != ".svg" or not drawing.is_file():
        raise SettingError(f"{file.name}: figure is {name!r}; it must be an .svg file in the same folder")
    try:
        svg = drawing.read_bytes()
    except OSError as error:
        raise SettingError(f"{file.name}: figure {name!r} cannot be read ({error.strerror})") from error
    return Figure(svg, fields.get("alt", ""), fields.get("caption", ""))


def _body(text: str, dateline: str) -> Markup:
    """Render CommonMark; the dateline runs into the first paragraph, as newspapers print it."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    run_in = f'<p class="opening"><span class="dateline">{escape(dateline)}</span> — '
    # Safe: raw HTML is off in the renderer, and the one thing added is escaped.
    return Markup(html.replace("<p>", run_in, 1))  # noqa: S704
