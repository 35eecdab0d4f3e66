"""What sampled DICOM headers say of de-identification, as findings for the steward: counts, never a value."""

from collections.abc import Iterator

from img2fair.findings import CONFIG_FILE, Finding, Judge, Place, Severity
from img2fair.model import Project
from img2fair.phrases import LANGUAGES, Phrases
from img2fair.places import XNAT, Ground
from img2fair.privacy.evidence import EvidenceCounts, evidence_counts

CONTRADICTED, UNDECLARED, BURNED_IN, TELL_TALES = "I2F-P010", "I2F-P011", "I2F-P012", "I2F-P013"
UNREAD = "I2F-P014"

SENTENCES = Phrases({
    "sample": ("of the {sampled} DICOM headers that were read: {parts}",
               "van de {sampled} DICOM-headers die gelezen zijn: {parts}"),
    "contradicted": (
        "the patient's identity is said to be removed and the header itself contradicts it, in {number}",
        "de identiteit van de patiënt heet verwijderd en de header zelf spreekt dat tegen, in {number}",
    ),
    "denied": ("the patient's identity is said not to be removed, in {number}",
               "de identiteit van de patiënt heet niet verwijderd, in {number}"),
    "undeclared": ("nothing says that the patient's identity was removed, in {number}",
                   "niets zegt dat de identiteit van de patiënt verwijderd is, in {number}"),
    "scripted": ("a script of XNAT ran, whatever it removed, in {number}",
                 "er is een script van XNAT overheen gegaan, wat dat ook verwijderde, in {number}"),
    "unread": ("{number} of {sampled} sampled DICOM headers could not be read, so nothing is known of them",
               "{number} van {sampled} DICOM-headers uit de steekproef waren niet te lezen; daarvan is niets bekend"),
    "burned in": ("names may stand in the image itself (BurnedInAnnotation is YES), in {number}",
                  "er kunnen namen in het beeld zelf staan (BurnedInAnnotation is YES), in {number}"),
    "unsaid": ("nothing says whether names stand in the image itself, in {number} of modality {modalities}",
               "niets zegt of er namen in het beeld zelf staan, in {number} van modaliteit {modalities}"),
    "filled": ("attributes that can tell of a person are filled: {attributes}",
               "attributen die iets van een persoon kunnen zeggen zijn gevuld: {attributes}"),
    "attribute": ("{keyword} in {number}", "{keyword} in {number}"),
    CONTRADICTED: (
        "Look at such objects in the archive, and de-identify them again: a script changes what arrives after it, not "
        "what is there.",
        "Bekijk zulke objecten in het archief en de-identificeer ze opnieuw: een script verandert wat erna binnenkomt, "
        "niet wat er al is.",
    ),
    UNDECLARED: (
        "Ask how the project was de-identified. A script can write it down: PatientIdentityRemoved (0012,0062) YES, "
        "and the method in (0012,0063).",
        "Vraag na hoe het project is gede-identificeerd. Een script kan het vastleggen: PatientIdentityRemoved "
        "(0012,0062) YES, en de methode in (0012,0063).",
    ),
    BURNED_IN: (
        "Look at such images, and blank out what names a person or take them out of the project. Where nothing is in "
        "them, say so in BurnedInAnnotation (0028,0301): NO.",
        "Bekijk zulke beelden en maak onleesbaar wat iemand aanwijst, of haal ze uit het project. Staat er niets in, "
        "zeg dat dan in BurnedInAnnotation (0028,0301): NO.",
    ),
    TELL_TALES: (
        "Look at what stands in them: a pseudonym or a cleaned text may stay; what points at a person is to be "
        "removed.",
        "Bekijk wat erin staat: een pseudoniem of opgeschoonde tekst mag blijven; wat een persoon aanwijst moet eruit.",
    ),
    UNREAD: (
        "Look whether these scans have DICOM files, and whether the account that harvests may read them; then harvest "
        "again with --deid-evidence.",
        "Kijk of deze scans DICOM-bestanden hebben, en of het account dat harvest ze mag lezen; harvest dan "
        "opnieuw met --deid-evidence.",
    ),
    "kept back": (" Until then the record stays as it is ({file}: privacy: deid: block).",
                  " Tot dan blijft het record zoals het is ({file}: privacy: deid: block)."),
})  # fmt: skip

_ATTRIBUTES = {
    CONTRADICTED: "Patient Identity Removed (0012,0062)",
    UNDECLARED: "Patient Identity Removed (0012,0062)",
    BURNED_IN: "Burned In Annotation (0028,0301)",
}

