"""Which pages of public data sets does a document link to, and which links does it call the source of its data?"""

import re
from collections.abc import Iterator

from seatrial.read.documents.document_record import Document, Line, Link
from seatrial.read.regex import caseless, regex

#: Pages of one data set or competition each; the front page of a host says nothing.
_PAGE = caseless(
    r"https?://(?:www\.)?(?:kaggle\.com/(?:datasets/[\w-]+/[\w-]+|competitions/[\w-]+|c/[\w-]+)"
    r"(?![\w-]|/(?:discussion|code|leaderboard|writeups|notebooks))"
    r"|registry\.opendata\.aws/[\w-]+|huggingface\.co/datasets/[\w./-]+|zenodo\.org/(?:records?|doi)/[\w./-]+"
    r"|archive\.ics\.uci\.edu/(?:dataset|ml/datasets)[\w./+%-]*|openml\.org/(?:d|search)\W[\w./?&=-]+"
    r"|physionet\.org/content/[\w./-]+|figshare\.com/articles/[\w./-]+|data\.gov\.?\w*/[\w./-]+"
    r"|console\.cloud\.google\.com/marketplace/[\w./-]+/[\w-]*(?:public-data|dataset)[\w./-]*)"
)


def data_pages(document: Document) -> tuple[Link, ...]:
    """Return the links of a document that lead to the page of one public data set, in the order of the text."""
    return tuple(link for section in document.sections for link in section.links if _PAGE.match(link.target))


#: "uses data from [X](…)", "the dataset is available at …", "trained on the X corpus": a sentence about a source.
_SAYS = caseless(
    r"\b(?:data(?:\s?sets?)?|corpus|corpora)\b[^.]{0,50}?\b(?:from(?!\s\d)"
    r"|(?:provided|published|released|made|shared) by"
    r"|(?:hosted|found|available|downloaded|obtained|taken|described) (?:\w+ ){0,2}(?:at|on|here|from|in|by))\b"
    r"|\b(?:uses|utili[sz]es|based on|trained on|source of)\b[^.]{0,40}\b(?:data\s?sets?|data|corpus)\b"
    r"(?!\W{0,4}(?:librar|package|loader|format|api\b|class|module|viewer))"
    r"|\bdownload\w* (?:the |it |this )?(?:\w+ )?(?:data(?:\s?sets?)?|corpus)\b"
    r"|\b(?:datos|dados|datensatz|daten|donn[ée]es)\b[^.]{0,60}?\b(?:de|del|da|von|aus|des)\b"
    r"|数据(?:集)?(?:来源|来自)|データ(?:セット)?は|데이터(?:셋)?는|출처"
)
#: The data of whoever uses it.
_OTHERS = caseless(r"\byour (?:own )?(?:\w+ )?(?:data|documents|corpus)")
#: A link that is called after a set of data: "[TASS Dataset licence](…)", "[LinCE datasets](…)".
_CALLED = caseless(r"\b(?:data\s?sets?|corpus|corpora)(?: licen[cs]e| page| website| homepage)?\W*$")
#: A link that is called after a register by its name: "[Discharge Abstract Database (DAD)](…)".
_REGISTER = regex(
    r"^(?:[A-Z][\w'’&-]*+ ){1,5}(?:Data ?[Bb]ase|Registry|Register|Census|Survey|Cohort|Biobank|Brain Bank|Archive)"
    r"(?: \([A-Z]{2,8}\))?$"
)
_TAKES = caseless(r"\b(?:using|uses?|used|from|obtained|based on|trained on)\b")
#: What else there is to read: a set that is listed there is nobody's source, unless the line says so.
_READING = caseless(
    r"^\W*(?:references?|resources?|(?:useful |related |more )?links?|further reading|bibliography|see also"
    r"|related work|inspiration|tutorials?|learn(?:ing)? more)\b"
)
#: Where tools are explained and code is kept: no data comes from there.
_TOOLS = caseless(
    r"https?://(?:docs?\.|[\w.-]*readthedocs|(?:www\.)?(?:pypi|python|pytorch|tensorflow|pandas|numpy|scikit-learn|dvc"
    r"|mlflow|kedro|apache|docker|kubernetes|terraform|fastapi|streamlit|gradio|wandb|arxiv|shields|img\.shields|colab)\b"
    r"|[\w.-]*(?:badge|shields)|huggingface\.co/(?:docs|spaces|learn)/|github\.com/(?:huggingface/datasets|great-expectations)|(?:www\.)?(?:aws|azure|cloud)\."
    r"|(?:localhost|127\.)|learn\.microsoft\.|[^?]*/(?:issues|discussions|pulls?|wiki|blob)(?:/|$))"
)
_ADDRESS = regex(r"https?://[^\s)>\]\"']+")


