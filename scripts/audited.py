"""Tells what pip-audit found: ``audited.py SERVICE FILE``. Ends with 0 (nothing), 3 (something) or 4 (not known)."""

import json
import sys
from pathlib import Path

CLEAN, FOUND, UNKNOWN = 0, 3, 4


def main(service: str, file: Path) -> int:
    """Say what was found, and return the exit code."""
    packages = json.loads(file.read_text(encoding="utf-8"))["dependencies"]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    found = [
        f"{package['name']} {package['version']}: {hit['id']}; mended in {', '.join(hit['fix_versions']) or 'none yet'}"
        for package in packages
        for hit in package.get("vulns", [])
    ]
    known = len(packages) - len(unknown)
    told = found or ([f"{service}: nothing is known against {known} packages"] if known else [])
    if unknown:
        names = ", ".join(unknown[:3]) + (", …" if len(unknown) > 3 else "")
        told.append(f"{service}: {len(unknown)} of {len(packages)} packages are not in it: {names}")
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return FOUND if found else UNKNOWN if unknown or not packages else CLEAN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
