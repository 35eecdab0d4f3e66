"""The last look at a study's files: what should never be there is found wherever it stands."""

import dataclasses
import datetime as dt
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from img2fair.model import Held, Project
from img2fair.privacy import Gazetteer, Guard, Met, Review, met
from img2fair.privacy.cohort import PrivacyStop
from img2fair.privacy.guard import fingerprint_of
from img2fair.privacy.leaving import screen
from tests.cbioportal.studies import project, session, subject
from tests.sizes import size

PROJECT = project(
    [subject("XNAT_S00001", "ZWARTEVEEN-0042"), subject("XNAT_S00002", "480123")],
    [session("XNAT_E00001", "XNAT_S00001", "2020-01-01")],
)
ROWS = size(3_000, 30_000)
TABLE = (
    "#Patient\tStage\tDays\n#Patient\tStage in words\tDays from day 0\n#STRING\tSTRING\tNUMBER\n#1\t1\t1\n"
    "PATIENT_ID\tSTAGE\tDAYS\nP-00112233445566778899\tStage II\t-12\nP-20190402aaaaaaaaaaaa\t{cell}\t>89\n"
)
META = "type_of_cancer: mixed\nname: A study\ndescription: {cell}\n"


def guard(made: Project = PROJECT, *reviews: Review) -> Guard:
    return Guard(Gazetteer.of(made), made.id, reviews, dt.date(2026, 1, 1))


def looked_at(files: dict[str, str], *allowed: str) -> None:
    screen(files, PROJECT, guard(), allowed)


IN_CELLS = {
    "2019-03": "part", "03-2019": "part", "04/2019": "part", "maart 2019": "part", "Apr-19": "part", "2 maart": "part",
    "12 MAY": "part", "2019-W14": "part", "W14 2019": "part", "Q2 2019": "part", "geboren 1961": "part",
    "1961": "year", "2-4-19": "part", "2/4/19": "part", "1.234.567": "groups",
    "48 01 23": "groups", "480123.0": "number",
    "4.80123e5": "number", "A1234567B": "long", "ABCDE1234567": "long", "dr. Jansen": "title",
    "mevr. de Vries": "title", "Zwar*teveen*": "signs", "ZWАRTEVEEN": "letters", "2019%252D04%252D02": "date",
}  # fmt: skip
"""What prose may say and a value of a patient may not."""
CLEAN = ["Stage II", "NA", "", "MR;CT", "1.5", "1e-07", "P-00112233445566778899-01", "https://v.example.org/x?study=7",
         "Glioblastoma, IDH-wildtype", "Temozolomide", "0:LIVING", "12345", "#4c72b0", "AJCC 8th edition (2017)",
         "WHO 2021, grade 4", "pT2 N1 M0", "3+4=7", "120/80", "10-20", "20/40", "1/2", "RECIST 1.1",
         "PyRadiomics 3.0.1", "MARCH1 lost", "1 marker", "TGFβ1", "MR Brain", "DR Chest", "Cisplatin, day 1-5",
         "0.12345678", "1.23456789e-05", "50 000", "May be", "Mar a", "6 months", "Adenocarcinoma, Lung",
         "3f2a9bead0c1d2e3f4a5"]  # fmt: skip
DIRTY = {
    "2019-04-02": "date", "02.04.2019": "date", "20190402": "date", "Seen 2 April 2019": "date", "2019/04/02": "date",
    "https://v.example.org/2019-04-02/x": "date", "[Open](https://v.example.org/?d=20190402:blank)": "date",
    "zwarteveen 0042": "label", "Zwarteveen-0042": "label", "ZWARTEVEEN": "label", "XNAT_S00001": "label",
    "https://v.example.org/XNAT_E00001": "label", "480123": "label|number", "P.Jansen@example.org": "e-mail",
    "see MRN 1234567": "record-number", "ACC1234567": "number", "1234567": "number", "Jansen^Piet": "person-name",
    "***": "sealed", "1.2.840.113619.2.55.3.2831164": "uid",
}  # fmt: skip


@pytest.mark.parametrize("cell", CLEAN)
def test_what_belongs_there_stays(cell: str) -> None:
    looked_at({"data_clinical_patient.txt": TABLE.format(cell=cell), "meta_study.txt": META.format(cell=cell)})


@pytest.mark.parametrize(("cell", "rule"), DIRTY.items())
def test_what_does_not_is_told_by_place_and_never_shown(cell: str, rule: str) -> None:
    for path, text, place in (
        ("data_clinical_patient.txt", TABLE, "data_clinical_patient.txt:7, column STAGE"),
        ("meta_study.txt", META, "meta_study.txt:3, column description"),
    ):
        with pytest.raises(PrivacyStop, match=rule) as caught:
            looked_at({path: text.format(cell=cell)})
        assert place in str(caught.value)
        assert cell not in str(caught.value)
        assert caught.value.code == 7


@pytest.mark.parametrize(("cell", "rule"), IN_CELLS.items())
def test_a_cell_is_looked_at_more_closely_than_prose(cell: str, rule: str) -> None:
    file = "data_clinical_patient.txt"
    with pytest.raises(PrivacyStop, match=f"somebody: .*{rule}") as caught:
        looked_at({file: TABLE.format(cell=cell)})
    assert cell not in str(caught.value)
    found = re.search(r"field (\S+), value (\w+)", str(caught.value))
    if found is not None:
        review = Review("P1", found[1], found[2], "A", "seen", dt.date(2026, 1, 2))
        screen({file: TABLE.format(cell=cell)}, PROJECT, guard(PROJECT, review))


