"""What CI runs is found in every CI system, and whether a failure stops a change."""

import posixpath

import pytest

from seatrial.facts.ci.ci_tests import ci_test_runs, front_end_tests, functional_runs
from seatrial.facts.ci.commands.pytest_settings import pytest_settings
from seatrial.facts.ci.outside_calls import outside_calls, outside_deliveries, outside_tests
from seatrial.facts.ci.workflows import CiCommand, Event, ci_actions, ci_commands, jobs, runs, uses, workflows
from seatrial.facts.deployment.environments import environment_families
from seatrial.facts.images.builds import ci_builds
from seatrial.inventory import Value, inventory
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of

HEAD = "on: {push: {branches: [main]}, pull_request: }\n"


SCRIPT = """#!/usr/bin/env python3
import subprocess
python_exe = context.env_exe
subprocess.check_call([python_exe, "-m", "pytest", str(TESTS)])
"""


def github(steps: str, head: str = HEAD, job: str = "", **files: str) -> Repo:
    text = f"{head}jobs:\n  a:\n    runs-on: ubuntu-latest\n{job}    steps:\n{steps}"
    return repo_of({".github/workflows/ci.yml": text, **files})


def pytest_of(repo: Repo) -> CiCommand:
    found = runs(repo, "pytest")
    assert len(found) == 1
    return found[0]


def test_a_command_has_its_line_and_guards_a_change() -> None:
    one = pytest_of(github("    - uses: actions/checkout@v4\n    - run: |\n        pip install .\n        pytest -q\n"))

    assert (one.place.path, one.place.line) == (".github/workflows/ci.yml", 9)
    assert one.guards


@pytest.mark.parametrize(
    ("command", "tests"),
    [
        ("coverage run -m site.manage test site", 1), ("python manage.py test", 1), ("django-admin test", 1),
        ("python -m site.manage migrate", 0), ("django-admin migrate", 0),
    ],
)  # fmt: skip
def test_the_tests_of_django_are_run_by_its_manager(command: str, tests: int) -> None:
    assert len(ci_test_runs(github(f"    - run: {command}\n"))) == tests


@pytest.mark.parametrize(
    ("head", "event", "on_change"),
    [
        ("on: push\n", Event.PUSH, True),
        ("on: [pull_request]\n", Event.PULL_REQUEST, True),
        ("on: {push: {branches: ['release/**']}}\n", Event.PUSH, False),
        ("on: {push: {branches: ['**']}}\n", Event.PUSH, True),
        ("on: {push: {branches: [mainline]}}\n", Event.PUSH, True),
        ("on: {push: {tags: ['v*']}}\n", Event.TAG, False),
        ("on: {schedule: [{cron: '0 0 * * *'}]}\n", Event.SCHEDULE, False),
        ("on: workflow_dispatch\n", Event.MANUAL, False),
    ],
)
def test_triggers_of_github(head: str, event: Event, on_change: bool) -> None:
    one = pytest_of(github("    - run: pytest\n", head))

    assert {trigger.event for trigger in one.triggers} == {event}
    assert one.on_change is on_change


@pytest.mark.parametrize(
    ("steps", "job"),
    [
        ("    - run: pytest || true\n", ""),
        ("    - run: pytest\n      continue-on-error: true\n", ""),
        ("    - run: pytest\n", "    continue-on-error: true\n"),
        ("    - run: pytest | tee log\n", ""),
        ("    - run: |\n        set +e\n        pytest\n", ""),
    ],
)
def test_a_failure_that_may_pass_guards_nothing(steps: str, job: str) -> None:
    assert not pytest_of(github(steps, job=job)).guards


def test_what_never_runs_is_no_command() -> None:
    assert not runs(github("    - run: pytest\n      if: false\n"), "pytest")
    assert not runs(github("    - run: pytest\n", job="    if: ${{ false }}\n"), "pytest")
    assert not jobs(github("    - run: pytest\n", job="    if: false\n"))


def test_a_condition_on_the_event_narrows_the_triggers() -> None:
    head = "on: [push, schedule]\n"
    one = pytest_of(github("    - run: pytest\n", head, "    if: github.event_name == 'schedule'\n"))

    assert one.scheduled
    assert not one.on_change


