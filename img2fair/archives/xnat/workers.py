"""Threads that read projects: what they have to do, and how far they may run ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from img2fair.archives.xnat.scans import PROJECT, Row
from img2fair.http import Client

T = TypeVar("T")
R = TypeVar("R")

Work = tuple[str, Sequence[Row] | None]
"""A project's id, and the rows of its own sessions where the site's list brought them."""


@contextmanager
def workers(client: Client, threads: int) -> Iterator[Executor]:
    """Give a pool of threads; where the harvest is left before its end, they send no request any more."""
    pool = ThreadPoolExecutor(threads)
    with ExitStack() as leaving, ExitStack() as failing:
        leaving.callback(pool.shutdown, cancel_futures=True)
        failing.callback(client.end)
        yield pool
        failing.pop_all()


def work(groups: Iterable[Sequence[str]], lists: Mapping[tuple[str, ...], Iterable[Row]]) -> Iterator[Work]:
    """Yield what is to be read, project by project, from lists of sessions that are sorted by project.

    Where a list turns out not to be sorted, the project whose rows come in several places is yielded once more, to be
    read by itself; what was read of it first is replaced.
    """
    waiting, torn = {id_ for group in groups for id_ in group}, set[str]()
    for group, rows in lists.items():
        for id_, found in groupby(rows, key=itemgetter(PROJECT)):
            if id_ in waiting:
                waiting.remove(id_)
                yield id_, list(found)
            elif id_ in group:
                torn.add(id_)
        for id_ in sorted(waiting.intersection(group)):
            waiting.remove(id_)
            yield id_, ()
    for id_ in sorted(waiting | torn):
        yield id_, None


def ahead(pool: Executor, work: Callable[[T], R], items: Iterable[T], window: int) -> Iterator[R]:
    """Yield the results in order, never more than ``window`` of them waiting in memory."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