def named_sources(document: Document) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Yield the lines of a document that link to where data comes from, with the addresses; blocks of code apart."""
    for section in document.sections:
        for line in section.lines:
            links = [link for link in section.links if link.line == line.number and _leads_out(link)]
            called = [link for link in links if _is_called(link, line) and not _READING.search(section.heading)]
            says = _SAYS.search(line.text) and not _OTHERS.search(line.text)
            if chosen := links if says else called:
                yield line, tuple(link.target for link in chosen)


def _is_called(link: Link, line: Line) -> bool:
    return bool(_CALLED.search(link.text) or (_REGISTER.search(link.text) and _TAKES.search(line.text)))


def _leads_out(link: Link) -> bool:
    return link.target.startswith(("http://", "https://")) and not _TOOLS.match(link.target)


def without_tools(text: str) -> str:
    """Return a text without the addresses of pages that explain tools: no data comes from there."""
    return _ADDRESS.sub(lambda one: " " if _TOOLS.match(one[0]) else one[0], text)


#: "has been trained on AudioCaps (AC), Clotho (CL) and MACS": what stands behind it is sets, or machines and tools.
_TRAINED = caseless(
    r"\b(?:pre-?|fine-?)?(?:trained|tuned|evaluated|benchmarked)\b(?:\s[a-z]+){0,2}?\son\s(?:the\s)?"
    r"((?:(?!\s[|–—-]\s|,?\s(?:with|using|where|which|while|by)\s)[^.;:\n]){3,200})"
)
_SET = regex(r"\b(?:[A-Z][a-z]+[A-Z][A-Za-z0-9]*|[A-Z]{3,}[A-Z0-9]*(?:-[A-Z0-9]+)?)\b")
#: A set that is called one: "the Iris dataset", "the Boston Housing data set".
_NAMED_SET = regex(
    r"^(?:[A-Z][\w'’-]*+ ){1,4}(?:data ?sets?|corpus|corpora)\b"
    r"|^[\d.,]+ ?[kKmM]?\+? (?:[A-Z][\w'’-]*+ ){1,3}[a-z]"  # "2.3M+ Lending Club loans"
)
#: "uses the IBM Telecom Customer Churn Dataset": a set by a name of several words, and neither a tool nor "a new one".
_USED_SET = regex(
    r"\b(?i:uses|using|utili[sz]es|used|based on|analy[sz]es|built on|works (?:on|with))\s(?:(?i:the|an?)\s)?"
    r"[*_`\[\"]{0,3}(?P<named>"
    r"(?!(?:Train\w*|Test\w*|Valid\w*|Custom|Raw|Clean\w*|Sampled?|Final|Process\w*|Own|Your|New|Synthetic)\b)"
    r"(?:[A-Z][\w'’&-]*+ ){2,6})[Dd]ata ?[Ss]et\b"
    r"(?!\W{0,4}(?i:librar|package|loader|format|api\b|class|module|viewer|object))"
)
#: "not evaluated on IEMOCAP yet": a set that is named, and not used.
_NOT_YET = caseless(
    r"(?:\b(?:not|never|nor)|n['’]t)(?: (?:yet|been|be|currently|explicitly))* "
    r"(?:pre-?|fine-?)?(?:trained|tuned|evaluated|benchmarked)\b"
)
_MACHINES = caseless(
    r"\b(?:[CGTN]PUs?|[VATHLP]\d{2,3}\w*|[RG]TX|NVIDIA|AMD|ROCm|CUDA|AWS|GCP|EC2|HPC|Slurm|Azure|SageMaker|Vertex|Colab"
    r"|Hugging ?Face|Ubuntu|Linux|Windows|mac ?OS|PyTorch|TensorFlow|JAX|MLflow|Kubernetes|GitHub|Docker|VRAM|RAM|GB)\b"
)


#: A set that comes with a library: "fit on scikit-learn's breast cancer dataset".
_OF_LIBRARY = caseless(
    r"\b(?:scikit-learn|sklearn|torchvision|torchaudio|keras|statsmodels|seaborn)(?:['’]s)?\b[^.]{0,60}\bdata ?sets?\b"
    r"|\b(?:sklearn|torchvision|torchaudio|keras)\.datasets\.\w"
)

#: "our solution of the Data Science Bowl competition on Kaggle": who enters one works with its data.
COMPETITION = caseless(
    r"\b(?:competition|challenge|contest|bowl|cup)s?\b[^.]{0,40}\b(?:on|at|by|hosted|held)\b[^.]{0,20}"
    r"\b(?:Kaggle|DrivenData|Zindi|AIcrowd|CodaLab|Codabench|Tianchi|Grand[- ]Challenge)\b"
    r"|\bKaggle(?:'s)?\b[^.]{0,60}\b(?:competition|challenge|contest)\b"
)


#: "data, extracted out of SIA", "records were exported from Salesforce": a system by its name, without a link.
_OUT_OF = regex(
    r"\b(?i:data(?: ?sets?)?|records|samples|recordings|measurements)\b[^.\n]{0,60}?"
    r"\b(?i:extracted|exported|pulled|taken|dumped|sourced|queried|obtained|collected|gathered|scraped|acquired|downloaded)"
    r"\s(?i:out\sof|from|by)\s(?i:the\s|our\s)?"
    r"(?!(?i:PDF|CSV|TSV|JSON\w*|XML|HTML|XLSX?|Excel|YAML|SQL\w*|Parquet|API|URL|HTTP\w*|RSS|S3|Azure"
    r"|AWS|Amazon S3|Google Drive|GCS|MinIO|Kafka|Redis"
    r"|Postgres\w*|Mongo\w*|Python|Jupyter|Markdown|DataFrame|Microsoft Word|Word|Docx)s?\b)"
    r"(?P<system>[A-Z][\w&'’-]*+(?: [A-Z][\w&'’-]*+){0,3})"
)


def named_systems(document: Document) -> Iterator[Line]:
    """Yield the lines of a document that say out of which system, called by its name, data was taken."""
    for line in document.lines:
        found = _OUT_OF.search(line.text)
        if found and not _MACHINES.search(found["system"]) and not _OTHERS.search(line.text):
            yield line


def named_sets(document: Document) -> Iterator[Line]:
    """Yield the lines of a document that say on which sets, called by their names, a model was trained or judged.

    A competition that is entered is such a set, and so is what a library brings along.
    """
    for line in document.lines:
        trained = None if _NOT_YET.search(line.text) else _TRAINED.search(line.text)
        named = (
            trained and (_SET.search(trained[1]) or _NAMED_SET.match(trained[1])) and not _MACHINES.search(trained[1])
        )
        if COMPETITION.search(line.text) or _OF_LIBRARY.search(line.text) or named:
            yield line


def used_sets(document: Document) -> Iterator[Line]:
    """Yield the lines of a document that say which set, called by its name, the project uses."""
    for line in document.lines:
        used = _USED_SET.search(line.text)
        if used and not _MACHINES.search(used["named"]):
            yield line


#: What detectors of the YOLO family read, in this order.
_DETECTOR_KEY = regex(r"^(train|val|names|nc):", re.IGNORECASE | re.MULTILINE)


def is_for_a_detector(text: str) -> bool:
    """Tell whether the keys of a data set of a detector follow each other: train, val, and the names of its classes."""
    keys = iter([found[1].lower() for found in _DETECTOR_KEY.finditer(text)])
    return "train" in keys and "val" in keys and any(key in {"names", "nc"} for key in keys)
