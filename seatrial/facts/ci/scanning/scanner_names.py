"""Which programs, actions and templates scan what?"""

from enum import StrEnum


class Subject(StrEnum):
    """What a scanner looks at."""

    DEPENDENCIES = "dependencies"
    CODE = "code"
    IMAGE = "image"
    INFRASTRUCTURE = "infrastructure"


TRIVY = {"image": Subject.IMAGE, "i": Subject.IMAGE, "config": Subject.INFRASTRUCTURE, "k8s": Subject.INFRASTRUCTURE}
#: Programs by the first words of their command.
PROGRAMS: tuple[tuple[str, Subject], ...] = (
    ("pip-audit", Subject.DEPENDENCIES), ("pip_audit", Subject.DEPENDENCIES), ("safety", Subject.DEPENDENCIES),
    ("osv-scanner", Subject.DEPENDENCIES), ("uv audit", Subject.DEPENDENCIES), ("uv-secure", Subject.DEPENDENCIES),
    ("govulncheck", Subject.DEPENDENCIES), ("cargo audit", Subject.DEPENDENCIES), ("cargo deny", Subject.DEPENDENCIES),
    ("jake", Subject.DEPENDENCIES), ("dependency-check", Subject.DEPENDENCIES), ("npm audit", Subject.DEPENDENCIES),
    ("snyk test", Subject.DEPENDENCIES), ("snyk monitor", Subject.DEPENDENCIES), ("snyk code", Subject.CODE),
    ("snyk container", Subject.IMAGE), ("snyk iac", Subject.INFRASTRUCTURE), ("bandit", Subject.CODE),
    ("semgrep", Subject.CODE), ("opengrep", Subject.CODE), ("codeql", Subject.CODE), ("sonar-scanner", Subject.CODE),
    ("horusec", Subject.CODE), ("bearer scan", Subject.CODE), ("docker scout", Subject.IMAGE),
    ("dockle", Subject.IMAGE),
    ("checkov", Subject.INFRASTRUCTURE), ("tfsec", Subject.INFRASTRUCTURE), ("kics", Subject.INFRASTRUCTURE),
    ("kubescape", Subject.INFRASTRUCTURE), ("terrascan", Subject.INFRASTRUCTURE),
    ("kube-linter", Subject.INFRASTRUCTURE), ("gosec", Subject.CODE),
)  # fmt: skip
#: Programs by the image that a container of CI is started from, without its registry and its tag.
IMAGES = {
    "sonarsource/sonar-scanner-cli": "sonar-scanner", "aquasec/trivy": "trivy", "aquasecurity/trivy": "trivy",
    "anchore/grype": "grype", "semgrep/semgrep": "semgrep", "returntocorp/semgrep": "semgrep",
    "bridgecrew/checkov": "checkov", "checkmarx/kics": "kics", "owasp/dependency-check": "dependency-check",
    "google/osv-scanner": "osv-scanner", "aquasec/tfsec": "tfsec", "tfsec/tfsec": "tfsec",
    "goodwithtech/dockle": "dockle",
}  # fmt: skip
#: Actions by the beginning of their name.
ACTIONS: tuple[tuple[str, Subject], ...] = (
    ("actions/dependency-review-action", Subject.DEPENDENCIES), ("pypa/gh-action-pip-audit", Subject.DEPENDENCIES),
    ("google/osv-scanner-action", Subject.DEPENDENCIES), ("pyupio/safety", Subject.DEPENDENCIES),
    ("snyk/actions/docker", Subject.IMAGE), ("snyk/actions/iac", Subject.INFRASTRUCTURE),
    ("snyk/actions", Subject.DEPENDENCIES), ("github/codeql-action/analyze", Subject.CODE),
    ("semgrep/semgrep-action", Subject.CODE), ("returntocorp/semgrep-action", Subject.CODE),
    ("sonarsource/", Subject.CODE), ("pycqa/bandit-action", Subject.CODE), ("mdegis/bandit", Subject.CODE),
    ("tj-actions/bandit", Subject.CODE), ("anchore/scan-action", Subject.IMAGE), ("docker/scout-action", Subject.IMAGE),
    ("bridgecrewio/checkov-action", Subject.INFRASTRUCTURE), ("aquasecurity/tfsec", Subject.INFRASTRUCTURE),
    ("checkmarx/kics", Subject.INFRASTRUCTURE), ("kubescape/", Subject.INFRASTRUCTURE),
    ("microsoft/security-devops-action", Subject.CODE), ("dependency-check/", Subject.DEPENDENCIES),
)  # fmt: skip
CALLED = {"osv-scanner": Subject.DEPENDENCIES, "pip-audit": Subject.DEPENDENCIES, "codeql": Subject.CODE,
          "semgrep": Subject.CODE, "bandit": Subject.CODE, "trivy": Subject.IMAGE}  # fmt: skip
TEMPLATES = {"Dependency-Scanning": Subject.DEPENDENCIES, "SAST": Subject.CODE, "Container-Scanning": Subject.IMAGE,
              "DAST": Subject.CODE}  # fmt: skip
