"""What the findings of the privacy gate mean: the texts of ``img2fair rule CODE``."""

from img2fair.findings import RuleText
from img2fair.privacy.evidence_rules import EVIDENCE_RULES
from img2fair.privacy.mailbox_rules import MAILBOX_RULES

_OF_TEXTS: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-P001",
            "A text may identify somebody, and stays in",
            "A text that was to be published holds a label, name or number of a patient of this project as the archive "
            "has it, or something that identifies by its form: an e-mail address, a telephone number, a citizen or "
            "record number, a full date, an age over 89, a name as DICOM writes it, a UID. The text does not leave, "
            "and the record stays in the catalogue as it was before; with that the run ends with exit code 7. What was "
            "found is told by its first character and its place, never in full.",
            "Take it out of the field named. Where it identifies nobody, have somebody review it and write that into "
            "the config (privacy: reviewed) with the fingerprint that the finding tells, who, why and until when; a "
            "change of the text ends the review.",
            (
                "Een tekst kan iemand aanwijzen, en blijft binnen",
                "Een tekst die gepubliceerd zou worden bevat een label, naam of nummer van een patiënt van dit project "
                "zoals het archief die kent, of iets dat door zijn vorm iemand aanwijst: een e-mailadres, een "
                "telefoonnummer, een burgerservice- of dossiernummer, een volledige datum, een leeftijd boven 89, een "
                "naam zoals DICOM die schrijft, een UID. De tekst gaat niet naar buiten en het record blijft in de "
                "catalogus zoals het was; de run eindigt dan met code 7. Wat gevonden is, wordt verteld met het eerste "
                "teken en de plaats, nooit voluit.",
                "Haal het uit het genoemde veld. Wijst het niemand aan, laat dan iemand het beoordelen en zet dat in "
                "de configuratie (privacy: reviewed) met de vingerafdruk uit de bevinding, wie, waarom en tot wanneer; "
                "verandert de tekst, dan vervalt de beoordeling.",
            ),
        ),
    )
}
RULES = _OF_TEXTS | EVIDENCE_RULES | MAILBOX_RULES
