"""Programs in TypeScript that judge answers are read: which tool, how many cases, and whether a bad mark stops them."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.facts.testing.evaluation_cases import case_sets
from seatrial.facts.testing.foreign_evaluations import foreign_evaluations
from seatrial.facts.testing.foreign_tests import foreign_tests
from seatrial.facts.testing.llm_evaluations import eval_runs, evals_in_ci
from tests.repositories import component_of, repo_of
from tests.workflows import workflow

CASES = (
    '{ input: "When do you open?", expected: "at nine" },\n{ input: "Who is the king?", expected: "must be refused" },\n'
    '{\n  input: "When do you close?",\n  expected: { contains: ["six"] },\n},\n'
)
EVALITE = (
    'import { evalite } from "evalite";\nimport { Factuality } from "autoevals";\n\nevalite("hours", {\n'
    f"data: async () => [{CASES}],\ntask: ask,\nscorers: [Factuality] }});\n"
)
BRAINTRUST = (
    f'import {{ Eval }} from "braintrust";\n\nEval("hours", {{ data: () => [{CASES}], task: ask, scores: [exact] }});\n'
)


def read(files: dict[str, str]) -> list[tuple[str, int, int, bool]]:
    found = foreign_evaluations(repo_of(files))
    return [(one.tool, one.cases, one.refusals, one.bounded) for one in found]


@pytest.mark.parametrize(
    ("path", "text", "tool", "bounded"),
    [
        ("evals/hours.eval.ts", EVALITE, "evalite", False),
        ("evals/hours.eval.ts", f"{EVALITE}if (score < 0.8) process.exit(1)\n", "evalite", True),
        ("evals/hours.eval.ts", BRAINTRUST, "braintrust", False),
        ("src/hours.eval.ts", EVALITE.replace('"evalite"', '"vitest-evals"'), "vitest-evals", True),
        (
            "tests/answers.test.ts",
            f'import {{ Factuality }} from "autoevals";\nconst cases = [{CASES}];\nexpect(mark.score).toBeGreaterThan(0.8)\n',
            "autoevals",
            True,
        ),
        (
            "packages/evals/src/agent.int.test.ts",
            (
                f'import * as ls from "langsmith/vitest";\nls.test.each([{CASES.replace("expected:", "referenceOutputs:")}])\n'
                "expect(answer).toContain(wanted)\n"
            ),
            "langsmith/vitest",
            True,
        ),
        (
            "evals/run.mjs",
            f'const {{ Langfuse }} = require("langfuse");\nconst set = await langfuse.getDataset("hours");\n{CASES}',
            "langfuse",
            False,
        ),
    ],
)
def test_the_usual_tools_are_known_with_their_cases(path: str, text: str, tool: str, bounded: bool) -> None:
    assert read({path: text}) == [(tool, 3, 1, bounded)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "src/eval/expression.ts",
            'import { parse } from "acorn";\nexport const evaluate = (input: string) => parse(input);\n',
        ),
        ("lib/braintrust.ts", 'import { initLogger } from "braintrust";\nexport const logger = initLogger({});\n'),
        ("src/evals/trace.ts", 'import { Langfuse } from "langfuse";\nexport const langfuse = new Langfuse();\n'),
        ("src/evals/types.ts", "export interface Case { input: string; expected: string }\n" * 3),
        ("src/evals/cases.ts", f"export const cases = [{CASES}];\n"),  # and nothing judges by them
        ("node_modules/evalite/x.eval.ts", EVALITE),
        ("examples/x.eval.ts", EVALITE),
    ],
)
def test_what_traces_evaluates_expressions_or_only_holds_cases_judges_nothing(path: str, text: str) -> None:
    assert read({path: text}) == []


def test_what_langsmith_runs_with_the_tests_is_a_test() -> None:
    text = "import * as ls from 'langsmith/vitest';\nls.describe('hours', () => {\n  ls.test('open', {}, async () => {\n    expect(a).toBe(9);\n  });\n});\n"

    assert [one.number for one in foreign_tests(repo_of({"evals/hours.int.test.ts": text}))] == [1]


@pytest.mark.parametrize(
    "bound",
    [
        {"evalite.config.ts": "export default defineConfig({ scoreThreshold: 80 });\n"},
        {"package.json": '{"scripts": {"eval": "evalite --threshold=80"}}\n'},
    ],
)
def test_the_bound_of_evalite_stands_in_its_settings(bound: dict[str, str]) -> None:
    assert read({"evals/hours.eval.ts": EVALITE, **bound})[0][3]


def test_cases_of_a_file_beside_are_counted_with_those_of_the_program() -> None:
    repo = repo_of({"evals/hours.eval.ts": EVALITE, "evals/cases.ts": f"export const cases = [{CASES}];\n"})

    assert [(one.place.path, one.cases, one.refusals) for one in case_sets(repo)] == [
        ("evals/cases.ts", 3, 1),
        ("evals/hours.eval.ts", 3, 1),
    ]
    assert [run.what for run in eval_runs(repo)] == ["evalite judges answers"]


@pytest.mark.parametrize(
    ("path", "step", "runs"),
    [
        ("evals/hours.eval.ts", "npx evalite run", True),
        ("evals/hours.eval.ts", "pnpm run eval", True),
        ("evals/hours.eval.ts", "npx tsx evals/hours.eval.ts", True),
        ("evals/hours.eval.ts", "npx vitest run --config vitest.evals.config.ts", True),
        ("evals/hours.eval.ts", "npx vitest run", False),  # takes in tests alone
        ("src/hours.test.ts", "npx vitest run", True),
        ("evals/hours.eval.ts", "npx evalite run || true", False),
    ],
)
def test_ci_runs_it_by_its_tool_a_script_its_name_or_with_the_tests(path: str, step: str, runs: bool) -> None:
    files = {
        path: f"{EVALITE}expect(score).toBeGreaterThan(0.8)\n",
        "package.json": '{"scripts": {"eval": "evalite"}}\n',
        ".github/workflows/ci.yml": workflow(step),
    }

    assert bool(evals_in_ci(component_of(files))) is runs
