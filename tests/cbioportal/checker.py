"""What cBioPortal's validator and importer demand of a study like ours, said once more and by itself.

Written from the documentation of the file formats (https://docs.cbioportal.org/file-formats/) and from what the
importer does; the portal's own validator is run by hand, outside the project.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

Files = Mapping[str, str]

ID = re.compile(r"[A-Za-z0-9._-]{1,63}")
DAY = re.compile(r"-?\d+")
NUMBER = re.compile(r"[<>]?-?\d+(\.\d+)?|NA")
KINDS = {
    "CLINICAL PATIENT_ATTRIBUTES": "data_clinical_patient.txt",
    "CLINICAL SAMPLE_ATTRIBUTES": "data_clinical_sample.txt",
    "CLINICAL TIMELINE": "data_timeline_imaging.txt",
    "DEFINITION": "data_resource_definition.txt",
    "PATIENT": "data_resource_patient.txt",
    "STUDY": "data_resource_study.txt",
}
META_KEYS = {"cancer_study_identifier", "genetic_alteration_type", "datatype", "resource_type", "data_filename"}
STUDY_KEYS = {"type_of_cancer", "cancer_study_identifier", "name", "description", "groups", "tags_file"}
LIST_KEYS = {"cancer_study_identifier", "stable_id", "case_list_name", "case_list_description",
             "case_list_category", "case_list_ids"}  # fmt: skip
MOST = {"type_of_cancer": 63, "cancer_study_identifier": 255, "name": 255, "description": 1024, "groups": 200}


def problems(files: Files) -> list[str]:
    """Return what is wrong with a study, one line for each."""
    return [*_text(files), *_meta(files), *_clinical(files), *_timeline(files), *_resources(files), *_lists(files)]


def meta(text: str) -> dict[str, str]:
    """Return the entries of a meta file."""
    pairs = (line.partition(": ") for line in text.splitlines())
    return {key: value for key, _, value in pairs}


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table by column; the lines that begin with ``#`` are not rows."""
    header, *lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")] or [[]]
    return [dict(zip(header, line, strict=True)) for line in lines]


def patients(files: Files) -> list[str]:
    return [row["PATIENT_ID"] for row in rows(files["data_clinical_patient.txt"])]


def samples(files: Files) -> list[str]:
    return [row["SAMPLE_ID"] for row in rows(files["data_clinical_sample.txt"])]


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


def _meta(files: Files) -> Iterator[str]:
    study = meta(files["meta_study.txt"])
    if not re.fullmatch(r"[a-z0-9_]+", study["cancer_study_identifier"]):
        yield "study id"
    yield from (f"meta_study: {key} is too long" for key, most in MOST.items() if len(study.get(key, "")) > most)
    named = set()
    for path, text in files.items():
        if not re.search(r"(\b|_)meta(\b|[_0-9])", path) and not path.startswith("case_lists/"):
            continue
        entries = meta(text)
        known = STUDY_KEYS if path == "meta_study.txt" else LIST_KEYS if "case_lists" in path else META_KEYS
        if not text.isascii() or not set(entries) <= known or not all(entries.values()):
            yield f"{path}: not ASCII, or an entry that is not known or empty"
        if entries["cancer_study_identifier"] != study["cancer_study_identifier"]:
            yield f"{path}: another study"
        if "data_filename" in entries:
            named.add(entries["data_filename"])
            kind = entries.get("resource_type") or f"{entries['genetic_alteration_type']} {entries['datatype']}"
            if KINDS.get(kind) != entries["data_filename"]:
                yield f"{path}: {kind}"
    if named != {path for path in files if path.startswith("data_")}:
        yield "tables and meta files do not match"
    if not all(isinstance(value, str) for value in json.loads(files[study["tags_file"]]).values()):
        yield "tags"


