"""Workflows of GitHub that tests are about: one job, started by one event."""


def workflow(*steps: str, on: str = "push") -> str:
    """Return a workflow with these steps: commands, unless they say ``uses: …`` or ``run: …`` themselves."""
    listed = (step if step.startswith(("uses: ", "run: ", "{uses: ")) else f"run: {step}" for step in steps)
    job = "".join(f"      - {step}\n" for step in listed)
    return f"on: {on}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{job}"
