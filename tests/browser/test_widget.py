"""`embed.js` on the page of another origin: what a newspaper puts into its pages, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Frame, FrameLocator, Page, Request, expect

from chaffinch.engine.types import Label
from chaffinch.service.posting import Posting
from chaffinch.service.states import State
from tests.browser.conftest import Scheme, Site
from tests.browser.paper import Paper, printed

pytestmark = pytest.mark.browser

REAL = "I walked that bridge to school every day for eleven years and I am glad it stays."
HEAD = '<title>The heron | Example News</title><meta name="description" content="A heron is back at the mill pond.">'


@dataclass
class Newspaper:
    """Another site's paper whose comments are here; `seen` are the addresses that its readers' browsers asked for."""

    site: Site
    paper: Paper
    id: str
    seen: list[str]

    def widget(self, attributes: str = "") -> str:
        return f'<script src="{self.site.url}/embed.js" data-site="{self.id}" {attributes} async></script>'

    def article(self, path: str = "/heron", attributes: str = "", before: str = "", head: str = HEAD) -> str:
        body = f'<h1>The heron</h1>{before}<div id="chaffinch-thread"></div>{self.widget(attributes)}'
        return self.paper.page(path, body, head)

    def read(self, address: str, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True) -> Page:
        context = self.site.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        self.site.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: self.seen.append(request.url))
        page.goto(address)
        return page

    def say(self, path: str, text: str, author: str = "Una Brand") -> str:
        posting = Posting(self.id, self.paper.url + path, "", "", author, None, text, f"{path} {author} {text}")
        posted = self.site.server.parts.comments.post(posting)
        if posted.state is not State.PUBLISHED:  # what is said alike again and again is held
            self.site.server.parts.desk.decide(posted.comment_id, Label.HAM)
        return posted.comment_id


@pytest.fixture
def news(site: Site) -> Iterator[Newspaper]:
    with printed() as paper:
        paper.served = site.url
        news = Newspaper(site, paper, site.server.sites.add(paper.url, "Paper")[0].id, [])
        yield news
        homes = (f"{paper.url}/", f"{site.url}/", "data:")
        assert [address for address in news.seen if not address.startswith(homes)] == [], "no third party is asked"


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("#chaffinch-thread iframe")


def inside(page: Page) -> Frame:
    """Return the frame itself, once its thread is there."""
    expect(frame_of(page).locator("#comments")).to_be_visible()
    return next(frame for frame in page.frames if "/thread" in frame.url or "/comments" in frame.url)


def fits(page: Page) -> None:
    """Wait until the frame is as tall as what is in it, and nothing in it scrolls."""
    inner = inside(page)
    for _ in range(100):
        tall = inner.evaluate("document.documentElement.getBoundingClientRect().height")
        if abs(height(page) - tall) < 2:
            break
        page.wait_for_timeout(100)
    assert abs(height(page) - tall) < 2
    assert inner.evaluate("document.documentElement.scrollHeight <= innerHeight")


def height(page: Page) -> int:
    return int(page.evaluate("document.querySelector('iframe').clientHeight"))


def write(page: Page, text: str = REAL, author: str = "Margaret Ellis") -> None:
    frame = frame_of(page)
    frame.get_by_label("Comment", exact=True).fill(text)
    frame.get_by_label("Name", exact=True).fill(author)
    frame.get_by_role("button", name="Post comment").click()


def background(frame: Frame) -> str:
    return str(frame.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_frame_is_as_tall_as_its_thread_and_grows_with_it(news: Newspaper, width: int) -> None:
    page = news.read(news.article(), width=width)
    fits(page)
    before = height(page)
    news.say("/heron", "\n\n".join([REAL] * 9))
    page.reload()
    fits(page)
    assert height(page) > before + 300
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_frame_follows_when_its_text_gets_narrower_and_what_is_typed_gets_taller(news: Newspaper) -> None:
    news.say("/heron", "\n\n".join([REAL] * 9))
    page = news.read(news.article())
    fits(page)
    wide = height(page)
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function("wide => document.querySelector('iframe').clientHeight > wide", arg=wide)
    fits(page)
    inside(page).evaluate("document.querySelector('textarea').style.height = '900px'")
    fits(page)


def test_what_a_comment_led_to_is_brought_into_view_and_the_frame_fits_again(news: Newspaper) -> None:
    for number in range(12):
        news.say("/heron", f"{REAL} That makes {number}.", author=f"Reader {number}")
    page = news.read(news.article())
    fits(page)
    write(page)
    expect(frame_of(page).locator("#your-comment")).to_be_in_viewport()
    fits(page)


def test_an_empty_form_is_answered_where_the_reader_looks_and_the_cursor_is_there(news: Newspaper) -> None:
    for number in range(12):
        news.say("/heron", f"{REAL} That makes {number}.", author=f"Reader {number}")
    page = news.read(news.article())
    fits(page)
    write(page, text="", author="")
    expect(frame_of(page).get_by_text("Please enter your comment!")).to_be_in_viewport()
    expect(frame_of(page).get_by_label("Comment", exact=True)).to_be_focused()


def test_a_message_from_another_window_or_origin_changes_nothing(news: Newspaper) -> None:
    with printed() as stranger:
        stranger.page("/", "")
        news.paper.served = f"{news.site.url} {stranger.url}"
        page = news.read(news.article(before=f'<iframe name="stranger" src="{stranger.url}/"></iframe>'))
        evil = page.frame(name="stranger")
        assert evil
        page.wait_for_function("() => document.querySelectorAll('iframe').length == 2")
        page.wait_for_function("() => document.querySelector('#chaffinch-thread iframe').style.height != '40em'")
        before = page.evaluate("document.querySelector('#chaffinch-thread iframe').style.height")
        evil.evaluate("top.postMessage({chaffinch: {height: 7777, top: 5}}, '*')")
        page.evaluate("window.postMessage({chaffinch: {height: 7777}}, '*')")
        # Whoever stands beside the frame can send it messages; it follows none, and says nothing to them.
        evil.evaluate("window.heard = []; addEventListener('message', e => heard.push(e.data))")
        evil.evaluate("top.frames[1].postMessage({chaffinch: {theme: 'dark'}}, '*')")
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelector('#chaffinch-thread iframe').style.height") == before
        assert evil.evaluate("heard") == []
        assert background(next(f for f in page.frames if "/thread" in f.url)) == "rgb(251, 248, 241)"
        news.seen[:] = [address for address in news.seen if not address.startswith(stranger.url)]


@pytest.mark.parametrize(
    ("attributes", "scheme", "expected"),
    [
        ("", "light", "rgb(251, 248, 241)"),
        ("", "dark", "rgb(22, 24, 27)"),
        ('data-theme="dark"', "light", "rgb(22, 24, 27)"),
        ('data-theme="light"', "dark", "rgb(251, 248, 241)"),
        ('data-background="#ffffff"', "dark", "rgb(255, 255, 255)"),
        ('data-background="#fff #101418"', "dark", "rgb(16, 20, 24)"),
    ],
)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_theme_is_what_the_page_asks_for_and_stays_while_a_comment_is_sent(
    news: Newspaper, attributes: str, scheme: Scheme, expected: str, scripts: bool
) -> None:
    address = news.article(attributes=attributes)
    if not scripts:
        first = news.read(address, scheme=scheme)
        source = first.get_attribute("#chaffinch-thread iframe", "src")
        address = news.paper.page(
            "/bare", f'<div id="chaffinch-thread"><iframe src="{source}"></iframe></div>'.replace("&", "&amp;")
        )
    page = news.read(address, scheme=scheme, scripts=scripts)
    body = frame_of(page).locator("body")
    expect(body).to_have_css("background-color", expected)
    write(page, author="")
    expect(frame_of(page).get_by_text("Please enter your name here")).to_be_visible()
    expect(body).to_have_css("background-color", expected)
    write(page)
    expect(frame_of(page).locator("#your-comment")).to_be_visible()
    expect(body).to_have_css("background-color", expected)


def test_the_theme_changes_with_a_switch_of_the_page(news: Newspaper) -> None:
    page = news.read(news.article())
    fits(page)
    inner = inside(page)
    for theme, expected in (("dark", "rgb(22, 24, 27)"), ("light", "rgb(251, 248, 241)")):
        page.evaluate("theme => document.getElementById('chaffinch-thread').dataset.theme = theme", theme)
        inner.wait_for_function("colour => getComputedStyle(document.body).backgroundColor == colour", arg=expected)


def test_accent_and_font_are_those_of_the_page(news: Newspaper) -> None:
    page = news.read(news.article(attributes='data-accent="#ffd400" data-font="Liberation Sans, sans-serif"'))
    button = frame_of(page).get_by_role("button", name="Post comment")
    expect(button).to_have_css("background-color", "rgb(255, 212, 0)")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    expect(frame_of(page).locator("body")).to_have_css("font-family", '"Liberation Sans", sans-serif')


def test_a_frame_far_below_is_asked_for_when_the_reader_comes_near(news: Newspaper) -> None:
    page = news.read(news.article(before='<div class="far"></div>'))
    expect(page.locator("#chaffinch-thread iframe")).to_have_count(1)
    page.wait_for_timeout(300)
    assert not [address for address in news.seen if "/thread" in address]
    page.locator("#chaffinch-thread").scroll_into_view_if_needed()
    fits(page)


def test_an_address_that_ends_in_a_comment_leads_to_it_at_once(news: Newspaper) -> None:
    ids = [news.say("/heron", f"{REAL} That makes {number}.", author=f"Reader {number}") for number in range(12)]
    page = news.read(news.article(before='<div class="far"></div>') + f"#comment-{ids[7]}")
    expect(frame_of(page).get_by_text("That makes 7.")).to_be_in_viewport()


def test_a_list_of_articles_gets_its_counts_in_one_call(news: Newspaper) -> None:
    for number in range(3):
        news.say("/heron", f"{REAL} That makes {number}.")
    news.say("/bridge", REAL)
    links = (
        '<a href="/heron" data-chaffinch-count>Comments</a> <a href="/bridge#top" data-chaffinch-count></a>'
        '<a href="/elsewhere" data-chaffinch-count="/bakery"></a>'
        '<a href="/heron"><span data-chaffinch-count="/heron" data-chaffinch-words="Kommentare: #"></span></a>'
        '<a href="https://elsewhere.test/" data-chaffinch-count>as it was</a>'
    )
    page = news.read(news.paper.page("/", links + news.widget()))
    counts = page.locator("[data-chaffinch-count]")
    expect(counts).to_have_text(["3 comments", "1 comment", "No comments", "Kommentare: 3", "as it was"])
    assert len([address for address in news.seen if "/counts" in address]) == 1
    assert not page.locator("iframe").count()


def test_a_stranger_cannot_read_the_counts_of_a_site(news: Newspaper) -> None:
    with printed() as stranger:
        page = news.read(stranger.page("/", '<a href="/a" data-chaffinch-count>as it was</a>' + news.widget()))
        with page.expect_console_message(lambda message: "may not read the counts" in message.text):
            page.reload()
        expect(page.locator("a")).to_have_text("as it was")
        news.seen[:] = [address for address in news.seen if not address.startswith(stranger.url)]


def test_the_judge_is_told_title_and_description_and_the_address_is_the_canonical_one(news: Newspaper) -> None:
    head = f'{HEAD}<link rel="canonical" href="/heron"><meta property="og:title" content="The heron">'
    page = news.read(news.article("/heron", head=head) + "?utm_source=letter#top")
    write(page)
    expect(frame_of(page).locator("#your-comment")).to_be_visible()
    (thread,) = news.site.server.parts.site_desk.threads(news.site.server.sites.by_id(news.id), None, 9).threads  # type: ignore[arg-type]
    assert (thread.permalink, thread.title) == (f"{news.paper.url}/heron", "The heron")


def test_without_a_canonical_address_it_is_the_location_without_what_follows_readers(news: Newspaper) -> None:
    news.article("/heron")
    page = news.read(f"{news.paper.url}/heron?page=2&utm_source=letter&fbclid=x1&GCLID=y#top")
    expect(frame_of(page).locator("input[name=permalink]")).to_have_value(f"{news.paper.url}/heron?page=2")


def test_nothing_is_stored_before_the_box_is_ticked_and_nothing_after_it_is_unticked(news: Newspaper) -> None:
    page = news.read(news.article())
    box = frame_of(page).get_by_label("Remember my name and website")
    expect(box).not_to_be_checked()
    stored = "[localStorage.length + sessionStorage.length, document.cookie]"
    write(page)
    expect(frame_of(page).locator("#your-comment")).to_be_visible()
    assert inside(page).evaluate(stored) == [0, ""]
    frame_of(page).get_by_label("Name", exact=True).fill("Una Brand")
    box.check()
    page.reload()
    expect(frame_of(page).get_by_label("Name", exact=True)).to_have_value("Una Brand")
    expect(box).to_be_checked()
    box.uncheck()
    assert inside(page).evaluate(stored) == [0, ""]
    page.reload()
    expect(frame_of(page).get_by_label("Name", exact=True)).to_have_value("")
    assert page.context.cookies() == []
    assert page.evaluate(stored) == [0, ""]


def test_a_bare_frame_works_without_scripts_and_asks_for_nothing_to_be_remembered(news: Newspaper) -> None:
    source = f"{news.site.url}/thread?site={news.id}&amp;permalink={news.paper.url}/heron"
    body = f'<div id="chaffinch-thread"><iframe width="700" height="800" src="{source}"></iframe></div>'
    page = news.read(news.paper.page("/heron", body), scripts=False)
    expect(frame_of(page).get_by_label("Remember my name and website")).to_be_hidden()
    write(page)
    expect(frame_of(page).get_by_text("Your comment is published.")).to_be_visible()


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('data-permalink="https://elsewhere.test/a"', "does not lie under"),
        ('data-accent="red;}body{display:none"', "is not a colour"),
        ('data-font="x&quot;;}@import url(//evil.test)"', "is no name of a font"),
        ('data-theme="pink"', "There is no theme 'pink'"),
        ('data-ink="#777" data-background="#888"', "cannot be read"),
    ],
)
def test_what_the_owner_of_a_page_got_wrong_is_said_in_its_frame(news: Newspaper, attributes: str, words: str) -> None:
    page = news.read(news.article(attributes=attributes))
    expect(frame_of(page).get_by_text(words)).to_be_visible()


def test_an_unknown_site_is_told_in_the_frame_which_fits(news: Newspaper) -> None:
    body = f'<div id="chaffinch-thread"></div><script src="{news.site.url}/embed.js" data-site="typo" async></script>'
    page = news.read(news.paper.page("/heron", body))
    expect(frame_of(page).get_by_text("No site with the id 'typo' is registered here.")).to_be_visible()
    page.wait_for_function("() => document.querySelector('iframe').style.height != '40em'")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<div id="chaffinch-thread"></div><script src="{url}/embed.js" async></script>', "data-site is missing"),
        ('<script src="{url}/embed.js" async></script>', 'no element with the id "chaffinch-thread"'),
    ],
)
def test_a_line_that_is_not_whole_is_told_in_the_console(news: Newspaper, body: str, words: str) -> None:
    page = news.read(news.paper.page("/heron", body.format(url=news.site.url)))
    with page.expect_console_message(lambda message: words in message.text):
        page.reload()


def test_a_page_that_may_not_frame_the_thread_says_why_and_leads_to_it(news: Newspaper) -> None:
    with printed() as stranger:
        body = f'<div id="chaffinch-thread"></div>{news.widget(f"data-permalink={news.paper.url}/heron")}'
        page = news.read("about:blank")
        page.clock.install()
        page.goto(stranger.page("/", body))
        expect(page.locator("iframe")).to_have_count(1)
        page.wait_for_load_state("networkidle")
        page.clock.fast_forward(6_000)
        expect(page.get_by_role("status")).to_contain_text(f"{stranger.url} must be the address it is registered with")
        link = page.get_by_role("link", name="Open the comments on a page of their own")
        assert str(link.get_attribute("href")).startswith(f"{news.site.url}/thread?site={news.id}")
        news.seen[:] = [address for address in news.seen if not address.startswith((stranger.url, "about:"))]


def test_no_policy_is_broken_and_nothing_fails(news: Newspaper) -> None:
    complaints: list[str] = []
    page = news.read("about:blank")
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(news.article(before='<a href="/heron" data-chaffinch-count></a>'))
    fits(page)
    write(page)
    expect(frame_of(page).locator("#your-comment")).to_be_visible()
    fits(page)
    assert complaints == []
    news.seen.remove("about:blank") if "about:blank" in news.seen else None


def test_no_other_page_of_the_server_than_the_frame_loads_a_script(site: Site) -> None:
    loaded: list[str] = []
    page = site.open("/")

    def look(request: Request) -> None:
        if request.resource_type == "script":
            loaded.append(request.url)

    page.on("request", look)
    for path in ("/", "/articles/old-mill-bridge", "/data", "/nowhere"):
        page.goto(site.url + path)
    assert loaded == []
