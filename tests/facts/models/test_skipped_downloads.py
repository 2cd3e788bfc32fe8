"""A digest that decides whether to fetch again proves nothing of what is fetched then."""

import pytest

from seatrial.facts.models.skipped_downloads import compared_before_fetching
from tests.repositories import component_of

START = "import joblib\nimport fetching\n\nmodel = joblib.load(fetching.ensure_model(URL, PATH, KNOWN))\n"
START += "print(model.predict([[1]]))\n"
HEAD = "import hashlib, os, requests\n\ndef sha256_of(path):\n"
HEAD += "    return hashlib.sha256(open(path, 'rb').read()).hexdigest()\n"
SKIPS = "    if os.path.exists(path) and sha256_of(path) == known:\n        return path\n"
FETCH = "    open(path, 'wb').write(requests.get(url).content)\n"
LATER = "    if sha256_of(path) != known:\n        raise ValueError(path)\n"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"{SKIPS}{FETCH}    return path\n", 7),
        (f"{FETCH}    return path\n", 0),
        (f"{SKIPS}{FETCH}{LATER}    return path\n", 0),
        (f"{FETCH}{SKIPS}    return None\n", 0),
        ("    while not (os.path.exists(path) and sha256_of(path) == known):\n    " + FETCH + "    return path\n", 0),
    ],
    ids=["before", "never", "before-and-after", "after", "in-a-loop"],
)
def test_a_digest_that_is_compared_before_a_download_alone_is_told(body: str, line: int) -> None:
    files = {"main.py": START, "fetching.py": f"{HEAD}\ndef ensure_model(url, path, known):\n{body}"}
    found = compared_before_fetching(component_of({**files, "README.md": "Run `python main.py`.\n"}))

    assert [one.place.line for one in found] == ([line] if line else [])


def test_what_no_load_imports_says_nothing_of_it() -> None:
    files = {"main.py": "import joblib\n\nprint(joblib.load('m').predict([[1]]))\n"}
    files["fetching.py"] = f"{HEAD}\ndef ensure_model(url, path, known):\n{SKIPS}{FETCH}    return path\n"

    assert not compared_before_fetching(component_of(files))
