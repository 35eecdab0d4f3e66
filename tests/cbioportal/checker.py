"""What cBioPortal's validator and importer demand of a study like ours, said once more and by itself.

Written from the documentation of the file formats (https://docs.cbioportal.org/file-formats/) and from what the
importer does; it shares nothing with img2fair's own lint, so that each shows what the other forgets. The portal's own
validator is run by hand, outside the project.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

Files = Mapping[str, str]

ID = re.compile(r"[A-Za-z0-9._-]{1,63}")
DAY = re.compile(r"-?[0-9]{1,6}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?|[<>][0-9]+|NA")
TIMELINE = "CLINICAL TIMELINE"
PATIENTS, SAMPLES = "data_clinical_patient.txt", "data_clinical_sample.txt"
FIXED = {
    "CLINICAL PATIENT_ATTRIBUTES": PATIENTS,
    "CLINICAL SAMPLE_ATTRIBUTES": SAMPLES,
    "CANCER_TYPE CANCER_TYPE": "data_cancer_type.txt",
    "DEFINITION": "data_resource_definition.txt",
    "PATIENT": "data_resource_patient.txt",
    "SAMPLE": "data_resource_sample.txt",
    "STUDY": "data_resource_study.txt",
}
"""Kinds of which there is one file, and its name with us."""
META_KEYS = {"cancer_study_identifier", "genetic_alteration_type", "datatype", "resource_type", "data_filename"}
ASSAY_KEYS = {"cancer_study_identifier", "genetic_alteration_type", "generic_assay_type", "datatype", "stable_id",
              "profile_name", "profile_description", "data_filename", "show_profile_in_analysis_tab",
              "generic_entity_meta_properties", "value_sort_order", "patient_level"}  # fmt: skip
STUDY_KEYS = {"type_of_cancer", "cancer_study_identifier", "name", "description", "groups", "tags_file", "citation",
              "pmid", "reference_genome", "add_global_case_list"}  # fmt: skip
LIST_KEYS = {"cancer_study_identifier", "stable_id", "case_list_name", "case_list_description",
             "case_list_category", "case_list_ids"}  # fmt: skip
MOST = {"type_of_cancer": 63, "cancer_study_identifier": 255, "name": 255, "description": 1024, "groups": 200,
        "citation": 200, "pmid": 1024, "profile_name": 255}  # fmt: skip
OF_PATIENTS = {"SEX", "AGE", "OS_STATUS", "OS_MONTHS", "DFS_STATUS", "DFS_MONTHS", "GENDER", "TUMOR_SITE"}
OF_SAMPLES = {"SAMPLE_TYPE", "PRIMARY_SITE", "METASTATIC_SITE", "TUMOR_TYPE", "TUMOR_TISSUE_SITE", "SAMPLE_CLASS"}
NEVER = {"MUTATION_COUNT", "FRACTION_GENOME_ALTERED", "SAMPLE_COUNT", "OTHER_SAMPLE_ID"}
LOST = {"not applicable", "not available", "pending", "discrepancy", "completed", "null", "missing"}
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
SPREADSHEET = re.compile(rf"(?:{MONTH})-[^-.,:;]*|[^-.,:;]*-(?:{MONTH})", re.IGNORECASE)


def problems(files: Files) -> list[str]:
    """Return what is wrong with a study, one line for each."""
    return [*_text(files), *_meta(files), *_clinical(files), *_timelines(files), *_resources(files), *_assays(files),
            *_lists(files)]  # fmt: skip


def meta(text: str) -> dict[str, str]:
    """Return the entries of a meta file."""
    pairs = (line.partition(": ") for line in text.splitlines())
    return {key: value for key, _, value in pairs}


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table by column; the lines that begin with ``#`` are not rows."""
    header, *lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")] or [[]]
    return [dict(zip(header, line, strict=True)) for line in lines]


def patients(files: Files) -> list[str]:
    return [row["PATIENT_ID"] for row in rows(files[PATIENTS])]


def samples(files: Files) -> list[str]:
    return [row["SAMPLE_ID"] for row in rows(files[SAMPLES])]


