"""Numbers that are known to be something else: addresses, identifiers of works, studies, grants, codes, versions.

In what is named here no telephone, citizen or record number and no date is looked for.
"""

import re
from collections.abc import Iterator

_COUNTED = (
    "bytes?|[kmgt]i?b|voxels?|pixels?|images?|files?|slices?|euros?|eur|beelden|bestanden|plakken|frames?|instances?|"
    "cells?|cellen|reads?|rows?|rijen|dollars?|usd|iu"
)
_PATTERNS = (
    # Addresses (RFC 3986), also without a scheme where a path follows.
    r"\b(?:https?|ftp|sftp|s3|ssh|git|doi|orcid)://\S+",
    r"\bwww\.\S+",
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,5}(?:org|com|nl|eu|net|edu|gov|io|uk|de|be|int|info)/\S*",
    r"\burn:[a-z0-9-]{2,31}:\S+",
    # Works and people who publish: DOI, ORCID, ISSN, ISBN, PubMed.
    r"(?<![\w.])10\.\d{4,9}/\S+",
    r"(?<![\w-])\d{4}-\d{4}-\d{4}-\d{3}[\dx](?![\w-])",
    r"\be?issn:? ?\d{4}-?\d{3}[\dx]\b",
    r"\bisbn(?:-1[03])?:? ?[\dx][\dx -]{8,16}",
    r"\b(?:pmid|pubmed|pmcid)(?: ?id)?[: ]{0,3}(?:pmc)?\d{1,9}\b",
    r"\bpmc ?\d{4,8}\b",
    # Registers of studies, ethics committees, companies.
    r"\b(?:nct|isrctn|drks|actrn|umin|irct|ntr|nl-omon|chictr-?\w{0,4}-?) ?\d{3,14}\b",
    r"(?<![\w-])20\d{2}-\d{6}-\d{2}(?:-\d{2})?(?![\w-])",
    r"\bnl ?\d{4,5}\.\d{3}\.\d{2}\b",
    r"\b(?:metc|irb|nedmec|mec|cmo|imdrf|ccmo|abr)(?: ?(?:no|nr|number|nummer|protocol|approval))?[ .:#]{0,3}"
    r"(?!\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})[a-z]{0,3}\d[\w/-]*",
    r"\b(?:kvk|rsin|btw|vat|ein|duns)(?:[ -]?(?:nummer|nr|no|number))?[ .:#]{0,3}(?:[a-z]{2})?\d[\d.b]*",
    # Public databases.
    r"\b(?:gse|gsm|gpl|gds|sr[prxs]|er[prxs]|dr[prxs]|prj(?:na|eb|db)|sam[ned]a?|ega[sdncfpr]|phs|syn|pxd|mtbls|emd-?|"
    r"empiar-?|e-mtab-|s-biad|s-bsst|scr_|rrid: ?\w{2,4}_|ensg|rs|ds(?=\d{6}\b))\d{2,}[\w.]*",
    # Codes: CURIEs and codes of terminologies (SNOMED CT ids have 6 to 18 digits).
    r"\b(?:snomed(?:[ -]?ct)?|sct|srt|loinc|radlex|ncit|umls|atc|fma|uberon|orpha(?:code)?|orphanet|mondo|hpo?|"
    r"efo|doid|mesh|omim|icd-?(?:9|10|11|o)?(?:-?cm)?|chebi|edam)(?: ?(?:code|id|nr|no))?[ :#(]{1,3}"
    r"[a-z]{0,4}\d+(?:-\d)?(?!\d|[-/.]\d)",
    # Versions.
    r"\b(?:v|ver|version|versie|release|rev|revision|build|firmware|software|syngo(?:[ .]mr)?)[ .:]{0,2}"
    r"(?!\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?![.\d]))[a-z]{0,2}\d+(?:\.\d+)+\w*",
    # DICOM's own UIDs, OIDs of HL7 and of code systems: they name classes and syntaxes, nobody's images.
    r"(?<![\d.])1\.2\.840\.10008(?:\.\d+)*",
    r"(?<![\d.])2\.16\.840\.1\.113883\.[356](?:\.\d+)*",
    # Grants: the word or the funder, then a number that is no date or telephone number.
    r"\b(?:grants?|awards?|subsidies?|agreement|zonmw|nwo|kwf|nih|erc|fwo|dfg|h2020|horizon|project ?(?:no|nr|number|"
    r"nummer|code|id))(?:[ .:#(/-]|\b(?:grants?|agreements?|awards?|no|nos|nrs?|numbers?|nummers?|ids?|project\w{0,8}|"
    r"dossier\w{0,8}|under|the|programme|europe|2020|2014|and|research|innovation|onder|met|with)\b){1,16}"
    r"(?!\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\+|0\d{1,3}[- ])(?:[a-z]\d\d)?[a-z]{0,4}\d[\w./-]*"
    r"(?:(?:, ?| and | en | & )[a-z]{0,4}\d{5,}[\w./-]*){0,5}",
    # Amounts and counts.
    r"[€$£] ?[1-9]\d*(?:[., ]\d{3})*(?:[.,]\d\d)?(?!\d)",
    rf"(?<![\w.,])[1-9](?:\d{{0,2}}(?:[., ]\d{{3}}){{1,4}}|\d{{0,11}}) ?(?:{_COUNTED})\b",
)
_HARMLESS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))


def harmless_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a folded text in lower case that are known to be something harmless."""
    for found in _HARMLESS.finditer(text):
        yield found.span()
