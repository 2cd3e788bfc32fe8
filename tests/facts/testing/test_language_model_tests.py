"""Attacks on a language model."""

from seatrial.component import components
from seatrial.facts.testing.attacks import attack_runs, attacks
from seatrial.repo import Memory, Repo

ATTACK = "from art.attacks.evasion import HopSkipJump\nHopSkipJump(model)\n"
RUN = "on:\n  schedule:\n    - cron: '0 3 * * 1'\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: %s\n"


def attacking(files: dict[str, str]) -> Repo:
    return Repo(Memory({path: text.encode() for path, text in files.items()}))


def test_a_library_that_is_only_imported_attacks_nothing() -> None:
    assert attacks(attacking({"attack.py": ATTACK}))
    assert not attacks(attacking({"attack.py": ATTACK.partition("\n")[0]}))
    hosted = "from azure.ai.evaluation.red_team import RedTeam\nred = RedTeam(azure_ai_project=p)\n"
    assert attacks(attacking({"evals/safety.py": hosted}))
    assert not attacks(attacking({"evals/score.py": hosted.replace("red_team", "evaluators")}))
    assert not attacks(attacking({"draw.py": "import art\nart.tprint('x')\n"}))


def test_a_run_by_the_clock_counts() -> None:
    started = attacking({"attack.py": ATTACK, ".github/workflows/a.yml": RUN % "python attack.py"})
    probed = attacking({".github/workflows/a.yml": RUN % "garak --model_type openai"})
    other = attacking({"attack.py": ATTACK, ".github/workflows/a.yml": RUN % "python train.py"})

    assert attack_runs(components(started)[0])
    assert attack_runs(components(probed)[0])
    assert not attack_runs(components(other)[0])