def _metas(files: Files) -> dict[str, dict[str, str]]:
    """Return the meta files of tables."""
    found = {path: meta(text) for path, text in files.items() if path.startswith("meta_")}
    return {path: entries for path, entries in found.items() if path != "meta_study.txt"}


def _kind(entries: Mapping[str, str]) -> str:
    return entries.get("resource_type") or f"{entries['genetic_alteration_type']} {entries['datatype']}"


def _of_kind(files: Files, begins: str) -> dict[str, str]:
    """Return the tables of a kind."""
    return {entries["data_filename"]: files[entries["data_filename"]] for entries in _metas(files).values()
            if _kind(entries).startswith(begins)}  # fmt: skip


def _text(files: Files) -> Iterator[str]:
    for path, text in files.items():
        if not text.endswith("\n") or "\r" in text or "\ufeff" in text or "\n\n" in text:
            yield f"{path}: ends of lines"
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text) or ('"' in text and path.startswith("data_")):
            yield f"{path}: control characters or quotes"
        table = path.startswith("data_")
        if table and len({line.count("\t") for line in text.splitlines()}) != 1:
            yield f"{path}: numbers of columns"
        if table and any(cell != cell.strip() for line in text.splitlines() for cell in line.split("\t")):
            yield f"{path}: blanks around a cell"
        if table and re.search(r"(^|[\s(/-])'", text, re.MULTILINE):
            yield f"{path}: an apostrophe that is taken for a quotation mark"
        if table and path not in (PATIENTS, SAMPLES) and re.search("^#", text, re.MULTILINE):
            yield f"{path}: a comment"


def _meta(files: Files) -> Iterator[str]:
    study = meta(files["meta_study.txt"])
    if not re.fullmatch(r"[a-z0-9_]+", study["cancer_study_identifier"]):
        yield "study id"
    if not re.fullmatch(r"[0-9]+(,[0-9]+)*", study.get("pmid", "1")) or ("pmid" in study and "citation" not in study):
        yield "pmid"
    if study["type_of_cancer"] != study["type_of_cancer"].lower() or study.get("reference_genome", "hg38") != "hg38":
        yield "cancer type or genome"
    for path, text in files.items():
        if re.search(r"(\b|_)meta(\b|[_0-9])", path) or path.startswith("case_lists/"):
            yield from _entries(path, text, study["cancer_study_identifier"])
    named = sorted(entries["data_filename"] for entries in _metas(files).values())
    if named != sorted(path for path in files if path.startswith("data_")):
        yield "tables and meta files do not match"
    if not isinstance(json.loads(files[study["tags_file"]]), dict):
        yield "tags"


def _entries(path: str, text: str, study: str) -> Iterator[str]:
    entries = meta(text)
    known = STUDY_KEYS if path == "meta_study.txt" else LIST_KEYS if "case_lists" in path else _keys(entries)
    if not text.isascii() or not set(entries) <= known or not all(entries.values()):
        yield f"{path}: not ASCII, or an entry that is not known or empty"
    if re.search(r"\\(?!u[0-9a-f]{4})", text.replace("\\\\", "")):
        yield f"{path}: a backslash"
    yield from (f"{path}: {key} is too long" for key, most in MOST.items() if len(entries.get(key, "")) > most)
    if entries.get("cancer_study_identifier", study) != study:
        yield f"{path}: another study"
    if "data_filename" in entries and FIXED.get(_kind(entries), entries["data_filename"]) != entries["data_filename"]:
        yield f"{path}: {_kind(entries)}"


def _keys(entries: Mapping[str, str]) -> set[str]:
    if entries.get("genetic_alteration_type") == "GENERIC_ASSAY":
        return ASSAY_KEYS
    return META_KEYS - ({"cancer_study_identifier"} if entries.get("datatype") == "CANCER_TYPE" else set())


