"""What the study says of cancer types: the columns of its samples, and the file of a type that the portal lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from img2fair.cbioportal.text import meta_file, table
from img2fair.clinical.oncotree import PortalTypes, Tree, TypeRow, cancer_type_columns, cancer_type_rows

FILE = "data_cancer_type.txt"


@dataclass(frozen=True, slots=True)
class CancerTypes:
    """OncoTree as far as one study needs it.

    :param version: of OncoTree; empty where nobody said.
    :param columns: code → CANCER_TYPE and CANCER_TYPE_DETAILED.
    :param rows: what the portal has to learn: code, name, colour and parent of a type that it lacks; mostly none.
    """

    version: str = ""
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rows: tuple[TypeRow, ...] = ()


def cancer_types(
    tree: Tree | None, codes: Iterable[str], cancer_type: str, portal: PortalTypes | None = None
) -> CancerTypes:
    """Return what OncoTree says of a study's codes; of one that the release does not have it says nothing.

    :param tree: the release; ``None``: none is at hand.
    :param codes: those of the study's samples; ``cancer_type`` is the study's own type.
    :param portal: the types that the portal knows; ``None`` where it was not asked.
    :raises UsageFault: neither the portal nor OncoTree has the study's own type.
    """
    if tree is None:
        return CancerTypes()
    columns = {code: cancer_type_columns(tree, code) for code in codes if tree.find(code) is not None}
    return CancerTypes(tree.version, columns, cancer_type_rows(tree, cancer_type, portal))


def cancer_type_files(types: CancerTypes) -> dict[str, str]:
    """Return the table of cancer types and its meta file; nothing where the portal knows them all.

    The table has no line of names, which the importer would load as a type (CancerTypeValidator, ImportTypesOfCancers).
    """
    if not types.rows:
        return {}
    kind = "CANCER_TYPE"
    return {
        "meta_cancer_type.txt": meta_file({"genetic_alteration_type": kind, "datatype": kind, "data_filename": FILE}),
        FILE: table(types.rows[0], types.rows[1:]),
    }
