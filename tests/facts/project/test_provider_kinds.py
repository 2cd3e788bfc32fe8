"""Who is sent something is told apart from what is fetched and run here."""

from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.facts.project.providers import providers
from tests.repositories import repo_of

CODE = (
    "from openai import OpenAI\nfrom transformers import AutoModel\n\nclient = OpenAI()\n"
    "model = AutoModel.from_pretrained('acme/encoder')\n"
)


def test_a_fetched_model_sends_nothing_to_its_owner() -> None:
    kinds = {item.name: item.is_model for item in providers(repo_of({"app.py": CODE}))}

    assert kinds == {"OpenAI": False, "acme/encoder": True}


def test_several_owners_are_named_in_the_plural_and_a_long_list_breaks_off_between_words() -> None:
    both = NamedOwner(Source.METADATA, "Ada Doe, Bo Roe", "ada@example.org", "pyproject.toml", 1)
    long = NamedOwner(
        Source.METADATA, "The team with the help of all who ever contributed to it anywhere", "", "s.py", 1
    )

    assert both.what == "Ada Doe, Bo Roe are named as owner in the package metadata"
    assert (
        long.what
        == "The team with the help of all who ever contributed to it ... is named as owner in the package metadata"
    )


def test_a_data_set_that_is_downloaded_is_no_model_of_others() -> None:
    fetched = (
        "from huggingface_hub import hf_hub_download\n\n"
        "figures = hf_hub_download('acme/figures', repo_type='dataset', filename='all.csv')\n"
        "model = hf_hub_download('acme/encoder', filename='model.onnx')\n"
    )

    assert [one.name for one in providers(repo_of({"app.py": fetched}))] == ["acme/encoder"]