@pytest.mark.parametrize(
    ("command", "path", "text"),
    [
        ("make test", "Makefile", "test:\n\tpytest\n"),
        ("make -C sub check", "sub/Makefile", "check:\n\tpytest\n"),
        ("make", "Makefile", "all:\n\tpytest\n"),
        ("make build", "Makefile", "build: images\nimages: base runner\nbase:\n\tls\nrunner: base\n\tpytest\n"),
        ("make a", "Makefile", "a: b\nb: a\n\tpytest\n"),
        ("just t", "justfile", "t:\n  pytest\n"),
        ("tox -e py311", "tox.ini", "[testenv]\ncommands = pytest\n"),
        ("tox", "tox.ini", "[testenv]\ncommands = pytest\n"),
        ("nox -s tests", "noxfile.py", "import nox\n@nox.session\ndef tests(session):\n    session.run('pytest')\n"),
        (
            'nox --session "tests-${{ matrix.python }}"',
            "noxfile.py",
            "import nox\n@nox.session(python=['3.12'])\ndef tests(session):\n    session.run('pytest')\n",
        ),
        ("npm test", "package.json", '{"scripts": {"test": "pytest"}}'),
        ("poetry run poe t", "pyproject.toml", "[tool.poe.tasks]\nt = 'pytest'\n"),
        ("hatch run dev:t", "pyproject.toml", "[tool.hatch.envs.dev.scripts]\nt = 'pytest'\n"),
        ("pdm run t", "pyproject.toml", "[tool.pdm.scripts]\nt = 'pytest'\n"),
        ("lefthook run pre-push", "lefthook.yml", "pre-push: {commands: {t: {run: pytest}}}\n"),
        ("lefthook run t", ".lefthook.yaml", "t:\n  jobs:\n    - name: a\n      run: pytest\n"),
        ("mise run t", "mise.toml", "[tasks.t]\nrun = 'pytest'\n"),
        ("task t", "Taskfile.yml", "tasks: {t: {cmds: [pytest]}}\n"),
        ("./scripts/t.sh", "scripts/t.sh", "#!/bin/sh -e\npytest\n"),
        ("bash scripts/t.sh all", "scripts/t.sh", "pytest\n"),
        ("script/t", "script/t", SCRIPT),
        ("python script/t.py", "script/t.py", SCRIPT),
        ("$(pwd)/run", "run", "#!/bin/bash\npytest\n"),
        ("pre-commit run --all-files", ".pre-commit-config.yaml", "repos: [{repo: local, hooks: [{id: pytest}]}]\n"),
        ("anyscale job submit jobs/a.yaml", "jobs/a.yaml", "entrypoint: pytest\n"),
    ],
)
def test_tasks_and_scripts_of_the_repository_are_looked_into(command: str, path: str, text: str) -> None:
    one = pytest_of(github(f"    - run: {command}\n", **{path: text}))

    assert one.via
    assert one.place.path == ".github/workflows/ci.yml"
    assert one.guards


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('. "$(dirname "$0")/lib.sh"\n', True),
        ("source $(dirname -- ${BASH_SOURCE[0]})/lib.sh\n", True),
        ('HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"\nsource "$HERE/lib.sh"\n', True),
        ('DIR=$(dirname "$(readlink -f "$0")")\n"$DIR/lib.sh"\n', True),
        ('source "${BASH_SOURCE%/*}/lib.sh"\n', True),
        ('bash "$(dirname "$0")/../ci/lib.sh"\n', True),
        ("source lib.sh\n", False),  # it is looked for where the job stands
        ('source "$(dirname "$(which conda)")/lib.sh"\n', False),
        ('source "$(dirname "$0")/other.sh"\n', False),
    ],
)
def test_a_script_beside_the_one_that_starts_it_is_looked_into(script: str, *, found: bool) -> None:
    files = {"ci/t.sh": f"#!/bin/bash\nset -e\n{script}run_tests\n", "ci/lib.sh": "run_tests() {\n  pytest $args\n}\n"}

    assert bool(ci_test_runs(github("    - run: bash ci/t.sh\n", **files))) is found


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("npm run worker::test", True),
        ("npm run test --workspace worker", True),
        ("npm test -w packages/worker", True),
        ("npm run test --workspace=@acme/worker", True),
        ("npm test --workspaces", True),
        ("yarn workspace @acme/worker test", True),
        ("pnpm --filter worker test", True),
        ("turbo run test", True),
        ("npm test --workspace client", False),
        ("npm run build --workspace worker", False),
        ("npm test", False),
    ],
)
def test_a_command_of_a_workspace_runs_the_script_of_the_package_it_names(command: str, found: bool) -> None:
    files = {
        "package.json": '{"workspaces": ["packages/*"], "scripts": {"worker::test": "npm test --workspace worker"}}',
        "packages/worker/package.json": '{"name": "@acme/worker", "scripts": {"test": "jest", "build": "tsc"}}',
        "packages/client/package.json": '{"name": "client", "scripts": {"test": "echo later"}}',
    }

    assert bool(front_end_tests(github(f"    - run: {command}\n", **files))) is found


@pytest.mark.parametrize("text", ['{"name": ["worker"]}', "[", '"worker"'], ids=["a list", "broken", "a text"])
def test_a_package_without_a_name_that_can_be_read_is_found_by_its_folder_only(text: str) -> None:
    files = {"packages/worker/package.json": text}

    assert front_end_tests(github("    - run: npm test --workspace worker\n", **files)) == ()


@pytest.mark.parametrize("folder", ["/tmp/cmdstan-2.22.1", "//srv/other", "~/other"])
def test_a_task_in_a_folder_of_the_machine_is_none_of_the_repository(folder: str) -> None:
    assert runs(github(f"    - run: make -C {folder} test\n", Makefile="test:\n\tpytest\n"), "pytest") == ()


