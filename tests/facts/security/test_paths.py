"""Paths of one machine are told from paths that exist everywhere."""

import pytest

from seatrial.facts.code.fixed_texts import Fixed, fixed
from seatrial.facts.security.paths import fixed_addresses, machine_paths
from tests.repositories import repo_of

ROOTS_HOME = "/root"


@pytest.mark.parametrize(
    "text",
    [
        "/home/kim/data/train.csv",
        "/Users/kim/Desktop/x",
        "C:/Users/Kim/Desktop/x.csv",
        "C://Users//Kim//repo\\src//x.csv",
        r"C:\Users\Kim\x.csv",
        "D:\\datasets\\x",
        r"C:\COURSE\final-work\forecast-api",
        "C:/lab/scans/raw/x.csv",
        "b:\\\\work\\\\project",
        "/localhome/kim/x",
        "/mnt/storage/kaggle",
        "/efs/shared/models",
        f"{ROOTS_HOME}/repo/data.csv",
        "/content/drive/MyDrive/x",
        "/kaggle/input/churn/x.csv",
        "/polyaxon-v1-data/workspaces/kim/branch/train.csv",
        "/data/users/kim/x.csv",
        "/cluster/home/kim/x.csv",
        "/cluster/scratch/kim/runs",
        "/orcd/scratch/orcd/013/kim/study",
        "/global/cscratch1/sd/kim/x.zarr",
        "/nobackup/users/kim/videos",
        "/mnt/fast/nobackup/kim/x",
        "/n/holyscratch01/lab/kim/x",
        "/Workspace/Users/kim@firm.org/train",
        "/hpi/fs00/home/kim.doe/scratch/bench",
        "/mnt/nvme/data/scans",
        "/mnt/nor/kim_data/scans/raw",
        "/data/datasets/public/weather/",
        "/data2/public/scans/x",
        "/export/share/scans/images/",
        "/export/data1/kim/x.json",
    ],
)
def test_a_path_of_one_machine_is_one(text: str) -> None:
    assert fixed(text) is Fixed.PATH


@pytest.mark.parametrize(
    "text",
    [
        "/app/models/x.onnx",
        "/home/docs/.ipython/profile_default/startup",
        "/home/travis/build/x",
        "/data/user/x.json",
        "/workspaces/churn/data.csv",
        "/shared/home/user/x.csv",
        "/storage/workspace/data/x.csv",
        "/api/users/kim/orders",
        "/static/site/home/banner/x.png",
        "/cluster/jobs/home/user/x",
        "/cluster/scratch/user/x",
        "/api/scratch/kim/x",
        "/app/scratch/run/x",
        "/mnt/models/churn/1/model.onnx",
        "/mnt/secrets-store/db/prod/password",
        "/mnt/artifacts/run/1/metrics.json",
        "/opt/ml/model",
        "/home/app/models/x",
        "/home/udf/4711/model.zip",
        "/home/<user>/x",
        "/home/user/x",
        "/Users/username/x",
        f"{ROOTS_HOME}/.cache/huggingface",
        "/path/to/home/kim",
        "/tmp/x",
        "data/home/kim/x",
        "C:/Program Files/x",
        r"C:\Program Files\NVIDIA\CUDA\v12\x",
        r"C:\Python311\Lib\os\x.py",
        "C:/opencv/build/x64/vc15",
        r"C:\tools\cuda\v12\x",
        "C:/app/models/churn/x.onnx",
        r"C:\vendor\engine\run.exe",
        r"C:\x",
        "/data",
        "/data/datasets/",
        "/export/data/",
        "/export/csv/orders/3",
        "/data/models/churn/1/model.onnx",
        "/data/raw/2024/x.csv",
    ],
)
def test_a_path_of_every_machine_is_none(text: str) -> None:
    assert fixed(text) is None


