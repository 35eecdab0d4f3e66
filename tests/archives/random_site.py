"""Random small archives, for tests of what must hold of any archive; ``random_edits`` changes them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

from hypothesis import strategies as st

from img2fair.demo.content import (
    ArchiveContent,
    Assessor,
    CustomForm,
    CustomVariable,
    Investigator,
    Json,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Subject,
    SubjectAssessor,
    User,
)

ACCESS = ("public", "protected", "private")
STAMPS = ("2024-01-01 10:00:00.0", "2024-01-01 10:00:00.892", "2024-03-31 02:30:00.1", "2024-10-27 02:30:00.45")
"""Times of insertion and change; few, so that many are equal."""
FORM = "0b0e7b1c-5c3a-4b4e-9d5f-2f6f0f6f6f01"
OTHER_FORM = "0b0e7b1c-5c3a-4b4e-9d5f-2f6f0f6f6f02"
MODALITIES = ("MR", "CT", "PT", "SEG", "SR", "")
_STEMS = {"MR": "mr", "CT": "ct", "PT": "pet", "SEG": "seg", "SR": "otherDicom", "": "otherDicom"}
ASSESSOR_TYPES = ("xnat:qcManualAssessorData", "icr:roiCollectionData", "proc:genProcData")
TEXTS = (
    "plain", "with, comma", 'with "quotes"', "two\nlines", "two\r\nlines", "a\ttab", " blanks ", "naïve – 漢字 😀",
    "&lt;b&gt; &amp;amp; &#39;x&#39;", "<br/>", "=1+1", "'; DROP", "100%", "*", "null", "\u2028", "",
)  # fmt: skip
"""Texts that are easily broken on their way."""
PATIENT_NAMES = (
    "", "Wiesenthal^Agathe", "Wiesenthal^Agathe^^Dr", "O&#39;Neill^Cara", "Yamada^Tarou=山田^太郎=やまだ^たろう", "l1",
)  # fmt: skip
PATIENT_NUMBERS = ("", "4711-0815", "4711-0815\\4711-0816", "20230017", " 20230017 ")
YEARS = ("", "40", "0", "-1", "130", "999", "1.5")
BIRTH_YEARS = ("", "1980", "1850", "2999")
BIRTH_DAYS = ("", "1980-05-05", "2030-01-01", "1980-02-29")
DAYS = ("", "2020-05-05", "1979-01-01", "2020-02-29")

_FREE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=6)
texts = st.one_of(st.sampled_from(TEXTS), _FREE)
names = st.one_of(st.sampled_from(["Jansen", "O'Neill", "de Vries, A."]), _FREE.map(lambda text: text or "x"))
patient_names = st.one_of(st.sampled_from(PATIENT_NAMES), texts)
patient_numbers = st.one_of(st.sampled_from(PATIENT_NUMBERS), texts)
stamps = st.sampled_from(STAMPS)
sizes = st.one_of(st.none(), st.integers(0, 10**12))
answers: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["a", "b.c", "keyword"]), inner, max_size=2)
    ),
    max_leaves=4,
)
forms = st.dictionaries(
    st.sampled_from([FORM, OTHER_FORM]),
    st.dictionaries(st.sampled_from(["title", "x"]), answers, max_size=2),
    max_size=2,
)
variables = st.lists(
    st.builds(CustomVariable, name=st.sampled_from(["arm", "species"]), value=texts),
    max_size=2,
    unique_by=lambda variable: variable.name,
).map(tuple)
investigators = st.builds(
    Investigator, lastname=names, firstname=texts, title=texts, institution=texts, department=texts,
    email=st.sampled_from(["", "x@example.org"]), id=st.sampled_from(["", "0000-0002-1825-0097", "7"]),
)  # fmt: skip
publications = st.builds(
    Publication, title=texts, citation=texts, doi=st.sampled_from(["", "10.1/a", "https://doi.org/10.1/b"]),
    pubmed=st.sampled_from(["", "123"]), uri=st.sampled_from(["", "https://example.org/p"]),
)  # fmt: skip


class Numbers:
    """The running numbers of a site, so that every id is there once."""

    def __init__(self) -> None:
        self._next = count(1)

    def next(self) -> int:
        """Return the next number."""
        return next(self._next)


Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def sites(draw: st.DrawFn, most_projects: int = 4) -> ArchiveContent:
    """Return a random site: up to ``most_projects`` projects of all accessibilities, sharing with each other.

    The account ``demo`` has random roles; the guest has none.
    """
    numbers = Numbers()
    ids = [f"P_{n}" for n in range(draw(st.integers(0, most_projects)))]
    projects = tuple(_project(draw, id_, ids, numbers) for id_ in ids)
    groups = st.sampled_from(["Owners", "Members", "Collaborators"])
    roles = draw(st.dictionaries(st.sampled_from(ids), groups)) if ids else {}
    return ArchiveContent(
        projects=projects,
        users=(User(uid=3, login="demo", password="demo", roles=roles),),
        forms=draw(st.sampled_from([(), (_form(FORM),), (_form(FORM), _form(OTHER_FORM))])),
    )


def _form(uuid: str) -> CustomForm:
    return CustomForm(uuid=uuid, title=f"form {uuid[-1]}", display_order=1, created=STAMPS[0],
                      contents={"title": f"form {uuid[-1]}", "components": []})  # fmt: skip


def _some(draw: Draw, one: Callable[[], Any], most: int) -> tuple[Any, ...]:
    return tuple(one() for _ in range(draw(st.integers(0, most))))


def _project(draw: Draw, id_: str, ids: Sequence[str], numbers: Numbers) -> Project:
    return Project(
        id=id_,
        name=draw(texts),
        accessibility=draw(st.sampled_from(ACCESS)),
        secondary_id=draw(texts),
        description=draw(texts),
        keywords=draw(texts),
        pi=draw(st.one_of(st.none(), investigators)),
        investigators=draw(st.lists(investigators, max_size=2).map(tuple)),
        aliases=draw(st.sampled_from([(), (f"{id_}_alias",), (f"{id_}_a", f"{id_}_b")])),
        publications=draw(st.lists(publications, max_size=2).map(tuple)),
        insert_date=draw(stamps),
        last_modified=draw(stamps),
        custom_fields=draw(forms),
        resources=_some(draw, lambda: _resource(draw, numbers), 1),
        subjects=_some(draw, lambda: _subject(draw, id_, ids, numbers), 2),
    )


def _shares(draw: Draw, owner: str, ids: Sequence[str]) -> tuple[Share, ...]:
    others = [id_ for id_ in ids if id_ != owner]
    if not others:
        return ()
    into = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
    return tuple(Share(project=id_, label=draw(st.sampled_from(["", "guest", "l1", "l,2"]))) for id_ in into)


def _subject(draw: Draw, owner: str, ids: Sequence[str], numbers: Numbers) -> Subject:
    return Subject(
        id=f"S{numbers.next()}",
        label=draw(st.sampled_from(["l1", "l2", "l 3", "é"])),
        gender=draw(st.sampled_from(["", "male", "female", "unknown", "F", "other"])),
        age=draw(st.sampled_from(YEARS)),
        yob=draw(st.sampled_from(BIRTH_YEARS)),
        dob=draw(st.sampled_from(BIRTH_DAYS)),
        group=draw(texts),
        handedness=draw(st.sampled_from(["", "left"])),
        insert_date=draw(stamps),
        last_modified=draw(stamps),
        fields=draw(variables),
        shares=_shares(draw, owner, ids),
        custom_fields=draw(forms),
        resources=_some(draw, lambda: _resource(draw, numbers), 1),
        sessions=_some(draw, lambda: _session(draw, owner, ids, numbers), 2),
        subject_assessors=_some(draw, lambda: _visit(draw, numbers), 1),
    )


def _session(draw: Draw, owner: str, ids: Sequence[str], numbers: Numbers) -> Session:
    modality = draw(st.sampled_from(["MR", "CT", "PT", ""]))
    number = numbers.next()
    return Session(
        id=f"E{number}",
        label=draw(st.sampled_from(["l1", "l2", "l 3"])),
        xsi_type=f"xnat:{_STEMS[modality]}SessionData",
        uid=draw(st.sampled_from(["", f"1.2.{number}", "1.2.3"])),
        date=draw(st.sampled_from(DAYS)),
        modality=modality,
        dcm_patient_name=draw(patient_names),
        dcm_patient_id=draw(patient_numbers),
        dcm_accession_number=draw(patient_numbers),
        visit_id=draw(texts),
        acquisition_site=draw(texts),
        scanner_manufacturer=draw(texts),
        scanner_model=draw(texts),
        field_strength=draw(st.sampled_from(["", "3.0", "1.5T"])) if modality == "MR" else "",
        age=draw(st.sampled_from([None, 0.0, 34.5, 130.5, -1.0, 1e9])),
        insert_date=draw(stamps),
        last_modified=draw(stamps),
        fields=draw(variables),
        shares=_shares(draw, owner, ids),
        custom_fields=draw(forms),
        resources=_some(draw, lambda: _resource(draw, numbers), 1),
        scans=_scans(draw, numbers),
        assessors=_some(draw, lambda: _assessor(draw, numbers), 2),
    )


def _scans(draw: Draw, numbers: Numbers) -> tuple[Scan, ...]:
    """Return scans whose ids are different within the session, as in XNAT."""
    ids = draw(st.lists(st.sampled_from(["1", "2", "4-MR1", "é,1"]), max_size=3, unique=True))
    return tuple(_scan(draw, id_, numbers) for id_ in ids)


def _scan(draw: Draw, id_: str, numbers: Numbers) -> Scan:
    modality, key = draw(st.sampled_from(MODALITIES)), numbers.next()
    return Scan(
        id=id_,
        key=key,
        xsi_type=f"xnat:{_STEMS[modality]}ScanData",
        uid=draw(st.sampled_from(["", f"1.2.9.{key}"])),
        type=draw(texts),
        series_description=draw(texts),
        modality=modality,
        body_part_examined=draw(st.sampled_from(["", "CHEST", "Chest"])),
        quality=draw(st.sampled_from(["", "usable", "bad, \n worse"])),
        scanner_manufacturer=draw(st.sampled_from(["", "Siemens"])),
        scanner_model=draw(st.sampled_from(["", "Skyra"])),
        frames=draw(st.one_of(st.none(), st.integers(0, 500))),
        resources=_some(draw, lambda: _resource(draw, numbers), 2),
    )


def _resource(draw: Draw, numbers: Numbers) -> Resource:
    return Resource(
        id=str(numbers.next()),
        label=draw(st.sampled_from(["DICOM", "NIFTI", "a,b"])),
        file_count=draw(sizes),
        file_size=draw(sizes),
        format=draw(st.sampled_from(["", "DICOM"])),
        content=draw(st.sampled_from(["", "RAW"])),
    )


def _assessor(draw: Draw, numbers: Numbers) -> Assessor:
    parameters: Mapping[str, str | int | float] = draw(
        st.dictionaries(st.sampled_from(["pass", "a/b"]), st.one_of(texts, st.integers(-5, 5)), max_size=2)
    )
    return Assessor(
        id=f"A{numbers.next()}", label=draw(texts), xsi_type=draw(st.sampled_from(ASSESSOR_TYPES)),
        date=draw(st.sampled_from(DAYS)), insert_date=draw(stamps), last_modified=draw(stamps), parameters=parameters,
    )  # fmt: skip


def _visit(draw: Draw, numbers: Numbers) -> SubjectAssessor:
    return SubjectAssessor(
        id=f"V{numbers.next()}", label=draw(texts), xsi_type="clin:visitData", date=draw(st.sampled_from(DAYS)),
        insert_date=draw(stamps), last_modified=draw(stamps), parameters={"ecog": draw(st.integers(0, 4))},
    )  # fmt: skip
