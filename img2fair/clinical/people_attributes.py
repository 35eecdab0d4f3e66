"""Attributes of people: who they are, how they live, how they fare (clinical/attributes.py)."""

from img2fair.clinical.attributes import KnownAttribute, known
from img2fair.clinical.decisions import Kind

_RACES = {
    "White": "white,caucasian,blank,wit",
    "Black or African American": "black,black or african american,african american,zwart",
    "Asian": "asian,aziatisch,asiatisch",
    "American Indian or Alaska Native": "american indian or alaska native,american indian,native american",
    "Native Hawaiian or Other Pacific Islander": "native hawaiian or other pacific islander,pacific islander",
    "Other": "other,other race,anders",
}
"""The categories of the US Office of Management and Budget (1997), which most public studies have."""
_SMOKING = {
    "Current": "current,current smoker,smoker,smokes,roker,rookt,raucher,fumeur,active",
    "Former": "former,former smoker,ex-smoker,ex smoker,past,quit,reformed smoker,ex-roker,gestopt,exraucher,ex-fumeur",
    "Never": "never,never smoker,non-smoker,non smoker,nonsmoker,lifelong non-smoker,nooit,nooit gerookt,niet-roker,"
             "nichtraucher,nie,jamais,non-fumeur",
}  # fmt: skip
_HANDS = {
    "Right": "right,right-handed,right handed,r,rechts,rechtshandig,rechtshänder,rechtshaendig,droitier,droite",
    "Left": "left,left-handed,left handed,l,links,linkshandig,linkshänder,linkshaendig,gaucher,gauche",
    "Ambidextrous": "ambidextrous,ambi,both,mixed,tweehandig,beide,beidhändig,ambidextre",
}
_FREE = {
    "0:DiseaseFree": "0:diseasefree,diseasefree,disease free,no recurrence,not recurred,geen recidief,kein rezidiv",
    "1:Recurred/Progressed": "1:recurred/progressed,recurred/progressed,recurred,progressed,recurrence,recidief,"
                             "rezidiv",
}  # fmt: skip
"""No yes and no: they mean the one or the other, by the question."""
_PROGRESS = {
    "0:CENSORED": "0:censored,censored,no progression,progression free,geen progressie,keine progression",
    "1:PROGRESSION": "1:progression,progression,progressed,progressive disease,progressie",
}
_EVENT = {
    "0:NO EVENT": "0:no event,no event,event free,geen event,kein ereignis",
    "1:EVENT": "1:event,event",
}
_OF_DISEASE = {
    "0:ALIVE OR DEAD TUMOR FREE": "0:alive or dead tumor free,alive or dead tumor free",
    "1:DEAD WITH TUMOR": "1:dead with tumor,dead with tumor,dead of disease,died of disease",
}
_MONTHS = "in months from day 0"

