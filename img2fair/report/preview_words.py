"""The words of the investigator's page, in English and Dutch; those of findings and values are their own."""

from img2fair.phrases import Phrases
from img2fair.report.inside_words import INSIDE

PAGE = {
    "skip": ("Skip to the content", "Naar de inhoud"),
    "kind": ("Preview for the investigator", "Voorvertoning voor de onderzoeker"),
    "facts": ("Project {project} · {archive} · read on {day}", "Project {project} · {archive} · gelezen op {day}"),
    "contents": ("On this page", "Op deze pagina"),
    "verdict": ("In short", "In het kort"),
    "becomes public": ("This is what becomes public of project {project}.",
                       "Dit wordt openbaar van project {project}."),
    "in part": ("This is what becomes public of project {project}, without the files that are marked below.",
                "Dit wordt openbaar van project {project}, zonder de bestanden die hieronder gemarkeerd zijn."),
    "held back": ("Not yet: something mandatory is missing or wrong of these files.",
                  "Nog niet: van deze bestanden ontbreekt iets verplichts, of er klopt iets niet."),
    "kept in": ("Not yet: a text may identify somebody. Until that is mended or reviewed, nothing new of project "
                "{project} becomes public.",
                "Nog niet: een tekst kan iemand aanwijzen. Tot dat is hersteld of beoordeeld, wordt er niets nieuws "
                "van project {project} openbaar."),
    "kept back": ("Not yet: the check of privacy holds it back. Until that is mended, nothing new of project {project} "
                  "becomes public.",
                  "Nog niet: de privacytoets houdt het tegen. Tot dat is hersteld, wordt er niets nieuws van project "
                  "{project} openbaar."),
    "wanting": ("Not yet: something mandatory is missing or wrong. Until that is mended, nothing new of project "
                "{project} becomes public.",
                "Nog niet: er ontbreekt iets verplichts, of iets klopt niet. Tot dat is hersteld, wordt er niets "
                "nieuws van project {project} openbaar."),
    "no record": ("Nothing becomes public: the mapping makes no record of project {project}.",
                  "Er wordt niets openbaar: de mapping maakt geen record van project {project}."),
    "as before": ("A record that is public already stays as it is until then.",
                  "Een record dat al openbaar is, blijft tot dan zoals het is."),
    "to": ("For {name}, principal investigator of this project.", "Voor {name}, hoofdonderzoeker van dit project."),
    "to pi": ("For the principal investigator of this project.", "Voor de hoofdonderzoeker van dit project."),
    "lead": ("This page shows all that the catalogue would say of your project, where each value comes from, and what "
             "stays inside the archive. Of what stays inside it says only whether it is there.",
             "Deze pagina toont alles wat de catalogus over uw project zou zeggen, waar elke waarde vandaan komt en "
             "wat binnen het archief blijft. Van wat binnen blijft staat er alleen op of het er is."),
    "decide": ("You decide", "U beslist"),
    "access": ("The archive says that the project is {access}.", "Het archief zegt dat het project {access} is."),
    "is public": ("public", "openbaar (public)"),
    "is protected": ("protected", "afgeschermd (protected)"),
    "means public": ("So whoever can open the archive sees the project and its data there. The catalogue only "
                     "describes the project.",
                     "Wie het archief kan openen, ziet daar het project en de gegevens. De catalogus beschrijft het "
                     "project alleen."),
    "means protected": ("So others see there that it exists, and its data only if they are let in. The catalogue only "
                        "describes the project.",
                        "Anderen zien daar dat het bestaat, en de gegevens alleen als ze worden toegelaten. De "
                        "catalogus beschrijft het project alleen."),
    "change": ("You want", "U wilt"),
    "do": ("Do this", "Doe dit"),
    "works": ("It works", "Het werkt"),
    "want nothing": ("nothing of the project in the catalogue", "niets van het project in de catalogus"),
    "make private": ("Make the project private.", "Maak het project privé (private)."),
    "works nothing": ("with the next run, before anything else is written; at once if the operator withdraws it: "
                      "img2fair withdraw {project}",
                      "bij de volgende run, voordat er iets anders wordt geschreven; meteen als de beheerder het "
                      "intrekt: img2fair withdraw {project}"),
    "want out": ("the project out of the catalogue, its access as it is",
                 "het project uit de catalogus, de toegang zoals die is"),
    "opt in": ("Take away the keyword {words}.", "Haal het trefwoord {words} weg."),
    "opt out": ("Add the keyword {words}.", "Voeg het trefwoord {words} toe."),
    "want no names": ("no investigator named", "dat geen onderzoeker wordt genoemd"),
    "no names": ("Add the keyword {words}: neither investigators nor people of the form are named then, institutions "
                 "are.",
                 "Voeg het trefwoord {words} toe: onderzoekers en mensen uit het formulier worden dan niet genoemd, "
                 "instellingen wel."),
    "names off": ("Nothing: the settings of the catalogue name nobody.",
                  "Niets: de instellingen van de catalogus noemen niemand."),
    "keyword there": ("Nothing: the project has the keyword {words}.",
                      "Niets: het project heeft het trefwoord {words}."),
    "want other": ("another text or value", "een andere tekst of waarde"),
    "other": ("Change it in the place named beside it.", "Verander die op de plaats die ernaast staat."),
    "next run": ("with the next run", "bij de volgende run"),
    "already": ("already", "al"),
    "public": ("What becomes public", "Wat openbaar wordt"),
    "public lead": ("As the catalogue shows it, in the catalogue's own words and language.",
                    "Zoals de catalogus het toont, in de woorden en taal van de catalogus."),
    "public later": ("So it will be once that is mended which holds it back.",
                     "Zo wordt het zodra is hersteld wat het tegenhoudt."),
    "what": ("What", "Wat"),
    "shown": ("As the catalogue shows it", "Zoals de catalogus het toont"),
    "from": ("Where it comes from", "Waar het vandaan komt"),
    "fixed": ("fixed in the rules of the catalogue", "vast in de regels van de catalogus"),
    "made": ("made by the catalogue", "door de catalogus gemaakt"),
    "operator's": ("settings of the catalogue: {key}", "instellingen van de catalogus: {key}"),
    "about": ("About the dataset", "Over de dataset"),
    "people": ("People and organisations", "Personen en organisaties"),
    "content": ("What it holds", "Wat erin zit"),
    "rest": ("Everything else", "Al het andere"),
    "distribution": ("Files: {title}", "Bestanden: {title}"),
    "table": ("Table: {name}", "Tabel: {name}"),
    "counts": ("Numbers of people", "Aantallen personen"),
    "counts lead": ("These stand on the dataset's page and, where the mapping makes one, in a file beside it. They are "
                    "rounded to 5; of fewer than {least} people no number is told.",
                    "Deze staan op de pagina van de dataset en, als de mapping er een maakt, in een bestand ernaast. "
                    "Ze zijn op 5 afgerond; van minder dan {least} personen wordt geen aantal genoemd."),
    "value": ("Value", "Waarde"), "subjects": ("People", "Personen"),
    "about some": ("about {number}", "ongeveer {number}"), "fewer": ("fewer than {least}", "minder dan {least}"),
    "by sex": ("sex", "geslacht"), "by age": ("age", "leeftijd"), "by modality": ("modality", "modaliteit"),
    "by body_part": ("part of the body", "lichaamsdeel"), "by manufacturer": ("maker of the scanner", "fabrikant"),
    "by field_strength": ("field strength (tesla)", "veldsterkte (tesla)"),
    "file": ("File beside the dataset: {name}", "Bestand bij de dataset: {name}"),
    "missing": ("What is missing or wrong", "Wat ontbreekt of niet klopt"),
    "missing lead": ("What holds publication back comes first; the rest makes the dataset easier to find and use.",
                     "Eerst komt wat publicatie tegenhoudt; de rest maakt de dataset beter vindbaar en bruikbaar."),
    "by privacy": ("Found by the check of privacy: img2fair rule {code}",
                   "Gevonden door de privacytoets: img2fair rule {code}"),
    "nothing missing": ("Nothing.", "Niets."),
    "where": ("Where", "Waar"), "how": ("How", "Hoe"),
    "violation": ("Must mend", "Te herstellen"), "warning": ("Should mend", "Liefst herstellen"),
    "info": ("Note", "Opmerking"),
    "since": ("What has changed", "Wat er veranderd is"),
    "since lead": ("Against the records of the earlier folder. What is gone is named, not repeated.",
                   "Vergeleken met de records van de eerdere map. Wat weg is, wordt genoemd maar niet herhaald."),
    "since new": ("The earlier folder has no record of this project: all is new.",
                  "De eerdere map heeft geen record van dit project: alles is nieuw."),
    "since nothing": ("Nothing has changed.", "Er is niets veranderd."),
    "added": ("new", "nieuw"), "changed": ("changed", "veranderd"), "gone": ("gone", "weg"),
    "agree": ("Your answer", "Uw antwoord"),
    "agree lead": ("Print this page or answer by mail. Until you answer, your archive's own rules hold: a project that "
                   "is public or protected is published as shown above, as soon as nothing holds it back.",
                   "Druk deze pagina af of antwoord per e-mail. Tot u antwoordt, gelden de regels van het archief: een "
                   "project dat public of protected is, wordt gepubliceerd zoals hierboven, zodra niets het "
                   "tegenhoudt."),
    "agreed": ("Agreed as it is", "Akkoord zoals het is"),
    "wanted": ("Changes wanted:", "Gewenste wijzigingen:"),
    "refused": ("Nothing of this project in the catalogue", "Niets van dit project in de catalogus"),
    "name": ("Name", "Naam"), "date": ("Date", "Datum"), "signature": ("Signature", "Handtekening"),
    "footer": ("Made with img2fair. How to read this page: docs/investigator.md.",
               "Gemaakt met img2fair. Hoe deze pagina te lezen is: docs/investigator.md."),
}  # fmt: skip

WORDS = Phrases({**PAGE, **INSIDE})
