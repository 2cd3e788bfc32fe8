"""How likely is an image the one that the owner delivers?"""

import posixpath

from seatrial.facts.deployment.releases.delivered import is_delivered
from seatrial.facts.images.builds import builds, ci_builds
from seatrial.facts.images.image import Image
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.serving.process.server_calls import SERVERS
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_SERVERS = SERVERS | {"fastapi", "flask", "ray", "tgi"}
_USER_INTERFACES = {"streamlit", "gradio", "chainlit", "nginx", "node", "npm", "yarn", "jupyter", "panel", "voila"}
_SHELLS = {"bash", "sh", "zsh", "dash"}  #: for people to work in
_FRONT_END = caseless(r"(^|[/_.-])(frontend|front-end|ui|web|website|client|dashboard|streamlit)([/_.-]|$)")
_SIDE = regex(
    r"(^|[/_.-])(evidently|monitor\w*|mlflow|airflow|prometheus|grafana|jupyter|notebooks?|train\w*)([/_.-]|$)"
)
#: Images of brokers and databases, by the last part of their name: what goes on from one is beside the product.
_STORE = caseless(
    r"(?:^|/)(?:rabbitmq|redis(?:-stack)?|postgres(?:ql)?|postgis|pgvector|mysql|mariadb|mongo(?:db)?|cp-kafka|kafka"
    r"|zookeeper|elasticsearch|opensearch|memcached|clickhouse(?:-server)?|cassandra|neo4j|nats|minio|influxdb)$"
)
_ENDING = caseless(r"\.(?:docker|container)file$")
#: What tells which packages are installed, and is no code.
_LIST = regex(
    r"(?:^|/)(?:[^/]*requirements?[^/]*|[^/]*constraints?[^/]*\.txt|[^/]*\.lock|lock\.ya?ml|environment[^/]*\.ya?ml|Pipfile"
    r"|pyproject\.toml|setup\.(?:py|cfg)|poetry\.toml|package(?:-lock)?\.json|pnpm-lock\.yaml|conda-lock\.yml)$"
)
_MODEL = regex(r"(^|[/_.-])(inference|predict\w*|serv(?:e|ing)|model[_-]?server)([/_.-]|$)")


def standing(repo: Repo, image: Image) -> tuple[object, ...]:
    """Order images by how likely each is the unit of delivery; the lowest is."""
    programs = {item.program for item in image.start}
    deployed = any(build.dockerfile == image.path for build in builds(repo))
    return (
        image.role is not Role.OWN or (is_environment(image) and not deployed),
        bool(image.helper),
        image.outermost is not None and bool(_STORE.search(image.outermost.name)),
        bool(programs & _USER_INTERFACES) or bool(_FRONT_END.search(image.path)),
        not is_delivered(repo, image.path),
        not programs & _SERVERS,
        bool(_SIDE.search(image.path.lower())) or (image.role is Role.OWN and stands_beside(image.path)),
        bool(programs - _SHELLS) and not image.sent,  # it starts what others wrote: a scheduler, a tracker, a store
        not _MODEL.search(image.path.lower()),
        not any(build.dockerfile == image.path for build in ci_builds(repo) if build.automatic),
        image.path.count("/"),
        posixpath.basename(image.path).lower() not in {"dockerfile", "containerfile"},
        not (image.argv and any(not copy.origin for copy in image.copies)),
        not deployed,
        _ENDING.sub("", image.path),  # a variant is called after what it goes on from: api, and api-scanner
    )


def is_environment(image: Image) -> bool:
    """Tell an image that starts nothing and is sent lists of packages at most: a place to work in, and no product."""
    return not image.argv and all(_LIST.search(source) for copy in image.sent for source in copy.sources)
