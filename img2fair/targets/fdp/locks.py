"""Who may write beside whom: children of one record at the same time, a parent's PUT and a DELETE alone.

A FAIR Data Point has no transactions: it reads a parent, changes it and writes it back when a child goes or the parent
is replaced, and a child that is made meanwhile loses its link. Source: GenericController and AbstractMetadataService of
the reference implementation 1.20.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets many pass at once, or one alone. Who wants to be alone goes before those that come after."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._waiting = 0
        self._alone = False

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        """Hold the gate open for others of the same kind."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone and not self._waiting)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the gate alone."""
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: not self._alone and not self._inside)
            finally:
                self._waiting -= 1
            self._alone = True
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()
