"""The mapping language: from what an archive and the config say to catalogue records.

A mapping is a YAML file that a data steward can read: for each RDF property, where its value comes from. See
docs/mapping-language.md for the language, ``load_mapping`` for reading and ``map_project`` for applying one.
"""

from img2fair.mapping.language import Mapping
from img2fair.mapping.load import load_mapping
from img2fair.mapping.mapped import Mapped, Miss, misses_as_findings
from img2fair.mapping.problems import MappingFault
from img2fair.mapping.rules import RULES
from img2fair.mapping.run import map_project, map_site
from img2fair.mapping.settings import Settings
from img2fair.mapping.titles import form_titles

__all__ = [
    "RULES",
    "Mapped",
    "Mapping",
    "MappingFault",
    "Miss",
    "Settings",
    "form_titles",
    "load_mapping",
    "map_project",
    "map_site",
    "misses_as_findings",
]
