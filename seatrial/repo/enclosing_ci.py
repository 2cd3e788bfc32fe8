"""Which CI stands around an audited folder, at the root of the work tree that it is a part of?"""

from collections.abc import Iterator

from seatrial.model.counted import first_few
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit

#: Where platforms look for what they run, at the root of a clone.
_RUN_FROM = (
    ".github/workflows", ".gitlab-ci.yml", "Jenkinsfile", "azure-pipelines.yml", "azure-pipelines.yaml", ".circleci",
    ".travis.yml", "bitbucket-pipelines.yml", ".drone.yml", ".woodpecker.yml", ".woodpecker", "buildspec.yml",
    "cloudbuild.yaml", ".buildkite",
)  # fmt: skip
_NAMED = 3


def ci_around(git: Git, commit: str) -> Iterator[str]:
    """Yield one sentence that names the CI around a part of a repository, since only what lies in the part is counted.

    Which of its jobs are about the part is written for the whole, and often by paths that are made while it runs.
    """
    if not git.prefix or not commit:
        return
    try:
        found = git.lines("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", *_RUN_FROM)
    except NoGit:
        return
    if found:
        named = first_few(found, _NAMED)
        yield f"the CI of the repository around it is not counted: {named} (audit from its root to count it)"
