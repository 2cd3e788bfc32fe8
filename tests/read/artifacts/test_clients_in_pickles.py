"""Libraries that machine learning is known by are not all made of what a stored model needs."""

import pytest

from seatrial.model.artifacts import Trust
from seatrial.read.artifacts.pickles.trust import trust


@pytest.mark.parametrize(
    ("module", "name", "means"),
    [
        ("metagpt.tools.libs.terminal", "Terminal", Trust.DANGEROUS),  # starts a shell when it is made
        ("tritonclient.http", "InferenceServerClient", Trust.DANGEROUS),  # opens a connection
        ("google.cloud.vision", "ImageAnnotatorClient", Trust.DANGEROUS),
        ("snorkel.labeling.model", "LabelModel", Trust.LIBRARY),
    ],
)
def test_a_client_that_is_made_while_a_model_is_loaded_is_no_part_of_it(module: str, name: str, means: Trust) -> None:
    assert trust(module, name, called=True) is means
