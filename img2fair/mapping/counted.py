"""How many people there are of each value, for ``counts`` and for a record: as the privacy room lets them out.

A modality, body part or manufacturer is called what the mapping's code table calls it; what no table knows is left out.
"""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence

from img2fair.codes import CodeTable
from img2fair.mapping.views import ArchiveView, Reader
from img2fair.model import Count, HeldText
from img2fair.privacy import Facts, breakdown

CODED_BY = {
    "modality": "scans.modalities",
    "body_part": "scans.body_parts",
    "manufacturer": "scans.manufacturers",
    "field_strength": "scans.field_strengths",
}
"""By which field each value is released. But for field strengths, the code table has the name of what is counted."""
PLAIN = "field_strength"
COLUMNS = ("about", "value", "subjects")


def counts(facts: Facts, tables: Mapping[str, CodeTable], reader: Reader) -> tuple[Count, ...]:
    """Return how many people of a project there are of each value, as far as it may be told.

    :param tables: the mapping's code tables, by name: ``modality``, ``body_part``, ``manufacturer``.
    """

    def named(about: str, held: HeldText) -> str | None:
        """Return what the table calls a value, ``None`` where it does not know it."""
        text: str | None = reader.release(held, CODED_BY[about])
        if about == PLAIN or text is None:
            return text
        return tables[about].label(text) if about in tables else None

    return breakdown(facts.people, facts.cells, reader.min_count, named)


class CountsView(ArchiveView):
    """The view ``counts``; ``told`` are the counts themselves."""

    def __init__(self, told: Sequence[Count], reader: Reader) -> None:
        self.told = tuple(told)
        text = _csv(self.told) if self.told else None
        digest = hashlib.sha256(text.encode()).hexdigest() if text else None
        super().__init__("counts", reader, {"csv": text, "sha256": digest}, there=bool(self.told))


def _csv(told: Sequence[Count]) -> str:
    """Return counts as CSV (RFC 4180, with plain line ends): a header line, then one a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in told:
        writer.writerow((one.about, one.value, one.subjects))
    return text.getvalue()
