"""The words of the harmonisation report, in English and Dutch."""

from img2fair.phrases import Phrases

_PAGE = {
    "skip": ("Skip to the content", "Naar de inhoud"),
    "kind": ("Harmonisation report", "Harmonisatierapport"),
    "contents": ("On this page", "Op deze pagina"),
    "of study": ("Study {study} of project {project}", "Studie {study} van project {project}"),
    "table": ("Table: {name}", "Tabel: {name}"),
    "bar": ("Bar", "Staaf"),
    "footer": (
        "Made with img2fair. No row of this report is one patient’s. A number below {least} is written <{least}; "
        "“not told” stands for a number from which such a small one would follow.",
        "Gemaakt met img2fair. Geen rij van dit rapport is van één patiënt. Een getal onder {least} staat er als "
        "<{least}; ‘niet verteld’ staat voor een getal waaruit zo’n klein getal zou volgen.",
    ),
    "few": ("<{least}", "<{least}"),
    "withheld": ("not told", "niet verteld"),
    "nearly all": ("all but <{least}", "op <{least} na alle"),
    "share": ("{number} of {of}", "{number} van {of}"),
    "more": ("and {number} more", "en nog {number}"),
    "none": ("none", "geen"),
    "not shown": ("(not shown)", "(niet getoond)"),
}

_VERDICT = {
    "verdict": ("Verdict", "Oordeel"),
    "ready": (
        "The study can be loaded. Every value has a place.",
        "De studie kan geladen worden. Elke waarde heeft een plaats.",
    ),
    "gaps": (
        "Nothing is undecided and the study can be loaded, but values are lost or contradict each other. Points to "
        "look at: {number}.",
        "Over alles is beslist en de studie kan geladen worden, maar er gaan waarden verloren of ze spreken elkaar "
        "tegen. Punten om na te kijken: {number}.",
    ),
    "blocked": (
        "The study cannot be exported yet: {number} to decide or mend.",
        "De studie kan nog niet geëxporteerd worden: {number} te beslissen of te herstellen.",
    ),
    "patients": ("Patients", "Patiënten"),
    "fields": ("Source fields", "Bronvelden"),
    "exported": ("Exported", "Geëxporteerd"),
    "open": ("To decide or mend", "Te beslissen of herstellen"),
    "to look at": ("To look at", "Na te kijken"),
    "first": ("What to decide or mend next", "Wat nu te beslissen of te herstellen is"),
    "first lead": (
        "What stops the export comes first; then what concerns most patients. Decide in {file}.",
        "Eerst wat de export tegenhoudt; dan wat de meeste patiënten betreft. Beslis in {file}.",
    ),
    "first lead no file": (
        "What stops the export comes first; then what concerns most patients. There is no "
        "harmonisation file yet: img2fair export cbioportal --draft writes one.",
        "Eerst wat de export tegenhoudt; dan wat de meeste patiënten betreft. Er is nog geen "
        "harmonisatiebestand: img2fair export cbioportal --draft schrijft er een.",
    ),
    "more open": ("Still open beside these, and listed below: {number}.", "Nog open, en hieronder genoemd: {number}."),
    "reach": ("Patients: {number}", "Patiënten: {number}"),
    "reach sessions": ("Sessions: {number}", "Sessies: {number}"),
    "where": ("Where", "Waar"),
    "source": ("In the archive", "In het archief"),
    "how": ("How", "Hoe"),
    "what": ("Values", "Waarden"),
    "line": ("{file}, line {line}", "{file}, regel {line}"),
}

