"""The layers: counts as a file with a distribution, and the properties of EUCAIM."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from img2fair.mapping import Mapped, MappingFault, Settings, load_mapping, map_project, misses_as_findings
from img2fair.model import Held, Project
from img2fair.rdf import PREFIXES
from tests.mapping.samples import DEFAULTS, HEALTH, SITE, filled, loaded, scan, session, text_of

IRI = "https://xnat.example.org/data/projects/LUNG"
ANALYTICS = f"{PREFIXES['healthdcatap']}analytics"
EUCAIM = "https://hyperontology.eucaim.cancerimage.eu/#"
CSVW = "http://www.w3.org/ns/csvw#"
ADDRESS = {"analytics": {"address": "https://example.org/catalogue/files"}}


def mapped(names: tuple[str, ...], defaults: dict[str, Any], project: Project, beside: Path | None = None) -> Mapped:
    settings = Settings(SITE, defaults, {"LUNG": {"dates": "true"}}, timezone="Europe/Amsterdam")
    mapping = load_mapping(names, beside=beside) if beside else loaded(*names)
    return map_project(mapping, settings, project)


def values(one: Mapped, predicate: str, subject: str = IRI) -> list[str]:
    node, name = ox.NamedNode(subject), ox.NamedNode(predicate)
    return [text_of(t.object) for t in one.records[0].triples if (t.subject, t.predicate) == (node, name)]


@pytest.mark.parametrize("name", ["analytics", "eucaim"])
def test_a_layer_alone_is_no_mapping(name: str) -> None:
    with pytest.raises(MappingFault, match="lay it over"):
        load_mapping(name)


def test_a_file_that_extends_a_layer_only_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("mapping: 1\nextends: [analytics]\n", encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    (error,) = caught.value.errors
    assert error.startswith("site.yaml:1:1: this only changes other mappings")


@pytest.mark.parametrize("base", ["dcat-ap", "health-ri-core", "healthdcat-ap"])
def test_counts_are_a_file_and_a_distribution(base: str) -> None:
    one = mapped((base, "analytics"), HEALTH, filled())
    (text,) = one.records[0].files.values()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["about"] for row in rows} >= {"sex", "modality", "body_part"}
    assert text.isascii(), "its size is its length"
    (node,) = values(one, ANALYTICS)
    where = "https://example.org/catalogue/files/LUNG/counts.csv"
    assert values(one, f"{PREFIXES['dcat']}accessURL", node) == [where]
    assert values(one, f"{PREFIXES['dcat']}byteSize", node) == [str(len(text.encode()))]
    (table,) = values(one, "http://www.w3.org/2007/05/powder-s#describedby", node)
    assert values(one, f"{CSVW}url", table) == [where]
    names = [values(one, f"{CSVW}name", column) for column in values(one, f"{CSVW}column", table)]
    assert [name for (name,) in names] == list(rows[0])


FEW = replace(filled(), subjects=filled().subjects[:4], sessions=filled().sessions[:4])


@pytest.mark.parametrize(
    ("defaults", "project"),
    [
        (DEFAULTS, filled()),
        (DEFAULTS | ADDRESS, FEW),
        (DEFAULTS | ADDRESS, replace(filled(), keywords=Held("canine"))),
    ],
    ids=["no address", "few people", "animals"],
)
def test_no_distribution_where_there_is_no_address_or_nothing_may_be_told(
    defaults: dict[str, Any], project: Project
) -> None:
    one = mapped(("health-ri-core", "analytics"), defaults, project)
    assert not [triple for triple in one.records[0].triples if triple.predicate.value == ANALYTICS]


@pytest.mark.parametrize("identifier", ["LUNG", "A B", "A/B", "~x", "Long één"])
def test_the_address_is_where_the_file_is_published(identifier: str) -> None:
    record = mapped(("health-ri-core", "analytics"), DEFAULTS | ADDRESS, replace(filled(), id=identifier)).records[0]
    told = [text_of(t.object) for t in record.triples if t.predicate.value == f"{PREFIXES['dcat']}downloadURL"]
    assert told == [f"{ADDRESS['analytics']['address']}/{record.slug}/counts.csv"]


def test_nothing_may_be_told_of_few_people_or_animals() -> None:
    for project in (FEW, replace(filled(), keywords=Held("canine"))):
        assert mapped(("dcat-ap", "analytics"), DEFAULTS, project).records[0].files == {}


def test_figures_of_others_stay_beside_ours() -> None:
    figures = {"figures": {"access_url": "https://example.org/f", "byte_size": 1, "format": "CSV"}}
    one = mapped(("health-ri-core", "analytics"), DEFAULTS | ADDRESS | figures, filled())
    assert values(one, ANALYTICS) == [f"{IRI}#analytics", f"{IRI}#figures-1"]


def images(*parts: str, maker: str) -> Project:
    scans = tuple(replace(scan("MR", part), manufacturer=Held(maker)) for part in parts)
    return replace(filled(), sessions=tuple(session(number, *scans) for number in range(40)))


def test_parts_of_the_body_and_makers_have_codes_of_eucaim_modalities_are_missed() -> None:
    said = {
        "eucaim": dict.fromkeys("birth_sex condition collection_method interoperability_level".split(), f"{EUCAIM}X")
    }
    one = mapped(("healthdcat-ap", "eucaim"), HEALTH | said, images("PROSTATE", "LEFT BREAST", maker="SIEMENS"))
    assert set(values(one, f"{EUCAIM}hasImageBodyPart")) == {f"{EUCAIM}BP1000021", f"{EUCAIM}BP1000165"}
    assert values(one, f"{EUCAIM}hasEquipmentManufacturer") == [f"{EUCAIM}IMG1000044"]
    assert values(one, f"{EUCAIM}hasCondition") == [f"{EUCAIM}X"]
    assert [(miss.table, miss.value) for miss in one.misses] == [("eucaim_modality", "MR")]
    assert [finding.property for finding in one.findings] == [f"{EUCAIM}hasImageModality"]


def test_a_site_that_knows_the_codes_of_modalities_names_its_table(tmp_path: Path) -> None:
    table = f"subject_label\tpredicate_id\tobject_id\tobject_label\nMR\tskos:exactMatch\t{EUCAIM}M\tMRI\n"
    (tmp_path / "mine.sssom.tsv").write_text(table, encoding="utf-8")
    text = "mapping: 1\nextends: [healthdcat-ap, eucaim]\ntables: {eucaim_modality: mine.sssom.tsv}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    one = mapped(("site.yaml",), HEALTH, images("PROSTATE", maker="SIEMENS"), tmp_path)
    assert values(one, f"{EUCAIM}hasImageModality") == [f"{EUCAIM}M"]
    assert not one.misses


def test_a_side_is_said_where_there_is_a_code_of_it() -> None:
    one = mapped(("dcat-ap",), DEFAULTS, images("LEFT BREAST", "KNEE_RIGHT", "R KNEE", maker="GEMS"))
    codes = {value.removeprefix(PREFIXES["sct"]) for value in values(one, f"{PREFIXES['dct']}subject")}
    assert codes == {f"{PREFIXES['dcm']}MR", "80248007", "72696002"}
    assert "Left breast" in values(one, f"{PREFIXES['dcat']}keyword")
    assert "GE HealthCare" in values(one, f"{PREFIXES['dcat']}keyword")
    assert not one.misses


def test_a_side_without_a_code_is_the_part_alone_in_code_word_and_count() -> None:
    record = mapped(("dcat-ap", "analytics"), DEFAULTS, images("LEFT KNEE", "KNEE", maker="GEMS")).records[0]
    codes = {text_of(t.object) for t in record.triples if t.predicate.value == f"{PREFIXES['dct']}subject"}
    words = {text_of(t.object) for t in record.triples if t.predicate.value == f"{PREFIXES['dcat']}keyword"}
    assert f"{PREFIXES['sct']}72696002" in codes
    assert words >= {"Knee"}
    assert [(one.value, one.subjects) for one in record.counts if one.about == "body_part"] == [("Knee", 40)]


def test_a_side_alone_has_a_word_too() -> None:
    one = mapped(("dcat-ap",), DEFAULTS, images("LEFT KNEE", maker="GEMS"))
    assert "Knee" in values(one, f"{PREFIXES['dcat']}keyword")
    assert [count.value for count in one.records[0].counts if count.about == "body_part"] == ["Knee"]


def test_the_maker_of_a_sessions_scanner_made_the_scans_that_do_not_say_theirs() -> None:
    scans = (scan("CT", "CHEST"), replace(scan("CT", "CHEST"), manufacturer=Held("GEMS")), scan("SEG", None))
    sessions = tuple(replace(session(n, *scans), manufacturer=Held("SIEMENS")) for n in range(40))
    one = mapped(("dcat-ap",), DEFAULTS, replace(filled(), sessions=sessions))
    makers = [count.value for count in one.records[0].counts if count.about == "manufacturer"]
    assert makers == ["GE HealthCare", "Siemens Healthineers"]
    assert set(makers) <= set(values(one, f"{PREFIXES['dcat']}keyword"))
    derived = tuple(replace(session(n, scan("SEG", None)), manufacturer=Held("SIEMENS")) for n in range(40))
    alone = mapped(("dcat-ap",), DEFAULTS, replace(filled(), sessions=derived))
    assert "manufacturer" not in {count.about for count in alone.records[0].counts}


def test_field_strength_is_a_keyword() -> None:
    sessions = tuple(replace(session(n, scan("MR", "BRAIN")), field_strength=Held("1,5T")) for n in range(40))
    one = mapped(("health-ri-core",), DEFAULTS, replace(filled(), sessions=sessions))
    assert "1.5 T" in values(one, f"{PREFIXES['dcat']}keyword")


def test_quality_is_told_in_the_words_of_the_extent() -> None:
    rated = tuple(
        replace(
            one, scans=tuple(replace(scan, quality=Held("usable" if n % 4 else "questionable")) for scan in one.scans)
        )
        for n, one in enumerate(filled().sessions)
    )
    one = mapped(("dcat-ap",), DEFAULTS, replace(filled(), sessions=rated))
    (words,) = values(one, f"{PREFIXES['rdfs']}label", f"{IRI}#extent")
    assert words.endswith("120.0 kB, rated scans: 75 % usable, 25 % questionable")


def test_a_maker_of_no_table_is_not_shown() -> None:
    project = replace(filled(), sessions=tuple(replace(one, manufacturer=Held("JANSEN")) for one in filled().sessions))
    found = map_project(loaded("health-ri-core", "eucaim"), Settings(SITE, DEFAULTS), project)
    assert [miss for miss in found.misses if miss.table == "eucaim_manufacturer"]
    assert "JANSEN" not in repr(found.misses) + repr(found.findings) + repr(misses_as_findings(found.misses))
