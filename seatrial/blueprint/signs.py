"""How are the files of templates called?"""

SUFFIXES = (".tmpl", ".jinja", ".jinja2", ".j2", ".tpl", ".template", ".mustache")
_ANSWERS = frozenset({"copier.yml", "copier.yaml", "databricks_template_schema.json"})
_PROGRAMS = tuple(f"{kind}{suffix}" for kind in (".py", ".ipynb") for suffix in SUFFIXES)


def is_sign(path: str) -> bool:
    """Tell whether a path is one that only repositories with a template have."""
    return "{{" in path or path in _ANSWERS or path.endswith(_PROGRAMS)