@pytest.mark.parametrize("folder", ["/home/ci/project", "//srv/project", "~/project", "../project"])
def test_a_checkout_that_is_named_by_its_place_on_the_machine_ends_at_the_root_of_the_repository(folder: str) -> None:
    step = f"      - run: {{command: make test, working_directory: {folder}}}\n"
    job = f"version: 2.1\njobs:\n  test:\n    docker: [{{image: python}}]\n    steps:\n{step}"
    flow = "workflows:\n  all:\n    jobs: [test]\n"
    files = {".circleci/config.yml": job + flow, "Makefile": "test:\n\tpytest\n", "pytest.ini": "[pytest]\n"}

    assert [one.via for one in ci_test_runs(repo_of(files))] == ["make test"]
    assert pytest_settings(repo_of(files), folder).words == ()


def test_what_a_script_starts_without_asking_for_its_status_guards_nothing() -> None:
    text = SCRIPT.replace("check_call", "run")

    assert [one.guards for one in ci_test_runs(github("    - run: script/t\n", **{"script/t": text}))] == [False]


def test_a_script_that_a_variable_of_the_step_names_is_looked_into_by_its_pattern() -> None:
    step = '    - run: |\n        NAME="launch_${SERVICE}_tests.sh"\n        sh "scripts/$NAME"\n'
    files = {"scripts/launch_api_tests.sh": "pytest\n", "scripts/deploy.sh": "pytest deploy\n"}

    assert [one.via for one in ci_test_runs(github(step, **files))] == ["scripts/launch_api_tests.sh"]


def test_a_chain_of_tasks_is_followed_and_a_circle_is_left() -> None:
    repo = github(
        "    - run: make a\n",
        Makefile="a: b\n\tmake a\n\ttox\nb:\n\tmake a\n",
        **{"tox.ini": "[testenv]\ncommands = pytest\n"},
    )

    assert pytest_of(repo).via == "tox"


def test_a_recipe_that_forgives_its_failure_forgives_here_too() -> None:
    assert not pytest_of(github("    - run: make test\n", Makefile="test:\n\t-pytest\n")).can_fail


def test_folders_of_steps_and_of_cd_are_followed() -> None:
    repo = github(
        "    - run: |\n        cd svc\n        make test\n",
        **{"svc/Makefile": "test:\n\tpytest\n", "Makefile": "test:\n\ttrue\n"},
    )

    assert pytest_of(repo).folder == "svc"


def test_values_of_the_matrix_are_put_in() -> None:
    job = "    strategy: {matrix: {task: [lint, test], part: [{path: a}, {path: b}]}}\n"
    steps = "    - run: make ${{ matrix.task }}\n    - run: mypy\n      working-directory: ${{ matrix.part.path }}\n"
    repo = github(steps, job=job, Makefile="lint:\n\truff .\ntest:\n\tpytest\n")

    assert pytest_of(repo).guards
    assert [one.folder for one in runs(repo, "mypy")] == ["a", "b"]


@pytest.mark.parametrize(
    "steps",
    [
        "    - run: |\n        cd ${{ matrix.service }}\n        pytest tests/\n",
        "    - run: cd services/../${{ matrix.service }} && pytest tests/\n",
        "    - run: pytest ${{ matrix.service }}/tests\n      working-directory: .\n",
    ],
)
def test_a_step_that_goes_into_each_folder_of_the_matrix_works_in_each(steps: str) -> None:
    job = "    strategy: {matrix: {service: [api, data], python: ['3.11', '3.12']}}\n"
    found = runs(github(steps, job=job), "pytest")

    works = {posixpath.normpath(posixpath.join(one.folder, one.command.arguments[0])) for one in found}
    assert works == {"api/tests", "data/tests"}


def test_actions_and_workflows_of_the_repository_are_looked_into() -> None:
    repo = repo_of({
        ".github/workflows/ci.yml": f"{HEAD}jobs:\n  a: {{uses: ./.github/workflows/t.yml}}\n"
        "  b: {uses: x/z.yml@v1}\n",
        ".github/workflows/t.yml": "on: workflow_call\njobs:\n  t:\n    steps:\n    - uses: ./.github/actions/t\n",
        ".github/actions/t/action.yml": "runs:\n  using: composite\n  steps:\n  - run: pytest\n    shell: bash\n",
    })  # fmt: skip

    assert pytest_of(repo).guards
    assert workflows(repo)[0].outside == ("x/z.yml@v1",)
    assert repo.unreadable == (), "an action has one of two names, and the other is not missed"


def test_workflows_outside_the_root_are_not_ci() -> None:
    repo = repo_of({"examples/.github/workflows/ci.yml": f"{HEAD}jobs: {{a: {{steps: [{{run: pytest}}]}}}}\n"})

    assert workflows(repo) == ()


