"""Words that name nobody, because everybody writes them: in English and Dutch, of imaging and of medicine.

``WORDS`` are found in any description of a dataset. ``NAMING`` are words and names at once (Mark, Rose, de Wit): alone
they name nobody, two of them may be somebody. ``PERSONS`` stand for people, so that one with a number may be somebody.
All are written in the one spelling of ``tokens``.
"""

from img2fair.privacy.tokens import one_spelling

_FUNCTION = """
a aan able about above according achter across actual actually after again against al all alle alleen almost along
already also although altijd always am among amongst and ander andere another any apart are around at au auch auf aux
available avec away b back based be became because become before began behind bei beide being below ben beside best
better between beyond big binnen both boven buiten but c called came can cannot ce come con could d daar daarna daarom
dan das dat de del dem den der deze did die different dit do doen done door down drie du durch during e each echter een
eerste eigen ein eine einer either el elk elke elle else en enige enkele enough er est et etc even eveneens every
everything example except f few fifth first five for former formerly found four fourth from full fully further für g
gave ge gebruik gebruikt gedaan geen get geweest give given go got h haar had hadden have having he heb hebben heeft
hence her here het hier hij his hoe hoeveel how however hun i ieder iedere iets if ik im in indeed indien inside
instead into ist it itself j ja je k kan keep kept kleine know known komen kunnen l la laatste large larger last later
latter least les let leur like likely lo longer m maar made mainly mais make maken making many me mean meant meest
meeste met might mijn minder mine mit moet moeten more moreover most mostly much must my n na naar naast nach nadat
near nearly nee need needed neer neither never new next nicht niet nieuw nieuwe nine no nog non none nooit nor not note
nothing nous now nu number o oder of off often old om omdat on once onder one only onto onze ook op open or other
otherwise ou oud our out over own p par para part pas per perhaps please por possible pour put q que qui quite r rather
really recent s same samen sans se second see seen seven several shall she should show shown sich side similar sin
since sind six sixth slechts small smaller so some something soms son sont soon steeds still such sur t take taken te
tegen ten ter terwijl tevens than that the their them then there therefore these they thing third this those though
three through throughout thus tijdens time to toch toen together too took tot total toward tussen twee two type uit un
una und under une unless until up upon us use used useful user using usual usually v vaak vanaf vanuit vanwege various
veel vele verder verschillende very via vier vijf volgende volgens von voor vooral vor vous w waar waarbij waarin
waarna waarvan wanneer want waren was wat we weer wel welke well went werd werden were what whatever when where whereas
whether which while who whole whom whose why wie wij willen wird with within without word worden wordt would x y yes
yet you your z zal zeer zelf zelfde zes zeven zich zij zijn zo zoals zonder zou zouden zowel zu zullen zum zur
"""
_TIME = """
aanvang age aged annual apr aug baseline begin beginning christmas dag dagen daily date datum dec decade december
dinsdag donderdag duration early einde end feb februari february final follow followup friday half herhaling hour
hourly initial interval jaar januari january jaren jul juli jun juni late leeftijd maand maandag maanden maart march
meting minute minuten minuut moment monday month monthly morning night nov november nulmeting oct october okt oktober
period phase post pre quarter repeat repeated retest saturday season seconde seconden sep sept september session stage
start stop sunday term test thursday timeline timepoint today tuesday uren uur visit vrijdag wave wednesday weekly
weken woensdag year yearly zaterdag zondag
"""
_PERSONS = """
adult adults animal boy boys case cases child children control controls deelnemer deelnemers donor donors elderly
families family female females gezin girl girls guest guests human individual individuals infant infants jongen jongens
kind kinderen male males mannen meisje meisjes member men mens mensen moeder mother neonate neonates ouder ouders
participant participants pat patient patients patiënten people person personen persons persoon proband probands
proefpersoon respondent sub subj subject subjects twin twins vader volunteer volunteers vrijwilliger vrijwilligers
vrouw vrouwen woman women
"""
_OF_NOBODY = """
anon anoniem anonym anonymisation anonymised anonymization anonymized anonymous coded confidential deid deidentified
demo dummy empty fake fantoom ghost hidden identified identity invented masked missing naam name namen noname null
onbekend phantom placeholder private pseudonym pseudonymised pseudonymized pseudonymous redacted removed sample secret
synthetic temp template tester testing tmp unidentified unknown unnamed withheld xxx xxxx xxxxx
"""
_IMAGING = """
achieva acquired acquisition adc aera afbeelding afbeeldingen angio angiogram angiography annotated annotation aperture
apparent aquilion artefact arterial artifact asl atlas attenuation automated avanto axial band basal beam beeld beelden
beeldkwaliteit beeldvorming bestand bestanden bids biograph biopsy blood bmode body bold breath brilliance bruker
calibration camera canon carestream catalogue cathode ccta ceus channel coil collimator color colour computed cone
contour contrast coronal coronary cr csv ct cta curve data dataset dce delay delayed delineation density depth derived
detector dicom diffusion digital digitised digitized dimension discovery display dose dosimetry dr drawn dti duplex dwi
dx dynamic ecg echo echocardiography echografie eeg elastography emission endoscopy enhanced enhancement epi esaote
espree excitation exposure extract fast fat fdg feature fft field file film filter filtered fixed flair flash flip flow
fluoroscopy fmri format foto frame frequency fuji fujifilm functional fusion gadolinium gamma gated gating gegevens
gemini gradient grid healthcare histogram histology hitachi hologic horizontal hounsfield image imager imaging
imagingdata ingenia intera interventional inversion io iso isotropic iv jpeg json kernel keyword kodak kwaliteit label
labelled labs lateral layer left lightspeed localiser localizer lut mag magnetic magnetom mammografie mammogram
mammography manual map mapping mask matrix measure measured measurement medial median mesh meten metingen mg microscopy
modalities modality model monitor montage motion mr mra mri multi multimodal multiparametric nema nifti nm noise normal
nuclear object oblique onderzoek onderzoeken opacity opname opnamen optical optima ot output overlay pacs panel
parallel parameter parametric pathology pattern peak perfusion pet petct photon pipeline pixel plain plan planar plane
planning plot portable position positron prisma process processed processing profile projection prone prospective
protocol proton pt pulse quality quantification quantitative radiograph radiography radiological radiologist radiology
radiomics radionuclide radiotherapy range rate rated rating raw reading reconstructed reconstruction reference region
registered registration relaxation render report resolution resonance resource rest resting retrospective revolution rf
right roi rotation rt rtdose rtplan rtstruct röntgen sagittal scale scan scanned scanner scanning scanreeks scout
screen screening seg segment segmentation segmented sensor sequence serie shape shim shimadzu siemens signa signal
single size skull skyra slice slide sm smoothed software somatom sonata sonography source space spatial spect
spectroscopy spectrum spin spine spiral split sr ssp standard static stereo stored strength stress structural structure
structured study supine surface susceptibility swi symphony system table tag technique temporal tensor tesla thick
thickness thin tif tiff tissue tof tomography toshiba trace tracer tracking transverse trio ultrasonic ultrasonography
ultrasound uniform unit united upright vantage vector verio verslag verslagen vertical vida video view viewer virtual
vision volume volumetric voxel wall warp weefsel weight weighted wide width window xa xnat xray zoom
"""
_MEDICINE = """
aandoening aandoeningen abdomen abdominal abnormal abnormality abscess absence academic acute adenocarcinoma adenoma
adipose adjuvant admission admitted adrenal affected airway alveolar alzheimer amyloid anatomic anatomical anatomy
anemia aneurysm ankle anterior aorta aortic arm arrest arrhythmia arteries artery arthritis artsen aspect assay assess
assessed assessment asthma astrocytoma atrophy autism barrett basic behandeld behandeling behandelingen benign beroerte
bijwerking bilateral bile biliary biobank biomarker birth bladder bleeding bloed bloeddruk bloeding bone borst
borstkanker bot botten bowel brain brca breast bronchi bronchus buik burden calcification calcium cancer carcinoma
cardiac cardiomyopathy cardiovascular care carotid cartilage catheter caudate cell center central centre cerebellum
cerebral cervical cervix characteristic chemistry chemotherapy chest chirurgie cholesterol chromophobe chronic
circulation cirrhosis class classification clear clinic clinical clinically clinician cognitive cohort collection colon
colonoscopy colorectal combined complete complication composition concomitant condition confirmed consecutive consent
cord cortex cortical course covid covid19 cranial crohn cure cyst cystic darm darmkanker death defect deficit
degenerative dementia demographic dental depression dermatology detected detection developed development device
diabetes diabetic diagnose diagnosed diagnosis diagnostic diameter diastolic diet disc disease disorder distal distant
drug ductal dysplasia ear edema effect ejection elbow embolism emergency emphysema endocrine endometrial enrolled
enrollment entry epilepsy episode esophageal esophagus event evidence ewing excision exercise experiment expert
expression extent eye face facial failure feet femoral femur fetal fetus fever fibroid fibrosis findings focal
follicular foot fracture frontal function gastric gene genetic genome genomic geriatric gewricht gewrichten gezond
gezonde gezondheid gland glioblastoma glioma glucose grade graft groep groepen group growth gynaecology hand head
healed health healthy heart hematoma hemorrhage hepatic hepatitis hepatocellular hernia hersenbloeding hersenen
herseninfarct hersentumor high hip hippocampus histopathology history hodgkin hoofd hormone hospital hospitalised
hospitalized huid hypertension idiopathic ill illness immune immunotherapy implant incidence index infarct infarction
infection infectious inferior inflammation injection injury inner intake intensity intensive intervention intestine
invasive ischemia ischemic isolated joint kanker kidney klacht klachten kliniek klinisch klinische knee knieën
laboratory laparoscopic laser leg lesion leukemia level lever leverkanker lgg lichaam ligament limb linker lipid liquid
liver lobe lobular local location longen longkanker lower lumbar lumen lung lymph lymphocyte lymphoma macula
malformation malignancy malignant management mandible margin marker marrow masses mastectomy maternal mediastinum
medical medication medicine medium melanoma memory meningioma meniscus menopause mental mesothelioma metabolic
metastases metastasis metastatic method micro middle mild moderate molecular morbidity morphology mortality motor mouth
multiple muscle mutation myeloma myocardial myocardium nasal nausea neck necrosis negative nek neoplasm nephrology
nerve nervous neural neuro neuroblastoma neurodegenerative neurological neurology neuron neurosurgery neus nier nieren
node nodule nose nuclei nucleus nurse nutrition obesity obstruction occlusion ogen oncology onset oog oor operatie
operation operative opinion optic oral orbit organ origin orthopaedic orthopedic osteoarthritis osteoporosis outcome
outpatient ovarian ovary paediatric pain palliative pancreas pancreatic papillary paralysis parathyroid parietal
parkinson partial passive pathogen pathologist pathway pediatric pelvic pelvis performance peripheral phenotype
physical physician physiology pituitary placebo placenta plaque plasma platelet pleura pleural pneumonia polikliniek
polyp population positive posterior postmortem postoperative posture pregnancy pregnant premature prenatal preoperative
presence present pressure prevalence prevention primary procedure prognosis program programme progress progression
proliferation proof prostaat prostaatkanker prostate prostatic protein proteomics proximal psychiatric psychiatry
psychology puberty pulmonary pupil radiation random randomised randomized reaction receptor rechter rechts record
recovery rectal rectum recurrence recurrent reduced reduction reflex rehabilitation relapse remission removal renal
repair repeatability research resection residual respiratory response result retina retinal retinopathy rheumatoid
rheumatology rib risk routine rug ruggenmerg rural sac sacral saliva sarcoma sars scalp scapula scar schildklier
schizophrenia schouder sclerosis score secondary seizure sepsis septum serum severe severity sex shoulder sick sign
sinus skeletal skeleton skin sleep slokdarm smear smoker smoking soft species specimen speech sperm spier spieren
spinal spleen spread squamous stable stem stenosis stent sternum stomach stroke studie subtype sudden suffering
superior supportive surgeon surgery surgical survey survival survived swelling symptom syndrome synovial systematic
systolic tail tand tanden target tau tcga technology teeth temperature tendon testicular testis thalamus therapeutic
therapies therapy thigh thoracic thorax throat thrombosis thrombus thymus thyroid tibia tongue tonsil tooth toxic
toxicity trachea tract train training transfer transfusion transplant transplantation trauma traumatic treat treated
treatment tremor triage trial trunk tuberculosis tumor tumour uitkomst uitkomsten uitzaaiing uitzaaiingen ulcer
umbilical upper ureter urethra urinary urine urology uterine uterus vaat vaccine vagina valve variant vascular vaten
vein venous ventral ventricle ventricular verpleegkundige verpleging vertebra vertebral vessel veterinary viral virus
viruses visceral visual vital vitamin voeten vomiting waist wait weakness wervel wervelkolom wound wrist zenuw zenuwen
ziek ziekenhuis ziekenhuizen ziekte ziekten zorg zwanger zwangerschap
"""
_RESEARCH = """
aantal aanvraag access accessible account accuracy accurate achieve acr action activity added addition additional
address agreement aim algorithm allow allowed analyse analysed analysis analytic analyze analyzed answer application
applied apply approach approaches approval approved archive area article artificial author average award background
balance barcode base basis bay benchmark beschikbaar beschrijving bevat bevatten bibliography board book bright bron
build built bull bus button campus carried carry cash castle catalog categories category cause caused centrum challenge
change chapel chapter check checked checklist choice chosen church city classes clean cleaned client cloud cluster
coach code collaboration collaborative collect collected college comment commercial commission committee community
company compare compared comparison computer concept conclusie conduct conducted conference consist consisting
consortium constant contact contain contained content context contract contribution contributor copy core correct
corrected correlation correspond corresponding cost cotton count counted countries country cover coverage create
created creative creator criteria criterion current currently cut database day deep default define defined definition
degree deliver department describe described description design designed detail detailed determine determined developer
difference difficult direct direction director directory discover distribution document documentation documented doel
domain download draw driven duplicate dutch eastern edit edition editor education effort eight eindpunt eleven email
england enter entire entity environment error establish established estimate estimated ethical ethics europe european
europees europese evaluate evaluated evaluation exact examination examined exclude excluded exclusion existing
experience explore export extension external extra factor fair federal fellow figure fill filled find folder foundation
framework fund funded funding future gegevensset gem gemeten general generated generation german germany glass global
goal gold golden government grand great guideline hall harbor hawk heath heide hek hemel herfst higher highest hoek
home hoofdonderzoeker hoog hoogte horn host house hout huis id idc identifier implementation import important improve
improved include included including inclusion increase independent industry info inform informatie information
infrastructure inhoud initiative input institute institution institutional instituut instrument integrated integration
intelligence international internet interview introduction investigate investigated investigation investigator issue
item jaarlijks journal kenmerk kenmerken kerk kerkhof laag language lead leader leading learn learning length lente
letter library licence license licentie life light lijst limit limited line linear link linked lint list listed
literature live living load locatie low main maintain maintained market match matched material matter maximum meer
meester meeting metadata methode methoden minimum mission mixed mobile mode molen mond moonshot moor mount nagel nation
national natural naturally nature nederland nederlandse neef net netwerk network niveau noord normalised normalized
northern novel objective observation observational observed observer offer office official onderwerp onderzoeker
onderzoeksgroep online ontology oost operator opslag option order organisation organization oriented original ouderen
overview overzicht owner package page palm paper parent park partner past path patience pen percent percentage
performed permission phone pilot piper plaats plaatsen place placed platform point policy pond pool poor power practice
precision predict prediction preliminary prepare presented press previous previously price pride principal principle
print prior priority problem product production professional professor project projecten property proposal propose
proposed protect protected protection provide provided provider providing province public publicatie publication
publicly published publisher publishing purpose question questionnaire quick rain rapport reach read reader ready real
receive received recommend recruited recruitment reduce ree refer referred regional registry related relation
relationship release released relevant reliability reliable replace request requested require required requirement
researcher respective responsible restricted restriction resultaat resultaten return review reviewed rijk rijn rod role
room rule run safe safety sage scheme schoen schol school science scientific scientist scope search section sector
security select selected selection sense sensitive sensitivity separate server service set share shared sharing sharp
sheet shift short simple simulated simulation singer site situation skills skip slot smart snel snow social society
solution southern sparks special specialist specific specification specificity speed sponsor spring staal stad staff
staging stam stark state station statistic statistical status steekproef steel step stern stok stone storage store
storm straat strange strategy street strong student style subset suitable summary summer supplement support supported
supporting swan swift synthesis task teach team technical temple text theme theory thesis thousand titel title toegang
toestemming tool top topic toren track trained transform translation tree trefwoord trefwoorden trip true tuin twelve
uitvoering underlying unique universitair universiteit university update updated upload url usage valid validated
validation validity valuable value variabele variabelen variable variation verband vergelijking versie version volk
vraag vragen waarde wagen water web website week weide werk west western wetenschap wetenschappelijk wind winkel work
worked workflow working workshop world woud write writing written wrong zand zenodo zilver zip zomer zon zuid
"""
_PLACES_AND_MORE = """
africa african air amc america american amsterdam antwerp apple arkansas arrow asia asian australia austria auto bar
barcelona bed belgian belgium berlin blauwe blue boat boston bottle box branch brazil bread bridge brood brussels
building bureau business canada canine car cat chain chair chicago china chinese cleveland clock cloth coat copenhagen
corn corner cow cup delft denmark deur dier dieren dish dog dorp dream drink dust earth egg eiland eindhoven engine
enschede erasmus eu eur feline fiets finland fire fish flag floor food france fruit game garden gas geel gele ghent
gouda grass greece grijs grond groningen ground haarlem hague hair hard heat heavy hole honden horse hot houston huizen
ice india indian ireland iron island israel italian italy japan japanese jaw kat katten keuken kip konijn lamp leaf
leather leeuwarden leiden leuven licht lisbon london lucht lumc maastricht madrid manchester massachusetts meal meat
melk metal mexico mice michigan milan milk minnesota mirror money monkey mountain mouse muis muizen munich murine music
muziek nacht nail nci needle netherlands nih nijmegen nki norway nut ocean oil orange oranje oslo oxford paard paint
pencil pennsylvania philadelphia pig pink pipe pittsburgh pocket poland polish portugal pot powder prose purple rabbit
radboud rail ramen rat red regen ring river rivier road rode rome roof root rope rotterdam roze russia sail salt sand
scotland sea seed sheep shelf ship shoe shop silk singapore sky sneeuw soap sock solid song sound south spain spanish
spel spoon square stamp stanford star steam stick stockholm stoel string sugar sun sweden swedish sweet swim swiss
switzerland sydney tafel taiwan tcia texas thread ticket tilburg tokyo toronto town toy transport trousers tube turkey
turkish twente uk umbrella umc umcu uppsala usa usd utrecht varken vienna village voice vumc warsaw wash washington
watch wax wereld wheel wing wire witte yellow zout zurich zwarte zwolle
"""
_NAMING = """
abbey admiraal angel appel april art august autumn baan baars baker bakker ball bank barber barn bas bass bean bear
beck beek been beer bell berg bergen berry bij bill bird bishop black blank blauw bloem blok bloom blossom boer bol
bond boom boon boot booth bos bosch brand brandt breed brink broek broer brook brown brug bruin buck buis buren burger
burn bush butcher butler carpenter carter chance chandler chase cherry christian clay cliff cole colt cook cooper coral
cox craft crane cross crystal curl dam dawn deacon dean dee dekker dick dijk dik does dorst dove draaijer drew duin
duke earl east eden eik english ever faith farmer fields finch fisher flora flower ford forest forrest fountain fox
franc frank free freeman french friend frost gans gardener gardner gates geest gelder ginger glen goed goede good goud
graaf grace grant graven graves gray green grey groen groene groot grote grove guy haas haen ham hardy harm harp hart
haven hay hazel heather heer held henry herb herder hert heuvel hill hof holder holland hollander holly hond hooft hope
hunt hunter iris ivory ivy jack jager jan jay jean jewel job jong jonge jonker joy jude judge july june just justice
kamer kamp kapper kay keizer kers key king klein klok knecht knight kok koning kooi koop koopman koper kort korte kraan
kroon krul laan lake lam lamb lance land lane lang lange lark law lily linden little long loon loos lord love lucky
maan major man mark mars marsh marshall martin mason master max may mead meadow mei mercer mercy merit merry miles
miller mills mol molenaar monk mooi moon mos mout nightingale noble norm north oak olive opal os oude ouden paal paap
paige palmer parker pater pauw pearl peer pepper perry philips pijl pijpers pole pollard poole poort pope porter potter
pound powell priest prince prins raaf ram ransom ray reed rein reus rich richman ridder rivers rock rood roode roos
rose rowan royal ruby ruiter rush sailor savage sawyer scarlet schaaf schaap schilder schipper schoenmaker schut shade
shaw shepherd sheriff silver skinner slager smid smith spear speelman spencer spruit squire steen ster stork sue tanner
tiger timmer timmerman tucker tulp turner vale valk van vance veer veld velde velden ven victor victory vink viola
violet vis visser vlieger voet vogel vorst vos vries vroom wade wagenaar walker waller ward warden warm watt way weaver
wells wever white wijk wijn wil wild wilder will winter wise wit witt wolf wood wooden wool worth wright young zee
zeeman zoet zwaan zwart
"""
_PARTICLES = """
aan abu af al as av ben bin bint da das de degli del della delle dello den der di do dos du e el het i ibn in la le les
of op s t te ten ter und van vande vanden vander vom von y zu zum zur
"""
_TITLES = """
bsc dhr dott dr dra drs frau heer herr hr ii iii iv jr madam madame md mej mevr mevrouw miss mlle mme monsieur mr mrs
ms msc mw phd prof sig signora sir sr sra srta
"""


