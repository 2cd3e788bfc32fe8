"""What a stated signature proves of the loads of a model, what it does not, and what is then said of SEC-03."""

import datetime as dt
from collections.abc import Mapping

import pytest

from seatrial.component import components
from seatrial.facts.models.stated_signatures import stated_signatures
from seatrial.facts.surfaces import surfaces
from seatrial.judging.graded import Graded
from seatrial.judging.registry import load_checks
from seatrial.model import Grade, Place, Surface
from seatrial.model.scan import Scan, Seen
from seatrial.model.settings import Settings
from seatrial.model.signatures import VERIFIER, SignedModel, Standing
from seatrial.repo import Memory, Repo

AS_OF = dt.date(2026, 7, 1)
CHECK = load_checks().checks["SEC-03"]
STATED = SignedModel("models/price.onnx", "models/price.sig", public_key="keys/team.pub")
APP = (
    "import onnxruntime\n\nif __name__ == '__main__':\n"
    "    model = onnxruntime.InferenceSession('{}')\n    model.run(None, {{}})\n"
)
FILES = {"app.py": APP.format("models/price.onnx"), "models/price.onnx": "x", "models/price.sig": "{}"}


def repository(
    answer: Scan | None, files: Mapping[str, str] = FILES, *stated: SignedModel, surface: bool | None = None
) -> Repo:
    declared = {} if surface is None else {Surface.OWN_MODEL: surface}
    repo = Repo(Memory(files), Settings(signatures=stated or (STATED,), surfaces=declared), AS_OF)
    repo.scans = {VERIFIER: answer} if answer else {}
    return repo


def graded(answer: Scan | None, files: Mapping[str, str] = FILES, *stated: SignedModel) -> Graded:
    (component,) = components(repository(answer, files, *stated))
    return CHECK.judge(component)


def holds(*paths: str, signature: str = "models/price.sig") -> Scan:
    return Scan(VERIFIER, "1.1.1", tuple(Seen("verified", path, 1, what=signature) for path in paths))


REFUSED = Scan(VERIFIER, "1.1.1", (Seen("refused", "models/price.sig", 1, what="it is not the file that was signed"),))
MISSED = Scan(VERIFIER, "1.1.1", missed=(("models/price.sig", "the key is gone"),))


def test_a_signature_that_holds_proves_the_load() -> None:
    found = graded(holds("models/price.onnx"))

    assert found.grade is Grade.SUBSTANTIVE
    assert found.evidence[0].what == (
        "onnxruntime.InferenceSession() loads models/price.onnx, whose signature holds, by the key in keys/team.pub"
    )


@pytest.mark.parametrize("loaded", ["models/price.onnx", "./price.onnx", "models"])
def test_a_load_is_known_by_its_file_or_its_folder(loaded: str) -> None:
    assert graded(holds("models/price.onnx"), {**FILES, "app.py": APP.format(loaded)}).grade is Grade.SUBSTANTIVE


def test_a_file_that_the_signature_leaves_out_is_not_proved() -> None:
    folder = SignedModel("models", "models/price.sig", public_key="keys/team.pub")
    more = {**FILES, "models/other.onnx": "y", "app.py": APP.format("models/other.onnx")}

    assert graded(holds("models/price.onnx"), more, folder).grade is Grade.PRESENT


def test_a_signature_that_does_not_hold_is_a_finding_whatever_else_is_proved() -> None:
    proved = "import mlflow\nif __name__ == '__main__':\n    model = mlflow.sklearn.load_model('models:/price/7')\n"
    for files in (FILES, {**FILES, "app.py": proved}, {**FILES, "app.py": "print(1)\n"}):
        found = graded(REFUSED, files)

        assert found.grade is Grade.ABSENT
        assert found.message == "the signature of models/price.onnx does not hold: it is not the file that was signed"
        assert found.case == "refused"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (MISSED, "the key is gone"),
        (Scan(VERIFIER, failed="the package is not installed"), "the package is not installed"),
        (None, "nobody asked for it in this run"),
    ],
)
def test_one_that_could_not_be_verified_is_unknown_even_where_all_else_is_proved(answer: Scan, why: str) -> None:
    proved = "import mlflow\nif __name__ == '__main__':\n    model = mlflow.sklearn.load_model('models:/price/7')\n"
    for files in (FILES, {**FILES, "app.py": proved}):
        found = graded(answer, files)

        assert found.grade is None
        assert found.reason == f"the signature of models/price.onnx could not be verified: {why}"


def test_one_that_could_not_be_verified_hides_no_load_that_it_is_not_about() -> None:
    other = FILES["app.py"] + "    other = onnxruntime.InferenceSession('/tmp/other.onnx')\n    other.run(None, {})\n"

    assert graded(MISSED, {**FILES, "app.py": other}).grade is Grade.PRESENT


def test_a_signature_of_which_nothing_says_whose_it_must_be_is_seen_and_proves_nothing() -> None:
    bundle = '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'
    files = {**FILES, "app.py": APP.format("/mnt/other.onnx"), "models/price.sig": bundle, "letter.sig": "Yours, Ada"}
    (component,) = components(Repo(Memory(files), as_of=AS_OF))
    found = CHECK.judge(component)

    assert found.grade is Grade.PRESENT
    assert [(one.place.path, one.what) for one in found.evidence] == [
        ("models/price.sig", "a signature lies here, and nothing says whose it must be")
    ]


def test_an_owner_who_states_a_signature_has_a_model_whatever_its_file_holds() -> None:
    (component,) = components(repository(None))
    assert {one.surface: one.present for one in surfaces(component)}[Surface.OWN_MODEL]


def test_a_signature_stands_at_its_file_or_where_it_is_stated() -> None:
    here, gone = (
        SignedModel("m", "models/price.sig", "k"),
        SignedModel("m", "gone.sig", "k", place=Place("seatrial.yaml", 4)),
    )
    found = stated_signatures(repository(None, FILES, here, gone))

    assert [one.place for one in found] == [Place("models/price.sig"), Place("seatrial.yaml", 4)]
    assert {one.standing for one in found} == {Standing.UNKNOWN}
    assert all(one.inside for one in found)
