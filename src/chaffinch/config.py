"""Settings: one table, read from defaults, `chaffinch.toml`, `CHAFFINCH_*` and the command line, the last one winning.

An unknown key or an odd value stops the start. Everything that is wrong is told at once: which setting, where it
stands, what was found there and what would be accepted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from chaffinch.errors import InputError, SettingError
from chaffinch.service.controller import Controller, StatedRecipient, read_recipients
from chaffinch.service.retention import Retention
from chaffinch.service.site_address import canonical_url
from chaffinch.web.parts import demo_folder

FILE = "chaffinch.toml"
PREFIX = "CHAFFINCH_"
SECRET = "chaffinch.secret"  # noqa: S105 - a file's name


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `read` turns what was found (TOML's value, or text) into the value or raises ValueError."""

    name: str
    default: Any
    accepts: str
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective values. `sources` tells for each setting's name where its value comes from."""

    host: str
    port: int
    database: str
    secret_file: Path
    articles: Path
    model: Path | None
    public_url: str
    trusted_proxies: tuple[str, ...]
    calls_per_minute: int
    controller: Controller
    retention: Retention
    callbacks_allow_private: bool
    read_articles: bool
    values: Mapping[str, Any]
    sources: Mapping[str, str]

    @property
    def database_file(self) -> Path:
        """The file of the database."""
        return Path(self.database.removeprefix("sqlite:///"))


def load(environ: Mapping[str, str], file: Path | None = None, options: Mapping[str, Any] | None = None) -> Settings:
    """Return the effective settings. `file` must exist if given; else `chaffinch.toml` here is read if there is one.

    `options` are those given on the command line, by the setting's name; None where not given.

    Raises:
        SettingError: anything unknown or odd; the message has one line for each.
    """
    values = {setting.name: setting.default for setting in SETTINGS}
    sources = dict.fromkeys(values, "default")
    problems: list[str] = []
    for name, found, source in _found(environ, file, options or {}, problems):
        setting = _BY_NAME.get(name)
        if setting is None:
            problems.append(_unknown(name, source))
            continue
        try:
            values[name], sources[name] = setting.read(found), source
        except (TypeError, ValueError):
            problems.append(f"{name}: found {masked(repr(found))} in {source}; accepted: {setting.accepts}")
    if problems:
        raise SettingError("\n".join(problems))
    return _settings(values, sources)


def masked(text: str) -> str:
    """Return a value as it may be shown: no password of a database's address."""
    text = re.sub(r"(?s)(://[^:/@]*:).*@", r"\1***@", text)
    return re.sub(r"(?i)([?&][^=&]*(?:pass|secret|token|key)[^=&]*=)[^&'\"]*", r"\1***", text)


