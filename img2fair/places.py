"""Where a steward fills what is missing: one sentence for each path of the mapping language."""

from collections.abc import Iterable

from img2fair.privacy.policy import field_of

CONFIG = "img2fair.yaml: "
_IN_CONFIG = ("defaults.", "projects.", "site.")
_KIND = "site.type"
"""What kind of archive it is; nobody fills or mends that."""
_ACCESS = "XNAT: project page > Access tab > accessibility"


def places(paths: Iterable[str], project_id: str | None = None) -> tuple[str, ...]:
    """Return where each path can be filled, each place once; a path that nobody fills (an IRI of ours) has none.

    :param project_id: the project at hand, for what its archive page is.
    """
    return tuple(dict.fromkeys(place for path in paths if (place := _place(path, project_id))))


def _place(path: str, project_id: str | None) -> str | None:
    if path == _KIND:
        return None
    if path.startswith(_IN_CONFIG):
        return f"{CONFIG}{path}"
    field = field_of(path)
    where = _ACCESS if path == "project.accessibility" else field.where if field else None
    return where.replace("project page", f"project {project_id}", 1) if where and project_id else where
