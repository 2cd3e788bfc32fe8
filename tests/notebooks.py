"""Notebooks that tests are about: one cell of code, as Jupyter stores it."""

import json


def notebook(*lines: str, ran: int | None = None) -> str:
    cell: dict[str, object] = {
        "cell_type": "code", "execution_count": ran, "metadata": {}, "outputs": [],
        "source": "\n".join(lines).splitlines(keepends=True),
    }  # fmt: skip
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
