"""POST /1.1/export and /1.1/erase: what is kept of a comment, told to its site and erased at its wish."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import Route

from chaffinch.errors import ModelFileError, StateError, TooLargeError
from chaffinch.service.sites import Site
from chaffinch.web.akismet_http import reading
from chaffinch.web.parts import Parts
from chaffinch.wire import akismet_answer as answers
from chaffinch.wire import receipt
from chaffinch.wire.akismet_answer import Answer
from chaffinch.wire.akismet_call import Envelope
from chaffinch.wire.receipt import Wish


def receipt_routes(parts: Parts) -> list[Route]:
    """Return the routes, open to POST only: a link must not erase."""

    def export(site: Site, wish: Wish) -> Answer:
        told = parts.receipts.export(site, wish.guid, wish.said)
        return receipt.kept((one.name, one.value) for one in told)

    def erase(site: Site, wish: Wish) -> Answer:
        return receipt.erased(parts.receipts.erase(site, wish.guid, wish.said))

    return [
        Route("/1.1/export", reading(_opened(parts, export)), methods=["POST"]),
        Route("/1.1/erase", reading(_opened(parts, erase)), methods=["POST"]),
    ]


def _opened(parts: Parts, reply: Callable[[Site, Wish], Answer]) -> Callable[[Envelope], Answer]:
    def answer(envelope: Envelope) -> Answer:
        try:
            wish = receipt.read_wish(envelope)
            site = parts.sites.by_key(wish.key) if wish.key else None
            if site is None:
                return answers.INVALID_KEY if wish.key else answers.NO_KEY
            return reply(site, wish)
        except TooLargeError as error:
            return answers.too_large(str(error))
        except (StateError, ModelFileError):
            return answers.UNREADABLE_STATE

    return answer
