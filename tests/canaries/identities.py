"""What identifies somebody in the real collection with invented identities, in many spellings."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from img2fair.demo.content import Project, load_content

PHI = "pseudo_phi_dicom_data"
MONTHS = "January February March April May June July August September October November December".split()
MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december".split()


def project() -> Project:
    """Return the collection as the test archive has it."""
    return load_content().project(PHI)


def names() -> set[str]:
    """Return the names that study descriptions and headers tell: 'XR CHEST … for Scott Kaufman'."""
    sessions = [session for subject in project().subjects for session in subject.sessions]
    told = (re.search(r" for ([A-Z][a-z]+ [A-Z][a-z]+)$", session.session_type) for session in sessions)
    carets = (session.dcm_patient_name.split("^") for session in sessions if "^" in session.dcm_patient_name)
    return {found[1] for found in told if found} | {f"{first} {last}" for last, first in carets}


def spelt(day: dt.date) -> Iterator[str]:
    """Yield the spellings of a date."""
    yield from (day.isoformat(), f"{day:%Y%m%d}", f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}")
    yield from (f"{day:%d.%m.%Y}", f"{day:%Y/%m/%d}", f"{day:%d%m%Y}")
    for months in (MONTHS, MAANDEN):
        month = months[day.month - 1]
        yield from (
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{day.day}-{month[:3]}-{day.year}",
        )


@cache
def identifying() -> re.Pattern[str]:
    """Return an expression for all that identifies: names, parts of names, numbers, labels, dates, UIDs."""
    found: set[str] = set()
    for name in names():
        first, last = name.split()
        found |= {name, f"{last}^{first}", f"{last}, {first}", f"{last}_{first}", f"{first}{last}", first, last}
    for subject in project().subjects:
        found |= {subject.label, subject.id, f"INVENTED^PERSON {subject.label}"}
        for session in subject.sessions:
            found |= {session.label, session.id, session.uid, session.dcm_accession_number, session.dcm_patient_id}
            found |= {scan.uid for scan in session.scans} | set(spelt(dt.date.fromisoformat(session.date)))
    words = "|".join(re.escape(word) for word in sorted(found - {""}, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)
