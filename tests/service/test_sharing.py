"""The switch of a site: whether it learns with others. What it decides holds for all labels, old ones too."""

from __future__ import annotations

import pytest

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import NotFoundError
from chaffinch.service.checking import Check
from chaffinch.service.judging import Judge
from chaffinch.service.sites import Site
from chaffinch.store import feedback, sites
from tests.service.world import World, base_model

ADVERT = Submission("Rent a garden pavilion for your wedding, see pavilion.example", "Pavilions")
TOLD = "Garden pavilions for every wedding, rent one at pavilion.example"


def score(world: World, site: str | None) -> float:
    return world.judge.judge_one(ADVERT, Context(site=site)).score


def taught(world: World, count: int) -> list[Site]:
    made = [world.sites.add(f"https://s{number}.example")[0] for number in range(count)]
    for site in made:
        world.checks.submit(site, Check(Submission(TOLD, site.name)), Label.SPAM)
    return made


def test_a_new_site_shares_and_gains_from_those_that_agree(world: World) -> None:
    before = score(world, "new")
    taught(world, 1)
    assert score(world, "new") == before
    taught_by_two = [world.sites.add("https://more.example")[0]]
    world.checks.submit(taught_by_two[0], Check(Submission(TOLD, "Pavilion")), Label.SPAM)
    assert score(world, "new") > before


def test_a_site_that_ceases_to_share_takes_back_what_it_gave(world: World) -> None:
    before = score(world, "new")
    one, two = taught(world, 2)
    own, together = score(world, one.id), score(world, "new")
    assert world.sites.configure(one.id, shares=False).shares is False
    world.judge.catch_up()
    assert score(world, "new") == before
    assert before < score(world, one.id) <= own
    assert world.sites.configure(one.id, shares=True).shares is True
    world.judge.catch_up()
    assert (score(world, "new"), score(world, one.id)) == (together, own)
    assert two.shares


def test_the_switch_is_exact_and_outlives_checkpoints_and_restarts(world: World) -> None:
    one, _, _ = taught(world, 3)
    assert world.judge.checkpoint()
    world.sites.configure(one.id, shares=False)
    world.judge.catch_up()
    alone = Filter(base_model())
    with world.database.read() as connection:
        alone.keep_apart(sites.apart(connection))
        for entry in feedback.after(connection, 0, 100):
            alone.learn(entry.row, entry.site_id, Label[entry.label])
    assert world.judge.digest() == alone.digest() != world.fold()
    assert world.judge.checkpoint()
    world.restart()
    assert world.judge.digest() == alone.digest()


def test_a_site_added_apart_is_known_to_a_server_that_runs(world: World) -> None:
    taught(world, 2)
    apart, _ = world.sites.add("https://apart.example", shares=False)
    world.judge.catch_up()
    untaught = Judge(Filter(base_model()), world.database, world.clock)
    assert score(world, apart.id) == Filter(base_model()).judge([ADVERT], [Context()])[0].score
    assert untaught.digest() == world.judge.digest()


def test_setting_what_is_set_already_folds_nothing_anew(world: World) -> None:
    (one,) = taught(world, 1)
    generation = world.judge.learned
    world.sites.configure(one.id, shares=True)
    world.judge.catch_up()
    assert world.judge.learned == generation


def test_a_site_that_is_gone_cannot_be_set(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.sites.configure("nobody", shares=False)
