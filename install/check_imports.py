"""Checks that nothing which loads inside a DCC imports a third party when it is imported.

usage: check_imports.py FOLDER...
A library that is imported inside the function that needs it does not slow down the DCC's start, and does not break it
where the library is missing. Imports under `if TYPE_CHECKING:` do not count; Qt, through Qt.py, is the UI's own matter.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Iterator, List, Tuple

OURS = ("farmhand", "farmhand_ui", "farmhand_maya", "farmhand_houdini", "farmhand_clarisse")
DCC = ("maya", "hou", "ix")
ALLOWED = {
    "core": OURS[:1],
    "shared_ui": (*OURS[:2], "Qt"),
    "maya_plugin": (*OURS, *DCC, "Qt"),
    "houdini_plugin": (*OURS, *DCC, "Qt"),
    "clarisse_plugin": (*OURS, *DCC, "Qt"),
}


def main(folders: List[str]) -> int:
    """Check each folder. Returns the exit code: 1 where there is a third party at import."""
    standard = getattr(sys, "stdlib_module_names", None)
    if standard is None:
        sys.stdout.write("check_imports: skipped, it needs Python 3.10 or newer to know the standard library\n")
        return 0
    wrong = count = 0
    for folder in folders:
        allowed = {*standard, *ALLOWED[folder]}
        for path in sorted(Path(folder).rglob("*.py")):
            count += 1
            for line, name in at_import(ast.parse(path.read_text(encoding="utf-8")).body):
                if name not in allowed:
                    wrong += 1
                    sys.stdout.write("{}:{}: {} is imported when the module is imported\n".format(path, line, name))
    sys.stdout.write("check_imports: {} files, {} third parties at import\n".format(count, wrong))
    return 1 if wrong else 0


def at_import(statements: List[ast.stmt]) -> Iterator[Tuple[int, str]]:
    """Line and top name of each absolute import that runs when the module does: not in functions, not for hints."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield statement.lineno, alias.name.split(".")[0]
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield statement.lineno, (statement.module or "").split(".")[0]
        elif isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            yield from at_import(statement.orelse)
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for field in ("body", "orelse", "finalbody", "handlers"):
                children = getattr(statement, field, [])
                for child in children if isinstance(children, list) else []:
                    yield from at_import(child.body if isinstance(child, ast.ExceptHandler) else [child])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
