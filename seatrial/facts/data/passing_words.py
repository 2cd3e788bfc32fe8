"""Where does a document say in passing that data comes from: a host of sets, a system, a program that makes it up?"""

from collections.abc import Iterator

from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.documents.placeholder import word_count
from seatrial.read.regex import caseless, regex

_HOSTS = r"(?:OpenML|Kaggle|UCI|PhysioNet|Zenodo|Figshare|data\.gov)"
#: "the full OpenML dataset", "a dataset from Kaggle"
_HOSTED = caseless(
    rf"\b{_HOSTS}(?:'s)?\b[^.\n]{{0,30}}\bdata ?sets?\b"
    rf"|\bdata ?sets?\b[^.\n]{{0,30}}\b(?:from|via|on) (?:the )?{_HOSTS}\b"
)
#: "Fetch live data from DhanHQ APIs", "BigQuery is the intended source of POS data", "a sample from the Boston data"
_FETCHED = regex(
    r"\b(?i:fetch|pull|collect|download|ingest|gather|retriev|acquir|scrap|obtain)\w*\b[^.\n]{0,40}\b(?i:data|prices|records)"
    r"\s(?i:from|via|through)\s(?i:the\s)?(?P<system>[A-Z][\w&'’.-]*+(?: [A-Z][\w&'’-]*+){0,3}(?<!\.))"
)
_SOURCE_OF = regex(
    r"(?P<system>\b[A-Z][\w.-]*+) is the (?i:\w+ )?(?i:source) of (?i:[\w-]+ ){0,2}(?i:data)\b"
    r"|\b(?i:sample|subset|rows|part) (?i:from|of) the (?P<named>[A-Z][\w'’-]*+(?: [\w'’-]+){0,3}) (?i:data)\b"
)
#: "a dataset from Imperial College's Brain Bank": whose it is, by a name of several words
_WHOSE = regex(
    r"\b(?i:data ?sets?) (?:(?i:provided|collected|released|published|shared|curated|compiled) )?(?i:from|by) (?:the )?"
    r"(?P<system>[A-Z][\w'’-]*+(?: (?:of |for |de )?[A-Z][\w'’-]*+){1,4})"
)
#: What is made here, and read by others: "the creation of Sinhala ASR datasets".
_MAKES = caseless(r"\b(?:creat|generat|build|produc|collect)\w*(?: of)?(?: [\w-]+){0,3} $")
#: A set by its name anywhere in a sentence: "public TDC ADMET datasets", "the Lending Club dataset".
_CALLED = regex(
    r"(?<![\w-])(?P<name>(?:[A-Z][\w'’&+-]*+ ){1,4})(?:(?!(?:in|of|to|for|and|or|on|as|is|with|the|a)\b)[a-z]+ )?"
    r"(?:[Dd]ata ?[Ss]ets?|[Cc]orpus|[Cc]orpora)\b"
    r"(?! (?:[A-Z]|librar|package|loader|format|api\b|class|module|asset|machine))"
)
#: Words with a capital that are no name of a set: what a sentence begins with, kinds of sets, and tools.
_NO_NAME = regex(
    r"(?:The|This|That|These|An?|Our|Your|Each|Any|All|Both|Multiple|Several|Large|Small|Full|New|Sample|Example|Demo"
    r"|Train\w*|Test\w*|Valid\w*|Eval\w*|Raw|Clean\w*|Process\w*|Prepare\w*|Final|Custom|Own|Input|Output|Source|Target"
    r"|Synthetic|Load\w*|Creat\w*|Download\w*|Build\w*|Add\w*|Us\w+|Read\w*|Write\w*|Get\w*|Upload\w*|Import\w*|Export\w*"
    r"|Single|Rows?|Edge|Big|Mini|Tiny|Empty|Missing|Balanced|Imbalanced|Real|Historical|Current|Reference|Baseline"
    r"|Production|Golden|Benchmark|Open|Evaluation|Feature|Labell?ed|Unlabell?ed|User|Customer"
    r"|Select\w*|Register\w*|Optional|Local|Public|Private|Managed|Tabular|Image|Text|Time|Series|Feature|Vector"
    r"|[CGTN]PUs?|Vertex|AI|Azure\w*|ML|BigQuery|BQ|GCP|AWS|SageMaker|Hugging|Face|HF|TF\w*|PyTorch|TensorFlow|Keras|Google|MLflow"
    r"|Kedro|Spark|Ray|Arrow|Delta|Pandas|DVC|W&B|JSON\w*|CSV|TSV|XML|HTML|SQL\w*|Parquet|API|URL|S3|GCS|COCO-style|YOLO"
    r"|LangSmith|Langfuse|Label|Studio|Snowflake|Databricks|Evidently|Power|BI|DataFrame)"
)
#: One word that is a name by its capitals: "Book-Crossing", "MovieLens", "CelebA".
_JOINED = regex(r"[A-Z][a-z]+-?(?:[A-Z][A-Za-z]*|\d+[a-z]?)")
#: Where data is kept on its way, and in which form.
_KEPT = caseless(
    r"^(?:PDF|CSV|TSV|JSON\w*|XML|HTML|XLSX?|Excel|YAML|SQL\w*|Parquet|APIs?|URLs?|HTTPS?|RSS|S3|Azure|AWS|Amazon|Google"
    r"|GCS|MinIO|Kafka|Redis|Postgres\w*|Mongo\w*|MySQL|DVC|DagsHub|MLflow|Python|Jupyter|GitHub|Git|Docker|Blob|Local"
    r"|ClearML|W&B|Weights|Feast|Feature|Hopsworks|Snowflake|Databricks|Delta|Hugging|ChromaDB|Qdrant|Pinecone)\b"
)
_MADE_UP = caseless(
    r"\b(?:synthetic(?:ally)?|simulated|artificial(?:ly)?|fake|mock)\b[^.\n|]{0,25}"
    r"\b(?:data(?: ?sets?)?|events?|transactions?|records|rows|customers|generat\w+)\b"
    r"|\bdata (?:is|are) (?:\w+ )?(?:synthetic|simulated|artificial|made up)\b"
)
#: Rows that are added to real ones, and tests from outside.
_ADDED = caseless(
    r"smoke|dry[- ]run|development only|smote|over-?sampl|augment|minority|"
    r"adasyn|ctgan|privacy|monitoring|probe|\bif\b|\btests?\b|fixture|\bunlike\b"
)
_SENTENCE = 5  #: words
_OTHERS = caseless(r"\byour\b")
#: "Download the dataset", with the script that does it below.
_DOWNLOAD = caseless(r"\b(?:download|fetch|get)\w* (?:the |all |our )?(?:\w+ )?(?:data(?: ?sets?)?|corpus)\b")
_SCRIPT = caseless(r"^\W{0,3}(?:ba|z)?(?:sh|python3?) \S*(?:data|download|corpus)\S*")


