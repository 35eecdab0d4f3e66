"""From the tree of one rule to the rule: its keys, how they go together, what a constant can be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from img2fair.mapping import build
from img2fair.mapping.datatypes import LEXICAL, is_language, literal, node
from img2fair.mapping.known import Known
from img2fair.mapping.language import ON_MISS, FieldRule, Lookup
from img2fair.mapping.problems import Place, nearest
from img2fair.mapping.tree import Scalar, Table, Tree, is_null
from img2fair.rdf import expand
