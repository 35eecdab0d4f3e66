"""How long one project may take: no mapping of a catalogue takes a hundredth of it, one that runs away is stopped."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from img2fair.errors import UsageFault
from img2fair.mapping.filters import LONGEST

SECONDS = 60.0
"""For all records of a project, or of the site."""
QUERY_SECONDS = 10.0
"""For one ``construct:`` query on one project."""


class Clock:
    """Tells whether the time of a project is over.

    :param now: the clock; a test has its own.
    """

    def __init__(self, seconds: float = SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.now = now
        self.end = now() + seconds

    def check(self, at: str) -> None:
        """Go on, or not.

        :param at: file:line:column of what is to be done next.
        :raises UsageFault: the time is over.
        """
        if self.now() > self.end:
            raise UsageFault(
                f"the mapping takes more than {self.seconds:g} seconds for one project",
                where=at,
                cure="look at this place for 'each' within 'each', long lists, or a query that joins all with all",
            )


@contextmanager
def watched(clock: Clock, at: str) -> Iterator[None]:
    """Watch code of a library that has no limits of its own: its time, and the length of the texts it makes.

    The interpreter calls us back at every call and return of this thread, so that a loop anywhere in it ends.

    :raises UsageFault: the time is over, or a text is too long.
    """
    before = sys.getprofile()

    def look(frame: FrameType, event: str, value: object) -> None:  # noqa: ARG001  (the interpreter's signature)
        clock.check(at)
        if event == "return" and isinstance(value, str) and len(value) > LONGEST:
            raise UsageFault(f"a text has more than {LONGEST} characters", where=at, cure="make shorter texts")

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
