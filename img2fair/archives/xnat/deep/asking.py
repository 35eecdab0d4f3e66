"""Asking for a part of one project: one list where the archive has it, else each object by itself.

Ids of subjects and sessions and names of files stand in paths here. They are no more than the archive's, so what is
told of a request (its line in the header, the place of a fault) has a ``*`` instead of each.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import quote

import requests

from img2fair.archives.xnat.answers import Refused, Row, listed
from img2fair.errors import RemoteFault
from img2fair.http import Client, Params, Unreachable

log = logging.getLogger(__name__)

T = TypeVar("T")
Read = Callable[[requests.Response], T]

JSON = {"format": "json"}
GONE = 404
GUESSED = 3
"""Tries for a list in whose place the objects can be asked."""


@dataclass(frozen=True, slots=True)
class Each(Generic[T]):
    """The answers for objects asked one by one: those found, and the statuses of those refused, by id."""

    found: dict[str, T] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """Sends the requests of one deep read.

    :param part: the part of the project they are for, as the header names it.
    :param threads: how many objects are asked for at once.
    """

    client: Client
    project: str
    part: str
    threads: int = 4

    def get(
        self,
        template: str,
        *places: str,
        params: Params | None = None,
        read: Read[T],
        number: int | None = None,
        tries: int | None = None,
    ) -> T:
        """Return what ``read`` makes of the answer for a path, ``{}`` in it being filled with each place.

        A place can be several ids, joined by commas.

        :raises Refused: the archive does not show it.
        :raises RemoteFault: it failed; its place names no object. Likewise LoginFault.
        """
        return self.client.get(
            template.format(*(quote(place, safe=",") for place in places)),
            params,
            read=read,
            told=template.format(*("*" for _ in places)),
            number=number,
            project=self.project,
            parts=(self.part,),
            tries=tries,
        )

    def of_project(self, rest: str) -> str:
        """Return the template of a path below the project's own."""
        return f"/data/projects/{quote(self.project, safe='')}{rest}"

    def bulk(self, template: str, params: Mapping[str, str], keys: Collection[str]) -> dict[str, list[Row]] | None:
        """Return the rows of one list by ID; ``None`` where it cannot be had, so that each object is asked for.

        :param keys: those every row must have. XNAT leaves out a column whose name it does not know and says nothing.
        """
        try:
            rows = self.get(template, params=params, read=listed, tries=GUESSED)
        except Unreachable:
            raise
        except (Refused, RemoteFault) as fault:
            why = fault.what if isinstance(fault, RemoteFault) else str(fault)
            log.info("project %s: no list for %s (%s); asking one by one", self.project, self.part, why)
            return None
        if not all(key in row for row in rows for key in keys):
            return None
        found: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            found[row["ID"]].append(row)
        return dict(found)

    def each(
        self,
        template: str,
        ids: Sequence[str],
        params: Params | None,
        read: Callable[[requests.Response, str], T],
    ) -> Each[T]:
        """Ask for each object by its id, a few at once; where the first is refused for want of rights, only for it.

        :param read: makes something of an answer, knowing the id that was asked for.

        :raises RemoteFault: one of them failed.
        """
        answers: Each[T] = Each()
        numbers = self.client.journal.reserve(len(ids))

        def ask(id_: str, number: int) -> T | Refused:
            try:
                return self.get(template, id_, params=params, read=lambda answer: read(answer, id_), number=number)
            except Refused as refusal:
                return refusal

        def note(id_: str, answer: T | Refused) -> None:
            if isinstance(answer, Refused):
                answers.refused[id_] = answer.status
            else:
                answers.found[id_] = answer

        for id_, number in zip(ids[:1], numbers, strict=False):
            note(id_, ask(id_, number))
        if any(status != GONE for status in answers.refused.values()):
            return answers
        with ThreadPoolExecutor(self.threads) as pool:
            for id_, answer in zip(ids[1:], pool.map(ask, ids[1:], numbers[1:]), strict=True):
                note(id_, answer)
        return answers
