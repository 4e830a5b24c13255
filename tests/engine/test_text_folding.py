"""Letters, words and hosts in disguise are read as they are meant; honest writing keeps its words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.homographs import unmasked
from chaffinch.engine.text import BESIDE_MARK, PlainText, plain, plains

DISGUISES = ("invisible", "mixed", "styled", "spelled", "stretched", "broken", "homographs")
HONEST = (
    "Утром у реки туман, а к обеду уже солнце и дети на мосту.",
    "МОСКВА СЛЕЗАМ НЕ ВЕРИТ, говорила бабушка.",
    "Το πρωί στο ποτάμι έχει ομίχλη, το μεσημέρι παιδιά στη γέφυρα.",
    "Առավոտյան գետի վրա մառախուղ է, կեսօրին՝ արև։",
    "في الصباح ضباب على النهر، وعند الظهر أطفال على الجسر.",
    "בבוקר ערפל על הנהר, ובצהריים ילדים על הגשר.",
    "Buổi sáng sông có sương mù, buổi trưa trẻ con chơi trên cầu.",
    "Sabah nehirde sis var, öğlen köprüde çocuklar oynuyor; ığdır kayısısı da güzel.",
    "Przy moście rano jest mgła, a w południe bawią się tam dzieci.",
    "Příliš žluťoučký kůň pil ráno u řeky.",
    "Le matin, la rivière est couverte de brume; à midi, les élèves y jouent déjà.",
    "Ní mhaith liom é, adeir sí; b'fhéidir amárach.",
    "아침에는 강에 안개가 끼고 낮에는 아이들이 다리에서 논다 ㅋㅋㅋㅋ",
    "早上河上有雾，中午孩子们在桥上玩，哈哈哈哈。",
    "朝は川に霧がかかり、昼には子どもたちが橋で遊ぶｗｗｗ。ＣＤも売っている。",
    "सुबह नदी पर कोहरा रहता है और दोपहर को धूप।",
)
PLAIN_ENGLISH = (
    "We use B2B and P2P with i18n, l10n and k8s on x86 and win32.",
    "Version v2.0 or 3.11.4 plays mp3 and mp4 with h264 in 3D at 4K.",
    "Log4j, html5, css3, utf8mb4, base64, sha256sum, ipv6 and es6 are names.",
    "It was $5 or US$50, then 20 EUR at 7pm on the 3rd, 10k people, 5kg each.",
    "Write to jonas.field@town.example, or call @maria at 555 0123 by 10:30.",
    "The U.S.A. and the U.K., e.g. i.e. a.k.a. J. R. R. Tolkien, grades A B C D.",
    "int32_t x1 = y0 + z2; foo(a, b, c, d); $name = $_POST['x1y2'];",
    "That is so-so, well-to-do, up-to-date; ask for room 12-A-4.",
    "Hash d41d8cd98f00b204 and id 550e8400-e29b-41d4-a716-446655440000.",
    "Hmm, www is three letters, and Louis XIII, a Pentium PIII and isXXXEnabled are not shouting.",
    "He was naïve in a café, said José with his résumé.",
)
NOUNS = ("bridge", "river", "bakery", "museum", "piano", "heron", "market", "garden", "letter", "winter")
WORDS = st.lists(st.sampled_from(NOUNS), min_size=1, max_size=8)


def disguises(seen: PlainText) -> dict[str, int]:
    return {name: getattr(seen, name) for name in DISGUISES if getattr(seen, name)}


@pytest.mark.parametrize("text", HONEST)
def test_honest_writing_of_any_language_is_not_touched(text: str) -> None:
    seen = plain(text)
    assert seen.text == unicodedata.normalize("NFKC", text)
    assert disguises(seen) == {}


@given(st.permutations(HONEST), st.integers(2, 4), st.sampled_from(PLAIN_ENGLISH))
def test_languages_side_by_side_do_not_touch_each_other(texts: list[str], count: int, english: str) -> None:
    together = " ".join([*texts[:count], english])
    seen = plain(together)
    assert seen.text.partition(f" {BESIDE_MARK}")[0] == unicodedata.normalize("NFKC", together)
    assert disguises(seen) == {}


@pytest.mark.parametrize("text", PLAIN_ENGLISH)
def test_names_numbers_prices_times_and_addresses_are_not_read_as_figures_for_letters(text: str) -> None:
    seen = plain(text)
    assert seen.text.partition(f" {BESIDE_MARK}")[0] == text
    assert disguises(seen) == {}


@given(st.lists(st.sampled_from((*HONEST, *PLAIN_ENGLISH, "fr33 c@sino b0nus", "a", "", " 70nigh7", "v i a g r a"))))
def test_a_batch_reads_as_one_by_one(texts: list[str]) -> None:
    assert plains(texts) == [plain(text) for text in texts]


@given(st.lists(st.text(alphabet="ab 014@.<>/[:wW\té\u0430\u200b&", max_size=20), max_size=12))
def test_a_batch_of_odd_texts_reads_as_one_by_one(texts: list[str]) -> None:
    assert plains(texts) == [plain(text) for text in texts]


@given(WORDS)
def test_plain_words_are_never_in_disguise(words: list[str]) -> None:
    assert plain(" ".join(words)) == PlainText(" ".join(words))


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("играть в саsіnо", "mixed"),
        ("win at a сasinο", "mixed"),
        ("our сора is the best of the town", "mixed"),
        ("ꓚꓮꓢꓲꓠꓳ tonight, ꓚꓮꓢꓲꓠꓳ at once", "mixed"),
        ("сasinᴏ", "styled"),
        ("🅒🅐🅢🅘🅝🅞", "styled"),
        ("🄲🄰🅂🄸🄽🄾", "styled"),
        ("ᴄᴀꜱɪɴᴏ", "styled"),
        ("ᶜᵃˢⁱⁿᵒ", "styled"),
        ("⒞⒜⒮⒤⒩⒪", "styled"),
        ("🇨🇦🇸🇮🇳🇴🇸 here", "styled"),
        ("ｃａｓｉｎｏ", "styled"),
        ("c\u0307a\u0359s\u0338i\u0324n\u034eo", "invisible"),
        ("\u202eonisac\u202c", "invisible"),
        ("c a s i n o", "spelled"),
        ("c.a.s.i.n.o", "spelled"),
        ("c-a-s-i-n-o", "spelled"),
        ("c*a*s*i*n*o", "spelled"),
        ("c@s1no", "spelled"),
        ("ca$ino", "spelled"),
        ("casiiiino", "stretched"),
        ("ca<b></b>si<!-- x -->no", "broken"),
        ("&#99;&#x61;sino", "broken"),
        ("&amp;#99;&amp;#x61;sino", "broken"),
    ],
)
def test_a_disguise_falls_and_is_counted(source: str, kind: str) -> None:
    seen = plain(source)
    assert "casino" in seen.text.lower() or "copa" in seen.text
    assert kind in disguises(seen)


def test_russian_with_latin_letters_becomes_russian() -> None:
    seen = plain("Лучшее кaзинo города")
    assert (seen.text, seen.mixed) == ("Лучшее казино города", 1)


@pytest.mark.parametrize("text", ["ставьте SMSки и PDFки, жду", "VIPов пускают, жду", "на iPhoneах ждут"])
def test_russian_endings_on_latin_names_are_honest(text: str) -> None:
    assert (plain(text).text, plain(text).mixed) == (text, 0)


def test_flags_are_flags_and_letters_beside_them_are_not() -> None:
    assert plain("🇩🇪🇫🇷🇮🇹 won").text == "🇩🇪🇫🇷🇮🇹 won"
    assert plain("🇫🇷🇪🇪 🇲🇴🇳🇪🇾").text == "FREE MONEY"


def test_two_readings_of_a_word_stand_one_in_place_and_one_beside() -> None:
    assert plain("great d1scount here").text == f"great discount here {BESIDE_MARK} dlscount"
    assert plain("freee loans").text == f"fre loans {BESIDE_MARK} free"


def test_figures_at_the_ends_are_read_where_others_have_shown_what_they_are() -> None:
    assert plain("fr33 0ur").text == "fr33 0ur"
    assert plain("fr33 b0nus and 0ur m0ney").text == "free bonus and our money"


def test_three_letters_apart_are_joined_where_four_have_been() -> None:
    assert plain("w i n").text == "w i n"
    assert plain("w i n  m o n e y").text == "win money"


def test_accents_on_english_fall_and_on_other_languages_stay() -> None:
    assert plain("ôur bônüs and yoùr mönéy").text == "our bonus and your money"
    assert plain("our café and your bônüs").text == f"our café and your bônüs {BESIDE_MARK} cafe bonus"
    assert plain("Où est le bônüs?").text == "Où est le bônüs?"


@pytest.mark.parametrize(
    ("address", "read", "is_masked"),
    [
        ("http://аррӏе.com/x?y=1", "http://apple.com/x?y=1", True),
        ("http://xn--80ak6aa92e.com/", "http://apple.com/", True),
        ("https://user@pаypal.com:443/а", "https://user@paypal.com:443/а", True),
        ("http://xn--mnchen-3ya.de/", "http://münchen.de/", False),
        ("http://москва.рф/река", "http://москва.рф/река", False),
        ("http://plain.example/a", "http://plain.example/a", False),
        ("http://xn--.example/", "http://.example/", False),
        ("", "", False),
    ],
)
def test_a_host_is_read_as_a_reader_sees_it(address: str, read: str, is_masked: bool) -> None:
    assert unmasked(address) == (read, is_masked)


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_address_can_be_read(address: str) -> None:
    host, _ = unmasked(f"http://xn--{address}")
    assert isinstance(host, str)


def test_a_link_to_look_alikes_is_counted_and_leads_where_it_seems_to() -> None:
    seen = plain("log in at http://xn--80ak6aa92e.com/login now")
    assert ([link.target for link in seen.links], seen.homographs) == (["http://apple.com/login"], 1)
