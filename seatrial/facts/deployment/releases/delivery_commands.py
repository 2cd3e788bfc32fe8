"""Which commands and actions bring software into an environment, publish a package, or only push an image?"""

from collections.abc import Mapping
from enum import StrEnum

from seatrial.facts.ci.systems.code_pipeline import CLOUD
from seatrial.facts.ci.workflow import CiAction
from seatrial.read.infrastructure.shell import Command
from seatrial.read.regex import caseless, regex


class Brings(StrEnum):
    """How far a step brings what was built."""

    DEPLOYS = "deploys"
    PUBLISHES = "publishes"  #: a package, where others install it from
    PUSHES = "pushes"  #: an image, that somebody else has to start
    ATTACHES = "attaches files to a release"


_DEPLOYS = tuple(tuple(words.split()) for words in (
    "kubectl apply", "kubectl set", "kubectl rollout", "kubectl replace", "kubectl patch", "oc apply", "oc rollout",
    "helm upgrade", "helm install", "helmfile apply", "helmfile sync", "argocd app", "flux reconcile", "skaffold run",
    "skaffold deploy", "gcloud run deploy", "gcloud run services", "gcloud run jobs", "gcloud app deploy",
    "gcloud functions deploy", "gcloud deploy releases", "gcloud ai endpoints", "gcloud ai-platform versions",
    "az containerapp", "az webapp", "az functionapp", "az ml online-deployment", "az ml online-endpoint",
    "az ml batch-deployment", "az ml batch-endpoint", "az deployment", "az aks", "aws ecs update-service",
    "aws ecs deploy", "aws lambda update-function-code", "aws lambda create-function", "aws sagemaker update-endpoint",
    "aws sagemaker create-endpoint", "aws cloudformation deploy", "aws cloudformation create-stack",
    "aws cloudformation update-stack", "aws deploy create-deployment", "aws apprunner start-deployment", "aws ssm",
    "sam deploy", "serverless deploy", "sls deploy", "cdk deploy", "terraform apply", "tofu apply", "terragrunt apply",
    "pulumi up", "flyctl deploy", "fly deploy", "railway up", "heroku container:release", "modal deploy",
    "bentoml deploy", "bentoml deployment", "databricks bundle deploy", "serve deploy", "anyscale service",
    "anyscale services", "cog push", "truss push", "docker stack", "docker service", "ansible-playbook", "eb deploy",
    "copilot deploy", "copilot svc", "kamal deploy", "nomad job", "wrangler deploy", "langgraph deploy", "zappa deploy",
    "zappa update", "chalice deploy", "prefect deploy", "prefect deployment", "up deploy", "porter apply",
    "beam deploy", "sky serve", "gcloud composer", "gsutil rsync", "astro deploy", "dokku deploy", "jina cloud",
    "jcloud deploy", "heroku create", "ecs-deploy", "gcloud compute", "cf push", "ecspresso deploy",
    "azd up", "azd deploy",
))  # fmt: skip
#: What copies the files of Airflow where it looks for them; copies of anything else are no deployment.
_COPIES = tuple(tuple(words.split()) for words in (
    "aws s3 sync", "aws s3 cp", "gcloud storage rsync", "gcloud storage cp", "gsutil cp", "azcopy sync", "azcopy copy",
))  # fmt: skip
_DAGS = regex(r"(?:^|/)dags(?:/|$)")
#: Of those, the words that make them ask and change nothing, or that prepare a cluster.
_ASKS = regex(
    r"--dry-run(?!=none)|--diff\b|\bget-credentials\b|\brollout (?:status|history)\b|\blog (?:tail|download|show)\b"
    r"|\b(?:list|show|describe|get|wait|"
    r"logs|delete|stop|start|destroy|status|diff|history)\b(?!-)"
)
_PUBLISHES = tuple(tuple(words.split()) for words in (
    "twine upload", "uv publish", "poetry publish", "hatch publish", "flit publish", "pdm publish", "maturin publish",
    "rye publish", "setup.py upload", "anaconda upload", "semantic-release publish", "semantic-release version",
))  # fmt: skip
_PUSHES = tuple(tuple(words.split()) for words in (
    "docker push", "docker image push", "docker buildx build", "docker build", "podman push", "buildah push",
    "crane push", "skopeo copy", "docker compose push", "docker-compose push", "gcloud builds submit", "az acr build",
    "bentoml push", "docker buildx bake", "docker buildx imagetools create", "docker manifest push",
))  # fmt: skip
#: Those of clouds, and whatever else is called a deployment of one; pages of documentation are told apart below.
_DEPLOY_ACTIONS = caseless(
    r"aws-actions/(?:amazon-ecs-deploy\S*|aws-cloudformation\S*|aws-lambda\S*|aws-codedeploy\S*)|"
    r"google-github-actions/deploy-\S+|azure/(?:webapps-deploy|aci-deploy|container-apps-deploy-action|k8s-deploy|"
    r"functions-action|arm-deploy)|[\w.-]+/(?:heroku-deploy|heroku-docker-deploy|deploy-to-heroku)[\w-]*|einaregilsson/beanstalk-deploy|"
    r"digitalocean/app_action\S*|cloudflare/wrangler-action|azure(?:rm)?webapp\w*|helmdeploy|"
    r"kubernetes(?:manifest)?|azurefunctionapp|azurecontainerapps|azureresourcemanagertemplatedeployment|"
    r"\S*/\S*(?:ecs|eks|k8s|kubernetes|helm|cloud-?run|lambda|sagemaker|render|railway|caprover|portainer)\S*deploy\S*|"
    r"\S*/deploy\S*(?:ecs|eks|k8s|kubernetes|helm|cloud-?run|lambda|sagemaker|render|railway)\S*"
)
#: Actions that bring a repository to a hub, where a Space of it is started; models and data sets are kept there.
_HUB_ACTIONS = caseless(r"\S*hugging-?face\S*/\S+|\S+/\S*hugging-?face\S*")
_BRINGS_THERE = caseless(r"sync|spaces?\b|deploy|push|upload")
#: Actions that start a workflow, which may stand in the repository that holds the environments.
_DISPATCH_ACTIONS = regex(
    r"\S+/(?:repository-dispatch|workflow-dispatch|trigger-workflow-and-wait|workflow-dispatch-and-wait)"
)
_ELSEWHERE = caseless(r"deploy|infra|gitops|argocd|environments?\b")
#: Actions that commit and push what a job changed, and what is changed where manifests are told of a new image.
_COMMITS = caseless(r"(?:endbug/add-and-commit|stefanzweifel/git-auto-commit-action|ad-m/github-push-action)")
_NAMES_IMAGE = regex(
    r"\bkustomize edit set image\b|\byq\b[^\n]*\b(?:tag|image|newTag)\b"
    r"|\bsed\b[^\n]*\b(?:tag|image|newTag)\b[^\n]*\.ya?ml\b"
)
_BUILT_ELSEWHERE = caseless(r"docker|container|image")
_NO_TOOLS = {
    "make", "just", "npm", "yarn", "pnpm", "bun", "task", "poe", "invoke", "inv", "tox", "nox", "mise", "pixi", "hatch",
    "pdm", "rye", "echo", "printf", "cp", "mv", "rm", "mkdir", "cd", "git", "ls", "cat", "mike", "mkdocs", "netlify",
    "firebase", "vercel", "surge", "test", "[", "chmod", "docker", "tar", "zip", "sed", "grep", "find",
}  # fmt: skip
_PUBLISH_ACTIONS = {
    "pypa/gh-action-pypi-publish", "JRubics/poetry-publish", "python-semantic-release/python-semantic-release",
    "python-semantic-release/publish-action", "relekang/python-semantic-release", "etils-actions/pypi-auto-publish",
    "cycjimmy/semantic-release-action",
}  # fmt: skip
_RELEASE_ACTIONS = {
    "softprops/action-gh-release", "ncipollo/release-action", "svenstaro/upload-release-action",
    "actions/upload-release-asset", "actions/create-release", "marvinpinto/action-automatic-releases",
    "dwenegar/upload-release-assets", "alexellis/upload-assets", "shogo82148/actions-upload-release-asset",
    "AButler/upload-release-assets", "xresloader/upload-to-github-release",
}  # fmt: skip
_ASSETS = frozenset({
    "files", "file", "artifacts", "asset_path", "asset_paths", "assets_path", "assets", "artifact_paths",
})  # fmt: skip
_ON_A_HOST = caseless(r"docker|compose|kubectl|systemctl|supervisorctl|pm2|git pull|restart|deploy|rsync|kubernetes")
_HOOK = caseless(r"deploy(?:ment)?[-_ ]?(?:web)?hook|api\.render\.com/deploy|/deploys?\b|railway\.app|webhooks?/deploy")
_SPACE = caseless(r"huggingface\.co/spaces|repo[-_]type[= ]space|hf\.co/spaces")


