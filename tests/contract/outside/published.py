"""The published clients that are run, one table: where each comes from, what leads it here, what it must report.

Reports are in each client's own terms: one says `true` for spam, another `DISCARD`. What a client cannot do is not
in its row. All of them write the same comment, `HAM` by Una Marsh, for which spam is submitted, then ham.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.contract.outside.house import HARD_CODED, OWN, PROGRAMS
from tests.contract.packages import NPM, debian, npm, pypi

UNKNOWN_KEY = "This key is not one of this server's. See 'chaffinch site list'."
NO_ADDRESS = 'Empty "user_ip" value'
THANKS = "Thanks for making the web a better place."
_NODE = ("node", "--no-warnings")
_NPM = {"NODE_PATH": str(NPM)}
_GO = {"GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOCACHE": str(NPM.parent / "go")}


@dataclass(frozen=True, slots=True)
class Published:
    """A client: `way` is what leads it here, `domain` the name that it calls, `told` what it must report."""

    name: str
    version: Callable[[], str]
    way: str
    domain: str
    program: tuple[str, ...]
    told: dict[str, Any]
    environ: Mapping[str, str] = field(default_factory=dict)


CLIENTS = (
    Published(
        "PyPI akismet",
        partial(pypi, "akismet"),
        "names and certificate",
        HARD_CODED,
        (sys.executable, str(PROGRAMS / "pypi_akismet.py")),
        {
            "key": True,
            "other_key": False,
            "ham": "HAM",
            "spam": "DISCARD",
            "guaranteed_spam": "SPAM",
            "administrator": "HAM",
            "no_address": "ProtocolError",
            "other_key_checks": "APIKeyError",
            "other_key_submits": "APIKeyError",
            "submit_spam": True,
            "after_submit_spam": "SPAM",
            "submit_ham": True,
            "after_submit_ham": "HAM",
            "labels": ["HAM"],
            "usage": {"limit": "none", "usage": 2, "percentage": "0.00", "throttled": False},
            "other_key_usage": "APIKeyError",
            "sites": "APIKeyError",
            "sites_as_csv": "APIKeyError",
            "sites_help": ['Empty "api_key" value'],
        },
    ),
    Published(
        "npm akismet-api",
        partial(npm, "akismet-api"),
        "option host, TLS",
        OWN,
        (*_NODE, str(PROGRAMS / "akismet_api.js")),
        {
            "key": True,
            "other_key": False,
            "ham": False,
            "spam": True,
            "guaranteed_spam": True,
            "administrator": False,
            "honeypot": True,
            "no_address": f"Error: {NO_ADDRESS}",
            "other_key_checks": "Error: Invalid API key",
            "submit_spam": THANKS,
            "after_submit_spam": True,
            "submit_ham": THANKS,
            "after_submit_ham": False,
            "labels": ["HAM"],
        },
        _NPM,
    ),
    Published(
        "npm @cedx/akismet",
        partial(npm, "@cedx/akismet"),
        "option baseUrl, TLS",
        OWN,
        (*_NODE, str(PROGRAMS / "cedx_akismet.mjs")),
        {
            "key": True,
            "other_key": False,
            "ham": "ham",
            "spam": "pervasiveSpam",
            "guaranteed_spam": "spam",
            "administrator": "ham",
            "no_address": f"Error: {NO_ADDRESS}",
            "other_key_checks": f"Error: {UNKNOWN_KEY}",
            "other_key_submits": f"Error: {UNKNOWN_KEY}",
            "submit_spam": True,
            "after_submit_spam": "spam",
            "submit_ham": True,
            "after_submit_ham": "ham",
            "labels": ["HAM"],
        },
        _NPM,
    ),
    Published(
        "npm akismet",
        partial(npm, "akismet"),
        "option host, without TLS",
        OWN,
        (*_NODE, str(PROGRAMS / "akismet.js")),
        {
            "key": True,
            "other_key": False,
            "ham": False,
            "spam": True,
            "guaranteed_spam": True,
            "administrator": False,
            "other_key_checks": False,  # whatever is not "true" is ham to it
            "after_submit_spam": True,
            "after_submit_ham": False,
            "labels": ["HAM"],
        },
        _NPM,
    ),
    Published(
        "Debian libnet-akismet-perl",
        partial(debian, "libnet-akismet-perl"),
        "parameter SERVICE_HOST, without TLS",
        OWN,
        ("perl", str(PROGRAMS / "net_akismet.pl")),
        {
            "key": True,
            "other_key": False,
            "ham": "false",
            "spam": "true",
            "guaranteed_spam": "true",
            "no_address": None,  # it does not even ask
            "other_key_checks": None,
            "other_key_submits": 1,  # it does not read the answer
            "submit_spam": 1,
            "after_submit_spam": "true",
            "submit_ham": 1,
            "after_submit_ham": "false",
            "labels": ["HAM"],
        },
    ),
    Published(
        "Debian ruby-akismet",
        partial(debian, "ruby-akismet"),
        "names and certificate",
        HARD_CODED,
        ("ruby", str(PROGRAMS / "ruby_akismet.rb")),
        {
            "key": True,
            "other_key": False,
            "ham": [False, False],
            "spam": [True, True],
            "guaranteed_spam": [True, False],
            "administrator": [False, False],
            "no_address": f"Akismet::Error: {NO_ADDRESS}",
            "other_key_checks": f"Akismet::Error: {UNKNOWN_KEY}",
            "other_key_submits": f"Akismet::Error: {UNKNOWN_KEY}",
            "submit_spam": None,
            "after_submit_spam": True,
            "submit_ham": None,
            "after_submit_ham": False,
            "labels": ["HAM"],
        },
    ),
    Published(
        "Debian golang-github-adtac-go-akismet-dev",
        partial(debian, "golang-github-adtac-go-akismet-dev"),
        "names and certificate",
        HARD_CODED,
        ("go", "run", str(PROGRAMS / "go_akismet.go")),
        {
            "ham": False,
            "spam": True,
            "guaranteed_spam": True,
            "administrator": False,
            "no_address": "error: Missing required field: user_ip.",
            "other_key_checks": "error: invalid",
            "submit_spam": True,
            "after_submit_spam": True,
            "submit_ham": True,
            "after_submit_ham": False,
            "labels": ["HAM"],
        },
        _GO,
    ),
)
CALLS = {
    "verify-key": ("key", "other_key"),
    "comment-check": ("ham", "spam"),
    "guaranteed spam, administrator, honeypot": ("guaranteed_spam", "administrator", "honeypot"),
    "errors": ("no_address", "other_key_checks", "other_key_submits"),
    "usage-limit, key-sites": ("usage", "other_key_usage", "sites", "sites_as_csv", "sites_help"),
    "submit-spam, then submit-ham": ("submit_spam", "after_submit_spam", "submit_ham", "after_submit_ham", "labels"),
}
"""What is done with a client, in calls, and what of its report is about them."""
