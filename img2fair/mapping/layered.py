"""The config as expressions see it: a project's own settings laid over the defaults, each value under its own path.

So an origin says ``projects.LUNG.license`` where the project's own setting won, and ``defaults.license`` where not.
"""

from collections.abc import Mapping
from typing import Any

from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.settings import Settings, overridden
from img2fair.mapping.views import Reader, TreeView, View, wrapped


def defaults_view(settings: Settings, project: str | None, reader: Reader) -> View:
    """Return ``defaults`` for a project, or for the site where there is none."""
    if project is None:
        return TreeView("defaults", reader, settings.defaults)
    own = settings.overrides_of(project)
    return LayeredView("defaults", reader, settings.defaults, f"projects.{project}", own)


class LayeredView(View):
    """Nested values with others laid over them: a key above wins, also where it is empty."""

    def __init__(
        self, path: str, reader: Reader, below: Mapping[str, Any], path_above: str, above: Mapping[str, Any]
    ) -> None:
        super().__init__(path, reader)
        self.below = below
        self.path_above = path_above
        self.above = above

    def member(self, name: str) -> Any:
        """Return a member under the path of what gives it; groups of both layers stay layered."""
        path = f"{self.path}.{name}"
        self.reader.forget(self.path)
        below = self.below.get(name)
        if name not in self.above:
            self.reader.touch(path)
            return wrapped(below, path, self.reader)
        above, path_above = self.above[name], f"{self.path_above}.{name}"
        if isinstance(above, Mapping) and isinstance(below, Mapping):
            self.reader.touch(path)
            both = LayeredView(path, self.reader, below, path_above, above)
            return both if both else None
        self.reader.touch(path_above)
        return wrapped(above, path_above, self.reader)

    def __bool__(self) -> bool:
        return not is_empty(overridden(self.below, self.above))
