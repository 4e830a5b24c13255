"""The Akismet calls: read a call, ask the services, answer with the exact words. Nothing else happens here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from chaffinch.engine.types import Label
from chaffinch.errors import StateError, TooLargeError
from chaffinch.service.checking import Check
from chaffinch.service.sites import Site
from chaffinch.web.body import bounded_body
from chaffinch.web.parts import Parts
from chaffinch.wire import akismet_answer as answers
from chaffinch.wire.akismet_answer import Answer
from chaffinch.wire.akismet_body import MAX_BODY_BYTES
from chaffinch.wire.akismet_call import Call, Endpoint, Envelope, read_call

Reply = Callable[[Site, Call], Answer]


class Akismet:
    """Answers each call; `parts` holds the services."""

    def __init__(self, parts: Parts) -> None:
        self._sites = parts.sites
        self._checks = parts.checks
        self._replies: dict[Endpoint, Reply] = {
            Endpoint.VERIFY_KEY: self._verify_key,
            Endpoint.COMMENT_CHECK: self._comment_check,
            Endpoint.SUBMIT_SPAM: self._submit_spam,
            Endpoint.SUBMIT_HAM: self._submit_ham,
            Endpoint.GET_SUBSCRIPTION: self._get_subscription,
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
            return self._replies[endpoint](site, call)
        except TooLargeError as error:
            return answers.too_large(str(error))
        except StateError:
            return answers.UNREADABLE_STATE

    def _verify_key(self, _site: Site, call: Call) -> Answer:
        return answers.VALID if call.blog else answers.NO_BLOG

    def _get_subscription(self, site: Site, _call: Call) -> Answer:
        return answers.subscription(site.name)

    def _comment_check(self, site: Site, call: Call) -> Answer:
        if call.missing:
            return answers.missing(call.missing[0])
        checked = self._checks.check(site, _check(call))
        if any(reason.code == "unreadable-state" for reason in checked.verdict.evidence):
            return answers.UNREADABLE_STATE
        return answers.checked(is_spam=checked.is_spam, is_discard=checked.is_discard, guid=checked.guid)

    def _submit_spam(self, site: Site, call: Call) -> Answer:
        return self._submit(site, call, Label.SPAM)

    def _submit_ham(self, site: Site, call: Call) -> Answer:
        return self._submit(site, call, Label.HAM)

    def _submit(self, site: Site, call: Call, label: Label) -> Answer:
        if call.missing:
            return answers.missing(call.missing[0])
        self._checks.submit(site, _check(call), label)
        return answers.THANKS


def akismet_routes(parts: Parts) -> list[Route]:
    """Return the routes of `/1.1/`, each open to GET and POST."""
    akismet = Akismet(parts)
    return [
        Route(f"/1.1/{endpoint.value}", _endpoint(akismet, endpoint), methods=["GET", "POST"])
        for endpoint in Endpoint
        if endpoint is not Endpoint.TEST
    ] + [Route("/1.1/test", _test, methods=["GET", "POST"])]


def _endpoint(akismet: Akismet, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            body = await bounded_body(request, MAX_BODY_BYTES)
        except TooLargeError as error:
            return _response(request, answers.too_large(str(error)))
        except ClientDisconnect:
            return Response(status_code=400)
        headers = request.headers
        envelope = Envelope(
            query=request.scope["query_string"],
            body=body,
            content_type=headers.get("content-type", ""),
            host=headers.get("host", ""),
            user_agent=headers.get("user-agent", ""),
        )
        return _response(request, await run_in_threadpool(akismet.answer, endpoint, envelope))

    return handle


def _test(request: Request) -> Response:
    return _response(request, answers.CONNECTED)


def _response(request: Request, answer: Answer) -> Response:
    response = Response(answer.body, answer.status, {"cache-control": "no-store"}, answer.content_type)
    # Starlette lowers the names it is given. Hand-written clients may compare them as documented; HTTP/2 forbids it.
    is_mixed = str(request.scope["http_version"]).startswith("1")
    response.raw_headers += [
        ((name if is_mixed else name.lower()).encode("latin-1"), value.encode("latin-1"))
        for name, value in answer.headers
    ]
    return response


def _check(call: Call) -> Check:
    return Check(
        submission=call.submission,
        permalink=call.permalink,
        article=call.article,
        is_administrator=call.is_administrator,
        is_guaranteed_spam=call.is_guaranteed_spam,
        is_honeypot_filled=call.is_honeypot_filled,
        is_test=call.is_test,
        is_recheck=call.is_recheck,
    )
