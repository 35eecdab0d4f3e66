"""Faults on demand, for all servers of the demo: armed by a test, counted down as they strike."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from threading import Lock
from typing import Generic, TypeVar


@dataclass(frozen=True, kw_only=True)
class Countable(ABC):
    """What every fault says of itself.

    :param times: how often it strikes; ``None`` is always.
    :param after: how many matching requests are answered well first.
    """

    times: int | None = None
    after: int = 0

    @abstractmethod
    def matches(self, *asked: str) -> bool:
        """Whether a request is the fault's; ``asked`` is what the server tells of it."""


F = TypeVar("F", bound=Countable)


class Armed(Generic[F]):
    """The faults that are armed; the first that matches a request takes it."""

    def __init__(self) -> None:
        self._armed: list[F] = []
        self._lock = Lock()

    def add(self, fault: F) -> None:
        """Arm a fault."""
        with self._lock:
            self._armed.append(fault)

    def clear(self) -> None:
        """Disarm all faults."""
        with self._lock:
            self._armed.clear()

    def take(self, *asked: str) -> F | None:
        """Return the fault for a request, counting it down."""
        with self._lock:
            for index, fault in enumerate(self._armed):
                if not fault.matches(*asked):
                    continue
                if fault.after:
                    self._armed[index] = replace(fault, after=fault.after - 1)
                    continue
                self._count_down(index, fault)
                return fault
        return None

    def _count_down(self, index: int, fault: F) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._armed[index]
        else:
            self._armed[index] = replace(fault, times=fault.times - 1)
