"""The texts of the files that init makes, by their names in the folder."""

import re
from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_file, find_folder
from img2fair.characters import visible
from img2fair.config import DEFAULT_FILE
from img2fair.init.looking import Sight
from img2fair.init.proposing import MAPPING_FILE, Choice
from img2fair.mapping.known import HEALTH_RI_FORM, OUR_FORM
from img2fair.mapping.schema import schema_text
from img2fair.proposal import Proposal, config_text
from img2fair.proposal.scalars import scalar

CONFIG_SCHEMA, MAPPING_SCHEMA = "schemas/img2fair.schema.json", "schemas/mapping.schema.json"
IGNORED = ".gitignore"
_KEY = re.compile(r"[\w-]+(\.[\w-]+)*", re.ASCII)


def texts(proposal: Proposal, choice: Choice, sight: Sight | None) -> Mapping[str, str]:
    """Return the files of a proposal: name → text, without the mark that tells whether somebody edited them."""
    made = {DEFAULT_FILE: config_text(proposal, schema=CONFIG_SCHEMA)}
    if proposal.tree["mapping"] == MAPPING_FILE:
        made[MAPPING_FILE] = mapping_text(choice.mapping, sight)
    return {
        **made,
        IGNORED: find_file("templates", "init/gitignore").read_text(encoding="utf-8"),
        CONFIG_SCHEMA: find_file("mappings", "img2fair.schema.json").read_text(encoding="utf-8"),
        MAPPING_SCHEMA: schema_text(),
    }


def mapping_text(extends: str, sight: Sight | None) -> str:
    """Return a mapping of the site that extends a shipped one, with the keys of its forms that nobody else knows."""
    keys = own_keys(sight)
    titles = dict.fromkeys(form.title for form in (sight.forms if sight else ()) if {*form.keys} & {*keys})
    templates = Environment(
        loader=FileSystemLoader(find_folder("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it makes YAML, from values that are quoted
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("init/mapping.yaml.j2").render(
        extends=scalar(extends),
        keys=[scalar(key) for key in keys],
        titles=visible(", ".join(f"'{title}'" for title in titles)),
    )


def own_keys(sight: Sight | None) -> list[str]:
    """Return the keys of forms about projects that the shipped mappings do not know, in the order of the forms."""
    found = (key for form in (sight.forms if sight else ()) for key in form.keys if _KEY.fullmatch(key))
    return [key for key in dict.fromkeys(found) if key not in HEALTH_RI_FORM | OUR_FORM]
