"""The studies in cBioPortal that a site has a page of: those of projects of which a dataset is published."""

from dataclasses import dataclass

from img2fair.clinical.study_facts import StudyFacts
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.names import make_slug
from img2fair.targets.site.settings import SiteSettings

FOLDER = "study"


@dataclass(frozen=True, slots=True)
class StudyShown:
    """A study, the dataset that it is of, and the place of its page without a suffix."""

    facts: StudyFacts
    dataset: Entry
    place: str


def studies_shown(holdings: Holdings, settings: SiteSettings) -> dict[str, StudyShown]:
    """Return the studies that have a page, by project."""
    datasets: dict[str, Entry] = {}
    for entry in holdings:
        if entry.kind == "dataset" and entry.published and entry.project in settings.studies:
            datasets.setdefault(entry.project or "", entry)
    places = _places(settings)
    return {project: StudyShown(settings.studies[project], entry, places[project])
            for project, entry in sorted(datasets.items())}  # fmt: skip


def _places(settings: SiteSettings) -> dict[str, str]:
    """Return the place of each study; it does not depend on which are published, so a link to it stays right."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for project, facts in sorted(settings.studies.items()):
        slug = make_slug(facts.about.study, project, taken)
        taken.add(slug.casefold())
        found[project] = f"{FOLDER}/{slug}"
    return found