def _found(
    environ: Mapping[str, str], file: Path | None, options: Mapping[str, Any], problems: list[str]
) -> Iterator[tuple[str, Any, str]]:
    """Yield name, what was found and where, the weakest source first."""
    path = file or Path(FILE)
    if file or path.exists():
        try:
            yield from ((name, value, str(path)) for name, value in _flat(tomllib.loads(path.read_text("utf-8"))))
        except OSError as error:
            problems.append(f"{path} cannot be read ({error.strerror}); give --config the path of a TOML file")
        except ValueError as error:  # not UTF-8, or not TOML
            problems.append(f"{path} is not TOML: {error}")
    for variable in sorted(environ):
        if variable.startswith(PREFIX):
            yield variable.removeprefix(PREFIX).lower().replace("__", "."), environ[variable], variable
    for name, value in options.items():
        if value is not None:
            yield name, value, f"--{name.replace('_', '-')}"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        is_known = any(name.startswith(f"{prefix}{key}.") for name in _BY_NAME)
        if isinstance(value, dict) and (value or is_known):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _unknown(name: str, source: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, _BY_NAME, 1, 0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"settings are {', '.join(_BY_NAME)}"
    return f"unknown setting {name!r} in {source}; {hint}"


def _settings(values: Mapping[str, Any], sources: Mapping[str, str]) -> Settings:
    database: str = values["database"]
    file = Path(database.removeprefix("sqlite:///"))
    effective = {
        **values,
        "secret_file": values["secret_file"] or file.with_name(SECRET),
        "articles": values["articles"] or demo_folder(),
        "public_url": values["public_url"] or _local_url(values["host"], values["port"]),
    }
    return Settings(
        **{name: value for name, value in effective.items() if "." not in name},
        controller=Controller(**{f.name: values[f"controller.{f.name}"] for f in fields(Controller)}),
        retention=Retention(**{f.name: values[f"retention.{f.name}"] for f in fields(Retention)}),
        callbacks_allow_private=values["callbacks.allow_private"],
        values=effective,
        sources=sources,
    )


def _local_url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not bound to
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found.strip()


def _line(found: Any) -> str:
    text = _text(found)
    if any(category(letter) in _NO_LINE for letter in text):
        raise ValueError
    return text


def _host(found: Any) -> str:
    if not re.fullmatch(r"[0-9A-Za-z.:_-]+", _text(found)):
        raise ValueError
    return _text(found)


def _number(least: int, most: int) -> Callable[[Any], int]:
    def read(found: Any) -> int:
        is_number = isinstance(found, int) and not isinstance(found, bool)
        if not is_number and not (isinstance(found, str) and re.fullmatch(r"[0-9]{1,9}", found.strip())):
            raise ValueError
        number = int(found)
        if not least <= number <= most:
            raise ValueError
        return number

    return read


def _truth(found: Any) -> bool:
    told = {"true": True, "false": False}
    if not isinstance(found, bool) and (not isinstance(found, str) or found.strip().lower() not in told):
        raise ValueError
    return found if isinstance(found, bool) else told[found.strip().lower()]


def _database(found: Any) -> str:
    file = _text(found).removeprefix("sqlite:///")
    if not file or "://" in file or file.startswith(":"):
        raise ValueError
    return f"sqlite:///{file}"


def _path(found: Any) -> Path:
    if not _text(found):
        raise ValueError
    return Path(_text(found))


def _folder(found: Any) -> Path:
    if not _path(found).is_dir():
        raise ValueError
    return _path(found)


def _file(found: Any) -> Path:
    if not _path(found).is_file():
        raise ValueError
    return _path(found)


def _public_url(found: Any) -> str:
    try:
        url = canonical_url(_text(found))
    except InputError as error:
        raise ValueError from error
    if urlsplit(url).path:
        raise ValueError
    return url


def _proxies(found: Any) -> tuple[str, ...]:
    told = found.split(",") if isinstance(found, str) else found
    return tuple(str(ip_network(_text(one), strict=False)) for one in told if _text(one))


def _recipients(found: Any) -> tuple[StatedRecipient, ...]:
    return read_recipients(map(_line, found.split(";") if isinstance(found, str) else found))


_NO_LINE = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of what ends a line or is no letter: controls, lone surrogates, separators of lines and more."""
_DAYS = "a whole number of days from 1 to 3650"
_LINE = "a line of text"
SETTINGS: tuple[Setting, ...] = (
    Setting("host", "127.0.0.1", "the address to listen on, such as 127.0.0.1 or 0.0.0.0", _host),
    Setting("port", 8080, "a whole number from 1 to 65535", _number(1, 65_535)),
    Setting("database", "sqlite:///chaffinch.db", "the name of a file, or sqlite:///FILE", _database),
    Setting("secret_file", None, "the name of a file", _path),
    Setting("articles", None, "the name of a folder of Markdown articles that exists", _folder),
    Setting("model", None, "the name of a file made by `chaffinch train` that exists", _file),
    Setting("public_url", "", "an address without a path, such as https://news.example", _public_url),
    Setting("trusted_proxies", (), "a list of addresses or networks, such as 10.0.0.0/8", _proxies),
    Setting("read_articles", True, "true or false", _truth),
    Setting("calls_per_minute", 6000, "a whole number from 1 to 10000000", _number(1, 10_000_000)),
    Setting("controller.name", "", _LINE, _line),
    Setting("controller.contact", "", _LINE, _line),
    Setting("controller.officer", "", f"{_LINE}, or none", _line),
    Setting("controller.authority", "", _LINE, _line),
    Setting("controller.recipients", None, 'a list of lines "NAME, COUNTRY: WHAT FOR", or none', _recipients),
    Setting("controller.backup_days", None, "a whole number of days from 0 to 3650", _number(0, 3650)),
    Setting("callbacks.allow_private", False, "true or false", _truth),
    *(Setting(f"retention.{field.name}", field.default, _DAYS, _number(1, 3650)) for field in fields(Retention)),
)
"""Every setting. docs/configuration.md says what each is for; a test holds the two together."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}
