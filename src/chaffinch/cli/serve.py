"""`chaffinch serve`: one process that serves everything, until it is told to stop."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import Any

import click
import uvicorn

from chaffinch.bootstrap import Server
from chaffinch.cli.again import signin_command
from chaffinch.cli.options import load_settings, settings_options
from chaffinch.cli.refusal import Refusal
from chaffinch.cli.spelling import http_protocol
from chaffinch.config import Settings

STOPPING_SECONDS = 5
"""How long answers that are under way may take once the server is told to stop."""


@click.command()
@click.option("--host", metavar="H", help="The address to listen on.")
@click.option("--port", metavar="N", help="The port to listen on.")
@settings_options
def command(host: str | None, port: str | None, config: Path | None, database: str | None) -> None:
    """Serve the demo newspaper, the desk and Akismet clients; state is kept in the working folder."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = load_settings(config, host=host, port=port, database=database)
    signin = signin_command(settings, host=host, port=port, config=config, database=database)
    with _listening(settings) as listener:
        # uvicorn hands the signal on when it has stopped; ours is to close, not to die of it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
        with Server(settings) as server:
            _Serving(server, signin).run([listener])


class _Serving(uvicorn.Server):
    """A uvicorn server that tells where everything is as soon as it answers."""

    def __init__(self, server: Server, signin: str) -> None:
        settings = server.settings
        super().__init__(
            uvicorn.Config(
                server.app,
                http=http_protocol(),
                access_log=False,  # who reads what is nobody's business
                log_config=None,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                timeout_graceful_shutdown=STOPPING_SECONDS,
            )
        )
        self._server = server
        self._signin = signin

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start answering, tell so, then begin to sweep and to tell sites."""
        greeting = _greeting(self._server, self._signin)
        await super().startup(sockets)
        click.echo(greeting)
        self._server.sweep_hourly()
        self._server.tell_sites()


def _greeting(server: Server, signin: str) -> str:
    from chaffinch.web.newspaper import Newspaper

    settings, site = server.settings, server.demo_site
    url = settings.public_url
    slug = Newspaper.from_folder(settings.articles).lead.slug
    return f"""Chaffinch is ready.

  Front page       {url}/
  Demo article     {url}/articles/{slug}
  Moderation page  {url}/desk
  Sign in to it    {url}/sign-in/{server.sign_in.issue_link()}
                   (works once, for 15 minutes; `{signin}` makes another)
  Akismet key      {server.sites.key_of(site.id)} for {site.url}
  State            {settings.database_file.absolute()}
                   {settings.secret_file.absolute()}

Ctrl+C stops the server."""


def _listening(settings: Settings) -> socket.socket:
    """Return a socket that listens.

    Raises:
        Refusal: the address or port cannot be had.
    """
    place = f"port {settings.port} of {settings.host}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind), address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"{place} is taken by another program: stop that one, or choose another with --port"
            raise Refusal("port-taken", said) from error
        said = f"{place} cannot be listened on: {error.strerror}; see --host and --port"
        raise Refusal("port-refused", said) from error


def _bound(listener: socket.socket, address: Any) -> socket.socket:
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
