"""Rules on the files of a study as a whole: their text, meta files, headers and attributes."""

from img2fair.findings import RuleText

RULES_FILES = (
    RuleText(
        "I2F-E060",
        "A file is not plain text in UTF-8",
        "cBioPortal reads UTF-8 without a byte order mark, with ends of lines of one kind. Control characters become "
        "part of a value.",
        "Write the file as UTF-8, each line ended by a line feed.",
        (
            "Een bestand is geen gewone tekst in UTF-8",
            "cBioPortal leest UTF-8 zonder byte order mark, met één soort regeleinden. Stuurtekens worden deel van "
            "een waarde.",
            "Schrijf het bestand als UTF-8, met een line feed na elke regel.",
        ),
    ),
    RuleText(
        "I2F-E061",
        "A meta file has wrong entries",
        "A meta file is of lines 'entry: value'. Each kind of file has its own entries: a missing one stops the "
        "import, one that is not known makes the validator warn, and then metaImport refuses the study.",
        "Write the entries that cBioPortal's documentation of file formats names for this kind of file.",
        (
            "Een metabestand heeft verkeerde regels",
            "Een metabestand bestaat uit regels 'naam: waarde'. Elke soort bestand heeft zijn eigen namen: ontbreekt "
            "er een, dan stopt de import; bij een onbekende waarschuwt de validator, en dan weigert metaImport de "
            "studie.",
            "Schrijf de regels die de documentatie van cBioPortal voor deze soort bestand noemt.",
        ),
    ),
    RuleText(
        "I2F-E062",
        "Text of a meta file would be garbled",
        "The importer reads meta files as Java properties: in ISO-8859-1, with a backslash as an escape.",
        "Write other characters as \\uXXXX and a backslash twice.",
        (
            "Tekst van een metabestand zou verminkt worden",
            "De importer leest metabestanden als Java-properties: in ISO-8859-1, met een backslash als escape.",
            "Schrijf andere tekens als \\uXXXX en een backslash dubbel.",
        ),
    ),
    RuleText(
        "I2F-E063",
        "A text is too long for the portal's database",
        "The validator looks at the entries of meta_study only; the database of cBioPortal 6 has a fixed width for "
        "each column and stops the import where a text is longer.",
        "Shorten the text; of an address, the part that the viewer can do without.",
        (
            "Een tekst is te lang voor de database van het portaal",
            "De validator kijkt alleen naar de regels van meta_study; de database van cBioPortal 6 heeft voor elke "
            "kolom een vaste breedte en breekt de import af waar een tekst langer is.",
            "Kort de tekst in; van een adres het deel dat de viewer kan missen.",
        ),
    ),
    RuleText(
        "I2F-E064",
        "The study has no id, or not one",
        "Every file names its study, and all must name the same one. Its id is of a-z, 0-9 and _ since October 2025.",
        "Give the study one id, with 'study_id' in the config, and let each meta file name it.",
        (
            "De studie heeft geen kenmerk, of niet één",
            "Elk bestand noemt zijn studie, en alle noemen dezelfde. Het kenmerk is sinds oktober 2025 van a-z, 0-9 "
            "en _.",
            "Geef de studie één kenmerk, met 'study_id' in de config, en laat elk metabestand het noemen.",
        ),
    ),
    RuleText(
        "I2F-E065",
        "Files are missing, or too many",
        "Each table needs a meta file that names it; without one it is not loaded. A study has one file of samples, "
        "and at most one of patients, of definitions and of each kind of resource.",
        "Put the missing file into the folder, or take the extra one out.",
        (
            "Er ontbreken bestanden, of er zijn er te veel",
            "Elke tabel heeft een metabestand dat hem noemt; zonder wordt hij niet geladen. Een studie heeft één "
            "bestand met samples, en hooguit één met patiënten, met definities en van elke soort resource.",
            "Zet het ontbrekende bestand in de map, of haal het overtollige eruit.",
        ),
    ),
    RuleText(
        "I2F-E066",
        "An entry of meta_study is wrong",
        "The validator checks pmid, citation and reference genome; the cancer type is a code in lower case.",
        "Correct the entry in the config: cbioportal.projects.<project>.",
        (
            "Een regel van meta_study klopt niet",
            "De validator controleert pmid, citation en referentiegenoom; het kankertype is een code in kleine "
            "letters.",
            "Verbeter de regel in de config: cbioportal.projects.<project>.",
        ),
    ),
    RuleText(
        "I2F-E067",
        "The study's tags cannot be loaded",
        "The file of tags must be YAML or JSON, and its database column holds 65,535 bytes.",
        "Write the tags as JSON, and fewer of them.",
        (
            "De tags van de studie zijn niet te laden",
            "Het bestand met tags moet YAML of JSON zijn, en de kolom in de database bevat 65.535 bytes.",
            "Schrijf de tags als JSON, en minder.",
        ),
    ),
    RuleText(
        "I2F-E068",
        "The file of cancer types is wrong",
        "It has four columns (code, name, colour, parent), no header and no comments: the importer loads every line.",
        "Leave the file out where the portal knows the type; otherwise write one line for each new type.",
        (
            "Het bestand met kankertypen klopt niet",
            "Het heeft vier kolommen (code, naam, kleur, ouder), geen kopregel en geen commentaar: de importer laadt "
            "elke regel.",
            "Laat het bestand weg als het portaal het type kent; schrijf anders één regel voor elk nieuw type.",
        ),
    ),
    RuleText(
        "I2F-E069",
        "A table's rows are not like its header",
        "Tables are split at tabs. A row with other cells than the header, a blank line, or a line that begins with "
        "# stops the validator or the importer.",
        "Write one cell for each column, and NA where a value is missing.",
        (
            "Rijen van een tabel passen niet bij de kopregel",
            "Tabellen worden bij tabs gesplitst. Een rij met andere cellen dan de kopregel, een lege regel, of een "
            "regel die met # begint, stopt de validator of de importer.",
            "Schrijf één cel voor elke kolom, en NA waar een waarde ontbreekt.",
        ),
    ),
    RuleText(
        "I2F-E070",
        "A table's columns are not those of its kind",
        "Each kind of table has columns that it must have; on the timeline they are the first four, in a fixed order.",
        "Write the header as cBioPortal's documentation of file formats has it.",
        (
            "De kolommen van een tabel zijn niet die van zijn soort",
            "Elke soort tabel heeft verplichte kolommen; op de tijdlijn zijn het de eerste vier, in een vaste "
            "volgorde.",
            "Schrijf de kopregel zoals in de documentatie van cBioPortal.",
        ),
    ),
    RuleText(
        "I2F-E071",
        "Quotation marks or blanks stand around cells",
        "Nothing is quoted in these tables: the marks become part of the value, and the validator warns of them. It "
        "ignores blanks around a cell, the importer does not everywhere.",
        "Write cells without quotation marks and blanks around them.",
        (
            "Er staan aanhalingstekens of spaties om cellen",
            "In deze tabellen wordt niets aangehaald: de tekens worden deel van de waarde, en de validator "
            "waarschuwt. Die negeert spaties om een cel, de importer doet dat niet overal.",
            "Schrijf cellen zonder aanhalingstekens en spaties eromheen.",
        ),
    ),
    RuleText(
        "I2F-E072",
        "The lines above a clinical header are wrong",
        "A clinical file begins with four lines that begin with #: names, descriptions, datatypes and priorities, "
        "each with a cell for each column. Without them the file is not read.",
        "Write the four lines whole.",
        (
            "De regels boven een klinische kopregel kloppen niet",
            "Een klinisch bestand begint met vier regels die met # beginnen: namen, beschrijvingen, datatypen en "
            "prioriteiten, elk met een cel per kolom. Zonder die regels wordt het bestand niet gelezen.",
            "Schrijf de vier regels volledig.",
        ),
    ),
    RuleText(
        "I2F-E073",
        "An attribute may not be so, or not there",
        "Ids of attributes are in upper case and stand in one of the two clinical files. cBioPortal fixes level and "
        "datatype of some, and makes others itself.",
        "Change the attribute's id, level or datatype in the harmonisation file.",
        (
            "Een attribuut mag zo niet zijn, of niet daar",
            "Kenmerken van attributen zijn in hoofdletters en staan in één van de twee klinische bestanden. Van "
            "sommige legt cBioPortal niveau en datatype vast, andere maakt het zelf.",
            "Verander kenmerk, niveau of datatype van het attribuut in het harmonisatiebestand.",
        ),
    ),
)
