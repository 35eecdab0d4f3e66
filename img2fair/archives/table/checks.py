"""What is right and wrong with a table: it is read as a harvest reads it, and nothing of it is told but counts."""

from collections.abc import Collection

from img2fair.archives import ArchiveSettings
from img2fair.archives.failing import failed
from img2fair.archives.table import read_access
from img2fair.errors import UsageFault
from img2fair.model import Check, Standing


def checks(settings: ArchiveSettings, form_keys: Collection[str], within: float) -> tuple[Check, ...]:  # noqa: ARG001 - no forms, no server
    """Return all checks of a table."""
    try:
        access = read_access(settings)
    except UsageFault as fault:
        return (failed("place", fault),)
    place = Check("place", Standing.PASS, f"{settings.url} can be read")
    public = sum(one.publishable for one in access.values())
    found = f"{len(access)} datasets, of which {public} are for the public"
    if public:
        return place, Check("projects", Standing.PASS, found)
    cure = "say who may see them: 'visibility' of the archive in the config, or a column of that name"
    return place, Check("projects", Standing.WARN, found, cure)
