"""Code tables: the SSSOM TSV files of mappings/codes (design.md D2), and what code itself must know of DICOM codes."""

import csv
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.errors import UsageFault
from img2fair.rdf import PREFIXES, is_iri

DERIVED_MODALITIES = frozenset(
    "ANN ASMT AU CTPROTOCOL DOC FID FUSION HC IOL KO M3D OT PLAN PR REG RTDOSE RTPLAN RTRECORD RTSTRUCT RWV SEG SMR SR "
    "STAIN TEXTUREMAP".split()
)
"""Modality values that do not stand for an acquisition: DICOM PS3.16 CID 33 less CID 29, and ANN and FUSION, which
archives hold though CID 33 lacks them."""

EXACT = "skos:exactMatch"
BROAD = "skos:broadMatch"
OTHER_MATCHES = ("skos:closeMatch", BROAD, "skos:narrowMatch", "skos:relatedMatch")
"""What a row may say instead, where somebody wants it: SKOS Reference, section 10."""


def is_derived(modality: str) -> bool:
    """Tell whether a DICOM modality stands for derived objects (segmentations, reports, plans …)."""
    return modality.strip().upper() in DERIVED_MODALITIES


@dataclass(frozen=True, slots=True)
class Code:
    """What a table says of one term: the IRI it means, and that concept's label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table from terms to IRIs. Terms are compared without regard to case and with blanks as one.

    ``codes`` are the exact matches; ``others`` those of other predicates, by predicate.
    """

    name: str
    codes: Mapping[str, Code]
    others: Mapping[str, Mapping[str, Code]] = field(default_factory=dict)
    _names: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = {code.iri: code.label for code in reversed(list(self.codes.values()))}
        object.__setattr__(self, "_names", first)

    def matching(self, predicates: Sequence[str]) -> "CodeTable":
        """Return the table that has the rows of these predicates as codes; the first that has a term wins."""
        rows = [self.codes if one == EXACT else self.others.get(one, {}) for one in predicates]
        return CodeTable(self.name, {term: code for table in reversed(rows) for term, code in table.items()})

    def find(self, term: str) -> Code | None:
        """Return what the table says of a term, or ``None``."""
        return self.codes.get(_folded(term))

    def label(self, term: str) -> str | None:
        """Return what a term's concept is called, or else the broader concept that a row gives; ``None`` without one.

        What is in the left knee is in the knee: in words, a broader concept is true too. One that several terms stand
        for goes by one name.
        """
        folded = _folded(term)
        code = self.codes.get(folded) or self.others.get(BROAD, {}).get(folded)
        return self._names.get(code.iri, code.label) if code else None

    def nearest(self, term: str) -> str | None:
        """Return the term of the table that is most like this one, for a hint."""
        close = difflib.get_close_matches(_folded(term), self.codes, n=1)
        return close[0] if close else None


def _folded(term: str) -> str:
    return re.sub(r"[\s_]+", " ", term).strip().casefold()


def read_table(path: Path) -> CodeTable:
    """Return the table of an SSSOM TSV file; its exactMatch rows are the codes.

    :raises UsageFault: a column is missing, a prefix is not in the file's curie_map, or a term stands twice; the
        message has file and line. Source: SSSOM, https://mapping-commons.github.io/sssom/spec-formats-tsv/
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageFault(
            f"cannot read the code table: {error}",
            where=str(path),
            cure="make the file readable, as UTF-8 text with tabs between its columns",
        ) from None
    comments = [line for line in lines if line.startswith("#")]
    prefixes = _curie_map(comments)
    rows = csv.DictReader(lines[len(comments) :], delimiter="\t")
    missing = {"subject_label", "predicate_id", "object_id"} - set(rows.fieldnames or ())
    if missing:
        raise UsageFault(
            f"the code table lacks the column {sorted(missing)[0]}",
            where=f"{path}:{len(comments) + 1}",
            cure="name the column in the first line that does not begin with #",
        )
    found: dict[str, dict[str, Code]] = {predicate: {} for predicate in (EXACT, *OTHER_MATCHES)}
    for number, row in enumerate(rows, start=len(comments) + 2):
        codes = found.get(row["predicate_id"] or "")
        if codes is None:
            continue
        term = _folded(row["subject_label"] or "")
        if not term or not row["object_id"]:
            raise UsageFault(
                "a row of the code table lacks its term or its code",
                where=f"{path}:{number}",
                cure="fill subject_label and object_id of the row, or take it out",
            )
        if term in codes:
            raise UsageFault(
                f"'{row['subject_label']}' stands in the code table twice",
                where=f"{path}:{number}",
                cure="take one of the two rows out",
            )
        codes[term] = Code(_expanded(row["object_id"], prefixes, f"{path}:{number}"), row.get("object_label") or "")
    return CodeTable(path.name.removesuffix(".sssom.tsv"), found.pop(EXACT), found)


def inline_table(name: str, entries: Mapping[str, str]) -> CodeTable:
    """Return a table written inside a mapping; its values are IRIs already expanded."""
    return CodeTable(name, {_folded(term): Code(value, term) for term, value in entries.items()})


def _curie_map(comments: list[str]) -> dict[str, str]:
    pairs = (re.match(r'#\s+([\w.-]+):\s*"?([a-z]+:[^"\s]+)"?\s*$', line) for line in comments)
    return {match[1]: match[2] for match in pairs if match and match[1] not in ("mapping_set_id", "license")}


def _expanded(curie: str, prefixes: Mapping[str, str], where: str) -> str:
    prefix, colon, local = curie.partition(":")
    base = prefixes.get(prefix) or PREFIXES.get(prefix)
    full = f"{base}{local}" if base and colon else curie
    if not (base or "://" in curie) or not is_iri(full):
        raise UsageFault(f"prefix '{prefix}' is not in the table's curie_map", where=where, cure="add it to the head")
    return full
