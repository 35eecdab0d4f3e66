"""Who may see a project at this moment: asked of the archive while a plan is carried out (design.md D6)."""

import threading
import time

from img2fair.applying import Access
from img2fair.archives import ArchiveSettings, read_access
from img2fair.model import Visibility

FRESH = 60.0
"""Seconds that an answer about access may be old when something is written (design.md D6)."""


def access_now(kind: str, settings: ArchiveSettings) -> Access:
    """Return a callable that tells a project's visibility, from an answer at most 60 seconds old.

    Several threads may ask; one of them asks the archive, the others wait for it.
    """
    answer: dict[str, Visibility] = {}
    asked = float("-inf")
    one_at_a_time = threading.Lock()

    def tell(project: str) -> Visibility:
        nonlocal answer, asked
        with one_at_a_time:
            if time.monotonic() - asked > FRESH:
                begun = time.monotonic()  # what a slow answer says is as old as the question
                answer = dict(read_access(kind, settings))
                asked = begun
            return answer.get(project, Visibility.UNKNOWN)

    return tell
