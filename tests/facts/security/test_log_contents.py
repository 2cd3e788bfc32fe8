"""What a log line writes of a request is told from what it only says about it."""

import pytest

from seatrial.facts.security.log_contents import logged_contents
from tests.repositories import repo_of

APP = (
    "import logging\nfrom fastapi import FastAPI, UploadFile\napp = FastAPI()\nlogger = logging.getLogger()\n\n\n"
    "@app.post('/upload')\nasync def upload(file: UploadFile):\n    {}\n    return 1\n"
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("logger.info(f'kind: {file.content_type}')", False),
        ("kind = file.content_type\n    logger.info(f'kind: {kind}')", False),
        ("logger.info(f'file: {file.file}')", False),
        ("content = await file.read()\n    logger.info(content)", True),
        ("content = file.file.read()\n    logger.info('%s', content)", True),
    ],
)
def test_an_uploaded_file_is_logged_where_what_it_holds_is(written: str, found: bool) -> None:
    repo = repo_of({"app.py": APP.replace("{}", written, 1)})

    assert [logged.content for logged in logged_contents(repo)] == (["the request's uploaded file"] if found else [])
