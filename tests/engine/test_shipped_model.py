"""The model in the package, on comments written for these tests: clear ones must fall on the right side."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

from chaffinch.engine import modelfile
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Label, Submission

ARTICLE = (
    "Old mill bridge to close for two years. The council says the stone arches must be repaired before the winter."
)
HAM = (
    ("Two years? When they repaired it in the eighties it took four months.", "Harold Finch"),
    ("My daughter walks over that bridge to school every morning, what are we supposed to do?", "Priya"),
    ("I disagree with the article. The arches were never the problem, the traffic is.", "Sam O."),
    ("Great news for the ducks, terrible news for everyone who works across the river.", "Lena"),
    ("Could the author please correct the second paragraph? The mill was built in 1842, not 1824.", "R. Whitlock"),
    ("This council is a disgrace. They could not run a bath.", "fed up"),
    ("Wir sind als Kinder von dieser Brücke ins Wasser gesprungen. Schade, dass sie so lange zu ist.", "Jürgen"),
    ("Et les commerçants de la rue du moulin, quelqu'un a pensé à eux ?", "Hélène"),
    ("Yo cruzo ese puente todos los días para ir al trabajo, ahora tendré que dar toda la vuelta.", "Marisol"),
    ("Хожу по этому мосту каждый день, а теперь придётся в обход через весь город.", "Ольга"),
    ("Il ponte era pericoloso da anni, finalmente qualcuno fa qualcosa.", "Paolo"),
    ("De brug was al jaren te smal, maar twee jaar dicht is wel erg lang.", "Wim"),
)
SPAM = (
    (
        "Buy cheap Viagra and Cialis online, no prescription needed http://cheap-pills-rx.example.biz",
        "cheap viagra",
        None,
    ),
    ("Best online casino bonus 2024! Play slots and win real money http://casino-slots-win.top", "online casino", None),
    (
        "<a href='http://replica-watches-shop.cc'>replica watches</a> cheap replica rolex free shipping",
        "replica rolex",
        None,
    ),
    ("[url=http://payday-loans-fast.info]payday loans[/url] no credit check instant approval", "payday loans", None),
    ("I earn $9000 a month working from home, visit here www.easy-cash-home.com", "Jessica", None),
    (
        "Cheap SEO backlinks service, rank your website on google first page, visit our site",
        "SEO services",
        "http://buy-backlinks-seo.com",
    ),
    (
        "Hello, nice website! Check out my site for cheap louis vuitton handbags outlet",
        "louis vuitton outlet",
        "http://lv-outlet-bags.net",
    ),
    (
        "Купить диплом недорого, доставка по всей России http://diplom-kupit.top быстро и недорого",
        "купить диплом",
        "http://diplom-kupit.top",
    ),
    (
        "Onlayn kazino bonus, vavada casino зеркало рабочее на сегодня http://vavada-bonus.xyz",
        "vavada casino",
        "http://vavada-bonus.xyz",
    ),
    (
        "Acheter viagra cialis générique pas cher en ligne sans ordonnance http://pharmacie-pas-cher.biz",
        "viagra pas cher",
        None,
    ),
    (
        "Online Casino Bonus ohne Einzahlung, jetzt spielen und gewinnen http://casino-bonus-ohne.top",
        "casino bonus",
        None,
    ),
    (
        "Hot sexy girls live cam free xxx porn videos http://xxx-live-cams.click",
        "free porn",
        "http://xxx-live-cams.click",
    ),
)


@cache
def shipped() -> bytes:
    return files("chaffinch.models").joinpath("base.model").read_bytes()


@cache
def judge() -> Filter:
    return Filter.from_model(shipped())


@pytest.mark.parametrize("article", [None, ARTICLE])
@pytest.mark.parametrize(("text", "author"), HAM)
def test_a_clear_comment_is_never_spam(text: str, author: str, article: str | None) -> None:
    (verdict,) = judge().judge([Submission(text, author)], [Context(article=article)])
    assert verdict.action in (Action.APPROVE, Action.HOLD)


def test_most_clear_comments_are_published_at_once() -> None:
    verdicts = judge().judge([Submission(*one) for one in HAM], [Context(article=ARTICLE)] * len(HAM))
    assert sum(v.action is Action.APPROVE for v in verdicts) >= 9


@pytest.mark.parametrize("article", [None, ARTICLE])
@pytest.mark.parametrize(("text", "author", "url"), SPAM)
def test_a_clear_advert_is_never_published(text: str, author: str, url: str | None, article: str | None) -> None:
    (verdict,) = judge().judge([Submission(text, author, url)], [Context(article=article)])
    assert verdict.action is not Action.APPROVE


def test_most_clear_adverts_need_no_person() -> None:
    verdicts = judge().judge([Submission(*one) for one in SPAM], [Context(article=ARTICLE)] * len(SPAM))
    assert sum(v.action is Action.SPAM for v in verdicts) >= 8


def test_one_correction_turns_a_verdict_of_the_shipped_model() -> None:
    filter_ = Filter.from_model(shipped())
    here = Context(site="a", article=ARTICLE)
    advert = Submission("Lovely piece. I write about bridges too, read me at bridgelover.example", "Nora")
    filter_.learn(filter_.features([advert], [here])[0], "a", Label.SPAM)
    assert filter_.judge([advert], [here])[0].action is not Action.APPROVE


def test_the_file_is_small_and_its_card_complete() -> None:
    assert len(shipped()) < 5_000_000
    model = modelfile.read(shipped())
    card = model.card
    assert set(card) >= {
        "what",
        "date",
        "feature_version",
        "recipe",
        "corpora",
        "rows",
        "languages",
        "budgets",
        "limits",
    }
    assert model.version.startswith(f"base-{card['date'].replace('-', '')}-")
    assert card["rows"] == sum(one["spam"] + one["ham"] for one in card["corpora"])
    assert card["rows"] == sum(card["languages"].values())
    assert len(card["languages"]) > 5
    assert any(one["one_minus_roca_percent_left_out"] is not None for one in card["corpora"])
    assert set(card["recipe"]) >= {"bits", "seed", "epochs"}
    assert card["recipe"]["bits"] == model.bits


def test_the_shipped_thresholds_rise_and_the_slope_is_positive() -> None:
    model = modelfile.read(shipped())
    assert 0 < model.thresholds.hold_at < model.thresholds.spam_at < model.thresholds.discard_at <= 1
    assert model.calibration.slope > 0
