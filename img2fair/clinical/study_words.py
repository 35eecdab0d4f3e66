"""The words of the page "what this study gives you in cBioPortal", in English and Dutch.

What is said of cBioPortal's screens is what its interface calls them (cBioPortal/cbioportal-frontend, study view and
patient view): tabs, buttons and menus stand in English in either language, as they do there.
"""

from img2fair.phrases import Phrases

_HEAD = {
    "kind": ("What this study gives you in cBioPortal", "Wat deze studie je geeft in cBioPortal"),
    "lead": (
        "cBioPortal is a website on which you explore a cohort of patients: you click in charts to choose patients, "
        "compare groups, and follow one patient through time. You need no program and no code.",
        "cBioPortal is een website waarop je een cohort patiënten verkent: je klikt in grafieken om patiënten te "
        "kiezen, vergelijkt groepen, en volgt één patiënt door de tijd. Je hebt geen programma en geen code nodig.",
    ),
    "open": ("Open the study in cBioPortal", "Open de studie in cBioPortal"),
    "holds": ("What is in it", "Wat erin zit"),
    "ask": ("Five questions you can ask", "Vijf vragen die je kunt stellen"),
    "ask few": ("Questions you can ask", "Vragen die je kunt stellen"),
    "day": ("What day 0 is", "Wat dag 0 is"),
    "attributes": ("What is known of the patients", "Wat er van de patiënten bekend is"),
    "safe": ("How people are protected", "Hoe mensen beschermd zijn"),
    "cannot": ("What cannot be asked", "Wat je niet kunt vragen"),
    "joins": ("Together with genomic studies", "Samen met genomische studies"),
    "access": ("Access, licence and citation", "Toegang, licentie en citeren"),
}

_HOLDS = {
    "patients": ("Patients", "Patiënten"),
    "sessions": ("Imaging sessions", "Beeldvormende sessies"),
    "attribute count": ("Clinical attributes", "Klinische attributen"),
    "profile count": ("Image measurements", "Metingen aan beelden"),
    "not told": ("not told", "niet vermeld"),
    "about": ("about {number}", "ongeveer {number}"),
    "modalities": ("Patients by modality", "Patiënten per modaliteit"),
    "sessions per patient": ("Sessions per patient", "Sessies per patiënt"),
    "follow-up": ("Days from first to last imaging", "Dagen van eerste tot laatste beeld"),
    "body parts": ("Patients by body part", "Patiënten per lichaamsdeel"),
    "rounded": (
        "Numbers of patients are rounded to 5; what would tell of few people is left out, so a value that is "
        "missing is not zero. One patient can count in several bars.",
        "Aantallen patiënten zijn op 5 afgerond; wat iets over weinig mensen zou zeggen, is weggelaten. Een waarde "
        "die ontbreekt is dus niet nul. Eén patiënt kan in meer balken meetellen.",
    ),
    "events": ("On the timeline stand, beside imaging: {names}.", "Op de tijdlijn staan, naast beelden: {names}."),
    "profiles": (
        "Numbers measured on the images: {names}.",
        "Getallen die aan de beelden gemeten zijn: {names}.",
    ),
    "segmented": (
        "For some patients regions are outlined in the images (segmentations).",
        "Bij sommige patiënten zijn gebieden in de beelden omlijnd (segmentaties).",
    ),
    "patients unit": ("Patients", "Patiënten"),
    "attribute": ("Attribute", "Attribuut"),
    "level": ("Of a", "Van een"),
    "patient": ("patient", "patiënt"),
    "sample": ("sample", "monster"),
    "event": ("event", "gebeurtenis"),
}

