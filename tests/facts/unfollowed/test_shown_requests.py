"""A page that asks the deployed service with a token tells of somebody who checks it, whoever that is."""

import pytest

from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from tests.repositories import component_of

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/predict/')\ndef predict(x):\n    return x\n"


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        ('curl -X POST -H "Authorization: Bearer $TOKEN" -d "{}" $ENDPOINT/predict/', 1),
        ("requests.post(f'{HOST}/predict/', headers={'x-api-key': KEY})", 1),
        ('curl -X POST -d "{}" $ENDPOINT/predict/', 0),
        ('curl -H "Authorization: Bearer $TOKEN" http://localhost:8000/predict/', 0),
        ('curl -H "Authorization: Bearer $TOKEN" https://hub.example.com/v1/chat', 0),
    ],
)
def test_a_sample_with_a_token_tells_of_a_check_that_is_not_here(sample: str, told: int) -> None:
    component = component_of({"app.py": APP, "README.md": f"# Home\n\n```bash\n{sample}\n```\n"})

    said = "README.md asks /predict with a token, and what checks it there is not followed"
    assert [one.what for one in unfollowed(component, May.GUARD)] == [said] * told
