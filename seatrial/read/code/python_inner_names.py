"""What do expressions hold that have names of their own: lambdas, comprehensions, assignments within them?"""

import ast

from seatrial.read.code.python_dispatch import value, walks
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Assignment, Value


@walks(ast.Lambda)
def _lambda(notes: Notes, node: ast.Lambda) -> Value:
    local, inside = notes.local, notes.inside
    arguments = node.args
    for default in [*arguments.defaults, *[x for x in arguments.kw_defaults if x]]:
        value(notes, default)
    notes.local = {**local, **{x.arg: x.arg for x in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}}
    notes.inside = (*inside, "lambda")
    body = value(notes, node.body)
    notes.local, notes.inside = local, inside
    return Value("lambda", None, "", (body,), (), notes.source(node))


@walks(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
def _comprehension(notes: Notes, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    local, inside, around = notes.local, notes.inside, notes.elements
    notes.local, notes.elements, sources = dict(local), dict(around), []
    for part in node.generators:
        notes.frame.branches += 1 + len(part.ifs)
        kept = value(notes, part.iter)
        sources.append(kept)
        notes.inside = (*inside, "for")
        notes.local.update((x.id, x.id) for x in ast.walk(part.target) if isinstance(x, ast.Name))
        if isinstance(part.target, ast.Name) and kept.kind == "name":
            notes.elements[part.target.id] = f"{kept.text}[]"
        for condition in part.ifs:
            value(notes, condition)
    elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    made = [value(notes, element) for element in elements]
    notes.local, notes.inside, notes.elements = local, inside, around
    return Value("comprehension", None, "", (*made, *sources), (), notes.source(node))


@walks(ast.NamedExpr)
def _walrus(notes: Notes, node: ast.NamedExpr) -> Value:
    notes.target = node.target.id
    kept = value(notes, node.value)
    notes.target = ""
    notes.bind(node.target.id, kept)
    scope = notes.frame.scope
    notes.assignments.append(Assignment(node.target.id, kept, node.lineno, scope, node.target.id))
    return kept
