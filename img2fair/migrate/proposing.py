"""What img2fair.yaml and a site mapping say of a config of img2catalog, and what neither can say.

Where the two tools differ: what img2catalog's config says of a dataset overrides XNAT; ours is what holds where neither
XNAT nor its form says anything.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.migrate.entries import AGENT, AS_IT_IS, LACKING, LOG_INS, NO_PLACE, NOT_READ, OF_NOBODY, ONE_CREATOR
from img2fair.migrate.examples import is_example
from img2fair.migrate.legacy import Legacy, Said, texts
from img2fair.proposal import Proposal
from img2fair.publication.needed import Need, unmet_needs

HEALTH = "http://publications.europa.eu/resource/authority/data-theme/HEAL"
EHDS = "http://data.europa.eu/eli/reg/2025/327/oj"
MAPPING, PROFILES = "health-ri-core", ("dcat-ap", "health-ri-core")
SITE_MAPPING = "mapping.yaml"
TARGET = "fdp"
"""What the FAIR Data Point is called in the config that is written."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the archive and the FAIR Data Point are, and how img2catalog named the projects.

    :param also: earlier addresses of the archive, by which records name its projects.
    :param login: the variables of the log-in to the FAIR Data Point, where they are not our own.
    :param profile: the target's profile, where its schemas ask for one.
    :param base: the beginning of the identifiers that img2catalog wrote, where it is not the archive's address.
    :param kept: project → the identifier that its record keeps, where it does not begin so.
    :param sources: entry of this class → where it was read.
    """

    archive: str
    fdp: str
    catalog: str
    also: tuple[str, ...] = ()
    base: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    login: tuple[str, str] | None = None
    profile: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that was not taken over, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The files to be written, and what they do not say."""

    proposal: Proposal
    mapping: str
    left: tuple[Left, ...]


def propose(legacy: Legacy, places: Places, optin: str = "", optout: str = "", needs: Iterable[Need] = ()) -> Proposed:
    """Return what is to be written for a config of img2catalog.

    :param optin: the opt-in keyword of its command line, which goes before that of the config; ``optout`` likewise.
    :param needs: what the mapping cannot do without: left empty, to be looked at, where img2catalog had no value.
    """
    made = _Making(legacy)
    choice = made.choice()
    if optin or optout:
        choice = ("include", Said(optin, "--optin", "")) if optin else ("exclude", Said(optout, "--optout", ""))
    made.archive(places, choice)
    made.put("mapping", SITE_MAPPING, "health-ri-core, and what is kept of img2catalog's ways.")
    made.put("profiles", [*PROFILES], "img2catalog made its records for Health-RI Core 2.")
    made.dataset()
    made.catalog()
    made.lacking(needs)
    made.projects(places)
    made.target(places)
    made.rest()
    return Proposed(made.proposal, made.mapping(places, choice), tuple(made.left))


Choice = tuple[str, Said] | None
"""``include`` or ``exclude``, and the keyword."""


