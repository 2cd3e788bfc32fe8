"""What platforms start is read from the files that only they know."""

import pytest

from seatrial.facts.deployment.clouds.terraform import terraform_workloads
from seatrial.facts.deployment.hosting.managed_agents import managed_agents
from seatrial.facts.deployment.manifests import Platform, Workload, workloads
from tests.repositories import repo_of

CONTAINER_APP = (
    "properties:\n  managedEnvironmentId: /e\n  template:\n    containers:\n"
    "      - {name: api, command: [python], args: [app.py]}\n"
)
AZURE = "https://azuremlschemas.azureedge.net/latest/"


def only(path: str, text: str) -> Workload:
    (work,) = workloads(repo_of({path: text}))
    return work


@pytest.mark.parametrize(
    ("path", "text", "platform", "kind", "command"),
    [
        ("railway.toml", "[deploy]\nstartCommand = 'python main.py'\n", Platform.APP_PLATFORM, "railway.toml",
         ("python", "main.py")),
        ("apprunner.yaml", "runtime: python3\nbuild: {commands: {}}\nrun:\n  command: gunicorn app:app\n",
         Platform.APP_PLATFORM, "App Runner", ("gunicorn", "app:app")),
        ("README.md", "---\ntitle: A\nsdk: gradio\napp_file: demo/ask.py\n---\n# A\n", Platform.APP_PLATFORM,
         "Hugging Face Space", ("python", "demo/ask.py")),
        ("README.md", "---\nsdk: 'docker'\napp_port: 7860\n---\n", Platform.APP_PLATFORM, "Hugging Face Space", ()),
        ("app.yaml", CONTAINER_APP, Platform.APP_PLATFORM, "Container App", ("python", "app.py")),
        ("vercel.json", '{"functions": {"api/predict.py": {}}}', Platform.APP_PLATFORM, "Vercel", ()),
        ("Dockerrun.aws.json", '{"AWSEBDockerrunVersion": "1"}', Platform.APP_PLATFORM, "Elastic Beanstalk", ()),
        ("serve.yaml", "ray_serve_config:\n  import_path: app:main\n", Platform.MODEL_PLATFORM, "Ray Serve",
         ("app:main",)),
        ("task.yaml", "resources: {accelerators: A100}\nrun: python train.py\n", Platform.DATA_PLATFORM,
         "SkyPilot task", ("sh", "-c", "python train.py")),
        ("api.yaml", "service: {replicas: 2}\nresources: {cpus: 4}\nrun: vllm serve m\n", Platform.MODEL_PLATFORM,
         "SkyPilot service", ("sh", "-c", "vllm serve m")),
        ("job.yml", f"$schema: {AZURE}commandJob.schema.json\nname: t\ncommand: python train.py\n",
         Platform.DATA_PLATFORM, "Azure ML job", ("python", "train.py")),
    ],
)  # fmt: skip
def test_each_platform_starts_its_command(
    path: str, text: str, platform: Platform, kind: str, command: tuple[str, ...]
) -> None:
    work = only(path, text)

    assert (work.platform, work.kind, work.containers[0].command) == (platform, kind, command)


def test_a_machine_of_fly_has_its_size() -> None:
    (container,) = only("fly.toml", "app = 'x'\n[[vm]]\ncpus = 2\nmemory = '4gb'\ngpu_kind = 'l40s'\n").containers

    assert container.resources is not None
    assert (container.resources.cpu_limit, container.resources.memory_limit, container.resources.gpu) == (
        "2", "4gb", "l40s",
    )  # fmt: skip


def test_app_engine_states_what_it_may_use() -> None:
    (container,) = only("app.yaml", "runtime: python312\nservice: api\nresources: {cpu: 2, memory_gb: 4}\n").containers

    assert container.resources is not None
    assert (container.resources.cpu_limit, container.resources.memory_limit) == ("2", "4")


def test_a_truss_runs_on_what_it_asks_for() -> None:
    text = "model_name: churn\npython_version: py311\nresources: {cpu: '3', memory: 10Gi, accelerator: T4}\n"
    work = only("config.yaml", text)
    resources = work.containers[0].resources

    assert work.what == "Truss serves churn"
    assert resources is not None
    assert (resources.cpu_limit, resources.memory_limit, resources.gpu) == ("3", "10Gi", "T4")


def test_the_configuration_of_a_deployment_of_azure_bounds_its_container() -> None:
    text = "computeType: AKS\ncontainerResourceRequirements:\n  cpu: 1\n  memoryInGB: 4\n"
    work, bare = only("config/deploy.yml", text), only("config/deploy.yml", "computeType: ACI\n")
    bounds = work.containers[0].resources

    assert (work.kind, bounds and bounds.cpu_limit, bounds and bounds.memory_limit) == ("Azure ML deployment", "1", "4")
    assert bare.containers[0].resources is None


def test_a_deployment_of_azure_has_its_instances() -> None:
    text = (
        f"$schema: {AZURE}managedOnlineDeployment.schema.json\nname: blue\n"
        "instance_type: Standard_DS3_v2\ninstance_count: 3\n"
    )
    work = only("blue.yml", text)

    assert (work.kind, work.name, work.replicas) == ("Azure ML deployment", "blue", 3)


