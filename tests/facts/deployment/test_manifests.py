"""Workloads, probes, limits and scaling are read from every kind of deployment file."""

import pytest

from seatrial.facts.deployment.deployed import owned_workloads
from seatrial.facts.deployment.manifests import (
    Platform,
    Workload,
    autoscalers,
    manifests,
    probes,
    resource_limits,
    workloads,
)
from seatrial.model import Confidence
from tests.repositories import repo_of

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  replicas: 2
  template:
    spec:
      terminationGracePeriodSeconds: 40
      securityContext: {runAsNonRoot: true}
      containers:
        - name: api
          image: me/api:1
          command: ["uvicorn", "app:app"]
          ports: [{containerPort: 8000}]
          readinessProbe:
            httpGet: {path: /ready, port: 8000}
          resources:
            requests: {cpu: 500m}
            limits:
              memory: 2Gi
"""


CRON_JOB = """apiVersion: batch/v1
kind: CronJob
spec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: a, args: [python, b.py]}]}}}}}
"""


def only(files: dict[str, str]) -> Workload:
    found = workloads(repo_of(files))
    assert len(found) == 1
    return found[0]


def test_a_deployment_with_its_container() -> None:
    work = only({"k8s/api.yaml": DEPLOYMENT})
    container = work.containers[0]

    assert (work.platform, work.kind, work.name, work.replicas, work.grace) == (
        Platform.KUBERNETES,
        "Deployment",
        "api",
        2,
        40,
    )
    assert container.command == ("uvicorn", "app:app")
    assert container.security is not None
    assert container.security.run_as_non_root
    assert container.resources is not None
    assert (container.resources.cpu_request, container.resources.memory_limit) == ("500m", "2Gi")


def test_probes_and_limits_have_the_line_they_stand_in() -> None:
    repo = repo_of({"k8s/api.yaml": DEPLOYMENT})

    assert [(probe.kind, probe.path, probe.port, probe.place.line) for probe in probes(repo)] == [
        ("readiness", "/ready", "8000", 15)
    ]
    assert [limit.place.line for limit in resource_limits(repo)] == [19]


@pytest.mark.parametrize("limits", ["{}", "{nvidia.com/gpu: 1}", ""])
def test_empty_limits_and_a_number_of_gpus_bound_nothing(limits: str) -> None:
    text = DEPLOYMENT.partition("            limits")[0] + f"            limits: {limits}\n"

    assert not resource_limits(repo_of({"a.yaml": text}))


@pytest.mark.parametrize(
    ("path", "text", "kind", "command"),
    [
        ("Procfile", "web: gunicorn app:app\n", "web", ("gunicorn", "app:app")),
        ("compose.yaml", "services:\n  api:\n    image: x\n    command: uvicorn app:app --port 1\n", "service",
         ("uvicorn", "app:app", "--port", "1")),
        ("fly.toml", 'app = "x"\n[processes]\nweb = "uvicorn app:app"\n', "fly.io", ("uvicorn", "app:app")),
        ("render.yaml", "services:\n- type: web\n  name: x\n  startCommand: gunicorn app:app\n", "web", ("gunicorn",
         "app:app")),
        ("app.yaml", "runtime: python312\nentrypoint: gunicorn app:app\n", "App Engine", ("gunicorn", "app:app")),
        ("heroku.yml", "build:\n  docker: {web: Dockerfile}\nrun:\n  web: python main.py\n", "web", ("python",
         "main.py")),
        ("serverless.yml", "provider: {name: aws}\nfunctions:\n  f: {handler: a.b, memorySize: 512}\n", "function",
         ("a.b",)),
        ("template.yaml", "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a.b}\n",
         "function",
         ("a.b",)),
        ("bentofile.yaml", "service: 'service:svc'\ninclude: ['*.py']\n", "BentoML", ("service:svc",)),
        ("cog.yaml", "build: {gpu: true}\npredict: 'predict.py:Predictor'\n", "Cog", ("predict.py:Predictor",)),
        ("langgraph.json", '{"graphs": {"a": "./a.py:graph"}}', "LangGraph", ("./a.py:graph",)),
        ("serve.yaml", "applications:\n- name: a\n  import_path: app:main\n", "Ray Serve", ("app:main",)),
        ("job.yaml", "entrypoint: bash run.sh\ncompute_config: x\n", "job", ("bash", "run.sh")),
        ("api.service", "[Service]\nExecStart=/usr/bin/python -m app\n", "unit", ("/usr/bin/python", "-m", "app")),
        ("taskdef.json", '{"family": "x", "containerDefinitions": [{"name": "c", "command": ["python", "a.py"]}]}',
         "ECS task",
         ("python", "a.py")),
        ("cron.yaml", CRON_JOB, "CronJob", ("python", "b.py")),
    ],
)  # fmt: skip
def test_each_kind_of_file_starts_something(path: str, text: str, kind: str, command: tuple[str, ...]) -> None:
    work = only({path: text})

    assert work.kind == kind
    assert (work.containers[0].command or work.containers[0].arguments) == command


def test_settings_of_other_tools_start_nothing() -> None:
    repo = repo_of({
        "config.yaml": "service: x\nresources: {limits: {memory: 1}}\n", "mkdocs.yml": "nav: []\n",
        "dvc.yaml": "stages: {}\n",
        "crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n---\n" + DEPLOYMENT,
        "node_modules/x/compose.yaml": "services: {a: {image: b}}\n",
    })  # fmt: skip

    assert workloads(repo) == ()


VALUES = """replicas: 3
hpa: {enabled: false, max: 9}
image: {repository: me/app}
resources:
  limits: {memory: 1Gi}
