"""What an export tells of the people of a study: few in a cell, contradictions, what was left out of values."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from img2fair.clinical.cohort import Cohort, Patient
from img2fair.clinical.decisions import Datatype, Decide
from img2fair.clinical.few import with_patients
from img2fair.clinical.outcome import LOST, Conflict
from img2fair.clinical.spans import CAPPED
from img2fair.findings import Finding, Judge, RuleText, Severity
from img2fair.phrases import DUTCH, ENGLISH, Phrases

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E030",
            "A category of few patients",
            "A value of an exported attribute is that of fewer patients than 'min_cell'. Somebody who knows one of "
            "them may find the row, and read the rest of it.",
            "Join the value with another one in the harmonisation file, or load the study into a portal with a log-in.",
            (
                "Een categorie van weinig patiënten",
                "Een waarde van een geëxporteerd attribuut hoort bij minder patiënten dan 'min_cell'. Wie een van hen "
                "kent, kan de rij vinden en de rest ervan lezen.",
                "Voeg de waarde in het harmonisatiebestand samen met een andere, of laad de studie in een portaal met "
                "login.",
            ),
        ),
        RuleText(
            "I2F-E031",
            "Patients who are alone with sex, age and diagnosis",
            "Nobody else in the study has the same sex, band of ten years of age and diagnosis. These three are what "
            "others know of a person soonest.",
            "Export a coarser diagnosis, or load the study into a portal with a log-in and name its 'groups'.",
            (
                "Patiënten die alleen staan met geslacht, leeftijd en diagnose",
                "Niemand anders in de studie heeft hetzelfde geslacht, dezelfde tien levensjaren en dezelfde diagnose. "
                "Deze drie weten anderen het eerst van iemand.",
                "Exporteer een grovere diagnose, of laad de studie in een portaal met login en noem de 'groups'.",
            ),
        ),
        RuleText(
            "I2F-E032",
            "Values that could not be read",
            "Values of an exported field are in no table and no reader knows them, or they are out of range. They are "
            "left out of the study: nothing is guessed.",
            "Add the values to the field's table, correct them in XNAT, or give the field another kind.",
            (
                "Waarden die niet te lezen zijn",
                "Waarden van een geëxporteerd veld staan in geen tabel en zijn bij geen lezer bekend, of vallen buiten "
                "het bereik. Ze blijven buiten de studie: er wordt niets geraden.",
                "Voeg de waarden aan de tabel van het veld toe, verbeter ze in XNAT, of kies een andere soort.",
            ),
        ),
        RuleText(
            "I2F-E033",
            "Patients with contradicting values of a field",
            "A field has several different values for one patient, and nothing says which one counts. It is left out "
            "for these patients.",
            "Correct the values in XNAT, or say 'pick: first', 'last' or 'baseline' for the field.",
            (
                "Patiënten met tegenstrijdige waarden van een veld",
                "Een veld heeft verschillende waarden voor één patiënt, en niets zegt welke telt. Bij deze patiënten "
                "is het weggelaten.",
                "Verbeter de waarden in XNAT, of zet bij het veld 'pick: first', 'last' of 'baseline'.",
            ),
        ),
        RuleText(
            "I2F-E034",
            "Events without a day",
            "An event of the timeline needs a day; a date was missing, or several stood for one event. These events "
            "are left out.",
            "Fill the date in XNAT, or name the day's field with 'day' in the harmonisation file.",
            (
                "Gebeurtenissen zonder dag",
                "Een gebeurtenis op de tijdlijn heeft een dag nodig; een datum ontbrak, of er waren er meer bij één "
                "gebeurtenis. Deze gebeurtenissen zijn weggelaten.",
                "Vul de datum in XNAT in, of noem het veld van de dag met 'day' in het harmonisatiebestand.",
            ),
        ),
        RuleText(
            "I2F-E035",
            "Subjects that the sample table does not name",
            "With 'samples: table' only subjects of the table are in the study. The others are left out.",
            "Add a row for each of them to the sample table, if they are in the genomic study.",
            (
                "Subjects die de monstertabel niet noemt",
                "Bij 'samples: table' staan alleen subjects uit de tabel in de studie. De andere zijn weggelaten.",
                "Voeg voor elk van hen een rij aan de monstertabel toe, als ze in de genomische studie zitten.",
            ),
        ),
        RuleText(
            "I2F-E036",
            "Values of a sample without a sample they are surely of",
            "A patient has several samples in the genomic study, or a measurement belongs to no session, so it is not "
            "known which sample the values are of. They are left out.",
            "Export the field at level patient, or join the rows of the file with sessions ('session' in 'tables').",
            (
                "Monsterwaarden zonder monster waar ze zeker bij horen",
                "Een patiënt heeft meer monsters in de genomische studie, of een meting hoort bij geen sessie; bij "
                "welk monster de waarden horen is dus niet bekend. Ze zijn weggelaten.",
                "Exporteer het veld op niveau patiënt, of koppel de rijen van het bestand aan sessies ('session' bij "
                "'tables').",
            ),
        ),
        *(
            RuleText(code, title, meaning, "Look at these patients in XNAT and correct what is wrong.",
                     (title_nl, meaning_nl, "Bekijk deze patiënten in XNAT en verbeter wat niet klopt."))
            for code, title, meaning, title_nl, meaning_nl in (
                ("I2F-E040", "Different sexes for one patient",
                 "Two sources of the archive tell different sexes.",
                 "Verschillende geslachten bij één patiënt",
                 "Twee bronnen in het archief noemen een verschillend geslacht."),
                ("I2F-E041", "Age and birth date differ",
                 "An age that is stated and the one by the birth date differ by more than a year.",
                 "Leeftijd en geboortedatum verschillen",
                 "Een genoemde leeftijd en die volgens de geboortedatum verschillen meer dan een jaar."),
                ("I2F-E042", "A session before birth",
                 "A session has a date before the day on which the patient was born.",
                 "Een sessie vóór de geboorte",
                 "Een sessie heeft een datum vóór de dag waarop de patiënt geboren is."),
                ("I2F-E043", "Seen after death",
                 "A session or event has a day after the patient's death.",
                 "Gezien na overlijden",
                 "Een sessie of gebeurtenis heeft een dag na het overlijden van de patiënt."),
                ("I2F-E044", "Seen after the months of survival",
                 "A session or event has a day more than a month after survival in months has ended.",
                 "Gezien na de maanden van overleving",
                 "Een sessie of gebeurtenis ligt meer dan een maand na het einde van de overleving in maanden."),
                ("I2F-E045", "Sessions that stand twice",
                 "Two sessions have one study UID, or one subject, day, modality and number of images.",
                 "Sessies die dubbel staan",
                 "Twee sessies hebben één study-UID, of één subject, dag, modaliteit en aantal beelden."),
                ("I2F-E047", "Several days for day 0",
                 "The field that tells day 0 has several days for one patient; the next one was taken.",
                 "Meer dan één dag voor dag 0",
                 "Het veld dat dag 0 noemt, heeft meer dan één dag bij één patiënt; het volgende veld is genomen."),
            )
        ),
    )
}  # fmt: skip

_CONFLICTS = {
    Conflict.SEX: "I2F-E040",
    Conflict.AGE: "I2F-E041",
    Conflict.BEFORE_BIRTH: "I2F-E042",
    Conflict.AFTER_DEATH: "I2F-E043",
    Conflict.SURVIVAL: "I2F-E044",
    Conflict.DUPLICATE: "I2F-E045",
    Conflict.BASELINE: "I2F-E047",
}
"""Sessions without a subject are I2F-E002, which tells them already."""
_LEFT_OUT = {
    "undated event": "I2F-E034",
    "unjoined": "I2F-E035",
    "of several samples": "I2F-E036",
    "measures of no session": "I2F-E036",
}
_SENTENCES = Phrases({
    "I2F-E030": ("{attribute}: fewer than {least} patients have the value {value}",
                 "{attribute}: minder dan {least} patiënten hebben de waarde {value}"),
    "I2F-E031": ("{patients} patients are alone with their sex, ten years of age and diagnosis",
                 "{patients} patiënten staan alleen met geslacht, tien levensjaren en diagnose"),
    "I2F-E032": ("{path}: values of {patients} patients could not be read",
                 "{path}: waarden van {patients} patiënten zijn niet te lezen"),
    "I2F-E033": ("{path}: {patients} patients have contradicting values",
                 "{path}: {patients} patiënten hebben tegenstrijdige waarden"),
    "I2F-E034": ("{number} events have no day", "{number} gebeurtenissen hebben geen dag"),
    "I2F-E035": ("{number} subjects are not in the sample table", "{number} subjects staan niet in de monstertabel"),
    "I2F-E036": ("{number} times a value has no sample that it is surely of",
                 "{number} keer heeft een waarde geen monster waar ze zeker bij hoort"),
    "I2F-E040": ("{patients} patients have different sexes", "{patients} patiënten hebben verschillende geslachten"),
    "I2F-E041": ("{patients} patients have an age that is not that of the birth date",
                 "{patients} patiënten hebben een leeftijd die niet bij de geboortedatum past"),
    "I2F-E042": ("{patients} patients have a session before birth",
                 "{patients} patiënten hebben een sessie vóór geboorte"),
    "I2F-E043": ("{patients} patients were seen after death", "{patients} patiënten zijn gezien na overlijden"),
    "I2F-E044": ("{patients} patients were seen after the months of survival",
                 "{patients} patiënten zijn gezien na de maanden van overleving"),
    "I2F-E045": ("{number} sessions stand twice", "{number} sessies staan dubbel"),
    "I2F-E047": ("{patients} patients have several days for day 0",
                 "{patients} patiënten hebben meer dagen voor dag 0"),
})  # fmt: skip
_BAND = 10


def findings(cohort: Cohort, project: str, key: str, least: int) -> tuple[Finding, ...]:
    """Return what is to be told of a study's people, in numbers and in words of the harmonisation file.

    :param key: names the project, as other findings of the export do.
    :param least: fewest patients of a value that nobody is warned of.
    """
    return tuple(
        Finding(
            code=code,
            severity=Severity.WARNING,
            judge=Judge.EXPORT,
            key=key,
            message=_SENTENCES.say(ENGLISH, code, **with_patients(slots, ENGLISH)),
            project=project,
            cure=RULES[code].cure,
            message_nl=_SENTENCES.say(DUTCH, code, **with_patients(slots, DUTCH)),
            cure_nl=RULES[code].said(DUTCH)[2],
        )
        for code, slots in _found(cohort, least)
    )


def small_cells(cohort: Cohort, least: int) -> tuple[tuple[str, str, int], ...]:
    """Return the values of words that few patients have: attribute, value, patients; by attribute and value.

    Numbers are no categories; a value that the samples or events of a patient have is the patient's.
    """
    words = {one.attribute for one in cohort.fields if one.datatype in (Datatype.STRING, Datatype.BOOLEAN)}
    words |= {"SEX", "AGE"}  # of ages the one category is told, which is 90 and more
    having: dict[tuple[str, str], int] = Counter(
        cell for patient in cohort.patients for cell in _cells(patient) if cell[0] in words
    )
    return tuple((*cell, number) for cell, number in sorted(having.items()) if number < least)


def alone(cohort: Cohort) -> int:
    """Return how many patients nobody shares sex, ten years of age and diagnosis with."""
    seen = Counter(_combination(patient) for patient in cohort.patients)
    return sum(number for one, number in seen.items() if number == 1 and any(one))


def _found(cohort: Cohort, least: int) -> Iterator[tuple[str, Mapping[str, object]]]:
    for attribute, value, _ in small_cells(cohort, least):
        yield "I2F-E030", {"attribute": attribute, "value": value, "least": least}
    if number := alone(cohort):
        yield "I2F-E031", {"number": number}
    for told in cohort.fields:
        unread = sum(told.came.get(came, 0) for came in LOST)
        if told.decide is Decide.EXPORT and unread:
            yield "I2F-E032", {"path": told.path, "number": unread}
        if told.conflicts:
            yield "I2F-E033", {"path": told.path, "number": told.conflicts}
    left: dict[str, int] = defaultdict(int)
    for kind, code in _LEFT_OUT.items():
        left[code] += cohort.left_out.get(kind, 0)
    for conflict, code in _CONFLICTS.items():
        left[code] += cohort.conflicts.get(conflict, 0)
    for code, number in sorted(left.items()):
        if number:
            yield code, {"number": number}


def _cells(patient: Patient) -> set[tuple[str, str]]:
    """Return what is told of a patient, by attribute; of several words that one event tells, each."""
    cells = {*patient.values.items(), *(cell for sample in patient.samples for cell in sample.values.items())}
    told = (cell for event in patient.events for cell in event.cells.items())
    cells |= {(name, word) for name, words in told for word in words.split(";")}
    cells |= {("AGE", patient.age)} if patient.age == CAPPED else set()
    return cells | ({("SEX", patient.sex)} if patient.sex else set())


def _combination(patient: Patient) -> tuple[str, str, str]:
    age = patient.age or ""
    band = str(int(age) // _BAND) if age.isdecimal() else age
    told = [*(sample.values for sample in patient.samples), patient.values]
    names = ("ONCOTREE_CODE", "CANCER_TYPE_DETAILED", "CANCER_TYPE", "DIAGNOSIS")
    diagnosis = next((values[name] for name in names for values in told if name in values), "")
    return patient.sex or "", band, diagnosis
