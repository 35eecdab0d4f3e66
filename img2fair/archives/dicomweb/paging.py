"""Reading a whole list by pages, from servers that page well, badly or not at all.

Source: DICOM PS3.18 8.3.4.4 for ``limit`` and ``offset``. Met: servers that cap pages below the limit and say so in a
Warning or not at all, that ignore ``offset``, that answer once per instance, and lists that shift while they are read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from img2fair.archives.dicomweb import answers
from img2fair.archives.dicomweb.answers import Page, Row
from img2fair.errors import RemoteFault

PAGE = 1000
"""Rows asked for at once: about 2 MB of JSON."""
PASSES = 3
"""How often a list that shifts under the reading is read from its beginning."""
MOST_IDLE = 5
"""Pages in a row that bring nothing new, while they differ from the first."""
MOST_ROWS = 5_000_000
"""A list longer than any archive's has no end."""

Ask = Callable[[Mapping[str, str]], Page]
"""Sends one query with these additional parameters."""


@dataclass(slots=True)
class PagedList:
    """A list of studies or series; each row is taken once, by its UID.

    :param key: the tag of the UID that tells rows apart.
    :param take: given every row that is new.
    :param sure: whether reading goes on until a page brings nothing. Otherwise a page shorter than the limit ends the
        list, unless its Warning says that there is more.
    """

    ask: Ask
    key: str
    take: Callable[[Row], None]
    sure: bool = True
    size: int = PAGE
    software: str = ""
    unusable: int = 0
    """Rows without a UID that could be one."""
    _taken: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read the list.

        :raises Refused: the server has no such list.
        :raises RemoteFault: it keeps failing, has no end, or keeps back a part.
        """
        for _ in range(PASSES):
            before = len(self._taken)
            if not self._pass() or (before and len(self._taken) == before):
                return

    def _pass(self) -> bool:
        """Read the list once; tell whether rows came again on later pages, because then others may have slipped by."""
        seen: set[str] = set()
        first: set[str] = set()
        offset, shifted, idle, self.unusable = 0, False, 0, 0
        while offset <= MOST_ROWS:
            page = self.ask({"limit": str(self.size), "offset": str(offset)})
            self.software = self.software or page.software
            uids = self._take(page)
            shifted = shifted or bool(uids & seen)
            if not page.rows or (not self.sure and self._ends(page)):
                return shifted
            idle = 0 if uids - seen else idle + 1
            if offset and (uids == first or idle > MOST_IDLE):
                self._without_pages(page)
                return False
            first = first or uids
            seen |= uids
            offset += len(page.rows)
        raise RemoteFault(
            "the server's list has no end", cure="ask whoever runs the server: it gives the same page again and again"
        )

    def _ends(self, page: Page) -> bool:
        return len(page.rows) < self.size and not page.more

    def _without_pages(self, again: Page) -> None:
        """Make sure of a list whose server repeats its beginning whatever the offset.

        It is whole if the server gave another number of rows than it was asked for and does not speak of more.
        Otherwise it is asked once without limit.
        """
        if len(again.rows) != self.size and not again.more:
            return
        before = len(self._taken)
        whole = self.ask({})
        self._take(whole)
        if whole.more or len(self._taken) == before:
            raise RemoteFault(
                f"the server gives {before} rows of its list again and again and keeps back the rest",
                cure="raise the server's limit of results, or look for a version that knows the parameter offset",
            )

    def _take(self, page: Page) -> set[str]:
        """Hand on the rows that are new; return the UIDs of all."""
        uids = set()
        for row in page.rows:
            uid = answers.uid(row, self.key)
            if uid is None:
                self.unusable += 1
                continue
            uids.add(uid)
            if uid not in self._taken:
                self._taken.add(uid)
                self.take(row)
        return uids
