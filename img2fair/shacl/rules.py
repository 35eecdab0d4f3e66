"""The codes of this room: I2F-S001 … S099, one for each kind of constraint, and what each means, in English and Dutch.

Constraint kinds after SHACL, https://www.w3.org/TR/shacl/#core-components.
"""

from img2fair.findings import RuleText

PREFIX = "I2F-S"

_TEXTS = (
    (
        "001",
        "A value is missing",
        "The profile wants this property filled; catalogues refuse or hide records without it.",
        "Fill the field that is named; where none is, add a rule to the mapping or a default to img2fair.yaml.",
        (
            "Een waarde ontbreekt",
            "Het profiel wil dat deze eigenschap is ingevuld; catalogi weigeren of verbergen records zonder.",
            "Vul het genoemde veld in; is er geen genoemd, voeg dan een regel toe aan de mapping of een "
            "standaardwaarde aan img2fair.yaml.",
        ),
    ),
    (
        "002",
        "Too many values",
        "Machines that read the catalogue could not tell which of the values counts.",
        "Keep one value: look at the rules of the mapping that fill this property.",
        (
            "Te veel waarden",
            "Programma's die de catalogus lezen, kunnen niet weten welke van de waarden telt.",
            "Houd één waarde over: kijk naar de regels van de mapping die deze eigenschap vullen.",
        ),
    ),
    (
        "003",
        "Wrong type of value",
        "A date or number that does not say its type cannot be sorted, filtered or added up.",
        "Write the value in the form its type wants; in the mapping say 'as:' with the type.",
        (
            "Verkeerd type waarde",
            "Een datum of getal waarvan het type niet vermeld is, kan niet worden gesorteerd, gefilterd of opgeteld.",
            "Schrijf de waarde in de vorm van het type; zet in de mapping 'as:' met het type.",
        ),
    ),
    (
        "004",
        "A text where an address belongs, or the reverse",
        "Links must be addresses (IRIs) so that machines can follow them; names and titles must be texts.",
        "Give an address (https://…, mailto:…) where one is wanted, with 'as: iri' in the mapping; for a text leave "
        "'as: iri' out.",
        (
            "Een tekst waar een adres hoort, of andersom",
            "Links moeten adressen (IRI's) zijn, zodat programma's ze kunnen volgen; namen en titels moeten teksten "
            "zijn.",
            "Geef een adres (https://…, mailto:…) waar dat nodig is, met 'as: iri' in de mapping; laat 'as: iri' weg "
            "waar een tekst nodig is.",
        ),
    ),
    (
        "005",
        "The value is not in the table",
        "Profiles name tables of terms so that all catalogues use the same words.",
        "Choose a term of the table named in the message, or map the archive's word to one in a code table.",
        (
            "De waarde staat niet in de tabel",
            "Profielen noemen tabellen met termen, zodat alle catalogi dezelfde woorden gebruiken.",
            "Kies een term uit de genoemde tabel, of koppel het woord van het archief er in een codetabel aan.",
        ),
    ),
    (
        "006",
        "The value has the wrong form",
        "E-mail addresses, dates and the like follow a pattern; a value that does not is of no use to programs.",
        "Write the value in the form the profile wants: a date with time and zone, an address with mailto:.",
        (
            "De waarde heeft de verkeerde vorm",
            "E-mailadressen, datums en dergelijke hebben een vaste vorm; programma's kunnen niets met een waarde die "
            "afwijkt.",
            "Schrijf de waarde in de vorm die het profiel wil: een datum met tijd en tijdzone, een adres met mailto:.",
        ),
    ),
    (
        "007",
        "The value is not of the class wanted",
        "The profile wants to know what kind of thing the link leads to.",
        "Describe the node with its class in the mapping, or point at a term of a known table.",
        (
            "De waarde is niet van de gevraagde klasse",
            "Het profiel wil weten naar wat voor ding de link leidt.",
            "Beschrijf het knooppunt in de mapping met zijn klasse, of verwijs naar een term uit een bekende tabel.",
        ),
    ),
    (
        "008",
        "A linked node is not described",
        "The profile wants, say, name and e-mail of a publisher, and the record only gives its address.",
        "Describe the node in the record: in the mapping with 'node:', in img2fair.yaml under defaults.",
        (
            "Een gekoppeld knooppunt is niet beschreven",
            "Het profiel wil bijvoorbeeld naam en e-mailadres van een uitgever, en het record geeft alleen het adres.",
            "Beschrijf het knooppunt in het record: in de mapping met 'node:', in img2fair.yaml onder defaults.",
        ),
    ),
    (
        "009",
        "Two texts in the same language",
        "Portals show one text for each language and cannot choose.",
        "Keep one text for each language tag.",
        (
            "Twee teksten in dezelfde taal",
            "Portalen tonen één tekst per taal en kunnen niet kiezen.",
            "Houd per taalcode één tekst over.",
        ),
    ),
    (
        "010",
        "The number is out of range",
        "A size of 0 bytes, say, tells that something was not counted.",
        "Correct the number at its source; in XNAT, refresh the catalogue of files.",
        (
            "Het getal valt buiten de grenzen",
            "Een omvang van 0 bytes bijvoorbeeld betekent dat er iets niet is geteld.",
            "Verbeter het getal bij de bron; ververs in XNAT de lijst van bestanden.",
        ),
    ),
    (
        "011",
        "Two values contradict each other",
        "A period that ends before it begins, or a lowest age above the highest, cannot be true; whoever filters by "
        "it finds the wrong data.",
        "Correct the one that is wrong at its source; where both are computed, look at the rules of the mapping.",
        (
            "Twee waarden spreken elkaar tegen",
            "Een periode die eindigt voor ze begint, of een laagste leeftijd boven de hoogste, kan niet kloppen; wie "
            "erop filtert, vindt de verkeerde data.",
            "Verbeter de waarde die fout is bij de bron; zijn beide berekend, kijk dan naar de regels van de mapping.",
        ),
    ),
    (
        "090",
        "A rule of the profile is not kept",
        "The profile has a rule of its own kind; its text says what is wanted.",
        "Read the message of the rule and mend what it names.",
        (
            "Een regel van het profiel is niet gevolgd",
            "Het profiel heeft een eigen soort regel; de tekst ervan zegt wat nodig is.",
            "Lees de tekst van de regel en verbeter wat daar staat.",
        ),
    ),
    (
        "099",
        "Nothing judged this record",
        "No shape of the profiles looks at a resource of this class, so 'valid' would mean nothing.",
        "Give the record a class the profile knows, or add a profile that knows its class.",
        (
            "Niets heeft dit record beoordeeld",
            "Geen shape van de profielen kijkt naar een resource van deze klasse, dus 'geldig' zou niets betekenen.",
            "Geef het record een klasse die het profiel kent, of voeg een profiel toe dat de klasse kent.",
        ),
    ),
)

