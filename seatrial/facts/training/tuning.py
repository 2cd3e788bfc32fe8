"""Is what is trained here a language model?"""

from seatrial.component import Component
from seatrial.facts.code.python_files import python_files
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.read.regex import regex
from seatrial.repo import Role, role

#: Parameters by which a net is asked for so many more tokens.
_TOKENS = frozenset({"max_new_tokens", "max_gen_len", "max_tokens", "num_new_tokens"})
_TUNES = regex(r"\b(?:trl|unsloth|axolotl)\.|(?:SFT|DPO|ORPO|GRPO|PPO|KTO|Reward)Trainer\b")


def tunes_language_model(component: Component) -> bool:
    """Tell whether what is trained here is a language model: by the libraries that tune such models, or its own net."""
    trained = own_trainings(component)
    return any(_TUNES.search(item.call) for item in trained) or (bool(trained) and _writes_tokens(component))


def _writes_tokens(component: Component) -> bool:
    """Tell whether a net of the owner's writes text token by token: ``generate(idx, max_new_tokens, temperature)``."""
    files = (file for file in python_files(component.repo) if file.path in component)
    return any(
        function.in_class and function.name.endswith(".generate") and {p.name for p in function.parameters} & _TOKENS
        for file in files
        if role(component.repo, file.path) is Role.OWN
        for function in file.functions
    )
