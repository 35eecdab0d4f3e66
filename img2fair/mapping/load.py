"""Loading a mapping: find the file, read what it extends, put them together, check all of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from img2fair import assets
from img2fair.codes import CodeTable, inline_table, read_table
from img2fair.errors import UsageFault
from img2fair.mapping.builder import Builder
from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.expression import Compiler
from img2fair.mapping.known import HEALTH_RI_FORM, OUR_FORM
from img2fair.mapping.language import Mapping
from img2fair.mapping.merge import extend
from img2fair.mapping.problems import MappingFault, Notes, nearest
from img2fair.mapping.records import all_records, check_templates
from img2fair.mapping.tree import Scalar, Sequence, Table, is_null, plain, read_tree
from img2fair.model import KINDS
from img2fair.rdf import PREFIXES, expand, is_iri

TOP_KEYS = frozenset({"mapping", "name", "extends", "profile", "prefixes", "tables", "nodes", "forms", *KINDS})
LANGUAGE = 1
"""The version of the language, as ``mapping: 1`` says it."""
SUFFIX = ".yaml"


def load_mapping(name_or_path: str, *, beside: Path | None = None, form_keys: Iterable[str] = ()) -> Mapping:
    """Return a mapping, ready to use.

    :param name_or_path: a file of the user's, or the name of a shipped mapping.
    :param beside: the folder that relative paths count from; the working directory by default.
    :param form_keys: keys of the archive's form definitions, dotted.
    :raises MappingFault: the mapping is wrong; all errors at once.
    :raises UsageFault: there is no such file.
    """
    path = assets.find_file("mappings", name_or_path, SUFFIX, beside)
    notes = Notes()
    loaded = _Files(notes)
    label = _label(path, name_or_path)
    tree = loaded.read(path, label)
    mapping = _built(tree, loaded, path, frozenset(form_keys), notes) if tree is not None else None
    if notes.problems or mapping is None:
        raise MappingFault(label, sorted(notes.problems, key=lambda one: _order(one.at)))
    return mapping


def _order(at: str) -> tuple[str, int, int]:
    file, line, column = at.rsplit(":", 2) if at.count(":") > 1 else (at, "1", "1")
    return (file, int(line), int(column)) if line.isdigit() and column.isdigit() else (at, 0, 0)


def _label(path: Path, given: str) -> str:
    """Return how a file is called in messages: shipped files by their name, others as they were given."""
    shipped = assets.find_folder("mappings").resolve()
    resolved = path.resolve()
    return str(resolved.relative_to(shipped)) if resolved.is_relative_to(shipped) else given


class _Files:
    """Reads a mapping and those it extends; gathers their tables, prefixes and form keys."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.tables: dict[str, CodeTable] = {}
        self.prefixes = dict(PREFIXES)
        self.forms: set[str] = set()
        self.open: list[Path] = []

    def read(self, path: Path, label: str) -> Table | None:
        """Return the whole tree of a file, with what it extends merged in."""
        tree = read_tree(path, label, self.notes)
        if tree is None:
            return None
        self.open.append(path.resolve())
        self._check_top(tree)
        base = self._extended(tree, path)
        self._read_prefixes(tree)
        self._read_tables(tree, path)
        self._read_forms(tree)
        return extend(base, tree, kinds=frozenset(KINDS), notes=self.notes) if base is not None else tree

    def _check_top(self, tree: Table) -> None:
        for key in tree.entries:
            if key not in TOP_KEYS:
                self.notes.error(tree.place(key), "", f"unknown key '{key}'{nearest(key, TOP_KEYS)}")
        for key in ("prefixes", "tables", "nodes"):
            if key in tree.entries and not isinstance(tree.entries[key], Table):
                self.notes.error(tree.entries[key].at, key, "expected names and what they stand for")
        version = tree.entries.get("mapping")
        if not isinstance(version, Scalar) or version.value != LANGUAGE:
            at = version.at if version is not None else tree.at
            self.notes.error(at, "mapping", f"expected 'mapping: {LANGUAGE}', the version of the language")

    def _extended(self, tree: Table, path: Path) -> Table | None:
        written = tree.entries.get("extends")
        if written is None:
            return None
        name = written.text if isinstance(written, Scalar) else ""
        try:
            other = assets.find_file("mappings", name.replace("\0", ""), SUFFIX, path.parent)
        except UsageFault as fault:
            self.notes.error(written.at, "extends", f"{fault.what} ({fault.cure})")
            return None
        if other.resolve() in self.open:
            self.notes.error(written.at, "extends", "the files extend each other")
            return None
        return self.read(other, _label(other, name))

    def _read_prefixes(self, tree: Table) -> None:
        written = tree.entries.get("prefixes")
        for prefix, value in written.entries.items() if isinstance(written, Table) else ():
            if isinstance(value, Scalar) and is_iri(value.text):
                self.prefixes[prefix] = value.text
            else:
                self.notes.error(value.at, f"prefixes/{prefix}", "expected an IRI")

    def _read_tables(self, tree: Table, path: Path) -> None:
        written = tree.entries.get("tables")
        for name, value in written.entries.items() if isinstance(written, Table) else ():
            if is_null(value):
                self.tables.pop(name, None)
            elif isinstance(value, Table):
                self.tables[name] = self._inline(name, value)
            elif isinstance(value, Scalar):
                self._file(name, value, path)
            else:
                self.notes.error(value.at, f"tables/{name}", "expected a file name, or terms and their IRIs")

    def _read_forms(self, tree: Table) -> None:
        written = tree.entries.get("forms")
        items = written.items if isinstance(written, Sequence) else ()
        if written is not None and (not items or any(not isinstance(item, Scalar) for item in items)):
            self.notes.error(written.at, "forms", "expected a list of form keys")
        self.forms.update(item.text for item in items if isinstance(item, Scalar))

    def _inline(self, name: str, value: Table) -> CodeTable:
        entries: dict[str, str] = {}
        for term, code in value.entries.items():
            full = expand(code.text, self.prefixes) if isinstance(code, Scalar) else ""
            if not is_iri(full) or (full == getattr(code, "text", "") and "://" not in full and "urn:" not in full):
                shown = f"'{code.text}'" if isinstance(code, Scalar) else "a list"
                self.notes.error(code.at, f"tables/{name}", f"{shown} is neither an IRI nor prefix:name")
            entries[term] = full
        return inline_table(name, entries)

    def _file(self, name: str, value: Scalar, path: Path) -> None:
        shipped = assets.find_folder("mappings")
        places = (path.parent / value.text, path.parent / "codes" / value.text, shipped / "codes" / value.text)
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            known = [place.name for place in (shipped / "codes").glob("*.sssom.tsv")]
            self.notes.error(value.at, f"tables/{name}", f"no file '{value.text}'{nearest(value.text, known)}")
            return
        try:
            self.tables[name] = replace(read_table(found), name=name)
        except UsageFault as fault:
            line = fault.where.rpartition(":")[2]
            where = f"{value.text}:{line}" if line.isdigit() else value.text
            self.notes.error(value.at, f"tables/{name}", f"{where}: {fault.what}")


