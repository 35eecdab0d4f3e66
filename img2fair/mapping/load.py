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
from img2fair.mapping.construct import Query, read_query
from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.expression import Compiler
from img2fair.mapping.known import HEALTH_RI_FORM, OUR_FORM
from img2fair.mapping.language import Mapping
from img2fair.mapping.merge import extend
from img2fair.mapping.problems import MappingFault, Notes, nearest
from img2fair.mapping.records import all_records, check_templates, is_layer
from img2fair.mapping.tree import Scalar, Sequence, Table, Tree, is_null, plain, read_tree
from img2fair.model import KINDS
from img2fair.rdf import PREFIXES, expand, is_iri

TOP_KEYS = frozenset("mapping name extends profile prefixes tables nodes forms construct".split()) | frozenset(KINDS)
LANGUAGE = 1
"""The version of the language, as ``mapping: 1`` says it."""
SUFFIX = ".yaml"
MOST_FILES = 20
"""Files that a mapping is laid together from."""


def load_mapping(
    name_or_names: str | Iterable[str],
    *,
    beside: Path | None = None,
    form_keys: Iterable[str] = (),
) -> Mapping:
    """Return a mapping, ready to use.

    :param name_or_names: a file of the user's, or the name of a shipped mapping; several are laid over each other from
        left to right, as if a file extended them all.
    :param beside: the folder that relative paths count from; the working directory by default.
    :param form_keys: keys of the archive's form definitions, dotted; with the titles of the forms where it is a dict.
    :raises MappingFault: the mapping is wrong; all errors at once.
    :raises UsageFault: there is no such file, or none is named.
    """
    given = (name_or_names,) if isinstance(name_or_names, str) else tuple(name_or_names)
    if not given:
        raise UsageFault("no mapping is named", where="mapping", cure="name one, such as health-ri-core")
    notes = Notes()
    files = _Files(notes)
    paths = [assets.find_file("mappings", name, SUFFIX, beside) for name in given]
    labels = [_label(path, name) for path, name in zip(paths, given, strict=True)]
    for path, label in zip(paths, labels, strict=True):
        files.read(path, label)
    tree = files.whole()
    own = [_called(files.trees[path.resolve()], path) for path in paths if path.resolve() in files.trees]
    mapping = _built(tree, files, "+".join(own), form_keys, notes) if tree is not None else None
    if notes.problems or mapping is None:
        raise MappingFault(" ".join(labels), sorted(notes.problems, key=lambda one: _order(one.at)))
    return mapping


def _order(at: str) -> tuple[str, int, int]:
    file, line, column = at.rsplit(":", 2) if at.count(":") > 1 else (at, "1", "1")
    return (file, int(line), int(column)) if line.isdigit() and column.isdigit() else (at, 0, 0)


def _label(path: Path, given: str) -> str:
    """Return how a file is called in messages: shipped files by their name, others as they were given."""
    shipped = assets.find_folder("mappings").resolve()
    resolved = path.resolve()
    return str(resolved.relative_to(shipped)) if resolved.is_relative_to(shipped) else given


def _called(tree: Table, path: Path) -> str:
    return _text(tree, "name") or path.name.removesuffix(SUFFIX)


