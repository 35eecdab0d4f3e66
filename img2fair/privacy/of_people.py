"""What names of fields and values say of people, beside what the guard finds: it knows patients, not who treats them.

A field is of people where its name says so: it holds names, their numbers, or notes.
"""

import re

_OF_PEOPLE = re.compile(
    r"(?<![a-z])(?:initials?|initialen|operator|physicians?|arts|huisarts|behandelaar|beoordelaar|laborant|"
    r"onderzoeker|medewerker|specialist|chirurg|oncoloog|verwijzer|verpleegkundige|surgeon|oncologist|nurse|clinician|"
    r"practitioner|coordinator|doctor|referrer|referring|investigator|author|reader|"
    r"radiolog(?:ist|oog)|technician|rater|scorer|entered by|insert user|login|(?:patient|subject|person|family|first|"
    r"last|given|user|sur|full|dcm patient) ?names?|voornaam|achternaam)(?: ?(?:id|names?|nr|no|number|code|\d+))?$"
    r"|^(?:names?|naam|user)$"
)
_OF_NUMBERS_AND_NOTES = re.compile(
    r"(?<![a-z])(?:accession\w*|mrn|bsn|nhs|ssn|(?:patient|hospital|record|add|other) ?(?:ids?|nr|no|number)|"
    r"(?:pati[eë]nt|ziekenhuis|burgerservice|telefoon|polis|dossier)\w*(?:nummer|nr)|fallnummer|woonplaats|"
    r"e?-?mail|(?:tele)?phone|telefoon|address|adres|postcode|zip ?code|street|comments?|remarks?|notes?|"
    r"opmerking(?:en)?|toelichting|bemerkung(?:en)?|free ?text|file ?(?:name|path)|path|url|uri)(?![a-z])"
)
"""Names of fields that hold people, numbers of people, or notes (knowledge of XNAT's own fields, and usual names)."""
_TITLED = re.compile(
    r"\b(?:[Dd]r|[Dd]rs|[Pp]rof|[Mm]evr|[Dd]hr|[Mm]evrouw|[Hh]err|[Ff]rau)\b\.? *(?:[a-z]{2,4} +)*[A-Z][\w.]"
)
"""``dr. Jansen``, ``mevr. de Vries``; DR and MR in capitals are modalities."""


def of_people(path: str) -> bool:
    """Tell whether the name of a field says that it holds people, their numbers, or notes."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", path.partition(".")[2]).lower()
    last = name.rpartition("/")[2] if "/" in name else name.rpartition(".")[2]
    plain = re.sub(r"[_.\s-]+", " ", last).strip()
    return _OF_PEOPLE.search(plain) is not None or _OF_NUMBERS_AND_NOTES.search(plain) is not None


def names_somebody(text: str) -> bool:
    """Tell whether a value names somebody by a title, which the guard does not look for: it knows patients' names."""
    return _TITLED.search(text) is not None
