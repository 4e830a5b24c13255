"""The Akismet calls: read a call, ask the services, answer with the exact words. Nothing else happens here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.routing import Route

from chaffinch.engine.types import Label
from chaffinch.errors import FieldError, ModelFileError, StateError, TooLargeError
from chaffinch.service.arriving import is_unreadable
from chaffinch.service.checking import Check
from chaffinch.service.sites import Site
from chaffinch.web.akismet_http import always, reading
from chaffinch.web.parts import Parts
from chaffinch.wire import akismet_account as account
from chaffinch.wire import akismet_answer as answers
from chaffinch.wire import akismet_sites
from chaffinch.wire.akismet_answer import Answer
from chaffinch.wire.akismet_call import Call, Envelope, read_call
from chaffinch.wire.akismet_table import METHODS, Endpoint, paths

Reply = Callable[[Site, Call], Answer]

KEYLESS: dict[Endpoint, Answer] = {
    Endpoint.TEST: answers.CONNECTED,
    Endpoint.COMPATIBLE_PLUGINS: answers.NO_PLUGINS,
}
"""Calls that need no key, and their only answer."""


class Akismet:
    """Answers each call; `parts` holds the services."""

    def __init__(self, parts: Parts) -> None:
        self._sites = parts.sites
        self._checks = parts.checks
        self._usage = parts.usage
        self._tokens = parts.tokens
        self._entropy = parts.entropy
        self._replies: dict[Endpoint, Reply] = {
            Endpoint.VERIFY_KEY: lambda _site, _call: answers.VALID,
            Endpoint.COMMENT_CHECK: self._comment_check,
            Endpoint.SUBMIT_SPAM: partial(self._submit, Label.SPAM),
            Endpoint.SUBMIT_HAM: partial(self._submit, Label.HAM),
            Endpoint.GET_SUBSCRIPTION: lambda site, _call: account.subscription(site.name),
            Endpoint.GET_STATS: self._statistics,
            Endpoint.GET_KEY_STATS: self._statistics,
            Endpoint.USAGE_LIMIT: self._usage_limit,
            Endpoint.KEY_SITES: self._key_sites,
            Endpoint.TOKEN: lambda site, _call: Answer(self._tokens.issue(site.id).encode()),
            # A plugin that is switched off says so. Its key stays: only the operator retires one.
            Endpoint.DEACTIVATE: lambda _site, _call: answers.DEACTIVATED,
            Endpoint.VERIFY_WPCOM_KEY: lambda site, call: account.wpcom_key(site.name, call.key),
        }

    def answer(self, endpoint: Endpoint, envelope: Envelope) -> Answer:
        """Return the answer to one call; what is wrong with it is an answer as well."""
        try:
            call = read_call(endpoint, envelope)
            if not call.key:
                return answers.NO_KEY
            site = self._sites.by_key(call.key)
            if site is None:
                return answers.INVALID_KEY
            if call.missing:
                return answers.NO_BLOG if endpoint is Endpoint.VERIFY_KEY else answers.missing(call.missing[0])
            return self._replies[endpoint](site, call)
        except FieldError as error:
            return answers.odd(error.field, str(error))
        except TooLargeError as error:
            return answers.too_large(str(error))
        except (StateError, ModelFileError):
            return answers.UNREADABLE_STATE

    def finish(self, endpoint: Endpoint, answer: Answer) -> Answer:
        """Return an answer with what every answer to a call has, be it that nobody could read the call."""
        return answers.named(answer, self._entropy(16).hex()) if endpoint is Endpoint.COMMENT_CHECK else answer

    def _comment_check(self, site: Site, call: Call) -> Answer:
        checked = self._checks.check(site, _check(call))
        if is_unreadable(checked.verdict):
            return answers.UNREADABLE_STATE
        is_discard_test = call.is_discard_test and not call.is_administrator
        return answers.checked(
            is_spam=checked.is_spam or is_discard_test,
            is_discard=checked.is_discard or is_discard_test,
            guid=checked.guid,
            is_classified=call.wants_classification,
            recheck_after=checked.recheck_after,
        )

    def _submit(self, label: Label, site: Site, call: Call) -> Answer:
        self._checks.submit(site, _check(call), label)
        return answers.THANKS

    def _statistics(self, site: Site, call: Call) -> Answer:
        period = account.read_period(call.asked)
        return account.statistics(self._usage.by_month(site.id, period.months), is_by_year=period.is_by_year)

    def _usage_limit(self, site: Site, call: Call) -> Answer:
        counts = self._usage.of_month(site.id, self._usage.this_month())
        return account.usage_limit(counts.answered, is_extended=account.is_extended(call.asked))

    def _key_sites(self, site: Site, call: Call) -> Answer:
        listing = akismet_sites.read_listing(call.asked)
        month = listing.month or self._usage.this_month()
        counts = self._usage.of_month(site.id, month)
        opened = akismet_sites.SiteNumbers(site.id, site.url.partition("://")[2], counts)
        return akismet_sites.key_sites(listing, month, call.key, [opened])


def akismet_routes(parts: Parts) -> list[Route]:
    """Return the routes of every call, under each path it may be looked for.

    A slash at the end is as good.
    """
    akismet = Akismet(parts)
    return [
        Route(
            path,
            always(KEYLESS[endpoint])
            if endpoint in KEYLESS
            else reading(partial(akismet.answer, endpoint), partial(akismet.finish, endpoint)),
            methods=list(METHODS),
        )
        for endpoint in Endpoint
        for usual in paths(endpoint)
        for path in (usual, f"{usual}/")
    ]


def _check(call: Call) -> Check:
    return Check(
        submission=call.submission,
        permalink=call.permalink,
        article=call.article,
        parent=call.parent,
        is_administrator=call.is_administrator,
        is_guaranteed_spam=call.is_guaranteed_spam,
        is_honeypot_filled=call.is_honeypot_filled,
        is_test=call.is_test,
        is_recheck=call.is_recheck,
        callback=call.callback,
        network=call.network,
    )