def _clinical(files: Files) -> Iterator[str]:
    columns: Counter[str] = Counter()
    for path, others in ((PATIENTS, OF_SAMPLES), (SAMPLES, OF_PATIENTS)):
        lines = [line.split("\t") for line in files[path].splitlines()]
        head, header = lines[:4], lines[4]
        if not all(line[0].startswith("#") for line in head) or any(line[0].startswith("#") for line in lines[4:]):
            yield f"{path}: four lines of description"
        if any(cell.strip("# ").upper() in ("", "NA") for line in head for cell in line):
            yield f"{path}: an empty description"
        if not all(re.fullmatch(r"[A-Z][A-Z0-9_]*", name) for name in header) or set(header) & (others | NEVER):
            yield f"{path}: names of attributes"
        columns.update(header)
        kinds = dict(zip(header, [head[2][0].lstrip("#"), *head[2][1:]], strict=True))
        if any(kinds.get(name, "NUMBER") != "NUMBER" for name in ("AGE", "OS_MONTHS", "DFS_MONTHS")):
            yield f"{path}: datatypes"
        if not all(re.fullmatch(r"#?-?\d+", cell) for cell in head[3]):
            yield f"{path}: priorities"
        yield from (f"{path}: {name} has a value of another kind" for row in rows(files[path])
                    for name, value in row.items() if not _typed(kinds[name], value))  # fmt: skip
    yield from (f"attribute {name} is in both files" for name in columns if columns[name] > 1 and name != "PATIENT_ID")
    yield from _people(files)
    yield from _survival(files)


def _people(files: Files) -> Iterator[str]:
    known = patients(files)
    for ids in (known, samples(files)):
        if len({id_.casefold() for id_ in ids}) != len(ids) or not all(map(ID.fullmatch, ids)):
            yield "ids are not unique or not of the characters allowed"
    if known != sorted(known) or {row["PATIENT_ID"] for row in rows(files[SAMPLES])} != set(known):
        yield "a patient without a sample, or a sample without a patient; or patients are not sorted"
    for row in rows(files[SAMPLES]):
        sample, whole = row["SAMPLE_ID"], rf"{re.escape(row['PATIENT_ID'])}-\d\d"
        if sample.startswith("TCGA") and (not re.fullmatch(whole, sample) or sample[-2:] in ("10", "11")):
            yield "a sample that the importer renames or leaves out"


def _survival(files: Files) -> Iterator[str]:
    for row in rows(files[PATIENTS]):
        if row.get("OS_STATUS", "NA") not in ("NA", "0:LIVING", "1:DECEASED"):
            yield "survival: words"
        if row.get("OS_STATUS") == "1:DECEASED" and row.get("OS_MONTHS", "NA") == "NA":
            yield "survival: deceased, and nobody knows when"
        for name, value in row.items():
            if name.endswith("_STATUS") and f"{name[:-7]}_MONTHS" in row and not re.match("[01]:|NA$", value):
                yield f"survival: {name}"


def _typed(kind: str, value: str) -> bool:
    if not value or len(value) > 255 or value.casefold() in LOST or SPREADSHEET.fullmatch(value):
        return False
    if kind == "NUMBER":
        return bool(NUMBER.fullmatch(value))
    return value in ("TRUE", "FALSE", "NA") if kind == "BOOLEAN" else kind == "STRING"


def _timelines(files: Files) -> Iterator[str]:
    known = set(patients(files))
    for path, text in _of_kind(files, TIMELINE).items():
        if not text.startswith("PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE"):
            yield f"{path}: first columns"
        if len(set(text.splitlines())) != len(text.splitlines()):
            yield f"{path}: equal rows"
        for event in rows(text):
            start, stop = event["START_DATE"], event["STOP_DATE"]
            if not DAY.fullmatch(start) or (stop and not (DAY.fullmatch(stop) and int(stop) >= int(start))):
                yield f"{path}: days"
            if not re.fullmatch(r"[A-Z][A-Z0-9_ ]{0,49}", event["EVENT_TYPE"]) or event["PATIENT_ID"] not in known:
                yield f"{path}: an event of no type, or of somebody who is not in the study"
            if not re.fullmatch(r"circle|square|triangle|diamond|star|camera", event.get("STYLE_SHAPE", "star")):
                yield f"{path}: shape"
            if not re.fullmatch(r"#[0-9a-f]{6}", event.get("STYLE_COLOR", "#000000")):
                yield f"{path}: colour"


