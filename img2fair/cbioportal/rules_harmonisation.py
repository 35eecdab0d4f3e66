"""What an export finds of source fields that nobody decided on, and what it means (``img2fair rule CODE``)."""

from collections.abc import Iterable, Sequence

from img2fair.cbioportal.harmonisation.undecided import LEAST, NAMED, named
from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import Decide, Decisions
from img2fair.clinical.outcome import FieldSeen
from img2fair.clinical.undecided import undecided
from img2fair.findings import Finding, Judge, RuleText, Severity
from img2fair.mapping.problems import nearest
from img2fair.phrases import DUTCH, ENGLISH, Phrases

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E020",
            "Source fields that nobody has decided on",
            "The archive has clinical fields of the project's patients, and the project has no harmonisation file that "
            "says what becomes of them. Only sex and age were exported.",
            "Draft the file with --draft, decide on each field, and name it in the config as 'mapping'.",
            (
                "Bronvelden waarover niemand heeft beslist",
                "Het archief heeft klinische velden van de patiënten van het project, en het project heeft geen "
                "harmonisatiebestand dat zegt wat ermee gebeurt. Alleen geslacht en leeftijd zijn geëxporteerd.",
                "Maak het bestand met --draft, beslis over elk veld, en noem het in de configuratie als 'mapping'.",
            ),
        ),
        RuleText(
            "I2F-E021",
            "Days that no patient has",
            "The harmonisation file counts from a day, or puts events on one, that the archive has of nobody: its path "
            "is misspelt, or the field is gone. Each patient's day 0 would silently be another day.",
            "Correct the path in the harmonisation file, or take the day out.",
            (
                "Dagen die geen patiënt heeft",
                "Het harmonisatiebestand telt vanaf een dag, of zet gebeurtenissen op een dag, die het archief van "
                "niemand heeft: het pad is verkeerd gespeld, of het veld is weg. Dag 0 van elke patiënt zou ongemerkt "
                "een andere dag zijn.",
                "Verbeter het pad in het harmonisatiebestand, of haal de dag eruit.",
            ),
        ),
        RuleText(
            "I2F-E022",
            "Exported fields that no patient has",
            "The harmonisation file exports fields that the archive has of nobody, so the study lacks them: a path or "
            "a column of a file's subjects is misspelt, or the fields are gone.",
            "Correct the path, or the columns in 'tables'; take out what is gone. --draft marks it.",
            (
                "Geëxporteerde velden die geen patiënt heeft",
                "Het harmonisatiebestand exporteert velden die het archief van niemand heeft, dus de studie mist ze: "
                "een pad of een kolom met de subjecten van een bestand is verkeerd gespeld, of de velden zijn weg.",
                "Verbeter het pad, of de kolommen in 'tables'; haal weg wat er niet meer is. --draft merkt het.",
            ),
        ),
    )
}

_SENTENCES = Phrases({
    "fields": ("no patient has {number} fields that the harmonisation file exports: {names}",
               "geen patiënt heeft {number} velden die het harmonisatiebestand exporteert: {names}"),
    "days": ("no patient has the day that the harmonisation file names: {names}",
             "geen patiënt heeft de dag die het harmonisatiebestand noemt: {names}"),
    "open": ("{number} source fields are not exported, as nobody has decided on them: {names}",
             "{number} bronvelden worden niet geëxporteerd, want niemand heeft erover beslist: {names}"),
})  # fmt: skip


def findings_of_unseen(decisions: Decisions, seen: Iterable[FieldSeen], key: str) -> tuple[Finding, ...]:
    """Return what a harmonisation file names and the project does not have: days, and fields that it exports.

    A day stops the export: day 0 would be another day, or events would have none. Events whose field is gone do not
    count. A field of which nobody has a value is a warning.

    :param seen: the source fields of the project; ``key`` names the project.
    """
    there = {one.path for one in seen}
    days = {day for one in decisions.fields if one.path in there for day in (one.day, one.until)}
    days |= {day for day, _ in decisions.baseline.fields}
    known = [path for path in there if path.endswith(DAY)]
    names = [f"{day}{nearest(day, known)}" for day in sorted(days - there - {""})]
    fields = [one.path for one in decisions.fields if one.decide is Decide.EXPORT and one.path not in there]
    return (
        *_one("I2F-E021", Severity.VIOLATION, "days", names, decisions.project, key),
        *_one("I2F-E022", Severity.WARNING, "fields", fields, decisions.project, key),
    )


def findings_of_open_fields(decisions: Decisions, seen: Iterable[FieldSeen], key: str) -> tuple[Finding, ...]:
    """Return one finding that names the fields nobody decided on, at most twelve; for a project without a file.

    :param key: names the project.
    """
    names = named(undecided(decisions, seen), LEAST)
    return _one("I2F-E020", Severity.WARNING, "open", names, decisions.project, key)


def _one(
    code: str, severity: Severity, phrase: str, names: Sequence[str], project: str, key: str
) -> tuple[Finding, ...]:
    """Return one finding about what is named, at most twelve; none where nothing is."""
    if not names:
        return ()
    told = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    rule = RULES[code]
    return (
        Finding(
            code=rule.code,
            severity=severity,
            judge=Judge.EXPORT,
            key=key,
            message=_SENTENCES.say(ENGLISH, phrase, number=len(names), names=told),
            project=project,
            cure=rule.cure,
            message_nl=_SENTENCES.say(DUTCH, phrase, number=len(names), names=told),
            cure_nl=rule.said(DUTCH)[2],
        ),
    )
