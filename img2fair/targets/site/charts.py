"""Charts of a dataset: the counts of people in the file beside it, and the sizes its distributions state.

A chart is a table with bars: the numbers are the content, a bar only shows how they compare.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from img2fair.targets.site.graph import Context
from img2fair.targets.site.show import number, size
from img2fair.targets.site.views import Part

COUNTS = "counts.csv"
HEADER = ["about", "value", "subjects"]
"""The file of people by what they are counted by (privacy/breakdown.py), and its first line."""
ABOUT = ("sex", "age", "modality", "body_part", "manufacturer", "field_strength")


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of a chart, as text, and how long its bar is in per cent."""

    label: str
    number: str
    percent: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The numbers of one thing."""

    title: str
    bars: tuple[Bar, ...]


def counts_of(files: Mapping[str, str]) -> str:
    """Return the path of the file of counts among the files beside a record; nothing where there is none."""
    return next((path for path in sorted(files) if path.rpartition("/")[2] == COUNTS), "")


def people_charts(text: str, people: int | None, context: Context) -> tuple[Chart, ...]:
    """Return the charts of a file of counts; lines that tell no number are left out.

    :param people: how many subjects the dataset states; the length of a full bar where no number is above it.
    """
    told = list(_told(text))
    most = max([people or 0, *(count for _, _, count in told)])
    found = []
    for about in ABOUT:
        bars = [(_label(about, value, context), count) for of, value, count in told if of == about]
        if bars:
            shown = tuple(Bar(label, number(str(count)), _percent(count, most)) for label, count in bars)
            found.append(Chart(context.say(about), shown))
    return tuple(found)


def volume_chart(parts: Sequence[Part], context: Context) -> Chart | None:
    """Return the sizes of a dataset's distributions, if two of them at least state one."""
    stated = [(part.title.text, part.volume) for part in parts if part.volume is not None]
    if len(stated) < 2:
        return None
    most = max(volume for _, volume in stated)
    bars = tuple(Bar(label, size(str(volume), context.language), _percent(volume, most)) for label, volume in stated)
    return Chart(context.say("volume"), bars)


def _told(text: str) -> Iterator[tuple[str, str, int]]:
    rows = list(csv.reader(text.splitlines()))
    if rows[:1] != [HEADER]:
        return
    for row in rows[1:]:
        if len(row) == len(HEADER) and row[2].isascii() and row[2].isdecimal():
            yield row[0], row[1], int(row[2])


def _label(about: str, value: str, context: Context) -> str:
    if about == "sex" and value in ("female", "male"):
        return context.say(value)
    return context.labels.words.get(value, value)


def _percent(amount: int, most: int) -> str:
    """Return the length of a bar: of what is there one sees at least a sliver."""
    return f"{max(0.7, 100 * amount / most):.1f}%" if amount and most else "0%"
