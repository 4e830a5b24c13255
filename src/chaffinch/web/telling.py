"""What the desk says about the system that asked about a comment: what it knows, will be told, or was told."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.service.remotes import Remote, Told
from chaffinch.service.telling import Answer

WHY: dict[str, str] = {
    "address-not-allowed": "its address is on a private network, which the setting callbacks.allow_private forbids",
    "answer-too-long": "its answer was longer than any it should give",
    "answer-unreadable": "something else than its comment system answered there",
    "broken-off": "the connection broke off",
    "callback-ended": "it asked too long ago, or the comment was erased",
    "certificate-not-trusted": "its certificate is not trusted",
    "host-not-found": "its name could not be found",
    "no-key": "it has no key any more",
    "not-connected": "nothing answers at its address",
    "not-known-there": "it does not know this comment",
    "other-origin": "the address it gave is not under the address it is registered with",
    "redirected": "the address it gave leads on to another one",
    "timed-out": "it did not answer within five seconds",
}
"""Codes of attempts that failed, in words. `status-404` and the like speak for themselves."""

_ANSWERED = {Answer.HAM: "that this is wanted", Answer.SPAM: "that this is spam", Answer.PENDING: "to wait for a word"}
_ACT = "Please do the same there."


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about a site, with the time `at`, if any, in its middle. `tone`: "", "good", "wait" or "bad"."""

    before: str
    at: int | None
    after: str
    tone: str


def note(remote: Remote, *, is_held: bool, is_by_person: bool) -> Note:
    """Return what a moderator is told; a person's decision either reaches the site or has to be made there too."""
    if remote.told is Told.WAITS:
        return _waiting(remote, is_by_person=is_by_person)
    if remote.told is Told.DELIVERED:
        return Note("It was told", remote.at, ".", "good")
    if remote.told is Told.FAILED:
        return Note(f"It could not be told: {why(remote.why)}. {_ACT}", None, "", "bad")
    if is_by_person:
        if remote.told is Told.KNOWS:
            return Note("It knows.", None, "", "good")
        return Note(f"It cannot be told. {_ACT}", None, "", "bad")
    known = f"It was answered {_ANSWERED[remote.answer]}. " if remote.answer else ""
    if is_held and remote.answer not in (None, Answer.PENDING):
        known = "It was given its usual answer for doubt. "
    if remote.can_be_told:
        return Note(f"{known}It will be told what you decide.", None, "", "")
    return Note(f"{known}It cannot be told what you decide: please do the same there.", None, "", "")


def why(code: str | None) -> str:
    """Return in words why an attempt failed.

    >>> why("status-404"), why("timed-out")
    ('it answered with status 404', 'it did not answer within five seconds')
    """
    told = code or "callback-ended"
    return WHY.get(told) or f"it answered with {told.replace('-', ' ')}"


def _waiting(remote: Remote, *, is_by_person: bool) -> Note:
    if remote.why is not None:
        return Note(f"It could not be told yet: {why(remote.why)}. Next try", remote.at, ".", "wait")
    if remote.answer is Answer.PENDING and not is_by_person:
        return Note(
            "It waits for a word. Without one from you, it gets its usual answer for doubt", remote.at, ".", "wait"
        )
    return Note("It will be told in a moment.", None, "", "wait")