def _built(tree: Table, files: _Files, path: Path, form_keys: frozenset[str], notes: Notes) -> Mapping | None:
    tables = files.tables

    def label(value: Any, name: str) -> str | None:
        """Return what a table calls the concept of a term; several for several."""
        code = tables[name].find(str(value)) if name in tables and not is_empty(value) else None
        return code.label if code else None

    nodes = tree.entries.get("nodes")
    builder = Builder(
        notes=notes,
        compiler=Compiler(label),
        tables=tables,
        prefixes=files.prefixes,
        nodes=nodes.entries if isinstance(nodes, Table) else {},
        forms=form_keys | HEALTH_RI_FORM | OUR_FORM | files.forms,
    )
    check_templates(builder)
    kinds = all_records(builder, tree)
    for kind, rules in kinds.items():
        if kind == "distribution" and "dataset" not in kinds and any(str(c) == "dataset.iri" for c in rules.iri.chains):
            notes.error(rules.at, kind, "a distribution needs a dataset in the mapping")
    return Mapping(
        name=(_text(tree, "name") if _own(tree, path, "name") else None) or path.name.removesuffix(SUFFIX),
        profile=_text(tree, "profile"),
        version=_digest(tree, tables),
        warnings=tuple(dict.fromkeys(notes.warnings)),
        kinds=kinds,
        prefixes=files.prefixes,
        tables=tables,
    )


def _own(tree: Table, path: Path, key: str) -> bool:
    """Tell whether a key stands in this very file, not in one it extends."""
    return key in tree.entries and Path(tree.place(key).file).name == path.name


def _text(tree: Table, key: str) -> str | None:
    value = tree.entries.get(key)
    return value.text if isinstance(value, Scalar) else None


def _digest(tree: Table, tables: dict[str, CodeTable]) -> str:
    codes = {
        name: sorted((term, code.iri, code.label) for term, code in table.codes.items())
        for name, table in tables.items()
    }
    said = json.dumps([plain(tree), codes])
    return hashlib.sha256(said.encode()).hexdigest()[:12]
