"""What many send in a short time is noticed, whatever way it comes in; what honest people do alike is not."""

from __future__ import annotations

import random

import pytest

from chaffinch.engine.campaign import CERTAIN, SOURCES
from chaffinch.engine.signals import FLOOD
from chaffinch.engine.types import Action, Evidence, Seen, Submission, Verdict
from chaffinch.errors import StateError
from chaffinch.evaluation.campaigns import expanded
from chaffinch.service.checking import Check
from chaffinch.service.clock import SECOND
from chaffinch.service.sites import Site
from chaffinch.service.states import Source, State
from chaffinch.service.watching import Watch
from chaffinch.sightings.question import Noticed, Sighted, Sightings, Told
from tests.service.world import HAM, PAGE, World

MINUTE = 60 * SECOND
TEMPLATE = (
    "{I|We} walk over that bridge every {morning|evening}, and two {summers|years} of repairs are a long time for {all|"
    "both} of us who {live|work} on the other side of the river and have to be at the station by seven."
)
OWN = (
    "My mother grew up beside the mill and still tells us how the river froze in the winter after the war.",
    "Could the ferry not run again for as long as this takes, as it did when the road was under water in spring?",
    "The council published the drawings on Friday, and page nine has the detour that buses are going to take.",
    "I counted nineteen lorries in one hour last week, so nobody should wonder about the state of the deck.",
    "What I miss in all this is a single word about cyclists, who have no other way into town at all.",
)


def codes(verdict: Verdict | None) -> set[str]:
    assert verdict is not None
    return {reason.code for reason in verdict.evidence}


def reason(verdict: Verdict, code: str) -> Evidence:
    (found,) = [one for one in verdict.evidence if one.code == code]
    return found


def spun(seed: int) -> str:
    return expanded(TEMPLATE, random.Random(seed), "", [""])


def check(world: World, site: Site, text: str, author: str | None, **more: object) -> Verdict:
    asked = Check(Submission(text, author), f"{site.url}/a", **more)  # type: ignore[arg-type]
    return world.checks.check(site, asked).verdict


def test_one_template_under_many_names_is_held_then_refused(world: World) -> None:
    states = []
    for n in range(CERTAIN + 6):
        world.now += MINUTE
        states.append(world.post(spun(n), f"Reader {n}").state)
    assert set(states[: SOURCES - 1]) == {State.PUBLISHED}
    assert State.HELD in states[SOURCES - 1 : SOURCES + 2]
    assert states[-1] is State.SPAM


def test_the_desk_says_why_a_comment_waits(world: World) -> None:
    for n in range(SOURCES):
        world.now += MINUTE
        world.post(f"{HAM} {OWN[0]}", f"Reader {n}")
    (item,) = world.desk.queue(State.HELD).items
    told = {reason.code: reason.sentence for reason in item.evidence}["campaign-begins"]
    assert told.startswith("Nearly the same words were seen 4 times, from 4 senders on one site, in 3 minutes")


def test_it_is_noticed_across_sites_and_ways_in_and_told_in_numbers(world: World) -> None:
    sites = [world.site, *(world.sites.add(f"https://other{n}.example")[0] for n in range(2))]
    for n in range(12):
        world.now += 10 * MINUTE
        verdict = check(
            world, sites[n % 3], HAM + f" {OWN[0]}", f"Reader {n}", source=[Source.AKISMET, Source.API][n % 2]
        )
    posted = world.post(HAM + f" {OWN[0]}", "Somebody else")
    assert posted.state is State.SPAM
    assert posted.verdict is not None
    told = reason(posted.verdict, "campaign").sentence
    assert told == "Nearly the same words were seen 13 times, from 13 senders on 3 sites, in 2 hours."
    assert "campaign" in codes(verdict)


def test_a_batch_that_is_a_campaign_by_itself_is_noticed(world: World) -> None:
    checks = [Check(Submission(spun(n), f"Reader {n}"), PAGE, source=Source.API) for n in range(20)]
    checked = world.checks.check_all(world.site, checks)
    assert sum(one.verdict.action is Action.SPAM for one in checked) > 10


def test_a_batch_of_short_nameless_comments_is_judged_and_so_is_the_same_again(world: World) -> None:
    checks = [Check(Submission(text), PAGE, source=Source.API) for text in ("Yes.", "No.", "")]
    for _ in range(2):
        assert len(world.checks.check_all(world.site, checks)) == 3


