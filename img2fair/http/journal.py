"""The numbered requests of a run."""

import threading
from dataclasses import dataclass, field, replace

from img2fair.model import Request


@dataclass
class Journal:
    """The numbered requests of a run."""

    requests: dict[int, Request] = field(default_factory=dict)
    _next: int = 1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, count: int) -> range:
        """Return the next ``count`` numbers."""
        with self._lock:
            numbers = range(self._next, self._next + count)
            self._next += count
            return numbers

    def note(self, number: int, method: str, path: str, project: str = "", parts: tuple[str, ...] = ()) -> None:
        """Remember a request under its number; ``project`` and ``parts`` as in ``model.Request``."""
        with self._lock:
            self.requests[number] = Request(number, method, path, project, parts)

    def listed(self) -> tuple[Request, ...]:
        """Return all requests by number."""
        return tuple(self.requests[number] for number in sorted(self.requests))

    def renumbered(self) -> tuple[Request, ...]:
        """Return all requests, numbered by what they asked for; that does not depend on how threads run."""
        ordered = sorted(self.listed(), key=lambda one: (one.project, one.path, one.parts))
        return tuple(replace(request, number=number) for number, request in enumerate(ordered, start=1))
