"""The catalogue of known attributes, and what is proposed for source fields."""

import csv
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.dateless import of_birth, without_dates
from img2fair.clinical.decisions import Datatype, Kind, Level, Unlisted
from img2fair.clinical.known import KNOWN, by_id, propose, tells_death, usual_values
from img2fair.clinical.outcome import Came
from img2fair.clinical.reading import folded, read
from tests.clinical.cases import REFERENCE, cases, decision

CDD = REFERENCE / "cdd_clinical_attributes_metadata.txt"
FIXED = {
    "patient": {"AGE", "SEX", "GENDER", "OS_STATUS", "OS_MONTHS", "DFS_STATUS", "DFS_MONTHS", "TUMOR_SITE"},
    "sample": {"SAMPLE_TYPE", "SAMPLE_CLASS", "METASTATIC_SITE", "PRIMARY_SITE", "TUMOR_TISSUE_SITE", "TUMOR_TYPE"},
}  # fmt: skip
"""Of the validator's PREDEFINED_ATTRIBUTES, those with a level that an export can write."""


def test_the_catalogue_is_whole() -> None:
    assert len(KNOWN) >= 60 and len({one.id for one in KNOWN}) == len(KNOWN)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]{0,254}", one.id) for one in KNOWN)
    assert all(
        one.name and one.description and "\t" not in one.description and '"' not in one.description for one in KNOWN
    )
    assert all(name == folded(name) for one in KNOWN for name in one.names)
    assert by_id("SEX") is not None and by_id("NO_SUCH") is None


def test_a_name_is_of_one_attribute() -> None:
    names = [name for one in KNOWN for name in one.names]
    assert {name for name in names if names.count(name) > 1} == {"gender"}


@pytest.mark.parametrize("level", FIXED)
def test_what_the_validator_fixes_is_marked(level: str) -> None:
    assert {one.id for one in KNOWN if one.fixed and one.level is Level(level)} == FIXED[level]


def test_survival_is_told_as_the_portal_wants_it() -> None:
    for one in KNOWN:
        if one.id.endswith("_STATUS") and by_id(one.id.replace("_STATUS", "_MONTHS")) is not None and one.values:
            assert {target[:2] for target in one.values.values()} == {"0:", "1:"}
        if one.id.endswith("_MONTHS"):
            assert one.datatype is Datatype.NUMBER and one.unit == "months"


@pytest.mark.skipif(not CDD.exists(), reason="the clinical data dictionary is not at hand")
def test_levels_and_types_are_those_of_public_studies() -> None:
    with CDD.open(encoding="utf-8", newline="") as lines:
        rows = {row[0]: row for row in csv.reader(lines, delimiter="\t") if len(row) > 2 and row[1]}
    shared = [one for one in KNOWN if one.id in rows]
    assert len(shared) > 45
    either = {"HISTOLOGY", "KNOWN_MOLECULAR_CLASSIFIER"}
    different = [
        one.id
        for one in shared
        if (one.level.value.upper() != rows[one.id][1] and one.id not in either)
        or one.datatype.value != rows[one.id][2].upper()
    ]
    assert different == []


def test_values_that_are_proposed_read_to_their_targets() -> None:
    for one in KNOWN:
        assert not one.values or one.kind is Kind.TABLE
        table = decision(Kind.TABLE, values=one.values, unlisted=Unlisted.REFUSE)
        for text, target in one.values.items():
            assert text == folded(text) and read(table, text.upper()).value == target
        assert read(table, "no such text").came is Came.UNMAPPED


@pytest.mark.parametrize(("path", "kinds", "id_", "confidence"), cases("names"))
def test_a_field_is_proposed_by_its_name_and_values(
    path: str, kinds: list[str], id_: str | None, confidence: str
) -> None:
    found = propose(path, {Kind(kind): 1.0 for kind in kinds}, "number" in kinds)
    assert (found.attribute.id if found.attribute else None, found.confidence) == (id_, confidence)


@pytest.mark.parametrize(
    ("path", "unit"),
    [("subjects.variables.weight_lb", "lb"), ("weight_kg", ""), ("tables.a.csv.OS_MONTHS", "months"),
     ("tables.a.csv.os_days", "days"), ("tables.a.csv.PFS (months)", "months"), ("height_inches", "inches"),
     ("survival_time", "")],
)  # fmt: skip
def test_a_unit_in_a_name_is_told(path: str, unit: str) -> None:
    assert propose(path, {Kind.NUMBER: 1.0, Kind.MONTHS: 1.0}, True).unit == unit