_ASK = {
    "modality ask": ("Which patients had {modality}?", "Welke patiënten hebben {modality} gehad?"),
    "modality steps": (
        "Open the study; you are on the tab Summary.|Find the chart “Has {code}” and click on TRUE. All other "
        "charts now tell of these patients only.|The bar above the charts says how many there are. Click on the "
        "cross beside the filter there to take it away.",
        "Open de studie; je bent op de tab Summary.|Zoek de grafiek ‘Has {code}’ en klik op TRUE. Alle andere "
        "grafieken gaan nu alleen over deze patiënten.|De balk boven de grafieken zegt hoeveel het er zijn. Klik "
        "daar op het kruisje bij het filter om het weg te halen.",
    ),
    "followed ask": (
        "Who was imaged at baseline and again later?",
        "Bij wie zijn aan het begin en later weer beelden gemaakt?",
    ),
    "followed steps": (
        "On the tab Summary, find the chart “Imaging Follow-up” (in days). If it is not there, click on Charts, "
        "tab Clinical, and tick it.|Drag in the chart from 1 to the end of the axis.|Click on the tab Clinical Data "
        "to see these patients as a table.",
        "Zoek op de tab Summary de grafiek ‘Imaging Follow-up’ (in dagen). Staat die er niet, klik dan op "
        "Charts, tab Clinical, en vink hem aan.|Sleep in de grafiek van 1 tot het einde van de as.|Klik op de tab "
        "Clinical Data om deze patiënten als tabel te zien.",
    ),
    "survival ask": ("Does survival differ by {attribute}?", "Verschilt de overleving per {attribute}?"),
    "survival steps": (
        "On the tab Summary, move the mouse over the chart “{attribute}”.|Open the menu in its top right corner and "
        "choose Compare Groups.|On the page that opens, click on the tab Survival: there is a Kaplan-Meier curve "
        "for each group, with a log-rank test.",
        "Ga op de tab Summary met de muis over de grafiek ‘{attribute}’.|Open het menu rechtsboven erin en kies "
        "Compare Groups.|Klik op de pagina die opent op de tab Survival: daar staat een Kaplan-Meiercurve per "
        "groep, met een logranktoets.",
    ),
    "measured ask": (
        "Does “{profile}” go together with {attribute}?",
        "Hangt ‘{profile}’ samen met {attribute}?",
    ),
    "measured steps": (
        "Open the study and click on the tab Plots.|For the horizontal axis choose Clinical Attribute and "
        "“{attribute}”.|For the vertical axis choose the data type {assay}, the profile “{profile}”, and one "
        "measurement.|The plot has a point for each sample. Where your portal has no tab Plots: click on Charts, "
        "tab {assay}, and add the measurement as a chart.",
        "Open de studie en klik op de tab Plots.|Kies voor de horizontale as Clinical Attribute en "
        "‘{attribute}’.|Kies voor de verticale as het datatype {assay}, het profiel ‘{profile}’, en één meting.|De "
        "grafiek heeft een punt per monster. Heeft je portaal geen tab Plots: klik op Charts, tab {assay}, en voeg "
        "de meting als grafiek toe.",
    ),
    "images ask": ("What do the images of one patient look like?", "Hoe zien de beelden van één patiënt eruit?"),
    "images steps": (
        "Click on the tab Clinical Data, and there on a patient’s id.|On the page of the patient, tab Summary, the "
        "timeline has a camera for each imaging session.|Move the mouse over a camera and click on the link to the "
        "viewer. It opens in a window of its own and may ask you to log in.",
        "Klik op de tab Clinical Data, en daar op het id van een patiënt.|Op de pagina van de patiënt, tab Summary, "
        "heeft de tijdlijn een camera voor elke sessie.|Ga met de muis over een camera en klik op de link naar de "
        "viewer. Die opent in een eigen venster en kan om een login vragen.",
    ),
    "time ask": ("What happened to one patient, and when?", "Wat gebeurde er met één patiënt, en wanneer?"),
    "time steps": (
        "Click on the tab Clinical Data, and there on a patient’s id.|On the page of the patient, tab Summary, the "
        "timeline shows imaging and all other events by the day counted from day 0.|Move the mouse over a mark to "
        "read what it is; drag along the timeline to enlarge a part.",
        "Klik op de tab Clinical Data, en daar op het id van een patiënt.|Op de pagina van de patiënt, tab Summary, "
        "toont de tijdlijn beelden en alle andere gebeurtenissen op de dag, geteld vanaf dag 0.|Ga met de muis over "
        "een teken om te lezen wat het is; sleep langs de tijdlijn om een deel te vergroten.",
    ),
    "groups ask": (
        "How do the groups of “{attribute}” differ?",
        "Waarin verschillen de groepen van ‘{attribute}’?",
    ),
    "groups steps": (
        "On the tab Summary, move the mouse over the chart “{attribute}”, open the menu in its top right corner and "
        "choose Compare Groups.|Click on the tab Clinical: a table lists the attributes with a test of how much the "
        "groups differ.|Click on a row to see its chart.",
        "Ga op de tab Summary met de muis over de grafiek ‘{attribute}’, open het menu rechtsboven erin en kies "
        "Compare Groups.|Klik op de tab Clinical: een tabel noemt de attributen met een toets van hoe sterk de "
        "groepen verschillen.|Klik op een rij om de grafiek ervan te zien.",
    ),
    "table ask": ("How do I get the data as a table?", "Hoe krijg ik de gegevens als tabel?"),
    "table steps": (
        "Choose patients in the charts, or leave all.|Click on the tab Clinical Data. Columns that you miss are "
        "added with the button Columns.|Click on the download button above the table: it is a text file with tabs, "
        "which spreadsheets and R read.",
        "Kies patiënten in de grafieken, of laat ze allemaal.|Klik op de tab Clinical Data. Kolommen die je mist, "
        "voeg je toe met de knop Columns.|Klik op de downloadknop boven de tabel: het is een tekstbestand met tabs, "
        "dat spreadsheets en R lezen.",
    ),
}

