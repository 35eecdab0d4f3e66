"""What the catalogue holds: datasets by modality, and people by age and sex as far as may be told (design.md D11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from img2fair.assets import find_folder
from img2fair.codes import read_table
from img2fair.model.record import Count
from img2fair.rdf import PREFIXES
from img2fair.report.described import Described, Sheet, texts

MODALITIES = PREFIXES["dcm"]
MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: its name, how many datasets have it, and how many people there are.

    ``people`` is ``None`` where there are too few to be told, or nothing is known; ``hidden`` is in how many datasets
    they are too few. ``share`` is the length of the bar, of 100.
    """

    name: str
    datasets: int
    people: int | None
    hidden: int
    share: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of one subject; ``datasets`` say something of it, ``silent`` say nothing; ``rest`` were left out."""

    about: str
    bars: tuple[Bar, ...]
    datasets: int
    silent: int
    rest: int

    @property
    def told(self) -> bool:
        """Whether anything is known of people, be it that they are too few to be told."""
        return any(bar.people is not None or bar.hidden for bar in self.bars)


def modalities(sheets: Sequence[Sheet]) -> Histogram | None:
    """Return the datasets by modality, the most frequent first, or nothing where none tells its modality.

    A modality is a ``dct:subject`` of DICOM's controlled terminology (PS3.16); people are those of ``Record.counts``.
    """
    names = _names()
    found: dict[str, int] = {}
    telling = 0
    for sheet in sheets:
        said = {text for text in texts(sheet.facts, "dct:subject") if text in names}
        telling += bool(said)
        for text in said:
            found[text] = found.get(text, 0) + 1
    people = _people([sheet.dataset for sheet in sheets], "modality")
    ordered = sorted(found, key=lambda text: (-found[text], text))
    bars = []
    for text in ordered[:MOST_BARS]:
        code = text.removeprefix(MODALITIES)
        told, hidden = people.get(code) or people.get(names[text]) or (None, 0)
        share = round(100 * found[text] / found[ordered[0]])
        bars.append(Bar(f"{names[text]} ({code})", found[text], told, hidden, share))
    if not bars:
        return None
    return Histogram("modality", tuple(bars), telling, len(sheets) - telling, len(ordered) - len(bars))


def people(sheets: Sequence[Sheet], about: str) -> Histogram | None:
    """Return the people by ``age`` or ``sex``, in the order of the values' first numbers; nothing where none is told.

    Numbers of several datasets are added; each was rounded, so the sum is about right.
    """
    found = _people([sheet.dataset for sheet in sheets], about)
    if not found:
        return None
    most = max((told or 0 for told, _ in found.values()), default=0)
    telling = sum(any(count.about == about for count in sheet.dataset.counts) for sheet in sheets)
    bars = tuple(
        Bar(value, 0, told, hidden, round(100 * (told or 0) / most) if most else 0)
        for value, (told, hidden) in sorted(found.items(), key=lambda item: _order(item[0]))
    )
    return Histogram(about, bars, telling, len(sheets) - telling, 0)


def _people(datasets: Sequence[Described], about: str) -> Mapping[str, tuple[int | None, int]]:
    """Return by value how many people may be told in all, and in how many datasets they are too few."""
    found: dict[str, tuple[int | None, int]] = {}
    counts: list[Count] = [count for one in datasets for count in one.counts if count.about == about]
    for count in counts:
        told, hidden = found.get(count.value, (None, 0))
        if count.subjects is None:
            found[count.value] = (told, hidden + 1)
        else:
            found[count.value] = ((told or 0) + count.subjects, hidden)
    return found


def _order(value: str) -> tuple[int, str]:
    digits = "".join(c if c.isdigit() else " " for c in value).split()
    return (int(digits[0]) if digits else 10**6, value)


@cache
def _names() -> Mapping[str, str]:
    """Return the names of modalities by IRI, of DICOM PS3.16 CID 29 and 33."""
    table = read_table(find_folder("mappings") / "codes" / "dicom-modality.sssom.tsv")
    return {code.iri: code.label for code in table.codes.values()}
