"""The types of records of a fresh installation (FactoryDefaults of the reference): no data services."""

from dataclasses import dataclass
from typing import Any

from img2fair.demo.fdp.exchange import FdpError
from img2fair.rdf import iri


@dataclass(frozen=True)
class Definition:
    """A type of records; ``children`` are the relation and prefix of the types below."""

    name: str
    prefix: str
    classes: tuple[str, ...]
    schemas: tuple[str, ...]
    children: tuple[tuple[str, str], ...] = ()

    @property
    def uuid(self) -> str:
        """A lasting identifier."""
        return f"00000000-0000-4000-9000-{sum(map(ord, self.name)):012d}"

    @property
    def target_classes(self) -> list[str]:
        """The classes that every record of the type is given."""
        return [iri(name).value for name in self.classes]

    @property
    def relations(self) -> dict[str, str]:
        """The prefix of the type below by the IRI of its relation."""
        return {iri(relation).value: prefix for relation, prefix in self.children}


STOCK = (
    Definition("FAIR Data Point", "",
               ("dcat:Resource", "dcat:DataService", "fdp-o:MetadataService", "fdp-o:FAIRDataPoint"),
               ("resource",), (("fdp-o:metadataCatalog", "catalog"),)),
    Definition("Catalog", "catalog", ("dcat:Resource", "dcat:Catalog"), ("resource", "catalog"),
               (("dcat:dataset", "dataset"),)),
    Definition("Dataset", "dataset", ("dcat:Resource", "dcat:Dataset"), ("resource", "dataset"),
               (("dcat:distribution", "distribution"),)),
    Definition("Distribution", "distribution", ("dcat:Resource", "dcat:Distribution"), ("resource", "distribution")),
)  # fmt: skip


class Definitions:
    """The types of one server."""

    def __init__(self, found: tuple[Definition, ...] = STOCK) -> None:
        self._by_prefix = {definition.prefix: definition for definition in found}

    def get(self, prefix: str) -> Definition:
        """Return a type by the first segment of its paths.

        :raises FdpError: there is none (404).
        """
        if prefix not in self._by_prefix:
            raise FdpError(404, f"Resource with provided uri prefix ('{prefix}') is not defined")
        return self._by_prefix[prefix]

    def above(self, prefix: str) -> list[Definition]:
        """Return the types that have this one below them."""
        return [found for found in self._by_prefix.values() if prefix in found.relations.values()]

    def told(self) -> list[dict[str, Any]]:
        """Return all types as the server tells them."""
        return [
            {
                "uuid": found.uuid,
                "name": found.name,
                "urlPrefix": found.prefix,
                "metadataSchemaUuids": list(found.schemas),
                "targetClassUris": found.target_classes,
                "children": [
                    {
                        "resourceDefinitionUuid": self._by_prefix[prefix].uuid,
                        "relationUri": relation,
                        "listView": {"title": f"{self._by_prefix[prefix].name}s", "tagsUri": None, "metadata": []},
                    }
                    for relation, prefix in found.relations.items()
                ],
                "externalLinks": [],
            }
            for found in self._by_prefix.values()
        ]
