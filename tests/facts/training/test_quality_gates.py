"""Where the quality of a model decides whether it goes on."""

import pytest

from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.gates.quality_gate import Holds
from seatrial.facts.training.gates.quality_gates import quality_gates, worst_first
from tests.judging.asked import steps
from tests.repositories import repo_of

OF_RUNS = (
    "def try_promote(latest_loss, champion_loss):\n    better = latest_loss < champion_loss\n    if better:\n"
    "        promote_model('m')\n"
)
FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("if f1 < MIN_F1:\n    raise ValueError\n", Holds.STOPS),
        ("if metrics['rmse'] > cfg.gate.max_rmse:\n    sys.exit(1)\n", Holds.STOPS),
        ("assert accuracy >= 0.8\n", Holds.STOPS),
        ("if float(metrics.get('f1', 0.0)) < float(gates['min_f1']):\n    sys.exit(1)\n", Holds.STOPS),
        ("if new_auc > champion_auc:\n    client.set_registered_model_alias('m', 'champion', 2)\n", Holds.PROMOTION),
        (OF_RUNS, Holds.PROMOTION),
        ('from kfp import dsl\nwith dsl.Condition(eval_step.outputs["ok"] == True):\n    save(m)\n', Holds.PROMOTION),
        ("import mlflow\nmlflow.validate_evaluation_results(a, b, c)\n", Holds.STOPS),
        ("from sagemaker.workflow.condition_step import ConditionStep\nConditionStep(name='good')\n", Holds.PROMOTION),
        (
            "import stepfunctions\nchoice_rule.ChoiceRule.NumericLessThan(variable=done['TrainMetrics'], value=10)\n",
            Holds.PROMOTION,
        ),
    ],
)
def test_a_metric_that_stops_or_holds_back_is_a_gate(text: str, holds: Holds) -> None:
    assert [gate.holds for gate in quality_gates(repo_of({"train.py": FIT + text}))] == [holds]


@pytest.mark.parametrize(
    "text",
    [
        "print('f1', f1)\n",
        "if val_loss < best_loss:\n    save(model)\n",
        "if early_stopping_metric > best_score:\n    raise StopIteration\n",
        "assert 0 <= accuracy <= 1\n",
        "if iou_thres > 0.9:\n    raise ValueError\n",
        "if psi > drift_threshold:\n    raise Drift\n",
        "from stepfunctions import steps\nsteps.choice_rule.ChoiceRule.NumericLessThan(variable='$.tries', value=3)\n",
        "if len(rows) > limit:\n    raise ValueError\n",
        "if scores.shape[1] < 2:\n    raise ValueError\n",
        "if len(metrics) < MIN_METRICS:\n    raise ValueError\n",
        "if scores.ndim > 2:\n    raise ValueError\n",
    ],
    ids=["printed", "the best epoch", "early stopping", "any metric's bounds", "a cut-off", "drift", "tries", "a size",
         "columns of scores", "how many metrics", "dimensions of scores"],
)  # fmt: skip
def test_what_judges_no_model_is_no_gate(text: str) -> None:
    assert quality_gates(repo_of({"train.py": FIT + text})) == ()


CANDIDATES = (
    "import joblib\nimport shutil\n\n\ndef main():\n    best = None\n    for path in CANDIDATES:\n"
    "        model = {load}\n        recall = judge(model, x_test, y_test)\n    {then}\n"
)


@pytest.mark.parametrize(
    ("load", "then", "held"),
    [
        ("joblib.load(path)", "if recall < min_recall:\n        return\n    joblib.dump(model, BEST)", True),
        ("joblib.load(path)", "if recall >= min_recall:\n        joblib.dump(model, BEST)", True),
        (
            "joblib.load(path)",
            "if recall < min_recall:\n        return\n    shutil.copy(path, 'models/champion.pkl')",
            True,
        ),
        ("joblib.load(path)", "if recall < min_recall:\n        return\n    shutil.copy(report, 'page.html')", False),
        ("joblib.load(path)", "if recall < min_recall:\n        print('low')\n    joblib.dump(model, BEST)", False),
        ("make(path).fit(x, y)", "if recall < min_recall:\n        return\n    joblib.dump(model, BEST)", False),
    ],
    ids=["leaves before it stores", "stores in the branch", "copies", "copies a page", "only prints", "trains"],
)
def test_the_choice_among_stored_models_is_a_gate(load: str, then: str, held: bool) -> None:
    files = {"promote.py": CANDIDATES.format(load=load, then=then), "train.py": FIT}

    assert [gate.holds for gate in quality_gates(repo_of(files))] == ([Holds.PROMOTION] if held else [])