_MATTERS = {
    "field": ("No decision about {path}", "Geen beslissing over {path}"),
    "field how": (
        "Write decide: export with an attribute, or decide: drop.",
        "Schrijf decide: export met een attribuut, of decide: drop.",
    ),
    "value": ("Values of {path} have no target", "Waarden van {path} hebben geen doel"),
    "value how": (
        "Add each to values: with its target, or NA where it stands for missing.",
        "Zet elk bij values: met zijn doel, of NA als hij voor ontbrekend staat.",
    ),
    "diagnosis": ("Diagnoses of {path} have no OncoTree code", "Diagnoses van {path} hebben geen OncoTree-code"),
    "diagnosis how": (
        "Choose a code for each; the candidates stand below. None is applied by itself.",
        "Kies voor elk een code; de kandidaten staan hieronder. Geen ervan wordt vanzelf toegepast.",
    ),
    "few how": (
        "Fewer than {least} patients have each, so they are not shown: --draft writes them to a file for you alone, "
        "and to-mend.tsv beside this page names the subjects. Add them to values:, or write unlisted: missing.",
        "Elk komt bij minder dan {least} patiënten voor en staat hier dus niet: --draft schrijft ze in een bestand "
        "voor u alleen, en to-mend.tsv naast deze pagina noemt de subjects. Zet ze bij values:, of schrijf unlisted: "
        "missing.",
    ),
    "range": ("Values of {path} are out of range", "Waarden van {path} liggen buiten het bereik"),
    "range how": (
        "Mend them in the archive (to-mend.tsv names the subjects), or widen least and most if they are right; check "
        "the unit.",
        "Herstel ze in het archief (to-mend.tsv noemt de subjects), of verruim least en most als ze kloppen; "
        "controleer de eenheid.",
    ),
    "unreadable": ("Values of {path} cannot be read", "Waarden van {path} zijn niet te lezen"),
    "unreadable how": (
        "Mend them in the archive (to-mend.tsv names the subjects), or add them to values: with a target.",
        "Herstel ze in het archief (to-mend.tsv noemt de subjects), of zet ze bij values: met een doel.",
    ),
    "several": ("Patients have several values of {path}", "Patiënten hebben meer waarden van {path}"),
    "several how": (
        "Write pick: first, last or baseline; with only, they are left out.",
        "Schrijf pick: first, last of baseline; met only blijven ze weg.",
    ),
    "conflict": ("Contradictions: {conflict}", "Tegenspraak: {conflict}"),
    "conflict how": (
        "Mend it in the archive; to-mend.tsv beside this page names the subjects. Until then the study tells each "
        "field as it stands.",
        "Herstel het in het archief; to-mend.tsv naast deze pagina noemt de subjects. Tot dan vertelt de studie elk "
        "veld zoals het er staat.",
    ),
    "sex": ("two sources tell different sexes", "twee bronnen noemen een ander geslacht"),
    "age": (
        "the stated age and the birth date differ by more than a year",
        "de genoemde leeftijd en de geboortedatum schelen meer dan een jaar",
    ),
    "before birth": ("a scan before birth", "een scan vóór de geboorte"),
    "after death": ("a scan after death", "een scan na het overlijden"),
    "survival": ("seen after survival has ended", "gezien na het einde van de overleving"),
    "duplicate session": ("the same session twice", "dezelfde sessie twee keer"),
    "session without subject": (
        "a session of a subject that is not listed",
        "een sessie van een subject dat het project niet noemt",
    ),
    "baseline": ("several days for day 0", "meer dagen voor dag 0"),
}

_FIELDS = {
    "attributes": ("Attributes, one by one", "Attributen, één voor één"),
    "attributes lead": (
        "Where each value comes from and what it becomes.",
        "Waar elke waarde vandaan komt en wat hij wordt.",
    ),
    "standard": ("standard", "standaard"),
    "renamed": ("renamed", "hernoemd"),
    "new": ("new", "nieuw"),
    "novelty lead": (
        "Standard: others use this id. Renamed: a known id, under which the source has another name. New: "
        "an id of your own, with which no other study compares.",
        "Standaard: anderen gebruiken dit id. Hernoemd: een bekend id, dat in de bron anders heet. Nieuw: "
        "een eigen id, waarmee geen andere studie te vergelijken is.",
    ),
    "export": ("exported", "geëxporteerd"),
    "drop": ("dropped", "weggelaten"),
    "?": ("no decision", "geen beslissing"),
    "filled": ("Filled", "Gevuld"),
    "in study": ("In the study", "In de studie"),
    "distinct": ("Values", "Waarden"),
    "level": ("Level", "Niveau"),
    "type": ("Type", "Type"),
    "unit": ("Unit", "Eenheid"),
    "read as": ("Read as", "Gelezen als"),
    "came": ("What came of it", "Wat ervan kwam"),
    "read": ("read", "gelezen"),
    "missing": ("missing", "ontbreekt"),
    "unmapped": ("no target", "geen doel"),
    "out of range": ("out of range", "buiten bereik"),
    "unreadable came": ("not to be read", "niet te lezen"),
    "source value": ("In the source", "In de bron"),
    "target value": ("In the study", "In de studie"),
    "dropped": ("Dropped fields ({number})", "Weggelaten velden ({number})"),
    "values of": ("Values of {path}", "Waarden van {path}"),
    "several values": ("Patients with several values: {number}", "Patiënten met meer waarden: {number}"),
}

