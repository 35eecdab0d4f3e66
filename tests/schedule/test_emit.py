"""Unit files: what they hold, that they mean it, and that they run."""

import os
import re
import shlex
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.cli import run
from img2fair.cli.schedule import KINDS as OFFERED
from img2fair.config import load_configs
from img2fair.errors import UsageFault
from img2fair.schedule import KINDS, alerts, deployment_of, metrics_text, unit_files
from img2fair.schedule.quoting import cron_command, shell_command, systemd_command, systemd_word, yaml_block, yaml_text
from tests.schedule.openmetrics import read as read_metrics
from tests.schedule.reading import read_crontab, read_unit, words
from tests.schedule.summaries import summary, target
from tests.schedule.units import CONFIG, HOME, OWN, SECRETS, unit

YAML_READER = YAML(typ="safe", pure=True)
WORKED, HELD_BACK, NEVER = {0, 3, 7}, {3, 7}, {1, 2, 5, 9}


def documents(text: str) -> list[dict[str, Any]]:
    return list(YAML_READER.load_all(text))


def systemd(folder: Path, **given: Any) -> dict[str, list[str]]:
    return read_unit(unit_files("systemd", unit(folder, **given))["img2fair.service"])["Service"]


def cronjob(folder: Path, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    (text,) = unit_files("kubernetes", unit(folder, **given)).values()
    config, _, job = documents(text)
    return config, job["spec"]


def workflow(folder: Path) -> dict[str, Any]:
    (text,) = unit_files("github", unit(folder)).values()
    (found,) = documents(text)
    return found


def test_the_commands_kinds_are_those_there_are() -> None:
    assert set(OFFERED) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_and_nothing_of_chance_is_in_them(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (*SECRETS, "ACC_USER", "ACC_PASS", "FDP_USER", "FDP_PASS"):
        monkeypatch.setenv(name, f"Canary-{name}-42")
    (tmp_path / "img2fair.yaml").write_text(CONFIG)
    (tmp_path / "own.yaml").write_text(OWN)
    shown = []
    for _ in range(2):
        assert run(["schedule", "emit", kind, "-c", str(tmp_path / "img2fair.yaml")]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] != ""
    assert "Canary" not in shown[0]
    assert all(name in shown[0] for name in SECRETS)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("systemd", ["img2fair.service", "img2fair.timer", "img2fair-alerts.yaml"]),
        ("cron", ["img2fair.crontab", "img2fair-alerts.yaml"]),
        ("kubernetes", ["img2fair-cronjob.yaml"]),
        ("github", [".github/workflows/img2fair.yaml"]),
    ],
)
def test_a_folder_of_files(kind: str, names: list[str], tmp_path: Path) -> None:
    """Also beside the config, which stays."""
    (tmp_path / "img2fair.yaml").write_text(CONFIG)
    (tmp_path / "own.yaml").write_text(OWN)
    assert run(["schedule", "emit", kind, "-c", str(tmp_path / "img2fair.yaml"), "-o", str(tmp_path)]) == 0
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {*names, "img2fair.yaml", "own.yaml"}
    assert (tmp_path / "img2fair.yaml").read_text() == CONFIG


def test_several_configs_have_units_of_their_own(tmp_path: Path) -> None:
    found = unit(tmp_path, name="img2fair-Heart & Lung.yaml")
    assert set(unit_files("systemd", found)) == {"img2fair-heart-lung.service", "img2fair-heart-lung.timer"}


# systemd


