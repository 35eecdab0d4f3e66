"""A config to make units of, and the units."""

import json
from dataclasses import replace
from pathlib import Path

from img2fair.config import load_configs
from img2fair.schedule import Deployment, deployment_of

CONFIG = """\
# a comment
archive: {url: https://xnat.example.org/x, user_env: READER, password_env: READER_PASS}
mapping: [health-ri-core, own.yaml]
targets:
  catalogue: {type: site, path: web/public, base: https://example.org/catalogue}
  acceptance:
    {type: fdp, url: https://acc.example.org, token_env: ACC_TOKEN, user_env: ACC_USER, password_env: ACC_PASS}
  production: {type: fdp, url: https://fdp.example.org}
work: state/work
"""
OWN = "extends: health-ri-core\nname: own\n"
HOME = Path("/srv/images")
PROGRAM = ("/opt/img2fair/bin/img2fair",)
SECRETS = ("READER", "READER_PASS", "ACC_TOKEN", "FDP_TOKEN")


def unit(
    folder: Path, config: str = CONFIG, home: Path = HOME, metrics: str = "", name: str = "img2fair.yaml"
) -> Deployment:
    """Return what units need to know of a config, as if its folder were another one."""
    (folder / "own.yaml").write_text(OWN)
    (folder / name).write_text(config + (f"monitoring: {{metrics: {json.dumps(metrics)}}}\n" if metrics else ""))
    return replace(deployment_of(load_configs(folder / name), PROGRAM), config=home / name)
