"""The tree of errors. Each class has one stable kebab-case ``code``; `web` maps classes to statuses.

::

    ChaffinchError
    ├── InputError            somebody handed us something that cannot be used as it is
    │   ├── SettingError          a setting: unknown key, odd value
    │   ├── PromiseError          promises of a site that contradict each other, or audits without any
    │   ├── CorpusLineError       one line of JSON Lines
    │   ├── FieldError            one field of a form or call
    │   ├── NotFoundError         a site, thread, comment or key that is not there
    │   ├── NotAllowedError       no session, expired link, bad token
    │   ├── BadKeyError           a call without a key, or with one that opens no site
    │   ├── InProgressError       the same call is being answered at this moment
    │   ├── KeyReusedError        an Idempotency-Key that has already stood for another call
    │   ├── TooManyCallsError     a key that calls more often than it may
    │   ├── MediaTypeError        a body of another kind than the call takes
    │   └── TooLargeError         over a documented limit
    ├── ModelFileError        a base model that cannot be read, or was made for other features
    ├── StateError            our own state cannot be read or written: hold, never guess
    │   ├── SecretError           the server secret is missing, unreadable or another one
    │   └── SchemaError           the database has a schema this program does not know
    └── InternalError         a broken promise of our own code
"""


class ChaffinchError(Exception):
    """Any expectation that broke. The message says what was wrong, where, and what to do."""

    code = "chaffinch-error"


class InputError(ChaffinchError):
    """Somebody handed us something that cannot be used as it is."""

    code = "bad-input"


class SettingError(InputError):
    """A setting with an unknown key or an odd value. Stops the start."""

    code = "bad-setting"


class PromiseError(InputError):
    """Promises of a site that contradict each other, or audits where nothing is promised."""

    code = "bad-promise"


class CorpusLineError(InputError):
    """One line of a JSON Lines file cannot be used; `line` is its number, counted from one."""

    code = "bad-corpus-line"

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


class FieldError(InputError):
    """One field of a form or call cannot be used; `field` is its name as the sender wrote it."""

    code = "bad-field"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(InputError):
    """A site, thread, comment or key that is not there."""

    code = "not-found"


class NotAllowedError(InputError):
    """No session, an expired or used link, or a token that does not belong here."""

    code = "not-allowed"


class BadKeyError(InputError):
    """A call without a key, or with one that opens no site."""

    code = "bad-key"


class InProgressError(InputError):
    """The same call, with the same Idempotency-Key, is being answered at this moment."""

    code = "in-progress"


class KeyReusedError(InputError):
    """An Idempotency-Key that has already stood for another call."""

    code = "idempotency-key-reused"


class TooManyCallsError(InputError):
    """A key that calls more often than it may; `retry_after` is how many seconds to wait."""

    code = "too-many-calls"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MediaTypeError(InputError):
    """A body of another kind than the call takes."""

    code = "unsupported-media-type"


class TooLargeError(InputError):
    """Over a documented limit."""

    code = "too-large"


class ModelFileError(ChaffinchError):
    """A base model that cannot be read, or was made for other features than this program's."""

    code = "bad-model-file"


class StateError(ChaffinchError):
    """Our own state cannot be read or written. Whoever catches it holds the comment, never guesses."""

    code = "state-unreadable"


class SecretError(StateError):
    """The server secret is missing, unreadable, or not the one this database was made with."""

    code = "bad-secret"


class SchemaError(StateError):
    """The database has a schema this program does not know."""

    code = "unknown-schema"


class InternalError(ChaffinchError):
    """A broken promise of our own code."""

    code = "internal"
