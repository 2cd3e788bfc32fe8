"""What does the engine say of the files that other scanners test themselves with?

They are fetched by whoever runs this and are in no commit of ours. Which are bad, harmless or broken is told by their
names, as the tests of those projects use them; what is neither is left out. Nothing is loaded.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from seatrial.artifacts import scan
from seatrial.model.artifacts import Artifact, Verdict
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Suite:
    """The files of one project: harmless and broken ones by their names, every other file of a kind is bad."""

    files: str  #: a pattern of the paths that are looked at
    harmless: str
    neither: str = r"(?!)"


SUITES = {
    # what ``library_models`` writes
    "libraries": Suite(r".", r"."),
    # mmaitre314/picklescan, tests/
    "picklescan": Suite(
        r"/data2?/[^/]+$",
        r"benign|int_array|object_array|new_pytorch_model|/pytorch_model",
        r"broken_model|not_a_pickle|bad_pytorch",
    ),
    # trailofbits/fickling, test/test_bypasses.py: the pickles that its tests make, written to files by a script
    "fickling": Suite(r"\.pkl$", r"/test_safe_|well_formed|allowlist-[12]", r"ml_allowlist|allowlist-3"),
    # promptfoo/modelaudit, tests/assets/
    "modelaudit": Suite(
        r"\.(?:pkl|pickle|pt|h5|pb|zip|safetensors|skops|json|j2|jinja|template|yaml)$",
        r"safe_|benign|/simple_nested|edge_cases|scenarios/license|suspicious_benign",
        r"manifests|agpl|malformed|oversized|mixed_malicious_model/config|suspicious_url|jinja2/yaml/model_config"
        r"|license_scenarios",
    ),
}


def judged(name: str, folder: Path) -> Iterator[tuple[str, Artifact]]:
    """Yield the records of a suite's files, each with "bad" or "harmless"."""
    suite = SUITES[name]
    for artifact in scan([folder]).artifacts:
        path = artifact.path
        if re.search(suite.files, path) and not re.search(suite.neither, path):
            yield ("harmless" if re.search(suite.harmless, path) else "bad"), artifact


def report(name: str, folder: Path) -> bool:
    """Print the figures of a suite, and what is wrong; return whether the bad are noticed and no harmless accused."""
    counted: dict[str, dict[Verdict, int]] = {"bad": dict.fromkeys(Verdict, 0), "harmless": dict.fromkeys(Verdict, 0)}
    wrong = []
    for kind, artifact in judged(name, folder):
        counted[kind][artifact.verdict] += 1
        if artifact.verdict is (Verdict.CLEAN if kind == "bad" else Verdict.DANGEROUS):
            wrong.append(f"  {kind}, and called {artifact.verdict}: {artifact.path}")
    for kind, verdicts in counted.items():
        told = ", ".join(f"{count} {verdict}" for verdict, count in reversed(verdicts.items()))
        print(f"{name:12} {kind:9} {sum(verdicts.values()):4}: {told}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return not wrong
