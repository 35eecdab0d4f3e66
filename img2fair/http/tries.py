"""How many requests had to be sent again in this process: a sign of a server that is unwell, before it fails."""

import threading

_lock = threading.Lock()
_again = 0


def sent_again() -> None:
    """Note that a request is sent once more."""
    global _again
    with _lock:
        _again += 1


def retries() -> int:
    """Return how many requests were sent once more since the process began."""
    return _again
