"""What a study was found to lack, in numbers; what each finding means stands in rules.py."""

from collections import Counter
from collections.abc import Mapping

from img2fair.cbioportal.about import About
from img2fair.cbioportal.lint.rules import RULES_LINT
from img2fair.cbioportal.meta import groups
from img2fair.cbioportal.rules import RULES
from img2fair.cbioportal.settings import StudySettings
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.few import with_patients
from img2fair.findings import Finding, Judge, Severity
from img2fair.phrases import DUTCH, ENGLISH, Phrases

WARNING, INFO = Severity.WARNING, Severity.INFO

SENTENCES = Phrases({
    "undated": ("{number} imaging sessions have no date: not on the timeline",
                "{number} beeldvormende sessies hebben geen datum: niet op de tijdlijn"),
    "strangers": ("{number} imaging sessions are of subjects that are not listed",
                  "{number} beeldvormende sessies zijn van subjects die het project niet noemt"),
    "modality": ("{number} times a modality is not a DICOM code", "{number} keer is een modaliteit geen DICOM-code"),
    "sex": ("{patients} patients without sex", "{patients} patiënten zonder geslacht"),
    "age": ("{patients} patients without age", "{patients} patiënten zonder leeftijd"),
    "alone": ("{patients} patients are alone with their sex and age",
              "{patients} patiënten staan alleen met hun geslacht en leeftijd"),
    "unlinked": ("{number} imaging sessions have no link to the viewer",
                 "{number} beeldvormende sessies hebben geen link naar de viewer"),
    "groups": ("nobody is named who may see the study", "er is niemand genoemd die de studie mag zien"),
    "repeats": ("{number} events of the timeline were the same as another",
                "{number} gebeurtenissen op de tijdlijn waren gelijk aan een andere"),
    "backward": ("{number} events end before they begin: their end was left out",
                 "{number} gebeurtenissen eindigen voor ze beginnen: hun einde is weggelaten"),
    "deceased": ("{patients} deceased patients have no OS_MONTHS: their OS_STATUS was left out",
                 "{patients} overleden patiënten hebben geen OS_MONTHS: hun OS_STATUS is weggelaten"),
    "no sample": ("{patients} patients have no sample and were left out",
                  "{patients} patiënten hebben geen sample en zijn weggelaten"),
    "gone": ("{number} rows of the earlier export are gone from {file}",
             "{number} rijen van de eerdere export staan niet meer in {file}"),
    "reload": ("{file} differs from the earlier export", "{file} verschilt van de eerdere export"),
    "differs": ("{number} values of {name} differ; the study's own stay",
                "{number} waarden van {name} verschillen; die van de studie zelf blijven"),
    "kept": ("the study has {name} already; it stays as it is", "de studie heeft {name} al; dat blijft zoals het is"),
    "joined": ("{number} rows of {file} are new in the study", "{number} rijen van {file} zijn nieuw in de studie"),
    "day 0": ("the imaging's day 0 is the {name}: the study's own days must count from the same day",
              "dag 0 van de beeldvorming is: {name}; de dagen van de studie zelf moeten vanaf dezelfde dag tellen"),
})  # fmt: skip


def finding(
    code: str, severity: Severity, what: str, project: str, key: str, slots: Mapping[str, object] | None = None
) -> Finding:
    """Return a finding of the export.

    :param what: the name of its sentence; ``slots`` fill it, ``key`` says what it is of.
    """
    told = dict(slots or {})
    rule = RULES.get(code) or RULES_LINT[code]
    return Finding(
        code=code,
        severity=severity,
        judge=Judge.EXPORT,
        key=key,
        message=SENTENCES.say(ENGLISH, what, **with_patients(told, ENGLISH)),
        project=project,
        cure=rule.cure,
        message_nl=SENTENCES.say(DUTCH, what, **with_patients(told, DUTCH)),
        cure_nl=rule.said(DUTCH)[2],
    )


def findings(
    cohort: Cohort, about: About, settings: StudySettings, counted: Mapping[str, int] | None = None
) -> tuple[Finding, ...]:
    """Return what a study lacks, in numbers.

    :param counted: what the builder counted: ``repeats``, ``no sample``, ``backward``, ``deceased``.
    """
    left = Counter(cohort.left_out)
    made = Counter(counted or {})
    told = (
        ("I2F-E001", WARNING, left["undated"], "undated"),
        ("I2F-E002", WARNING, left["strangers"], "strangers"),
        ("I2F-E003", WARNING, left["modality"], "modality"),
        ("I2F-E004", INFO, left["sex"], "sex"),
        ("I2F-E004", INFO, left["age"], "age"),
        ("I2F-E005", INFO, _alone(cohort), "alone"),
        ("I2F-E006", WARNING, _unlinked(cohort, settings) if settings.viewers else 0, "unlinked"),
        ("I2F-E050", INFO, not groups(about, settings), "groups"),
        ("I2F-E051", INFO, made["repeats"], "repeats"),
        ("I2F-E052", WARNING, made["no sample"], "no sample"),
        ("I2F-E059", WARNING, made["backward"], "backward"),
        ("I2F-E079", WARNING, made["deceased"], "deceased"),
    )
    return tuple(
        finding(code, severity, what, settings.project, about.where, {"number": number})
        for code, severity, number, what in told
        if number
    )


def _alone(cohort: Cohort) -> int:
    seen = Counter((patient.sex, patient.age) for patient in cohort.patients if patient.sex and patient.age)
    return sum(number == 1 for number in seen.values())


def _unlinked(cohort: Cohort, settings: StudySettings) -> int:
    visits = [visit for patient in cohort.patients for visit in patient.visits]
    return sum(all(settings.viewer_url(code, visit.link) is None for code in visit.modalities) for visit in visits)