class _Making:
    """A proposal in the making."""

    def __init__(self, legacy: Legacy) -> None:
        self._legacy = legacy
        self._tree: dict[str, Any] = {}
        self._notes: dict[str, str] = {}
        self._open: dict[str, str] = {}
        self.left: list[Left] = []

    @property
    def proposal(self) -> Proposal:
        return Proposal(self._tree, self._notes, self._open)

    def put(self, dotted: str, value: Any, note: str) -> None:
        """Put a value into the tree, with where it comes from."""
        *above, last = dotted.split(".")
        place = self._tree
        for part in above:
            place = place.setdefault(part, {})
        place[last] = value
        self._notes[dotted] = note

    def take(self, dotted: str, said: Said, value: Any = None) -> None:
        """Put what an entry says into the tree; the value of an example is not taken."""
        if is_example(said.value):
            self.leave(said, f"it is an example's: say your own at {dotted}")
        else:
            self.put(dotted, said.value if value is None else value, said.note)

    def leave(self, said: Said, why: str) -> None:
        """Note what is not taken over."""
        self.left.append(Left(f"{said.name} ({said.at})" if said.at else said.name, why))

    def choice(self) -> Choice:
        """Return which projects the config chooses; as in img2catalog an opt-in leaves an opt-out unread."""
        optin, optout = self._legacy.said("img2catalog", "optin"), self._legacy.said("img2catalog", "optout")
        if optin and optout:
            self.leave(optout, "img2catalog heeds it only without optin; if it is meant, say archive: exclude")
        return ("include", optin) if optin else ("exclude", optout) if optout else None

    def archive(self, places: Places, choice: Choice) -> None:
        self.put("archive.url", places.archive, places.sources.get("archive", ""))
        if places.also:
            self.put("archive.addresses", [*places.also], places.sources.get("also", ""))
        if choice:
            way, said = choice
            note = said.note if said.at else f"From {said.name}."
            self.put(f"archive.{way}.keywords", [said.value], note)

    def lacking(self, needs: Iterable[Need]) -> None:
        """Leave empty what records are held back without, and img2catalog had no value for."""
        for key, need in unmet_needs(self._tree.get("defaults", {}), needs).items():
            self.put(f"defaults.{key}", "", "")
            self._open[f"defaults.{key}"] = LACKING.format(need.what)

    def projects(self, places: Places) -> None:
        """Keep the identifiers that do not begin as the others do."""
        if places.kept:
            self._tree["projects"] = {id_: {"identifier": name} for id_, name in sorted(places.kept.items())}
            self._notes["projects"] = "The identifiers that img2catalog wrote by another address: records keep them."

    def target(self, places: Places) -> None:
        head = f"targets.{TARGET}"
        self.put(f"{head}.type", "fdp", "")
        for name in ("url", "catalog"):
            source = "fdp" if name == "url" else name
            self.put(f"{head}.{name}", getattr(places, source), places.sources.get(source, ""))
        if places.profile:
            self.put(f"{head}.profile", places.profile, "The server has the schemas of a fresh installation.")
        if places.login:
            note = "The variable that img2catalog read."
            self.put(f"{head}.user_env", places.login[0], note)
            self.put(f"{head}.password_env", places.login[1], note)

    def dataset(self) -> None:
        """Take over what [dataset] says."""
        for key, said in self._legacy.entries("dataset"):
            if key in AS_IT_IS:
                self.take(f"defaults.{AS_IT_IS[key]}", said)
            elif key in NO_PLACE:
                self.leave(said, NO_PLACE[key])
        self._listed("theme", "theme", HEALTH)
        self._listed("applicable_legislation", "applicable_legislation", EHDS)
        keywords = self._legacy.said("img2catalog", "fallback_keywords")
        if keywords:
            self.take("defaults.keywords", keywords, texts(keywords.value))
        self._agent(("dataset", "publisher"), "defaults.publisher")
        self._contact(("dataset", "contact_point"), "defaults.contact_point")
        self._creator()

    def _listed(self, key: str, entry: str, always: str) -> None:
        """Take over a list of addresses without the one that our mapping always says."""
        said = self._legacy.said("dataset", key)
        more = [one for one in texts(said.value) if one != always] if said else []
        if said and more:
            self.take(f"defaults.{entry}", said, more)

    def _creator(self) -> None:
        """Take over [dataset.creator] as one creator, where it can be given a name: it was never a person's."""
        said = dict(self._legacy.entries("dataset", "creator"))
        name = said.get("name") or self._legacy.said("dataset", "publisher", "name")
        example = is_example([one.value for one in said.values()])
        if name and "identifier" in said and not example:
            self.take("defaults.creator.name", name, _bare(name.value))
            self._group(("dataset", "creator"), "defaults.creator", {**AGENT, "name": "name"})
            self._open["defaults.creator"] = ONE_CREATOR
        elif said:
            names = f"[dataset.creator] {', '.join(said)} ({self._legacy.file.place(('dataset', 'creator'))})"
            why = "it is an example's" if example else "it has no name" if not name else "it has no identifier"
            self.left.append(Left(names, OF_NOBODY.format(why)))

    def catalog(self) -> None:
        """Take over what [catalog] says."""
        for key in ("title", "description"):
            said = self._legacy.said("catalog", key)
            if said:
                self.take(f"defaults.catalog.{key}", said)
        self._agent(("catalog", "publisher"), "defaults.catalog.publisher")
        self._contact(("catalog", "contact_point"), "defaults.catalog.contact_point")

    def _agent(self, table: tuple[str, ...], dotted: str) -> None:
        several = self._legacy.file.said(table)
        if isinstance(several, list) and len(several) > 1:
            self.left.append(Left(f"all but the first [[{'.'.join(table)}]] ({self._legacy.file.place(table)})",
                                  "DCAT-AP takes one publisher, and img2catalog took the first"))  # fmt: skip
        self._group(table, dotted, AGENT)

    def _contact(self, table: tuple[str, ...], dotted: str) -> None:
        names = {"full_name": "name", "formatted_name": "name", "email": "email", "contact_page": "contact_page"}
        self._group(table, dotted, names)

    def _group(self, table: tuple[str, ...], dotted: str, names: Mapping[str, str]) -> None:
        for key, said in self._legacy.entries(*table):
            if key in names:
                self.take(f"{dotted}.{names[key]}", said, _bare(said.value))
            else:
                self.leave(said, NOT_READ)

    def rest(self) -> None:
        """Note what has no place in a config of ours."""
        for said in self._legacy.unread:
            self.leave(said, NOT_READ)
        for key, said in self._legacy.entries("distribution"):
            del key
            self.leave(said, f"{NOT_READ}; distributions are made of what the archive holds")
        form = self._legacy.said("xnat", "dataset_form_id")
        if form:
            self.leave(form, "not needed: the answers of all forms of a project are read, by their keys")
        for name in self._legacy.secrets:
            self.left.append(Left(name, LOG_INS))

    def mapping(self, places: Places, choice: Choice) -> str:
        """Return the text of the site mapping."""
        keywords = [f"project.keywords | plain_text | words{self._without(choice)}"]
        keywords += ["defaults.keywords"] if "keywords" in self._tree.get("defaults", {}) else []
        environment = Environment(
            loader=FileSystemLoader(find_folder("templates") / "migrate"),
            autoescape=False,  # noqa: S701 - no markup; each text is written as JSON, which YAML reads
            undefined=StrictUndefined,
            variable_start_string="[[",
            variable_end_string="]]",
            block_start_string="[%",
            block_end_string="%]",
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters["text"] = json.dumps
        base = (places.base or places.archive).rstrip("/")
        return environment.get_template(SITE_MAPPING).render(
            identifier=f"{base}/data/archive/projects/{{{{ project.id }}}}",
            keywords=keywords if keywords != ["project.keywords | plain_text | words"] else [],
            creator="creator" in self._tree.get("defaults", {}),
            themes="theme" in self._tree.get("defaults", {}),
        )

    def _without(self, choice: Choice) -> str:
        """Return the filter that leaves the opt-in keyword out, which img2catalog does unless told otherwise."""
        kept = self._legacy.said("img2catalog", "remove_optin")
        if not choice or choice[0] != "include" or (kept and kept.value is False):
            return ""
        return f" | reject('equalto', {str(choice[1].value)!r})"


def _bare(value: Any) -> Any:
    """Return one text for a list of one, and an e-mail address without ``mailto:``."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return one.removeprefix("mailto:") if isinstance(one, str) else one
