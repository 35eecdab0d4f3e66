"""What a config of img2catalog says: the entries that it reads, of the kinds it takes; all that is wrong at once.

Source: img2catalog 0.4.0 to 2.0.0 (configmanager.py, inputs/config.py, inputs/xnat.py, mappings/xnat.py, outputs/fdp.py
of https://github.com/Health-RI/img2catalog). It checks nothing itself: a text where a list is due becomes one address
for each letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from img2fair.migrate.toml_file import Key, LegacyFault, TomlFile, read_toml
from img2fair.problems import Problem, closest

Kind = Literal["text", "texts", "flag", "number", "table", "tables", "any"]

_AGENT: Mapping[str, Kind] = {
    "name": "texts", "identifier": "texts", "mbox": "text", "homepage": "text", "publisher_type": "any",
    "publisher_note": "any", "type": "any", "country": "any",
}  # fmt: skip
_CONTACT: Mapping[str, Kind] = {
    "formatted_name": "text", "full_name": "text", "email": "text", "contact_page": "any", "override": "flag",
}  # fmt: skip
_DATASET: Mapping[str, Kind] = {
    **dict.fromkeys(("title", "description", "keyword", "identifier", "theme"), "texts"),
    **dict.fromkeys(("license", "access_rights", "frequency", "status"), "text"),
    **dict.fromkeys(("minimum_typical_age", "maximum_typical_age", "number_of_records",
                     "number_of_unique_individuals"), "number"),
    **dict.fromkeys(("applicable_legislation", "health_theme", "personal_data", "purpose", "legal_basis", "analytics",
                     "code_values", "conforms_to", "documentation", "in_series", "is_referenced_by", "sample", "source",
                     "type", "distribution", "coding_system"), "texts"),
    **dict.fromkeys(("population_coverage", "issued", "modified", "uri", "other_identifier", "qualified_attribution",
                     "qualified_relation", "quality_annotation"), "any"),
    "retention_period": "table", "contact_point": "table", "publisher": "tables", "creator": "tables",
}  # fmt: skip
KNOWN: Mapping[Key, Mapping[str, Kind]] = {
    (): {"img2catalog": "table", "xnat": "table", "fdp": "table", "dataset": "table", "catalog": "table",
         "distribution": "table"},
    ("img2catalog",): {"optin": "text", "optout": "text", "remove_optin": "flag", "fallback_keywords": "texts"},
    ("xnat",): {"dataset_form_id": "text"},
    ("fdp",): {"catalog": "text"},
    ("dataset",): _DATASET,
    ("dataset", "contact_point"): _CONTACT,
    ("dataset", "publisher"): _AGENT,
    ("dataset", "creator"): _AGENT,
    ("catalog",): {"title": "text", "description": "text", "publisher": "tables", "contact_point": "table"},
    ("catalog", "publisher"): _AGENT,
    ("catalog", "contact_point"): _CONTACT,
}  # fmt: skip
"""The tables that img2catalog reads something of → the entries, and the kind of each."""
_WORDS = {
    "text": "must be a text", "texts": "must be a text or a list of texts", "flag": "must be true or false",
    "number": "must be a number", "table": "must be a table, [{}]",
    "tables": "must be a table, [{}], or several, [[{}]]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One value that a config says.

    :param name: the entry as its file writes it, such as ``[catalog.publisher] name``; ``at``: file:line.
    """

    value: Any
    name: str
    at: str

    @property
    def note(self) -> str:
        """Where it was read, for a comment."""
        return f"From img2catalog: {self.name} ({self.at})."


@dataclass(frozen=True, slots=True)
class Legacy:
    """A config of img2catalog that was read and can be taken over."""

    file: TomlFile

    def said(self, *key: str) -> Said | None:
        """Return what an entry says; ``None`` where there is none, or it is an empty text, list or table."""
        value = self.file.said(key)
        return None if value in (None, "", [], {}) else Said(value, named(key), self.file.place(key))

    def entries(self, *table: str) -> Iterator[tuple[str, Said]]:
        """Yield the entries of a table; of several tables of one name, those of the first, as img2catalog does."""
        found = self.file.said(table)
        first = found[0] if isinstance(found, list) and found else found
        for key, value in first.items() if isinstance(first, Mapping) else ():
            if value not in (None, "", [], {}):
                yield key, Said(value, named((*table, key)), self.file.place((*table, key)))

    @property
    def unread(self) -> tuple[Said, ...]:
        """The entries that img2catalog never looked at."""
        return tuple(
            said
            for table, known in KNOWN.items()
            for key, said in self.entries(*table)
            if key not in known
        )  # fmt: skip

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names and places of entries that are secrets."""
        return tuple(f"{named(key)} ({self.file.place(key)})" for key in self.file.secrets)


def read_legacy(path: Path) -> Legacy:
    """Return a config of img2catalog.

    :raises UsageFault: the file cannot be read or is not TOML.
    :raises LegacyFault: entries are of a kind that cannot be meant; all of them are told.
    """
    file = read_toml(path)
    problems = list(_problems(file))
    if not problems and not set(KNOWN[()]) & set(file.tree):
        tables = ", ".join(f"[{name}]" for name in KNOWN[()])
        problems = [Problem(str(path), "", f"none of the tables {tables} is here", "name the config of img2catalog")]
    if problems:
        raise LegacyFault(path, problems)
    return Legacy(file)


def texts(value: Any) -> list[str]:
    """Return a text, or a list of texts, as a list."""
    return [value] if isinstance(value, str) else [str(one) for one in value]


def named(key: Sequence[str]) -> str:
    """Return the name of an entry as its file writes it."""
    *table, last = key
    return f"[{'.'.join(table)}] {last}" if table else f"[{last}]"


def _problems(file: TomlFile) -> Iterator[Problem]:
    for table, known in KNOWN.items():
        found = file.said(table) if table else file.tree
        for number, one in enumerate(found if isinstance(found, list) else [found]):
            if isinstance(one, Mapping):
                yield from _wrong_in(file, table, one, known, first=number == 0)


def _wrong_in(
    file: TomlFile, table: Key, found: Mapping[str, Any], known: Mapping[str, Kind], *, first: bool
) -> Iterator[Problem]:
    for key, value in found.items():
        spot, name, kind = (*table, key) if first else table, named((*table, key)), known.get(key)
        near = closest(key, known) if kind is None else ""
        if near and near not in found:
            yield file.problem(spot, name, "img2catalog knows no such entry", f"did you mean '{near}'?")
        elif kind and not _is(kind, value):
            dotted = ".".join((*table, key))
            yield file.problem(spot, name, _WORDS[kind].format(dotted, dotted))


def _is(kind: Kind, value: Any) -> bool:
    """Tell whether a value is of a kind."""
    several = isinstance(value, list)
    checks = {
        "text": isinstance(value, str),
        "texts": isinstance(value, str) or (several and all(isinstance(one, str) for one in value)),
        "flag": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool),
        "table": isinstance(value, Mapping),
        "tables": isinstance(value, Mapping) or (several and all(isinstance(one, Mapping) for one in value)),
        "any": True,
    }
    return checks[kind]