def test_code_notebooks_and_settings_are_searched_and_comments_are_not() -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": ["open(\'/home/kim/a/x\')"]}]}'
    files = {
        "a.py": '"""See /home/kim/a/x."""\n# /home/kim/a/x\nP = "/home/kim/a/x"\n',
        "b.ipynb": notebook,
        "config.yaml": "# /home/kim/a/x\ndata: /home/kim/a/x\n",
        "run.sh": "# /home/kim/a/x\ncd /home/kim/a/x\ndocker run -v cache:/home/kim/a/x\n",
        "docker-compose.yml": "volumes: ['/home/kim/a/x:/data']\n",
        "load.sql": "-- '/home/kim/a/x'\n\\copy raw FROM '/home/kim/a/x.csv' CSV\n",
        "tests/test_a.py": 'P = "/home/kim/a/x"\n',
        "README.md": "/home/kim/a/x",
    }
    found = machine_paths(repo_of(files))

    assert [str(one.place) for one in found] == ["a.py:3", "b.ipynb:1", "config.yaml:2", "load.sql:2", "run.sh:2"]


def test_code_that_runs_only_on_the_machine_of_a_cloud_has_a_path_and_what_sets_that_machine_up_has_none() -> None:
    files = {
        "train.py": 'DATA = "/home/ubuntu/churn/data"\n',
        "eda.ipynb": '{"cells": [{"cell_type": "code", "source": ["open(\'/home/ec2-user/churn/x.csv\')"]}]}',
        "infra/setup.sh": "cd /home/ubuntu/churn\ngit pull\n",
        "infra/main.tf": 'resource "aws_instance" "a" {\n  user_data = "/home/ec2-user/churn/start.sh"\n}\n',
    }

    assert [one.site.path for one in machine_paths(repo_of(files))] == ["eda.ipynb", "train.py"]


def test_addresses_and_buckets_are_kept_apart_from_defaults_of_settings() -> None:
    code = (
        "import os\nA = 'http://10.0.0.7:5000'\nB = 's3://acme-models/x'\nC = os.getenv('U', 'http://localhost:5000')\n"
    )

    assert [(one.kind, one.place.line) for one in fixed_addresses(repo_of({"a.py": code}))] == [
        (Fixed.ADDRESS, 2),
        (Fixed.BUCKET, 3),
    ]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("threshold_test.py", "show('/home/kim/a/x')\n", True),
        ("threshold_test.py", "import pytest\nshow('/home/kim/a/x')\n", False),
        ("test_it.py", "def test_it():\n    show('/home/kim/a/x')\n", False),
        ("tests/shared.py", "show('/home/kim/a/x')\n", False),
    ],
    ids=["a trial by hand", "with pytest", "with a test", "in a folder of tests"],
)
def test_a_script_that_only_has_the_name_of_a_test_is_searched_too(path: str, text: str, found: bool) -> None:
    assert bool(machine_paths(repo_of({path: text}))) is found


@pytest.mark.parametrize(
    ("volume", "found"),
    [
        ("- /home/kim/envs/a:/opt/conda:ro  # as it is here", True),
        ('- "/home/kim/envs/a:/opt/conda"', True),
        ("- source: /home/kim/envs/a", True),
        ("- /home/user/a:/opt/conda", False),
        ("- cache:/home/kim/envs/a", False),
        ("- ./data:/home/kim/data", False),
        ("# - /home/kim/envs/a:/opt/conda", False),
        ("- /var/run/docker.sock:/var/run/docker.sock", False),
    ],
)
def test_what_compose_mounts_of_one_machine_counts_and_the_inside_of_the_image_does_not(
    volume: str, found: bool
) -> None:
    text = f"services:\n  api:\n    image: a:1\n    volumes:\n      {volume}\n"

    assert bool(machine_paths(repo_of({"docker-compose-debug.yml": text}))) is found


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        ("train.sh", "podman run -v /data/team/harbour/images:/data train", ["/data/team/harbour/images"]),
        ("train.sh", "docker run --volume=/data2/team/harbour:/in:ro train", ["/data2/team/harbour"]),
        ("train.sh", "docker run --mount type=bind,source=/data/team/harbour,target=/in train", ["/data/team/harbour"]),
        ("train.sh", "docker run -v /data:/data -v /data/in:/in -v $PWD/data:/x train", []),
        ("train.sh", "docker run train --input /data/team/harbour", []),
        ("train.sh", "# docker run -v /data/team/harbour:/data train", []),
        ("train.yaml", "args: run -v /data/team/harbour:/data train", []),
    ],
)
def test_what_a_script_hands_to_a_container_from_a_disk_of_its_machine_counts(
    path: str, line: str, found: list[str]
) -> None:
    assert [one.text for one in machine_paths(repo_of({path: f"#!/bin/sh\n{line}\n"}))] == found


