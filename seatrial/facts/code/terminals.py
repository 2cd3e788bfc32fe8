"""Which calls ask a person at a terminal?"""

#: Calls of libraries that ask for words, beside Python's own ``input``.
QUESTIONS = frozenset({
    "rich.prompt.Prompt.ask", "prompt_toolkit.prompt", "prompt_toolkit.PromptSession.prompt", "questionary.text",
    "click.prompt", "typer.prompt",
})  # fmt: skip
#: All that ask a person: for words, a secret or a yes.
BY_PEOPLE = QUESTIONS | {"input", "getpass.getpass", "click.confirm", "typer.confirm"}
