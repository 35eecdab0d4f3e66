"""Where a steward or operator fills what is missing: a place for each path of the mapping language.

XNAT has screens and fields, DICOM attributes (keywords and tags: PS3.6 chapter 6), a table columns (docs/archives.md).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from img2fair.findings import CONFIG_FILE, WITHHELD, Finding, Place
from img2fair.phrases import DUTCH
from img2fair.privacy.policy import FORM, Kind, field_of

XNAT, TABLE = "xnat", "table"
_DICOM = ("dicomweb", "dicom_folder")
_DEFAULTS = "defaults."
_IN_CONFIG = (_DEFAULTS, "projects.", "site.")
_TABLES = ("defaults.people.",)
"""Entries that name whom they are about, and so hold wherever that name occurs."""
_KIND = "site.type"
"""What kind of archive it is; nobody fills or mends that."""
_ACCESSIBILITY = "project.accessibility"

_GROUPS = {
    "project.pi": "XNAT: project page > Edit Details > Investigators",
    "project.investigators": "XNAT: project page > Edit Details > Investigators",
    "project.publications": "XNAT: project page > Edit Details > Publications",
    _ACCESSIBILITY: "XNAT: project page > Access tab > accessibility",
}
"""Places of what is no single field."""
_ATTRIBUTES = {
    "scans.modalities": "Modality (0008,0060)",
    "scans.derived_modalities": "Modality (0008,0060)",
    "scans.body_parts": "Body Part Examined (0018,0015)",
    "scans.manufacturers": "Manufacturer (0008,0070)",
    "scans.field_strengths": "Magnetic Field Strength (0018,0087)",
    "sessions.first": "Study Date (0008,0020)",
    "sessions.last": "Study Date (0008,0020)",
    "subjects.count": "Patient ID (0010,0020)",
    "subjects.people": "Patient Species Description (0010,2201)",
    "subjects.female": "Patient's Sex (0010,0040)",
    "subjects.male": "Patient's Sex (0010,0040)",
    "subjects.age_min": "Patient's Age (0010,1010)",
    "subjects.age_max": "Patient's Age (0010,1010)",
}
_WORDS = {"project.name": "name", "project.description": "description", "project.keywords": "keywords"}
"""What config and table of projects say of a project of DICOM files."""
_PERSON = "project.pi."
_COLUMNS = {
    **_WORDS,
    "project.secondary_id": "secondary_id",
    _ACCESSIBILITY: "visibility",
    "project.pi": "pi_lastname",
    "project.pi.name": "pi_lastname",
    **{f"{_PERSON}{name}": f"pi_{name}" for name in ("title", "firstname", "lastname", "institution", "orcid")},
}

_IN_DUTCH = (
    ("project page", "projectpagina"),
    ("Scans (their DICOM headers, fields or file catalogues)", "Scans (DICOM-headers, velden of bestandslijsten)"),
    ("table of projects", "tabel van projecten"),
    ("every row", "elke rij"),
    ("headers of project", "headers van project"),
    ("Custom form", "Eigen formulier"),
    ("new custom form", "nieuw eigen formulier"),
    ("set by itself", "vult XNAT zelf in"),
    ("column ", "kolom "),
    ("field ", "veld "),
    ("row ", "rij "),
)  # fmt: skip
_SYSTEMS_IN_DUTCH = {"table": "tabel", "file": "bestand", "archive": "archief"}


_LEAVE_IT = (
    "do not fill it in by hand: it is withheld because it is of few people (docs/privacy.md). Until there are more the "
    "record stays out, or let the profile only advise (advisory:)",
    "vul het niet met de hand in: het blijft intern omdat het over weinig mensen gaat (docs/privacy.md). Tot het er "
    "meer zijn blijft het record buiten de catalogus, of laat het profiel alleen adviseren (advisory:)",
)
"""What is done about a figure of few people, in English and Dutch; and where."""
_ADVISING = (Place(CONFIG_FILE, "", "advisory"),)


@dataclass(frozen=True, slots=True)
class Ground:
    """The project at hand: its id, the kind of archive it is in, the address of its page there, its form's questions.

    :param labels: title of the form and label of the question by path (``form.theme``); either may be empty.
    :param asked: paths of the questions that forms of the project ask; ``None`` where the archive does not tell.
    """

    project: str | None = None
    archive: str = XNAT
    page: str = ""
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    asked: Collection[str] | None = None

    def asks(self, path: str) -> bool:
        """Tell whether a form of the project may ask for a path: the question itself, its group, or a part of it."""
        if self.asked is None or self.archive != XNAT or not path.startswith(FORM):
            return True
        return any(_is_within(path, known) or _is_within(known, path) for known in self.asked)


def places(paths: Iterable[str], ground: Ground) -> tuple[Place, ...]:
    """Return where each path can be filled, each place once; a path that nobody fills (an IRI of ours) has none."""
    return tuple(dict.fromkeys(place for path in paths for place in _places(path, ground)))


def fillable(paths: Iterable[str], ground: Ground) -> tuple[Place, ...]:
    """Return where a value that is missing can be filled: only places that exist, a project's own before all others'.

    A question that no form of the project asks is a place only where there is no other: such a form can be made.
    A setting of ``defaults`` is preceded by that of the project, which is laid over it (docs/operator.md).
    """
    read = [*paths]
    found = places((path for path in read if ground.asks(path)), ground)
    found = found or tuple(map(_new_question, unasked(read, ground)[:1]))
    return tuple(dict.fromkeys(place for one in found for place in _with_own(one, ground)))


def left_alone(finding: Finding) -> Finding:
    """Return a finding that sends nobody to fill in a figure that privacy withholds of too few people (design.md D11).

    A text that is withheld is mended where it stands; every other finding stays as it is.
    """
    steps = finding.origin.steps if finding.origin else ()
    fields = [field_of(step.removeprefix(WITHHELD)) for step in steps if step.startswith(WITHHELD)]
    figures = [one for one in fields if one is not None and one.kind in (Kind.TOTAL, Kind.SPLIT)]
    if not figures or len(figures) < len(fields):
        return finding
    return replace(finding, where=_ADVISING, who="operator", cure=_LEAVE_IT[0], cure_nl=_LEAVE_IT[1])


def unasked(paths: Iterable[str], ground: Ground) -> tuple[str, ...]:
    """Return the questions that no form of the project asks, of those that a rule tried."""
    return tuple(path for path in paths if not ground.asks(path))


def asked_among(ground: Ground, paths: Iterable[str]) -> tuple[str, ...] | None:
    """Return those of the paths of form questions that the project's forms ask; ``None`` where that is not known."""
    if ground.asked is None or ground.archive != XNAT:
        return None
    return tuple(sorted({path for path in paths if path.startswith(FORM) and ground.asks(path)}))


