"""The codes of this room: I2F-S001 … S099, one for each kind of constraint, and what each means.

Constraint kinds after SHACL, https://www.w3.org/TR/shacl/#core-components.
"""

from img2fair.findings import RuleText

PREFIX = "I2F-S"

_TEXTS = (
    (
        "001",
        "A value is missing",
        "The profile wants this property filled; catalogues refuse or hide records without it.",
        "Fill the field named under 'where'; if none is, add a rule to the mapping or a default to img2fair.yaml.",
    ),
    (
        "002",
        "Too many values",
        "Machines that read the catalogue could not tell which of the values counts.",
        "Keep one value: look at the rules of the mapping that fill this property.",
    ),
    (
        "003",
        "Wrong type of value",
        "A date or number that does not say its type cannot be sorted, filtered or added up.",
        "Write the value in the form its type wants; in the mapping say 'as:' with the type.",
    ),
    (
        "004",
        "A text where an address belongs, or the reverse",
        "Links must be addresses (IRIs) so that machines can follow them; names and titles must be texts.",
        "Give an address (https://…, mailto:…) where one is wanted; in the mapping say 'as: iri'.",
    ),
    (
        "005",
        "The value is not in the table",
        "Profiles name tables of terms so that all catalogues use the same words.",
        "Choose a term of the table named in the message, or map the archive's word to one in a code table.",
    ),
    (
        "006",
        "The value has the wrong form",
        "E-mail addresses, dates and the like follow a pattern; a value that does not is of no use to programs.",
        "Write the value in the form the profile wants: a date with time and zone, an address with mailto:.",
    ),
    (
        "007",
        "The value is not of the class wanted",
        "The profile wants to know what kind of thing the link leads to.",
        "Describe the node with its class in the mapping, or point at a term of a known table.",
    ),
    (
        "008",
        "A linked node is not described",
        "The profile wants, say, name and e-mail of a publisher, and the record only gives its address.",
        "Describe the node in the record: in the mapping with 'node:', in img2fair.yaml under defaults.",
    ),
    (
        "009",
        "Two texts in the same language",
        "Portals show one text for each language and cannot choose.",
        "Keep one text for each language tag.",
    ),
    (
        "010",
        "The number is out of range",
        "A size of 0 bytes, say, tells that something was not counted.",
        "Correct the number at its source; in XNAT, refresh the catalogue of files.",
    ),
    (
        "090",
        "A rule of the profile is not kept",
        "The profile has a rule of its own kind; its text says what is wanted.",
        "Read the message of the rule and mend what it names.",
    ),
    (
        "099",
        "Nothing judged this record",
        "No shape of the profiles looks at a resource of this class, so 'valid' would mean nothing.",
        "Give the record a class the profile knows, or add a profile that knows its class.",
    ),
)

RULES: dict[str, RuleText] = {
    PREFIX + number: RuleText(PREFIX + number, title, why, cure) for number, title, why, cure in _TEXTS
}

MISSING, TOO_MANY, DATATYPE, NODE_KIND, TABLE, PATTERN, CLASS, INCOMPLETE, LANGUAGE, RANGE, OTHER, UNJUDGED = RULES

_COMPONENTS = {
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
    "LanguageIn": LANGUAGE,
    "MinExclusive": RANGE,
    "MinInclusive": RANGE,
    "MaxExclusive": RANGE,
    "MaxInclusive": RANGE,
}

PRECEDENCE = (NODE_KIND, DATATYPE, PATTERN, RANGE, LANGUAGE, TABLE, INCOMPLETE, CLASS, TOO_MANY, MISSING, OTHER)
"""Where several constraints fail on one value, the first of these is the cause and the others follow from it."""


def code_of(component: str) -> str:
    """Return the code for the local name of a SHACL constraint component, such as ``MinCount``."""
    return _COMPONENTS.get(component, OTHER)
