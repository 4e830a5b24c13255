"""The sentences of the data page that no column carries: one table for each part, to be translated."""

from __future__ import annotations

from chaffinch.service.disclosure import Given, Right

GIVEN: tuple[Given, ...] = (
    Given("comment", "your comment", True, "Without it there is nothing to publish, and the form comes back."),
    Given(
        "author", "a name", True, "Without one the form comes back. It need not be your own, nor the same each time."
    ),
    Given("url", "your website", False, "Without it your name is no link. Nothing else changes."),
)
"""The fields of the form. No law or contract obliges anybody to comment."""

NEVER_KEPT: dict[str, tuple[str, ...]] = {
    "your IP address": ("ip", "ip_address", "address", "client_address", "network", "remote_addr"),
    "an e-mail address": ("email", "mail", "e_mail", "author_email"),
    "your browser": ("user_agent", "browser", "agent"),
    "where you came from": ("referrer", "referer"),
    "a cookie of yours": ("cookie", "visitor_id"),
}
"""What is not kept, and names of columns that would keep it: with such a column the claim leaves the page."""

LOOKS_AT: tuple[str, ...] = (
    "the text and the links in it",
    "the name and the website you gave, and how both are written",
    "what the text has to do with the article, and with the comment it answers",
    "whether a form field that people cannot see was filled in",
    "for some hours, by keyed hashes only: whether nearly the same words came from many senders, and how much came "
    "from one name, from one part of the network, or leads to one host",
)
NEVER_LOOKS_AT: tuple[str, ...] = (
    "what you wrote earlier than that",
    "where you are",
    "who you are: it builds no profile of anybody",
)
PUBLISHED = "A comment that it takes for wanted is published at once."
HELD = "One that it is unsure about waits for a moderator."
REFUSED = "One that it takes for spam is not published; moderators find it at their desk."
DISCARDED = "One that is spam without any doubt is not kept at all."
IN_DOUBT = "Another system that asks about a comment is told {answer} in doubt{first}."
PERSON = (
    "Whatever it holds back or refuses, a moderator can read and publish, unless it was not kept at all. You may ask "
    "for a person, say what you think, and contest the decision (article 22(3))."
)
SHARES = (
    "What one site alone has learned counts for no other: a word weighs elsewhere only when moderators of at least two "
    "sites have taught the filter the same about it. Nothing of a comment itself goes from one site to another."
)
SHARES_NOT = (
    "Sites of this server can learn from each other. This one takes no part in that: what its moderators decide counts "
    "for its own comments only."
)
ALWAYS: tuple[tuple[str, str], ...] = (
    ("Whoever reads the page", "Your comment, your name, your website and the time, once it is published."),
    ("The moderators and the operator of this server", "All that is kept of your comment, to decide about it."),
)
"""Who gets what on every site."""
ASKER = (
    "The system behind {url}",
    "If it asked about your comment, it sent it here; it is told how that was judged, and may export or erase it.",
)
CALLED_BACK = (
    "The system behind {url}, called by this server",
    "When a comment that it asked about is decided otherwise later: the comment's reference number and the new answer.",
)
CORAL = (
    "The Coral installation of {url}",
    "It asks, signed, about comments written there, and is told how each was judged.",
)

RIGHTS: tuple[Right, ...] = (
    Right(
        "15", "To know", "You may ask what is kept of your comment. Name the page and the time: there is no account."
    ),
    Right(
        "16",
        "To correct",
        "The program cannot change the words of a comment. Have it erased, and write it again.",
    ),
    Right(
        "17",
        "To erase",
        "You can withdraw one that stands or waits yourself, where you were led after you sent it. A moderator "
        "can erase any at the desk. What the filter learned from it is unlearned, as if it had never been.",
    ),
    Right("18", "To set aside", "A moderator can take a comment off the page while a question about it is open."),
    Right(
        "20",
        "To take along",
        "A site that asked about a comment over Akismet\u2019s protocol can export all that is kept of that one. "
        "Of one that was written in the form here the program makes no copy: the operator must do it by hand.",
    ),
    Right(
        "21",
        "To object",
        "To whatever rests on a legitimate interest, learning included. A moderator can erase what was learned.",
    ),
    Right("22", "To ask for a person", "A moderator then decides, and that decision stands above the machine\u2019s."),
)

ENDED: dict[str, str] = {
    "comments": "comments",
    "labels": "labels, which were unlearned",
    "outbox": "messages to other systems",
    "remote_checks": "answers to other systems",
    "sign_ins": "sign-in links and sessions",
    "threads": "pages without comments",
    "answers": "answers kept for programs",
    "audits": "audits",
    "reactions": "likes and reports",
}
"""What a sweep ends, by the field of its report."""

PARTS: dict[str, str] = {
    "language": "the language",
    "site": "the site",
    "controller": "who is responsible",
    "authority": "the supervisory authority",
    "given": "what you must give",
    "kept": "what is kept, why, and for how long",
    "never_kept": "what is never kept",
    "recipients": "who gets it",
    "others": "other recipients",
    "machine": "how a machine decides",
    "sharing": "what sites learn from each other",
    "backups": "backups",
    "rights": "your rights",
    "missing": "what has not been said yet",
}
"""The parts whose change is told, in words."""