TASKS = """version: 1
tasks:
  $if: 'tasks_for == "github-pull-request"'
  then:
    - $mergeDeep:
        - { $eval: default_task_definition }
        - taskId: { $eval: as_slugid("tests") }
          payload:
            command:
              - /bin/bash
              - -cx
              - "git clone --quiet ${repository} && cd app && pytest"
"""
EXTENDS = """.b:
  script: [pytest]
t:
  extends: .b
  rules: [{if: '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
"""
NIGHTLY = """commands: {c: {steps: [{run: {command: pytest}}]}}
jobs: {t: {steps: [c]}}
workflows: {w: {triggers: [{schedule: {cron: x}}], jobs: [t]}}
"""


@pytest.mark.parametrize(
    ("path", "text", "guards"),
    [
        (".gitlab-ci.yml", "t:\n  script:\n    - pytest\n", True),
        (".gitlab-ci.yml", "t:\n  script: [pytest]\n  allow_failure: true\n", False),
        (".gitlab-ci.yml", "t:\n  script: [pytest]\n  when: manual\n", False),
        (".gitlab-ci.yml", "t:\n  script: [pytest]\n  only: [schedules]\n", False),
        (".gitlab-ci.yml", EXTENDS, True),
        ("azure-pipelines.yml", "trigger: [main]\nsteps:\n- script: pytest\n", True),
        ("azure-pipelines.yml", "trigger: none\npr: none\njobs:\n- job: a\n  steps:\n  - bash: pytest\n", False),
        ("azure-pipelines.yml",
         "stages:\n- stage: a\n  jobs:\n  - job: b\n    steps:\n    - script: pytest\n      continueOnError: true\n",
         False),
        ("ado_pipelines/checks.yml", "trigger: [main]\nsteps:\n- script: pytest\n", True),
        ("ops/release-pipelines/checks.yml", "pr: [main]\njobs:\n- job: a\n  steps:\n  - script: pytest\n", True),
        (".circleci/config.yml", "jobs: {t: {steps: [checkout, {run: pytest}]}}\nworkflows: {w: {jobs: [t]}}\n", True),
        (".circleci/config.yml", NIGHTLY, False),
        ("bitbucket-pipelines.yml", "pipelines: {default: [{step: {script: [pytest]}}]}\n", True),
        ("bitbucket-pipelines.yml", "pipelines: {custom: {x: [{step: {script: [pytest]}}]}}\n", False),
        (".travis.yml", "language: python\nscript: pytest\n", True),
        ("cloudbuild.yaml", "steps:\n- name: python\n  entrypoint: python\n  args: [-m, pytest]\n", False),
        (".buildkite/pipeline.yml", "steps:\n- command: pytest\n", True),
        (".drone.yml", "kind: pipeline\nsteps:\n- name: t\n  commands: [pytest]\n", True),
        (".drone.yml", "trigger:\n  ref: [refs/tags/train-*]\nsteps:\n- name: t\n  commands: [pytest]\n", False),
        (".drone.yml", "trigger:\n  ref: [refs/heads/main]\nsteps:\n- name: t\n  commands: [pytest]\n", True),
        (".woodpecker.yml", "when: [{event: cron}]\nsteps:\n- name: t\n  commands: [pytest]\n", False),
        ("buildspec.yml", "phases: {build: {commands: [pytest]}}\n", False),
        ("infra/model_buildspec.yml", "phases: {build: {commands: [pytest]}}\n", False),
        ("deploy/test/test_buildspec.yml", "phases: {build: {commands: [pytest]}}\n", False),
        (".taskcluster.yml", TASKS, True),
        (".taskcluster.yml", TASKS.replace("github-pull-request", 'x" && head[:10] == "refs/tags/'), False),
        ("appveyor.yml", "install: [pip install .]\nbuild: off\ntest_script:\n- cmd: pytest\n", True),
        (".cirrus.yml", "unit_task:\n  test_script: pytest\n", True),
        (".cirrus.yml", "task:\n  trigger_type: manual\n  script: pytest\n", False),
        (".cirrus.yml", "unit_task:\n  allow_failures: true\n  script: pytest\n", False),
        (".semaphore/semaphore.yml",
         "blocks:\n- name: b\n  task:\n    jobs:\n    - name: j\n      commands: [checkout, pytest]\n", True),
        ("Jenkinsfile", "pipeline { stages { stage('t') { steps { sh '''\npytest\n''' } } } }\n", True),
        ("Jenkinsfile", "node { sh(script: 'pytest', returnStatus: true) }\n", False),
    ],
)  # fmt: skip
def test_each_ci_system(path: str, text: str, guards: bool) -> None:
    assert pytest_of(repo_of({path: text})).guards is guards


def test_a_checkout_by_hand_is_entered_at_its_root() -> None:
    (found,) = runs(repo_of({".taskcluster.yml": TASKS, "app/x.py": ""}), "pytest")

    assert (found.job.name, found.folder, found.place.line) == ("tests", "", 12)


def test_local_files_are_included_and_others_are_named() -> None:
    repo = repo_of({
        ".gitlab-ci.yml": "include:\n- local: /ci/*.yml\n- project: a/b\n  file: c.yml\n",
        "ci/t.yml": "t:\n  script: [pytest]\n",
        "azure-pipelines.yml": "jobs:\n- template: ci/azure.yaml\n",
        "ci/azure.yaml": "jobs:\n- job: x\n  steps:\n  - script: mypy\n",
    })  # fmt: skip

    assert pytest_of(repo).guards
    assert runs(repo, "mypy")[0].guards
    assert workflows(repo)[0].outside == ("a/b",)


