"""What an export finds wanting, and what each finding means (``img2fair rule CODE``)."""

from collections import Counter

from img2fair.cbioportal.settings import StudySettings
from img2fair.findings import Finding, Judge, RuleText, Severity
from img2fair.privacy.export import Cohort

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E001",
            "Imaging sessions without a date",
            "An event of the timeline needs a day, counted from the patient's first dated session. Sessions without a "
            "date are counted for their patient, but do not stand on the timeline.",
            "Fill the session's date in XNAT, then harvest and export again.",
        ),
        RuleText(
            "I2F-E002",
            "Imaging sessions of subjects that the project does not list",
            "A session belongs to a subject that is not among the project's subjects, so there is no patient to show "
            "it with. It was left out.",
            "Share the subject into the project in XNAT, or take the session out of it.",
        ),
        RuleText(
            "I2F-E003",
            "A modality is not a DICOM code",
            "Only codes of DICOM's list of modalities leave the archive, because other words can be anything. Scans "
            "with another word are counted without a modality.",
            "Correct the modality of the scans in XNAT.",
        ),
        RuleText(
            "I2F-E004",
            "Sex or age is not known for some patients",
            "The archive does not tell it, or it cannot be a person's. An age is also withheld where it would tell, "
            "with the day of a later session, that somebody is 90 or older.",
            "Fill the subject's demographics in XNAT (gender; age, year of birth or date of birth).",
        ),
        RuleText(
            "I2F-E005",
            "Patients are alone with their sex and age",
            "A study has one row for each patient. Where nobody else has the same sex and age, somebody who knows "
            "these of a person can find the row. Pseudonyms do not change that.",
            "Load the study into a portal that asks for a log-in, and name who may see it with 'groups'.",
        ),
        RuleText(
            "I2F-E006",
            "Imaging sessions without a link to a viewer",
            "A viewer is configured for the project, but its address needs an id that the archive does not have for "
            "these sessions, or it is configured for other modalities only.",
            "Pull the sessions' data from their headers in XNAT (UID), or add a viewer named 'default'.",
        ),
    )
}


def findings(cohort: Cohort, settings: StudySettings, key: str) -> tuple[Finding, ...]:
    """Return what a study lacks, in numbers; ``key`` names the project."""
    left = Counter(cohort.left_out)
    unlinked = _unlinked(cohort, settings) if settings.viewers else 0
    told = (
        ("I2F-E001", Severity.WARNING, left["undated"], "imaging sessions have no date: not on the timeline"),
        ("I2F-E002", Severity.WARNING, left["strangers"], "imaging sessions are of subjects that are not listed"),
        ("I2F-E003", Severity.WARNING, left["modality"], "times a modality is not a DICOM code"),
        ("I2F-E004", Severity.INFO, left["sex"], "patients without sex"),
        ("I2F-E004", Severity.INFO, left["age"], "patients without age"),
        ("I2F-E005", Severity.INFO, _alone(cohort), "patients are alone with their sex and age"),
        ("I2F-E006", Severity.WARNING, unlinked, "imaging sessions have no link to the viewer"),
    )
    return tuple(
        Finding(
            code=code,
            severity=severity,
            judge=Judge.EXPORT,
            key=key,
            message=f"{number} {what}",
            project=settings.project,
            cure=RULES[code].cure,
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
