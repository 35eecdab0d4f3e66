"""The words of reports for people, in English and Dutch; those of the findings themselves are the findings' own."""

from img2fair.findings import Severity
from img2fair.phrases import Phrases

WORDS = Phrases({
    "violation": ("error", "fout"),
    "warning": ("warning", "waarschuwing"),
    "info": ("note", "opmerking"),
    "violations": ("{number} violation", "{number} fout"),
    "violations+": ("{number} violations", "{number} fouten"),
    "warnings": ("{number} warning", "{number} waarschuwing"),
    "warnings+": ("{number} warnings", "{number} waarschuwingen"),
    "infos": ("{number} note", "{number} opmerking"),
    "infos+": ("{number} notes", "{number} opmerkingen"),
    "records": ("{number} record", "{number} record"),
    "records+": ("{number} records", "{number} records"),
    "catalog": ("{number} catalogue", "{number} catalogus"),
    "catalog+": ("{number} catalogues", "{number} catalogi"),
    "dataset": ("{number} dataset", "{number} dataset"),
    "dataset+": ("{number} datasets", "{number} datasets"),
    "distribution": ("{number} distribution", "{number} distributie"),
    "distribution+": ("{number} distributions", "{number} distributies"),
    "data-service": ("{number} data service", "{number} dataservice"),
    "data-service+": ("{number} data services", "{number} dataservices"),
    "other": ("{number} catalogue record or series", "{number} catalogusrecord of reeks"),
    "other+": ("{number} catalogue records or series", "{number} catalogusrecords of reeksen"),
    "kinds": (" ({kinds})", " ({kinds})"),
    "in projects": (" (in {number} project)", " (in {number} project)"),
    "in projects+": (" (in {number} projects)", " (in {number} projecten)"),
    "notes in full": ("in full, with what to do: --notes", "voluit, met wat te doen: --notes"),
    "advisory": ("{profile} (advice only)", "{profile} (alleen advies)"),
    "own schemas": ("{profile} (the target's own schemas)", "{profile} (de eigen schema's van het doel)"),
    "value": ("value", "waarde"),
    "rule": ("rule", "regel"),
    "kept": ("kept", "intern"),
    "config": ("config", "config"),
    "empty": ("empty", "leeg"),
    "not set": ("not set", "niet ingesteld"),
    "refused": ("there is a value, and it is refused: {code}", "er is een waarde, en die is geweigerd: {code}"),
    "withheld": ("{path} is not empty, and is withheld for privacy",
                 "{path} is niet leeg, maar blijft intern vanwege privacy"),
    "mandatory in the mapping": ("mandatory in the mapping", "verplicht in de mapping"),
    "steward": ("steward", "datasteward"),
    "operator": ("operator", "beheerder"),
    "project": (" (project {project})", " (project {project})"),
    "did you mean": ("did you mean {label} <{iri}>?", "bedoel je {label} <{iri}>?"),
    "allowed": ("allowed: {options}", "toegestaan: {options}"),
    "more allowed": (" [{number} more in {scheme}]", " [nog {number} in {scheme}]"),
    "or set": ("or set {keys} in img2fair.yaml", "of geef {keys} op in img2fair.yaml"),
    "for all": ("; {keys} holds for all", "; {keys} geldt voor alle"),
    "for all+": ("; {keys} hold for all", "; {keys} gelden voor alle"),
    "other projects": ("{number} more project fails for the same reason: {names}",
                       "hetzelfde geldt voor nog {number} project: {names}"),
    "other projects+": ("{number} more projects fail for the same reason: {names}",
                        "hetzelfde geldt voor nog {number} projecten: {names}"),
    "other records": ("{number} more record fails for the same reason: {names}",
                      "hetzelfde geldt voor nog {number} record: {names}"),
    "other records+": ("{number} more records fail for the same reason: {names}",
                       "hetzelfde geldt voor nog {number} records: {names}"),
    "other findings": ("{number} more finding of this kind in the same project",
                       "nog {number} bevinding van deze soort in hetzelfde project"),
    "other findings+": ("{number} more findings of this kind in the same project",
                        "nog {number} bevindingen van deze soort in hetzelfde project"),
    "more causes": ("… and {number} more cause (show all with --format html or json)",
                    "… en nog {number} oorzaak (alles tonen: --format html of json)"),
    "more causes+": ("… and {number} more causes (show all with --format html or json)",
                     "… en nog {number} oorzaken (alles tonen: --format html of json)"),
    "checked": ("Checked {records}{kinds}{against}: {counts}; {verdict}.",
                "{records}{kinds} getoetst{against}: {counts}; {verdict}."),
    "against": (" against {profiles}", " aan {profiles}"),
    "conforms": ("conforms", "voldoet"),
    "does not conform": ("does not conform", "voldoet niet"),
    "nothing was checked": ("nothing was checked", "er is niets getoetst"),
    "where": ("where: {place}", "waar: {place}"),
    "mend": ("mend: {cure}", "herstel: {cure}"),
    "why": ("why", "waarom"),
    "mapping": ("mapping: {rule}", "mapping: {rule}"),
})  # fmt: skip

COUNTED = {severity: f"{severity.value}s" for severity in Severity}
"""The phrase that counts findings of a severity."""


def counted(language: str, phrase: str, number: int, **slots: object) -> str:
    """Return a phrase of one or of several things, with their number."""
    name = phrase if number == 1 else f"{phrase}+"
    return WORDS.say(language, name, number=_number(number, language), **slots)


def _number(number: int, language: str) -> str:
    return f"{number:,}".replace(",", ".") if language == "nl" else f"{number:,}"
