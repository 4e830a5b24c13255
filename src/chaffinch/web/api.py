"""The native API, `/api/v1`: one handler for each row of the table of calls, and the description of all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from chaffinch import __version__
from chaffinch.engine.types import Label
from chaffinch.errors import FieldError, InProgressError, InputError, NotFoundError
from chaffinch.service.checking import Checked
from chaffinch.service.labelling import Decided
from chaffinch.service.orders import Order
from chaffinch.service.states import State
from chaffinch.web import api_audits as audits
from chaffinch.web import api_values as values
from chaffinch.web.api_call import Call, Caller, Endpoint, Handler
from chaffinch.web.parts import Parts
from chaffinch.web.problems import meaning, problem_of
from chaffinch.web.statuses import status_of_kind
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken
from chaffinch.wire import openapi
from chaffinch.wire.native_calls import OPERATIONS


class Api:
    """Answers each call; `parts` holds the services."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.handlers: dict[str, Handler] = {
            "check": self._check,
            "check_batch": self._check_batch,
            "verdict": self._verdict,
            "feedback": self._feedback,
            "comments": self._comments,
            "comment": self._comment,
            "why": self._why,
            "approve": self._approve,
            "mark_spam": self._mark_spam,
            "undo": self._undo,
            "erase": self._erase,
            "threads": self._threads,
            "thread": self._thread,
            "audits": self._audits,
            "promises": self._promises,
            "site": self._site,
            "configure": self._configure,
        }

    def _check(self, call: Call) -> Struct:
        def answer(done: tuple[Checked, ...]) -> Struct:
            return values.checked(done[0], is_test=call.body.is_test)

        check = values.check_of(call.body)
        return answer(self._parts.checks.check_all(call.site, [check], call.keeping(answer)))

    def _check_batch(self, call: Call) -> Struct:
        checks = [values.check_of(one) for one in call.body.checks]

        def answer(done: tuple[Checked, ...]) -> Struct:
            pairs = zip(done, checks, strict=True)
            return given.Verdicts(verdicts=[values.checked(one, is_test=c.is_test) for one, c in pairs])

        return answer(self._parts.checks.check_all(call.site, checks, call.keeping(answer)))

    def _verdict(self, call: Call) -> Struct:
        return values.kept_verdict(self._parts.site_desk.verdict(call.site, call.path["id"]))

    def _feedback(self, call: Call) -> Struct:
        told: taken.Feedback = call.body
        if told.id is not None:
            try:
                return self._decide(call, told.id, told.label)
            except InputError as error:  # not there any more, or discarded with all its words
                if told.comment is None or isinstance(error, InProgressError):
                    raise
        if told.comment is None:
            raise FieldError("id: give the id of a comment, or what it says as `comment`, or both", field="id")
        check = values.check_of(told.comment)
        return _moved(self._parts.checks.label(call.site, check, told.label, call.keeping(_moved)))

    def _comments(self, call: Call) -> Struct:
        state = State[call.query.state]
        return values.comments(self._parts.site_desk.queue(call.site, state, call.query.cursor, call.query.limit))

    def _comment(self, call: Call) -> Struct:
        return values.comment(self._parts.site_desk.item(call.site, call.path["id"]))

    def _why(self, call: Call) -> Struct:
        return values.why(call.path["id"], self._parts.site_desk.why(call.site, call.path["id"]))

    def _approve(self, call: Call) -> Struct:
        return self._decide(call, call.path["id"], Label.HAM)

    def _mark_spam(self, call: Call) -> Struct:
        return self._decide(call, call.path["id"], Label.SPAM)

    def _decide(self, call: Call, comment_id: str, label: Label) -> Struct:
        return _moved(self._parts.site_desk.decide(call.site, comment_id, label, call.keeping(_moved)))

    def _undo(self, call: Call) -> Struct:
        def answer(state: State) -> Struct:
            return given.Moved(id=call.path["id"], state=values.STATES[state])

        return answer(self._parts.site_desk.undo(call.site, call.path["id"], call.keeping(answer)))

    def _erase(self, call: Call) -> None:
        self._parts.site_desk.erase(call.site, call.path["id"])

    def _threads(self, call: Call) -> Struct:
        return values.threads(self._parts.site_desk.threads(call.site, call.query.cursor, call.query.limit))

    def _thread(self, call: Call) -> Struct:
        permalink, query = call.query.permalink.strip(), call.query
        page = self._parts.comments.page(
            call.site.id, permalink, after=query.cursor, limit=query.limit, order=Order.ARRIVAL
        )
        return values.thread_page(permalink, page)

    def _audits(self, call: Call) -> Struct:
        return audits.audits(self._parts.site_desk.audits(call.site, call.query.cursor, call.query.limit))

    def _promises(self, call: Call) -> Struct:
        return audits.promises(self._parts.standings.standing(call.site))

    def _site(self, call: Call) -> Struct:
        return values.site(call.site)

    def _configure(self, call: Call) -> Struct:
        told: taken.SiteSettings = call.body
        hold_answer = None if told.doubt is None else told.doubt is Label.SPAM
        configure = self._parts.sites.configure
        return values.site(configure(call.site.id, hold_answer=hold_answer, allow_discard=told.discard))


def _moved(decided: Decided) -> Struct:
    return given.Moved(id=decided.comment_id, state=values.STATES[decided.state])


def api_routes(parts: Parts) -> list[BaseRoute]:
    """Return the routes under `/api/v1`."""
    caller, handlers = Caller(parts), Api(parts).handlers
    told = openapi.document(__version__, parts.public_url, status_of_kind)
    description = json.dumps(told, ensure_ascii=False, indent=1).encode()

    def describe(_request: Request) -> Response:
        return Response(description, 200, {"cache-control": "no-cache"}, "application/json")

    def explain(request: Request) -> Response:
        code = request.path_params["code"]
        try:
            status, words = meaning(code)
        except NotFoundError as error:
            return problem_of(parts.public_url, error)
        body = given.Meaning(code=code, status=status, meaning=words)
        return Response(msgspec.json.encode(body), 200, {"cache-control": "no-cache"}, "application/json")

    keyed = [one for one in OPERATIONS if not one.is_open]
    paths = dict.fromkeys(one.path for one in keyed)
    return [
        Route("/openapi.json", describe),
        Route("/problems/{code}", explain),
        *(
            _route({one.method: caller.endpoint(one, handlers[one.name]) for one in keyed if one.path == p}, p)
            for p in paths
        ),
    ]


def _route(methods: Mapping[str, Endpoint], path: str) -> Route:
    """Return one route for all methods of a path, so that a wrong method is told every right one."""

    async def handle(request: Request) -> Response:
        return await methods["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, handle, methods=list(methods))