def test_jobs_of_databricks_have_their_schedule() -> None:
    text = (
        "bundle: {name: b}\nresources:\n  jobs:\n    nightly:\n      schedule:\n"
        "        quartz_cron_expression: 0 0 2 * * ?\n"
    )
    work = only("databricks.yml", text)

    assert (work.platform, work.name, work.schedule) == (Platform.DATA_PLATFORM, "nightly", "0 0 2 * * ?")


SCRIPT = "spark_python_task: {python_file: 'file:fuse://jobs/score.py'}"


@pytest.mark.parametrize(
    ("path", "text", "command"),
    [
        ("conf/deployment.yml", f"environments: {{prod: {{jobs: [{{name: score, {SCRIPT}}}]}}}}\n",
         ("python", "jobs/score.py")),
        ("conf/deployment.yml", f"environments: {{prod: {{workflows: [{{name: score, tasks: [{{{SCRIPT}}}]}}]}}}}\n",
         ("python", "jobs/score.py")),
        ("resources/score.job.yml",
         "resources: {jobs: {score: {tasks: [{notebook_task: {notebook_path: ../books/score.ipynb}}]}}}\n",
         ("jupyter", "execute", "../books/score.ipynb")),
        ("databricks.yml",
         "bundle: {name: b}\nresources: {jobs: {score: {tasks: [{python_wheel_task: {entry_point: score}}]}}}\n",
         ("score",)),
    ],
    ids=["dbx", "dbx with tasks", "a file that a bundle includes", "a wheel"],
)  # fmt: skip
def test_jobs_of_databricks_say_what_their_tasks_run(path: str, text: str, command: tuple[str, ...]) -> None:
    work = only(path, text)

    assert (work.name, work.containers[0].command) == ("score", command)


@pytest.mark.parametrize(
    "text",
    [
        "environments: {prod: {url: a}}\n",
        "environments: {prod: {jobs: [{name: lint}]}}\n",
        "resources: {pipelines: [{pipeline: nightly}]}\n",
        "resources: [a.yaml]\n",
    ],
)
def test_other_environments_and_resources_are_no_jobs(text: str) -> None:
    assert not workloads(repo_of({"conf.yml": text}))


@pytest.mark.parametrize(
    ("kind", "spec", "command"),
    [
        ("InferenceService", "predictor: {minReplicas: 2, sklearn: {command: [serve]}}", ("serve",)),
        ("SeldonDeployment", "predictors: [{componentSpecs: [{spec: {containers: [{name: a, command: [serve]}]}}]}]",
         ("serve",)),
        ("RayService",
         "rayClusterConfig: {workerGroupSpecs: [{template: {spec: {containers: [{name: a, command: [serve]}]}}}]}",
         ("serve",)),
        ("Workflow", "templates: [{name: t, container: {image: a, command: [python, train.py]}}]",
         ("python", "train.py")),
        ("CronWorkflow", "schedule: 0 1 * * *\n  workflowSpec: {templates: [{name: t, script: {command: [python]}}]}",
         ("python",)),
    ],
)  # fmt: skip
def test_resources_of_machine_learning_in_a_cluster_start_something(
    kind: str, spec: str, command: tuple[str, ...]
) -> None:
    work = only("k8s/a.yaml", f"apiVersion: x/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n  {spec}\n")

    assert (work.kind, [container.command for container in work.containers]) == (kind, [command])


def test_an_agent_that_is_handed_to_a_managed_runtime_in_python_is_served_by_it() -> None:
    agent = 'from managed_deepagents import define_deep_agent\nagent = define_deep_agent(name="a", model="x:y")\n'
    (work,) = managed_agents(repo_of({"agent.py": agent}))

    assert (work.kind, work.containers[0].command) == ("LangGraph", ("./agent.py:agent",))


@pytest.mark.parametrize(
    ("called", "found"), [(("api", "db"), {"modules/api", "modules/db"}), (("api",), {"modules/api"}), ((), None)]
)
def test_a_module_that_nothing_calls_makes_nothing(called: tuple[str, ...], found: set[str] | None) -> None:
    group = 'resource "azurerm_container_group" "x" {\n  name = "x"\n}\n'
    main = "".join(f'module "{name}" {{\n  source = "./modules/{name}"\n}}\n' for name in called) or "locals {\n}\n"
    repo = repo_of({"main.tf": main, "modules/api/main.tf": group, "modules/db/main.tf": group})
    folders = {work.path.rpartition("/")[0] for work in terraform_workloads(repo)}

    assert folders == (found or {"modules/api", "modules/db"})


@pytest.mark.parametrize(
    "text",
    [
        "# A\n---\nsdk: docker\n---\n",
        "---\nlicense: mit\n---\nsdk: docker\n",
        "---\nsdk: static\n---\n",
        "---\nsdk: docker\n",
    ],
)
def test_another_readme_starts_nothing(text: str) -> None:
    assert workloads(repo_of({"README.md": text})) == ()
