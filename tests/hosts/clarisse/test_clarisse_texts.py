"""What the plug-in tells in the panel is there in Chinese."""

import ast
import json
import os

import pytest
from both_ways import REPOSITORY

PLUGIN = os.path.join(REPOSITORY, "clarisse_plugin", "farmhand_clarisse")
SAYS = ("SceneError", "SettingsError", "Tip")


def literals(folder):
    """The texts in calls of errors and tips, and in constants that such calls name."""
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".py"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            tree = ast.parse(file.read())
        constants = {
            target.id: text(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYS:
                for argument in node.args:
                    found = constants.get(argument.id) if isinstance(argument, ast.Name) else text(argument)
                    if found and " " in found:
                        yield found


def text(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return node.s if type(node).__name__ == "Str" else ""


@pytest.fixture(scope="module")
def chinese():
    path = os.path.join(REPOSITORY, "shared_ui", "farmhand_ui", "translations", "zh.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def test_every_sentence_of_the_plugin_is_in_the_chinese_catalogue(chinese):
    found = sorted(set(literals(PLUGIN)))
    assert len(found) > 10
    assert [one for one in found if one not in chinese] == []