def _resources(files: Files) -> Iterator[str]:
    if "data_resource_definition.txt" not in files:
        if any("resource" in path for path in files):
            yield "resources without definitions"
        return
    defined = rows(files["data_resource_definition.txt"])
    kinds = {row["RESOURCE_ID"]: row["RESOURCE_TYPE"] for row in defined}
    if any(not re.fullmatch(r"[A-Z0-9_]+", id_) for id_ in kinds) or len(kinds) != len(defined):
        yield "resource ids are upper case, and each stands once"
    if any(row["OPEN_BY_DEFAULT"] not in ("true", "false") or not row["PRIORITY"].isdigit() for row in defined):
        yield "resource definitions"
    links = [(kind, row) for kind in ("PATIENT", "SAMPLE", "STUDY")
             for row in rows(files.get(f"data_resource_{kind.lower()}.txt", ""))]  # fmt: skip
    yield from (f"a link of {row['RESOURCE_ID']}" for kind, row in links
                if kinds.get(row["RESOURCE_ID"]) != kind or not _address(row["URL"]))  # fmt: skip
    of_study = [row["URL"] for kind, row in links if kind == "STUDY"]
    if len({str(link) for link in links}) != len(links) or len(set(of_study)) != len(of_study):
        yield "resources: equal rows"
    if not {row["PATIENT_ID"] for _, row in links if "PATIENT_ID" in row} <= set(patients(files)):
        yield "a link of somebody who is not in the study"
    if not {row["SAMPLE_ID"] for _, row in links if "SAMPLE_ID" in row} <= set(samples(files)):
        yield "a link of a sample that is not in the study"
    if {row["RESOURCE_ID"] for _, row in links} != set(kinds):
        yield "a resource without a link"


def _address(text: str) -> bool:
    parts = urlsplit(text)
    safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")
    return bool(parts.hostname) and safe and len(text) <= 255 and not re.search(r"\s", text)


def _assays(files: Files) -> Iterator[str]:
    known = set(samples(files))
    metas = [entries for entries in _metas(files).values() if _kind(entries).startswith("GENERIC_ASSAY")]
    if len({entries["stable_id"] for entries in metas}) != len(metas):
        yield "assays: ids"
    for entries in metas:
        path, properties = entries["data_filename"], entries["generic_entity_meta_properties"].split(",")
        table = rows(files[path])
        first = ["ENTITY_STABLE_ID", *properties]
        header = files[path].splitlines()[0].split("\t")
        if header[: len(first)] != first or not header[len(first) :] or not set(header[len(first) :]) <= known:
            yield f"{path}: columns"
        ids = [row["ENTITY_STABLE_ID"] for row in table]
        if len(set(ids)) != len(ids) or not all(re.fullmatch(r"[A-Za-z0-9_.-]{1,255}", id_) for id_ in ids):
            yield f"{path}: entities"
        if not all(_measured(row[name]) for row in table for name in header[len(first) :]):
            yield f"{path}: values"


def _measured(value: str) -> bool:
    return value in ("NA", "") or (re.fullmatch(r"-?[0-9.]+(e[+-]?[0-9]+)?", value) is not None
                                   and math.isfinite(float(value)))  # fmt: skip


def _lists(files: Files) -> Iterator[str]:
    lists = {path: meta(text) for path, text in files.items() if path.startswith("case_lists/")}
    study = meta(files["meta_study.txt"])
    known = samples(files)
    made = study.get("add_global_case_list") == "true"
    everyone = [entries for entries in lists.values() if entries["stable_id"].endswith("_all")]
    if len(everyone) + made != 1 or any(entries["case_list_ids"].split("\t") != known for entries in everyone):
        yield "the list of all samples"
    if len({entries["case_list_ids"] for entries in lists.values()}) != len(lists):
        yield "two case lists are the same"
    if len({entries["stable_id"] for entries in lists.values()}) != len(lists):
        yield "two case lists have one id"
    for path, entries in lists.items():
        ids = entries["case_list_ids"].split("\t")
        ours = entries["stable_id"].startswith(f"{study['cancer_study_identifier']}_")
        if not ours or not set(ids) <= set(known) or len(set(ids)) != len(ids):
            yield f"{path}: ids"
        if entries["case_list_category"] not in ("other", "all_cases_in_study"):
            yield f"{path}: category"