_COMPARE = {
    "core": ("How well it compares", "Hoe goed het te vergelijken is"),
    "core lead": (
        "Patients with each of the ten attributes that studies are compared by most.",
        "Patiënten met elk van de tien attributen waarmee studies het meest vergeleken worden.",
    ),
    "attribute": ("Attribute", "Attribuut"),
    "STAGE_OR_GRADE": ("Stage or grade", "Stadium of graad"),
    "matches": ("Public studies with the same attributes", "Openbare studies met dezelfde attributen"),
    "match study": ("Study", "Studie"),
    "match ids": ("Attributes in common", "Gemeenschappelijke attributen"),
    "diagnoses": ("Diagnoses and OncoTree", "Diagnoses en OncoTree"),
    "diagnoses lead": (
        "Candidates are proposals; only a code in the harmonisation file is used. OncoTree: {version}.",
        "Kandidaten zijn voorstellen; alleen een code in het harmonisatiebestand telt. OncoTree: {version}.",
    ),
    "term": ("Diagnosis", "Diagnose"),
    "decided": ("Decided", "Beslist"),
    "candidates": ("Candidates", "Kandidaten"),
    "ambiguous": ("one of several", "een van meer"),
    "unknown to portal": ("the portal does not know it", "het portaal kent hem niet"),
    "exact_code": ("exact code", "exacte code"),
    "exact_name": ("exact name", "exacte naam"),
    "synonym": ("synonym", "synoniem"),
    "ncit": ("by NCIt code", "via NCIt-code"),
    "umls": ("by UMLS code", "via UMLS-code"),
    "icdo3": ("by ICD-O-3", "via ICD-O-3"),
    "predecessor": ("successor of an old code", "opvolger van een oude code"),
    "partial": ("part of the words", "deel van de woorden"),
    "parent": ("broader", "ruimer"),
    "spelling": ("similar spelling", "lijkt erop"),
    "conflicts": ("Contradictions", "Tegenspraken"),
    "conflicts none": ("None was found.", "Er is er geen gevonden."),
    "conflict col": ("What", "Wat"),
    "count": ("How many", "Hoeveel"),
}

_SAFE = {
    "ledger": ("What was taken out", "Wat eruit is gehaald"),
    "ledger lead": ("What de-identification did, in counts.", "Wat de de-identificatie heeft gedaan, in aantallen."),
    "action": ("Action", "Handeling"),
    "small": ("Small groups", "Kleine groepen"),
    "small combinations": (
        "Combinations of sex, ten years of age and diagnosis with fewer than {least} patients: {number}.",
        "Combinaties van geslacht, tien leeftijdsjaren en diagnose met minder dan {least} patiënten: {number}.",
    ),
    "small lead": (
        "Who knows these of a person can find the row. Load the study where a log-in is asked for.",
        "Wie deze van iemand kent, kan de rij vinden. Laad de studie waar een login gevraagd wordt.",
    ),
    "small category": (
        "{attribute}: values of fewer than {least} patients: {number}",
        "{attribute}: waarden van minder dan {least} patiënten: {number}",
    ),
    "imaging": ("Imaging and its links", "Beelden en hun links"),
    "sessions": ("Sessions", "Sessies"),
    "unlinked": ("Sessions without a link to a viewer", "Sessies zonder link naar een viewer"),
    "without sessions": ("Patients without sessions", "Patiënten zonder sessies"),
    "unmapped modality": ("Modalities that are no DICOM code", "Modaliteiten die geen DICOM-code zijn"),
    "undated": ("Sessions without a date", "Sessies zonder datum"),
    "strangers": ("Sessions of subjects that are not listed", "Sessies van subjects die het project niet noemt"),
    "unjoined": ("Subjects that the sample table does not name", "Subjects die niet in de monstertabel staan"),
    "no viewer": (
        "The config names no viewer, so nothing is linked.",
        "De configuratie noemt geen viewer, dus er zijn geen links.",
    ),
    "findings": ("Other findings", "Andere bevindingen"),
    "since": ("Since the last time", "Sinds de vorige keer"),
    "gained": ("New attributes", "Nieuwe attributen"),
    "lost": ("Gone attributes", "Verdwenen attributen"),
    "now decided": ("Decided since", "Sindsdien beslist"),
    "opened": ("Newly without a decision", "Nu zonder beslissing"),
    "nothing changed": ("No attribute came, went or was decided.", "Er kwam, ging of veranderde geen attribuut."),
    "patients since": ("Patients: {then} then, {now} now.", "Patiënten: {then} toen, {now} nu."),
    "same snapshot": ("The snapshot is the same.", "De snapshot is dezelfde."),
    "other snapshot": ("The snapshot is another.", "De snapshot is een andere."),
    "same mapping": ("The harmonisation file is the same.", "Het harmonisatiebestand is hetzelfde."),
    "other mapping": ("The harmonisation file is another.", "Het harmonisatiebestand is een ander."),
    "made of": ("To make it again", "Om het opnieuw te maken"),
    "snapshot": ("Snapshot (SHA-256)", "Snapshot (SHA-256)"),
    "mapping": ("Harmonisation file (SHA-256)", "Harmonisatiebestand (SHA-256)"),
}

