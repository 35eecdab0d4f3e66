"""What lists do not give, from one object of each series: its metadata, or else its first kilobytes.

No bulk data are fetched, and metadata only up to a size. Source: DICOM PS3.18 10.4 (WADO-RS).
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import requests

from img2fair.archives.dicom.elements import ObjectHeader
from img2fair.archives.dicom.headers import NoHeader, read_object
from img2fair.archives.dicom.series import Series
from img2fair.archives.dicomweb import answers, connection
from img2fair.archives.dicomweb.answers import Refused
from img2fair.archives.dicomweb.connection import Connection
from img2fair.archives.patients import together
from img2fair.errors import RemoteFault
from img2fair.http import Passing, Unreachable

MOST_SERIES = 2000
"""Series that are looked into at most; each costs two requests."""
PROBES = 8
"""Series that are looked into first; where none of them has anything that is missing, the others are left alone."""


@dataclass(frozen=True, slots=True)
class LookedInto:
    """Series completed from their objects; ``unread`` is the number of series of which no object was read."""

    series: list[Series]
    unread: int


class ObjectReader:
    """Reads attributes of one object of a series.

    :param wanted: DICOM keywords.
    """

    def __init__(self, server: Connection, wanted: Collection[str]) -> None:
        self._server = server
        self._wanted = frozenset(wanted)
        self._no_metadata = False

    def read(self, series: Series) -> Mapping[str, str] | None:
        """Return the wanted attributes that an object of the series has; ``None`` where none could be read.

        :raises Unreachable: the server is dead.
        """
        found = self.read_object(series)
        return None if found is None else found.values

    def read_object(self, series: Series) -> ObjectHeader | None:
        """Return the same, with what the object says of its patient."""
        uids = {"study": series.values["StudyInstanceUID"], "series": series.values["SeriesInstanceUID"]}
        try:
            page = self._server.get(connection.INSTANCES_OF, {"limit": "1"}, answers.page, uids)
            instance = next((uid for row in page.rows if (uid := answers.uid(row, answers.SOP_INSTANCE))), None)
            return None if instance is None else self._of(uids | {"instance": instance})
        except Unreachable:
            raise
        except (Refused, RemoteFault, NoHeader):
            return None

    def _of(self, uids: dict[str, str]) -> ObjectHeader | None:
        if not self._no_metadata:
            try:
                row = self._server.get(connection.METADATA, {}, answers.metadata, uids)
                return None if row is None else ObjectHeader(answers.texts(row, self._wanted), answers.met_in(row))
            except Refused:
                self._no_metadata = True
        found = self._server.get(connection.OBJECT, {}, _header, uids)
        wanted = {keyword: text for keyword, text in found.values.items() if keyword in self._wanted}
        return ObjectHeader(wanted, found.met)


def _header(answer: requests.Response) -> ObjectHeader:
    """Read as much of an object as its header takes; the rest is not fetched.

    :raises Refused: the server does not give the object by itself.
    :raises NoHeader: it is no DICOM object.
    """
    if answer.status_code in answers.UNKNOWN_HERE:
        raise Refused(answer.status_code)
    if answer.status_code != 200:
        raise Passing(f"the server answers {answer.status_code}")
    answer.raw.decode_content = True
    found = read_object(cast(BinaryIO, answer.raw), whole=True)  # urllib3's answer reads like a file
    if found is None:
        raise Passing("the object is cut short")
    return found


def look_into(series: Sequence[Series], server: Connection, missing: Collection[str], threads: int) -> LookedInto:
    """Return the series with what their objects say of missing attributes.

    A few series, spread over the list, are looked into first; the others only where those have anything to give.
    """
    reader = ObjectReader(server, missing)
    step = max(1, len(series) // PROBES)
    probes = list(range(0, len(series), step))[:PROBES]
    found: dict[int, ObjectHeader | None] = {}
    with ThreadPoolExecutor(threads) as pool:
        found.update(zip(probes, pool.map(reader.read_object, (series[at] for at in probes)), strict=True))
        if any(header is not None and header.values for header in found.values()):
            others = [at for at in range(len(series)) if at not in found][: MOST_SERIES - len(probes)]
            found.update(zip(others, pool.map(reader.read_object, (series[at] for at in others)), strict=True))
    completed = [
        replace(one, values={**one.values, **header.values}, met=together(one.met, header.met))
        if (header := found.get(at))
        else one
        for at, one in enumerate(series)
    ]
    unread = sum(found.get(at) is None for at in range(len(series)))
    return LookedInto(completed, unread)