def test_what_the_config_puts_there_may_stand_there() -> None:
    table = TABLE.format(cell="https://v.example.org/?s=XNAT%5FS00001&uid=1.2.840.113619.2.55.3.2831164")
    meta = META.format(cell="oncotree_2025_10_03") + "citation: Jansen et al. 2 April 2019\npmid: 12345678\n"
    allowed = ("XNAT_S00001", "1.2.840.113619.2.55.3.2831164", "Jansen et al. 2 April 2019", "12345678")  # fmt: skip
    files = {"data_clinical_patient.txt": table, "meta_study.txt": meta}
    looked_at(files, *allowed)
    for missing in allowed:
        with pytest.raises(PrivacyStop):
            looked_at(files, *(one for one in allowed if one != missing))


def test_headers_and_descriptions_are_looked_at_too() -> None:
    with pytest.raises(PrivacyStop, match=r"data_clinical_patient.txt:2"):
        looked_at({"data_clinical_patient.txt": TABLE.format(cell="x").replace("Stage in words", "Of Zwarteveen 0042")})
    with pytest.raises(PrivacyStop, match=r"data_timeline_status.txt:1"):
        looked_at({"data_timeline_status.txt": "PATIENT_ID\tZWARTEVEEN-0042\nP-1\tx\n"})


def test_rows_that_cannot_be_looked_through_stop_the_export() -> None:
    with pytest.raises(PrivacyStop, match="different lengths"):
        looked_at({"data_clinical_patient.txt": "A\tB\n1\t2\t3\n"})


def test_measured_numbers_may_be_long_and_clinical_ones_not() -> None:
    text = "ENTITY_STABLE_ID\tNAME\tP-00112233445566778899-01\nVOLUMES_MR_tumour\ttumour\t1234567\n"
    looked_at({"data_generic_assay_volumes.txt": text})
    with pytest.raises(PrivacyStop, match="long number"):
        looked_at({"data_clinical_sample.txt": text})
    with pytest.raises(PrivacyStop, match="date"):
        looked_at({"data_generic_assay_volumes.txt": text.replace("1234567", "20190402")})


def test_a_review_lets_a_text_out() -> None:
    text = "Since 2 April 2019"
    files = {"data_clinical_patient.txt": TABLE.format(cell=text)}
    with pytest.raises(PrivacyStop) as caught:
        looked_at(files)
    told = re.search(r"field (\S+), value (\w+)", str(caught.value))
    assert told is not None
    path = told[1]
    assert told[2] == fingerprint_of("P1", path, text)
    review = Review("P1", path, told[2], "A steward", "the start of the study", dt.date(2026, 1, 1))
    screen(files, PROJECT, guard(PROJECT, review))


def test_the_names_that_were_met_are_looked_for() -> None:
    others = [Met((f"{family}ova^Zdenka",)) for family in ("Petr", "Svobod", "Dvorak", "Cern", "Prochazk")]
    made = dataclasses.replace(PROJECT, met=met("P1", [Met(("Vandermeulen^Piet",), ("K8812-77",)), *others]))
    for cell in ("Piet Vandermeulen", "K8812-77"):
        with pytest.raises(PrivacyStop, match="met"):
            screen({"data_clinical_patient.txt": TABLE.format(cell=cell)}, made, guard(made))


@settings(max_examples=size(40, 400))
@example(dt.date(2000, 1, 1), "%d %B %Y", "[x](https://e.org/{}:blank)")
@given(st.dates(dt.date(1900, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(
    ["%Y%m%d", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%Y/%m/%d", "%d-%b-%Y", "%m/%d/%Y",
     "%Y-%m-%dT%H:%M:%S"]),
    st.sampled_from(["{}", "[x](https://e.org/{}:blank)", "Seen {}.", "a{}b", "MR_{}_1"]))  # fmt: skip
def test_no_date_leaves(day: dt.date, form: str, frame: str) -> None:
    written = format(dt.datetime.combine(day, dt.time()), form)
    cell = frame.format(written) if frame != "a{}b" else f"x {written} y"
    with pytest.raises(PrivacyStop):
        looked_at({"data_clinical_patient.txt": TABLE.format(cell=cell)})


def test_a_large_table_is_looked_at_in_seconds() -> None:
    head = "PATIENT_ID\t" + "\t".join(f"C{n}" for n in range(19))
    rows = [
        "\t".join([f"P-{n:020x}", *(str((n * k) % 5003) for k in range(9)), *("Stage II" for _ in range(9)),
                   f"https://v.example.org/?u=1.2.3.{n}"])
        for n in range(ROWS)
    ]  # fmt: skip
    began = time.process_time()
    looked_at({"data_clinical_sample.txt": "\n".join([head, *rows, ""])}, *(f"1.2.3.{n}" for n in range(ROWS)))
    assert time.process_time() - began < 3 * ROWS / 30_000 + 1


def test_the_model_s_mask_is_known() -> None:
    with pytest.raises(PrivacyStop, match="sealed"):
        looked_at({"meta_study.txt": f"name: {Held('x')}\n"})