def made_up(text: str) -> bool:
    """Tell whether a text says that its data is made by a program."""
    return any(_makes_up(line) for line in text.splitlines())


def _makes_up(line: str) -> bool:
    return bool(_MADE_UP.search(line)) and not _ADDED.search(line)


#: Headings under which terms stand, those of the data among them: "Licence & credits".
_CREDITS = caseless(
    r"^\W*\d*[.)]?\s*(?:licen[cs](?:e|es|ing)|licencia|licença|licenza|lizenz(?:en)?|credits?|cr[ée]dit\w*|attributions?"
    r"|acknowledge?ments?|лицензи[яи]|라이선스|ライセンス)\b"
)
_OF_DATA = caseless(
    r"\b(?:data(?: ?sets?)?|samples?|recordings?|corpus|données|datos|dados|daten|dati|danych)\b|данны|데이터"
    r"|データ|数据"
)
_CODE = caseless(r"data (?:science|engineer|pipeline|scientist|versioning|class)|\bdatacamp\b|database")


def told_with_terms(document: Document) -> Line | None:
    """Return the lines on data below a heading on licences or credits as one: "Data: CC BY, of the city of Vienna"."""
    below = (line for section in document.sections if _CREDITS.search(section.heading) for line in section.lines)
    said = [line for line in below if _OF_DATA.search(line.text) and not _CODE.search(line.text)]
    said = [line for line in said if word_count(line.text) >= _SENTENCE]
    return Line(said[0].number, "\n".join(line.text for line in said)) if said else None


def told_by_name(document: Document) -> Iterator[Line]:
    """Yield the lines that call a set by its name, or name the host of one."""
    named = (line for line in document.lines if _HOSTED.search(line.text) or _calls_a_set(line.text))
    yield from (line for line in named if not _OTHERS.search(line.text))


def told_in_passing(document: Document) -> Iterator[Line]:
    """Yield the lines of a document that name where data comes from; those of blocks of code where no other does."""
    found = [line for line in document.lines if _tells(line.text)]
    found += [line for section in document.sections for line in _downloads(section)]
    fenced = (line for section in document.sections for line in _fenced(section) if _tells(line.text))
    yield from sorted(found, key=lambda line: line.number) or fenced


def _fenced(section: Section) -> list[Line]:
    """Return the lines of the blocks of code of a section."""
    return [
        Line(fence.line + number, line)
        for fence in section.fences
        for number, line in enumerate(fence.text.splitlines(), start=1)
    ]


def _downloads(section: Section) -> Iterator[Line]:
    """Yield the lines that tell to download the data by a script which is started below."""
    script = next((line.text for line in _fenced(section) if _SCRIPT.search(line.text)), "")
    for line in section.lines if script else ():
        if _DOWNLOAD.search(line.text) and not _OTHERS.search(line.text):
            yield Line(line.number, f"{section.heading}: {line.text} {script}")


def _tells(line: str) -> bool:
    named = _HOSTED.search(line) or _from_system(line) or _is_told(line) or _calls_a_set(line)
    return bool(named) and not _OTHERS.search(line)


def _is_told(line: str) -> bool:
    """Tell a sentence about data that is made up from the title of a page about that."""
    return _makes_up(line) and word_count(line) >= _SENTENCE


def _calls_a_set(line: str) -> bool:
    """Tell whether a line calls a set by a name of several words, or of capitals: one word may begin a sentence."""
    found = _CALLED.search(line)
    if not found or word_count(line) < _SENTENCE or _MAKES.search(line[: found.start()]):
        return False
    words = [word for word in found["name"].split() if not _NO_NAME.fullmatch(word)]
    return len(words) > 1 or any(word[:3].isupper() or _JOINED.fullmatch(word) for word in words if len(word) > 2)


def _from_system(line: str) -> bool:
    fetched = _FETCHED.search(line)
    whose = _WHOSE.search(line)
    taken = (one for one in (fetched, whose) if one is not None)
    return bool(_SOURCE_OF.search(line)) or any(not _KEPT.search(one["system"]) for one in taken)
