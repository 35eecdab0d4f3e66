"""From files to series: which files are of one series, what they agree on, and what could not be read.

In memory are the series (about 1 KB each) and 8 bytes for each instance, never a list of the files.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from img2fair.archives.dicom.headers import Trouble
from img2fair.archives.dicom.series import ATTRIBUTES, Series
from img2fair.archives.dicom_folder.entries import PASSING, Outcome
from img2fair.archives.patients import UNNAMED, together
from img2fair.privacy import Met

NO_SERIES = "DICOM without the UIDs of study and series"
MOST_NUMBERS = 5

Key = tuple[str, str]
"""StudyInstanceUID and SeriesInstanceUID."""


@dataclass(slots=True)
class _Growing:
    """A series as far as its files have been read; ``first`` is the whole header of one of them."""

    values: dict[str, str]
    first: Mapping[str, str] | None
    instances: int = 0
    bytes: int | None = 0
    met: Met = UNNAMED
    differing: set[str] = field(default_factory=set)

    def add(self, values: Mapping[str, str], size: int | None, met: Met) -> None:
        """Take one more instance in; what two of them say differently is not known, but names all count."""
        self.met = together(self.met, met)
        self.differing |= {key for key in self.values.keys() & values.keys() if self.values[key] != values[key]}
        if self.instances and self.values.get("NumberOfFrames") != values.get("NumberOfFrames"):
            self.differing.add("NumberOfFrames")  # or the frames of some would be taken for those of all
        self.values |= values
        self.instances += 1
        self.bytes = None if self.bytes is None or size is None else self.bytes + size

    def series(self) -> Series:
        """Return the series."""
        agreed = {keyword: value for keyword, value in self.values.items() if keyword not in self.differing}
        return Series(agreed, self.instances, self.bytes, met=self.met)


@dataclass(slots=True)
class Gathering:
    """Gathers what reading files brought, in the order of the files.

    :param samples: keep the header of one file of each series, for evidence of de-identification.
    """

    samples: bool = False
    files: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    changed: set[Key] = field(default_factory=set)
    _numbers: dict[str, list[int]] = field(default_factory=dict)
    _growing: dict[Key, _Growing] = field(default_factory=dict)
    _instances: set[bytes] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        """Take in what one file brought; an instance that another file had is not counted again."""
        if outcome.trouble == Trouble.INDEX:
            return
        self.files += 1
        values = outcome.values
        trouble = outcome.trouble or ("" if values and _key(values) else NO_SERIES)
        if trouble:
            self._note(trouble, outcome.number)
        key = _key(values) if values else None
        if values is None or key is None:
            return
        if outcome.changed:
            self.changed.add(key)
        if not self._again(values.get("SOPInstanceUID", "")):
            kept = {keyword: value for keyword, value in values.items() if keyword in ATTRIBUTES}
            growing = self._growing.setdefault(key, _Growing({}, dict(values) if self.samples else None))
            growing.add(kept, outcome.bytes, outcome.met)

    @property
    def empty(self) -> bool:
        """Tell whether there is no series."""
        return not self._growing

    def series(self) -> list[Series]:
        """Return the series by their UIDs."""
        return [self._growing[key].series() for key in sorted(self._growing)]

    def missing(self) -> frozenset[str]:
        """Return the attributes (DICOM keywords) that no file has; none where there are no files."""
        if self.empty:
            return frozenset()
        return frozenset(ATTRIBUTES) - {keyword for one in self._growing.values() for keyword in one.values}

    def sample(self, series: Iterable[Series], most: int) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield modality and header of at most ``most`` series of each modality, of as many studies as can be."""
        taken: Counter[str] = Counter()
        of_study: Counter[str] = Counter()
        ranked = []
        for one in sorted(series, key=lambda each: key_of(each)):
            study, uid = key_of(one)
            ranked.append((of_study[study], study, uid, one))
            of_study[study] += 1
        for *_, one in sorted(ranked, key=lambda rank: rank[:3]):
            modality, header = one.values.get("Modality", ""), self._growing[key_of(one)].first
            if header is not None and taken[modality] < most:
                taken[modality] += 1
                yield modality, header

    def told(self) -> str:
        """Return what could not be read, as counts, kinds and numbers of files; empty where all could."""
        if not self.troubles:
            return ""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.troubles.items()))
        numbers = sorted(number for kind, found in self._numbers.items() if kind != Trouble.FOREIGN for number in found)
        some = ", ".join(str(number) for number in numbers[:MOST_NUMBERS])
        which = f" (numbers in the list of files sorted by path: {some})" if some else ""
        return f"{self.troubles.total()} files could not be read as DICOM: {kinds}{which}"

    def failed(self, *, shared: bool) -> bool:
        """Tell whether a project may be missing because of what could not be read.

        :param shared: all files are of one project, so it is there in spite of damaged ones.
        """
        hiding = PASSING if shared else PASSING | {Trouble.BROKEN}
        return any(kind in hiding for kind in self.troubles)

    def _note(self, trouble: str, number: int) -> None:
        self.troubles[trouble] += 1
        numbers = self._numbers.setdefault(trouble, [])
        if number and len(numbers) < MOST_NUMBERS:
            numbers.append(number)

    def _again(self, uid: str) -> bool:
        """Tell whether an instance was there before, and remember it by 8 bytes of a digest."""
        if not uid:
            return False
        digest = hashlib.blake2b(uid.encode(), digest_size=8).digest()
        known = digest in self._instances
        self._instances.add(digest)
        return known


def key_of(series: Series) -> Key:
    """Return the UIDs of a series that was gathered."""
    return series.values["StudyInstanceUID"], series.values["SeriesInstanceUID"]


def _key(values: Mapping[str, str]) -> Key | None:
    study, series = values.get("StudyInstanceUID", ""), values.get("SeriesInstanceUID", "")
    return (study, series) if study and series else None