_LEDGER = {
    "field not exported: dropped by the steward": (
        "fields dropped by the steward",
        "door de steward weggelaten velden",
    ),
    "field not exported: undecided": ("fields without a decision", "velden zonder beslissing"),
    "value not exported: dropped by the steward": ("values of dropped fields", "waarden van weggelaten velden"),
    "value not exported: of no decision": ("values without a decision", "waarden zonder beslissing"),
    "date to offset: session": ("dates of sessions made days", "datums van sessies die dagen werden"),
    "date to offset: event": ("dates of events made days", "datums van gebeurtenissen die dagen werden"),
    "age capped": ("ages capped", "afgekapte leeftijden"),
    "pseudonym": ("patients with a pseudonym", "patiënten met een pseudoniem"),
    "label kept": ("patients whose label was kept", "patiënten die hun label houden"),
    "id of the sample table": ("patients with an id of the sample table", "patiënten met een id uit de monstertabel"),
    "not exported: subject label": ("labels of subjects left inside", "labels van subjects, binnen gebleven"),
    "not exported: subject id": ("ids of subjects left inside", "id’s van subjects, binnen gebleven"),
    "not exported: session label (an accession number, often)": (
        "labels of sessions left inside (often accession numbers)",
        "labels van sessies, binnen gebleven (vaak accessienummers)",
    ),
    "not exported: session id": ("ids of sessions left inside", "id’s van sessies, binnen gebleven"),
    "not exported: study UID": ("study UIDs left inside", "study-UID’s, binnen gebleven"),
    "not exported: series UID": ("series UIDs left inside", "series-UID’s, binnen gebleven"),
    "not exported: series description": ("series descriptions left inside", "seriebeschrijvingen, binnen gebleven"),
    "not exported: scanner model": ("scanner models left inside", "scannermodellen, binnen gebleven"),
    "not exported: quality note": ("quality notes left inside", "kwaliteitsnotities, binnen gebleven"),
    "not exported: site": ("sites left inside", "locaties, binnen gebleven"),
    "not exported: visit": ("visits left inside", "visites, binnen gebleven"),
    "not exported: assessor label": ("labels of assessors left inside", "labels van assessors, binnen gebleven"),
    "not exported: name of an investigator": (
        "names of investigators left inside",
        "namen van onderzoekers, binnen gebleven",
    ),
    "not exported: file of clinical data, as it is": (
        "files of clinical data left inside",
        "bestanden met klinische gegevens, binnen gebleven",
    ),
}
"""What de-identification did (privacy/cohort/ledger.py); what is not here stands as it is called there."""

WORDS = Phrases({**_PAGE, **_VERDICT, **_MATTERS, **_FIELDS, **_COMPARE, **_SAFE, **_LEDGER})
