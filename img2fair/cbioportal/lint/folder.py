"""All checks of a study: as files in memory, or as a folder."""

from collections.abc import Collection, Mapping
from pathlib import Path

from img2fair.cbioportal.lint.assay import lint_assay, lint_assay_meta
from img2fair.cbioportal.lint.cancer_types import lint_cancer_types
from img2fair.cbioportal.lint.case_lists import FOLDER, lint_case_lists
from img2fair.cbioportal.lint.clinical import lint_patients, lint_samples
from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.kinds import ASSAYS, LINKS, Kind
from img2fair.cbioportal.lint.meta import META_NAME, Meta, read_meta
from img2fair.cbioportal.lint.people import People
from img2fair.cbioportal.lint.resources import Resources, lint_definitions, lint_links
from img2fair.cbioportal.lint.study import Metas, lint_metas, lint_study, read_metas
from img2fair.cbioportal.lint.table import Table, read_table
from img2fair.cbioportal.lint.text import plain
from img2fair.cbioportal.lint.timeline import lint_timeline
from img2fair.errors import output_fault
from img2fair.findings import Finding


def lint(
    files: Mapping[str, str], genomic: Collection[str] = (), *, key: str = "", project: str = ""
) -> tuple[Finding, ...]:
    """Return what cBioPortal's validator or importer would find wrong with a study.

    :param files: path in the study's folder → text.
    :param genomic: names of files that are in the folder too and are not looked at: molecular data that joins.
    :param key: what the findings are about, such as ``https://xnat.example.org/P1``; ``project``: its project.
    """
    found = Found(key, project)
    _lint({path: plain(path, text, found) for path, text in files.items() if _is_seen(path)}, genomic, found)
    return tuple(found.findings())


def lint_folder(folder: Path, *, key: str = "", project: str = "") -> tuple[Finding, ...]:
    """Return what is wrong with a study in a folder; data files of kinds that are not ours are not opened.

    :raises UsageFault: the folder cannot be read.
    """
    found = Found(key, project)
    try:
        paths = sorted(path for path in (*folder.iterdir(), *folder.joinpath(FOLDER).rglob("*")) if path.is_file())
        names = {path.relative_to(folder).as_posix(): path for path in paths}
        seen = {name: path for name, path in names.items() if _is_seen(name)}
        read = {name: _text(name, path, found) for name, path in seen.items() if _is_described(name)}
        ours = _named(read_metas(read, Found()))
        texts = {**read, **{name: _text(name, path, found) for name, path in seen.items() if name in ours - set(read)}}
    except OSError as error:
        raise output_fault(error, folder) from None
    _lint(texts, [name for name in seen if name not in texts], found)
    return tuple(found.findings())


def _lint(texts: Mapping[str, str], genomic: Collection[str], found: Found) -> None:
    metas = read_metas(texts, found)
    lists = _case_lists(texts, found)
    lint_metas(metas, lists, {*texts, *genomic}, found)
    if metas.study is not None:
        lint_study(metas.study, texts, found)
    for meta in metas.of(Kind.CANCER_TYPES):
        if meta.data in texts:
            lint_cancer_types(meta.data, texts[meta.data], found)
    people = _people(metas, texts, found)
    _links(metas, texts, people, found)
    lint_case_lists(lists, metas.study, people, found)
    for _, table in _tables(metas, Kind.TIMELINE, texts, found):
        lint_timeline(table, people, found)
    profiles: set[str] = set()
    for kind in ASSAYS:
        for meta in metas.of(kind):
            lint_assay_meta(meta, profiles, found)
        for meta, table in _tables(metas, kind, texts, found):
            lint_assay(table, meta, people, found)


def _people(metas: Metas, texts: Mapping[str, str], found: Found) -> People:
    people = People()
    for _, table in _tables(metas, Kind.SAMPLES, texts, found):
        lint_samples(table, people, found)
    for _, table in _tables(metas, Kind.PATIENTS, texts, found):
        lint_patients(table, people, found)
    return people


def _links(metas: Metas, texts: Mapping[str, str], people: People, found: Found) -> None:
    resources = Resources()
    for _, table in _tables(metas, Kind.DEFINITIONS, texts, found):
        lint_definitions(table, resources, found)
    for kind in LINKS:
        for _, table in _tables(metas, kind, texts, found):
            lint_links(table, kind, resources, people, found)
    resources.tell_empty(found)


def _tables(metas: Metas, kind: Kind, texts: Mapping[str, str], found: Found) -> list[tuple[Meta, Table]]:
    commented = kind in (Kind.PATIENTS, Kind.SAMPLES)
    read = [
        (meta, read_table(meta.data, texts[meta.data], found, commented=commented))
        for meta in metas.of(kind)
        if meta.data in texts
    ]
    return [(meta, table) for meta, table in read if table is not None]


def _case_lists(texts: Mapping[str, str], found: Found) -> list[Meta]:
    lists = []
    for path in sorted(path for path in texts if path.startswith(FOLDER)):
        if "/" in path.removeprefix(FOLDER):
            found.tell("list folder", path)
            continue
        listed = read_meta(path, texts[path], found, Kind.CASE_LIST)
        if listed is not None:
            lists.append(listed)
    return lists


def _is_seen(path: str) -> bool:
    """Tell whether cBioPortal looks at a file: it passes over hidden ones and those whose name ends in ``~``."""
    name = path.rpartition("/")[2]
    return not name.startswith(".") and not name.endswith("~")


def _is_described(name: str) -> bool:
    return name.startswith(FOLDER) or META_NAME.search(name) is not None


def _named(metas: Metas) -> set[str]:
    """Return the files that meta files of our kinds name."""
    named = {meta.data for meta in metas.all if meta.kind is not Kind.GENOMIC}
    return named | ({metas.study.entries.get("tags_file", "")} if metas.study else set())


def _text(name: str, path: Path, found: Found) -> str:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        found.tell("utf-8", name)
        text = content.decode("utf-8", "replace")
    return plain(name, text, found)