def test_actions_are_found_by_name_whatever_their_version() -> None:
    repo = github("    - uses: github/codeql-action/analyze@v3\n      with: {category: x}\n    - uses: a/b@v1\n")

    assert [action.name for action in uses(repo, "github/codeql-action")] == ["github/codeql-action/analyze"]
    assert uses(repo, "github/codeql-action")[0].guards
    assert len(ci_actions(repo)) == 2


def test_a_broken_workflow_is_told() -> None:
    repo = repo_of({".github/workflows/ci.yml": "on: push\njobs: [\n"})

    assert workflows(repo)[0].broken
    assert ci_commands(repo) == ()


@pytest.mark.parametrize(
    "step",
    [
        "    - run: docker build -f docker/Dockerfile .\n",
        "    - run: docker buildx build --push --platform linux/amd64 -t x --file=docker/Dockerfile .\n",
        "    - uses: docker/build-push-action@v6\n      with: {context: ., file: docker/Dockerfile}\n",
    ],
)
def test_builds_of_images_in_ci_are_found(step: str) -> None:
    built = ci_builds(github(step, **{"docker/Dockerfile": "FROM a\n"}))

    assert [(one.dockerfile, one.context) for one in built] == [("docker/Dockerfile", "")]


@pytest.mark.parametrize(
    ("run", "counts"),
    [
        ("pytest", True),
        ("python -m unittest discover", True),
        ("python setup.py test", True),
        ("python tests/run_tests.py", True),
        ("python tests/run_all_tests.py", False),  # which is no file
        ("hatch test", True),
        ("cargo test", True),
        ("tox -e py311", True),
        ("tox -e lint", False),
        ("pip install pytest", False),
        ("pytest --collect-only", False),
        ("echo pytest", False),
        ("make test", True),
        ("make docs", False),
        ("python train.py", False),
    ],
)
def test_what_counts_as_running_tests(run: str, counts: bool) -> None:
    assert bool(ci_test_runs(github(f"    - run: {run}\n", **{"tests/run_tests.py": "x"}))) is counts


def test_a_task_that_is_only_called_test_runs_none() -> None:
    assert not ci_test_runs(github("    - run: make test\n", Makefile="test:\n\tpip install .\n"))


def test_own_programs_in_a_step_called_test_are_functional_runs() -> None:
    steps = "    - name: Test detection\n      run: python train.py -q\n    - name: Deploy\n      run: python up.py\n"
    on_data = ("Build test dataset", "Score on the test-set", "Testing split")
    data = "".join(f"    - name: {name}\n      run: python up.py\n" for name in on_data)
    repo = github(steps + data, **{"train.py": "", "up.py": ""})

    assert [one.command.argv[1] for one in functional_runs(repo) if isinstance(one, CiCommand)] == ["train.py"]


@pytest.mark.parametrize(
    ("called", "step", "found"),
    [
        ("build", "name: Run test workflow\n      uses: snakemake/snakemake-github-action@v1", 1),
        ("integration test", "uses: databricks/run-notebook@v0", 1),
        ("build", "uses: databricks/run-notebook@v0", 0),
        ("tests", "uses: actions/setup-python@v5", 0),
        ("tests", "uses: snakemake/snakemake-github-action@v1\n      with: {args: --lint}", 0),
    ],
)
def test_an_action_that_runs_a_workflow_of_the_repository_as_a_test_is_a_functional_run(
    called: str, step: str, found: int
) -> None:
    flow = f"name: {called}\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - {step}\n"

    assert len(functional_runs(repo_of({".github/workflows/a.yml": flow}))) == found


@pytest.mark.parametrize(
    ("head", "on_change"),
    [
        (
            "on: {push: {branches-ignore: [main]}}\n",
            True,
        ),  # a push to any other branch tries a change before it is merged
        ("on: {push: {branches-ignore: ['**']}}\n", False),
        ("on: {pull_request: {branches-ignore: [main]}}\n", False),
        ("on: {push: {branches-ignore: [gh-pages]}}\n", True),
        ("on: {pull_request: {types: [labeled]}}\n", False),
        ("on: {pull_request: {types: [opened, labeled]}}\n", True),
    ],
)
def test_triggers_that_leave_changes_out(head: str, on_change: bool) -> None:
    assert pytest_of(github("    - run: pytest\n", head)).on_change is on_change


