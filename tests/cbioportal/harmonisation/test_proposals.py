"""What a draft proposes for fields as hospitals write them, and that the file says truly why a field stays inside."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from img2fair.clinical.decisions import Decide, FieldDecision, Kind
from img2fair.model import Project
from tests.cbioportal.harmonisation.test_drafting import again, drafted, read
from tests.privacy.clinical_projects import assessment, cohort, project, subject


def told(folder: Path, made: Project) -> tuple[str, dict[str, FieldDecision]]:
    """Return a draft, and what it says by the field's own name."""
    text = drafted(made)
    return text, {field.path.rpartition(".")[2]: field for field in read(folder, text).fields}


def test_values_that_read_the_same_have_one_line(tmp_path: Path) -> None:
    """Else the file that was just drafted could not be read."""
    made = cohort(24, group_of=["Aap", "aap", "AAP", "Noot"] * 6)
    text, fields = told(tmp_path, made)
    assert fields["group_of"].values == {"aap": "?", "noot": "?"}
    export = text.replace('decide: "?"', "decide: export")
    more = cohort(24, group_of=["Aap", "Mies", "mies", "MIES"] * 6)
    assert read(tmp_path, again(tmp_path, more, export)).fields[0].values == {"aap": "?", "noot": "?", "mies": "?"}


def test_only_values_that_the_field_does_not_read_need_a_line(tmp_path: Path) -> None:
    made = cohort(
        20, gewicht=["91 kg", "160 lb", "72,5", "80"] * 5, kps=["90", "80", "onbekend", "90 punten"] * 5,
        zijde=["L", "rechts", "bdz", "voor"] * 5, stadium=["IIA", "IV", "2A", "3"] * 5,
        pirads=["4", "5", "PIRADS 4", "3"] * 5, er=["+", "-", "neg", "zwak"] * 5, her2=["0", "1+", "2+", "3+"] * 5,
        vital=["0", "1"] * 10, mutatie=["0", "1"] * 10,
    )  # fmt: skip
    _, fields = told(tmp_path, made)
    assert {name: (field.kind, dict(field.values)) for name, field in fields.items()} == {
        "gewicht": (Kind.NUMBER, {}),
        "kps": (Kind.NUMBER, {"90 punten": "?"}),
        "zijde": (Kind.SIDE, {"voor": "?"}),
        "stadium": (Kind.STAGE, {"3": "?"}),
        "pirads": (Kind.NUMBER, {"pirads 4": "?"}),
        "er": (Kind.TABLE, {"+": "Positive", "-": "Negative", "neg": "Negative", "zwak": "?"}),
        "her2": (Kind.TABLE, {"0": "Negative", "1+": "Negative", "2+": "Equivocal", "3+": "Positive"}),
        "vital": (Kind.TABLE, {"0": "?", "1": "?"}),
        "mutatie": (Kind.TABLE, {"0": "?", "1": "?"}),
    }


def test_missing_values_are_no_doubt(tmp_path: Path) -> None:
    text, _ = told(tmp_path, cohort(20, kps=["70", "80", "90", "onbekend"] * 5))
    assert "likely: its name, and 100% of its values read as number" in text


def test_yes_and_no_are_answers_to_the_name(tmp_path: Path) -> None:
    _, fields = told(tmp_path, cohort(20, overleden=["ja", "nee"] * 10, recidief=["Ja", "Nee"] * 10))
    assert fields["overleden"].values == {"ja": "1:DECEASED", "nee": "0:LIVING"}
    assert fields["recidief"].values == {"ja": "1:Recurred/Progressed", "nee": "0:DiseaseFree"}
    assert {field.decide for field in fields.values()} == {Decide.UNDECIDED}


def test_codes_of_diagnoses_are_diagnoses_whatever_they_are_called(tmp_path: Path) -> None:
    text, fields = told(tmp_path, cohort(20, morfologie=["9440/3", "9450/3"] * 10, plaats=["C71.1", "C71.2"] * 10))
    assert (fields["morfologie"].kind, fields["plaats"].kind) == (Kind.ONCOTREE, Kind.TABLE)
    assert re.search(r'"9440/3": "\?"  # GB .*icdo3', text)


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [("Datum diagnose", [f"{day:02}-03-2019" for day in range(1, 13)], "are no dates as 2019-04-02 is"),
     ("datum_ok", [str(43000 + day) for day in range(12)], "as a spreadsheet counts them"),
     ("code", [f"K{day:04}" for day in range(12)], "a value of its own"),
     ("geboortedatum/day", list(range(-9000, -8988)), "when somebody was born")],
)  # fmt: skip
def test_a_field_that_stays_inside_says_truly_why(name: str, values: list[object], why: str, tmp_path: Path) -> None:
    text, fields = told(tmp_path, cohort(12, **{name: values}))
    assert fields[name].decide is Decide.DROP and why in text


def test_measures_of_a_known_kind_are_open_however_they_are_written(tmp_path: Path) -> None:
    values = {"psa": [f"{place}.{place}" if place % 4 else f"<0.{place + 1}" for place in range(12)]}
    visits = tuple(assessment("clin:lab", f"L{place}", None, {"psa": value, "seen/day": place})
                   for place, value in enumerate(values["psa"]))  # fmt: skip
    text, fields = told(tmp_path, project([subject(of, assessments=visits) for of in range(6)]))
    psa = next(field for path, field in fields.items() if path == "psa")
    assert (psa.decide, psa.kind, psa.event) == (Decide.UNDECIDED, Kind.NUMBER, "LAB_TEST")
    assert "# day: subjects.assessments.clin:lab.seen/day  # where events have no day of their own" in text


def test_survival_ends_on_the_day_of_death_or_of_the_last_contact(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "last contact/day": [500] * 12,
        "overlijdensdatum/day": [300] * 6,
        "vital": ["dood", "leeft"] * 6,
    }
    text = drafted(cohort(12, **columns)).replace('decide: "?"', "decide: export")
    months = [field.path for field in read(tmp_path, text).fields if "OS_MONTHS" in str(field.attribute)]
    assert months == ["subjects.variables.overlijdensdatum/day", "subjects.variables.last contact/day"]