def test_a_verdict_counts_by_what_its_caller_does() -> None:
    verdict = "def passes_gate(metrics, min_f1):\n    return metrics['f1'] >= min_f1\n"
    unread = FIT + verdict + "print(passes_gate(m, 1))\n"
    read = FIT + verdict + "def main():\n    if not passes_gate(m, 1):\n        raise SystemExit(1)\n"

    assert quality_gates(repo_of({"train.py": unread})) == ()
    assert [gate.holds for gate in quality_gates(repo_of({"train.py": read}))] == [Holds.STOPS]


@pytest.mark.parametrize(
    ("figure", "bound", "holds"),
    [
        ("float(metrics['f1'])", "float(gates['min_f1'])", [Holds.STOPS]),
        ("metrics.get('width')", "gates['columns']", []),
    ],
    ids=["a metric", "a size"],
)
def test_a_metric_that_is_handed_to_a_function_that_only_compares_is_judged(
    figure: str, bound: str, holds: list[Holds]
) -> None:
    text = (
        "def at_least(label, actual, wanted):\n    ok = actual >= wanted\n    return ok, label\n"
        f"def apply_gate(metrics, gates):\n    ok, _ = at_least('quality', {figure}, wanted={bound})\n    return ok\n"
        "def main():\n    if not apply_gate(read(), settings()):\n        raise SystemExit(1)\n"
    )

    assert [gate.holds for gate in quality_gates(repo_of({"evaluation/gate.py": text, "train.py": FIT}))] == holds


def test_a_bound_of_a_promotion_judges_though_no_figure_is_named() -> None:
    def holds(name: str) -> list[Holds]:
        text = f"def {name}(version, stage):\n    if value < min_value:\n        raise ValueError\n"
        return [gate.holds for gate in quality_gates(repo_of({"promote.py": text, "train.py": FIT}))]

    assert holds("validate_promotion") == [Holds.STOPS]
    assert holds("validate_discount") == []


CONTEST = """
def compare_models(champion, challenger, lower_is_better):
    m_champ, m_chall = champion[FIGURE], challenger[FIGURE]
    challenger_wins = (m_chall < m_champ) if lower_is_better else (m_chall > m_champ)
    return challenger_wins
def upload(model):
    wins = compare_models(old, new, True)
"""


def test_a_contest_of_champion_and_challenger_is_a_gate_when_its_outcome_is_registered() -> None:
    read = FIT + CONTEST + "    register_model(model, is_default_version=wins)\n"

    assert {(gate.holds, gate.champion) for gate in quality_gates(repo_of({"train.py": read}))} == {
        (Holds.PROMOTION, True)
    }
    assert quality_gates(repo_of({"train.py": FIT + CONTEST + "    print(wins)\n"})) == ()


JUDGE = (
    FIT
    + """
class Judge:
    def judge(self):
        is_accepted = new_auc > prod_auc + self.margin
        return Verdict(is_accepted=is_accepted)
"""
)
PUSH = """
from judge import Verdict
class Pusher:
    def push(self, version):
        self.client.set_registered_model_alias("m", "champion", version)
    def run(self, verdict: Verdict):
        READ
"""


@pytest.mark.parametrize(
    ("read", "holds"),
    [
        ("if verdict.is_accepted:\n            self.push(verdict.version)", [Holds.PROMOTION]),
        ("log(verdict.is_accepted)\n        self.push(verdict.version)", []),
        ("if verdict.version:\n            self.push(verdict.version)", []),
    ],
    ids=["decides", "only told", "something else decides"],
)
def test_a_verdict_that_an_object_carries_to_the_step_that_promotes_is_a_gate(read: str, holds: list[Holds]) -> None:
    files = {"judge.py": JUDGE, "push.py": PUSH.replace("READ", read)}

    assert [gate.holds for gate in quality_gates(repo_of(files))] == holds