_Part = tuple[str, dict[str, object]]
"""A phrase and what fills its slots."""


def evidence_findings(project: Project, key: str, ground: Ground, *, block: bool) -> tuple[Finding, ...]:
    """Return what the headers of a project say, at most one finding of each code; none where none was looked at.

    Counts are of a sample of headers, and of headers only: they are for the steward, and no record holds them.

    :param key: the record they are told of.
    :param block: headers that contradict or deny de-identification, and images that say that names can stand in them,
        keep the record back.
    """
    counts = evidence_counts(project.evidence)
    worst = Severity.VIOLATION if block else Severity.WARNING
    found = (
        (CONTRADICTED, worst, tuple(_contradicted(counts))),
        (UNDECLARED, Severity.INFO, tuple(_undeclared(counts))),
        (UNREAD, Severity.INFO, tuple(_unread(counts))),
        (BURNED_IN, worst if counts.burned_in else Severity.INFO, tuple(_burned_in(counts))),
        (TELL_TALES, Severity.WARNING if counts.strong else Severity.INFO, tuple(_tell_tales(counts))),
    )
    return tuple(_finding(*one, counts, key, ground) for one in found if one[2])


def _contradicted(counts: EvidenceCounts) -> Iterator[_Part]:
    if counts.contradicted:
        yield "contradicted", {"number": counts.contradicted}
    if counts.denied:
        yield "denied", {"number": counts.denied}


def _undeclared(counts: EvidenceCounts) -> Iterator[_Part]:
    if counts.undeclared:
        yield "undeclared", {"number": counts.undeclared}
        if counts.scripted:
            yield "scripted", {"number": counts.scripted}


def _unread(counts: EvidenceCounts) -> Iterator[_Part]:
    if counts.unread:
        yield "unread", {"number": counts.unread, "sampled": counts.sampled + counts.unread}


def _burned_in(counts: EvidenceCounts) -> Iterator[_Part]:
    if counts.burned_in:
        yield "burned in", {"number": counts.burned_in}
    if counts.unsaid:
        yield "unsaid", {"number": counts.unsaid, "modalities": ", ".join(counts.modalities)}


def _tell_tales(counts: EvidenceCounts) -> Iterator[_Part]:
    if counts.tell_tales:
        named = (SENTENCES.say("en", "attribute", keyword=one, number=number) for one, number in counts.tell_tales)
        yield "filled", {"attributes": ", ".join(named)}


def _finding(
    code: str, severity: Severity, parts: tuple[_Part, ...], counts: EvidenceCounts, key: str, ground: Ground
) -> Finding:
    said = {language: _said(code, parts, counts, language) for language in LANGUAGES}
    kept_back = severity is Severity.VIOLATION
    cures = {
        language: SENTENCES.say(language, code)
        + (SENTENCES.say(language, "kept back", file=CONFIG_FILE) if kept_back else "")
        for language in LANGUAGES
    }
    return Finding(
        code=code,
        severity=severity,
        judge=Judge.PRIVACY,
        key=key,
        message=said["en"],
        focus=key,
        project=ground.project,
        where=_places(code, ground),
        cure=cures["en"],
        message_nl=said["nl"],
        cure_nl=cures["nl"],
    )


def _said(code: str, parts: tuple[_Part, ...], counts: EvidenceCounts, language: str) -> str:
    told = "; ".join(SENTENCES.say(language, name, **slots) for name, slots in parts)
    return told if code == UNREAD else SENTENCES.say(language, "sample", sampled=counts.sampled, parts=told)


def _places(code: str, ground: Ground) -> tuple[Place, ...]:
    """Return where it is mended: XNAT's scans or anonymization script, in other archives the headers.

    A script can make headers say that it ran; what is there already is mended object by object. Which attributes are
    filled is told in the message alone: places stand on the investigator's page, too. Owners of a project find the
    script under its Manage tab (wiki.xnat.org, Project Data Import and Anonymization Settings); administrators have
    one for the site.
    """
    if ground.archive == XNAT:
        screen, field = ("Manage", "Anonymization Script") if code == UNDECLARED else ("session", "Scans")
        return (Place("XNAT", f"project {ground.project} > {screen}", field, ground.page),)
    if code == UNREAD:
        return ()
    return (Place("DICOM", f"headers of project {ground.project}", _ATTRIBUTES.get(code, "")),)
