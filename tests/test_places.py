"""Where a value is filled: screens of XNAT, attributes of DICOM, columns of tables, keys of the config."""

import pytest

from img2fair.findings import MANDATORY, WITHHELD, Finding, Judge, Place, Severity
from img2fair.model import Origin
from img2fair.places import Ground, asked_among, fillable, in_dutch, left_alone, own_entries, places, unasked
from img2fair.privacy.policy import FIELDS

PAGE = "https://xnat.example.org/data/projects/LGG"
ASKED = {"form.theme": ("HRI dataset", "Theme"), "form.keyword": ("", "Keyword"), "form.issued": ("HRI dataset", "")}


@pytest.mark.parametrize(
    ("ground", "path", "expected"),
    [
        (Ground("LGG"), "project.keywords", ["XNAT: project LGG > Edit Details > Keywords"]),
        (Ground(), "project.keywords", ["XNAT: project page > Edit Details > Keywords"]),
        (Ground("LGG"), "project.accessibility", ["XNAT: project LGG > Access tab > accessibility"]),
        (Ground("LGG"), "form.theme", ["XNAT: project LGG > Custom form > field 'theme'"]),
        (Ground("LGG", labels=ASKED), "form.theme", ['XNAT: project LGG > Custom form "HRI dataset" > field "Theme"']),
        (Ground("LGG", labels=ASKED), "form.keyword", ['XNAT: project LGG > Custom form > field "Keyword"']),
        (
            Ground("LGG", labels=ASKED),
            "form.issued",
            ["XNAT: project LGG > Custom form \"HRI dataset\" > field 'issued'"],
        ),
        (Ground("LGG"), "defaults.theme", ["img2fair.yaml: defaults.theme"]),
        (Ground("LGG"), "project.pi", ["XNAT: project LGG > Edit Details > Investigators"]),
        (Ground("LGG", "table"), "project.pi", ["table: row LGG > column pi_lastname"]),
        (Ground("LGG"), "site.type", []),
        (Ground("LGG"), "dataset.iri", []),
        (
            Ground("LGG", "dicomweb"),
            "scans.body_parts",
            ["DICOM: headers of project LGG > Body Part Examined (0018,0015)"],
        ),
        (
            Ground("LGG", "dicom_folder"),
            "subjects.female",
            ["DICOM: headers of project LGG > Patient's Sex (0010,0040)"],
        ),
        (
            Ground("LGG", "dicomweb"),
            "project.name",
            [
                "img2fair.yaml: archive.grouping.projects.LGG.name",
                "table: table of projects (grouping: table) > column name",
            ],
        ),
        (
            Ground("LGG", "dicom_folder"),
            "project.pi.lastname",
            ["table: table of projects (grouping: table) > column pi"],
        ),
        (Ground("LGG", "dicomweb"), "form.theme", []),
        (Ground("LGG", "dicomweb"), "scans.bytes", []),
        (Ground("LGG", "dicomweb"), "defaults.theme", ["img2fair.yaml: defaults.theme"]),
        (Ground("LGG", "table"), "form.theme", ["table: row LGG > column theme"]),
        (Ground("LGG", "table"), "form.contact_point.email", ["table: row LGG > column contact_point.email"]),
        (Ground("LGG", "table"), "project.name", ["table: row LGG > column name"]),
        (Ground("LGG", "table"), "project.pi.institution", ["table: row LGG > column pi_institution"]),
        (Ground("LGG", "table"), "project.accessibility", ["table: row LGG > column visibility"]),
        (Ground("LGG", "table"), "subjects.count", []),
    ],
)
def test_place(ground: Ground, path: str, expected: list[str]) -> None:
    assert list(map(str, places([path], ground))) == expected


def test_only_places_of_an_archive_with_pages_have_a_link() -> None:
    found = places(["form.theme", "defaults.theme"], Ground("LGG", page=PAGE))
    assert [place.link for place in found] == [PAGE, ""]
    assert not any(place.link for place in places(["form.theme", "project.name"], Ground("LGG", "table")))


def test_a_place_stands_once_and_knows_who_can_mend_it() -> None:
    found = places(["scans.count", "scans.files", "defaults.x"], Ground("LGG"))
    assert [place.who for place in found] == ["steward", "operator"]
    mixed = places(["project.name"], Ground("LGG", "dicomweb"))
    assert [place.who for place in mixed] == ["operator", "steward"]


def test_attributes_of_dicom_are_those_the_archive_reads() -> None:
    from img2fair.archives.dicom.series import ATTRIBUTES

    tags = {f"({tag[:4]},{tag[4:]})" for tag in ATTRIBUTES.values()}
    found = places((field.path for field in FIELDS), Ground("LGG", "dicomweb"))
    shown = {place.field.rpartition(" ")[2] for place in found if place.system == "DICOM"}
    assert shown <= tags and len(shown) >= 7


def test_columns_of_tables_are_those_the_archive_knows() -> None:
    from img2fair.archives.table.columns import is_field

    found = places((field.path for field in FIELDS), Ground("LGG", "table"))
    names = [place.field.removeprefix("column ") for place in found]
    assert names and all(map(is_field, names))


FORM = frozenset({"form.theme", "form.publisher", "form.publisher.name", "form.temporal.start_date"})
EDIT = "XNAT: project LGG > Edit Details > Project Description"
NEW = "XNAT: new custom form (img2fair form) > field 'x'"


