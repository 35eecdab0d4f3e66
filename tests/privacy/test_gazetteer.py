"""The gazetteer: every spelling of what an archive knows is found, and what names nobody is not."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, permutations
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from img2fair.demo.content import ArchiveContent
from img2fair.model import Held, ImagingSession, ImagingSubject, Project, Visibility
from img2fair.privacy import Gazetteer, Met, met
from img2fair.privacy.gazetteer import NOBODY
from img2fair.privacy.hits import LABEL, MET, OPTED_OUT
from img2fair.privacy.known_by import keys_of_label
from img2fair.privacy.tokens import joined, one_spelling, tokens
from img2fair.privacy.words import PARTICLES, is_word
from tests.privacy.spellings import LABEL_SPELLINGS, NAME_SPELLINGS, NUMBERS, Case, cases, labels, names
from tests.sizes import size

EACH = size(17, 250)
"""Names, labels and numbers; each in 12 spellings: 612 cases, or 9,000."""
seeded = random.Random
SOME_OTHERS = [Met((f"{family}ova^Zdenka",)) for family in ("Petr", "Svobod", "Dvorak", "Cern", "Prochazk")]


def project(*labelled: str, sessions: Sequence[str] = (), **more: Any) -> Project:
    """A project with a subject, and a session where told, for each label."""
    return Project(
        "study",
        Visibility.PUBLIC,
        subjects=tuple(ImagingSubject(Held(f"S{n}"), Held(label)) for n, label in enumerate(labelled)),
        sessions=tuple(ImagingSession(Held(f"E{n}"), Held(label), Held(f"S{n}")) for n, label in enumerate(sessions)),
        **more,
    )


def knows(*patients: Met) -> Gazetteer:
    """The gazetteer of a project in which these patients were met, among others."""
    return Gazetteer.of(project(met=met("study", [*patients, *SOME_OTHERS])))


def spans(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(hit.rule, text[hit.start : hit.end]) for hit in gazetteer.found(text)]


def missed(known: Iterable[Case], gazetteer: Gazetteer, rule: str) -> list[Case]:
    """The cases that are not found, or found elsewhere than they stand."""
    found = []
    for case in known:
        start = case.text.index(case.spelt)
        hits = gazetteer.found(case.text)
        inside = all(start <= hit.start < hit.end <= start + len(case.spelt) for hit in hits)
        if not hits or not inside or {hit.rule for hit in hits} != {rule}:
            found.append(case)
    return found


def test_every_spelling_of_every_name_is_found() -> None:
    random_ = seeded(1)
    known = list(islice(names(random_), max(EACH, 48)))
    lost = [
        case
        for first in range(0, len(known), 12)
        for name in known[first : first + 12]
        for case in missed(
            cases(name, NAME_SPELLINGS, random_), knows(*(Met((one,)) for one in known[first : first + 12])), MET
        )
    ]
    assert lost == []


def test_every_spelling_of_every_number_is_found() -> None:
    random_ = seeded(2)
    known = list(islice(labels(random_, NUMBERS), EACH))
    gazetteer = knows(*(Met((), (number,)) for number in known))
    written = [(number, number.partition("^")[0]) for number in known]
    lost = [case for _, number in written for case in missed(cases(number, LABEL_SPELLINGS, random_), gazetteer, MET)]
    assert lost == []


@pytest.mark.parametrize("of", ["subjects", "sessions"])
def test_every_spelling_of_every_label_is_found(of: str) -> None:
    random_ = seeded(3)
    known = list(dict.fromkeys(islice(labels(random_), EACH)))
    some = project(*known) if of == "subjects" else project(*map(str, range(len(known))), sessions=known)
    gazetteer = Gazetteer.of(some)
    assert [case for label in known for case in missed(cases(label, LABEL_SPELLINGS, random_), gazetteer, LABEL)] == []


@pytest.mark.parametrize("name", ["Vandelstra_Piet_20200101", "Vandelstra^Piet", "VandelstraPiet01"])
@pytest.mark.parametrize("written", ["Piet Vandelstra", "VANDELSTRA, PIET", "P. Vandelstra", "pietvandelstra"])
def test_a_name_in_a_label_is_found_in_any_order(name: str, written: str) -> None:
    gazetteer = Gazetteer.of(project("LGG-1001", "LGG-1002", "LGG-1003", "LGG-1004", name))
    assert {rule for rule, _ in spans(gazetteer, f"The scan of {written} was repeated")} == {LABEL}


def test_hits_are_exact_and_the_longest() -> None:
    gazetteer = Gazetteer.of(
        project("LGG-104", "LGG-104-B7", met=met("study", [Met(("Müller^Käthe",)), *SOME_OTHERS])), ("Ada Fictional",)
    )
    text = "«LGG-104-B7», lgg 104; Ka\u0308the MUELLER (a 10-year study by A. Fictional, Fictional, ADA). Müllér\u0323"
    assert spans(gazetteer, text) == [
        (LABEL, "LGG-104-B7"),
        (LABEL, "lgg 104"),
        (MET, "Ka\u0308the MUELLER"),
        (OPTED_OUT, "Fictional, ADA"),
        (MET, "Müllér\u0323"),
    ]
    assert spans(gazetteer, "LGG-1045, 104 LGG, alLGG-104x") == [(LABEL, "LGG-104")]


OTHERS = ("LGG-9001", "LGG-9002", "LGG-9003", "LGG-9004", "LGG-9005", "LGG-9006")
LABEL_BY_LABEL: tuple[tuple[tuple[str, ...], str, str | None], ...] = (
    (("123456",), "study 123456", "123456"),
    (("123456",), "123 456 and 123-456", None),
    (("12-34-56",), "12.34.56", "12.34.56"),
    (("12345",), "12345", None),
    (("AB1",), "AB1", None),
    (("N100",), "N-100", "N-100"),
    (("N100",), "n 100, N = 100", None),
    (("N-0100",), "n 0100", "n 0100"),
    (("N-0100",), "n = 0100", None),
    (("A-1000",), "a 1000 scans", None),
    (("A-10000",), "a 10000", "a 10000"),
    (("Healthy-Volunteer",), "healthyvolunteer", None),
    (("Kovacs_771",), "Kovacs", "Kovacs"),
    (("Kovacs_771",), "Kova cs", None),
    (("Kovs_771",), "Kovs", None),
    (("Kovacs_771", "Kovacs_772"), "Kovacs", None),
    (("王小明_01",), "患者王小明的图像", "王小明"),
)
"""Labels of the first subjects of eight; a text; what of it names one of them."""


@pytest.mark.parametrize(("known", "text", "found"), LABEL_BY_LABEL)
def test_label_by_label(known: tuple[str, ...], text: str, found: str | None) -> None:
    assert spans(Gazetteer.of(project(*known, *OTHERS)), text) == ([(LABEL, found)] if found else [])


def test_words_that_most_labels_have_are_not_a_name() -> None:
    gazetteer = Gazetteer.of(project("Acrin_Nsclc_Kovacs", "Acrin_Nsclc_Demir", "Acrin_Nsclc_Bilgin"))
    assert spans(gazetteer, "ACRIN NSCLC and Demir") == [(LABEL, "Demir")]


NAME_BY_NAME = (
    ("Hendriksen^Piet", "Hendrik\u00adsen", "Hendrik\u00adsen"),
    ("김^철수", "환자김철수의 영상", "김철수"),
    ("Ho^Pe", "We hope so", None),
    ("Ho^Pe", "Pe Ho", "Pe Ho"),
    ("Kok^Jan^Pim", "Jan Kok Pim", "Jan Kok Pim"),
    ("Kok^Jan^Pim", "Jan Kok", "Jan Kok"),
    ("Kok^Jan^Pim", "kok, pim", "kok, pim"),
    ("O'Brien^Pat", "OBRIEN", "OBRIEN"),
    ("van der Kok^Jan", "Kok, Jan van der", "Kok, Jan van der"),
    ("van der Kok^Jan", "Kok van der, Jan", "Kok van der, Jan"),
    ("van der Kok^Jan", "VANDERKOK_JAN", "VANDERKOK_JAN"),
    ("Kok^Jan^van der", "Jan van der Kok", "Jan van der Kok"),
    ("Kok^Jan^^Dr", "Kok Jan", "Kok Jan"),
    ("Le^Ann", "Ann Le", "Ann Le"),
    ("JansenPiet", "Piet Jansen", "Piet Jansen"),
    ("PIETJansen", "piet", "piet"),
    ("Jansen^Piet", "Jan Sen", None),
    ("JANSEN2^PIET", "jansen", "jansen"),
    ("TCGA-AO-A03M", "tcga ao a03m", "tcga ao a03m"),
    ("TCGA-AO-A03M", "TCGA-AO, M. Ao", None),
)


@pytest.mark.parametrize(("name", "text", "found"), NAME_BY_NAME)
def test_name_by_name(name: str, text: str, found: str | None) -> None:
    assert spans(knows(Met((name,))), text) == ([(MET, found)] if found else [])


@pytest.mark.parametrize(
    ("number", "text", "found"),
    [
        ("00123456", "123456", "123456"),
        ("7654321^^^HOSP", "MRN7654321", "7654321"),
        ("3f2504e0-4f89-11d3-9a0c-0305e82c3301",) + ("3F2504E0-4F89-11D3-9A0C-0305E82C3301",) * 2,
        ("AB12", "AB12", None),
    ],
)
def test_number_by_number(number: str, text: str, found: str | None) -> None:
    assert spans(knows(Met((), (number,))), text) == ([(MET, found)] if found else [])


HARMLESS_LABELS = (
    "BRAIN_01 CONTROL T1 2020 MR2 baseline follow-up_2 week12 Healthy-Volunteer Phantom TEST visit_3 N12 P05 SCAN "
    "CT-2 Month_6 patient Session_01 tumor LEFT_1 12345 Glioma nier_02 MAMMOGRAM Prostate-MRI anonymous 1 x -"
).split()
HARMLESS_NAMES = (
    "Phantom^ACR_MRI",
    "Healthy^Volunteer",
    "ANONYMOUS",
    "TEST^PATIENT",
    "Brain^Control",
    "XXXX",
    "^",
    "=^^",
    "",
    "De",
    "A^B",
    "Mark^A",
    "\ud800",
)
HARMLESS_TEXTS = (
    "Brain MRI (T1, T2-FLAIR) of 2020 at baseline, week 12 and month 6; follow-up 2 years.",
    "Visit 3 was the last session 01 of each healthy volunteer; 12345 scans, n=12, p<0.05, N = 100.",
    "Patient and control groups: 104 LGG, 55 tumour; mammogram left 1, CT 2, prostate MRI, glioma.",
    "The phantom test (ACR MRI) is anonymous; x-ray; a mark on the scan; de nier 02 is niet gemeten.",
    "Gezonde vrijwilligers en een controlegroep, 2 metingen; brain control test patient.",
)


@pytest.mark.parametrize("text", HARMLESS_TEXTS)
def test_what_is_too_short_or_too_common_names_nobody(text: str) -> None:
    there = met("study", [Met((name,), ("A1", "12345", "0007", "Patient", "MR")) for name in HARMLESS_NAMES])
    gazetteer = Gazetteer.of(project(*HARMLESS_LABELS, sessions=HARMLESS_LABELS, met=there))
    assert spans(gazetteer, text) == []


@pytest.mark.parametrize("label", ["PATIENT_07", "CONTROL-1", "Subject 3", "BRAIN_001", "WEEK12-B4X", "123456"])
def test_what_looks_common_can_be_somebody(label: str) -> None:
    assert spans(Gazetteer.of(project(label)), f"Scan of {label} was left out") == [(LABEL, label)]


@pytest.mark.parametrize(
    ("name", "told", "not_told"),
    [
        ("Rose^Mark", "mark rose", "A rose; the mark"),
        ("de Wit^Jan", "Jan de Wit", "wit 2020, jan"),
        ("de Wit^A", "A. de Wit", "a wit"),
        ("Le^Anna", "Anna Le", "le patient"),
        ("Li^Bo", "Bo Li", "bo, li"),
        ("Haas^Joost", "Joost", "The patient has a scan"),
        ("Inan^Deniz", "Deniz", "in an MRI"),
        ("王^小明", "患者王小明的图像", "小明王国"[1:]),
    ],
)
def test_names_that_are_words(name: str, told: str, not_told: str) -> None:
    gazetteer = knows(Met((name,)))
    assert spans(gazetteer, told) != []
    assert spans(gazetteer, not_told) in ([], [(MET, not_told)] if not_told == "bo, li" else [])


@pytest.mark.parametrize(
    ("having", "others", "single"),
    [(1, 0, True), (2, 0, True), (3, 0, False), (3, 2, False), (3, 3, True), (9, 90, True), (10, 90, False)],
)
def test_a_part_of_a_name_that_many_share_names_nobody(having: int, others: int, single: bool) -> None:
    given_names = [f"{first}{second}ltje" for first, second in permutations("BDFGKLMNPRSTVW", 2)]
    patients = [Met((f"Oosterhuis^{name}",)) for name in given_names[:having]]
    patients += [Met((f"Winkelaar{name}^{name}",)) for name in given_names[having : having + others]]
    gazetteer = Gazetteer.of(project(met=met("study", patients)))
    assert (spans(gazetteer, "family Oosterhuis") != []) is single
    assert spans(gazetteer, f"{given_names[0]} Oosterhuis".upper()) != []


def test_what_all_patients_go_by_names_nobody() -> None:
    gazetteer = Gazetteer.of(project(met=met("study", [Met(("Zqx^Trialoo",), ("TRIAL-9000",))] * 12)))
    assert spans(gazetteer, "Trialoo Zqx, TRIAL-9000") == []


def test_the_project_itself_is_no_patient() -> None:
    gazetteer = Gazetteer.of(project("GLIOMAX-2020", "GLIOMAX-2021", secondary_id=Held("gliomax 2020")))
    assert spans(gazetteer, "Gliomax 2020") == []
    assert spans(gazetteer, "Gliomax 2021") == [(LABEL, "Gliomax 2021")]


def test_what_the_id_of_the_project_says_is_no_name() -> None:
    """It is public; labels and names that begin with it are not found where it is all that a text has of them."""
    id_ = "pseudo_trialoo_data"
    labelled = tuple(ImagingSubject(Held(f"S{n}"), Held(label)) for n, label in enumerate(("Trialoo_77", *OTHERS)))
    there = met(id_, [Met(("Pseudo-Trialoo-0011",)), *SOME_OTHERS])
    gazetteer = Gazetteer.of(Project(id_, Visibility.PUBLIC, subjects=labelled, met=there))
    assert spans(gazetteer, "Pseudo-Trialoo-DATA of TRIALOO") == []
    assert spans(gazetteer, "pseudo trialoo 0011; trialoo 77") == [(MET, "pseudo trialoo 0011"), (LABEL, "trialoo 77")]


def test_a_name_in_the_running_title_is_found() -> None:
    gazetteer = Gazetteer.of(project("Kovacs_771", *OTHERS, secondary_id=Held("Study of Kovacs")))
    assert spans(gazetteer, "Study of Kovacs") == [(LABEL, "Kovacs")]


@pytest.mark.parametrize(
    ("opted_out", "text", "found"),
    [
        ("Marguerite Fictional", "by Fictional, Marguerite", "Fictional, Marguerite"),
        ("Prof. dr. Marguerite Fictional", "MARGUERITE FICTIONAL", "MARGUERITE FICTIONAL"),
        ("Marguerite Fictional", "by Fictional and Marguerite's", None),
        ("Fictional", "by M. Fictional", "Fictional"),
        ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("", "by nobody", None),
    ],
)
def test_who_does_not_want_to_be_named(opted_out: str, text: str, found: str | None) -> None:
    gazetteer = Gazetteer.of(project(), (opted_out,))
    assert spans(gazetteer, text) == ([(OPTED_OUT, found)] if found else [])


def test_nobody_knows_nobody() -> None:
    assert NOBODY.found("Jansen^Piet LGG-104") == ()
    assert Gazetteer.of(project()).found("") == ()


def test_the_demo_texts_name_nobody(content: ArchiveContent) -> None:
    """No text that the demo publishes holds a label, id or name of any of its projects, but where it is planted."""
    texts = sorted({text for each in content.projects for text in said_of(content, each.id)})
    gazetteers = [demo_gazetteer(content, each.id) for each in content.projects]
    alarms = [(text, hits) for text in texts for one in gazetteers if (hits := spans(one, text))]
    assert len(texts) > 40
    assert len(alarms) <= len(texts) * len(gazetteers) // 100
    planted = content.subjects_of("tcga_brca")[0].subject.label
    assert any(spans(one, f"Scans of {planted.lower()}") for one in gazetteers)


def said_of(content: ArchiveContent, id_: str) -> Iterable[str]:
    """Every text of a project of the demo: its fields, forms, publications."""
    told = content.project(id_)
    yield from (told.name, told.description, told.keywords, told.secondary_id, *told.aliases)
    yield from (publication.title for publication in told.publications)
    yield from texts_in([*told.custom_fields.values()])


def texts_in(answer: object) -> Iterable[str]:
    match answer:
        case str():
            yield answer
        case dict():
            for value in answer.values():
                yield from texts_in(value)
        case list() | tuple():
            for value in answer:
                yield from texts_in(value)


def demo_gazetteer(content: ArchiveContent, id_: str) -> Gazetteer:
    """The gazetteer of a project of the demo, with some names of the usual kind met there."""
    subjects = [ImagingSubject(Held(seen.subject.id), Held(seen.label)) for seen in content.subjects_of(id_)]
    sessions = [
        ImagingSession(Held(seen.session.id), Held(seen.label), Held(seen.subject.subject.id))
        for seen in content.sessions_of(id_)
    ]
    there = met(id_, [Met((name,)) for name in islice(names(seeded(4)), 60)])
    return Gazetteer.of(Project(id_, Visibility.PUBLIC, subjects=tuple(subjects), sessions=tuple(sessions), met=there))


LETTERS = st.sampled_from("abdeghijklnorstuvwzäöüßæøåéèñçłđıəşĳþλψωдяж")
PARTS = st.lists(st.text(LETTERS, min_size=4, max_size=9), min_size=2, max_size=4)
SIGNS = st.sampled_from([" ", "^", ", ", "_", "", " ^ ", "-", "\n"])


@given(PARTS, SIGNS, st.sampled_from([str.title, str.upper, str.lower]), st.randoms(use_true_random=False))
@example(["lue", "even"], "", str.lower, seeded(0))
@example(["anas", "zees"], "", str.upper, seeded(0))
def test_whatever_the_name_it_is_found_between_words(
    parts: list[str], sign: str, case: Callable[[str], str], random_: random.Random
) -> None:
    assume(any(not is_word(one) and one not in PARTICLES for one in map(one_spelling, parts)))
    written = [*map(case, parts)]
    random_.shuffle(written)
    text = f"Follow-up of {sign.join(written)}: 12 scans"
    hits = knows(Met(("^".join(map(str.title, parts)),))).found(text)
    assert hits
    assert all(text[hit.start : hit.end] in text[13:-10] for hit in hits)


@given(st.text(LETTERS), st.text(LETTERS))
def test_joining_is_writing_together(left: str, right: str) -> None:
    assert joined(one_spelling(left), one_spelling(right)) == one_spelling(left + right)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_a_text_of_ascii_is_cut_as_any_other(text: str) -> None:
    assert tokens(text) == tokens(f"{text} é")[:-1]


@given(st.text(st.sampled_from("aAbeosz019-_. ^"), min_size=6, max_size=14))
def test_a_label_with_much_of_both_is_known_as_any_other(label: str) -> None:
    """There is a quick way for most labels; it must say what the long way says."""
    key = one_spelling("".join(char for char in label if char.isalnum()))
    if sum(map(str.isalpha, label)) > 2 and sum(map(str.isdigit, label)) > 2:
        assert keys_of_label(label) == {key} == keys_of_label(f"{label}\u200b")


@given(st.text(), st.text())
def test_no_text_breaks_it(name: str, text: str) -> None:
    gazetteer = Gazetteer.of(project(name, met=met("study", [Met((name,), (name,))])), (name,))
    for hit in gazetteer.found(f"{text} {name}"):
        assert 0 <= hit.start < hit.end <= len(text) + 1 + len(name)


def test_what_is_kept_tells_no_name() -> None:
    patient = Met(("Vandelstra^Willemijn",), ("7654321",))
    kept = met("study", [patient])
    assert kept == tuple(sorted(set(kept)))
    assert all(len(one) == 20 and not set(one) - set("0123456789abcdef") for one in kept)
    assert not any(part in "".join(kept) for part in ("7654321", "vandelstra", "willemijn"))
    assert "Vandelstra" not in f"{patient!r}{[patient]}{knows(patient)!r}{vars(knows(patient))}"
    assert not set(met("another study", [patient])) & set(kept)


MET_TWICE = """
import json
from img2fair.privacy import Met, met
print(json.dumps(met("study", [Met((f"Vandelstra^Anna^{n}", "Kok^Jan"), (f"MRN{n:06}",)) for n in range(30)])))
"""


def test_the_same_patients_give_the_same_bytes() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", MET_TWICE], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("0", "1")
    ]
    assert told[0] == told[1]
    assert len(json.loads(told[0])) > 30
    patients = [Met((name,)) for name in islice(names(seeded(5)), 20)]
    assert met("study", patients) == met("study", reversed(patients))
