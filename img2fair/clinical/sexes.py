"""Sex as archives spell it, to cBioPortal's ``Male`` and ``Female``, and ``Other``.

Words of DICOM's Patient's Sex (0010,0040: M, F, O), of FHIR's administrative gender, of CDISC's codelist SEX (C66731)
and of English, Dutch, German and French. No digit is one: 2 is female in ISO/IEC 5218, and male in other lists.
"""

from img2fair.clinical.folding import label, labels

MALE, FEMALE, OTHER = "Male", "Female", "Other"
WORDS = (MALE, FEMALE, OTHER)

_SPELLINGS = labels({
    MALE: "male,m,man,masc,masculine,boy,male sex,mannelijk,mnl,jongen,männlich,maennlich,mannlich,mann,junge,"
          "masculin,homme,h,mâle,männl,m (male),male (m),m - male,♂,garçon,garcon",
    FEMALE: "female,f,fem,feminine,woman,girl,female sex,vrouw,vrouwelijk,vrl,v,meisje,weiblich,w,frau,mädchen,"
            "maedchen,femelle,weibl,f (female),female (f),f - female,♀,féminin,feminin,féminine,femme,fille",
    OTHER: "other,o,intersex,non-binary,nonbinary,non binary,undifferentiated,overig,anders,andere,autre,divers,"
           "diverse",
})  # fmt: skip
_UNKNOWN = "u"


def sex(text: str) -> str | None:
    """Return ``Male``, ``Female`` or ``Other`` for a folded text; empty: not known; ``None``: no sex that is known."""
    bare = label(text)
    return "" if bare == _UNKNOWN else _SPELLINGS.get(bare)
