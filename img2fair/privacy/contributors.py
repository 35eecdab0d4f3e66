"""The people who made a dataset and may be named in public (design.md D11)."""

from dataclasses import dataclass

from img2fair.model import Project


@dataclass(frozen=True, slots=True)
class Contributors:
    """What the config says of naming them.

    :param names: whether anybody is named at all.
    :param opt_out: names or ORCIDs of those who do not want to be named.
    :param keyword: a keyword of a project that keeps all its people unnamed.
    """

    names: bool = True
    opt_out: tuple[str, ...] = ()
    keyword: str = "no-names"


ALL_NAMED = Contributors()
"""Everybody is named, but where the keyword says no."""


def named_people(project: Project, said: Contributors) -> Project:
    """Return a project without those of its people who may not be named."""
    return project