def test_a_guardrail_that_answers_with_its_reasons_counts_by_what_its_caller_does() -> None:
    verdict = (
        "def check_guardrail(metrics, min_f05):\n    reasons = []\n    if metrics['f05'] < min_f05:\n"
        "        reasons.append('low')\n    return not reasons, reasons\n"
    )
    read = FIT + verdict + "def main():\n    if not check_guardrail(m, 0.7)[0]:\n        raise SystemExit(1)\n"

    assert [gate.holds for gate in quality_gates(repo_of({"train.py": read}))] == [Holds.STOPS]
    assert quality_gates(repo_of({"train.py": FIT + verdict + "check_guardrail(m, 0.7)\n"})) == ()


ASKED = """
class Contest:
    MARK
    def challenger_is_better(self):
        return self.challenger_mae < self.current_mae


def main():
    contest = Contest(new, old)
    if contest.challenger_is_better:
        client.set_registered_model_alias("m", "champion", 2)
"""


@pytest.mark.parametrize(("mark", "holds"), [("@property", [Holds.PROMOTION]), ("@staticmethod", [])])
def test_a_verdict_that_is_a_property_is_asked_by_whoever_makes_the_object(mark: str, holds: list[Holds]) -> None:
    files = {"train.py": FIT, "promote_model.py": ASKED.replace("MARK", mark)}

    assert [gate.holds for gate in quality_gates(repo_of(files))] == holds


def test_a_number_in_the_line_has_no_name_and_half_of_the_guesses_is_idle() -> None:
    text = FIT + "LOW = 0.5\nassert f1 > 0.7\nassert accuracy > LOW\nassert train_f1 > MIN_F1\n"

    assert [(gate.named, gate.idle) for gate in quality_gates(repo_of({"train.py": text}))] == [
        (False, False),
        (True, True),
        (True, True),
    ]


WORKFLOW = """
name: release
on: {push: {branches: [main]}}
jobs:
  gate:
    runs-on: x
    steps:
      - run: python train.py
      LATER
  ship:
    NEEDS
    runs-on: x
    steps:
      - run: ./ship.sh
"""


@pytest.mark.parametrize(
    ("later", "needs", "guards"),
    [
        ("- run: kubectl apply -f k8s", "env: {}", True),
        ("- run: echo done", "needs: gate", False),
        ("- run: echo done", "{needs: gate, environment: production}", False),
        ("- run: echo done", "needs: gate\n    environment: production", True),
        ("- run: echo done", "environment: production", False),
    ],
)
def test_a_gate_guards_what_comes_after_it(later: str, needs: str, guards: bool) -> None:
    workflow = WORKFLOW.replace("LATER", later).replace("NEEDS", needs)
    repo = repo_of(
        {"train.py": FIT + "if f1 < MIN_F1:\n    raise ValueError\n", ".github/workflows/release.yml": workflow}
    )

    assert bool(guarding_gates(repo)) is guards


@pytest.mark.parametrize("first", ["gate", "register"])
def test_a_gate_in_a_workflow_of_containers_guards_what_a_later_one_registers(first: str) -> None:
    programs = {
        "gate": FIT
        + "def main():\n    if f1 < MIN_F1:\n        raise SystemExit(1)\nif __name__ == '__main__':\n    main()\n",
        "register": "import mlflow\nif __name__ == '__main__':\n    mlflow.register_model('runs:/1/m', 'm')\n",
    }
    order = (first, *(name for name in programs if name != first))
    steps = "".join(
        f"    - name: {name}\n      container: {{image: a, command: [python, {name}.py]}}\n" for name in order
    )
    head = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: train}\nspec:\n  templates:\n"
    repo = repo_of({**{f"{name}.py": text for name, text in programs.items()}, "flow.yaml": head + steps})

    assert bool(guarding_gates(repo)) is (first == "gate")


def test_a_step_of_ci_that_compares_figures_in_shell_is_a_gate() -> None:
    workflow = WORKFLOW.replace("python train.py", "jq -e '.f1 > 0.8' metrics.json").replace(
        "LATER", "- run: make deploy"
    )
    repo = repo_of({".github/workflows/release.yml": workflow.replace("NEEDS", "needs: gate")})

    assert [gate.judges for gate in guarding_gates(repo)] == ["jq -e '.f1 > 0.8' metrics.json"]


