"""No pattern of the engine can be made to take long: each is tried on texts that are made from it for that."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(sys.platform == "win32", reason="there is no timer of processor time")
def test_no_pattern_takes_more_than_the_square_of_a_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz.patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines() == []
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.split()[0]) > 3_000  # the search for patterns finds them