def config_place(key: str) -> Place:
    """Return the place of a dotted key of the config."""
    return Place(CONFIG_FILE, "", key)


def own_entries(where: Iterable[Place], project: str | None) -> dict[Place, Place]:
    """Return the config's entries for one project that stand beside the one for all that each is laid over."""
    listed = [*where]
    above = f"projects.{project}."
    beside = {
        place: config_place(_DEFAULTS + place.field.removeprefix(above))
        for place in listed
        if place.system == CONFIG_FILE and place.field.startswith(above)
    }
    return {own: shared for own, shared in beside.items() if shared in listed}


def in_language(place: Place, language: str) -> Place:
    """Return a place in the words of a language (``en``, ``nl``)."""
    return in_dutch(place) if language == DUTCH else place


def in_dutch(place: Place) -> Place:
    """Return a place in Dutch words; the names of XNAT's screens, which are English there too, stay."""
    way = (" > ".join(map(_dutch, part.split(" > "))) for part in (place.screen, place.field))
    screen, name = way
    return replace(place, system=_SYSTEMS_IN_DUTCH.get(place.system, place.system), screen=screen, field=name)


def _dutch(part: str) -> str:
    """Return a step of the way with its first words in Dutch; names and titles that follow them stay."""
    found = next(((english, dutch) for english, dutch in _IN_DUTCH if part.startswith(english)), ("", ""))
    return found[1] + part.removeprefix(found[0])


def _is_within(path: str, group: str) -> bool:
    return f"{path}.".startswith(f"{group}.")


def _new_question(path: str) -> Place:
    return Place("XNAT", "new custom form (img2fair form)", f"field '{path.removeprefix(FORM)}'")


def _with_own(place: Place, ground: Ground) -> tuple[Place, ...]:
    """Return a setting of ``defaults`` with that of the project before it."""
    key = place.field.removeprefix(_DEFAULTS)
    if place.system != CONFIG_FILE or key == place.field or not ground.project or place.field.startswith(_TABLES):
        return (place,)
    return (config_place(f"projects.{ground.project}.{key}"), place)


def _places(path: str, ground: Ground) -> tuple[Place, ...]:
    if path == _KIND:
        return ()
    if path.startswith(_IN_CONFIG):
        return (config_place(path),)
    if ground.archive in _DICOM:
        return _of_dicom(path, ground)
    if ground.archive == TABLE:
        return _of_table(path, ground)
    return _of_xnat(path, ground)


def _of_xnat(path: str, ground: Ground) -> tuple[Place, ...]:
    known = field_of(path)
    where = known.where if known else _GROUPS.get(path)
    if where is None:
        return ()
    system, _, way = where.partition(": ")
    screen, _, name = way.rpartition(" > ")
    form, label = ground.labels.get(path, ("", ""))
    if form:
        screen = screen.replace("Custom form", f'Custom form "{form}"', 1)
    if label:
        name = f'field "{label}"'
    if ground.project:
        screen = screen.replace("project page", f"project {ground.project}", 1)
    return (Place(system, screen, name, ground.page),)


def _of_dicom(path: str, ground: Ground) -> tuple[Place, ...]:
    """Return an attribute of the headers or, for words about a project, the config and the table of projects."""
    if path in _ATTRIBUTES:
        whose = f"headers of project {ground.project}" if ground.project else "headers"
        return (Place("DICOM", whose, _ATTRIBUTES[path]),)
    word = "visibility" if path == _ACCESSIBILITY else _WORDS.get(path)
    in_table = Place("table", "table of projects (grouping: table)", f"column {word or 'pi'}")
    if word:
        return (config_place(f"archive.grouping.projects.{ground.project or '<id>'}.{word}"), in_table)
    return (in_table,) if f"{path}.".startswith(_PERSON) else ()


def _of_table(path: str, ground: Ground) -> tuple[Place, ...]:
    """Return the column of a table: those of fields have names of their own, all others are answers of a form."""
    column = path.removeprefix(FORM) if path.startswith(FORM) else _COLUMNS.get(path)
    row = f"row {ground.project}" if ground.project else "every row"
    return (Place("table", row, f"column {column}"),) if column else ()
