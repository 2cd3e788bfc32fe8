"""Do the oldest releases that ``pyproject.toml`` allows judge as the pinned ones do?

``python -m benchmarks.lowest FOLDER`` makes an environment with the lowest version of each dependency there (uv asks
the package index for them), and judges the example in both. It ends with 1 where one answers otherwise, or is silent.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

EXAMPLE = "examples/churn-api"
_HERE = Path(sys.executable).parent
_OF_THE_RUN = ("run", "measured")


def made(folder: Path) -> Path:
    """Return the folder of programs of an environment with the lowest versions."""
    uv = (sys.executable, "-m", "uv", "--quiet")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    subprocess.run([*uv, "venv", "--clear", "--python", version, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--python", str(python), "--resolution", "lowest-direct", "."], check=True)
    return folder / "bin"


def judged(programs: Path) -> Mapping[str, Any]:
    """Return the result of an audit of the example, without what tells of this run and of versions."""
    command = [str(programs / "seatrial"), "audit", EXAMPLE, "--config", "/dev/null", "-f", "json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    result: dict[str, Any] = json.loads(ran.stdout)
    result["tool"]["scanners"] = sorted(result["tool"]["scanners"])
    return {name: part for name, part in result.items() if name not in _OF_THE_RUN}


if __name__ == "__main__":
    old, new = judged(made(Path(sys.argv[1]))), judged(_HERE)
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    for name in differing:
        print(f"{name} with the lowest versions: {json.dumps(old.get(name))[:500]}")
        print(f"{name} with the pinned ones:     {json.dumps(new.get(name))[:500]}")
    sys.exit(bool(differing))
