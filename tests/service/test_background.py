"""Jobs repeat until they are ended, at once where there is more, and outlive whatever they raise."""

from __future__ import annotations

import threading

import pytest

from chaffinch.errors import StateError
from chaffinch.service.background import Background


def test_a_job_runs_again_at_once_while_it_says_that_there_is_more() -> None:
    background = Background()
    turns: list[int] = []
    is_done = threading.Event()

    def job() -> bool:
        turns.append(len(turns))
        if len(turns) == 5:
            is_done.set()
        return len(turns) < 5

    background.repeat("worker", job, 3600, 3600)
    assert is_done.wait(30)
    background.close()
    assert turns == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("error", [StateError("the disk is full"), RuntimeError("a broken promise")])
def test_a_job_that_fails_is_logged_and_tried_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    background = Background()
    tried = threading.Semaphore(0)

    def job() -> bool:
        tried.release()
        raise error

    background.repeat("worker", job, 3600, 0.001)
    for _ in range(3):
        assert tried.acquire(timeout=30)
    background.close()
    assert "worker did not finish, it is tried again in 0.001 s" in caplog.text
    assert str(error) in caplog.text


def test_closing_waits_for_what_is_under_way_and_tells_it() -> None:
    background = Background()
    has_begun = threading.Event()
    ended: list[bool] = []

    def job() -> bool:
        has_begun.set()
        while not background.is_closing():
            threading.Event().wait(0.001)
        ended.append(True)
        return True

    background.repeat("worker", job, 3600, 3600)
    assert has_begun.wait(30)
    background.close()
    assert ended == [True]
    assert not any(thread.name == "worker" for thread in threading.enumerate())
