"""What a config says, as the rooms of the flow take it: settings of the mapping, the targets, a study."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from img2fair.clinical.study_facts import StudyFacts, from_json
from img2fair.config import Config, FdpTarget, Located, SiteTarget, StudyEntry, seek_login, seek_token
from img2fair.errors import UsageFault
from img2fair.mapping import Mapping, Settings, load_mapping
from img2fair.mapping.titles import tells_forms
from img2fair.model import Header
from img2fair.privacy import Contributors, Review
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings
from img2fair.targets.site.settings import SiteSettings

if TYPE_CHECKING:
    from img2fair.cbioportal import StudySettings
    from img2fair.exporting import Order


def mapping_settings(config: Config, header: Header) -> Settings:
    """Return what the mapping sees of a config and of a snapshot's header: the kind of archive and its forms.

    :param config: as ``load_config`` gives it (``Located.config``).
    :param header: of the snapshot that is mapped.
    :raises UsageFault: the config says of a project what no mapping can use.
    """
    archive = config.archive
    return Settings(
        site={
            "url": archive.identity,
            "type": header.kind or archive.type,
            "name": archive.name,
            "language": archive.language,
        },
        defaults={**config.defaults, "public_requires_login": archive.public_requires_login},
        projects=_with_studies(config),
        min_count=config.privacy.min_count,
        timezone=archive.timezone,
        forms=header.forms,
        forms_told=tells_forms(header),
        reviews=_reviews(config),
        today=header.time.date(),
        contributors=Contributors(**config.privacy.people.model_dump()),
        block_on_evidence=config.privacy.deid == "block",
    )


STUDY_LABEL = "cBioPortal"


def _with_studies(config: Config) -> dict[str, dict[str, Any]]:
    """Return the projects' settings with a distribution for each study that a portal shows."""
    projects = dict(config.projects)
    for id_ in config.cbioportal.projects if config.cbioportal.portal else ():
        study = study_settings(config, id_).study
        shown = {
            "title": f"cBioPortal study of {id_}",
            "access_url": f"{config.cbioportal.portal.rstrip('/')}/study/summary?id={study}",
            "format": "http://publications.europa.eu/resource/authority/file-type/TSV",
            "media_type": "http://www.iana.org/assignments/media-types/text/tab-separated-values",
        }
        own = projects.get(id_, {})
        distributions = own.get("distributions", {})
        said = {**shown, **distributions.get(STUDY_LABEL, {})}
        projects[id_] = {**own, "distributions": {**distributions, STUDY_LABEL: said}}
    return projects


def target_of(located: Located, name: str) -> Target:
    """Return the target of a name in the config."""
    said = located.config.targets[name]
    return TARGETS[said.type](
        fdp_settings(name, said) if isinstance(said, FdpTarget) else site_settings(located, name, said)
    )


def fdp_settings(name: str, said: FdpTarget) -> FdpSettings:
    """Return what a FAIR Data Point needs, its log-in included."""
    token = seek_token(said.token_env, said.url)
    found = None if token else seek_login(said.url, said.user_env, said.password_env, needed=True)
    login = (found.user, found.password) if found else None
    key = token.value if token else ""
    return FdpSettings(name, said.url, said.catalog, login, key, said.profile, said.withdraw, said.index, said.siblings)


def site_settings(located: Located, name: str, said: SiteTarget) -> SiteSettings:
    """Return what a site needs."""
    return SiteSettings(
        name=name,
        path=located.path(said.path),
        base=said.base,
        title=said.title,
        notice=said.notice,
        language=said.language,
        open_in=said.open_in,
        request_access=said.request_access,
        index=said.index,
        studies=_studies(located),
    )


def _studies(located: Located) -> dict[str, StudyFacts]:
    """Return what exports to cBioPortal left in the work folder for the catalogue, by project.

    :raises UsageFault: a file is not what an export writes.
    """
    found = {}
    for file in sorted((located.work / "studies").glob("*.json")):
        try:
            facts = from_json(file.read_text(encoding="utf-8"), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageFault(
                f"cannot read the figures of a study: {error}",
                where=str(file),
                cure="export the study again, or remove the file",
            ) from None
        found[facts.about.project] = facts
    return found


def load_mapping_of(located: Located) -> Mapping:
    """Return the mapping that the config names: a shipped one, or a file beside the config.

    :param located: as ``load_config`` gives it.
    :raises MappingFault: the mapping is wrong; all errors at once.
    :raises UsageFault: there is no such file.
    """
    return load_mapping(located.config.mapping, beside=located.file.parent)


def study_settings(config: Config, project: str) -> "StudySettings":
    """Return what a config says of a project's cBioPortal study."""
    from img2fair.cbioportal import StudySettings  # not needed for a harvest or a map

    entry = config.cbioportal.projects.get(project, StudyEntry())
    return StudySettings(
        project=project,
        catalogue=config.cbioportal.catalogue,
        viewers=entry.viewer,
        reviews=_reviews(config),
        opt_out=config.privacy.people.opt_out,
        min_cell=config.cbioportal.min_cell,
        oncotree=config.cbioportal.oncotree.version,
        **entry.model_dump(exclude={"viewer", "mapping", "sample_table"}),
    )


def export_order(located: Located, project: str, mapping: Path | None = None) -> "Order":
    """Return what a config asks of the export of a project; paths in it count from its own folder.

    :param located: as ``load_config`` gives it.
    :param project: the project's id.
    :param mapping: the harmonisation file, where it is not the config's.
    :raises UsageFault: the config says of the study what no study can be.
    """
    from img2fair.exporting import Order

    said = located.config.cbioportal
    entry = said.projects.get(project, StudyEntry())
    return Order(
        study=study_settings(located.config, project),
        key=located.path(said.key),
        work=located.work,
        beside=located.file.parent,
        mapping=mapping or (located.path(entry.mapping) if entry.mapping != Path() else None),
        sample_table=located.path(entry.sample_table) if entry.sample_table != Path() else None,
        oncotree=said.oncotree.source,
        portal=said.portal,
        compare=said.compare,
        min_count=located.config.privacy.min_count,
    )


def _reviews(config: Config) -> tuple[Review, ...]:
    return tuple(Review(**one.model_dump()) for one in config.privacy.reviewed)
