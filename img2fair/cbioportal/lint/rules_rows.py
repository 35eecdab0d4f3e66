"""Rules on what rows say: people, values, events, resources, assays and case lists."""

from img2fair.findings import RuleText

RULES_ROWS = (
    RuleText(
        "I2F-E074",
        "An id of a patient or sample is missing, wrong or not unique",
        "Ids are of letters, digits, dots, underscores and hyphens. Databases of cBioPortal compare them without "
        "upper and lower case.",
        "Give the subjects other labels, or take patient_id: hash.",
        (
            "Een kenmerk van een patiënt of sample ontbreekt, klopt niet of is niet uniek",
            "Kenmerken zijn van letters, cijfers, punten, liggende streepjes en koppeltekens. Databases van "
            "cBioPortal vergelijken ze zonder hoofd- en kleine letters.",
            "Geef de subjects andere labels, of neem patient_id: hash.",
        ),
    ),
    RuleText(
        "I2F-E075",
        "The importer would change or drop a sample",
        "Of ids that begin with TCGA it makes barcodes; samples of normal tissue, by their barcode or their "
        "SAMPLE_TYPE, are left out without a word.",
        "Write whole TCGA barcodes or other ids, and another SAMPLE_TYPE.",
        (
            "De importer zou een sample veranderen of weglaten",
            "Van kenmerken die met TCGA beginnen maakt hij barcodes; samples van normaal weefsel, volgens hun "
            "barcode of hun SAMPLE_TYPE, laat hij zonder melding weg.",
            "Schrijf hele TCGA-barcodes of andere kenmerken, en een ander SAMPLE_TYPE.",
        ),
    ),
    RuleText(
        "I2F-E076",
        "Patients and samples do not match",
        "cBioPortal counts samples: a patient without one is not shown, and a patient without a row has no attributes.",
        "Write one row for each patient, and at least one sample.",
        (
            "Patiënten en samples passen niet bij elkaar",
            "cBioPortal telt samples: een patiënt zonder sample is niet te zien, een patiënt zonder rij heeft geen "
            "attributen.",
            "Schrijf één rij voor elke patiënt, en minstens één sample.",
        ),
    ),
    RuleText(
        "I2F-E077",
        "A value is not of its attribute's datatype",
        "A NUMBER is a decimal number, with > or < before whole ones; a BOOLEAN is TRUE or FALSE; both may be missing.",
        "Change the value table or the datatype in the harmonisation file.",
        (
            "Een waarde is niet van het datatype van het attribuut",
            "Een NUMBER is een decimaal getal, met > of < voor hele; een BOOLEAN is TRUE of FALSE; beide mogen "
            "ontbreken.",
            "Verander de waardentabel of het datatype in het harmonisatiebestand.",
        ),
    ),
    RuleText(
        "I2F-E078",
        "A value would be lost",
        "The importer drops words for missing values also without brackets: Completed, Discrepancy, Missing, Not "
        "Applicable, Not Available, Null, Pending. The validator does not tell.",
        "Give the value another word in the harmonisation file, such as Finished for Completed.",
        (
            "Een waarde zou verloren gaan",
            "De importer laat woorden voor ontbrekende waarden ook zonder haken weg: Completed, Discrepancy, "
            "Missing, Not Applicable, Not Available, Null, Pending. De validator meldt dat niet.",
            "Geef de waarde een ander woord in het harmonisatiebestand, zoals Finished voor Completed.",
        ),
    ),
    RuleText(
        "I2F-E079",
        "Survival is not as cBioPortal reads it",
        "OS_STATUS is 0:LIVING or 1:DECEASED, DFS_STATUS 0:DiseaseFree or 1:Recurred/Progressed; any other status that "
        "has months beside it begins with 0: or 1:. Of a deceased patient without OS_MONTHS the validator warns.",
        "Change the value table of the status in the harmonisation file, or map a source of the months.",
        (
            "Overleving staat er niet zoals cBioPortal haar leest",
            "OS_STATUS is 0:LIVING of 1:DECEASED, DFS_STATUS 0:DiseaseFree of 1:Recurred/Progressed; elke andere status"
            " met maanden ernaast begint met 0: of 1:. Bij een overleden patiënt zonder OS_MONTHS waarschuwt de "
            "validator.",
            "Verander de waardentabel van de status in het harmonisatiebestand, of koppel een bron van de maanden.",
        ),
    ),
    RuleText(
        "I2F-E080",
        "A value looks like a damaged one",
        "The validator takes a month and another word with one hyphen between them (May-12) for a date that a "
        "spreadsheet has made of something else.",
        "Restore the value, or write DATE into the attribute's id where it is right.",
        (
            "Een waarde lijkt beschadigd",
            "De validator houdt een maand en een ander woord met één koppelteken ertussen (May-12) voor een datum "
            "die een spreadsheet van iets anders heeft gemaakt.",
            "Herstel de waarde, of schrijf DATE in het kenmerk van het attribuut als zij klopt.",
        ),
    ),
    RuleText(
        "I2F-E081",
        "A day of the timeline is none",
        "Days are whole numbers, negative ones too. The validator takes --5 and does not look at STOP_DATE; the "
        "importer stops at both, at NA and at 5.0.",
        "Write whole days from the patient's baseline; leave STOP_DATE blank where there is no end.",
        (
            "Een dag van de tijdlijn is er geen",
            "Dagen zijn hele getallen, ook negatieve. De validator neemt --5 aan en kijkt niet naar STOP_DATE; de "
            "importer stopt bij beide, bij NA en bij 5.0.",
            "Schrijf hele dagen vanaf de nulmeting van de patiënt; laat STOP_DATE leeg als er geen einde is.",
        ),
    ),
    RuleText(
        "I2F-E082",
        "An event's type or style is wrong",
        "Every event has a type. Where there is a column for shape or colour, each row needs a valid one.",
        "Fill the type; write one of circle, square, triangle, diamond, star, camera, and a colour such as #0072b2.",
        (
            "Soort of stijl van een gebeurtenis klopt niet",
            "Elke gebeurtenis heeft een soort. Is er een kolom voor vorm of kleur, dan heeft elke rij een geldige "
            "nodig.",
            "Vul de soort in; schrijf circle, square, triangle, diamond, star of camera, en een kleur zoals #0072b2.",
        ),
    ),
    RuleText(
        "I2F-E083",
        "A file names somebody who is not in the study",
        "The importer drops events of unknown patients, adds unknown ones of resources as empty patients, and stops "
        "at unknown samples of assays.",
        "Take the row or column out, or the patient or sample into the clinical files.",
        (
            "Een bestand noemt iemand die niet in de studie zit",
            "De importer laat gebeurtenissen van onbekende patiënten weg, voegt onbekenden bij resources toe als "
            "lege patiënten, en stopt bij onbekende samples van metingen.",
            "Haal de rij of kolom weg, of neem de patiënt of het sample in de klinische bestanden op.",
        ),
    ),
    RuleText(
        "I2F-E084",
        "Something stands twice",
        "Equal events are drawn twice, and an equal link stops the import. The validator also stops where two "
        "resources of the study have the same address.",
        "Write each row once.",
        (
            "Iets staat er twee keer",
            "Gelijke gebeurtenissen worden twee keer getekend, en een gelijke link stopt de import. De validator "
            "stopt ook als twee resources van de studie hetzelfde adres hebben.",
            "Schrijf elke rij één keer.",
        ),
    ),
    RuleText(
        "I2F-E085",
        "A resource is not well defined",
        "The importer makes ids of resources upper case in their definition and nowhere else; it stops at a priority "
        "that is no whole number.",
        "Write RESOURCE_ID in upper case, RESOURCE_TYPE, DISPLAY_NAME, true or false, and a whole number.",
        (
            "Een resource is niet goed gedefinieerd",
            "De importer maakt kenmerken van resources in hun definitie tot hoofdletters, en verder nergens; hij "
            "stopt bij een prioriteit die geen heel getal is.",
            "Schrijf RESOURCE_ID in hoofdletters, RESOURCE_TYPE, DISPLAY_NAME, true of false, en een heel getal.",
        ),
    ),
    RuleText(
        "I2F-E086",
        "Links and their definitions do not match",
        "A link names a resource that is defined for its kind, and leads to an address. A resource without links is "
        "an empty tab.",
        "Define the resources that have links, and only those; write addresses that begin with https://.",
        (
            "Links en hun definities passen niet bij elkaar",
            "Een link noemt een resource die voor zijn soort is gedefinieerd, en leidt naar een adres. Een resource "
            "zonder links is een leeg tabblad.",
            "Definieer de resources die links hebben, en alleen die; schrijf adressen die met https:// beginnen.",
        ),
    ),
    RuleText(
        "I2F-E087",
        "A generic assay is not well described",
        "Its meta file names the columns beside the entity's id, separated by commas without blanks, and has an id "
        "that no other profile has.",
        "Write the entries as cBioPortal's documentation of file formats has them.",
        (
            "Een generic assay is niet goed beschreven",
            "Het metabestand noemt de kolommen naast het kenmerk van de entiteit, gescheiden door komma's zonder "
            "spaties, en heeft een kenmerk dat geen ander profiel heeft.",
            "Schrijf de regels zoals in de documentatie van cBioPortal.",
        ),
    ),
    RuleText(
        "I2F-E088",
        "An entity or value of a generic assay is wrong",
        "Entities have ids of their own; numbers are finite. The importer joins the values of a row with commas.",
        "Write NA where there is no number.",
        (
            "Een entiteit of waarde van een generic assay klopt niet",
            "Entiteiten hebben een eigen kenmerk; getallen zijn eindig. De importer voegt de waarden van een rij met "
            "komma's samen.",
            "Schrijf NA waar geen getal is.",
        ),
    ),
    RuleText(
        "I2F-E089",
        "A case list is wrong",
        "Its id begins with the study's and is unique; its samples are in the study. There is one of all samples, "
        "made by the portal or in a file, not both.",
        "Correct the list, or leave it out.",
        (
            "Een case list klopt niet",
            "Het kenmerk begint met dat van de studie en is uniek; de samples zitten in de studie. Er is er een van "
            "alle samples, door het portaal gemaakt of in een bestand, niet allebei.",
            "Verbeter de lijst, of laat haar weg.",
        ),
    ),
    RuleText(
        "I2F-E090",
        "The study has no survival to show",
        "Without a status and months there are no survival curves, and the validator says so. An archive of images "
        "seldom knows them; metaImport then wants -o.",
        "Map a source of survival in the harmonisation file, or leave it so.",
        (
            "De studie heeft geen overleving te tonen",
            "Zonder status en maanden zijn er geen overlevingscurven, en de validator zegt dat. Een beeldarchief "
            "kent ze zelden; metaImport wil dan -o.",
            "Koppel een bron van overleving in het harmonisatiebestand, of laat het zo.",
        ),
    ),
    RuleText(
        "I2F-E091",
        "Numbers of an assay have no decimals",
        "The validator takes a whole number for one that was cut off. Counts and volumes may be whole.",
        "Leave it so where the numbers are right.",
        (
            "Getallen van een meting hebben geen decimalen",
            "De validator houdt een heel getal voor een dat is afgekapt. Aantallen en volumes mogen heel zijn.",
            "Laat het zo als de getallen kloppen.",
        ),
    ),
)
