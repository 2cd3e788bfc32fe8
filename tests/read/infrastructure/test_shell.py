"""Shell text is split into the programs that it starts, launchers taken off."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.shell import command, command_words, commands, read_shell


def argvs(text: str) -> list[tuple[str, ...]]:
    return [one.argv for one in commands(text)]


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("uv run --with x pytest -q", "pytest"),
        ("uv run -m pytest tests", "pytest"),
        ("uv -n run --no-sync pytest", "pytest"),
        ("uv --directory app run pytest", "pytest"),
        ("uv -n sync --group api", "uv"),
        ("docker --context far run --rm image pytest", "pytest"),
        ("poetry -C app run pytest", "pytest"),
        ("poetry run python -m pytest", "pytest"),
        ("python3.11 -I -m unittest discover", "unittest"),
        ("sudo -E env A=b timeout -k 5 60 make test", "make"),
        ('sh -c "cd /app && exec gunicorn app:app"', "cd"),
        ("docker compose -f a.yml run --rm app pytest -x", "pytest"),
        ("docker run --rm -v .:/src -e A=1 image python -m pytest", "pytest"),
        ("docker compose run $(OPTIONS) --rm $(APP) poetry run coverage run -m pytest", "pytest"),
        ("docker compose run $(APP) pytest -x", "pytest"),
        ("docker run --rm image", "docker"),
        ("coverage run --source src -m pytest", "pytest"),
        ("conda run -n env --no-capture-output pytest", "pytest"),
        ("PYTHONPATH=. FOO='a b' pytest", "pytest"),
        ("$PYTHON -m pytest", "pytest"),
        ("/usr/bin/python3 -m flask run", "flask"),
        ("xvfb-run -a pytest", "pytest"),
        ("command pytest -q", "pytest"),
        ("command -v pytest &> /dev/null", "command"),
        ("exec watchmedo auto-restart -d src -p '*.py' --recursive -- celery -A app worker", "celery"),
        ("watchmedo shell-command --command make src", "watchmedo"),
    ],
)
def test_launchers_are_taken_off(text: str, program: str) -> None:
    assert commands(text)[0].program == program


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("docker compose -f deploy/a.yml --profile gpu up --build -d", True),
        ("docker-compose --file=a.yml -p x up", True),
        ("docker compose up", True),
        ("docker compose -f up down", False),
        ("docker build -f up .", False),
    ],
)
def test_the_verb_of_compose_is_found_behind_its_options(text: str, found: bool) -> None:
    (one,) = commands(text)

    assert (one.starts("docker", "compose", "up") or one.starts("docker-compose", "up")) is found


def test_separators_quotes_comments_and_continued_lines_are_understood() -> None:
    first = 'pip install "a; b" && pytest \\\n  -m "not slow" # pytest no\n'
    text = first + 'for f in a b; do black $f; done\necho "x" | tee y\n'

    assert argvs(text) == [
        ("pip", "install", "a; b"), ("pytest", "-m", "not slow"), ("black", "$f"), ("echo", "x"), ("tee", "y"),
    ]  # fmt: skip


def test_the_words_of_an_array_stand_where_all_of_them_are_used() -> None:
    text = 'args=(\n  app.api:app\n  --port "$PORT"\n)\nargs+=(--reload)\nexec uv run uvicorn "${args[@]}"\n'

    assert argvs(text)[-1][:2] == ("uvicorn", "app.api:app")
    assert commands(text)[-1].line == 6
    assert argvs('uvicorn "${other[@]}"\n')[-1] == ("uvicorn", "${other[@]}")


def test_lines_are_counted_in_the_text() -> None:
    found = commands("set -e\n\npytest \\\n -x\nmypy .\n")

    assert [(one.program, one.line) for one in found] == [("pytest", 3), ("mypy", 5)]


def test_here_documents_are_no_commands() -> None:
    found = commands("cat <<'EOF' | kubectl apply -f -\npytest\nEOF\nmake\n")

    assert [one.program for one in found] == ["cat", "kubectl", "make"]
    assert found[-1].line == 4


@pytest.mark.parametrize(
    "text", ["pytest || true", "pytest || echo failed", "set +e\npytest", "pytest & wait", "pytest || { echo no; }"]
)
def test_a_failure_that_nobody_notices_is_ignored(text: str) -> None:
    assert commands(text)[0].ignored


@pytest.mark.parametrize("text", ["pytest || exit 1", "pytest || { echo no; exit 1; }", "pytest", "set -e\npytest"])
def test_a_failure_that_stops_is_not_ignored(text: str) -> None:
    assert not commands(text)[0].ignored


def test_a_pipe_hides_a_failure_unless_pipefail_is_set() -> None:
    assert commands("pytest | tee log")[0].piped
    assert not commands("set -o pipefail\npytest | tee log")[0].piped
    assert not commands("pytest | tee log", pipefail=True)[0].piped


def test_a_workflow_expression_does_not_split_a_command() -> None:
    assert len(commands("make ${{ github.ref == 'a' || 'b' }} -k")) == 1


def test_an_exec_form_with_a_shell_is_looked_into() -> None:
    assert command(("sh", "-c", "exec uvicorn app:app"))[0].argv == ("uvicorn", "app:app")


def test_more_than_one_command_in_words_stays_with_its_shell() -> None:
    assert command_words("uvicorn 'app:app' --port 1") == ("uvicorn", "app:app", "--port", "1")
    assert command_words("a && b")[:2] == ("sh", "-c")


def test_a_script_that_never_looks_at_a_status_forgives_all_but_its_last_command() -> None:
    loose = read_shell("a.sh", b"#!/bin/bash\npytest\necho done\n").commands
    strict = read_shell("a.sh", b"#!/bin/bash\nset -euo pipefail\npytest\necho done\n").commands

    chain = read_shell("a.sh", b"mkdir out\npytest && \\\ncp a out && echo done\n").commands

    assert [one.ignored for one in loose] == [True, False]
    assert [one.ignored for one in strict] == [False, False]
    assert [one.ignored for one in chain] == [True, False, False, False]


def test_a_script_that_a_variable_names_is_known_as_far_as_its_pattern() -> None:
    text = 'NAME=${SERVICE//-/_}\nNAME="launch_${NAME}_tests.sh"\nsh "scripts/$NAME" "$SUFFIX"\nsh $OTHER/a.sh\n'

    assert [one.argv for one in commands(text)] == [
        ("sh", "scripts/launch_*_tests.sh", "$SUFFIX"),
        ("sh", "$OTHER/a.sh"),
    ]


MENU = b"""#!/usr/bin/env bash
set -e
function cmd {
  docker compose exec web "$@"
}
check() {
  cmd python -m pytest "${@}"
}
all() { lint; check; }
lint() { ruff check .; }
function heroku:destroy {
  heroku apps:destroy demo
}
%s
"""


@pytest.mark.parametrize(
    ("sets", "script"),
    [
        ("D=src\nS=$D/train.py\n", "src/train.py"),
        ('ROOT=$(cat paths | head -1)\nD=src\nS=$ROOT/$D/train.py\nS="$S"\n', "$(cat paths | head -1)/src/train.py"),
        ("S=$(find . -name train.py)\n", "$S"),
        ("S=$D/train.py\n", "$D/train.py"),
        ("D=src; S='a b'/$D/train.py\n", "$S"),
    ],
)
def test_a_variable_that_is_made_of_others_names_the_script(sets: str, script: str) -> None:
    assert commands(f"{sets}python $S\n")[-1].argv == ("python", script)


def test_a_variable_that_grows_from_line_to_line_stays_short() -> None:
    grows = "X=abcdefgh\n" + "X=$X$X\n" * 60
    assert len(commands(f"{grows}python $X\n")[-1].argv[1]) <= 300


@pytest.mark.parametrize("last", [b'"$@"', b'time "${@:-help}"', b'"$1"'])
def test_a_script_that_runs_what_it_is_given_starts_only_the_function_that_is_named(last: bytes) -> None:
    script = read_shell("run", MENU % last)

    assert [one.program for one in script.asked(("check",))] == ["pytest"]
    assert [one.program for one in script.asked(("all",))] == ["ruff", "pytest"]
    assert "heroku" in {one.program for one in script.asked(())}  # who names none may start any


def test_a_script_that_calls_its_functions_itself_is_no_menu() -> None:
    script = read_shell("ci.sh", MENU % b"lint\ncheck")

    assert script.by_word == ()
    assert "heroku" in {one.program for one in script.asked(("check",))}


def test_a_function_that_passes_nothing_on_stays_a_command() -> None:
    script = read_shell("ci.sh", b"say() { echo done; }\nsay pytest\n")

    assert [one.program for one in script.commands] == ["echo", "say"]


def test_words_of_a_command_are_compared_without_options() -> None:
    one = commands("docker --debug buildx build -t x .")[0]

    assert one.starts("docker", "buildx", "build")
    assert not one.starts("docker", "build")


@given(st.text(alphabet="ab \n\"'`$(){}|&;<>\\#=-", max_size=120))
def test_reading_never_raises(text: str) -> None:
    commands(text)


@pytest.mark.parametrize("text", ['"' * 50_000, "$(" * 30_000, "<<A\n" * 20_000, "\\" * 50_000, "(" * 50_000])
def test_hostile_text_costs_no_more_than_its_size(text: str) -> None:
    start = time.perf_counter()
    commands(text)

    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "argv"),
    [
        ("PYTHON=${PYTHON:-python3}\nMODULE=src.train\n$PYTHON -m $MODULE --seed 1\n",
         ("python3", "-m", "src.train", "--seed", "1")),
        ("${PYTHON:-python3} -m src.train\n", ("python3", "-m", "src.train")),
        ("export SCRIPT=src/train.py\npython $SCRIPT $@\n", ("python", "src/train.py", "$@")),
        ('RUN="torchrun --nproc_per_node 8"\n$RUN src/train.py\n',
         ("torchrun", "--nproc_per_node", "8", "src/train.py")),
        ("DATA=rows.csv\npython train.py --data $DATA\n", ("python", "train.py", "--data", "$DATA")),
        ("$PYTHON -m src.train\n", ("$PYTHON", "-m", "src.train")),
        ("PYTHON=$(which python)\n$PYTHON train.py\n", ("$PYTHON", "train.py")),
    ],
)  # fmt: skip
def test_a_program_that_a_variable_of_the_script_names_is_put_in(text: str, argv: tuple[str, ...]) -> None:
    assert commands(text)[-1].argv == argv


@pytest.mark.parametrize(
    ("text", "started"),
    [
        ("id=$(docker run -d app)\n", [("docker", False)]),
        ('id="$(docker build -q .)" && docker run $id\n', [("docker", False), ("docker", False)]),
        ("status=$(curl -s $URL) || true\n", [("curl", True)]),
        ("export VERSION=$(git describe)\n", [("git", True)]),
        ("at=`git rev-parse HEAD`\n", [("git", False)]),
        ("n=$((1 + 2))\nm=$n\n", []),
        ("out=$(pytest | tee log)\n", [("pytest", False), ("tee", False)]),
    ],
)
def test_what_gives_a_variable_its_value_is_started_and_a_declaration_hides_its_failure(
    text: str, started: list[tuple[str, bool]]
) -> None:
    assert [(one.program, one.ignored) for one in commands(text)] == started


@pytest.mark.parametrize(
    ("text", "argv"),
    [
        ("python - <<'EOF'\n  import shop\n  shop.run()\nEOF\nls", ("python", "-c", "import shop\nshop.run()")),
        ("uv run python3 -u <<PY\nimport shop\nPY\n", ("python3", "-c", "import shop")),
        ("python train.py <<EOF\nimport shop\nEOF\n", ("python", "train.py")),  # reads it as its input
        ("python - <<EOF\nimport shop\n", ("python", "-")),  # nothing ends it
        ("cat > a.py <<EOF\npython -\nEOF\n", ("cat",)),
    ],
)
def test_a_program_of_python_below_its_command_is_what_that_runs(text: str, argv: tuple[str, ...]) -> None:
    assert commands(text)[0].argv[: len(argv)] == argv
