"""Reports for terminals, and the causes that group them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from img2fair.findings import REFUSED, WITHHELD, Finding, Judge, Place, Report, Severity
from img2fair.model import Origin
from img2fair.report.causes import causes
from img2fair.report.described import Described
from img2fair.report.text import to_text
from tests.report.findings import GAP, NOTHING, REPORTS, THEMES, evil, gaps, report
from tests.sizes import size

ACCESS = "http://publications.europa.eu/resource/authority/access-right"


def test_a_missing_value_in_the_manner_of_compilers() -> None:
    assert to_text(gaps("LGG", "BRATS", "HEARTS")).splitlines() == [
        "error[I2F-S001]: dataset 'Glioma LGG' (project LGG) has no theme",
        "  --> mapping.yaml:41:9   dcat:theme <- form.theme, defaults.theme",
        '   | XNAT    project LGG > Custom form "HRI dataset" > field "Theme": empty',
        "   |         https://xnat.example.org/p/LGG",
        "   | config  defaults.theme: not set",
        "   | rule    health-ri-core, dcat-ap: dataset-theme (sh:minCount); mandatory in the mapping",
        f"   = allowed: Health (HEAL), Transport (TRAN) [11 more in {THEMES}]",
        "   = steward: Choose one.",
        "   = operator: or set defaults.theme in img2fair.yaml",
        "   = 2 more projects fail for the same reason: BRATS, HEARTS",
        "",
        "Checked 3 records against dcat-ap, health-ri-core: 3 violations, 0 warnings, 0 notes; does not conform.",
    ]


def test_the_same_in_dutch() -> None:
    assert to_text(gaps("LGG"), language="nl").splitlines() == [
        "fout[I2F-S001]: dataset 'Glioma LGG' (project LGG) heeft geen thema",
        "  --> mapping.yaml:41:9   dcat:theme <- form.theme, defaults.theme",
        '   | XNAT    project LGG > Eigen formulier "HRI dataset" > veld "Theme": leeg',
        "   |         https://xnat.example.org/p/LGG",
        "   | config  defaults.theme: niet ingesteld",
        "   | regel   health-ri-core, dcat-ap: dataset-theme (sh:minCount); verplicht in de mapping",
        f"   = toegestaan: Health (HEAL), Transport (TRAN) [nog 11 in {THEMES}]",
        "   = datasteward: Kies er een.",
        "   = beheerder: of geef defaults.theme op in img2fair.yaml",
        "",
        "1 record getoetst aan dcat-ap, health-ri-core: 1 fout, 0 waarschuwingen, 0 opmerkingen; voldoet niet.",
    ]


def _of_one_or_all(*projects: str, others: int) -> Report:
    """A report on the same gap in some projects, and something else in others."""
    made = gaps(*projects)
    where = {one.project: (*one.where[:1], Place("img2fair.yaml", "", f"projects.{one.project}.theme"), *one.where[1:])
             for one in made.findings}  # fmt: skip
    found = [replace(one, where=where[one.project]) for one in made.findings]
    rest = [replace(GAP, code="I2F-S003", key=f"k{number}", project=f"P{number}") for number in range(others)]
    return replace(made, findings=(*found, *rest))


@pytest.mark.parametrize(
    ("projects", "others", "language", "said"),
    [
        (["LGG"], 0, "en", "or set projects.LGG.theme in img2fair.yaml; defaults.theme holds for all"),
        (["LGG"], 0, "nl", "of geef projects.LGG.theme op in img2fair.yaml; defaults.theme geldt voor alle"),
        (["LGG", "B"], 2, "en", "or set projects.<id>.theme in img2fair.yaml; defaults.theme holds for all"),
        (["LGG", "B"], 1, "en", "or set defaults.theme in img2fair.yaml"),
    ],
)
def test_the_entry_for_one_project_is_told_unless_most_projects_lack_it(
    projects: list[str], others: int, language: str, said: str
) -> None:
    text = to_text(_of_one_or_all(*projects, others=others), language=language)
    who = "beheerder" if language == "nl" else "operator"
    assert f"   = {who}: {said}\n" in text
    state = "niet ingesteld" if language == "nl" else "not set"
    assert f"   | config  defaults.theme: {state}\n" in text and "| config  projects" not in text


def test_notes_are_one_line_each_unless_they_are_wanted() -> None:
    made = report(12)
    text = to_text(made)
    assert text.count("\nnote[I2F-M007]: a body part is not in the table (in 10 projects)\n") == 1
    assert text.count("-->") == 4 and to_text(made, notes=True).count("-->") == 5
    assert "   = in full" in text and "   = in full" not in to_text(made, notes=True)
    alone = replace(GAP, severity=Severity.INFO)
    assert to_text(Report((alone,), (alone.key,), ())).startswith(
        "note[I2F-S001]: dataset 'Glioma LGG' has no theme (project LGG)\n"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Checked 4 records (2 datasets, 1 distribution, 1 catalogue record or series): "),
        ("nl", "4 records (2 datasets, 1 distributie, 1 catalogusrecord of reeks) getoetst: "),
    ],
)
def test_the_last_line_says_what_was_checked(language: str, said: str) -> None:
    kinds = {"a": "dataset", "b": "dataset", "c": "distribution"}
    known = [Described(key, kind, key, None, None, ()) for key, kind in kinds.items()]
    assert to_text(Report((), tuple("abcd"), ()), language=language, described=known).startswith(said)


def test_a_wrong_value_is_shown_with_the_nearest_that_would_do() -> None:
    found = replace(
        GAP,
        code="I2F-S005",
        message=f"the access right of dataset 'Glioma LGG', <{ACCESS}/RESTRICT>, is not one of ar:PUBLIC",
        value=f"{ACCESS}/RESTRICT",
        allowed=((f"{ACCESS}/RESTRICTED", "restricted"), (f"{ACCESS}/PUBLIC", "public")),
        allowed_count=2,
        origin=None,
    )
    text = to_text(Report((found,), (found.key,), ()))
    assert "   | value" not in text, "the heading has it"
    assert f"   = did you mean restricted <{ACCESS}/RESTRICTED>?\n" in text
    assert "   = allowed: restricted (RESTRICTED), public (PUBLIC)\n" in text
    far = replace(found, value="https://example.org/xyz")
    assert "did you mean" not in to_text(Report((far,), (far.key,), ()))


def test_several_wrong_values_of_one_cause_stand_together() -> None:
    said = "the licence of distribution 'DICOM of {0}', '{1}', is a text, where an address (IRI) is wanted"
    rows = (("a", "CC BY"), ("b", "CC0"), ("c", "CC BY"))
    found = tuple(
        Finding("I2F-S004", Severity.VIOLATION, Judge.SHAPES, key, said.format(key, value), value=value, project=key)
        for key, value in rows
    )
    text = to_text(Report(found, tuple("abc"), (), tuple((key, f"DICOM of {key}") for key in "abc")))
    assert "error[I2F-S004]: the licence of distribution 'DICOM of a' (project a), 'CC BY', is a text" in text
    (cause,) = causes(found)
    assert (
        cause.heading({"a": "DICOM of a"}) == "the licence of distribution is a text, where an address (IRI) is wanted"
    )
    assert "   | value   CC BY; CC0\n" in text


@pytest.mark.parametrize(
    ("steps", "told", "state"),
    [
        ((WITHHELD + "form.theme",), "form.theme is not empty, and is withheld for privacy", ""),
        ((REFUSED + "I2F-M004",), "there is a value, and it is refused: I2F-M004", ""),
        ((), "rule", ": empty"),
    ],
)
def test_a_place_is_called_empty_only_where_that_is_known(steps: tuple[str, ...], told: str, state: str) -> None:
    origin = Origin("m", (), ("mandatory in the mapping", *steps))
    text = to_text(Report((replace(GAP, origin=origin),), (GAP.key,), ()))
    assert told in text and f'field "Theme"{state}\n' in text
    unsure = to_text(Report((replace(GAP, origin=Origin("m")),), (GAP.key,), ()))
    assert 'field "Theme"\n' in unsure and "defaults.theme\n" in unsure


def test_a_record_without_a_title_is_named_by_its_address() -> None:
    found = replace(GAP, message=f"dataset <{GAP.key}> has no title")
    text = to_text(Report((found,), (found.key,), ()))
    assert text.startswith(f"error[I2F-S001]: dataset <{GAP.key}> (project LGG) has no title\n")


def test_what_the_mapping_found_names_its_record() -> None:
    found = replace(GAP, code="I2F-M001", judge=Judge.MAPPING, message="dcat:theme: mandatory, but empty")
    text = to_text(Report((found,), (found.key,), (), ((found.key, "Glioma LGG"),)))
    assert text.startswith("error[I2F-M001]: 'Glioma LGG' (project LGG): dcat:theme: mandatory, but empty\n")
    bare = to_text(Report((replace(found, key=""),), (), ()))
    assert bare.startswith("error[I2F-M001]: dcat:theme: mandatory, but empty (project LGG)\n")


@pytest.mark.parametrize(
    ("language", "told", "last"),
    [("en", "fdp (the target's own schemas): dataset-theme", "imaging (advice only)"),
     ("nl", "fdp (de eigen schema's van het doel): dataset-theme", "imaging (alleen advies)")],
)  # fmt: skip
def test_who_judges_is_told(language: str, told: str, last: str) -> None:
    """The schemas of a target are called so, and a profile that only advises is marked."""
    found = replace(GAP, judge=Judge.TARGET, profile="fdp")
    made = Report((found,), (found.key,), ("dcat-ap", "imaging"), advisory=("imaging",))
    text = to_text(made, language=language)
    assert told in text and f"dcat-ap, {last}: " in text


def test_a_long_name_of_what_would_do_is_cut_and_its_code_is_whole() -> None:
    found = replace(GAP, allowed=((f"{THEMES}/LONG_CODE", "Data on factors " * 20),), allowed_count=1)
    text = to_text(Report((found,), (found.key,), ()))
    (line,) = (line for line in text.splitlines() if "allowed" in line)
    assert line.endswith("… (LONG_CODE)") and len(line) < 100


def test_a_finding_in_a_file_names_the_file() -> None:
    found = replace(GAP, mapping=None, where=(Place("file", "", "data/some.ttl"),), origin=None, project=None)
    text = to_text(Report((found,), (found.key,), ()))
    assert "  --> data/some.ttl   dcat:theme\n" in text and "   | file" not in text


def test_causes_of_a_file_are_told_apart_by_their_shape() -> None:
    bare = replace(GAP, mapping=None)
    other = replace(bare, shape="https://w3id.org/img2fair/shapes/health-ri-core#data-service-theme")
    assert len(causes([bare, other, replace(bare, key="x")])) == 2


def test_sums_over_projects_are_causes_of_their_own() -> None:
    miss = Finding("I2F-M002", Severity.WARNING, Judge.MAPPING, "", "'XX' not in table modality (1 scan)", value="XX")
    assert len(causes([miss, replace(miss, value="YY"), replace(miss, value="ZZ")])) == 3


def test_who_can_mend_it_is_said_once_where_it_is_the_operator_alone() -> None:
    found = replace(GAP, where=GAP.where[1:], who="operator")
    text = to_text(Report((found,), (found.key,), ()))
    assert text.count("operator: ") == 1 and "steward" not in text


def test_text_can_be_limited_and_still_counts_all() -> None:
    text = to_text(report(12), limit=1)
    assert text.count("-->") == 1 and "and 4 more causes" in text and "14 violations" in text
    assert to_text(report(12), limit=0).startswith("… and 5 more causes")


def test_text_of_nothing() -> None:
    assert to_text(NOTHING) == "Checked 1 record against dcat-ap: 0 violations, 0 warnings, 0 notes; conforms.\n"
    assert "nothing was checked" in to_text(replace(NOTHING, checked=()))
    assert to_text(NOTHING, language="nl").endswith("0 opmerkingen; voldoet.\n")


def test_text_cannot_steer_the_terminal() -> None:
    text = to_text(evil())
    assert not {"\x1b", "\u202e", "\r"} & set(text)
    assert len(text.splitlines()) == 6
    assert "\x1b[31m" in to_text(report(1), color=True)


@settings(max_examples=size(60, 600), deadline=None)
@given(REPORTS)
def test_any_text_stays_on_its_line(made: Report) -> None:
    for language in ("en", "nl"):
        text = to_text(made, language=language)
        text.encode()
        lines = text.split("\n")
        assert lines == [*text.splitlines(), ""]
        starts = ("error[", "warning[", "note[", "fout[", "waarschuwing[", "opmerking[", "  --> ", "   | ", "   = ")
        assert all(line == "" or line.startswith(starts) for line in lines[:-2])


def test_text_cuts_what_is_huge() -> None:
    found = replace(report(1).findings[0], message="m" * 10_000, value="v" * 1_000_000)
    text = to_text(Report((found,), (found.key,), ("p",)))
    assert max(map(len, text.splitlines())) < 500 and "v…" in text


def test_a_cause_of_several_records_does_not_name_one() -> None:
    title = "A very long title " * 10
    cut = title[:79] + "…"
    for said in (title, cut):
        found = [
            Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, key, f"dataset '{said}' has no theme") for key in "ab"
        ]
        (cause,) = causes(found)
        assert cause.heading({"a": title, "b": "B"}) == "dataset has no theme"
    assert "A very" in causes(found[:1])[0].heading({"a": title})


def test_causes_are_the_worst_first_then_the_most_frequent() -> None:
    found = causes(report(12).findings)
    order = [(cause.first.severity.rank, -len(cause.keys)) for cause in found]
    assert order == sorted(order) and len(found) == 5
