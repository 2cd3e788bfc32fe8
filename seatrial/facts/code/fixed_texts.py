"""Does a text lead to one machine, or into one account, only?"""

from enum import StrEnum
from functools import lru_cache

from seatrial.read.regex import caseless, regex

#: Homes that images, platforms and guides have for everybody.
_ANYBODY = (
    r"agent|app|appuser|user\d*|jovyan|vscode|runner|airflow|ray|node|nonroot|worker|mambauser|udf"
    r"|docs|travis|conda|rstudio|buildbot|builder|coder|docker|container|python|model-server|sagemaker-user|jenkins|circleci|gitpod|codespace|linuxbrew|shared|public"
    r"|you|your\w*|user-?name|me|xxx+|name|default|<.*|\{.*|\$.*|\*.*|\.\.\."
)
_MOUNTED_BY_ALL = (
    r"(?:(?:data|models?|inputs?|outputs?|results?|config|settings|secrets?|artifacts?|te?mp|cache|logs?|volumes?|code"
    r"|shared?|work|workspace|batch|azure|azureml|blob|s3|gcs|buckets?|mesos|checkpoints?|mlruns|mlflow)[\w-]*/)"
)
#: Folders on the disk of a Windows system that programs and images make, and what is in those of programs.
_INSTALLED = (
    r"(?:Program(?: Files|Data|s)\b|Windows\b|tools\b|te?mp\b|opt\b|usr\b|msys|mingw|cygwin|choco|vcpkg|Python"
    r"|(?:ana|mini)conda|app\b|inetpub|path|[^\n]*\.(?:exe|dll|msi)$"
    r"|[^\n]*(?:\\|/)(?:bin|lib\d*|build|include|x64|x86|scripts|site-packages)(?:\\|/|$))"
)
#: First folders of web sites and of images, below which a folder of any name is nobody's disk.
_OF_SITES = r"(?:api|v\d+|static|assets|media|public|www|views?|pages?|templates?|apps?|src|usr|var|opt|etc|img|images)"
_PATH = regex(
    rf"(?:/(?:home|Users|localhome|export/home)/(?!(?:{_ANYBODY})(?:/|$))[\w.-]+/"
    r"|[ABab]:\\{1,2}[\w. ()-]+\\|[D-Zd-z]:(?:\\{1,2}|/)(?!/)[\w. ()-]+[\\/]"
    r"|[Cc]:(?:\\{1,2}|/{1,2})(?:Users|Documents|data|projects?|work|dev|code|repos?|datasets?|models?)\w*[\\/]"
    # a folder that somebody made on the disk of the system, and not what an installer put there
    rf"|[Cc]:(?:\\{{1,2}}|/)(?!{_INSTALLED})[\w. ()-]+(?:\\{{1,2}}|/)[\w. ()-]+(?:\\{{1,2}}|/)[\w.-]"
    r"|/root/(?!\.)[\w-]+/|/(?:efs|scratch|nfs|gpfs|lustre|raid|localscratch|Volumes)/[\w.-]+"
    # the disk for work in progress of a cluster, at the top or below the names of the site
    rf"|/(?!{_OF_SITES}/)(?:[\w.-]+/){{0,2}}(?:\w{{0,5}}scratch\d*|nobackup\d*|gpfs\d*|lustre\d*)"
    rf"/(?!(?:{_ANYBODY})(?:/|$))[\w.-]+/[\w.-]"
    r"|/media/(?!(?:images?|uploads?|files|static|photos?)/)[\w.-]+/[\w.-]+/"
    # the folder of somebody on a disk that a team or a cluster shares
    rf"|/(?:[\w.-]*(?:data|storage|cluster|shared|work)[\w.-]*|Workspace)/(?:[\w.-]+/)?"
    rf"(?:[uU]sers?|home|workspaces?|Repos|people)/(?!(?:{_ANYBODY}|src|data|models?|0)(?:/|$))[\w.@+-]+/"
    # a home below the mount of a cluster's disk, where the first folder is none of a site or an image
    rf"|/(?!{_OF_SITES}/)(?:[\w.-]+/){{1,3}}home/(?!(?:{_ANYBODY}|src|data|models?)(?:/|$))[\w.-]+/[\w.-]"
    r"|/mnt/(?:(?:storage|nfs|home|ssd|hdd|nvme|disk|efs|data\d)\w*|[a-z])/[\w.-]+"
    # what a server of files exports to the machines of a group; a page may answer below /export/, and not so deep
    r"|/export/(?:shared?|data\d*|scratch|work|groups?|projects?|disk\w*|fs\w*)/[\w.-]+/[\w.-]"
    # the data sets that a group keeps on a disk of its cluster
    r"|/data\d*/(?:datasets?|corpora|public)/[\w.-]+/[\w.-]"
    # a disk of whatever name, and three folders: images and clusters mount data, models and settings there
    rf"|/mnt/(?!{_MOUNTED_BY_ALL})[\w-]+/[\w.-]+/[\w.-]+/[\w.-]|/content/drive/|/kaggle/input/)"
)
_NOWHERE = caseless(r"path[-_/]?to|your[-_]|/xxx|<|example|placeholder|\bfoo\b|\.\.\.")
_ADDRESS = regex(
    r"(?:\w+://)?(?:localhost|127\.0\.0\.1|(?:\d{1,3}\.){3}\d{1,3}):\d+(?:/.*)?|https?://(?:\d{1,3}\.){3}\d{1,3}.*"
)
#: Addresses that are kept for documents, that count or repeat one digit: no machine is meant, or one that all reach.
_NO_MACHINE = regex(
    r"(?:\w+://)?(?:192\.0\.2\.\d|198\.51\.100\.\d|203\.0\.113\.\d|1\.2\.3\.4\b|(?:123\.){3}123\b|(\d)\1*(?:\.\1+){3}(?!\d))"
)
_BUCKET = regex(r"(?:s3a?|gs|abfss?|wasbs?)://[\w.@-]+(?:/.*)?")


class Fixed(StrEnum):
    """What is fixed."""

    PATH = "a path of one machine"
    ADDRESS = "an address of one machine"
    BUCKET = "a bucket of one account"


@lru_cache(maxsize=65_536)  # several facts ask of every text, and most texts of a repository are repeated
def fixed(value: str) -> Fixed | None:
    """Return what a whole text is a path, an address or a bucket of; None when it is none, or stands for any."""
    text = value.strip()
    if "\n" in text or len(text) > 300 or _NOWHERE.search(text):
        return None
    if _PATH.match(text):
        return Fixed.PATH
    if _ADDRESS.fullmatch(text) and not text.startswith("0."):  # 0.0.0.0 is what a server listens on anywhere
        return None if _NO_MACHINE.match(text) else Fixed.ADDRESS
    return Fixed.BUCKET if _BUCKET.fullmatch(text) else None
