"""What an export finds of source fields that nobody decided on, and what it means (``img2fair rule CODE``)."""

from collections.abc import Iterable

from img2fair.cbioportal.harmonisation.undecided import NAMED, undecided
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.outcome import FieldSeen
from img2fair.findings import Finding, Judge, RuleText, Severity
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
    )
}

_SENTENCES = Phrases({
    "open": ("{number} source fields are not exported, as nobody has decided on them: {names}",
             "{number} bronvelden worden niet geëxporteerd, want niemand heeft erover beslist: {names}"),
})  # fmt: skip


def findings_of_open_fields(decisions: Decisions, seen: Iterable[FieldSeen], key: str) -> tuple[Finding, ...]:
    """Return one finding that names the fields nobody decided on, at most twelve; for a project without a file.

    :param key: names the project.
    """
    names = [str(one) for one in undecided(decisions, seen)]
    if not names:
        return ()
    told = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    rule = RULES["I2F-E020"]
    return (
        Finding(
            code=rule.code,
            severity=Severity.WARNING,
            judge=Judge.EXPORT,
            key=key,
            message=_SENTENCES.say(ENGLISH, "open", number=len(names), names=told),
            project=decisions.project,
            cure=rule.cure,
            message_nl=_SENTENCES.say(DUTCH, "open", number=len(names), names=told),
            cure_nl=rule.said(DUTCH)[2],
        ),
    )
