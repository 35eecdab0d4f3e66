"""Faults on demand, for all servers of the demo: armed by a test, counted down as they strike."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
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


class BadDay(Generic[F]):
    """A share of all requests fails, never more often in a row than a client tries.

    What fails follows from the seed, the request and how often it was asked, whatever the order of requests.

    :param rate: which share, between 0 and 1.
    :param most: how often in a row the same request may fail.
    """

    def __init__(self, rate: float, seed: int, faults: Sequence[F], most: int = 2) -> None:
        self._rate, self._seed, self._faults, self._most = rate, seed, faults, most
        self._asked: Counter[tuple[str, ...]] = Counter()
        self._failed: Counter[tuple[str, ...]] = Counter()
        self._lock = Lock()
        self.struck: Counter[str] = Counter()

    def take(self, *asked: str) -> F | None:
        """Return what goes wrong with a request, if anything does; ``struck`` counts by the first word of it."""
        with self._lock:
            self._asked[asked] += 1
            chance = Random(f"{self._seed} {self._asked[asked]} {' '.join(asked)}")  # noqa: S311 - to be foreseen
            if self._failed[asked] >= self._most or chance.random() >= self._rate:
                self._failed[asked] = 0
                return None
            self._failed[asked] += 1
            self.struck[asked[0]] += 1
            return chance.choice(self._faults)

    @property
    def asked(self) -> int:
        """How many requests there were."""
        return self._asked.total()


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