def test_a_file_that_a_front_end_of_buildkit_reads_is_about_the_inside_of_an_image() -> None:
    text = "copies:\n  - destination: /home/somebody/models\n"
    files = {"build/a.yaml": f"# syntax=registry.acme.org/builder:v1\n{text}", "build/b.yaml": text}

    assert [one.site.path for one in machine_paths(repo_of(files))] == ["build/b.yaml"]


def test_what_a_run_wrote_down_asks_nothing_of_the_next_machine() -> None:
    files = dict.fromkeys(("bench/results/a/c1.json", "settings/c1.json"), '{"tokenizer": "/home/kim/models/q"}\n')

    assert [one.site.path for one in machine_paths(repo_of(files))] == ["settings/c1.json"]


def test_what_an_assistant_may_do_on_the_machine_of_one_person_is_no_setting_of_the_product() -> None:
    files = dict.fromkeys((".claude/settings.local.json", "settings/a.json"), '{"allow": ["ls /home/kim/models/q"]}\n')

    assert [one.site.path for one in machine_paths(repo_of(files))] == ["settings/a.json"]


def test_a_path_of_the_machines_of_ci_is_none_wherever_its_pipeline_stands() -> None:
    command = "export PATH=/builder/home/.local/bin:$$PATH && make test"
    files = {
        "cloudbuild/pr.yaml": f"steps:\n- name: python:3.9\n  entrypoint: sh\n  args: ['-c', '{command}']\n",
        "conf/app.yaml": "cache: /builder/home/kim/models/x.bin\n",
    }
    assert [one.site.path for one in machine_paths(repo_of(files))] == ["conf/app.yaml"]


@pytest.mark.parametrize(("name", "told"), [(".env", 1), (".env.production", 1), (".env.example", 0), ("env.md", 0)])
def test_a_file_of_variables_that_is_used_holds_paths_and_one_that_shows_what_may_be_set_does_not(
    name: str, told: int
) -> None:
    assert len(machine_paths(repo_of({name: "RAW=/mnt/hdd1/kim/scans\n"}))) == told


def test_a_path_inside_a_container_that_is_asked_for_it_is_of_no_machine() -> None:
    code = (
        f"docker.cp_from_container(name, '{ROOTS_HOME}/bundle/x', here)\n"
        f"container.exec_run('{ROOTS_HOME}/repo/run.sh')\n"
        f"shutil.copy('{ROOTS_HOME}/bundle/x', here)\n"
    )
    assert [one.place.line for one in machine_paths(repo_of({"pack.py": code}))] == [3]


def test_what_is_handed_to_the_scheduler_of_a_cluster_is_searched() -> None:
    files = {"train.sbatch": "#SBATCH --output=/cluster/scratch/kim/out/x\nWORK=/cluster/scratch/kim/study\n"}

    assert [str(one.place) for one in machine_paths(repo_of(files))] == ["train.sbatch:2"]


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("22.222.222.22:64379", False),
        ("http://1.2.3.4:80/x", False),
        ("http://192.0.2.17:8000", False),
        ("203.0.113.5:443", False),
        ("http://22.222.222.23:64379", True),
        ("http://10.0.0.7:5000", True),
        ("192.0.21.7:5000", True),
        ("http://1.2.3.45:80", True),
    ],
)
def test_an_address_that_is_kept_for_documents_or_repeats_one_digit_is_no_machine(text: str, machine: bool) -> None:
    assert (fixed(text) is Fixed.ADDRESS) is machine
