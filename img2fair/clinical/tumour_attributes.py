"""Attributes of a disease and of what is known of its tissue (clinical/attributes.py)."""

from img2fair.clinical.attributes import KnownAttribute, known
from img2fair.clinical.decisions import Kind, Level

_SAMPLE = Level.SAMPLE

_RECEPTOR = {
    "Positive": "positive,pos,+,positief,positiv,positif,amplified,overexpressed",
    "Negative": "negative,neg,-,negatief,negativ,négatif,not amplified",
    "Equivocal": "equivocal,borderline,indeterminate,dubieus,grenzwertig",
}
_HER2 = {**_RECEPTOR, "Positive": f"{_RECEPTOR['Positive']},3+", "Negative": f"{_RECEPTOR['Negative']},0,1+",
         "Equivocal": f"{_RECEPTOR['Equivocal']},2+"}  # fmt: skip
"""With the scores of immunohistochemistry by the ASCO/CAP guideline: 2+ is told by in-situ hybridisation."""
_MUTATION = {
    "Mutant": "mutant,mutated,mut,mutation,positive,pos,gemuteerd,mutiert,muté",
    "Wildtype": "wildtype,wild type,wild-type,wt,not mutated,negative,neg,niet gemuteerd,wildtyp",
}
_METHYLATED = {
    "Methylated": "methylated,meth,positive,gemethyleerd,methyliert,méthylé",
    "Unmethylated": "unmethylated,unmeth,not methylated,negative,ongemethyleerd,niet gemethyleerd,unmethyliert",
}
_CODELETION = {
    "Codeleted": "codeleted,codel,co-deleted,deleted,codeletie,kodeletiert,positive",
    "Not codeleted": "not codeleted,non-codel,noncodel,non-codeleted,intact,geen codeletie,negative",
}
_KINDS_OF_SAMPLE = {
    "Primary": "primary,primary tumor,primary tumour,primair,primärtumor,tumeur primaire,initial",
    "Recurrence": "recurrence,recurrent,recurrent tumor,recidief,rezidiv,récidive",
    "Metastasis": "metastasis,metastatic,metastase,métastase,met",
}
"""Words that cBioPortal colours its samples by."""
_INSTABLE = {
    "MSI-H": "msi-h,msi high,msi,instable,unstable,dmmr",
    "MSI-L": "msi-l,msi low",
    "MSS": "mss,stable,microsatellite stable,pmmr",
}

