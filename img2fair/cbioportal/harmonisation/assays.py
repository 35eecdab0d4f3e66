"""Numbers of images that a draft gathers: one assay, or one dropped pattern, instead of a thousand fields."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from img2fair.cbioportal.harmonisation.paths import name_of, place_of
from img2fair.cbioportal.harmonisation.proposing import is_measure
from img2fair.cbioportal.harmonisation.written import scalar
from img2fair.clinical.outcome import FieldSeen

MOST_ALONE = 20
"""Numbers of one assessor's type or file that are drafted one by one."""
_FEWEST = 5
"""Fields of a pattern."""
_SETTINGS = "diagnostics_"
"""Begins what PyRadiomics tells of its own settings (https://pyradiomics.readthedocs.io)."""
_RADIOMICS = re.compile(r"(?:original|wavelet|log|square|squareroot|exponential|logarithm|gradient|lbp)[_-]")
_ENDING = re.compile(r"\.(?:csv|json|tsv|txt)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Fields of one place whose names begin alike.

    :param profile: the name of the assay; empty for settings, which are dropped.
    """

    pattern: str
    profile: str
    fields: tuple[FieldSeen, ...]
    radiomics: bool = False


def gathered(seen: Iterable[FieldSeen], taken: Iterable[str] = ()) -> tuple[Gathered, ...]:
    """Return what is drafted as patterns: where one assessor's type or file has very many numbers.

    A pattern takes up what begins alike: of PyRadiomics the image type, of others the first part of the name.

    :param taken: names of assays that there are already.
    """
    places: dict[str, list[FieldSeen]] = defaultdict(list)
    for field in seen:
        if field.path.split(".")[1] not in ("variables", "demographics"):
            places[place_of(field.path)].append(field)
    names = set(taken)
    return tuple(one for place in sorted(places) for one in _of_place(place, places[place], names))


def _of_place(place: str, fields: Sequence[FieldSeen], names: set[str]) -> Iterator[Gathered]:
    if sum(map(is_measure, fields)) <= MOST_ALONE:
        return
    stems: dict[str, list[FieldSeen]] = defaultdict(list)
    for field in fields:
        stems[_stem(name_of(field.path))].append(field)
    for stem, alike in stems.items():
        measures = [field for field in alike if is_measure(field)]
        pattern = f"{place}.{stem}*"
        if stem == _SETTINGS:
            yield Gathered(pattern, "", tuple(alike))
        elif stem and len(measures) >= _FEWEST:
            short = _ENDING.sub("", place).rpartition(".")[2]
            profile = _profile(f"{short}_{stem}", names)
            yield Gathered(pattern, profile, tuple(measures), _RADIOMICS.match(stem) is not None)


def _stem(name: str) -> str:
    match = re.match(r"[^/_-]+[/_-]", name)
    return match[0] if match else ""


def _profile(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50]
    plain = plain if plain[:1].isalpha() else f"numbers_{plain}".rstrip("_")
    made, count = plain, 1
    while made in taken:
        count += 1
        made = f"{plain}_{count}"
    taken.add(made)
    return made


def settings_line(one: Gathered) -> str:
    """Return the line that drops settings, in the part ``fields``."""
    return f"  {scalar(one.pattern)}: {{decide: drop}}  # {len(one.fields)} fields: settings of PyRadiomics"


def assay_lines(one: Gathered) -> Iterator[str]:
    """Yield the lines of an assay in the part ``assays``."""
    patients = max(field.filled for field in one.fields)
    yield f"  {scalar(one.profile)}:"
    yield f"    # {len(one.fields)} fields with numbers, of {patients} of {one.fields[0].of} patients"
    yield '    decide: "?"'
    yield f"    from: [{_in_list(one.pattern)}]"
    yield f"    assay: {'RADIOMICS' if one.radiomics else 'VOLUMES'}"
    yield f"    prefix: {one.profile.upper()}  # begins the id of each feature, the same in all studies of a portal"
    yield '    about: ""  # program and version, settings, mask'
    yield "    pick: baseline"


def _in_list(pattern: str) -> str:
    plain = scalar(pattern)
    return plain if plain.startswith('"') or not set(plain) & set(",[]{}") else f'"{plain}"'