@pytest.mark.parametrize(
    ("condition", "events"),
    [
        ("github.event_name != 'pull_request'", {Event.PUSH, Event.SCHEDULE}),
        ("github.ref == 'refs/heads/main' && github.event_name == 'push'", {Event.PUSH}),
        ("github.event_name == 'push' || github.event_name == 'schedule'", {Event.PUSH, Event.SCHEDULE}),
        ("startsWith(github.ref, 'refs/tags/v')", {Event.TAG}),
        ("!startsWith(github.ref, 'refs/tags/v')", {Event.PUSH, Event.PULL_REQUEST, Event.SCHEDULE}),
        ("inputs.all || vars.X", {Event.PUSH, Event.PULL_REQUEST, Event.SCHEDULE}),
    ],
)
def test_the_condition_of_a_step_narrows_its_triggers(condition: str, events: set[Event]) -> None:
    head = "on: [push, pull_request, schedule]\n"
    one = pytest_of(github(f'    - run: pytest\n      if: "{condition}"\n', head))

    assert {trigger.event for trigger in one.triggers} == events


def test_inputs_are_put_into_actions_and_called_workflows() -> None:
    repo = repo_of({
        ".github/workflows/ci.yml": f"{HEAD}jobs:\n  a: {{uses: ./.github/workflows/b.yml, with: {{dir: libs/x}}}}\n",
        ".github/workflows/b.yml": "on: {workflow_call: {inputs: {dir: {type: string}}}}\njobs:\n  c:\n    steps:\n"
        "    - uses: ./.github/actions/t\n      with: {folder: '${{ inputs.dir }}', tool: pytest}\n",
        ".github/actions/t/action.yml": "inputs: {folder: {default: .}, tool: {default: mypy}}\nruns:\n  steps:\n"
        "  - run: ${{ inputs.tool }} -q\n    working-directory: ${{ inputs.folder }}\n",
    })  # fmt: skip

    assert pytest_of(repo).folder == "libs/x"


def test_a_repository_may_call_its_own_workflow_by_its_full_name() -> None:
    files = {
        ".github/workflows/ci.yml": f"{HEAD}jobs:\n  a: {{uses: me/it/.github/workflows/t.yml@main}}\n",
        ".github/workflows/t.yml": "on: workflow_call\njobs:\n  t:\n    steps:\n    - run: pytest\n",
    }

    assert pytest_of(Repo(Memory(files, name="me/it"))).guards
    assert workflows(Repo(Memory(files, name="you/it")))[0].outside == ("me/it/.github/workflows/t.yml@main",)


HANDED = (
    "on: pull_request\njobs:\n  t:\n    uses: {}\n    with:\n      {}: |\n        pip install -e .\n        pytest -q\n"
)


@pytest.mark.parametrize(
    ("calls", "name", "found"),
    [
        ("us/machines/.github/workflows/linux.yml@main", "script", 1),
        ("us/machines/.github/workflows/linux.yml@main", "run", 1),
        ("us/machines/.github/workflows/linux.yml@main", "description", 0),
        ("./.github/workflows/linux.yml", "script", 0),
    ],
)
def test_what_a_job_hands_to_a_workflow_of_others_as_shell_text_is_run(calls: str, name: str, found: int) -> None:
    repo = repo_of({".github/workflows/t.yml": HANDED.format(calls, name), "tests/test_a.py": ""})

    assert [one.guards for one in ci_test_runs(repo)] == [True] * found
    assert workflows(repo)[0].outside == ((calls,) if "@" in calls else ())


def test_references_children_and_the_rules_of_the_whole_pipeline_of_gitlab() -> None:
    repo = repo_of({
        ".gitlab-ci.yml": "workflow: {rules: [{if: $CI_PIPELINE_SOURCE == 'schedule'}]}\n.x: {script: [pytest]}\n"
        "t:\n  script:\n  - !reference [.x, script]\nc: {trigger: {include: [{local: child.yml}]}}\n",
        "child.yml": "u: {script: [mypy .], rules: [{if: $CI_COMMIT_BRANCH, allow_failure: true}]}\n",
    })  # fmt: skip

    assert not pytest_of(repo).on_change
    assert not runs(repo, "mypy")[0].can_fail


STAGED = """trigger: [main]
stages:
- stage: check
  jobs:
  - ${{ if true }}:
    - job: t
      steps: [{script: pytest}]
- stage: ship
  jobs:
  - deployment: d
    environment: production
    strategy: {runOnce: {deploy: {steps: [{script: mypy .}]}}}
"""
APPROVED = """jobs: {t: {steps: [{run: pytest}]}, d: {steps: [{run: mypy .}]}}
workflows: {w: {jobs: [t, {ok: {type: approval, requires: [t]}}, {d: {requires: [ok]}}]}}
"""
IN_STAGES = """pipeline { stages {
  stage('Unit') { steps { dir('svc') { sh 'pytest' } } }
  stage("Types") { steps { sh 'mypy .' } }
} }
"""


