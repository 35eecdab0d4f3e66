"""The study as a whole: its meta file, its tags, and which files there are (``process_metadata_files``)."""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.kinds import ONCE, Kind
from img2fair.cbioportal.lint.meta import META_NAME, Meta, read_meta

_STUDY_ID = re.compile(r"[a-z0-9_]+")
_TAGS = 65_535
"""Bytes of ``cancer_study_tags.TAGS``, a TEXT (cgds.sql)."""


@dataclass(frozen=True, slots=True)
class Metas:
    """The meta files of a study that could be read, by name."""

    study: Meta | None
    all: Sequence[Meta]

    def of(self, kind: Kind) -> list[Meta]:
        """Return the meta files of a kind."""
        return [meta for meta in self.all if meta.kind is kind]


def read_metas(texts: Mapping[str, str], found: Found) -> Metas:
    """Return the meta files among a study's files, in the order in which the validator reads them."""
    read = [read_meta(path, texts[path], found) for path in sorted(texts) if "/" not in path and META_NAME.search(path)]
    metas = [meta for meta in read if meta is not None]
    studies = [meta for meta in metas if meta.kind is Kind.STUDY]
    if not studies:
        found.tell("no study", "meta_study.txt")
    for other in studies[1:]:
        found.tell("two studies", other.path)
    return Metas(studies[0] if studies else None, metas)


def lint_metas(metas: Metas, lists: Sequence[Meta], names: Collection[str], found: Found) -> None:
    """Check ids, kinds and data files over all meta files.

    :param names: of all files that are there.
    """
    _same_study([*metas.all, *lists], found)
    for kind, number in Counter(meta.kind for meta in metas.all).items():
        if kind in ONCE and number > 1:
            found.tell("second of kind", metas.of(kind)[1].path)
    if not metas.of(Kind.SAMPLES):
        found.tell("no samples", metas.study.path if metas.study else "meta_study.txt")
    named: set[str] = set()
    for meta in metas.all:
        if meta.kind is Kind.STUDY:
            continue
        if meta.data not in names:
            found.tell("no data", meta.path, meta.line("data_filename"))
        if meta.data in named:
            found.tell("data twice", meta.path, meta.line("data_filename"))
        named.add(meta.data)
    for name in sorted(names):
        if name.startswith("data_") and name not in named and "/" not in name:
            found.tell("no meta", name)


def lint_study(study: Meta, texts: Mapping[str, str], found: Found) -> None:
    """Check the entries of meta_study, and the tags that it names."""
    entries = study.entries
    if entries["type_of_cancer"] != entries["type_of_cancer"].lower():
        found.tell("cancer type case", study.path, study.line("type_of_cancer"))
    if entries.get("reference_genome", "hg19") not in ("hg19", "hg38", "mm10"):
        found.tell("genome", study.path, study.line("reference_genome"))
    if "pmid" in entries:
        if "citation" not in entries:
            found.tell("citation", study.path, study.line("pmid"))
        if not re.fullmatch(r"\d+(,\d+)*", entries["pmid"], re.ASCII):
            found.tell("pmid", study.path, study.line("pmid"))
    tags = entries.get("tags_file")
    if tags is not None and tags not in texts:
        found.tell("no tags", study.path, study.line("tags_file"))
    elif tags is not None:
        _tags(tags, texts[tags], found)


def _same_study(metas: Sequence[Meta], found: Found) -> None:
    first = ""
    for meta in metas:
        id_ = meta.entries.get("cancer_study_identifier")
        if id_ is None:
            continue
        if not first:
            first = id_
            if not _STUDY_ID.fullmatch(id_):
                found.tell("study id", meta.path, meta.line("cancer_study_identifier"))
        elif id_ != first:
            found.tell("other study", meta.path, meta.line("cancer_study_identifier"))


def _tags(path: str, text: str, found: Found) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > _TAGS:
        found.tell("tags long", path)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        try:
            YAML(typ="safe", pure=True).load(text)
        except (YAMLError, ValueError, RecursionError):
            found.tell("tags", path)
