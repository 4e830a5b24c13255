"""Ways to be reached that are no link: an e-mail address, a telephone number, a messenger.

Who sells must be reachable. A comment with a number to call is built like one with a link, and not like one without.
"""

from __future__ import annotations

import re

_MAIL = re.compile(r"[\w.+-]{1,64} ?(?:@|[\[(]at[\])]) ?[\w-]{1,64} ?(?:\.|[\[(]dot[\])]) ?[a-z]{2}")
_PHONE = re.compile(r"\d(?<!\d[\w.]\d)(?<!\d\d)(?:[ ().-]{0,2}\d){8,14}(?![\w.]?\d)")
"""From 9 to 15 digits (ITU-T E.164 has at most 15), and no part of a longer run of them. What may not stand before is
asked behind the first digit, since a search for a digit is quick and one for its absence is not."""
_MESSENGERS = ("whats", "telegram", "viber", "wechat", "skype", "вотсап", "ватсап", "телеграм")
_MIN_DIGITS = 9


def contacts(text: str, digits: int) -> tuple[int, int, int]:
    """Return how many e-mail addresses, telephone numbers and names of messengers a text holds.

    `text` in lower case; `digits`: how many it has.
    """
    mails = len(_MAIL.findall(text)) if "@" in text or "at]" in text or "at)" in text else 0
    phones = len(_PHONE.findall(text)) if digits >= _MIN_DIGITS else 0
    messengers = sum(map(text.count, _MESSENGERS))
    return mails, phones, messengers
