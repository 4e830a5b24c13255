"""What the pages are made of: `bootstrap` fills this one frozen value and hands it to `build_app`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from chaffinch.service.campaign_desk import CampaignDesk
from chaffinch.service.checking import Checks
from chaffinch.service.desk import Desk
from chaffinch.service.disclosing import Disclosures
from chaffinch.service.judging import Judge
from chaffinch.service.limits import Limits
from chaffinch.service.once import Answers
from chaffinch.service.pages import Pages
from chaffinch.service.posting import Comments
from chaffinch.service.reacting import Reactions
from chaffinch.service.receipts import Receipts
from chaffinch.service.retention import Retention
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sign_in import SignIn
from chaffinch.service.site_desk import SiteDesk
from chaffinch.service.sites import Site, Sites
from chaffinch.service.standing import Standings
from chaffinch.service.tokens import Tokens
from chaffinch.service.usage import Usage
from chaffinch.service.withdrawing import Withdrawals


def demo_folder() -> Path:
    """Return the folder of articles that ships in the package."""
    return Path(str(files("chaffinch").joinpath("demo")))


@dataclass(frozen=True, slots=True)
class Parts:
    """The services and plain values the handlers need; nothing here reads a setting or a clock by itself.

    `public_url` is the server's own address without a final slash ("https://news.example"); the session
    cookie is `Secure` when it begins with "https". `demo_site` is the registered site of the newspaper; its
    URL is the stable beginning of the articles' permalinks. `articles` is the folder of Markdown articles.
    `clock` gives Unix milliseconds, `entropy(n)` gives n random bytes.
    """

    sites: Sites
    comments: Comments
    reactions: Reactions
    withdrawals: Withdrawals
    pages: Pages
    checks: Checks
    receipts: Receipts
    usage: Usage
    tokens: Tokens
    desk: Desk
    campaign_desk: CampaignDesk
    site_desk: SiteDesk
    answers: Answers
    limits: Limits
    sign_in: SignIn
    judge: Judge
    standings: Standings
    secret: ServerSecret
    retention: Retention
    demo_site: Site
    public_url: str
    disclosures: Disclosures
    articles: Path
    clock: Callable[[], int]
    entropy: Callable[[int], bytes]
