"""What settings name to be made, and which files that leads to."""

from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.settings_targets import SettingsTarget, settings_targets
from tests.repositories import repo_of

STARTS = "import hydra\n\nhydra.utils.instantiate({})\n"


def test_both_keys_are_found_in_files_of_the_owner() -> None:
    files = {"conf/net.yaml": "model:\n  _target_: nets.Small\n", "lit.yml": 'class_path: "nets.Large"\n',
             "vendor/x.yaml": "_target_: nets.Other\n"}  # fmt: skip

    assert settings_targets(repo_of(files)) == (
        SettingsTarget("conf/net.yaml", "_target_", "nets.Small"), SettingsTarget("lit.yml", "class_path", "nets.Large")
    )  # fmt: skip


def test_a_program_that_makes_what_settings_name_leads_there_whatever_else_cannot_be_read() -> None:
    files = {"train.py": STARTS, "nets.py": "class Small: ...\n", "conf/net.yaml": "_target_: nets.Small\n",
             "conf/large.yaml": "a: 1\n" * 100_000}  # fmt: skip

    assert files_led_to(repo_of(files))["train.py"] == {"nets.py"}