def of_command(command: Command, written: str) -> Brings | None:
    """Return how far a command brings things, None when it delivers nothing.

    ``written`` is the text of its step as it stands: names of secrets tell where an address leads.
    """
    if any(command.starts(*words) for words in _PUBLISHES) or _is_upload(command):
        return None if regex(r"test\.?pypi").search(command.text.lower()) else Brings.PUBLISHES
    if any(command.starts(*words) for words in _DEPLOYS) or _brings_dags(command):
        return None if _ASKS.search(command.text) else Brings.DEPLOYS
    if _by_itself(command, written) or _is_called_deploy(command):
        return Brings.DEPLOYS
    if command.starts("gh", "release", "create") or command.starts("gh", "release", "upload"):
        return Brings.ATTACHES
    return Brings.PUSHES if any(command.starts(*words) for words in _PUSHES) and _leaves(command) else None


def _brings_dags(command: Command) -> bool:
    copies = any(command.starts(*words) for words in _COPIES)
    return copies and sum(bool(_DAGS.search(word)) for word in command.arguments) > 1


def of_action(action: CiAction) -> Brings | None:
    """Return how far an action brings things, None when it delivers nothing."""
    given = dict(action.inputs)
    if action.name in _PUBLISH_ACTIONS:
        return None if "test" in given.get("repository-url", given.get("repository_url", "")) else Brings.PUBLISHES
    if action.name.lower() == "pyo3/maturin-action":
        return Brings.PUBLISHES if given.get("command") in {"upload", "publish"} else None
    if action.name.startswith("appleboy/ssh-action"):
        return Brings.DEPLOYS if _ON_A_HOST.search(given.get("script", "")) else None
    if action.name == "superfly/flyctl-actions":
        return Brings.DEPLOYS if "deploy" in given.get("args", "") else None
    if action.name in {"docker/build-push-action", "depot/build-push-action", "docker/bake-action"}:
        pushed = given.get("push", "false") != "false" or "push=true" in given.get("outputs", "")
        return Brings.PUSHES if pushed else None
    if action.name in _RELEASE_ACTIONS and given.keys() & _ASSETS:
        return Brings.ATTACHES
    if _DISPATCH_ACTIONS.fullmatch(action.name):
        words = " ".join(
            given.get(key, "") for key in ("repo", "repository", "workflow", "event-type", "workflow_file_name")
        )
        handed = Brings.PUSHES if _BUILT_ELSEWHERE.search(words) else None
        return Brings.DEPLOYS if _ELSEWHERE.search(words) else handed
    deploys = action.name.startswith((CLOUD, "Cloud Deploy")) or _DEPLOY_ACTIONS.fullmatch(action.name)
    return Brings.DEPLOYS if deploys or _starts_a_space(action.name, given) or _tells_manifests(action) else None


