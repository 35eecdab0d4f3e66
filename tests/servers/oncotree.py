"""OncoTree's service on loopback: ``/api/versions`` and ``/api/tumorTypes?version=``, the list form.

Its answers have the form that the public service gives; a release that it does not know ends in its status 500.
"""

import json
from collections.abc import Mapping

from img2fair.clinical.oncotree import RELEASES, own_tree, written
from tests.servers.json_service import Habits, JsonService

MOVING = ("oncotree_latest_stable", "oncotree_development")


class OncotreeService(JsonService):
    """The service, with some releases by name; those of our own table by default."""

    def __init__(self, habits: Habits | None = None, releases: Mapping[str, str] | None = None) -> None:
        self.releases = dict(releases or {name: written(own_tree(name)) for name in RELEASES})
        super().__init__("oncotree", habits)

    def answer(self, path: str, values: Mapping[str, str]) -> object:
        names = [*MOVING, *self.releases]
        if path == "/api/versions":
            return [{"api_identifier": one, "description": "", "visible": True, "release_date": ""} for one in names]
        if path == "/api/tumorTypes":
            version = values.get("version", MOVING[0])
            known = self.releases.get(max(self.releases) if version in MOVING else version)
            return json.loads(known) if known else None
        return None