shares = st.dictionaries(st.sampled_from(list(Kind)), st.floats(0, 1))


@given(st.text(max_size=60), shares, st.booleans())
def test_any_name_has_a_proposal_that_does_not_repeat_it(
    name: str, recognised: dict[Kind, float], numeric: bool
) -> None:
    found = propose(name, recognised, numeric)
    assert found.confidence in ("certain", "likely", "guess")
    assert found == propose(name, recognised, numeric)
    assert found.why == propose(name + "zzqq", recognised, numeric).why or "name" in found.why or "day" in found.why
    if found.confidence == "certain":
        assert found.attribute is not None and recognised[found.kind] >= 0.9


@given(st.sampled_from(KNOWN), shares, st.booleans())
def test_an_attribute_is_found_by_its_own_id(one: object, recognised: dict[Kind, float], numeric: bool) -> None:
    assert one in KNOWN
    for known in KNOWN:
        if known is one and known.id != "GENDER":
            found = propose(f"subjects.variables.{known.id.lower()}", recognised, numeric)
            assert found.attribute is not None and found.attribute.id == known.id


@pytest.mark.parametrize(
    ("name", "share", "numeric", "kind"),
    [("zijde", {Kind.SIDE: 0.8}, False, Kind.SIDE), ("zijde", {Kind.SIDE: 0.3}, False, Kind.TABLE),
     ("psa", {Kind.NUMBER: 0.1}, False, Kind.NUMBER), ("psa", {}, False, Kind.NUMBER),
     ("tumour_size", {Kind.NUMBER: 1.0}, True, Kind.NUMBER), ("stage", {Kind.NUMBER: 1.0}, True, Kind.STAGE)],
)  # fmt: skip
def test_values_that_do_not_all_fit_keep_their_kind_and_a_table(
    name: str, share: dict[Kind, float], numeric: bool, kind: Kind
) -> None:
    assert propose(f"subjects.variables.{name}", share, numeric).kind is kind


@pytest.mark.parametrize(
    ("id_", "name", "yes"),
    [("OS_STATUS", "overleden", "1:DECEASED"), ("OS_STATUS", "alive", "0:LIVING"), ("OS_STATUS", "vital status", None),
     ("OS_STATUS", "date_of_death", "1:DECEASED"), ("DFS_STATUS", "recidief", "1:Recurred/Progressed"),
     ("DFS_STATUS", "disease free status", None), ("EFS_STATUS", "EFS event", "1:EVENT"), ("ARM", "arm", None)],
)  # fmt: skip
def test_yes_answers_what_the_name_asks(id_: str, name: str, yes: str | None) -> None:
    near = by_id(id_)
    assert near is not None
    told = usual_values(near, near.kind, name)
    assert told.get("ja") == yes and (yes is None or told["nee"][0] != yes[0])


@pytest.mark.parametrize(
    ("path", "death"),
    [("subjects.variables.date_of_death/day", True), ("tables.a.csv.Overlijdensdatum/day", True),
     ("subjects.variables.last_contact/day", False), ("subjects.forms.death_form.seen/day", False)],
)  # fmt: skip
def test_a_name_tells_death(path: str, death: bool) -> None:
    assert tells_death(path) is death


@pytest.mark.parametrize(
    "name",
    ["geboortedatum", "Geboorte datum", "geb. datum", "gebdat", "geb_dat", "geboortejaar", "Datum van geboorte",
     "geboren", "geboren op", "Geburtsdatum", "Geburtsjahr", "Datum der Geburt", "date de naissance", "né le",
     "année de naissance", "a/geboortedatum"],
)  # fmt: skip
def test_birth_dates_have_names_in_four_languages(name: str) -> None:
    assert of_birth(name) and without_dates({name: "1961-03-02"}, dt.date(2020, 1, 1)) == {}


@pytest.mark.parametrize("name", ["geboortegewicht", "geboorteplaats", "gebied", "gebruik", "Geburtsgewicht", "datum"])
def test_other_names_are_none_of_birth_dates(name: str) -> None:
    assert not of_birth(name)