PEOPLE: tuple[KnownAttribute, ...] = (
    known("SEX", "Sex", "Sex of the patient", "gender,m f,ptgender,geslacht,geschlecht,sexe,patient sex,sex at birth,"
          "kjonn,kon",
          Kind.SEX, priority=9, fixed=True),
    known("GENDER", "Gender", "Gender of the patient, where it is told beside the sex", fixed=True),
    known("AGE", "Age", "Age of the patient on day 0", "age years,age y,leeftijd,alter,âge,patient age,age at baseline,"
          "age at scan,age at inclusion,age at diagnosis,age at enrollment,leeftijd bij diagnose,alter bei diagnose,"
          "diagnosis age,age at initial diagnosis,age at study date,age at imaging", Kind.AGE,
          unit="years", priority=8, fixed=True, span=(0, 120)),
    known("OS_STATUS", "Overall survival status", "Whether the patient was alive when last heard of",
          "vital status,vitale status,survival status,overall survival status,os event,deceased,overleden,"
          "levensstatus,status leven,vital,"
          "vitalstatus,überlebensstatus,statut vital,alive,dead,death,patient status,last known status",
          Kind.SURVIVAL, priority=7, fixed=True),
    known("OS_MONTHS", "Overall survival", f"Time until death or the last contact, {_MONTHS}",
          "overall survival,overall survival months,os,os time,os days,survival,survival months,survival days,"
          "survival time,days to death,days to last follow up,days to last followup,days to last contact,overleving,"
          "overleving maanden,overlevingsduur,überleben,gesamtüberleben,survie globale,follow up time,follow up months",
          Kind.MONTHS, unit="months", priority=6, fixed=True, span=(0, 1440)),
    known("DFS_STATUS", "Disease free status", "Whether the disease came back", "disease free status,recurrence status,"
          "rfs status,recurrence,relapse,recidief,rezidiv,récidive,disease free survival status", fixed=True,
          values=_FREE),
    known("DFS_MONTHS", "Disease free survival", f"Time until the disease came back, or the last contact, {_MONTHS}",
          "disease free survival,disease free months,dfs,dfs days,rfs months,recurrence free survival,"
          "days to recurrence,ziektevrije overleving,krankheitsfreies überleben", Kind.MONTHS, unit="months",
          fixed=True, span=(0, 1440)),
    known("PFS_STATUS", "Progression free status", "Whether the disease progressed",
          "progression free status,progression status,progression,progressie,pfs event", values=_PROGRESS),
    known("PFS_MONTHS", "Progression free survival", f"Time until the disease progressed, or the last contact, "
          f"{_MONTHS}",
          "progression free survival,progression free months,pfs,pfs days,ttp,time to progression,days to progression,"
          "progressievrije overleving,progressionsfreies überleben,survie sans progression", Kind.MONTHS,
          unit="months", span=(0, 1440)),
    known("EFS_STATUS", "Event free survival status", "Whether there was an event: progression, relapse, another "
          "tumour or death", "event free status,efs event,event free survival status", values=_EVENT),
    known("EFS_MONTHS", "Event free survival", f"Time until the event, or the last contact, {_MONTHS}",
          "event free survival,efs,efs days,efs time,ereignisfreies überleben", Kind.MONTHS, unit="months",
          span=(0, 1440)),
    known("DSS_STATUS", "Disease-specific survival status", "Whether the patient died of the disease",
          "disease specific survival status,cause specific death", values=_OF_DISEASE),
    known("DSS_MONTHS", "Disease-specific survival", f"Time until death of the disease, or the last contact, {_MONTHS}",
          "disease specific survival,dss", Kind.MONTHS, unit="months", span=(0, 1440)),
    known("RACE", "Race", "Race, in the categories of the source", "ras,race category,patient race", values=_RACES),
    known("ETHNICITY", "Ethnicity", "Ethnicity, in the categories of the source",
          "etniciteit,ethnie,ethnizität,ethnic group,ethnicity category,hispanic"),
    known("HANDEDNESS", "Handedness", "The hand that the patient prefers",
          "handvoorkeur,händigkeit,dominant hand,hand dominance,latéralité manuelle,handed,hand,pthand", values=_HANDS),
    known("EDUCATION_YEARS", "Education", "Years of education", "education,years of education,educ,educ years,pteducat,"
          "opleidingsjaren,jaren opleiding,bildungsjahre,ausbildungsjahre", Kind.NUMBER, unit="years", span=(0, 40)),
    known("SOCIOECONOMIC_STATUS", "Socioeconomic status", "Socioeconomic status, in the categories of the source",
          "ses"),
    known("WEIGHT", "Weight", "Body weight", "gewicht,lichaamsgewicht,körpergewicht,poids,body weight,patient weight,"
          "weight kg,weight lb,weight lbs", Kind.NUMBER, unit="kg", span=(1, 400)),
    known("HEIGHT", "Height", "Body height", "lengte,lichaamslengte,körpergrösse,grösse,taille,body height,length,"
          "patient height,height cm,height m,height in,patient size,stature", Kind.NUMBER, unit="cm", span=(30, 250)),
    known("BMI", "Body mass index", "Body weight by the square of the height", "body mass index,bmi kg m2,imc,qi,"
          "quetelet", Kind.NUMBER, unit="kg/m2", span=(8, 100)),
    known("SMOKING_STATUS", "Smoking", "Whether the patient smokes or did", "smoking,smoker,smoking history,roken,"
          "rookstatus,rauchen,raucherstatus,tabagisme,tobacco use,tobacco smoking status", values=_SMOKING),
    known("SMOKING_PACK_YEARS", "Pack years", "Packs of cigarettes by day, times years", "pack years,packyears,"
          "pakjaren,packungsjahre,paquets années,pack years smoked", Kind.NUMBER, span=(0, 300)),
    known("ALCOHOL", "Alcohol", "Use of alcohol, in the categories of the source", "alcohol use,alcohol consumption,"
          "alcoholgebruik,alkohol,alkoholkonsum"),
    known("MENOPAUSE_STATUS", "Menopause", "Before or after the menopause", "menopausal status,menopause,"
          "menopauzestatus,menopausenstatus", values={
              "Pre": "pre,premenopausal,pre-menopausal,premenopauzaal,prämenopausal",
              "Peri": "peri,perimenopausal,peri-menopausal",
              "Post": "post,postmenopausal,post-menopausal,postmenopauzaal,postmenopausal"}),
    known("KARNOFSKY_PERFORMANCE_SCORE", "Karnofsky score", "Karnofsky performance score, 0 to 100", "karnofsky,kps,"
          "karnofsky score,karnofsky index,karnofsky performance status,kps score,kps baseline", Kind.NUMBER,
          span=(0, 100)),
    known("ECOG_SCORE", "ECOG performance status", "ECOG (WHO, Zubrod) performance status, 0 to 5", "ecog,ecog ps,"
          "ecog performance status,performance status,who performance status,who ps,ecog status", Kind.NUMBER,
          span=(0, 5)),
    known("MMSE", "MMSE", "Mini-Mental State Examination, 0 to 30", "mmse score,mmse total,mini mental state,"
          "mini mental,"
          "mini mental state examination", Kind.NUMBER, span=(0, 30)),
    known("CDR", "Clinical dementia rating", "Clinical Dementia Rating, global score 0 to 3", "cdr global,cdr score,"
          "clinical dementia rating", Kind.NUMBER, span=(0, 3)),
    known("APOE_GENOTYPE", "APOE genotype", "Alleles of APOE", "apoe,apoe genotype,apoe alleles"),
    known("DIABETES", "Diabetes", "Whether the patient has diabetes mellitus", "diabetes mellitus,dm,diabète,"
          "diabetes type 2", Kind.YES_NO),
    known("HYPERTENSION", "Hypertension", "Whether the patient has high blood pressure", "hypertensie,hypertonie,"
          "bluthochdruck,hoge bloeddruk,high blood pressure,hypertension artérielle", Kind.YES_NO),
    known("FAMILY_HISTORY", "Family history", "Whether relatives had the disease", "familieanamnese,"
          "family history of cancer,familienanamnese,belaste familieanamnese"),
    known("ARM", "Arm", "Arm of the trial", "treatment arm,study arm,trial arm,onderzoeksarm,behandelarm,studienarm,"
          "randomisation,randomization,randomisatie,bras"),
    known("COHORT", "Cohort", "Group of the study that the patient is of", "group,groep,gruppe,groupe,study group,"
          "subject group,research group,cohorte,kohorte"),
    known("COUNTRY", "Country", "Country of the patient or the centre", "land,pays"),
)  # fmt: skip
