"""Look the locked dependencies up among the known vulnerabilities: `python -m tests.audit`.

By pip-audit (https://github.com/pypa/pip-audit), which asks PyPI. Where that cannot be reached it says so, and the exit
code is 0: nothing is known then. It is 1 when there is a vulnerability.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXPORT = "uv export --quiet --locked --all-groups --all-extras --no-emit-project"
AUDIT = (
    "uv tool run --quiet --from pip-audit>=2.10 pip-audit --requirement /dev/stdin --disable-pip --require-hashes "
    "--format json --progress-spinner off"
)


def main() -> int:
    locked = subprocess.run(EXPORT.split(), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    asked = subprocess.run(AUDIT.split(), input=locked, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (asked.stderr.strip().splitlines() or ["nothing was said"])[-1]
        print(f"skipped: pip-audit or its service cannot be reached ({last})")
        return 0
    answered = [one for one in found if "skip_reason" not in one]
    vulnerable = [one for one in answered if one["vulns"]]
    if not answered:
        print(f"skipped: the service of pip-audit knows none of the {len(found)} packages from here")
        return 0
    for one in vulnerable:
        print(f"{one['name']} {one['version']}: {', '.join(vuln['id'] for vuln in one['vulns'])}")
    print(f"{len(answered)} of {len(found)} packages looked up: {len(vulnerable)} with a known vulnerability")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