_TELLING = {
    "day first": (
        "Time is counted in days from day 0; there are no dates. Day 0 of a patient is the first imaging session. "
        "The portal’s time axis says “since diagnosis”; in this study it means since day 0.",
        "Tijd wordt geteld in dagen vanaf dag 0; er zijn geen datums. Dag 0 van een patiënt is de eerste "
        "beeldvormende sessie. De tijdas van het portaal zegt ‘since diagnosis’; in deze studie betekent dat sinds "
        "dag 0.",
    ),
    "day others": (
        "Time is counted in days from day 0; there are no dates. Day 0 of a patient is, in this order of how often: "
        "{names}. The portal’s time axis says “since diagnosis”; in this study it means since day 0.",
        "Tijd wordt geteld in dagen vanaf dag 0; er zijn geen datums. Dag 0 van een patiënt is, de meest voorkomende "
        "eerst: {names}. De tijdas van het portaal zegt ‘since diagnosis’; in deze studie betekent dat sinds dag 0.",
    ),
    "first imaging session": ("first imaging session", "eerste beeldvormende sessie"),
    "age day 0": (
        "AGE is the age in whole years on day 0.",
        "AGE is de leeftijd in hele jaren op dag 0.",
    ),
    "safe hash": (
        "Patients have pseudonyms, made with a key that stays with the archive.",
        "Patiënten hebben pseudoniemen, gemaakt met een sleutel die bij het archief blijft.",
    ),
    "safe label": (
        "Patients have the ids that the archive’s project gave them, tested to hold no name, date or hospital number.",
        "Patiënten hebben de id’s die het project in het archief ze gaf, getoetst op namen, datums en "
        "ziekenhuisnummers.",
    ),
    "safe rest": (
        "There are no dates, names, free texts or notes: only what was chosen attribute by attribute. Ages above 89 "
        "stand as >89. Behind each row is a person: do not try to find out who.",
        "Er zijn geen datums, namen, vrije teksten of notities: alleen wat attribuut voor attribuut gekozen is. "
        "Leeftijden boven 89 staan er als >89. Achter elke rij staat een mens: probeer niet uit te vinden wie.",
    ),
    "cannot genes": (
        "Genes and mutations: this study holds imaging and clinical data only.",
        "Genen en mutaties: deze studie bevat alleen beelden en klinische gegevens.",
    ),
    "cannot tissue": (
        "Tissue: cBioPortal counts samples, and imaging has none. A sample here stands for the imaging of {unit}.",
        "Weefsel: cBioPortal telt monsters, en beelden hebben die niet. Een monster staat hier voor de beelden van "
        "{unit}.",
    ),
    "unit subject": ("a patient", "een patiënt"),
    "unit session": ("one session", "één sessie"),
    "unit table": ("the patient whose sample it is", "de patiënt van wie het monster is"),
    "cannot dates": ("Calendar dates, seasons, or who was where.", "Kalenderdatums, seizoenen, of wie waar was."),
    "cannot survival": (
        "Survival: the archive does not know it.",
        "Overleving: het archief kent die niet.",
    ),
    "cannot images": (
        "The images themselves: cBioPortal has none, and this study leads to no viewer. Ask for access to them.",
        "De beelden zelf: cBioPortal heeft ze niet, en deze studie leidt niet naar een viewer. Vraag er toegang toe "
        "aan.",
    ),
    "joins tcga": (
        "The patients have TCGA barcodes, so public TCGA studies know them by the same ids. On the start page tick "
        "both studies and click on Explore Selected Studies: the samples of both stand side by side.",
        "De patiënten hebben TCGA-barcodes; openbare TCGA-studies kennen ze onder dezelfde id’s. Vink op de "
        "startpagina beide studies aan en klik op Explore Selected Studies: de monsters van beide staan naast "
        "elkaar.",
    ),
    "joins table": (
        "The samples are those of a genomic study, by the steward’s table. On the start page tick both studies and "
        "click on Explore Selected Studies to see mutations and imaging of the same patients together.",
        "De monsters zijn die van een genomische studie, volgens de tabel van de steward. Vink op de startpagina "
        "beide studies aan en klik op Explore Selected Studies om mutaties en beelden van dezelfde patiënten samen "
        "te zien.",
    ),
    "joins none": (
        "The patients are known by these ids in this study only. A steward who has both can join it to a genomic "
        "study.",
        "De patiënten zijn alleen in deze studie onder deze id’s bekend. Een steward die beide heeft, kan haar met "
        "een genomische studie verbinden.",
    ),
    "request": ("Request access to the images", "Toegang tot de beelden aanvragen"),
    "record": ("The record in the catalogue", "Het record in de catalogus"),
    "licence": ("Licence", "Licentie"),
    "no licence": (
        "No licence is stated: ask before you use the data for anything but looking.",
        "Er is geen licentie vermeld: vraag het voordat je de gegevens voor meer dan bekijken gebruikt.",
    ),
    "protocol": ("Protocol of the study", "Protocol van de studie"),
    "cite": ("Cite: {citation}", "Citeer: {citation}"),
    "cite record": (
        "Cite the record in the catalogue; its address stays the same.",
        "Citeer het record in de catalogus; het adres daarvan blijft hetzelfde.",
    ),
    "pubmed": ("PubMed {id}", "PubMed {id}"),
    "oncotree": (
        "Cancer types are coded by OncoTree ({version}).",
        "Kankersoorten zijn gecodeerd met OncoTree ({version}).",
    ),
}

WORDS = Phrases({**_HEAD, **_HOLDS, **_ASK, **_TELLING})