class _Files:
    """Reads mappings and those they extend, each file once; gathers their tables, prefixes, form keys and queries."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.trees: dict[Path, Table] = {}
        self.tables: dict[str, CodeTable] = {}
        self.prefixes = dict(PREFIXES)
        self.forms: set[str] = set()
        self.queries: list[tuple[Path, str]] = []
        self.open: list[Path] = []

    def read(self, path: Path, label: str) -> None:
        """Read a file after all that it extends; ``trees`` holds them in the order they are laid over each other."""
        tree = read_tree(path, label, self.notes)
        if tree is None:
            return
        self.open.append(path.resolve())
        self._check_top(tree)
        self._read_extended(tree, path)
        self._read_prefixes(tree)
        self._read_tables(tree, path)
        self._read_forms(tree)
        self._read_queries(tree, path)
        self.trees[self.open.pop()] = tree

    def whole(self) -> Table | None:
        """Return what all files say together, ``None`` where none could be read."""
        trees = iter(self.trees.values())
        whole = next(trees, None)
        for tree in trees:
            whole = extend(whole, tree, kinds=frozenset(KINDS), notes=self.notes) if whole is not None else tree
        return whole

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

    def _read_extended(self, tree: Table, path: Path) -> None:
        written = tree.entries.get("extends")
        if written is None:
            return
        items = written.items if isinstance(written, Sequence) else (written,)
        if not items:
            self.notes.error(written.at, "extends", "expected the name of a mapping, or a list of names")
        for item in items:
            self._extend(item, path)

    def _extend(self, written: Tree, path: Path) -> None:
        name = written.text if isinstance(written, Scalar) else ""
        try:
            other = assets.find_file("mappings", name.replace("\0", ""), SUFFIX, path.parent)
        except UsageFault as fault:
            self.notes.error(written.at, "extends", f"{fault.what} ({fault.cure})")
            return
        if other.resolve() in self.open:
            self.notes.error(written.at, "extends", "the files extend each other")
        elif len(self.open) + len(self.trees) >= MOST_FILES:
            self.notes.error(written.at, "extends", f"a mapping has at most {MOST_FILES} files")
        elif other.resolve() not in self.trees:
            self.read(other, _label(other, name))

    def _read_queries(self, tree: Table, path: Path) -> None:
        written = tree.entries.get("construct")
        if written is None:
            return
        if is_null(written):
            self.queries = []
            return
        items = written.items if isinstance(written, Sequence) else (written,)
        for item in items:
            name = item.text.replace("\0", "") if isinstance(item, Scalar) else ""
            places = (path.parent / name, assets.find_folder("mappings") / name)
            found = next((place for place in places if name and place.is_file()), None)
            if found is None:
                self.notes.error(item.at, "construct", f"no file '{name}' beside the mapping or among the shipped ones")
            else:
                self.queries.append((found, _label(found, name)))

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


def _built(tree: Table, files: _Files, name: str, form_keys: Iterable[str], notes: Notes) -> Mapping | None:
    tables = files.tables

    def label(value: Any, name: str) -> str | None:
        """Return what a table calls the concept of a term; several for several."""
        return tables[name].label(str(value)) if name in tables and not is_empty(value) else None

    if is_layer(tree) and not notes.problems:  # what it extends may not have been found
        why = "this only changes other mappings: lay it over one, as in 'extends: [health-ri-core, <this>]'"
        notes.error(tree.at, "", why)
        return None
    nodes = tree.entries.get("nodes")
    builder = Builder(
        notes=notes,
        compiler=Compiler(label),
        tables=tables,
        prefixes=files.prefixes,
        nodes=nodes.entries if isinstance(nodes, Table) else {},
        forms=frozenset(form_keys) | HEALTH_RI_FORM | OUR_FORM | files.forms,
        titles=dict(form_keys) if isinstance(form_keys, dict) else {},
    )
    check_templates(builder)
    kinds = all_records(builder, tree)
    for kind, rules in kinds.items():
        if kind == "distribution" and "dataset" not in kinds and any(str(c) == "dataset.iri" for c in rules.iri.chains):
            notes.error(rules.at, kind, "a distribution needs a dataset in the mapping")
    queries = [read_query(path, label, files.prefixes, notes) for path, label in dict.fromkeys(files.queries)]
    construct = tuple(query for query in queries if query is not None)
    return Mapping(
        name=name,
        profile=_text(tree, "profile"),
        version=_digest(tree, tables, construct),
        warnings=tuple(dict.fromkeys(notes.warnings)),
        kinds=kinds,
        prefixes=files.prefixes,
        tables=tables,
        construct=construct,
    )


def _text(tree: Table, key: str) -> str | None:
    value = tree.entries.get(key)
    return value.text if isinstance(value, Scalar) else None


def _digest(tree: Table, tables: dict[str, CodeTable], queries: Iterable[Query]) -> str:
    codes = {
        name: sorted((term, code.iri, code.label) for term, code in table.codes.items())
        for name, table in tables.items()
    }
    said = json.dumps([plain(tree), codes, *(query.text for query in queries)])
    return hashlib.sha256(said.encode()).hexdigest()[:12]
