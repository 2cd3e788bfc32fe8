"""Try every parser on bytes that nobody would write: no crash, no hang over 5 seconds, no memory over 1 GB.

    python -m benchmarks.fuzz [--seconds 600] [PARSER...]

The seconds are for all parsers together; one processor is used. What breaks a parser is kept in the folder that the
last line names, and the exit code is 1. ``python -m benchmarks.fuzz.one PARSER FOLDER FILE`` shows one of them again.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.fuzz.seeds import SEEDS

LIMITS = ("-timeout=5", "-rss_limit_mb=1024", "-max_len=20000", "-verbosity=0")


def main() -> int:
    """Run the parsers one after the other, and tell by the exit code whether all held."""
    asked = argparse.ArgumentParser(description="Fuzz the parsers of seatrial.")
    asked.add_argument("--seconds", type=int, default=600, help="for all parsers together")
    asked.add_argument("parsers", nargs="*", default=sorted(SEEDS))
    given = asked.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris has no wheel for this Python or machine: nothing was tried", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    each = max(1, given.seconds // len(given.parsers))
    broken = [name for name in given.parsers if not _held(name, folder, each)]
    print(f"{len(given.parsers)} parsers for {each} s each; broken: {', '.join(broken) or 'none'}; kept in {folder}")
    return 1 if broken else 0


def _held(name: str, folder: Path, seconds: int) -> bool:
    kept = folder / name.replace(":", "-")
    kept.mkdir()
    command = [sys.executable, "-m", "benchmarks.fuzz.one", name, str(kept / "corpus"), *LIMITS]
    command += [f"-max_total_time={seconds}", f"-artifact_prefix={kept}/"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    (kept / "log").write_text(done.stdout + done.stderr)
    print(f"{name:44} {'held' if done.returncode == 0 else 'BROKE'}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