def _tells_manifests(action: CiAction) -> bool:
    """Tell whether an action pushes manifests that its job told of a new image: what watches them starts it."""
    return bool(_COMMITS.fullmatch(action.name)) and any(_NAMES_IMAGE.search(step.run) for step in action.job.steps)


def _starts_a_space(action: str, given: Mapping[str, str]) -> bool:
    """Tell whether an action brings the repository to a hub, as what is started there."""
    kept = given.get("repo_type", given.get("repo-type", "space")) in {"model", "dataset"}
    return bool(_HUB_ACTIONS.fullmatch(action) and _BRINGS_THERE.search(action)) and not kept


def _is_upload(command: Command) -> bool:
    words = command.operands
    return command.program.startswith("python") and words[:1] == ["setup.py"] and "upload" in words


def _is_called_deploy(command: Command) -> bool:
    """Tell whether a tool of any name is told to deploy; tasks are looked into, and pages are no environment."""
    words = command.operands[:3]
    return "deploy" in words and command.program not in _NO_TOOLS and not _ASKS.search(command.text)


def _by_itself(command: Command, written: str) -> bool:
    """Tell whether a general program deploys: a call of a hook, a shell on a host, a push to a platform's remote."""
    text = command.text
    if command.program == "curl":
        return bool(_HOOK.search(text) or (_SECRET.search(text) and _HOOK.search(written)))
    if command.program in {"ssh", "sshpass"}:
        return bool(_ON_A_HOST.search(text) or (text.count("<<") and _ON_A_HOST.search(written)))
    if command.starts("git", "push"):
        hidden = _SECRET.search(text) and _SPACE.search(written)
        by_name = _SPACE.search(text) or "heroku" in text or hidden or _CLONED_SPACE.search(written)
        return bool(by_name or _NAMES_IMAGE.search(written))  # what watches the manifests starts the image
    return command.program in {"huggingface-cli", "hf"} and "upload" in text and bool(_SPACE.search(text))


def leads_to_a_space(written: str) -> bool:
    """Tell whether lines of a step name a Space of a hub, where what is pushed is started."""
    return bool(_SPACE.search(written))


_SECRET = regex(r"_{5,}|\$")
#: A space of a hub that the same lines cloned, or named as a remote: what they push goes there.
_CLONED_SPACE = caseless(r"git (?:clone|remote)\b[^\n]{0,200}(?:huggingface\.co|hf\.co)/spaces/")


def _leaves(command: Command) -> bool:
    """Tell a build that also pushes from one that keeps the image."""
    if command.program == "docker" and {"build", "bake"} & set(command.arguments):
        return "--push" in command.arguments or "push=true" in command.text
    return True
