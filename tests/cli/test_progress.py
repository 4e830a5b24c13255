from __future__ import annotations

import pytest

from chaffinch.cli.progress import Progress, duration


class Watch:
    """A clock that stands until told otherwise."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def shown(watch: Watch, what: str = "") -> Progress:
    return Progress(what, clock=watch, is_shown=True)


def test_it_tells_rate_and_remaining_time(watch: Watch, capsys: pytest.CaptureFixture[str]) -> None:
    progress = shown(watch, "one.jsonl")
    progress.expect(30_000)
    watch.now += 10
    progress.add(5000)
    assert progress.line() == "one.jsonl: 5,000 of 30,000 comments, 500 a second, 50 s left"
    assert capsys.readouterr().err == f"\r\x1b[K{progress.line()}"


def test_where_the_end_is_not_known_it_tells_none(watch: Watch) -> None:
    progress = shown(watch)
    watch.now += 2
    progress.add(10)
    assert progress.line() == "10 comments, 5 a second"


def test_what_an_earlier_run_did_shortens_the_rest_and_is_no_part_of_the_rate(watch: Watch) -> None:
    progress = shown(watch)
    progress.expect(100)
    progress.skip(50)
    watch.now += 10
    progress.add(10)
    assert progress.line() == "10 of 50 comments, 1 a second, 40 s left"


def test_getting_ready_is_no_part_of_the_rate(watch: Watch) -> None:
    progress = shown(watch)
    watch.now += 1000
    progress.expect(20)
    watch.now += 1
    progress.add(10)
    assert progress.line() == "10 of 20 comments, 10 a second, 1 s left"


def test_before_anything_is_done_no_time_is_guessed(watch: Watch) -> None:
    progress = shown(watch)
    progress.expect(20)
    assert progress.line() == "0 of 20 comments, 0 a second, unknown time left"


def test_it_is_drawn_five_times_a_second_at_most(watch: Watch, capsys: pytest.CaptureFixture[str]) -> None:
    progress = shown(watch)
    for _ in range(1000):
        watch.now += 0.001
        progress.add(1)
    assert 4 <= capsys.readouterr().err.count("\r") <= 6


def test_lines_that_stay_are_written_over_the_line_that_goes(watch: Watch, capsys: pytest.CaptureFixture[str]) -> None:
    progress = shown(watch)
    progress.add(1)
    progress.tell("fold 1 of 6")
    assert capsys.readouterr().err.endswith("\r\x1b[Kfold 1 of 6\n")


def test_at_the_end_and_when_stopped_the_line_is_gone(watch: Watch, capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        with shown(watch) as progress:
            progress.add(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_where_nobody_watches_only_lines_that_stay_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress.expect(2)
        progress.add(1)
        progress.tell("line 2 is not JSON")
    assert capsys.readouterr().err == "line 2 is not JSON\n"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3599.4, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (7500, "2 h 05 min"),
        (90_000, "25 h 00 min"),
    ],
)
def test_times_are_told_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said
