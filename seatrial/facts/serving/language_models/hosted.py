"""Do the models that the component asks run on the machines of their providers, or on the owner's?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.process.inference_mode import net_calls
from seatrial.facts.serving.serving import served
from seatrial.facts.surfaces import surfaces
from seatrial.facts.web.endpoints import Door
from seatrial.model import Surface
from seatrial.repo import Role, role

#: Any of these means that a model runs here too.
_HERE = frozenset({Surface.OWN_MODEL, Surface.TRAINING, Surface.THIRD_PARTY_MODEL, Surface.GPU})

#: Runtimes in whose process a language model answers.
RUNTIMES = frozenset({"llama_cpp", "ctransformers", "mlx_lm", "vllm", "exllamav2"})
#: Clients of runtimes on the owner's machines, and of providers who are paid for each answer.
_LOCAL = frozenset({"ollama", "langchain_ollama"})
_PAID = frozenset({
    "openai", "anthropic", "cohere", "groq", "mistralai", "litellm", "together", "langchain_openai",
    "langchain_anthropic",
    "langchain_google_genai", "langchain_google_vertexai", "langchain_aws", "langchain_mistralai", "langchain_groq",
    "langchain_cohere",
})  # fmt: skip


@fact
def answers_here(component: Component) -> bool:
    """Tell whether the language model that the product rests on runs in a process of the owner's."""
    if _only_local(component):
        return True
    main = main_llm_call(component)
    file = python_file(component.repo, main.place.path) if main else None
    return file is not None and not file.packages.isdisjoint(RUNTIMES)


def _only_local(component: Component) -> bool:
    """Tell whether own code asks models that its owner runs, by Ollama, and has a client of no provider."""
    files = (file for file in python_files(component.repo) if file.path in component.own)
    used = {package for file in files if role(component.repo, file.path) is Role.OWN for package in file.packages}
    return bool(used & _LOCAL) and not used & _PAID


@fact
def only_hosted(component: Component) -> bool:
    """Tell whether language models are asked, and nothing shows that any model runs in a process of the owner's."""
    shown = {item.surface for item in surfaces(component) if item.present}
    if Surface.LLM not in shown or shown & _HERE or net_calls(component):
        return False
    return not any(item.endpoint.door is Door.ENGINE for item in served(component))