@pytest.mark.parametrize(
    ("path", "text", "needs"),
    [
        ("azure-pipelines.yml", STAGED, ("t",)),
        (".pipelines/cd.yml", STAGED, ("t",)),
        ("bitbucket-pipelines.yml",
         "pipelines: {default: [{step: {name: t, script: [pytest]}}, {step: {name: d, script: [mypy .]}}]}\n", ("t",)),
        (".buildkite/pipeline.yml", "steps:\n- {label: t, command: pytest}\n- wait\n- {label: d, command: mypy .}\n",
         ("t",)),
        (".drone.yml", "steps:\n- {name: t, commands: [pytest]}\n- {name: d, commands: [mypy .]}\n", ("t",)),
        (".travis.yml", "script: pytest\ndeploy: {provider: script, script: mypy .}\n", ("build",)),
        (".circleci/config.yml", APPROVED, ("ok",)),
    ],
)  # fmt: skip
def test_what_a_job_waits_for_in_each_system(path: str, text: str, needs: tuple[str, ...]) -> None:
    repo = repo_of({path: text})

    assert pytest_of(repo).guards
    assert runs(repo, "mypy")[0].job.needs == needs


def test_branches_and_pipes_of_bitbucket() -> None:
    text = (
        "pipelines: {branches: {'release/*': [{step: {script: [pytest, {pipe: 'x/deploy:1', variables: {A: b}}]}}]}}\n"
    )
    repo = repo_of({"bitbucket-pipelines.yml": text})

    assert not pytest_of(repo).on_change
    assert ci_actions(repo)[0].inputs == (("A", "b"),)


def test_stages_and_folders_of_jenkins() -> None:
    repo = repo_of({"Jenkinsfile": IN_STAGES})

    assert pytest_of(repo).folder == "svc"
    assert [(job.name, step.name) for job in jobs(repo) for step in job.steps] == [("Unit", "Unit"), ("Types", "Types")]


def test_what_other_repositories_run_is_named_in_every_system() -> None:
    azure = "trigger: [main]\njobs:\n- job: a\n  steps:\n  - script: ls\n- template: t.yml@ours\n"
    repo = repo_of({
        "azure-pipelines.yml": azure,
        ".circleci/config.yml": "orbs: {python: a/b@1}\nworkflows: {w: {jobs: [python/test]}}\n",
    })  # fmt: skip

    assert [workflow.outside for workflow in workflows(repo)] == [("t.yml@ours",), ("python/test",)]


def test_settings_in_a_folder_called_pipelines_are_no_pipeline() -> None:
    assert not workflows(repo_of({"pipelines/train.yml": "steps: [load, fit]\n", "pipelines/a.yml": "jobs: {x: 1}\n"}))


PLAIN_IMAGE = """steps:
- name: python:3.12
  entrypoint: /bin/sh
  args:
  - -c
  - |
    pip install . && \\
    pytest -q
"""


def test_a_folder_of_cloud_builds_is_read_though_its_images_are_of_dockers_hub() -> None:
    found = pytest_of(repo_of({"cloudbuild/nightly.yaml": PLAIN_IMAGE}))

    assert (found.place.line, found.command.arguments, found.guards) == (8, ("-q",), False)


def test_a_cloud_build_that_calls_itself_a_check_of_pull_requests_guards_them() -> None:
    assert pytest_of(repo_of({"cloudbuild/pr-checks.yaml": PLAIN_IMAGE})).guards
    assert not pytest_of(repo_of({"cloudbuild/prod.yaml": PLAIN_IMAGE})).guards


@pytest.mark.parametrize(
    "text", ["steps:\n- name: Test\n  run: pytest\n", "steps:\n- name: python:3.12\n  run: pytest\n"]
)
def test_steps_that_name_no_image_are_no_cloud_build(text: str) -> None:
    assert workflows(repo_of({"ci/steps.yaml": text})) == ()


def test_an_expression_of_ci_is_shown_as_one() -> None:
    run = "      - run: |\n          python train.py \\\n            --rows ${{ inputs.rows }}\n"
    flow = f"on: push\njobs:\n  a:\n    steps:\n{run}"
    (found,) = ci_commands(repo_of({".github/workflows/a.yml": flow, "train.py": ""}))

    assert found.what == ".github/workflows/a.yml runs python train.py --rows ..."


PLUGIN = """def build(name) {
    def image = docker.build(name, "-f serve/Dockerfile .")
    image.push('latest')
    image.push(version)
}
node { version = sh(returnStdout: true, script: 'git describe').trim() }
"""


def test_what_the_docker_plugin_of_jenkins_does_is_told_as_commands() -> None:
    commands = ci_commands(repo_of({"Jenkinsfile": PLUGIN}))
    other = ci_commands(repo_of({"Jenkinsfile": "node { stack.push(1) }\n"}))

    assert [" ".join(one.command.text.split()) for one in commands] == [
        "docker build -f serve/Dockerfile .", "docker push image:latest", "docker push image:$TAG", "git describe",
    ]  # fmt: skip
    assert [one.place.line for one in commands] == [2, 3, 4, 6]
    assert other == ()


def test_a_pipeline_of_data_is_no_pipeline_of_azure() -> None:
    kubeflow = "name: train\nsteps:\n- script: pytest\ntrigger_rule: all\n"

    assert ci_commands(repo_of({"ml_pipelines/train.yml": kubeflow})) == ()


