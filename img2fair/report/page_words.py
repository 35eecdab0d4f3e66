"""The words of the steward page, in English and Dutch; those of the findings themselves are the findings' own."""

from img2fair.phrases import Phrases
from img2fair.report.quality_words import QUALITY

PAGE = {
    "skip": ("Skip to the content", "Naar de inhoud"),
    "kind": ("Metadata report", "Metadatarapport"),
    "against": ("Checked against {profiles}", "Getoetst aan {profiles}"),
    "contents": ("On this page", "Op deze pagina"),
    "summary": ("Verdict", "Oordeel"),
    "nothing checked": ("Nothing was checked, so nothing can be said.",
                        "Er is niets getoetst, dus er valt niets te zeggen."),
    "all well": ("All {number} records conform. There is nothing to mend.",
                 "Alle {number} records voldoen. Er is niets te herstellen."),
    "conforms": ("All {number} records conform. What follows would make them better.",
                 "Alle {number} records voldoen. Wat hieronder staat, maakt ze nog beter."),
    "falls short": ("{broken} of {number} records do not conform yet.",
                    "{broken} van de {number} records voldoen nog niet."),
    "checked": ("Records checked", "Records getoetst"),
    "conforming": ("Conforming", "Voldoen"),
    "violation": ("Must mend", "Te herstellen"),
    "warning": ("Should mend", "Liefst herstellen"),
    "info": ("Note", "Opmerking"),
    "infos": ("Notes", "Opmerkingen"),
    "first": ("What to do first", "Wat eerst moet gebeuren"),
    "first lead": ("Each entry is one cause, mended once for all its records. What keeps records from being published "
                   "comes first, and of that what concerns most records.",
                   "Elk punt is één oorzaak, in één keer te herstellen voor alle records ervan. Eerst komt wat "
                   "publicatie tegenhoudt, en daarvan wat de meeste records betreft."),
    "record": ("{number} record", "{number} record"),
    "record+": ("{number} records", "{number} records"),
    "project": ("{number} project", "{number} project"),
    "project+": ("{number} projects", "{number} projecten"),
    "dataset": ("{number} dataset", "{number} dataset"),
    "dataset+": ("{number} datasets", "{number} datasets"),
    "distribution": ("{number} distribution", "{number} distributie"),
    "distribution+": ("{number} distributions", "{number} distributies"),
    "catalog": ("{number} catalogue", "{number} catalogus"),
    "catalog+": ("{number} catalogues", "{number} catalogi"),
    "data-service": ("{number} data service", "{number} dataservice"),
    "data-service+": ("{number} data services", "{number} dataservices"),
    "where": ("Where", "Waar"),
    "where e.g.": ("Where, e.g.", "Waar, bv."),
    "how": ("How", "Hoe"),
    "who": ("Who", "Wie"),
    "steward": ("data steward", "datasteward"),
    "operator": ("operator", "beheerder"),
    "value": ("Value", "Waarde"),
    "value e.g.": ("Value, e.g.", "Waarde, bv."),
    "allowed": ("Allowed", "Toegestaan"),
    "more allowed": ("and {number} more", "en nog {number}"),
    "mapping": ("Mapping", "Mapping"),
    "rule": ("Rule", "Regel"),
    "concerned": ("Records concerned ({number})", "Betrokken records ({number})"),
    "more records": ("and {number} more, listed below", "en nog {number}, verderop genoemd"),
    "own schemas": ("the target's own schemas", "de eigen schema's van het doel"),
    "advisory": ("{profile} (advice only)", "{profile} (alleen advies)"),
    "advisory lead": ("What a profile for advice finds is at most a warning and holds nothing back.",
                      "Wat een adviserend profiel vindt, is hoogstens een waarschuwing en houdt niets tegen."),
    "open link": ("open", "openen"),
    "map": ("How complete it is", "Hoe compleet het is"),
    "map lead": ("A row is a dataset, the least complete first; a column is a property, those of its distributions "
                 "apart on the right. What is mandatory, at least for some datasets, is bold.",
                 "Een rij is een dataset, de minst complete eerst; een kolom is een eigenschap, die van de "
                 "distributies apart rechts. Wat verplicht is, al is het maar voor sommige datasets, is vet."),
    "map lead findings": ("A row is a record with something to mend, a column a property.",
                          "Een rij is een record met iets te herstellen, een kolom een eigenschap."),
    "left out": ("{number} less wanted properties are not drawn.",
                 "{number} minder gevraagde eigenschappen zijn niet getoond."),
    "map whole": ("The picture shows all datasets, whatever is chosen above.",
                  "De heatmap toont alle datasets, wat hierboven ook gekozen is."),
    "map scroll": ("Heat map, may be wider than the page", "Heatmap, kan breder zijn dan de pagina"),
    "map label": ("Heat map of datasets by properties; the table after it tells the same in numbers.",
                  "Heatmap van datasets en eigenschappen; de tabel erna zegt hetzelfde in getallen."),
    "good": ("there", "aanwezig"),
    "blank": ("not given", "niet gegeven"),
    "advised": ("recommended, missing", "aanbevolen, ontbreekt"),
    "missing": ("mandatory, missing", "verplicht, ontbreekt"),
    "wrong": ("there, but wrong", "aanwezig, maar fout"),
    "numbers": ("The same in numbers", "Hetzelfde in getallen"),
    "table": ("Table: {name}", "Tabel: {name}"),
    "bar": ("Bar", "Staaf"),
    "property": ("Property", "Eigenschap"),
    "of dataset": ("dataset", "dataset"),
    "of distribution": ("distribution", "distributie"),
    "mandatory": ("mandatory", "verplicht"),
    "recommended": ("recommended", "aanbevolen"),
    "optional": ("optional", "optioneel"),
    "content": ("What it holds", "Wat erin zit"),
    "modality": ("Datasets by modality", "Datasets per modaliteit"),
    "age": ("People by age", "Personen naar leeftijd"),
    "sex": ("People by sex", "Personen naar geslacht"),
    "modality col": ("Modality", "Modaliteit"),
    "age col": ("Age", "Leeftijd"),
    "sex col": ("Sex", "Geslacht"),
    "datasets col": ("Datasets", "Datasets"),
    "people col": ("People", "Personen"),
    "too few": ("too few to be told", "te weinig om te noemen"),
    "and too few": ("and too few to be told in {number} dataset", "en te weinig om te noemen in {number} dataset"),
    "and too few+": ("and too few to be told in {number} datasets", "en te weinig om te noemen in {number} datasets"),
    "about": ("about {number}", "ongeveer {number}"),
    "not told": ("not told", "niet vermeld"),
    "silent": ("{number} of {all} datasets do not tell.", "{number} van {all} datasets vermelden het niet."),
    "rest": ("{number} rarer values are not drawn.", "{number} zeldzamere waarden zijn niet getoond."),
    "rounded": ("Numbers of people are rounded to 5 in each dataset, and left out where they are small.",
                "Aantallen personen zijn per dataset op 5 afgerond, en weggelaten waar ze klein zijn."),
    "female": ("female", "vrouw"), "male": ("male", "man"), "other": ("other", "anders"),
    "unknown": ("unknown", "onbekend"),
    "F": ("female", "vrouw"), "M": ("male", "man"), "O": ("other", "anders"),
    "change": ("What has changed", "Wat er veranderd is"),
    "change lead": ("Since the last report.", "Sinds het vorige rapport."),
    "mended": ("mended", "hersteld"),
    "new": ("new", "nieuw"),
    "still": ("still there", "nog aanwezig"),
    "gone": ("no longer checked", "niet meer getoetst"),
    "mended h": ("Mended", "Hersteld"),
    "new h": ("New", "Nieuw"),
    "gone h": ("No longer checked", "Niet meer getoetst"),
    "mended records": ("{number} record has nothing left to mend.", "{number} record is nu helemaal in orde."),
    "mended records+": ("{number} records have nothing left to mend.", "{number} records zijn nu helemaal in orde."),
    "new records": ("{number} record was not there last time.", "{number} record was er vorige keer niet."),
    "new records+": ("{number} records were not there last time.", "{number} records waren er vorige keer niet."),
    "gone lead": ("Their records were not checked this time, so nobody can say that they are mended.",
                  "Hun records zijn nu niet getoetst, dus niemand kan zeggen dat ze hersteld zijn."),
    "nothing changed": ("Nothing is new, nothing is mended.", "Er is niets nieuw en niets hersteld."),
    "lists": ("Worklists", "Werklijsten"),
    "lists lead": ("For a spreadsheet: one list for each project's steward, one for the operator.",
                   "Voor een spreadsheet: één lijst per project voor de datasteward, één voor de beheerder."),
    "lists table": ("What each can mend, to copy into a spreadsheet.",
                    "Wat ieder kan herstellen, om in een spreadsheet te kopiëren."),
    "lists cut": ("The first {number} of {all} tasks; the rest stand under each record.",
                  "De eerste {number} van {all} taken; de rest staat bij elk record."),
    "files": ("Files ({number})", "Bestanden ({number})"),
    "tasks": ("Tasks ({number})", "Taken ({number})"),
    "level": ("Level", "Niveau"),
    "project col": ("Project", "Project"),
    "record col": ("Record", "Record"),
    "what": ("What is wrong", "Wat er mis is"),
    "code": ("Code", "Code"),
    "records": ("Record by record", "Record voor record"),
    "records lead": ("The worst first. Each finding leads to its cause, which tells how to mend it.",
                     "De slechtste eerst. Elke bevinding leidt naar haar oorzaak, die zegt hoe je die herstelt."),
    "in order": ("Nothing to mend.", "Niets te herstellen."),
    "by project": ("Project", "Project"),
    "by who": ("Who can mend it", "Wie het kan herstellen"),
    "all": ("all", "alle"),
    "shown": ("{number} of {all} causes, {records} of {records_all} records",
              "{number} van {all} oorzaken, {records} van {records_all} records"),
    "empty choice": ("Nothing to mend with this choice.", "Niets te herstellen bij deze keuze."),
    "footer": ("Made with img2fair. What a code means:", "Gemaakt met img2fair. Wat een code betekent:"),
}  # fmt: skip

WORDS = Phrases({**PAGE, **QUALITY})


class Speech:
    """A page's words in one language: a phrase by its name, numbers as the language writes them.

    :param words: the phrases; those of the steward page where none are given.
    """

    def __init__(self, language: str, words: Phrases = WORDS) -> None:
        self.language = language
        self.words = words

    def __call__(self, name: str, /, **slots: object) -> str:
        """Return a phrase, its numbers written as the language does."""
        return self.words.say(self.language, name, **{slot: self.number(value) for slot, value in slots.items()})

    def several(self, name: str, number: int, /, **slots: object) -> str:
        """Return a phrase of one or of several things."""
        return self(name if number == 1 else f"{name}+", number=number, **slots)

    def known(self, name: str) -> str:
        """Return a phrase where there is one of this name, else the name itself."""
        return self(name) if name in self.words else name

    def number(self, value: object) -> object:
        """Return a whole number with its thousands apart; anything else as it is."""
        if not isinstance(value, int):
            return value
        return f"{value:,}".replace(",", ".") if self.language == "nl" else f"{value:,}"

    def decimal(self, value: float) -> str:
        """Return a number with one decimal."""
        return f"{value:.1f}".replace(".", ",") if self.language == "nl" else f"{value:.1f}"