"""
SCALER = """{{- if .Values.hpa.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec:
  minReplicas: 1
  maxReplicas: {{ .Values.hpa.max }}
{{- end }}
"""
CHART = {
    "chart/Chart.yaml": "name: app\n",
    "chart/values.yaml": VALUES,
    "chart/templates/deployment.yaml": DEPLOYMENT.replace("replicas: 2", "replicas: {{ .Values.replicas }}")
    .replace("me/api:1", "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}")
    .partition("            requests")[0]
    + "            {{- toYaml .Values.resources | nindent 12 }}\n",
    "chart/templates/hpa.yaml": SCALER,
}


def test_a_charts_values_are_put_into_its_templates() -> None:
    repo = repo_of(CHART)
    work = workloads(repo)[0]

    assert work.replicas == 3
    assert work.containers[0].image.startswith("me/app:")
    assert work.confidence is Confidence.LIKELY
    assert resource_limits(repo)[0].container.resources.memory_limit == "1Gi"  # type: ignore[union-attr]


def test_what_a_charts_values_leave_out_is_switched_off() -> None:
    scaler = autoscalers(repo_of(CHART))[0]
    on = autoscalers(repo_of(CHART | {"chart/values.yaml": "hpa: {enabled: true, max: 9}\n"}))[0]

    assert (scaler.highest, scaler.switched_off) == (9, True)
    assert not on.switched_off


def test_a_chart_that_is_copied_into_another_is_not_the_owners() -> None:
    copied = {path.replace("chart/", "chart/charts/redis/"): text for path, text in CHART.items()}

    assert not manifests(repo_of({"chart/Chart.yaml": "name: x\n", **copied}))


KEDA = """apiVersion: keda.sh/v1alpha1
kind: ScaledObject
spec: {maxReplicaCount: 5, minReplicaCount: 0}
"""
KSERVE = """apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
spec: {predictor: {minReplicas: 1, maxReplicas: 3}}
"""
KNATIVE = """apiVersion: serving.knative.dev/v1
kind: Service
spec: {template: {metadata: {annotations: {autoscaling.knative.dev/maxScale: "4"}}}}
"""
NODE_POOL = """variable "m" { default = 8 }
resource "google_container_node_pool" "p" {
  autoscaling {
    min_node_count = 1
    max_node_count = var.m
  }
}
"""


@pytest.mark.parametrize(
    ("path", "text", "bounds", "of_nodes"),
    [
        ("a.yaml", KEDA, (0, 5), False),
        ("a.yaml", KSERVE, (1, 3), False),
        ("a.yaml", KNATIVE, (None, 4), False),
        ("cloud/compute.yml", "type: amlcompute\nmin_instances: 0\nmax_instances: 4\nidle_time_before_scale_down: 9\n",
         (0, 4), False),
        ("main.tf", NODE_POOL, (1, 8), True),
        ("main.tf", 'resource "aws_x" "t" {\n max_capacity = 4\n min_capacity = 1\n}\n', (1, 4), False),
        ("main.tf", 'module "api" {\n autoscaling_maximum_target = var.env == "prod" ? 5 : 1\n}\n', (None, 5), False),
        ("main.tf", 'module "api" {\n autoscaling_min_capacity = 2\n autoscaling_max_capacity = 6\n}\n', (2, 6), False),
        ("eks.yml",
         ("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Nodes:\n    Type: AWS::EKS::Nodegroup\n"
          "    Properties: {ScalingConfig: {MinSize: 1, DesiredSize: !Ref Size, MaxSize: 3}}\n"), (1, 3), True),
        ("deploy.yml",
         ("Transform: AWS::Serverless-2016-10-31\nResources:\n  Scale:\n"
          "    Type: AWS::ApplicationAutoScaling::ScalableTarget\n"
          "    Properties: {MaxCapacity: 10, MinCapacity: 2, ServiceNamespace: sagemaker}\n"), (2, 10), False),
        ("stack.template.json",
         ('{"Resources": {"Scale": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": '
          '{"MaxCapacity": 4, "MinCapacity": 1}}}}'), (1, 4), False),
        ("main.tf", 'resource "aws_x" "t" {\n serverless_config {\n  max_concurrency = 3\n }\n}\n', (0, 3), False),
        ("main.tf", 'resource "aws_lambda_function" "f" {\n reserved_concurrent_executions = 5\n}\n', (0, 5), False),
        ("serverless.yml", "provider: aws\nfunctions: {ask: {handler: a.b, reservedConcurrency: 4}}\n", (0, 4), False),
        ("deploy.py", "ServerlessInferenceConfig(memory_size_in_mb=4096, max_concurrency=10)\n", (0, 10), False),
        ("cluster.json", '{"spark_version": "x", "autoscale": {"min_workers": 1, "max_workers": 8}}', (1, 8), True),
        ("compute.yaml", "types:\n- {instance_type: g5, min_workers: 1, max_workers: 2}\n", (1, 2), True),
        ("app.yaml", "runtime: python312\nautomatic_scaling: {min_instances: 1, max_instances: 5}\n", (1, 5), False),
        ("serve.py",
         "from ray import serve\n@serve.deployment(autoscaling_config={'min_replicas': 1})\nclass A: pass\n",
         (None, None), False),
        ("predict.py", "batch_predict(model, starting_replica_count=3, max_replica_count=10)\n", (3, 10), False),
        (
            "predict.py",
            "MOST = 9\ndef run(m, low: int = 2):\n    predict(m, starting_replica_count=low, max_replica_count=MOST)\n",
            (2, 9),
            False,
        ),
    ],
)  # fmt: skip
def test_scaling_bounds_of_each_kind(
    path: str, text: str, bounds: tuple[int | None, int | None], of_nodes: bool
) -> None:
    found = autoscalers(repo_of({path: text}))

    assert [(one.lowest, one.highest, one.of_nodes) for one in found] == [(*bounds, of_nodes)]


@pytest.mark.parametrize("given", ["autoscaling_maximum_target = 1", "max_size_mb = 40", "scaling_max = var.most"])
def test_a_module_that_may_start_one_replica_or_names_no_number_scales_nothing(given: str) -> None:
    assert not autoscalers(repo_of({"main.tf": f'module "store" {{\n min_x = 1\n {given}\n}}\n'}))


def test_a_module_that_is_given_an_image_with_cpu_and_memory_bounds_them() -> None:
    service = (
        'module "api" {\n source = "git::x"\n image_tag = var.tag\n memory = local.prod ? 8192 : 4096\n cpu = 2048\n}\n'
    )
    network = 'module "net" {\n source = "git::y"\n cidr = "10.0.0.0/16"\n}\nmodule "db" {\n memory = 2\n cpu = 1\n}\n'
    (limit,) = resource_limits(repo_of({"ecs.tf": service, "net.tf": network}))

    assert (limit.place.path, limit.container.resources and limit.container.resources.cpu_limit) == ("ecs.tf", "2048")


def test_workers_of_a_data_loader_are_no_machines() -> None:
    assert not autoscalers(repo_of({"conf.yaml": "loader: {min_workers: 1, max_workers: 8}\n"}))


def test_databases_and_documentation_sites_are_not_the_owners_workloads() -> None:
    repo = repo_of({
        "compose.yaml": "services:\n  db: {image: 'postgres:13'}\n  cache: {image: 'x/redis:7'}\n  api: {build: .}\n",
        "Dockerfile": "FROM a\n", "site/app.yaml": "runtime: nodejs22\nservice: docs\n", "main.py": "",
    })  # fmt: skip

    assert [work.name for work in owned_workloads(repo)] == ["api"]


def test_terraform_workloads_have_their_limits() -> None:
    text = (
        'resource "azurerm_container_app" "api" {\n template {\n container {\n cpu = 0.5\n memory = "1Gi"\n }\n }\n}\n'
    )
    limit = resource_limits(repo_of({"main.tf": text}))[0]

    assert limit.place.line == 5
    assert limit.workload.platform is Platform.TERRAFORM


def test_processors_of_a_batch_cluster_that_a_stack_in_python_bounds_are_machines() -> None:
    code = "from troposphere.batch import ComputeResources\nC = ComputeResources(MinvCpus=0, MaxvCpus=10)\n"
    (scaler,) = autoscalers(repo_of({"stack.py": code}))

    assert (scaler.lowest, scaler.highest, scaler.of_nodes) == (0, 10, True)


RAY = """
apiVersion: ray.io/v1
kind: RayCluster
metadata: {name: workers}
spec:
  enableInTreeAutoscaling: SWITCH
  workerGroupSpecs: [{groupName: cpu, minReplicas: 1, maxReplicas: 4}]
"""


@pytest.mark.parametrize(("switch", "off"), [("true", False), ("false", True), ("null", True)])
def test_the_bounds_of_workers_of_ray_hold_only_where_its_autoscaler_is_on(switch: str, off: bool) -> None:
    (rule,) = autoscalers(repo_of({"ray.yaml": RAY.replace("SWITCH", switch)}))

    assert rule.switched_off is off


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("AciWebservice.deploy_configuration(cpu_cores=1, memory_gb=2, auth_enabled=True)\n", [("1", "2")]),
        ("train(data).set_memory_limit('4Gi')\n", [("", "4Gi")]),
        ("ecs.FargateTaskDefinition(self, 'T', memory_limit_mib=2048)\n", [("", "2048")]),
        ("V1ResourceRequirements(requests={'cpu': '1'}, limits={'cpu': '2'})\n", [("2", "")]),
        ("V1ResourceRequirements(requests={'cpu': '1'})\n", []),
        ("V1ResourceRequirements(limits=None)\n", []),
        ("LogicalDeviceConfiguration(memory_limit=1024)\n", []),
        ("AciWebservice.deploy_configuration(auth_enabled=True)\n", []),
    ],
)
def test_the_bounds_that_code_gives_to_what_it_deploys_are_limits(text: str, bounds: list[tuple[str, str]]) -> None:
    found = resource_limits(repo_of({"deploy.py": text, "tests/test_deploy.py": text}))
    given = [limit.container.resources for limit in found]

    assert [(one.cpu_limit, one.memory_limit) for one in given if one] == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("AmlCompute.provisioning_configuration(vm_size='D2', min_nodes=0, max_nodes=4)\n", [(0, 4, True)]),
        ("AksWebservice.deploy_configuration(autoscale_min_replicas=1, autoscale_max_replicas=3)\n", [(1, 3, False)]),
        ("AmlCompute.provisioning_configuration(vm_size='D2', max_nodes=4)\n", []),
    ],
)
def test_the_bounds_of_clusters_and_services_of_azure_ml_are_found(
    text: str, bounds: list[tuple[int, int, bool]]
) -> None:
    found = autoscalers(repo_of({"cluster.py": text}))

    assert [(one.lowest, one.highest, one.of_nodes) for one in found] == bounds


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        ("app = modal.App('w')\n@app.function(gpu='T4', max_containers=4)\ndef f(): ...\n", [(None, 4)]),
        (
            "app = modal.Stub('w')\n@app.function(concurrency_limit=int(os.environ['N']))\ndef f(): ...\n",
            [(None, None)],
        ),
        ("app = modal.App('w')\n@app.function(min_containers=1, max_containers=4)\ndef f(): ...\n", [(1, 4)]),
        ("app = modal.App('w')\n@app.function(gpu='T4')\ndef f(): ...\n", []),
        ("pool = Crawler(concurrency_limit=4)\n", []),
    ],
)
def test_one_bound_is_enough_where_the_platform_scales_by_itself(
    code: str, bounds: list[tuple[int | None, int | None]]
) -> None:
    found = autoscalers(repo_of({"worker.py": f"import os\nimport modal\n{code}"}))
    assert [(one.lowest, one.highest) for one in found] == bounds


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("flow.yaml", "AWSTemplateFormatVersion: x\nResources: {Each: {Type: Map, MaxConcurrency: 3}}\n"),
        ("main.tf", 'resource "aws_lambda_function" "f" {\n reserved_concurrent_executions = -1\n}\n'),
    ],
    ids=["steps of a state machine at once", "no bound"],
)
def test_other_numbers_at_once_bound_no_copies(path: str, text: str) -> None:
    assert not autoscalers(repo_of({path: text}))