def _clinical(files: Files) -> Iterator[str]:
    columns: Counter[str] = Counter()
    for path in ("data_clinical_patient.txt", "data_clinical_sample.txt"):
        lines = [line.split("\t") for line in files[path].splitlines()]
        head, header = lines[:4], lines[4]
        if not all(line[0].startswith("#") for line in head) or any(line[0].startswith("#") for line in lines[4:]):
            yield f"{path}: four lines of description"
        if any(cell.strip("# ").upper() in ("", "NA") for line in head for cell in line):
            yield f"{path}: an empty description"
        if not all(re.fullmatch(r"[A-Z][A-Z0-9_]*", name) for name in header):
            yield f"{path}: names of attributes"
        columns.update(header)
        kinds = dict(zip(header, [head[2][0].lstrip("#"), *head[2][1:]], strict=True))
        if not all(re.fullmatch(r"#?-?\d+", cell) for cell in head[3]):
            yield f"{path}: priorities"
        yield from (f"{path}: {name} has {value!r}" for row in rows(files[path])
                    for name, value in row.items() if not _typed(kinds[name], value))  # fmt: skip
    yield from (f"attribute {name} is in both files" for name in columns if columns[name] > 1 and name != "PATIENT_ID")
    known = patients(files)
    for ids in (known, samples(files)):
        if ids != sorted(ids) or len({id_.casefold() for id_ in ids}) != len(ids) or not all(map(ID.fullmatch, ids)):
            yield "ids are not sorted, not unique or not of the characters allowed"
    if sorted(row["PATIENT_ID"] for row in rows(files["data_clinical_sample.txt"])) != known:
        yield "a patient without a sample, or a sample without a patient"


def _typed(kind: str, value: str) -> bool:
    if kind == "NUMBER":
        return bool(NUMBER.fullmatch(value))
    return value in ("TRUE", "FALSE", "NA") if kind == "BOOLEAN" else kind == "STRING" and bool(value)


def _timeline(files: Files) -> Iterator[str]:
    text = files.get("data_timeline_imaging.txt")
    if text is None:
        return
    if not text.startswith("PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE\t"):
        yield "timeline: first columns"
    if len(set(text.splitlines())) != len(text.splitlines()):
        yield "timeline: equal rows"
    events = rows(text)
    first: dict[str, int] = {}
    for event in events:
        if not DAY.fullmatch(event["START_DATE"]) or event["STOP_DATE"] or event["EVENT_TYPE"] != "IMAGING":
            yield "timeline: dates"
        if event["STYLE_SHAPE"] != "camera" or not re.fullmatch(r"#[0-9a-f]{6}", event["STYLE_COLOR"]):
            yield "timeline: style"
        first.setdefault(event["PATIENT_ID"], int(event["START_DATE"]))
    if set(first.values()) != {0} or not set(first) <= set(patients(files)):
        yield "timeline: not from day 0, or of patients that are not in the study"
    if events != sorted(events, key=lambda event: (event["PATIENT_ID"], int(event["SESSION"]))):
        yield "timeline: order"


def _resources(files: Files) -> Iterator[str]:
    if "data_resource_definition.txt" not in files:
        if any("resource" in path for path in files):
            yield "resources without definitions"
        return
    kinds = {row["RESOURCE_ID"]: row["RESOURCE_TYPE"] for row in rows(files["data_resource_definition.txt"])}
    if any(not re.fullmatch(r"[A-Z0-9_]+", id_) for id_ in kinds):
        yield "resource ids are upper case"
    if any(row["OPEN_BY_DEFAULT"] not in ("true", "false") or not row["PRIORITY"].isdigit()
           for row in rows(files["data_resource_definition.txt"])):  # fmt: skip
        yield "resource definitions"
    links = [
        (kind, row) for kind in ("PATIENT", "STUDY") for row in rows(files.get(f"data_resource_{kind.lower()}.txt", ""))
    ]
    yield from (f"{kind} resources: {row}" for kind, row in links
                if kinds.get(row["RESOURCE_ID"]) != kind or not urlsplit(row["URL"]).hostname)  # fmt: skip
    if len({str(link) for link in links}) != len(links):
        yield "resources: equal rows"
    if not {row["PATIENT_ID"] for _, row in links if "PATIENT_ID" in row} <= set(patients(files)):
        yield "a link of somebody who is not in the study"
    if {row["RESOURCE_ID"] for _, row in links} != set(kinds):
        yield "a resource without a link"


def _lists(files: Files) -> Iterator[str]:
    lists = {path: meta(text) for path, text in files.items() if path.startswith("case_lists/")}
    study = meta(files["meta_study.txt"])["cancer_study_identifier"]
    known = samples(files)
    if lists["case_lists/cases_all.txt"]["case_list_ids"].split("\t") != known:
        yield "the list of all samples"
    if len({entries["case_list_ids"] for entries in lists.values()}) != len(lists):
        yield "two case lists are the same"
    for path, entries in lists.items():
        ids = entries["case_list_ids"].split("\t")
        if not entries["stable_id"].startswith(f"{study}_") or not set(ids) <= set(known) or ids != sorted(set(ids)):
            yield f"{path}: ids"
        if entries["case_list_category"] not in ("other", "all_cases_in_study"):
            yield f"{path}: category"