@pytest.mark.parametrize(
    ("line", "gates"),
    [
        ("if tnr_drop > 0.02: sys.exit(f'worse by {tnr_drop}')", 1),
        ("if new['map50'] < old['map50']: sys.exit(1)", 1),
        ("if specificity < 0.9: exit(1)", 1),
        ("if seconds > 0.02: sys.exit(1)", 0),
        ("if map_size > 10: sys.exit(1)", 0),
        ("if tnr_drop > 0.02: print('worse')", 0),
    ],
)
def test_a_line_of_python_in_a_step_of_ci_is_a_gate_where_it_compares_a_metric(line: str, gates: int) -> None:
    workflow = (
        f'on: [push]\njobs:\n  a:\n    steps:\n      - run: |\n          python -c "\n          {line}\n          "\n'
    )

    assert len(quality_gates(repo_of({".github/workflows/metrics.yml": workflow, "train.py": FIT}))) == gates


def test_two_models_that_are_compared_where_one_is_promoted_are_a_gate() -> None:
    text = (
        "from zenml import get_step_context\n"
        "def promote(latest_metric, current_metric):\n"
        "    better = True\n"
        "    if latest_metric <= current_metric:\n"
        "        print('keep')\n"
        "        better = False\n"
        "    if better:\n"
        "        get_step_context().model.set_stage('production')\n"
    )

    assert [gate.holds for gate in quality_gates(repo_of({"steps/promote.py": text, "train.py": FIT}))] == [
        Holds.PROMOTION
    ]


def test_runs_that_are_sorted_the_wrong_way_round_are_told() -> None:
    def found(order: str) -> int:
        text = f"import mlflow\n\nmlflow.search_runs(['1'], order_by=['{order}'])\n"
        return len(worst_first(repo_of({"train.py": text})))

    assert found("metrics.rmse DESC") == found("metrics.f1 ASC") == 1
    assert found("metrics.rmse ASC") == found("metrics.f1 DESC") == 0


def test_several_verdicts_that_a_last_one_joins_are_gates_where_its_carrier_is_asked_before_a_promotion() -> None:
    judge = (
        FIT + "def validate(decision, drift_report):\n"
        "    decision.floor_passed = (new_auc - champion_auc) >= cfg.min_improvement\n"
        "    decision.promoted = decision.floor_passed and decision.slices_passed\n    return decision\n"
    )
    push = "def release(version, decision):\n    if decision.promoted:\n        registry.promote_challenger(version)\n"
    always = push.replace("if decision.promoted:\n        registry", "registry")

    assert [gate.holds for gate in quality_gates(repo_of({"train.py": judge, "push.py": push}))] == [Holds.PROMOTION]
    assert quality_gates(repo_of({"train.py": judge, "push.py": always})) == ()


def test_the_same_figure_of_a_new_and_an_old_model_is_a_gate_where_its_verdict_is_looked_up_and_raises() -> None:
    judge = (
        FIT + "def validate(eps):\n    no_reg = new_utility >= old_utility - eps\n"
        "    return Result(no_regression=bool(no_reg))\n"
    )
    swap = (
        "def swap(result):\n    if not getattr(result, 'no_regression', False):\n"
        "        raise ValueError('worse')\n    link(result)\n"
    )
    told = "def swap(result):\n    print(getattr(result, 'no_regression', False))\n"

    assert [gate.champion for gate in quality_gates(repo_of({"train.py": judge, "swap.py": swap}))] == [True]
    assert quality_gates(repo_of({"train.py": judge, "swap.py": told})) == ()
    assert quality_gates(repo_of({"train.py": judge.replace("utility", "version"), "swap.py": swap})) == ()


def test_a_difference_that_is_held_to_the_inexactness_of_floats_tests_a_formula_and_no_model() -> None:
    test = "from train import wmape\n\ndef test_it():\n    assert abs(wmape(actual, forecast) - expected) < %s\n"

    assert quality_gates(repo_of({"train.py": FIT, "tests/test_it.py": test % "1e-6"})) == ()
    loose = test % "0.05"
    assert quality_gates(repo_of({"train.py": FIT, "tests/test_it.py": loose})) == ()
    asked = loose.replace("    assert", "    forecast = model.predict(x)\n    assert")
    assert len(quality_gates(repo_of({"train.py": FIT, "tests/test_it.py": asked}))) == 1