@pytest.mark.parametrize(
    ("asked", "paths", "expected"),
    [
        (None, "form.x", ["XNAT: project LGG > Custom form > field 'x'"]),
        (FORM, "form.x", [NEW]),
        (frozenset(), "form.x form.y", [NEW]),
        (FORM, "form.x project.description", [EDIT]),
        (FORM, "form.theme", ["XNAT: project LGG > Custom form > field 'theme'"]),
        (FORM, "form.publisher.name.en", ["XNAT: project LGG > Custom form > field 'publisher.name.en'"]),
        (FORM, "form.temporal", ["XNAT: project LGG > Custom form > field 'temporal'"]),
        (FORM, "form.themes", ["XNAT: new custom form (img2fair form) > field 'themes'"]),
        (FORM, "form.x defaults.x.y", ["img2fair.yaml: projects.LGG.x.y", "img2fair.yaml: defaults.x.y"]),
        (FORM, "projects.LGG.x", ["img2fair.yaml: projects.LGG.x"]),
        (None, "defaults.people.A B.orcid", ["img2fair.yaml: defaults.people.A B.orcid"]),
        (FORM, "site.type", []),
    ],
)
def test_a_missing_value_is_filled_where_there_is_a_place(
    asked: frozenset[str] | None, paths: str, expected: list[str]
) -> None:
    ground = Ground("LGG", asked=asked)
    tried = paths.split(maxsplit=1) if "people" not in paths else [paths]
    assert [str(place) for place in fillable(tried, ground)] == expected


def test_only_a_project_has_an_entry_of_its_own_and_only_xnat_has_forms() -> None:
    assert [str(place) for place in fillable(["defaults.x"], Ground())] == ["img2fair.yaml: defaults.x"]
    table = Ground("LGG", "table", asked=frozenset())
    assert [str(place) for place in fillable(["form.theme"], table)] == ["table: row LGG > column theme"]
    assert asked_among(table, ["form.theme"]) is None and asked_among(Ground("LGG"), ["form.theme"]) is None


def test_what_a_form_asks_is_told_from_what_none_does() -> None:
    ground = Ground("LGG", asked=FORM)
    tried = ["form.theme", "form.x", "project.name", "form.temporal"]
    assert unasked(tried, ground) == ("form.x",) and unasked(tried, Ground("LGG")) == ()
    assert asked_among(ground, tried) == ("form.temporal", "form.theme")


def test_an_own_entry_is_one_that_stands_beside_the_one_for_all() -> None:
    both = fillable(["defaults.x", "projects.LGG.y"], Ground("LGG"))
    assert {str(own): str(shared) for own, shared in own_entries(both, "LGG").items()} == {
        "img2fair.yaml: projects.LGG.x": "img2fair.yaml: defaults.x"
    }
    assert own_entries(both, None) == {} and own_entries(both, "OTHER") == {}


@pytest.mark.parametrize(
    ("place", "dutch"),
    [
        (Place("XNAT", "project page > Custom form", "field 'x'"), "XNAT: projectpagina > Eigen formulier > veld 'x'"),
        (Place("table", "row LGG", "column row"), "tabel: rij LGG > kolom row"),
        (Place("XNAT", 'Custom form "a row here"', ""), 'XNAT: Eigen formulier "a row here"'),
        (
            Place("XNAT", "new custom form (img2fair form)", "field 'x'"),
            "XNAT: nieuw eigen formulier (img2fair form) > veld 'x'",
        ),
        (Place("XNAT", "", "set by itself"), "XNAT: vult XNAT zelf in"),
        (Place("img2fair.yaml", "", "defaults.field x"), "img2fair.yaml: defaults.field x"),
    ],
)
def test_dutch(place: Place, dutch: str) -> None:
    assert str(in_dutch(place)) == dutch


def test_no_place_of_any_field_stays_english() -> None:
    paths = [*(field.path for field in FIELDS), "form.x", "project.accessibility"]
    for kind in ("xnat", "dicomweb", "table"):
        for ground in (Ground("LGG", kind), Ground(None, kind)):
            shown = " ".join(str(in_dutch(place)) for place in places(paths, ground))
            for word in ("project page", "their", "column", "field ", "row ", "headers of", "by itself"):
                assert word not in shown, (kind, word)


@pytest.mark.parametrize(
    ("withheld", "alone"),
    [
        (["resources.bytes"], True),
        (["subjects.count", "subjects.female"], True),
        (["project.description"], False),
        (["form.number_of_records", "scans.count"], False),
        ([], False),
    ],
)
def test_nobody_is_sent_to_fill_in_a_figure_of_few_people(withheld: list[str], alone: bool) -> None:
    """A text that is withheld is mended where it stands; for a figure that is, only the profile can be relaxed."""
    origin = Origin("m.yaml:1:1", (), (MANDATORY, *(WITHHELD + path for path in withheld)))
    where = (Place("XNAT", "project LGG", "field"), Place("img2fair.yaml", "", "defaults.byte_size"))
    found = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, "K", "no", where=where, cure="fill it", origin=origin)
    told = left_alone(found)
    assert (told.where == (Place("img2fair.yaml", "", "advisory"),)) is alone
    assert told.cure.startswith("do not fill it in by hand") is alone
    assert (told == found) is not alone
