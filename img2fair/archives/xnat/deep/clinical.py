"""What an export of people needs of one project (``--clinical``): lists first, objects where the lists end."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from img2fair.archives.xnat import columns
from img2fair.archives.xnat.deep import assessments, attributes, forms
from img2fair.archives.xnat.deep.asking import Asker
from img2fair.archives.xnat.deep.assessments import Assessments
from img2fair.archives.xnat.deep.attributes import SubjectSaid, held_variables
from img2fair.archives.xnat.deep.extras import ClinicalExtras, SessionExtras, SessionSeed, SubjectExtras, first_days
from img2fair.archives.xnat.deep.forms import Answers, Where
from img2fair.archives.xnat.deep.tables import read_tables
from img2fair.http import Client
from img2fair.model import Form, Held

_OLDEST = 120 * 366
"""Days: an age that nobody has reached."""


def read_clinical(
    client: Client,
    project_id: str,
    subjects: Mapping[str, str],
    sessions: Sequence[SessionSeed],
    titles: Mapping[str, str],
    tables: Sequence[str] = (),
    *,
    threads: int = 4,
) -> ClinicalExtras:
    """Return what the archive has of the people of one project beyond its lists.

    Dates come as days since the subject's first dated session; birth dates as ages in days alone.

    :param subjects: all that the project shows: id → label there; ``sessions`` likewise.
    :param titles: form UUID → title, as far as known.
    :param tables: names (globs) of the CSV and JSON files to read; none: none.
    :raises RemoteFault: a part failed, and so did asking object by object.
    :raises LoginFault: the archive ended the session.
    """
    return _Reading(Asker(client, project_id, "clinical", threads), subjects, sessions, titles).read(tables)


class _Reading:
    """One project under way."""

    def __init__(
        self, asker: Asker, subjects: Mapping[str, str], sessions: Sequence[SessionSeed], titles: Mapping[str, str]
    ) -> None:
        self._asker = asker
        self._subjects = subjects
        self._sessions = {session.id: session for session in sessions}
        self._titles = titles
        self._bases = first_days(sessions)
        self._unread: set[str] = set()

    def read(self, globs: Sequence[str]) -> ClinicalExtras:
        said = attributes.read_subjects(self._asker, sorted(self._subjects))
        variables, own = attributes.read_sessions(self._asker, sorted(self._sessions))
        subject_forms, session_forms = self._forms()
        owners = {id_: session.subject_id for id_, session in self._sessions.items()}
        of_subjects = assessments.of_subjects(self._asker, self._subjects, self._sessions, self._bases)
        of_sessions = assessments.of_sessions(self._asker, owners, own, self._bases)
        labels = {id_: session.label for id_, session in self._sessions.items()}
        tables, whole = read_tables(self._asker, globs, self._subjects, labels)
        self._note("subjects.demographics", all(one.demographics is not None for one in said.values()))
        self._note("subjects.variables", all(one.variables is not None for one in said.values()))
        self._note("sessions.variables", None not in variables.values())
        self._note("subjects.assessments", of_subjects.whole)
        self._note("sessions.assessments", of_sessions.whole)
        self._note("tables", whole)
        return ClinicalExtras(
            {id_: self._subject(id_, one, subject_forms, of_subjects) for id_, one in said.items()},
            {
                id_: SessionExtras(
                    age_days=_age_days(said.get(session.subject_id), session.date),
                    variables=held_variables(variables[id_] or (), self._bases.get(session.subject_id)),
                    forms=self._answered(session_forms, id_, session.subject_id),
                    assessments=of_sessions.of.get(id_, ()),
                )
                for id_, session in sorted(self._sessions.items())
            },
            tables,
            frozenset(self._unread),
        )

    def _forms(self) -> Iterable[Mapping[str, Answers]]:
        """Yield the form answers of the subjects, then of the sessions."""
        of_subjects = Where(self._asker.of_project("/subjects"), {}, f"{columns.SUBJECT}custom_fields", "subjects")
        mine = {"xsiType": columns.SESSION_TYPE, "project": self._asker.project}
        of_sessions = Where("/data/experiments", mine, f"{columns.SESSION}custom_fields", "experiments")
        for where, ids, part in (
            (of_subjects, sorted(self._subjects), "subjects.forms"),
            (of_sessions, sorted(self._sessions), "sessions.forms"),
        ):
            found, whole = forms.read_answers(self._asker, where, ids)
            self._note(part, whole)
            yield found

    def _subject(
        self, id_: str, said: SubjectSaid, answers: Mapping[str, Answers], assessed: Assessments
    ) -> SubjectExtras:
        base = self._bases.get(id_)
        return SubjectExtras(
            demographics=held_variables(said.demographics or (), base),
            variables=held_variables(said.variables or (), base),
            forms=self._answered(answers, id_, id_),
            assessments=assessed.of.get(id_, ()),
        )

    def _answered(self, answers: Mapping[str, Answers], id_: str, subject: str) -> tuple[Form, ...]:
        return forms.forms(answers.get(id_, {}), self._titles, self._bases.get(subject))

    def _note(self, part: str, whole: bool) -> None:
        if not whole:
            self._unread.add(part)


def _age_days(said: SubjectSaid | None, when: dt.date | None) -> Held[int] | None:
    """Return a subject's age in days on a day; ``None`` where it is not known or nobody can have it."""
    if said is None or said.born is None or when is None:
        return None
    days = (when - said.born).days
    return Held(days) if 0 <= days <= _OLDEST else None