@pytest.mark.parametrize(("ends", "holds"), [("raise ValueError('worse')", [Holds.STOPS]), ("print('worse')", [])])
def test_a_verdict_on_all_metrics_in_a_loop_is_a_gate_where_its_function_refuses_in_the_end(
    ends: str, holds: list[Holds]
) -> None:
    text = (
        "\n\ndef validate_model(metrics, limits):\n    passed = {}\n    for metric, value in metrics.items():\n"
        "        threshold = limits[metric]\n        passed[metric] = {'passed': value >= threshold}\n"
        f"    if not all(one['passed'] for one in passed.values()):\n        {ends}\n"
    )

    assert [gate.holds for gate in quality_gates(repo_of({"train.py": FIT + text}))] == holds


@pytest.mark.parametrize(
    ("kept", "ends", "holds"),
    [
        ("failures: list[str]", "return 1 if failures else 0", [Holds.STOPS]),
        ("shown: list[str]", "return 1 if failures else 0", []),
        ("failures: list[str]", "print(failures)", []),
    ],
    ids=["kept as failures", "kept to be shown", "only printed"],
)
def test_floors_in_a_loop_gate_where_failures_of_a_declared_type_end_the_run(
    kept: str, ends: str, holds: list[Holds]
) -> None:
    name = kept.partition(":")[0]
    run = "sys.exit(main())" if "return" in ends else "main()"
    text = (
        "import sys\n\nGATES = {'recall': 0.75}\n\n\ndef check_gates(metrics, gates=GATES):\n"
        f"    {kept} = []\n    for name, floor in gates.items():\n        if metrics[name] < floor:\n"
        f"            {name}.append(f'{{name}} is low')\n    return {name}\n\n\n"
        f"def main():\n    failures = check_gates(evaluate())\n    {ends}\n\n\n{run}\n"
    )

    assert [gate.holds for gate in quality_gates(repo_of({"train.py": FIT, "metric_gate.py": text}))] == holds


_TABLES = "import sys\n\nFLOORS = {'f1': 0.8, 'recall': 0.7}\nmetrics = evaluate(model, x_test)\n"


@pytest.mark.parametrize(
    "text",
    [
        "for key, low in FLOORS.items():\n    if metrics[key] < low:\n        sys.exit(1)\n",
        "results = metrics\nfor k, v in FLOORS.items():\n    assert results[k] >= v, k\n",
        "failed = [k for k, v in FLOORS.items() if metrics[k] < v]\nif failed:\n    sys.exit(1)\n",
        "failed = {k: v for k, v in metrics.items() if v < FLOORS[k]}\nif failed:\n    raise ValueError(failed)\n",
        "if not all(metrics.get(k, 0) >= v for k, v in FLOORS.items()):\n    sys.exit(1)\n",
        "checks = {\n    'f1': metrics['f1'] >= FLOORS['f1'],\n}\nif not all(checks.values()):\n    sys.exit(1)\n",
    ],
    ids=["a loop", "asserted", "a list of failures", "a table of failures", "all of them", "a table of checks"],
)
def test_a_table_of_metrics_that_is_held_against_a_table_of_floors_is_a_gate(text: str) -> None:
    found = quality_gates(repo_of({"train.py": FIT + _TABLES + text}))

    assert [(gate.holds, gate.named) for gate in found] == [(Holds.STOPS, True)]


@pytest.mark.parametrize(
    "text",
    [
        "for key, low in SIZES.items():\n    if shapes[key] < low:\n        sys.exit(1)\n",
        "failed = [k for k, v in FLOORS.items() if metrics[k] < v]\nif failed:\n    print(failed)\n",
        "checks = {'f1': metrics['f1'] >= FLOORS['f1']}\nprint(checks)\nif debug:\n    sys.exit(1)\n",
        "shown = [k for k, v in FLOORS.items() if metrics[k] < v]\nif debug:\n    sys.exit(1)\n",
    ],
    ids=["sizes", "failures are only printed", "checks nobody asks", "a list that is shown"],
)
def test_a_table_that_nothing_comes_of_is_no_gate(text: str) -> None:
    assert quality_gates(repo_of({"train.py": FIT + _TABLES + text})) == ()