def test_one_person_who_says_the_same_many_times_is_no_campaign(world: World) -> None:
    for n in range(12):
        world.now += MINUTE
        posted = world.post(spun(n), "Ann", network="8.8.4.0/24")
    assert codes(posted.verdict).isdisjoint({"campaign", "campaign-begins"})


def test_comments_without_a_name_are_one_sender_a_site_unless_the_network_tells_them_apart(world: World) -> None:
    for n in range(12):
        verdict = check(world, world.site, spun(n), None)
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})
    for n in range(12):
        verdict = check(world, world.site, spun(50 + n), None, network=f"8.8.{n}.0/24")
    assert "campaign" in codes(verdict)


def test_a_check_that_is_sent_again_is_not_counted_twice(world: World) -> None:
    for n in range(SOURCES - 1):
        for _ in range(5):
            verdict = check(world, world.site, f"{HAM} {OWN[0]}", f"Reader {n}")
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})
    verdict = check(world, world.site, f"{HAM} {OWN[0]}", "One more")
    assert f"seen {SOURCES} times, from {SOURCES} senders on one site" in reason(verdict, "campaign-begins").sentence


@pytest.mark.parametrize("claim", ["is_test", "is_recheck"])
def test_tests_and_rechecks_are_told_and_leave_nothing(world: World, claim: str) -> None:
    for n in range(12):
        verdict = check(world, world.site, spun(n), f"Reader {n}", **{claim: True})
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})
    for n in range(12):
        check(world, world.site, spun(n), f"Reader {n}")
    assert "campaign" in codes(check(world, world.site, spun(99), "Reader 99", **{claim: True}))


@pytest.mark.parametrize("text", ["Thanks!", "First", "+1", "me too", "Thank you so much, this helped me a lot!"])
def test_popular_short_comments_are_no_campaign(world: World, text: str) -> None:
    for n in range(30):
        verdict = check(world, world.site, text, f"Reader {n}")
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})


@pytest.mark.parametrize("form", ["cheap pills at {}", "{} cheap pills sold every day", "cheap pills every day"])
def test_a_short_comment_is_one_of_a_campaign_only_where_all_lead_to_one_host(world: World, form: str) -> None:
    for n in range(CERTAIN + 1):
        apart = check(world, world.site, form.format(f"http://shop{n}.example/"), f"Reader {n}")
        by_name = Check(Submission("best pills for every day", f"Buyer {n}", "http://one.example/"), PAGE)
        together = world.checks.check(world.site, by_name).verdict
    assert codes(apart).isdisjoint({"campaign", "campaign-begins"})
    assert "campaign" in codes(together)


@pytest.mark.parametrize(
    "form",
    ["> {}\n\n{}", "<blockquote>{}</blockquote> {}", '<a href="https://council.example/1">{}</a> {}', "“{}” {}"],
)
def test_an_honest_quote_and_a_shared_link_are_no_campaign(world: World, form: str) -> None:
    for n, own in enumerate([*OWN, *(" ".join(reversed(said.split())) for said in OWN)]):
        verdict = check(world, world.site, form.format(HAM, own), f"Reader {n}")
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})


def test_words_of_the_article_and_of_the_comment_answered_are_no_campaign(world: World) -> None:
    for n, own in enumerate([*OWN, *(" ".join(reversed(said.split())) for said in OWN)]):
        near = {"article": HAM} if n % 2 else {"parent": HAM}
        verdict = check(world, world.site, f"{HAM} {own}", f"Reader {n}", **near)
    assert codes(verdict).isdisjoint({"campaign", "campaign-begins"})


def test_what_was_seen_is_forgotten_after_hours_and_with_a_restart(world: World) -> None:
    for n in range(12):
        check(world, world.site, spun(n), f"Reader {n}")
    world.now += 6 * 60 * MINUTE + 1
    assert "campaign" not in codes(check(world, world.site, spun(50), "Reader 50"))
    for n in range(12):
        check(world, world.site, spun(60 + n), f"Reader {n}")
    world.restart()
    assert "campaign" not in codes(check(world, world.site, spun(90), "Reader 90"))


