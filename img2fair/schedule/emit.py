"""Unit files that start a run for a scheduler: templates filled with what a config says, never with a secret."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.config import Monitoring
from img2fair.errors import Exit
from img2fair.schedule import quoting
from img2fair.schedule.deployment import Deployment
from img2fair.schedule.summary import WORKED

KINDS: Mapping[str, Mapping[str, str]] = {
    "systemd": {"service": "{name}.service", "timer": "{name}.timer"},
    "cron": {"crontab": "{name}.crontab"},
    "kubernetes": {"kubernetes.yaml": "{name}-cronjob.yaml"},
    "github": {"github.yaml": ".github/workflows/{name}.yaml"},
}
"""The templates of each kind, and the names of the files made of them."""
ALERTS = {"systemd": "alerts.yaml", "cron": "alerts.yaml"}
"""Kinds whose runs have a place for the file of metrics, with the template of the rules that watch it."""

_UNTOLD = {
    "systemd": "nobody will be told of a failed night",
    "kubernetes": "nobody will be told of a failed night",
    "cron": "nobody will be told of a failed night, unless this machine sends mail to root",
}
"""Kinds that tell nobody by themselves; a workflow of GitHub opens an issue."""

CREDENTIALS = "/etc/img2fair/credentials"
"""The folder of the secrets on a machine: a file each, named as its variable."""
_LATER = (Exit.UNAVAILABLE, Exit.LOCKED, Exit.PARTLY)
"""How a run ends that may end better a while later."""


def unit_files(kind: str, deployment: Deployment) -> dict[str, str]:
    """Return the unit files of a kind, as name → text.

    :param kind: one of ``KINDS``.
    """
    return {name.format(name=deployment.name): _filled(template, deployment) for template, name in KINDS[kind].items()}


def alerts(kind: str, deployment: Deployment) -> dict[str, str]:
    """Return rules for Prometheus that watch the metrics of a kind's runs, as name → text; none where it has none."""
    return {f"{deployment.name}-alerts.yaml": _filled(ALERTS[kind], deployment)} if kind in ALERTS else {}


def untold(kind: str, said: Monitoring) -> str:
    """Return that nobody hears of a failed night, and what to write into the config; empty where somebody does."""
    nobody = _UNTOLD.get(kind)
    if nobody is None or said.metrics or said.webhook or said.webhook_env or said.command:
        return ""
    return (
        f"{nobody}. Name one in img2fair.yaml, and emit again: monitoring.metrics (a file for Prometheus), "
        "monitoring.webhook (an https:// address) or monitoring.command (a program)"
    )


def _filled(template: str, deployment: Deployment) -> str:
    """Return a filled template; its marks are square brackets, as the files themselves use the others."""
    environment = Environment(
        loader=FileSystemLoader(find_folder("templates") / "schedule"),
        autoescape=False,  # noqa: S701 - no markup; quoting.py writes each text as its kind of file needs
        undefined=StrictUndefined,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        systemd=quoting.systemd_word,
        systemd_command=quoting.systemd_command,
        systemd_path=quoting.systemd_path,
        shell=quoting.shell_word,
        shell_command=quoting.shell_command,
        cron=quoting.cron_command,
        yaml=quoting.yaml_text,
        yaml_block=quoting.yaml_block,
        path=Path,
    )
    worked = [int(code) for code in WORKED]
    return environment.get_template(template).render(
        unit=deployment,
        credentials=CREDENTIALS,
        worked=worked,
        held_back=worked[1:],
        never=[int(code) for code in Exit if code not in (*WORKED, *_LATER, Exit.PENDING, Exit.INTERRUPTED)],
    )
