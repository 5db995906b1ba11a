"""Work that takes a while and goes on to its end, whatever the reader does to the page meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from threading import Thread
from typing import Any

Say = Callable[[float | None, str], None]
"""Tells how far the work is: the share that is done (0 to 1, None when nobody knows) and a Dutch sentence."""


class Job:
    """One piece of work in a thread of its own, started at once; `share` and `sentence` say how far it is."""

    def __init__(self, work: Callable[[Say], Any]) -> None:
        self.share: float | None = None
        self.sentence = ""
        self._outcome: Future[Any] = Future()
        Thread(target=self._run, args=(work,)).start()

    def _run(self, work: Callable[[Say], Any]) -> None:
        try:
            self._outcome.set_result(work(self._say))
        except BaseException as error:
            self._outcome.set_exception(error)

    def _say(self, share: float | None, sentence: str) -> None:
        self.share, self.sentence = share, sentence

    @property
    def done(self) -> bool:
        """Whether there is a result, or an error."""
        return self._outcome.done()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long; whether it came."""
        try:
            self._outcome.exception(timeout=seconds)
        except TimeoutError:
            return False
        return True

    def result(self) -> Any:
        """What the work gave; raises what the work raised."""
        return self._outcome.result()
