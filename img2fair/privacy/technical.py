"""What a table says of single sessions and scans, for people who may read the archive: how images were made, no more.

Rows are not for publication: a row is a person's, and the rules of small numbers (design.md D11) hold for what the
mapping makes. A row still tells nobody by itself: subjects and sessions are numbers within their project, and no text
of the archive leaves. A modality, body part or maker leaves as the word that our own code table has for it, a quality
as one of XNAT's three, a field strength as a number. The model of a scanner, which no table knows, stays in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from img2fair.codes import CodeTable, is_derived
from img2fair.model import HeldText, ImagingSession, Project, ScanProfile
from img2fair.model.held import total, unseal
from img2fair.privacy.evidence import OTHER
from img2fair.privacy.quality import RATINGS
from img2fair.privacy.tesla import tesla

CODED = ("dicom-modality", "dicom-bodypart", "manufacturer")
"""The code tables that values leave by (mappings/codes)."""
_MODALITY, _BODY_PART, _MANUFACTURER = CODED


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """Scans of a session that are alike; ``None`` where the archive does not say, ``other`` where no table knows it."""

    modality: str | None
    derived: bool | None
    body_part: str | None
    manufacturer: str | None
    quality: str | None
    scans: int
    files: int | None
    bytes: int | None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session: its number and its subject's within the project, from 1, and how its images were made.

    ``scans`` are profiles of alike scans, derived objects among them. ``field_strength`` is in tesla.
    """

    number: int
    subject: int
    modality: str | None
    manufacturer: str | None
    field_strength: float | None
    files: int | None
    bytes: int | None
    scans: tuple[ScanFacts, ...]


def technical(project: Project, tables: Mapping[str, CodeTable]) -> Iterator[SessionFacts]:
    """Yield what may be told of the sessions of a project; of a private one, nothing.

    Subjects, and the sessions of each, come in the order of what is told of them: the archive's own order is that of
    labels or of admission, and a number taken from it would tell both.

    :param tables: those of ``CODED``, by name.
    """
    if not project.visibility.publishable:
        return
    told, by_subject = _Told(tables), dict[str, list[SessionFacts]]()
    for session in project.sessions:
        by_subject.setdefault(unseal(session.subject), []).append(told.session(session))
    alike = sorted((sorted(sessions, key=repr) for sessions in by_subject.values()), key=repr)
    owned = [(subject, facts) for subject, sessions in enumerate(alike, start=1) for facts in sessions]
    for number, (subject, facts) in enumerate(owned, start=1):
        yield replace(facts, number=number, subject=subject)


class _Told:
    """Finds the words."""

    def __init__(self, tables: Mapping[str, CodeTable]) -> None:
        self._tables = tables

    def session(self, session: ImagingSession) -> SessionFacts:
        """Return what is told of a session, which has no numbers yet."""
        resources = [resource for profile in session.scans for resource in profile.resources]
        files, size = total(one.files for one in resources), total(one.bytes for one in resources)
        strength = tesla(unseal(session.field_strength)) if session.field_strength is not None else None
        return SessionFacts(
            number=0,
            subject=0,
            modality=self._modality(session.modality),
            manufacturer=self._manufacturer(session.manufacturer),
            field_strength=float(strength) if strength else None,
            files=unseal(files) if files is not None else None,
            bytes=unseal(size) if size is not None else None,
            scans=tuple(self._scans(profile, session) for profile in session.scans),
        )

    def _scans(self, profile: ScanProfile, session: ImagingSession) -> ScanFacts:
        derived = is_derived(unseal(profile.modality)) if profile.modality is not None else None
        maker = profile.manufacturer
        if maker is None and not derived:  # what was acquired came from the session's scanner: unknown is not none
            maker = session.manufacturer
        files = total(one.files for one in profile.resources)
        size = total(one.bytes for one in profile.resources)
        return ScanFacts(
            modality=self._modality(profile.modality),
            derived=derived,
            body_part=self._label(profile.body_part, _BODY_PART),
            manufacturer=self._manufacturer(maker),
            quality=_rating(profile.quality),
            scans=profile.count,
            files=unseal(files) if files is not None else None,
            bytes=unseal(size) if size is not None else None,
        )

    def _modality(self, held: HeldText | None) -> str | None:
        """Return the code itself, which is a word of the table."""
        text = _text(held)
        if text is None:
            return None
        return text.upper() if self._tables[_MODALITY].find(text) else OTHER

    def _manufacturer(self, held: HeldText | None) -> str | None:
        return self._label(held, _MANUFACTURER)

    def _label(self, held: HeldText | None, table: str) -> str | None:
        text = _text(held)
        return None if text is None else self._tables[table].label(text) or OTHER


def _rating(held: HeldText | None) -> str | None:
    text = _text(held)
    if text is None:
        return None
    return next((rating for rating in RATINGS if rating == text.casefold()), OTHER)


def _text(held: HeldText | None) -> str | None:
    """Return what is held, without blanks around it; ``None`` where that is nothing."""
    return (unseal(held).strip() or None) if held is not None else None
