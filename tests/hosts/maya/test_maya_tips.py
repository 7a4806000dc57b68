"""Every code that the farm's analyser raises for Maya: which rule of ours tells it, or why none does."""

import ast
import json
import re
from pathlib import Path

import real_maya

ELSEWHERE = {
    "25011": "told as 15006, the code that the farm has for every program",
    "25018": "a layer is read from plain data here; what cannot be read ends the analysis with an error that names it",
}
"""Codes without a rule of their own, with reasons."""

PLACES = ("core/farmhand/scene", "core/farmhand/readers", "core/farmhand/job", "maya_plugin/scripts/farmhand_maya")
TOLD = re.compile(r'(?:Tip|Rule)\(\s*"(\d{5})"|\(\s*"(\d{5})", "\w+"|\(\s*"(\d{5})", "The output')
"""A code where a Tip, or a row of a table of Tips, is made of it."""


def rules():
    found = {}
    for place in PLACES:
        for path in sorted((Path(real_maya.REPOSITORY) / place).rglob("*.py")):
            for codes in TOLD.findall(path.read_text(encoding="utf-8")):
                found.setdefault("".join(codes), []).append(path.name)
    return found


NOT_IN_THE_PANEL = {
    "A worker of the panel ends after it.", "A worker of the panel has not ended in time.",
    "Submit to the Farm...",
}
SENTENCE = re.compile(r"(?!.*%[ds.])[A-Z].{5,} .*[.?]$")


def sentences():
    rules_of_settings = Path(real_maya.REPOSITORY) / "core" / "farmhand" / "readers" / "ma_rules.py"
    for path in [*sorted((Path(real_maya.REPOSITORY) / PLACES[-1]).glob("*.py")), rules_of_settings]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else getattr(node, "s", None)
            if isinstance(text, str) and id(node) not in documentation and SENTENCE.match(text):
                yield text


def test_every_sentence_of_the_plugin_is_in_the_chinese_catalogue():
    path = Path(real_maya.REPOSITORY) / "shared_ui" / "farmhand_ui" / "translations" / "zh.json"
    chinese = json.loads(path.read_text(encoding="utf-8"))
    found = set(sentences()) - NOT_IN_THE_PANEL
    assert len(found) > 15
    assert found - set(chinese) == set()


def test_every_code_of_the_farm_has_a_rule_or_a_reason(reference):
    codes = set(json.loads((reference / "maya_tips.json").read_text(encoding="utf-8"))) - {"_"}
    there = rules()
    assert len(codes) == 38
    assert codes - set(there) == set(ELSEWHERE)
    assert "15006" in there
