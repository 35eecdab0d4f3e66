"""What an export finds wanting, and what each finding means (``img2fair rule CODE``)."""

from collections import Counter

from img2fair.cbioportal.settings import StudySettings
from img2fair.clinical.cohort import Cohort
from img2fair.findings import Finding, Judge, RuleText, Severity
from img2fair.phrases import DUTCH, ENGLISH, Phrases

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E001",
            "Imaging sessions without a date",
            "An event of the timeline needs a day, counted from the patient's first dated session. Sessions without a "
            "date are counted for their patient, but do not stand on the timeline.",
            "Fill the session's date in XNAT, then harvest and export again.",
            (
                "Beeldvormende sessies zonder datum",
                "Een gebeurtenis op de tijdlijn heeft een dag nodig, geteld vanaf de eerste sessie van de patiënt met"
                " een datum. Sessies zonder datum tellen mee voor hun patiënt, maar staan niet op de tijdlijn.",
                "Vul in XNAT de datum van de sessie in; lees daarna het archief opnieuw en exporteer weer.",
            ),
        ),
        RuleText(
            "I2F-E002",
            "Imaging sessions of subjects that the project does not list",
            "A session belongs to a subject that is not among the project's subjects, so there is no patient to show "
            "it with. It was left out.",
            "Share the subject into the project in XNAT, or take the session out of it.",
            (
                "Beeldvormende sessies van subjects die het project niet noemt",
                "Een sessie hoort bij een subject dat niet bij het project staat; er is dus geen patiënt om haar bij "
                "te tonen. Ze is weggelaten.",
                "Deel het subject in XNAT met het project, of haal de sessie eruit.",
            ),
        ),
        RuleText(
            "I2F-E003",
            "A modality is not a DICOM code",
            "Only codes of DICOM's list of modalities leave the archive, because other words can be anything. Scans "
            "with another word are counted without a modality.",
            "Correct the modality of the scans in XNAT.",
            (
                "Een modaliteit is geen DICOM-code",
                "Alleen codes uit de lijst van modaliteiten van DICOM verlaten het archief, want andere woorden "
                "kunnen van alles zijn. Scans met een ander woord tellen mee zonder modaliteit.",
                "Verbeter de modaliteit van de scans in XNAT.",
            ),
        ),
        RuleText(
            "I2F-E004",
            "Sex or age is not known for some patients",
            "The archive does not tell it, or it cannot be a person's. An age is also withheld where it would tell, "
            "with the day of a later session, that somebody is 90 or older.",
            "Fill the subject's demographics in XNAT (gender; age, year of birth or date of birth).",
            (
                "Van sommige patiënten is geslacht of leeftijd onbekend",
                "Het archief zegt het niet, of het kan niet van een mens zijn. Een leeftijd blijft ook weg als "
                "daaruit, met de dag van een latere sessie, zou blijken dat iemand 90 of ouder is.",
                "Vul in XNAT de demografie van het subject in (geslacht; leeftijd, geboortejaar of geboortedatum).",
            ),
        ),
        RuleText(
            "I2F-E005",
            "Patients are alone with their sex and age",
            "A study has one row for each patient. Where nobody else has the same sex and age, somebody who knows "
            "these of a person can find the row. Pseudonyms do not change that.",
            "Load the study into a portal that asks for a log-in, and name who may see it with 'groups'.",
            (
                "Patiënten staan alleen met hun geslacht en leeftijd",
                "Een studie heeft één rij per patiënt. Heeft niemand anders hetzelfde geslacht en dezelfde leeftijd, "
                "dan kan iemand die deze van een persoon kent de rij vinden. Pseudoniemen veranderen dat niet.",
                "Laad de studie in een portaal dat om een login vraagt, en noem met 'groups' wie haar mag zien.",
            ),
        ),
        RuleText(
            "I2F-E006",
            "Imaging sessions without a link to a viewer",
            "A viewer is configured for the project, but its address needs an id that the archive does not have for "
            "these sessions, or it is configured for other modalities only.",
            "Pull the sessions' data from their headers in XNAT (UID), or add a viewer named 'default'.",
            (
                "Beeldvormende sessies zonder link naar een viewer",
                "Voor het project is een viewer ingesteld, maar het adres ervan heeft een kenmerk nodig dat het "
                "archief voor deze sessies niet heeft, of de viewer is alleen voor andere modaliteiten ingesteld.",
                "Haal in XNAT de gegevens van de sessies uit hun headers (UID), of voeg een viewer toe die 'default' "
                "heet.",
            ),
        ),
    )
}

_SENTENCES = Phrases({
    "undated": ("{number} imaging sessions have no date: not on the timeline",
                "{number} beeldvormende sessies hebben geen datum: niet op de tijdlijn"),
    "strangers": ("{number} imaging sessions are of subjects that are not listed",
                  "{number} beeldvormende sessies zijn van subjects die het project niet noemt"),
    "modality": ("{number} times a modality is not a DICOM code", "{number} keer is een modaliteit geen DICOM-code"),
    "sex": ("{number} patients without sex", "{number} patiënten zonder geslacht"),
    "age": ("{number} patients without age", "{number} patiënten zonder leeftijd"),
    "alone": ("{number} patients are alone with their sex and age",
              "{number} patiënten staan alleen met hun geslacht en leeftijd"),
    "unlinked": ("{number} imaging sessions have no link to the viewer",
                 "{number} beeldvormende sessies hebben geen link naar de viewer"),
})  # fmt: skip


def findings(cohort: Cohort, settings: StudySettings, key: str) -> tuple[Finding, ...]:
    """Return what a study lacks, in numbers; ``key`` names the project."""
    left = Counter(cohort.left_out)
    unlinked = _unlinked(cohort, settings) if settings.viewers else 0
    told = (
        ("I2F-E001", Severity.WARNING, left["undated"], "undated"),
        ("I2F-E002", Severity.WARNING, left["strangers"], "strangers"),
        ("I2F-E003", Severity.WARNING, left["modality"], "modality"),
        ("I2F-E004", Severity.INFO, left["sex"], "sex"),
        ("I2F-E004", Severity.INFO, left["age"], "age"),
        ("I2F-E005", Severity.INFO, _alone(cohort), "alone"),
        ("I2F-E006", Severity.WARNING, unlinked, "unlinked"),
    )
    return tuple(
        Finding(
            code=code,
            severity=severity,
            judge=Judge.EXPORT,
            key=key,
            message=_SENTENCES.say(ENGLISH, what, number=number),
            project=settings.project,
            cure=RULES[code].cure,
            message_nl=_SENTENCES.say(DUTCH, what, number=number),
            cure_nl=RULES[code].said(DUTCH)[2],
        )
        for code, severity, number, what in told
        if number
    )


def _alone(cohort: Cohort) -> int:
    seen = Counter((patient.sex, patient.age) for patient in cohort.patients if patient.sex and patient.age)
    return sum(number == 1 for number in seen.values())


def _unlinked(cohort: Cohort, settings: StudySettings) -> int:
    visits = [visit for patient in cohort.patients for visit in patient.visits]
    return sum(all(settings.viewer_url(code, visit.link) is None for code in visit.modalities) for visit in visits)
