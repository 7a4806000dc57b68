"""Every code that the farm's analyser raises for Maya: which rule of ours tells it, or why none does."""

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


def test_every_code_of_the_farm_has_a_rule_or_a_reason(reference):
    codes = set(json.loads((reference / "maya_tips.json").read_text(encoding="utf-8"))) - {"_"}
    there = rules()
    assert len(codes) == 38
    assert codes - set(there) == set(ELSEWHERE)
    assert "15006" in there