def test_many_comments_of_one_author_and_of_one_network_are_told_as_floods(world: World) -> None:
    for n in range(FLOOD):
        by_author = check(world, world.site, f"Number {n}", "Ann")
        by_network = check(world, world.site, f"Number {n} again", f"Reader {n}", network="8.8.4.0/24")
    assert f"This author wrote to this site {FLOOD} times" in reason(by_author, "author-flood").sentence
    assert f"the same part of the network {FLOOD} times" in reason(by_network, "network-flood").sentence
    other, _ = world.sites.add("https://other.example")
    assert "author-flood" not in codes(check(world, other, "Number one", "Ann"))


def test_a_network_that_is_shared_by_sites_is_counted_on_each_by_itself(world: World) -> None:
    """Behind a content delivery network, what a site sends as the commenter's network may be that of its relay."""
    sites = [world.site, *(world.sites.add(f"https://other{n}.example")[0] for n in range(2))]
    for n in range(3 * (FLOOD - 1)):
        verdict = check(world, sites[n % 3], f"Number {n}", f"Reader {n}", network="8.8.4.0/24")
        assert "network-flood" not in codes(verdict)
    verdict = check(world, world.site, "One more", "Somebody", network="8.8.4.0/24")
    told = reason(verdict, "network-flood").sentence
    assert told.startswith(f"Comments came to this site from the same part of the network {FLOOD} times")


def test_a_host_that_many_link_to_on_many_sites_is_told(world: World) -> None:
    sites = [world.site, *(world.sites.add(f"https://other{n}.example")[0] for n in range(2))]
    for n in range(12):
        text = f"Number {n}, see http://shop.example/{n}"
        verdict = check(world, sites[n % 3], text, f"Reader {n}")
    assert "from 12 senders on 3 sites" in reason(verdict, "shared-host").sentence


@pytest.mark.parametrize(
    "form", ["> {}", "<blockquote>{}</blockquote>", '<a href="https://council.example/1">{}</a>', "“{}”", '"{}"']
)
def test_a_campaign_that_is_nothing_but_a_quotation_is_one(world: World, form: str) -> None:
    states = []
    for n in range(CERTAIN + 2):
        world.now += MINUTE
        states.append(world.post(form.format(spun(n)), f"Reader {n}").state)
    assert states[-1] is State.SPAM
    assert State.PUBLISHED not in states[SOURCES:]


class Unreadable:
    """Sightings that cannot be read."""

    def note(self, sighted: Sighted, now: int) -> Told:
        raise StateError("the shared sightings do not answer")

    look = note

    def noticed(self, now: int) -> list[Noticed]:
        raise StateError("the shared sightings do not answer")


def test_what_cannot_be_read_is_held_and_an_akismet_client_asks_again(world: World) -> None:
    world.watch._sightings = Unreadable()
    posted = world.post(HAM)
    assert posted.state is State.HELD
    assert "unreadable-state" in codes(posted.verdict)
    with pytest.raises(StateError):
        check(world, world.site, HAM, "Ann")


def test_a_site_that_sends_its_first_comment_while_it_is_asked_what_was_noticed_is_known(world: World) -> None:
    class Late(Unreadable):
        def noticed(self, now: int) -> list[Noticed]:
            site, _ = watch._new_site("late")
            return [Noticed(1, Seen(4, 4, 1, now), ((site, 255),))]

    watch = Watch(Late(), bytes(32), world.clock)
    (found,) = watch.noticed()
    assert found.members == (("late", f"{255:016x}"),)


def test_what_is_counted_cannot_be_compared_across_starts(world: World) -> None:
    seen: list[Sighted] = []
    inner = world.watch._sightings

    class Listening:
        def __init__(self, inner: Sightings) -> None:
            self._inner = inner

        def note(self, sighted: Sighted, now: int) -> Told:
            seen.append(sighted)
            return self._inner.note(sighted, now)

        look = note

        def noticed(self, now: int) -> list[Noticed]:
            return self._inner.noticed(now)

    said = Submission(f"{HAM} http://shop.example/", "Ann")
    for key in (bytes(32), bytes(range(32))):
        world.restart()
        world.watch = Watch(Listening(inner), key, world.clock)
        world.judge._watch = world.watch
        world.checks.check(world.site, Check(said, PAGE, network="8.8.4.0/24"))
    (before,), (after,) = (one.senders for one in seen)
    assert before.source != after.source
    assert not {before.author, before.network, before.host} & {after.author, after.network, after.host}
    assert not set(seen[0].prints.keys.tolist()) & set(seen[1].prints.keys.tolist())