RULES: dict[str, RuleText] = {
    PREFIX + number: RuleText(PREFIX + number, title, why, cure, dutch) for number, title, why, cure, dutch in _TEXTS
}

(
    MISSING, TOO_MANY, DATATYPE, NODE_KIND, TABLE, PATTERN, CLASS, INCOMPLETE, LANGUAGE, RANGE, CONTRADICTION, OTHER,
    UNJUDGED,
) = RULES  # fmt: skip

COMPONENTS = {
    "MinCount": MISSING,
    "HasValue": MISSING,
    "QualifiedMinCount": MISSING,
    "MaxCount": TOO_MANY,
    "QualifiedMaxCount": TOO_MANY,
    "Datatype": DATATYPE,
    "NodeKind": NODE_KIND,
    "In": TABLE,
    "Pattern": PATTERN,
    "MinLength": PATTERN,
    "MaxLength": PATTERN,
    "Class": CLASS,
    "Node": INCOMPLETE,
    "UniqueLang": LANGUAGE,
    "MinExclusive": RANGE,
    "MinInclusive": RANGE,
    "MaxExclusive": RANGE,
    "MaxInclusive": RANGE,
    "LessThan": CONTRADICTION,
    "LessThanOrEquals": CONTRADICTION,
    **dict.fromkeys(
        ("And", "Closed", "Disjoint", "Equals", "LanguageIn", "Not", "Or", "Property", "QualifiedValueShape", "Xone"),
        OTHER,
    ),
}
"""Local name of a constraint component → code; of those with OTHER only the shape's own words say what is wanted."""

PRECEDENCE = (
    NODE_KIND, DATATYPE, PATTERN, RANGE, LANGUAGE, TABLE, INCOMPLETE, CLASS, TOO_MANY, MISSING, CONTRADICTION, OTHER
)  # fmt: skip
"""Where several constraints fail on one value, the first of these is the cause and the others follow from it."""


def code_of(component: str) -> str:
    """Return the code for the local name of a SHACL constraint component, such as ``MinCount``."""
    return COMPONENTS.get(component, OTHER)