@pytest.mark.parametrize(
    ("taken", "holds"), [("apply_gate(client, verdict)", [Holds.PROMOTION]), ("print(verdict)", [])]
)
def test_a_candidate_that_does_not_beat_the_champion_is_held_back_by_what_the_decision_is_handed_to(
    taken: str, holds: list[Holds]
) -> None:
    decide = (
        "def promotion_decision(candidate, naive):\n    if candidate >= naive:\n        return Decision(False)\n"
        "    return Decision(True)\n"
    )
    apply = (
        "def apply_gate(client, decision):\n    if not decision.promote:\n        return\n"
        "    client.set_registered_model_alias('m', 'champion', 2)\n"
    )
    train = FIT + f"def main(client):\n    verdict = promotion_decision(mape, naive)\n    {taken}\n"

    found = quality_gates(repo_of({"promotion.py": decide, "registry.py": apply, "train.py": train}))

    assert [gate.holds for gate in found] == holds


def test_candidates_of_a_search_are_no_contest_of_models() -> None:
    text = "def pick(candidate, baseline):\n    if candidate > baseline:\n        return candidate\n"

    assert quality_gates(repo_of({"train.py": FIT, "evaluate_beams.py": text})) == ()


def test_each_of_many_comparisons_in_a_test_counts_where_its_file_asks_a_model() -> None:
    many = "".join(f"    assert accuracy >= 0.{one}\n    note{one}()\n" for one in range(1_000, 3_000))
    judges = f"def test_it():\n{many}"

    assert quality_gates(repo_of({"train.py": FIT, "tests/test_formula.py": judges})) == ()
    assert len(quality_gates(repo_of({"train.py": FIT, "tests/test_it.py": f"{judges}    predict(rows)\n"}))) == 2_000


@pytest.mark.parametrize(
    ("asked", "judges"),
    [
        ('"metrics.accuracy > 0.70"', ["metrics.accuracy > 0.70"]),
        ('f"metrics.auc >= {floor}"', ["metrics.auc >= {}"]),
        ("\"tags.team = 'risk'\"", []),
    ],
)
def test_a_search_for_runs_above_a_floor_holds_back_what_it_registers(asked: str, judges: list[str]) -> None:
    take = "    run = client.search_runs('1', filter_string={}, order_by=['metrics.accuracy DESC'])[0]\n"
    register = "    mlflow.register_model(f'runs:/{run.info.run_id}/model', 'churn')\n"
    only_shown = "import mlflow\n\ndef show(client, floor):\n" + take.format(asked) + "    print(run)\n"
    registers = "import mlflow\n\ndef go(client, floor):\n" + take.format(asked) + register

    assert [gate.judges for gate in quality_gates(repo_of({"train.py": FIT, "go.py": registers}))] == judges
    assert quality_gates(repo_of({"train.py": FIT, "show.py": only_shown})) == ()


def test_a_number_in_the_code_is_asked_for_from_the_settings() -> None:
    gate = "import sys\nfrom sklearn.metrics import f1_score\n\nf1 = f1_score(y_test, model.predict(x_test))\n"
    gate += "if f1 < 0.71:\n    sys.exit(1)\n"

    done = gate.replace("0.71", "settings['min_f1']").replace("import sys\n", "import sys, yaml\n")
    done = done.replace("if f1", "settings = yaml.safe_load(open('params.yaml'))\nif f1")

    assert "in train.py from the settings, named as `min_f1`" in steps("OPS-03", {"train.py": FIT + gate})[0]
    (kept,) = quality_gates(repo_of({"train.py": FIT + done, "params.yaml": "min_f1: 0.71\n"}))
    assert kept.named


LIMIT = (
    "import os\nimport yaml\nfrom sklearn.svm import SVC\n\n\ndef evaluate(rows, other):\n    model = SVC().fit(rows)\n"
    "    accuracy = model.score(rows)\n    told = yaml.safe_load(open('params.yaml'))\n    {}\n"
    "    if accuracy < {}:\n        raise SystemExit(1)\n"
)


@pytest.mark.parametrize(
    ("read", "bound", "count"),
    [
        ("bar = float(os.environ['QUALITY'])", "bar", 1),
        ("bar = 1", "float(os.getenv('QUALITY', '0.8'))", 1),
        ("least = told['gate']['accuracy']", "least", 1),
        ("least = 1", "told['accuracy']", 1),
        ("least = 1", "other", 0),
        ("least = other", "least", 0),
    ],
)
def test_a_bound_that_the_environment_or_a_file_of_settings_gives_has_a_name(read: str, bound: str, count: int) -> None:
    found = quality_gates(repo_of({"evaluate.py": LIMIT.format(read, bound)}))

    assert [gate.named for gate in found] == [True] * count
