"""A client for questions that nobody waits long for: each answer has to come within seconds, all by a moment."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests

from img2fair.http.body import Floor
from img2fair.http.client import TIMEOUT, Client, Params, Sign
from img2fair.http.faults import Unreachable
from img2fair.http.journal import Journal

_PARTING = 1.0
"""Seconds for a log-out, which is sent also when the time is up: a session is not left open for that."""


class Hurried(Client):
    """An HTTP client that sends no question after its time is up.

    :param within: seconds from now in which all questions have to be answered.
    :param patience: seconds for one of them.
    :raises UsageFault: as :class:`Client`.
    """

    def __init__(self, base: str, *, within: float, patience: float = 4.0, threads: int = 1) -> None:
        super().__init__(base, Journal(), threads=threads, floor=Floor(grace=patience))
        self._ends = time.monotonic() + within
        self._patience = patience

    @contextmanager
    def sent(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Sign | None = None,
        timeout: float | tuple[float, float] = TIMEOUT,  # noqa: ARG002 - the hurry says how long
    ) -> Iterator[requests.Response]:
        """Send one request once, and give its answer while it is read; see :meth:`Client.sent`.

        :raises Unreachable: the time is up.
        """
        left = self._ends - time.monotonic()
        if method == "DELETE":
            left = max(left, _PARTING)
        if left <= 0:
            raise Unreachable("the time for questions is up", where=self.base, cure="see why the server is slow")
        patience = min(left, self._patience)
        with super().sent(
            method, path, params=params, data=data, headers=headers, auth=auth, timeout=patience
        ) as answer:
            yield answer
