"""Plain tables: every column that a command shows has words in each language."""

import ast

from tests.house.source import files, tree

from onrecord import register
from onrecord.cli.columns import COLUMNS


def _keys(module: ast.Module) -> set[str]:
    """Return the keys that a module gives `shell.table` and its own `_list`, by themselves or under a name."""
    named: dict[str, list[ast.expr]] = {}
    for one in ast.walk(module):
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(one.value)
    given: list[ast.expr] = []
    for one in ast.walk(module):
        if isinstance(one, ast.Call) and ast.unparse(one.func) in ("shell.table", "_list"):
            for argument in one.args[:2]:
                found = argument.value if isinstance(argument, ast.Subscript) else argument
                given += named.get(found.id, []) if isinstance(found, ast.Name) else [found]
    tuples = [one for value in given for one in ast.walk(value) if isinstance(one, ast.Tuple)]
    return {
        e.value
        for one in tuples
        for e in one.elts
        if isinstance(e, ast.Constant) and isinstance(e.value, str) and e.value
    }


def test_every_column_of_a_plain_table_is_called_something() -> None:
    """A heading that only its key stands for would be English to somebody who reads Russian or Kazakh."""
    used = {key: file.name for file in files() if file.parent.name == "cli" for key in _keys(tree(file))}
    assert len(used) > 60
    assert {key: where for key, where in used.items() if key not in COLUMNS} == {}
    assert set(COLUMNS) - set(used) - set(register.STRATA) == set()
    assert set(register.STRATA) <= set(COLUMNS)  # `people table` has one column for each
