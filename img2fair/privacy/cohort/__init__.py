"""What a cBioPortal study may hold of a person: the export's own allow-list, and the only way to it (design.md D7).

Out of a project come, for each subject: an id, sex and age, for each imaging session its day counted from the patient's
day 0, coded modalities and body parts, and figures; and what a harmonisation file decides: targets that a steward
wrote, canonical words of readers, numbers that are written anew, and days. With viewer links (``Terms.links``) the ids
that a viewer opens a session by come too. Dates, labels, descriptions and every other text stay inside. Everything that
leaves is plain and made here, so the rest of the export handles no ``Held`` value. Sources: cBioPortal's File-Formats
and validateData.py; HIPAA safe harbour, 45 CFR 164.514(b)(2)(i).
"""

from img2fair.privacy.cohort.identities import is_patient_id, pseudonym
from img2fair.privacy.cohort.joining import read_join
from img2fair.privacy.cohort.release import release_cohort
from img2fair.privacy.cohort.samples import SAMPLE
from img2fair.privacy.cohort.terms import Joined, PrivacyStop, Strategy, Terms

__all__ = [
    "SAMPLE",
    "Joined",
    "PrivacyStop",
    "Strategy",
    "Terms",
    "is_patient_id",
    "pseudonym",
    "read_join",
    "release_cohort",
]
