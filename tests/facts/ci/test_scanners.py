"""A scanner counts by what it looks at and by whether it stops anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.bills_of_materials import Sort, parts_lists
from seatrial.facts.ci.scanning.scan_waivers import scan_waivers
from seatrial.facts.ci.scanning.scanners import Subject, scans
from tests.repositories import repo_of
from tests.workflows import workflow


def only(step: str, **files: str) -> tuple[Subject, bool]:
    found = scans(repo_of({".github/workflows/ci.yml": workflow(step, on="pull_request"), **files}))
    assert len({scan.place for scan in found}) == 1
    return found[0].subject, found[0].blocks


@pytest.mark.parametrize(
    ("step", "subject", "blocks"),
    [
        ("run: pip-audit", Subject.DEPENDENCIES, True),
        ("run: python -m pip_audit -r requirements.txt", Subject.DEPENDENCIES, True),
        ("run: uvx pip-audit || true", Subject.DEPENDENCIES, False),
        ("run: safety check", Subject.DEPENDENCIES, True),
        ("run: trivy fs .", Subject.DEPENDENCIES, False),
        ("run: trivy image --exit-code 1 x", Subject.IMAGE, True),
        ("run: trivy config --exit-code=1 .", Subject.INFRASTRUCTURE, True),
        ("run: grype x:latest --fail-on high", Subject.IMAGE, True),
        ("run: grype dir:.", Subject.DEPENDENCIES, False),
        ("run: bandit -r src", Subject.CODE, True),
        ("run: bandit -r src --exit-zero", Subject.CODE, False),
        ("run: semgrep ci", Subject.CODE, True),
        ("run: semgrep scan", Subject.CODE, False),
        ("run: snyk container test x", Subject.IMAGE, True),
        ("run: checkov -d . --soft-fail", Subject.INFRASTRUCTURE, False),
        ("run: ruff check --select=E,S .", Subject.CODE, True),
        ("run: docker run --rm -e KEY=$KEY -v $PWD:/usr/src sonarsource/sonar-scanner-cli -Dx=y", Subject.CODE, False),
        ("run: sonar-scanner -Dsonar.qualitygate.wait=true", Subject.CODE, True),
        ("run: docker run -v $PWD:/src semgrep/semgrep:1.90 semgrep ci", Subject.CODE, True),
        ("run: podman run ghcr.io/aquasecurity/trivy:0.57 config --exit-code 1 /src", Subject.INFRASTRUCTURE, True),
        ("uses: github/codeql-action/analyze@v3", Subject.CODE, True),
        ("uses: actions/dependency-review-action@v4", Subject.DEPENDENCIES, True),
        ("uses: snyk/actions/docker@master", Subject.IMAGE, True),
        ("uses: snyk/actions/python@master", Subject.DEPENDENCIES, True),
        ("{uses: aquasecurity/trivy-action@0.2, with: {image-ref: x}}", Subject.IMAGE, False),
        ("{uses: aquasecurity/trivy-action@0.2, with: {scan-type: fs, exit-code: '1'}}", Subject.DEPENDENCIES, True),
        ("{uses: anchore/scan-action@v6, with: {image: x, fail-build: false}}", Subject.IMAGE, False),
    ],
)
def test_each_scanner(step: str, subject: Subject, blocks: bool) -> None:
    assert only(step) == (subject, blocks)


def test_a_scan_of_an_image_takes_in_the_packages_that_are_installed_in_it_unless_it_is_told_not_to() -> None:
    def subjects(step: str) -> list[Subject]:
        repo = repo_of({".github/workflows/ci.yml": workflow(step, on="pull_request")})
        return [scan.subject for scan in scans(repo)]

    assert subjects("{uses: aquasecurity/trivy-action@0.2, with: {image-ref: x}}") == [
        Subject.IMAGE,
        Subject.DEPENDENCIES,
    ]
    assert subjects("{uses: aquasecurity/trivy-action@0.2, with: {vuln-type: os}}") == [Subject.IMAGE]
    assert subjects("run: trivy image --vuln-type os x") == [Subject.IMAGE]


@pytest.mark.parametrize(
    "step",
    [
        "run: pip install bandit",
        "run: trivy --version",
        "run: ruff check .",
        "run: pytest",
        "run: docker run acme/sonar-scanner-cli-docs",
        "run: docker pull aquasec/trivy",
    ],
)
def test_what_scans_nothing(step: str) -> None:
    assert not scans(repo_of({".github/workflows/ci.yml": workflow(step, on="pull_request")}))


IN_A_PART = "run: ruff check .\n        working-directory: apps/api"


@pytest.mark.parametrize(
    ("step", "files", "found"),
    [
        (IN_A_PART, {"apps/api/pyproject.toml": "SECURE"}, True),
        ("run: ruff check apps/api", {"apps/api/ruff.toml": '[lint]\nselect = ["S"]\n'}, True),
        (IN_A_PART, {"pyproject.toml": "SECURE"}, True),
        ("run: ruff check web", {"apps/api/pyproject.toml": "SECURE"}, False),
        (IN_A_PART.replace("apps/api", "a"), {"a/ruff.toml": "line-length = 99\n", "ruff.toml": "ALL"}, False),
    ],
    ids=["where it runs", "what it looks at", "above", "another folder", "nearer settings that ask for less"],
)
def test_ruff_obeys_the_settings_nearest_to_what_it_looks_at(step: str, files: dict[str, str], found: bool) -> None:
    given = {"SECURE": SECURE, "ALL": 'lint.select = ["ALL"]\n'}
    made = {path: given.get(text, text) for path, text in files.items()}
    repo = repo_of({".github/workflows/ci.yml": workflow(step, on="pull_request"), **made})

    assert bool(scans(repo)) is found


HOOKS = "repos:\n- repo: %s\n  hooks:\n  - {id: %s, name: x, entry: python ci/lint.py, language: system}\n"
SECURE = '[tool.ruff.lint]\nextend-select = ["I", "S"]\n'


@pytest.mark.parametrize(
    ("hook", "settings", "found"),
    [
        (("local", "ruff"), SECURE, [(Subject.CODE, True)]),
        (("https://github.com/astral-sh/ruff-pre-commit", "ruff-check"), SECURE, [(Subject.CODE, True)]),
        (("local", "ruff"), SECURE.replace("S", "UP"), []),
        (("local", "ruff-format"), SECURE, []),
    ],
)
def test_a_hook_of_ruff_scans_where_its_settings_select_the_rules_of_security(
    hook: tuple[str, str], settings: str, found: list[tuple[Subject, bool]]
) -> None:
    files = {
        ".github/workflows/ci.yml": workflow("uv run pre-commit run -a --config .config/.pre-commit-config.yaml"),
        ".config/.pre-commit-config.yaml": HOOKS % hook,
        "pyproject.toml": settings,
    }

    assert [(scan.subject, scan.blocks) for scan in scans(repo_of(files))] == found


def test_gitlabs_own_scanners_are_found_and_stop_nothing() -> None:
    text = "include:\n- template: Jobs/SAST.gitlab-ci.yml\nt:\n  script: [pytest]\n"
    found = scans(repo_of({".gitlab-ci.yml": text}))

    assert [(scan.subject, scan.on_change, scan.blocks) for scan in found] == [(Subject.CODE, True, False)]


def test_findings_set_aside_need_a_date_each() -> None:
    dated = "vulnerabilities:\n- id: CVE-2024-1\n  expired_at: 2026-01-01\n"
    repo = repo_of({".trivyignore.yaml": dated, "svc/.trivyignore": "# why\nCVE-2024-2\n", ".snyk": "ignore: {}\n"})

    assert [(waiver.place.path, waiver.place.line, waiver.dated) for waiver in scan_waivers(repo)] == [
        (".trivyignore.yaml", 2, True),
        ("svc/.trivyignore", 2, False),
    ]


@pytest.mark.parametrize(("name", "blocks"), [("gone.txt", False), ("here.txt", True)])
def test_a_scanner_behind_a_step_that_fails_in_any_case_looks_at_nothing(name: str, blocks: bool) -> None:
    step = f"run: |\n          pip install -r {name}\n          bandit -r src"

    assert only(step, **{"here.txt": "bandit\n", "requirements.txt": "x\n"}) == (Subject.CODE, blocks)


@pytest.mark.parametrize(
    ("ecosystem", "limit", "head", "tools"),
    [
        ("pip", 5, "", ["dependabot"]),
        ("npm", 5, "", ["dependabot"]),
        ("pip", 0, "", ["dependabot"]),  # holes are told all the same
        ("github-actions", 5, "", []),
        ("docker", 5, "", []),
        ("pip", 5, "This repository has been archived.", []),
    ],
)
def test_a_bot_knows_holes_of_the_packages_that_it_watches(
    ecosystem: str, limit: int, head: str, tools: list[str]
) -> None:
    text = f"version: 2\nupdates:\n  - package-ecosystem: {ecosystem}\n    directory: /\n"
    text += f"    open-pull-requests-limit: {limit}\n"
    repo = repo_of({".github/dependabot.yml": text, "README.md": f"# X\n\n{head}\n"})

    assert [scan.tool for scan in scans(repo)] == tools


def sorts(files: dict[str, str]) -> list[Sort]:
    return [item.sort for item in parts_lists(repo_of({path: text.encode() for path, text in files.items()}))]


def in_ci(step: str) -> dict[str, str]:
    return {".github/workflows/x.yml": workflow(step)}


def test_programs_and_options_that_list_parts_are_found() -> None:
    assert sorts(in_ci("run: syft dir:. -o spdx-json")) == [Sort.MADE]
    assert sorts(in_ci("run: trivy image --format cyclonedx ghcr.io/a/b:1")) == [Sort.MADE]
    assert sorts(in_ci("run: trivy image ghcr.io/a/b:1")) == []
    assert sorts(in_ci("run: syft --version")) == []


def test_an_image_that_everybody_uses_is_not_the_release() -> None:
    assert sorts(in_ci("run: syft python:3.12 -o json")) == [Sort.FOREIGN]


def test_a_file_counts_by_what_it_holds() -> None:
    model = '{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model"}]}'

    assert sorts({"sbom.json": "{}"}) == []
    assert sorts({"sbom.json": '{"spdxVersion": "SPDX-2.3"}'}) == [Sort.KEPT]
    assert set(sorts({"bom.json": model})) == {Sort.KEPT, Sort.MODEL}


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert sorts({".github/workflows/x.yml": text, "sbom.json": text}) is not None
