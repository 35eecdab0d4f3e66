"""What an export finds wanting, and what each finding means (``img2fair rule CODE``)."""

from img2fair.findings import RuleText

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E001",
            "Imaging sessions without a date",
            "An event of the timeline needs a day, counted from the patient's first dated session. Sessions without a "
            "date are counted for their patient, but do not stand on the timeline.",
            "Fill the session's date in XNAT, then harvest and export again.",
            (
                "Beeldvormende sessies zonder datum",
                "Een gebeurtenis op de tijdlijn heeft een dag nodig, geteld vanaf de eerste sessie van de patiënt met"
                " een datum. Sessies zonder datum tellen mee voor hun patiënt, maar staan niet op de tijdlijn.",
                "Vul in XNAT de datum van de sessie in; lees daarna het archief opnieuw en exporteer weer.",
            ),
        ),
        RuleText(
            "I2F-E002",
            "Imaging sessions of subjects that the project does not list",
            "A session belongs to a subject that is not among the project's subjects, so there is no patient to show "
            "it with. It was left out.",
            "Share the subject into the project in XNAT, or take the session out of it.",
            (
                "Beeldvormende sessies van subjects die het project niet noemt",
                "Een sessie hoort bij een subject dat niet bij het project staat; er is dus geen patiënt om haar bij "
                "te tonen. Ze is weggelaten.",
                "Deel het subject in XNAT met het project, of haal de sessie eruit.",
            ),
        ),
        RuleText(
            "I2F-E003",
            "A modality is not a DICOM code",
            "Only codes of DICOM's list of modalities leave the archive, because other words can be anything. Scans "
            "with another word are counted without a modality.",
            "Correct the modality of the scans in XNAT.",
            (
                "Een modaliteit is geen DICOM-code",
                "Alleen codes uit de lijst van modaliteiten van DICOM verlaten het archief, want andere woorden "
                "kunnen van alles zijn. Scans met een ander woord tellen mee zonder modaliteit.",
                "Verbeter de modaliteit van de scans in XNAT.",
            ),
        ),
        RuleText(
            "I2F-E004",
            "Sex or age is not known for some patients",
            "The archive does not tell it, or it cannot be a person's. An age is also withheld where it would tell, "
            "with the day of a later session, that somebody is 90 or older.",
            "Fill the subject's demographics in XNAT (gender; age, year of birth or date of birth).",
            (
                "Van sommige patiënten is geslacht of leeftijd onbekend",
                "Het archief zegt het niet, of het kan niet van een mens zijn. Een leeftijd blijft ook weg als "
                "daaruit, met de dag van een latere sessie, zou blijken dat iemand 90 of ouder is.",
                "Vul in XNAT de demografie van het subject in (geslacht; leeftijd, geboortejaar of geboortedatum).",
            ),
        ),
        RuleText(
            "I2F-E005",
            "Patients are alone with their sex and age",
            "A study has one row for each patient. Where nobody else has the same sex and age, somebody who knows "
            "these of a person can find the row. Pseudonyms do not change that.",
            "Load the study into a portal that asks for a log-in, and name who may see it with 'groups'.",
            (
                "Patiënten staan alleen met hun geslacht en leeftijd",
                "Een studie heeft één rij per patiënt. Heeft niemand anders hetzelfde geslacht en dezelfde leeftijd, "
                "dan kan iemand die deze van een persoon kent de rij vinden. Pseudoniemen veranderen dat niet.",
                "Laad de studie in een portaal dat om een login vraagt, en noem met 'groups' wie haar mag zien.",
            ),
        ),
        RuleText(
            "I2F-E006",
            "Imaging sessions without a link to a viewer",
            "A viewer is configured for the project, but its address needs an id that the archive does not have for "
            "these sessions, or it is configured for other modalities only.",
            "Pull the sessions' data from their headers in XNAT (UID), or add a viewer named 'default'.",
            (
                "Beeldvormende sessies zonder link naar een viewer",
                "Voor het project is een viewer ingesteld, maar het adres ervan heeft een kenmerk nodig dat het "
                "archief voor deze sessies niet heeft, of de viewer is alleen voor andere modaliteiten ingesteld.",
                "Haal in XNAT de gegevens van de sessies uit hun headers (UID), of voeg een viewer toe die 'default' "
                "heet.",
            ),
        ),
        RuleText(
            "I2F-E050",
            "Nobody is named who may see the study",
            "A portal with log-ins shows a study to the groups that it names. The project is not public in the archive "
            "and the config names no group, so only the portal's administrators see the study.",
            "Name the groups in the config: cbioportal: projects: <project>: groups.",
            (
                "Er is niemand genoemd die de studie mag zien",
                "Een portaal met logins toont een studie aan de groepen die zij noemt. Het project is niet openbaar in"
                " het archief en de config noemt geen groep, dus alleen beheerders van het portaal zien de studie.",
                "Noem de groepen in de config: cbioportal: projects: <project>: groups.",
            ),
        ),
        RuleText(
            "I2F-E051",
            "Events of the timeline were the same as another",
            "The importer keeps one of several equal events, so the others were not written.",
            "Export another field of the event that tells them apart, or leave it so.",
            (
                "Gebeurtenissen op de tijdlijn waren gelijk aan een andere",
                "Van gelijke gebeurtenissen bewaart de importer er één, dus zijn de andere niet geschreven.",
                "Exporteer nog een veld van de gebeurtenis waarin zij verschillen, of laat het zo.",
            ),
        ),
        RuleText(
            "I2F-E052",
            "Patients without a sample",
            "cBioPortal counts samples. Where a sample stands for a session, or for a row of a table, patients without "
            "one cannot be chosen in the study view, and the validator warns of them. They were left out.",
            "Take samples: subject to show them, or add them to the table of samples.",
            (
                "Patiënten zonder sample",
                "cBioPortal telt samples. Staat een sample voor een sessie, of voor een rij van een tabel, dan zijn "
                "patiënten zonder sample niet te kiezen, en de validator waarschuwt ervoor. Ze zijn weggelaten.",
                "Neem samples: subject om hen te tonen, of zet hen in de tabel van samples.",
            ),
        ),
        RuleText(
            "I2F-E053",
            "An incremental load keeps what is gone",
            "Rows of the earlier export are gone: patients, samples, all events of a patient or all measures of a "
            "sample. An incremental load (metaImport.py -d) adds and replaces; it removes nothing of these.",
            "Load the whole study again: metaImport.py -s.",
            (
                "Een incrementele laadbeurt houdt wat weg is",
                "Rijen van de eerdere export zijn weg: patiënten, samples, alle gebeurtenissen van een patiënt of alle "
                "metingen van een sample. Incrementeel laden (metaImport.py -d) vervangt, maar verwijdert dit niet.",
                "Laad de hele studie opnieuw: metaImport.py -s.",
            ),
        ),
        RuleText(
            "I2F-E054",
            "An incremental load cannot bring what has changed",
            "An incremental load takes clinical tables, timelines and assays. Links, the study's description, its "
            "tags, cancer types, and case lists that the portal does not have yet come with a full load only.",
            "Load the whole study again: metaImport.py -s.",
            (
                "Een incrementele laadbeurt brengt niet alles wat veranderd is",
                "Incrementeel laden neemt klinische tabellen, tijdlijnen en metingen. Links, de beschrijving, de tags, "
                "kankertypen en nieuwe case lists komen alleen mee als de hele studie geladen wordt.",
                "Laad de hele studie opnieuw: metaImport.py -s.",
            ),
        ),
        RuleText(
            "I2F-E055",
            "Values differ from those of the study that the imaging joins",
            "The study has the attribute already, with another value for the same patient or sample, or of another "
            "datatype. Its own values stay.",
            "Mend the one that is wrong, or give the attribute another id in the harmonisation file.",
            (
                "Waarden verschillen van die van de studie waar de beeldvorming bij komt",
                "De studie heeft het attribuut al, met een andere waarde voor dezelfde patiënt of sample, of van een "
                "ander datatype. Haar eigen waarden blijven.",
                "Verbeter de waarde die fout is, of geef het attribuut in het harmonisatiebestand een ander id.",
            ),
        ),
        RuleText(
            "I2F-E056",
            "The study that the imaging joins has it already",
            "A column of its other clinical file, a case list, a resource, a profile or tags of the same id stand in "
            "the study. What it has stays as it is; ours was not written.",
            "Give ours another id where both are wanted.",
            (
                "De studie waar de beeldvorming bij komt heeft het al",
                "Een kolom van het andere klinische bestand, een case list, een resource, een profiel of tags met "
                "hetzelfde id staan al in de studie. Wat er is blijft; het onze is niet geschreven.",
                "Geef het onze een ander id als beide gewenst zijn.",
            ),
        ),
        RuleText(
            "I2F-E057",
            "Patients or samples are new in the study that the imaging joins",
            "They have images and no row in the study's clinical files; each got one. Often it means that the ids of "
            "the two do not match.",
            "Check the ids; take samples: table with the study's own, or let the merge refuse new ones.",
            (
                "Patiënten of samples zijn nieuw in de studie waar de beeldvorming bij komt",
                "Zij hebben beelden en geen rij in de klinische bestanden van de studie; elk kreeg er een. Vaak "
                "betekent het dat de ids van beide niet overeenkomen.",
                "Controleer de ids; neem samples: table met die van de studie, of weiger nieuwe bij het samenvoegen.",
            ),
        ),
        RuleText(
            "I2F-E058",
            "Days of the imaging and of the study may count from different days",
            "The study has events or months of survival, and the imaging's day 0 is not the diagnosis. On one time "
            "axis they would stand wrong to each other.",
            "Give the project a baseline in its harmonisation file that is the study's own day 0.",
            (
                "Dagen van de beeldvorming en van de studie tellen misschien vanaf een andere dag",
                "De studie heeft gebeurtenissen of maanden overleving, en dag 0 van de beeldvorming is niet de "
                "diagnose. Op één tijdas zouden ze verkeerd ten opzichte van elkaar staan.",
                "Geef het project in het harmonisatiebestand een baseline die dag 0 van de studie is.",
            ),
        ),
        RuleText(
            "I2F-E059",
            "Events end before they begin",
            "The day on which an event ends lies before the day on which it begins. Nobody can tell which is wrong, so "
            "the event stands on the timeline without an end.",
            "Correct the days in the archive, or name another field for the end in the harmonisation file (until).",
            (
                "Gebeurtenissen eindigen voor ze beginnen",
                "De dag waarop een gebeurtenis eindigt ligt voor de dag waarop zij begint. Welke fout is valt niet te "
                "zeggen, dus staat zij zonder einde op de tijdlijn.",
                "Verbeter de dagen in het archief, of noem in het harmonisatiebestand een ander veld voor het einde "
                "(until).",
            ),
        ),
    )
}
