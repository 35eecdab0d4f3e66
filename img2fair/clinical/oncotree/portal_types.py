"""What a portal has to learn before it takes a study of a cancer type that it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from img2fair.clinical.oncotree.tree import Tree, unknown_code

MIXED = "mixed"
"""cBioPortal's type of a study of several; portals have it, and so has OncoTree."""
_TOP = "tissue"
_COLOURS = frozenset(
    "black blue cyan darkred gainsboro gray green hotpink lightblue lightsalmon lightskyblue lightyellow limegreen "
    "mediumseagreen orange peachpuff purple red saddlebrown teal white yellow".split()
)
"""The names of CSS that OncoTree takes; the validator knows those of https://www.w3.org/TR/css-color-3/#svg-color."""
_PLAIN = "Gray"

TypeRow = tuple[str, str, str, str]
"""Code, name, colour, parent."""


@dataclass(frozen=True, slots=True)
class PortalType:
    """A cancer type as a portal has it; ``parent`` is empty where the portal does not tell it."""

    name: str
    parent: str = ""


PortalTypes = Mapping[str, PortalType]
"""By code, in small letters."""


def cancer_type_rows(tree: Tree, code: str, portal: PortalTypes | None) -> tuple[TypeRow, ...]:
    """Return the rows of a study's cancer type file, parents first; none where the portal knows the type.

    A row whose name is not the portal's own is an error of the validator, so the file has nothing that the portal has.
    Nothing is known to be lacking where no portal was asked.

    :param code: the study's ``type_of_cancer``.
    :raises UsageFault: neither the portal nor OncoTree has the type.

    Source: cBioPortal File-Formats, "Cancer Type"; CancerTypeValidator and ImportTypesOfCancers of cbioportal-core.
    """
    if portal is None or code.lower() in portal:
        return ()
    node = tree.find(code)
    if node is None:
        if code.lower() == MIXED:  # our own table may be told without it
            return ((MIXED, "Mixed Cancer Types", "Black", _TOP),)
        raise unknown_code(tree, code.upper())
    found: list[TypeRow] = []
    for one in (node, *tree.above(node.code)):
        if one.code.lower() in portal:
            break
        colour = one.colour if one.colour.lower() in _COLOURS else _PLAIN
        found.append((one.code.lower(), one.name, colour, one.parent.lower() or _TOP))
    return tuple(reversed(found))


def portal_name(portal: PortalTypes | None, tree: Tree, code: str) -> str:
    """Return the name of a cancer type: the portal's own where it has one, else OncoTree's, else the code."""
    if portal is not None and (known := portal.get(code.lower())) is not None:
        return known.name
    node = tree.find(code)
    return node.name if node is not None else code
