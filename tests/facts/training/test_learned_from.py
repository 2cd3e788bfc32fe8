"""What a model learns from is told by the program that trains it, and not by another part of its repository."""

import pytest

from seatrial.facts.training.learned_from import from_media
from tests.repositories import component_of

TRAIN = (
    "import {read}\nfrom model import Demand\n\ndef main():\n    model = Demand()\n    model.fit(rows)\n"
    "    model.save('m.bin')\n\nmain()\n"
)
VIDEO = "import transformers\n\ndef caption(path):\n    return transformers.pipeline('image-to-text')(path)\n"


@pytest.mark.parametrize(("read", "media"), [("pandas", False), ("torch", True)])
def test_a_training_on_a_table_beside_code_that_perceives_learns_from_a_table(read: str, media: bool) -> None:
    files = {
        "train.py": TRAIN.format(read=read),
        "video.py": VIDEO,
        "model.py": "class Demand:\n    def fit(self, x): ...\n",
    }
    assert from_media(component_of(files)) is media