TUMOURS: tuple[KnownAttribute, ...] = (
    known("ONCOTREE_CODE", "OncoTree code", "Code of the cancer type in OncoTree", "oncotree,oncotree type",
          Kind.ONCOTREE,
          level=_SAMPLE, priority=7),
    known("CANCER_TYPE", "Cancer type", "Main type of the cancer", "tumour type,tumortype,kankersoort,"
          "krebsart,type de cancer,kind of cancer", level=_SAMPLE, priority=6),
    known("CANCER_TYPE_DETAILED", "Cancer type, detailed", "Type of the cancer", "cancer subtype,tumor subtype",
          level=_SAMPLE, priority=6),
    known("DIAGNOSIS", "Diagnosis", "Diagnosis, in the words of the study", "diagnose,diagnosis name,dx,disease,ziekte,"
          "clinical diagnosis,main diagnosis,primary diagnosis,diagnostic,disease type,condition,krankheit"),
    known("HISTOLOGY", "Histology", "Histological type of the tumour", "histologie,histological type,histologic type,"
          "histological diagnosis,pathology,pathologie,histopathology,morphology,histopathologie"),
    known("PRIMARY_SITE", "Primary site", "Where the tumour began", "primary tumor site,tumor location,tumour location,"
          "location,locatie,tumorlocatie,lokalisatie,lokalisation,tumorlokalisation,localisation,organ,lobe,"
          "primary tumour site,site of primary,anatomic site", level=_SAMPLE, priority=5, fixed=True),
    known("TUMOR_SITE", "Tumour site", "Where the tumour is", fixed=True),
    known("TUMOR_TISSUE_SITE", "Tumour tissue site", "Where the sample was taken", level=_SAMPLE, fixed=True),
    known("TUMOR_TYPE", "Tumour type", "Type of the tumour", level=_SAMPLE, fixed=True),
    known("SAMPLE_CLASS", "Sample class", "Class of the sample", level=_SAMPLE, fixed=True),
    known("KNOWN_MOLECULAR_CLASSIFIER", "Molecular class", "Molecular class that is known of the tumour"),
    known("METASTATIC_SITE", "Metastatic site", "Where the metastasis is that the sample is of", "site of metastasis,"
          "metastasis site,metastases location,locatie metastase", level=_SAMPLE, fixed=True),
    known("SAMPLE_TYPE", "Sample type", "Primary tumour, recurrence or metastasis", "specimen type,type of sample,"
          "monstertype,probenart", level=_SAMPLE, priority=4, fixed=True, values=_KINDS_OF_SAMPLE),
    known("LATERALITY", "Laterality", "Side of the tumour", "side,tumor side,tumour side,tumor laterality,zijde,kant,"
          "seite,lateraliteit,lateralität,seitenlokalisation,côté,latéralité,affected side,hemisphere,breast side",
          Kind.SIDE),
    known("AJCC_PATHOLOGIC_TUMOR_STAGE", "Pathologic stage", "AJCC stage group by pathology",
          "pathologic stage,pathological stage,ajcc pathologic stage,ajcc pathologic tumor stage,path stage,pstage,"
          "tumor stage pathological,stage,tumor stage,tumour stage,stadium,tumorstadium,stade,ajcc stage,uicc stage,"
          "uicc stadium,overall stage,stage group,disease stage,cancer stage,tnm stage", Kind.STAGE, priority=5),
    known("CLINICAL_STAGE", "Clinical stage", "AJCC stage group by examination and imaging", "ajcc clinical stage,"
          "cstage,"
          "ajcc clinical tumor stage,clinical tumor stage,klinisch stadium,klinisches stadium,stade clinique",
          Kind.STAGE, priority=5),
    known("PATH_T_STAGE", "Pathologic T", "AJCC T category by pathology", "pt,p t,pt stage,ajcc pathologic t,"
          "pathologic t,t stage,t category,pathology t stage"),
    known("PATH_N_STAGE", "Pathologic N", "AJCC N category by pathology", "pn,p n,pn stage,ajcc pathologic n,"
          "pathologic n,n stage,n category,pathology n stage"),
    known("PATH_M_STAGE", "Pathologic M", "AJCC M category by pathology", "pm,p m,pm stage,ajcc pathologic m,"
          "pathologic m,m stage,m category,pathology m stage"),
    known("CLIN_T_STAGE", "Clinical T", "AJCC T category by examination and imaging", "ct stage,ajcc clinical t,"
          "clinical t,clinical t stage,ct category,c t"),
    known("CLIN_N_STAGE", "Clinical N", "AJCC N category by examination and imaging", "cn,c n,cn stage,ajcc clinical n,"
          "clinical n,clinical n stage"),
    known("CLIN_M_STAGE", "Clinical M", "AJCC M category by examination and imaging", "cm stage,c m,ajcc clinical m,"
          "clinical m,clinical m stage"),
    known("GRADE", "Grade", "Grade of the tumour", "tumor grade,tumour grade,histologic grade,histological grade,"
          "who grade,graad,gradering,tumorgraad,who graad,grad,grading,tumorgrad,who grad,differentiation grade,"
          "neoplasm histologic grade,cns who grade,differentiatiegraad,differenzierungsgrad", Kind.GRADE,
          level=_SAMPLE, priority=5),
    known("GLEASON_SCORE", "Gleason score", "Sum of the two Gleason patterns, 2 to 10", "gleason,gleason sum,"
          "gleason total,gleasonscore", level=_SAMPLE),
    known("ISUP_GRADE", "ISUP grade group", "Grade group of prostate cancer, 1 to 5", "isup,isup grade group,"
          "grade group,"
          "gleason grade group,isup grade", Kind.NUMBER, level=_SAMPLE, span=(1, 5)),
    known("PSA", "PSA", "Prostate-specific antigen in serum", "psa level,psa value,psa waarde,serum psa,initial psa,"
          "psa ng ml,ipsa,psa wert,prostate specific antigen", Kind.NUMBER, unit="ng/ml", span=(0, 100000)),
    known("PIRADS", "PI-RADS", "PI-RADS category, 1 to 5", "pi rads,pirads score,pi rads score", Kind.NUMBER,
          level=_SAMPLE, span=(1, 5)),
    known("BIRADS", "BI-RADS", "BI-RADS category", "bi rads,birads score,bi rads score,birads category", level=_SAMPLE),
    known("ER_STATUS", "ER status", "Oestrogen receptor", "er,er status by ihc,estrogen receptor,oestrogen receptor,"
          "estrogen receptor status,oestrogeenreceptor,östrogenrezeptor", level=_SAMPLE, values=_RECEPTOR),
    known("PR_STATUS", "PR status", "Progesterone receptor", "pr,pgr,pgr status,pr status by ihc,progesterone receptor,"
          "progesterone receptor status,progesteronreceptor,progesteronrezeptor", level=_SAMPLE, values=_RECEPTOR),
    known("HER2_STATUS", "HER2 status", "HER2 (ERBB2)", "her2,her2 neu,erbb2,her2 status by ihc,her2neu",
          level=_SAMPLE, values=_HER2),
    known("HPV_STATUS", "HPV status", "Human papillomavirus in the tumour", "hpv,p16,p16 status,hpv p16,hpv status p16",
          values=_RECEPTOR),
    known("IDH_STATUS", "IDH status", "Mutation of IDH1 or IDH2", "idh,idh1,idh mutation,idh1 status,"
          "idh mutation status,"
          "idh1 mutation,idh mutatie", level=_SAMPLE, values=_MUTATION),
    known("MGMT_STATUS", "MGMT status", "Methylation of the MGMT promoter", "mgmt,mgmt methylation,"
          "mgmt promoter status,"
          "mgmt methylation status,mgmt promoter methylation,mgmt methylatie", level=_SAMPLE, values=_METHYLATED),
    known("CODELETION_1P19Q", "1p/19q codeletion", "Loss of both 1p and 19q", "1p19q,1p/19q,1p 19q,1p19q status,"
          "1p/19q codeletion,1p 19q codeletion,1p19q codeletion,codeletion", level=_SAMPLE, values=_CODELETION),
    known("ATRX_STATUS", "ATRX status", "Loss of ATRX", "atrx,atrx loss", level=_SAMPLE),
    known("TERT_PROMOTER_STATUS", "TERT promoter", "Mutation of the TERT promoter", "tert,tert promoter,tertp,"
          "tert promoter mutation", level=_SAMPLE, values=_MUTATION),
    known("EGFR_STATUS", "EGFR status", "Mutation of EGFR", "egfr,egfr mutation,egfr mutation status", level=_SAMPLE,
          values=_MUTATION),
    known("KRAS_STATUS", "KRAS status", "Mutation of KRAS", "kras,kras mutation,kras mutation status", level=_SAMPLE,
          values=_MUTATION),
    known("BRAF_STATUS", "BRAF status", "Mutation of BRAF", "braf,braf mutation,braf v600e", level=_SAMPLE,
          values=_MUTATION),
    known("MSI_STATUS", "MSI status", "Microsatellite instability", "msi,microsatellite instability,mmr,mmr status",
          level=_SAMPLE, values=_INSTABLE),
    known("TUMOR_SIZE", "Tumour size", "Largest diameter of the tumour, in the unit of the source", "tumour size,"
          "tumorgrootte,tumorgrösse,taille de la tumeur,tumor diameter,tumour diameter,lesion size", level=_SAMPLE),
    known("EXTENT_OF_RESECTION", "Extent of resection", "How much of the tumour was taken out", "eor,resection,"
          "resectie,"
          "resektion,extent of surgery,resection status,resection extent,surgery extent", values={
              "Gross total": "gross total,gross total resection,gtr,total,complete,totaal,komplett",
              "Subtotal": "subtotal,subtotal resection,str,near total,ntr,subtotaal",
              "Partial": "partial,partial resection,pr,partieel,teilresektion",
              "Biopsy": "biopsy,biopsy only,biopt,biopsie"}),
    known("CHEMOTHERAPY", "Chemotherapy", "Whether there was chemotherapy", "chemo,chemotherapie,chimiothérapie,"
          "received chemotherapy"),
    known("RADIATION_THERAPY", "Radiotherapy", "Whether there was radiotherapy", "radiotherapy,radiotherapie,rt,"
          "bestraling,strahlentherapie,bestrahlung,radiation,radiothérapie,received radiotherapy"),
    known("TREATMENT_RESPONSE", "Response", "Response to treatment", "response,recist,best response,respons,ansprechen,"
          "best overall response,réponse,recist response", values={
              "Complete Response": "complete response,complete remission,cr",
              "Partial Response": "partial response,partial remission,pr",
              "Stable Disease": "stable disease,sd,stable",
              "Progressive Disease": "progressive disease,pd,progression"}),
)  # fmt: skip
