"""Which declared packages are called almost as a well-known one of machine learning?"""

from seatrial.facts import fact
from seatrial.facts.project.dependencies import Dependency, requirements
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo, Role

#: What many projects install by hand, so that somebody may wait under a mistyped name. Short names are left out: too
#: many honest packages are one letter away from them.
_KNOWN = (
    "accelerate", "albumentations", "anthropic", "apache-airflow", "bentoml", "bitsandbytes", "catboost", "comet-ml",
    "dagster", "datasets", "diffusers", "evidently", "fastapi", "gradio", "great-expectations", "huggingface-hub",
    "joblib", "jupyter", "langchain", "langgraph", "lightgbm", "llama-index", "matplotlib", "mlflow", "neptune",
    "onnxruntime", "openai", "opencv-python", "optuna", "pandas", "pillow", "plotly", "polars", "prefect", "pyarrow",
    "pydantic", "pyspark", "pytorch-lightning", "requests", "safetensors", "scikit-learn", "seaborn",
    "sentence-transformers", "sqlalchemy", "statsmodels", "streamlit", "tensorflow", "tokenizers", "torchaudio",
    "torchvision", "transformers", "uvicorn", "xgboost",
)  # fmt: skip
#: Honest packages that are one letter away.
_HONEST = frozenset({
    "albumentationsx", "dataset", "diffuser", "fastai", "fastapis", "pedantic", "pydantic2", "pyshark", "pystark",
    "tokenizer",
})  # fmt: skip
_LONG = 7  #: letters from which any one mistake tells; in shorter names only two letters that changed places
_BY_NAME = frozenset(_KNOWN)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One declared package, and the one that may have been meant."""

    dependency: Dependency
    meant: str

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.dependency.place

    @property
    def what(self) -> str:
        """What is declared, and what it looks like."""
        return (
            f"{self.dependency.name} is declared, which is not {self.meant}: somebody else may publish under that name"
        )

    @property
    def confidence(self) -> Confidence:
        """Likely: it may be meant."""
        return Confidence.LIKELY


@fact
def lookalikes(repo: Repo) -> tuple[LookAlike, ...]:
    """Return the packages that are one mistake of a typist away from a well-known one, tests and examples apart."""
    own = (one for one in requirements(repo) if one.role is Role.OWN and not one.requirement.url)
    return tuple(LookAlike(one, meant) for one in own if (meant := meant_by(one.name)))


def meant_by(name: str) -> str:
    """Return the well-known package that a normalised name is a slip of; "" when it is none."""
    if name in _BY_NAME or name in _HONEST:
        return ""
    return next((known for known in _KNOWN if known[0] == name[:1] and _is_slip(name, known)), "")


def _is_slip(name: str, known: str) -> bool:
    """Tell whether one letter is missing, doubled, wrong or has changed places; the first one is seldom wrong."""
    if len(name) == len(known):
        wrong = [place for place, (one, other) in enumerate(zip(name, known, strict=True)) if one != other]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return name[wrong[0]] == known[wrong[1]] and name[wrong[1]] == known[wrong[0]]
        return len(wrong) == 1 and len(known) >= _LONG and not name[wrong[0]].isdigit()
    if abs(len(name) - len(known)) != 1 or len(known) < _LONG:
        return False
    short, long = sorted((name, known), key=len)
    same = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[same:] == long[same + 1 :] and not long[same].isdigit()