def _set(*texts: str) -> frozenset[str]:
    return frozenset(one_spelling(word) for text in texts for word in text.split())


PARTICLES = _set(_PARTICLES)
"""Words before a family name."""
TITLES = _set(_TITLES)
"""Forms of address, degrees and what tells father from son."""
PERSONS = _set(_PERSONS)
NAMING = _set(_NAMING) - PERSONS
WORDS = _set(_FUNCTION, _TIME, _PERSONS, _OF_NOBODY, _IMAGING, _MEDICINE, _RESEARCH, _PLACES_AND_MORE) - NAMING
_NEITHER = WORDS | NAMING | TITLES
_FEW_DIGITS = 2


def is_word(token: str) -> bool:
    """Tell whether a token, in the one spelling, is a word or the plural of one."""
    return token in _NEITHER or (token.endswith("s") and token[:-1] in _NEITHER)


def is_plain_word(token: str) -> bool:
    """Tell whether a token is a word and not a name as well."""
    return token not in NAMING and (token in WORDS or (token.endswith("s") and token[:-1] in WORDS))


def says_nobody(tokens: list[str]) -> bool:
    """Tell whether tokens that stand together are too common to be somebody's: ``brain 01``, ``healthy volunteer``.

    A word for a person with a number (``patient 7``) is not, nor are two words that are names as well (``Rose Mark``).
    """
    if len(tokens) == 1:
        return is_word(tokens[0])
    numbers = [token for token in tokens if token[0].isdigit()]
    if sum(map(len, numbers)) > _FEW_DIGITS:
        return False
    words = [token for token in tokens if not token[0].isdigit()]
    if numbers and any(word in PERSONS for word in words):
        return False
    return all(map(is_plain_word, words))
