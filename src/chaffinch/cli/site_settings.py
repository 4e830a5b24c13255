"""The settings of a site as the command line tells them: as words, and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chaffinch.engine.promise import Promise, share_words

if TYPE_CHECKING:
    from chaffinch.bootstrap import Server
    from chaffinch.service.sites import Site


def coral_address(server: Server, site: Site) -> str | None:
    """Return where Coral asks about a site's comments, None where it is not answered."""
    is_asked = server.sites.with_coral_secret(site.id) is not None
    return f"{server.settings.public_url}/coral/{site.id}" if is_asked else None


def as_values(site: Site, coral: str | None) -> dict[str, Any]:
    """Return all settings of a site as JSON values."""
    shares = {
        "lose_at_most": site.promise.lose_at_most,
        "hold_at_most": site.promise.hold_at_most,
        "audit": site.audit_share,
    }
    settings = {
        "doubt": _doubt(site),
        "recheck": site.recheck,
        "discard": site.allow_discard,
        "share": site.shares,
        "coral": coral,
    }
    return settings | {name: None if share is None else float(share) for name, share in shares.items()}


def doubt_words(site: Site) -> str:
    """Return what Akismet clients are told on HOLD."""
    return f"{'recheck, then ' * site.recheck}{_doubt(site)}"


def _doubt(site: Site) -> str:
    return "spam" if site.hold_answer else "ham"


def promise_words(promise: Promise) -> list[str]:
    """Return what is promised, nothing where nothing is."""
    shares = (("at most {} lost", promise.lose_at_most), ("at most {} held or lost", promise.hold_at_most))
    return [words.format(share_words(asked)) for words, asked in shares if asked is not None]


def audit_words(site: Site) -> str:
    """Return what share of a site's comments is drawn for audits."""
    return share_words(site.audit_share) if site.audit_share else "none"
