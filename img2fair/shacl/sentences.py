"""The sentences of findings in English and Dutch, with slots for what they are about."""

from img2fair.phrases import Phrases

SENTENCES = Phrases(
    {
        "missing": ("{node} has no {name}", "{node} heeft geen {name}"),
        "missing value": ("{node} has no {name} <{wanted}>", "{node} heeft geen {name} <{wanted}>"),
        "too many": (
            "{node} has {count} values for {name}, at most {most} is allowed",
            "{node} heeft {count} waarden voor {name}; hoogstens {most} is toegestaan",
        ),
        "too many of a kind": (
            "{node} has too many values for {name}: {rule}",
            "{node} heeft te veel waarden voor {name}: {rule}",
        ),
        "too few of a kind": ("{node} lacks a {name}: {rule}", "{node} mist een {name}: {rule}"),
        "the value": ("the {name} of {node}, {value},", "{name} {value} van {node}"),
        "the property": ("the {name} of {node}", "{name} van {node}"),
        "no date": (
            "{it} is not a date (xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth)",
            "{it} is geen datum (xsd:date, xsd:dateTime, xsd:gYear of xsd:gYearMonth)",
        ),
        "type": ("{it} is not of type {wanted}", "{it} is niet van type {wanted}"),
        "text for address": (
            "{it} is a text, where {wanted} is wanted",
            "{it} is een tekst, terwijl {wanted} nodig is",
        ),
        "link for text": ("{it} is a link, where a text is wanted", "{it} is een link, terwijl een tekst nodig is"),
        "no address": (
            "{it} is a node without an address, where an address (IRI) is wanted",
            "{it} is een knooppunt zonder adres, terwijl een adres (IRI) nodig is",
        ),
        "an address": ("an address (IRI)", "een adres (IRI)"),
        "an address or node": (
            "a node described in full or an address (IRI)",
            "een volledig beschreven knooppunt of een adres (IRI)",
        ),
        "not one of": ("{it} is not one of {options}", "{it} is niet een van {options}"),
        "not in table": ("{it} is not in the table <{table}>", "{it} staat niet in de tabel <{table}>"),
        "not in tables": ("{it} is not in the tables wanted", "{it} staat niet in een van de tabellen die hier gelden"),
        "form": ("{it} does not have the form that is wanted", "{it} heeft niet de vorm die nodig is"),
        "class": ("{it} is not described as {wanted}", "{it} is niet beschreven als {wanted}"),
        "some resource": (
            "a catalogue, dataset, series or data service",
            "catalogus, dataset, datasetreeks of dataservice",
        ),
        "not described": ("{it} is not described", "{it} is niet beschreven"),
        "same language": (
            "{node} has more than one {name} in the same language",
            "{node} heeft meer dan één {name} in dezelfde taal",
        ),
        "range": ("{it} must be {bounds}", "{it} moet {bounds} zijn"),
        "bounds": ("within its bounds", "binnen de grenzen"),
        "minExclusive": ("above {bound}", "groter dan {bound}"),
        "minInclusive": ("at least {bound}", "minstens {bound}"),
        "maxExclusive": ("below {bound}", "kleiner dan {bound}"),
        "maxInclusive": ("at most {bound}", "hoogstens {bound}"),
        "contradiction": ("{it} contradicts another value: {rule}", "{it} is in strijd met een andere waarde: {rule}"),
        "other": ("{it} breaks a rule of {profile}: {rule}", "{it} voldoet niet aan een regel van {profile}: {rule}"),
        "a rule": ("a rule of the profile", "een regel van het profiel"),
        "unjudged": (
            "{node} was judged by no shape of the profiles",
            "{node} is door geen enkele shape van de profielen beoordeeld",
        ),
        "no rule": ("The mapping has no rule for {name} here.", "De mapping heeft hier geen regel voor {name}."),
        "and": (" and ", " en "),
        "or": (" or ", " of "),
        "of": ("{node} of {above}", "{node} van {above}"),
        "node": ("node", "knooppunt"),
        "without address": ("{node} without an address", "{node} zonder adres"),
        "xsd:dateTime": ("a date with time", "datum met tijd"),
        "xsd:date": ("a date", "datum"),
        "xsd:nonNegativeInteger": ("a whole number", "geheel getal"),
        "xsd:integer": ("a whole number", "geheel getal"),
        "xsd:decimal": ("a decimal number", "decimaal getal"),
        "xsd:duration": ("a duration", "tijdsduur"),
        "xsd:hexBinary": ("hexadecimal digits", "hexadecimale cijfers"),
        "xsd:string": ("a text without language tag", "tekst zonder taalcode"),
        "xsd:boolean": ("true or false", "waar of onwaar"),
        "dcat:Catalog": ("catalogue", "catalogus"),
        "dcat:Dataset": ("dataset", "dataset"),
        "dcat:Distribution": ("distribution", "distributie"),
        "dcat:DataService": ("data service", "dataservice"),
        "dcat:DatasetSeries": ("dataset series", "datasetreeks"),
        "dcat:CatalogRecord": ("catalogue record", "catalogusrecord"),
    }
)