def test_the_service_is_fenced_in(tmp_path: Path) -> None:
    service = systemd(tmp_path)
    fences = {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "PrivateDevices": "yes",
        "PrivateUsers": "yes",
        "ProtectKernelModules": "yes",
        "ProtectKernelTunables": "yes",
        "ProtectControlGroups": "yes",
        "MemoryDenyWriteExecute": "yes",
        "RestrictNamespaces": "yes",
        "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
        "CapabilityBoundingSet": "",
        "SystemCallArchitectures": "native",
        "User": "img2fair",
        "Type": "oneshot",
    }
    assert {name: service[name] for name in fences} == {name: [value] for name, value in fences.items()}
    assert service["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]
    assert service["TimeoutStartSec"] == ["6h"]


def test_the_service_runs_publish_and_says_how_it_may_end(tmp_path: Path) -> None:
    service = systemd(tmp_path)
    assert words(service["ExecStart"][0]) == [
        "/opt/img2fair/bin/img2fair",
        *("publish", "--yes", "--json", "--log-format", "json", "--config", "/srv/images/img2fair.yaml"),
    ]
    assert {int(code) for code in service["SuccessExitStatus"][0].split()} == HELD_BACK
    assert {int(code) for code in service["RestartPreventExitStatus"][0].split()} == NEVER
    assert service["Restart"] == ["on-failure"]


def test_the_service_writes_where_the_run_does_and_nowhere_else(tmp_path: Path) -> None:
    """A folder that is swapped in whole needs the folder around it."""
    service = systemd(tmp_path, metrics="/var/lib/node/img2fair.prom")
    assert service["ReadWritePaths"] == ["/srv/images/state/work", "/srv/images/web", "/var/lib/node"]
    assert service["ReadOnlyPaths"] == ["/srv/images/img2fair.yaml"]


def test_folders_inside_another_are_named_once(tmp_path: Path) -> None:
    config = (
        "archive: {type: table, path: ../in/t.csv, iri: 'https://x.example.org'}\n"
        "targets: {s: {type: site, path: p, base: 'https://x.example.org'}}\n"
    )
    service = systemd(tmp_path, config=config)
    assert service["ReadWritePaths"] == ["/srv/images"]
    assert "LoadCredential" not in service


@pytest.mark.parametrize(
    ("home", "protected", "temporary"),
    [
        ("/srv/images", "yes", "yes"),
        ("/home/ada", "read-only", "yes"),
        ("/tmp/x", "yes", "no"),  # noqa: S108
        ("/homes", "yes", "yes"),
    ],
)
def test_the_fences_leave_in_what_a_run_needs(tmp_path: Path, home: str, protected: str, temporary: str) -> None:
    service = systemd(tmp_path, home=Path(home))
    assert (service["ProtectHome"], service["PrivateTmp"]) == ([protected], [temporary])


def test_the_service_is_handed_its_secrets_as_files(tmp_path: Path) -> None:
    service = systemd(tmp_path)
    assert service["LoadCredential"] == [f"{name}:/etc/img2fair/credentials/{name}" for name in SECRETS]
    assert "Environment" not in service, "img2fair finds a credential by its name"


FDP = "https://fdp.example.org"
BY_PERSON, BY_TOKEN, EITHER = (
    [("FDP_USER", "FDP_PASS"), ()],
    [("FDP_TOKEN",), ()],
    [("FDP_TOKEN",), ("FDP_USER", "FDP_PASS")],
)
MEANT: list[tuple[str, dict[str, str], list[tuple[str, ...]]]] = [
    ("", {}, EITHER),
    ("", {"FDP_USER": "a", "FDP_PASS": "b"}, BY_PERSON),
    ("", {"FDP_PASS": "half a log-in"}, BY_PERSON),
    ("", {"FDP_TOKEN": "t"}, BY_TOKEN),
    ("", {"FDP_USER": "a", "FDP_PASS": "b", "FDP_TOKEN": "t"}, BY_TOKEN),
    ("", {"FDP_TOKEN_FILE": "/nowhere"}, BY_TOKEN),
    (", password_env: FDP_PASS", {}, BY_PERSON),
    (", user_env: FDP_USER", {"FDP_TOKEN": "t"}, BY_PERSON),
    (", token_env: FDP_TOKEN", {"FDP_USER": "a", "FDP_PASS": "b"}, BY_TOKEN),
    (", token_env: FDP_TOKEN, password_env: FDP_PASS", {}, EITHER),
    (", token_env: FDP_TOKEN, password_env: FDP_PASS", {"FDP_USER": "a", "FDP_PASS": "b"}, BY_PERSON),
]


@pytest.mark.parametrize(("entries", "variables", "meant"), MEANT)
def test_the_log_in_is_the_one_that_is_meant(
    entries: str,
    variables: dict[str, str],
    meant: list[tuple[str, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the config names, else what is set where the units are made; else the token, and lines to swap."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    config = (
        "archive: {type: table, path: t.csv, iri: 'https://x.example.org'}\n"
        f"targets: {{f: {{type: fdp, url: '{FDP}'{entries}}}}}\n"
    )
    (login,) = unit(tmp_path, config=config).logins
    assert [login.variables, login.instead] == meant
    used, other = meant
    for kind in {*KINDS} - {"kubernetes"}:  # whose file holds the config
        text = "".join(unit_files(kind, unit(tmp_path, config=config)).values())
        assert {name for name in ("FDP_USER", "FDP_PASS", "FDP_TOKEN") if name in text} == {*used, *other}


def test_the_other_log_in_is_taken_by_swapping_whole_lines(tmp_path: Path) -> None:
    def swapped(text: str, line: str) -> str:
        """Swap the lines that a unit has for a token and for a person."""
        for name in ("FDP_TOKEN", "FDP_USER", "FDP_PASS"):
            here = line.format(name)
            out = here[: len(here) - len(here.lstrip())] + "#" + here.lstrip()
            was, becomes = (here, out) if name == "FDP_TOKEN" else (out, here)
            assert text.count(f"\n{was}") == 1
            text = text.replace(f"\n{was}", f"\n{becomes}")
        return text

    config = f"archive: {{url: https://xnat.example.org}}\ntargets: {{f: {{type: fdp, url: '{FDP}'}}}}\n"
    made = unit(tmp_path, config=config)
    names = ["XNAT_USER", "XNAT_PASS", "FDP_USER", "FDP_PASS"]
    service = swapped(
        unit_files("systemd", made)["img2fair.service"], "LoadCredential={0}:/etc/img2fair/credentials/{0}"
    )
    held = read_unit(service)["Service"]["LoadCredential"]
    assert [one.partition(":")[0] for one in held] == names
    crontab = swapped(unit_files("cron", made)["img2fair.crontab"], "{0}_FILE=/etc/img2fair/credentials/{0}")
    assert [f"{name}_FILE" for name in names] == [name for name in read_crontab(crontab)[0] if name.endswith("_FILE")]
    (cluster,) = unit_files("kubernetes", made).values()
    line = " " * 16 + "- {{name: {0}_FILE, value: /run/secrets/img2fair/{0}}}"
    job = documents(swapped(cluster, line))[2]["spec"]
    (container,) = job["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert [one["name"] for one in container["env"]] == ["HOME", *(f"{name}_FILE" for name in names)]


def test_the_head_of_a_unit_has_the_command_for_each_secret(tmp_path: Path) -> None:
    """And gives the service's user what a run by hand has left: folders, the lock, the link of a site."""
    text = unit_files("systemd", unit(tmp_path))["img2fair.service"]
    head = text[: text.index("[Unit]")]
    for name in SECRETS:
        assert head.count(f"install -m 0600 /dev/stdin /etc/img2fair/credentials/{name}\n") == 1
    given = "/srv/images/state/work /srv/images/web/public /srv/images/web/.public.*"
    assert f"#   chown -fhR img2fair:img2fair {given} " in head


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "said", ["", "metrics: m/x.prom", "webhook: https://hooks.example.org/x", "webhook_env: HOOK", "command: [tell]"]
)
def test_it_is_said_that_nobody_hears_of_a_failed_night(
    said: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a workflow of GitHub opens an issue by itself."""
    config = f"archive: {{url: https://xnat.example.org}}\nmonitoring: {{{said}}}\n"
    (tmp_path / "img2fair.yaml").write_text(config)
    assert run(["schedule", "emit", kind, "-c", str(tmp_path / "img2fair.yaml")]) == 0
    told = capsys.readouterr()
    warned = "nobody will be told" in told.err
    assert warned == (not said and kind != "github")
    assert not warned or all(f"monitoring.{name}" in told.err for name in ("metrics", "webhook", "command"))
    assert "nobody will be told" not in told.out


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_can_be_of_one_archive_of_several(kind: str, tmp_path: Path) -> None:
    (tmp_path / "img2fair.yaml").write_text(
        "archives:\n  heart: {url: https://heart.example.org}\n  lung: {url: https://lung.example.org}\n"
    )
    found = deployment_of(load_configs(tmp_path / "img2fair.yaml#lung"))
    texts = unit_files(kind, found)
    assert all("img2fair-lung" in name for name in texts)
    assert "img2fair.yaml#lung" in "".join(texts.values())
    assert "heart" not in "".join(text for text in texts.values() if kind != "kubernetes")


def test_the_address_of_a_webhook_is_in_the_config_only(tmp_path: Path) -> None:
    config = f"{CONFIG}monitoring: {{webhook: https://hooks.example.org/Canary}}\n"
    for kind in KINDS:
        texts = unit_files(kind, unit(tmp_path, config=config)).values()
        assert sum(text.count("Canary") for text in texts) == (1 if kind == "kubernetes" else 0)


def test_several_archives_have_their_log_ins(tmp_path: Path) -> None:
    """Those that share their variables share a file."""
    config = """\
archives:
  heart: {url: https://heart.example.org, user_env: HEART, password_env: HEART_PASS}
  lung: {url: https://lung.example.org}
  brain: {url: https://brain.example.org, mapping: own.yaml}
targets: {s: {type: site, path: web/s, base: https://example.org}}
"""
    found = unit(tmp_path, config=config)
    assert [(login.place, login.variables) for login in found.logins] == [
        ("https://heart.example.org", ("HEART", "HEART_PASS")),
        ("https://lung.example.org, https://brain.example.org", ("XNAT_USER", "XNAT_PASS")),
    ]
    assert set(found.texts) == {"img2fair.yaml", "own.yaml"}
    assert systemd(tmp_path, config=config)["ReadWritePaths"] == ["/srv/images/.img2fair", "/srv/images/web"]


def test_the_timer_is_made_up_for_and_not_everybodys(tmp_path: Path) -> None:
    timers = []
    for url in ("https://xnat.example.org/x", "https://xnat.example.org/y"):
        found = unit(tmp_path, config=CONFIG.replace("https://xnat.example.org/x", url))
        timers.append(read_unit(unit_files("systemd", found)["img2fair.timer"])["Timer"])
    assert timers[0]["Persistent"] == ["true"]
    assert timers[0]["RandomizedDelaySec"] == ["30min"]
    assert all(re.fullmatch(r"\*-\*-\* 0[1-5]:[0-5]\d:00", timer["OnCalendar"][0]) for timer in timers)
    assert timers[0]["OnCalendar"] != timers[1]["OnCalendar"]


def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """Where there is one to ask: it reads the units as it would run them."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        return
    home = tmp_path / "a 100% $HOME; 'place'"
    (home / "state").mkdir(parents=True)
    made = unit(home, home=home, metrics=str(home / "m" / "x.prom"))
    for name, text in unit_files("systemd", made).items():
        (tmp_path / name).write_text(text.replace("/opt/img2fair/bin/img2fair", "/bin/true"))
    verified = subprocess.run(
        [tool, "verify", "--man=no", tmp_path / "img2fair.service", tmp_path / "img2fair.timer"],
        check=False,
        capture_output=True,
        text=True,
    )
    ours = [line for line in verified.stderr.splitlines() if "img2fair" in line]
    assert (verified.returncode, ours) == (0, [])
    judged = subprocess.run(
        [tool, "security", "--offline=true", "--threshold=15", "--no-pager", tmp_path / "img2fair.service"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout.splitlines()[-1]


# cron


def ended(command: str, codes: dict[str, int], folder: Path) -> tuple[int, str]:
    """Run a command of a unit with programs that end as they are told; return its end and what it says."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, code in codes.items():
        (programs / name).write_text(f'#!/bin/sh\nprintf "%s " "$@" >>{shlex.quote(str(folder / name))}\nexit {code}\n')
        (programs / name).chmod(stat.S_IRWXU)
    path = f"{programs}:{os.environ['PATH']}"
    done = subprocess.run(["/bin/sh", "-c", command], check=False, capture_output=True, text=True, env={"PATH": path})
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130])
def test_cron_sends_no_mail_for_a_run_that_worked(code: int, tmp_path: Path) -> None:
    home = tmp_path / "100% of 'it'"
    home.mkdir()
    (text,) = unit_files("cron", unit(home, home=home)).values()
    variables, (job,) = read_crontab(text)
    assert variables["MAILTO"] == "root"
    assert variables["PATH"]
    assert {f"{name}_FILE" for name in SECRETS} < set(variables)
    command = job.command.replace("/opt/img2fair/bin/", "")
    _, said = ended(command, {"img2fair": code}, tmp_path)
    assert said == ("" if code in WORKED else f"img2fair publish ended with {code}\n")
    assert (tmp_path / "img2fair").read_text() == f"publish --yes --quiet --config {home}/img2fair.yaml "


# Kubernetes


def test_the_pod_is_fenced_in(tmp_path: Path) -> None:
    _, job = cronjob(tmp_path)
    pod = job["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 65532
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"] == "1Gi"
    assert "/" not in container["image"]
    assert not container["image"].endswith(":latest")


def test_the_job_never_overlaps_and_is_tried_again_where_that_helps(tmp_path: Path) -> None:
    _, job = cronjob(tmp_path)
    assert job["concurrencyPolicy"] == "Forbid"
    assert job["startingDeadlineSeconds"] == 3600
    spec = job["jobTemplate"]["spec"]
    (rule,) = spec["podFailurePolicy"]["rules"]
    assert (spec["backoffLimit"], rule["action"], set(rule["onExitCodes"]["values"])) == (2, "FailJob", NEVER)
    assert rule["onExitCodes"]["containerName"] == "img2fair"
    assert spec["template"]["spec"]["restartPolicy"] == "Never"


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_the_container_ends_as_the_run_did(code: int, tmp_path: Path) -> None:
    _, job = cronjob(tmp_path, name="it's.yaml")
    (container,) = job["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"]
    assert ended(container["args"][0], {"img2fair": code}, tmp_path)[0] == (0 if code in WORKED else code)
    said = (tmp_path / "img2fair").read_text()
    assert said == "publish --yes --json --log-format json --config /data/it's.yaml "


def test_the_pod_has_the_config_the_mapping_and_the_secrets(tmp_path: Path) -> None:
    config, job = cronjob(tmp_path, metrics="/var/lib/node/x.prom")
    pod = job["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    mounted = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
    texts = {path: config["data"][mount["subPath"]] for path, mount in mounted.items() if mount["name"] == "config"}
    whole = f'{CONFIG}monitoring: {{metrics: "/var/lib/node/x.prom"}}\n'
    assert texts == {"/data/img2fair.yaml": whole, "/data/own.yaml": OWN}
    assert set(mounted) == {*texts, "/data", "/var/lib/node", "/run/secrets/img2fair", "/tmp"}  # noqa: S108
    assert mounted["/var/lib/node"]["subPath"] == "var/lib/node"
    files = {entry["name"]: entry["value"] for entry in container["env"]}
    assert files == {"HOME": "/tmp", **{f"{name}_FILE": f"/run/secrets/img2fair/{name}" for name in SECRETS}}  # noqa: S108
    assert {mount["name"] for mount in mounted.values()} == {volume["name"] for volume in pod["volumes"]}


# GitHub


def test_the_workflow_may_little(tmp_path: Path) -> None:
    found = workflow(tmp_path)
    assert found["permissions"] == {"contents": "read"}
    assert found["jobs"]["publish"]["permissions"] == {"contents": "read", "issues": "write"}
    assert found["concurrency"] == {"group": "img2fair", "cancel-in-progress": False}
    steps = found["jobs"]["publish"]["steps"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", one) for one in used)
    assert steps[0]["with"]["persist-credentials"] is False
    scripts = [step["run"] for step in steps if "run" in step]
    assert not [script for script in scripts if "${{" in script], "expressions come by the environment only"
    holding = [step.get("name") for step in steps if "secrets." in str(step)]
    assert holding == ["Publish"]


TELLING = [
    (0, "", []),
    (4, "", ["issue create --title img2fair publish ends with exit code 4"]),
    (4, "12 img2fair publish ends with exit code 4", []),
    (8, "12 img2fair publish ends with exit code 4", ["issue edit 12 --title", "issue comment 12 --body"]),
    (0, "12 img2fair publish ends with exit code 4", ["issue close 12 --comment All is well again"]),
]


@pytest.mark.parametrize(("code", "open_issue", "expected"), TELLING)
def test_one_issue_is_opened_and_closed(code: int, open_issue: str, expected: list[str], tmp_path: Path) -> None:
    (step,) = [step for step in workflow(tmp_path)["jobs"]["publish"]["steps"] if step.get("name") == "Tell"]
    assert step["if"] == "always()"
    asked = tmp_path / "asked"
    asked.touch()
    program = f'#!/bin/sh\nif [ "$2" = list ]; then echo "{open_issue}"; else echo "$@" >>{asked}; fi\n'
    (tmp_path / "gh").write_text(program)
    (tmp_path / "gh").chmod(stat.S_IRWXU)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CODE": str(code), "RUN": "https://example.org/run"}
    shell = shutil.which("bash") or "/bin/sh"
    subprocess.run([shell, "-e", "-c", step["run"]], check=True, env=environment)
    said = asked.read_text().splitlines()
    assert [line.startswith(start) for line, start in zip(said, expected, strict=True)] == [True] * len(expected)


@pytest.mark.parametrize("code", [0, 1, 3, 4, 7, 9])
def test_the_workflow_ends_as_the_run_did(code: int, tmp_path: Path) -> None:
    step = workflow(tmp_path)["jobs"]["publish"]["steps"][-1]
    done = subprocess.run(["/bin/sh", "-e", "-c", step["run"]], check=False, env={"CODE": str(code)})
    assert done.returncode == (0 if code in WORKED else code)


# the rules for Prometheus


@pytest.mark.parametrize("kind", KINDS)
def test_alerts_are_about_metrics_that_there_are(kind: str, tmp_path: Path) -> None:
    shown = set(read_metrics(metrics_text(summary(fdp=target()))))
    texts = alerts(kind, unit(tmp_path))
    assert bool(texts) == (kind in ("systemd", "cron"))
    for text in texts.values():
        ((group,),) = [document["groups"] for document in documents(text)]
        for rule in group["rules"]:
            assert set(re.findall(r"img2fair_\w+", rule["expr"])) <= shown
            assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
            labels = set(re.findall(r"\$labels\.(\w+)", str(rule["annotations"])))
            assert labels <= {"target", "archive"}


# texts of any kind

paths = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"], include_characters=" "),
    min_size=1,
)


@given(st.lists(paths | st.sampled_from(["$x", "${y}", "%d", "%%", "'", '"', "\\", "#", ";", "a b"]), min_size=1))
def test_systemd_reads_the_words_that_were_meant(given: list[str]) -> None:
    assert words(" ".join(map(systemd_word, given))) == given
    assert words(systemd_command(given).replace("$$", "$")) == given
    assert "$" not in systemd_command(given).replace("$$", "")


@given(st.lists(paths, min_size=1))
def test_cron_and_the_shell_read_the_words_that_were_meant(given: list[str]) -> None:
    command = cron_command(shell_command(given))
    assert not re.search(r"(?<!\\)%", command)
    assert shlex.split(command.replace("\\%", "%")) == given


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.from_regex(r"(?:[ \t]{0,3}[a-z#:|>%-]{0,5}\n){0,6}", fullmatch=True)
)
def test_yaml_reads_the_text_that_was_meant(text: str) -> None:
    assert YAML_READER.load(f"a: {yaml_text(text)}\n") == {"a": text}
    assert YAML_READER.load(f"a: {yaml_block(text, 2)}\nb: 1\n") == {"a": text, "b": 1}


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (CONFIG.replace("path: web/public", r'path: "web\nReadWritePaths=//x"'), "cannot hold this path"),
        (
            CONFIG.replace("user_env: READER,", r'user_env: "READER\nExecStartPre",'),
            "no name of an environment variable",
        ),
        (CONFIG.replace("user_env: READER,", "user_env: A B,"), "no name of an environment variable"),
        (CONFIG.replace("work: state/work", r'work: "a\u2028b/c"'), "cannot hold this path"),
    ],
)
def test_what_no_unit_can_hold_is_refused(config: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=told):
        unit(tmp_path, config=config)


@pytest.mark.parametrize("home", [HOME, Path("/")])
def test_units_are_of_the_place_the_config_is_at(home: Path, tmp_path: Path) -> None:
    service = systemd(tmp_path, home=home)
    assert service["WorkingDirectory"] == [str(home)]
