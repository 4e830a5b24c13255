"""A client of the native API. The standard library alone; nothing of the server is imported.

::

    with Client("https://comments.example", "0123456789ab") as client:
        verdict = client.check("Where was this photograph taken?", author="Una")
"""

from chaffinch.client.asynchronous import AsyncClient
from chaffinch.client.audits import Audit, AuditPage, Promise, Promises, Thresholds
from chaffinch.client.errors import (
    ApiError,
    BadKey,
    InProgress,
    Refused,
    ServerTrouble,
    TooManyCalls,
    Unreachable,
)
from chaffinch.client.synchronous import Client
from chaffinch.client.transport import Answer, HttpTransport, Request, Transport
from chaffinch.client.values import (
    Action,
    AuditState,
    Check,
    CheckFields,
    Comment,
    CommentPage,
    Decider,
    Decision,
    Evidence,
    Flip,
    Label,
    Moved,
    Part,
    PublishedComment,
    Reading,
    Reason,
    Record,
    Said,
    Site,
    Span,
    State,
    Thread,
    ThreadList,
    ThreadPage,
    Verdict,
    Why,
)

__all__ = [
    "Action",
    "Answer",
    "ApiError",
    "AsyncClient",
    "Audit",
    "AuditPage",
    "AuditState",
    "BadKey",
    "Check",
    "CheckFields",
    "Client",
    "Comment",
    "CommentPage",
    "Decider",
    "Decision",
    "Evidence",
    "Flip",
    "HttpTransport",
    "InProgress",
    "Label",
    "Moved",
    "Part",
    "Promise",
    "Promises",
    "PublishedComment",
    "Reading",
    "Reason",
    "Record",
    "Refused",
    "Request",
    "Said",
    "ServerTrouble",
    "Site",
    "Span",
    "State",
    "Thread",
    "ThreadList",
    "ThreadPage",
    "Thresholds",
    "TooManyCalls",
    "Transport",
    "Unreachable",
    "Verdict",
    "Why",
]