@pytest.mark.parametrize(("word", "counts"), [("check", True), ("destroy", False)])
def test_a_script_of_functions_runs_the_one_that_ci_names(word: str, counts: bool) -> None:
    script = (
        '#!/usr/bin/env bash\nset -e\ncmd() {\n  docker compose exec web "$@"\n}\ncheck() {\n  cmd pytest\n}\n'
        'destroy() {\n  heroku apps:destroy demo\n}\n"${@:-help}"\n'
    )
    repo = github(f"    - run: ./run {word}\n", run=script)

    assert [one.command.program for one in ci_test_runs(repo)] == ["pytest"] * counts
    assert bool(runs(repo, "heroku")) is not counts


TO_STAGES = """node { stage("Build") { sh "docker build -t x ."; docker.build("x") } }
node {
    stage("Deploy to ACC") {
        build job: 'Subtask_Playbook', parameters: [
            [$class: 'StringParameterValue', name: 'INVENTORY', value: 'acceptance'],
            [$class: 'StringParameterValue', name: 'VERSION', value: "$TAG"],
        ]
    }
}
stage('Production') {
    build(job: "ops/deploy", parameters: [string(name: 'ENV', value: 'production')])
    build 'smoke-test'
    sh '''
    build "wheel"
    '''
}
"""


def test_the_jobs_that_a_jenkinsfile_starts_stand_elsewhere() -> None:
    repo = repo_of({"Jenkinsfile": TO_STAGES})

    acceptance = "Subtask_Playbook (Deploy to ACC, acceptance)"
    assert workflows(repo)[0].outside == (acceptance, "ops/deploy (Production, production)", "smoke-test (Production)")
    assert [call.what.split()[2] for call in outside_deliveries(repo)] == ["Subtask_Playbook", "ops/deploy"]
    assert [call.what.split()[2] for call in outside_calls(repo)] == ["smoke-test"]
    (family,) = environment_families(repo)
    assert (family.elsewhere, family.apart) == (True, False)
    assert {one.stage for one in family.definitions} == {"staging", "production"}


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("@Library('pipelines@v2') _\nstandardPipeline(name: 'churn')\n", ("the library pipelines@v2",)),
        ("library identifier: 'shared@main'\nservicePipeline()\n", ("the library shared@main",)),
        ("@Library('notify') _\nnode { sh 'pytest' }\n", ()),
        ("node { docker.build('x') }\n", ()),
        ("node { build job: env.DOWNSTREAM }\n", ("a job",)),
    ],
)
def test_a_shared_library_is_the_pipeline_of_a_file_that_runs_nothing_itself(text: str, outside: tuple[str]) -> None:
    assert workflows(repo_of({"Jenkinsfile": text}))[0].outside == outside


@pytest.mark.parametrize(
    ("called", "may_try"),
    [
        ("checks", True),
        ("python", True),
        ("dependency-review", True),
        ("label", False),
        ("start-runner", False),
        ("stop-ec2-runner", False),
        ("start-runner-tests", True),
        ("pr-review", False),
    ],
)
def test_a_workflow_of_another_repository_may_try_the_code_unless_its_name_says_what_else_it_does(
    called: str, *, may_try: bool
) -> None:
    call = f"on: [pull_request]\njobs:\n  a: {{uses: us/ci/.github/workflows/{called}.yml@main}}\n"

    assert bool(outside_calls(repo_of({".github/workflows/a.yml": call}))) is may_try


ENTRY = 'if [ "$1" = "test" ]; then\n   # what tests need\n   pip install .[test]\n   exec {}\nelse\n   exec "$@"\nfi\n'


@pytest.mark.parametrize(
    ("word", "runs", "found"), [("test", "nosetests", True), ("lint", "nosetests", False), ("test", "flake8", False)]
)
def test_an_image_that_is_handed_the_word_test_runs_what_its_script_runs_by_it(
    word: str, runs: str, found: bool
) -> None:
    step = f"    - run: docker run -it acme/shop:$SHA {word}\n"

    assert bool(ci_test_runs(github(step, **{"entrypoint.sh": ENTRY.format(runs)}))) is found


@pytest.mark.parametrize(
    ("file", "tests"),
    [
        ("qa-pytest-pyproject.yml", True),
        ("unit-tests.yaml", True),
        ("test.yml", True),
        ("style.yml", False),
        ("latest.yml", False),
        ("test-report.yml", False),
    ],
)
def test_a_workflow_of_others_that_is_called_after_tests_likely_runs_them(file: str, tests: bool) -> None:
    jobs = (
        f"  q: {{uses: us/ci/.github/workflows/a-quality.yml@v2}}\n  t: {{uses: us/ci/.github/workflows/{file}@v2}}\n"
    )
    repo = repo_of(
        {".github/workflows/t.yml": f"{HEAD}jobs:\n{jobs}", "tests/test_a.py": "def test_a():\n    assert f() == 1\n"}
    )

    assert bool(outside_tests(repo)) is tests
    assert inventory(repo)["ci_runs_tests"].value is (Value.YES if tests else Value.NO)
    assert (file in outside_calls(repo)[0].what) is tests, "what says that it tests is told first"
