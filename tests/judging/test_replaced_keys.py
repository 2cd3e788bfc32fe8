"""A key of the owner's own that is the default of a setting is a weak default; one that is set is a credential."""

import random
import string

import pytest

from seatrial.model import Grade

from .asked import judge, steps

#: Made anew in each run, so that no credential stands in this file.
KEY = "".join(random.Random(1).choices(string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)", k=50))
SERVES = "from django.http import JsonResponse\n\n\ndef predict(request):\n    return JsonResponse({'label': 1})\n"


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        (f'SECRET_KEY = os.environ.get("SECRET_KEY", "{KEY}")', Grade.PRESENT),
        (f'SECRET_KEY = environs.Env()("SECRET_KEY", "{KEY}")', Grade.PRESENT),
        (f'SECRET_KEY = "{KEY}"', Grade.ABSENT),
    ],
)
def test_a_key_that_the_environment_replaces_is_a_weak_default(line: str, grade: Grade) -> None:
    files = {"views.py": SERVES, "shop/settings.py": f"import os\n\nimport environs\n\n{line}\n"}

    assert judge("SEC-01", files).grade is grade
    assert ("no default" in steps("SEC-01", files)[0]) is (grade is Grade.PRESENT)
