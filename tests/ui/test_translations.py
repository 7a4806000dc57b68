"""Every text that the panel can show is there in Chinese, with the same fields."""

import ast
import re
import string
from pathlib import Path

import pytest

import farmhand
import farmhand_ui
from farmhand import terminal
from farmhand.farm.codes import TASK_STATUSES
from farmhand.submission.steps import STEPS
from farmhand_ui import wording
from farmhand_ui.translations import catalogue, language, set_language, tr

UI = Path(farmhand_ui.__file__).parent
CORE = Path(farmhand.__file__).parent
SENTENCE = re.compile(r"(?!UPDATE|DELETE|SELECT|BETWEEN)(?!.*%[ds.])[A-Z{].{5,} .*[.?]$")
MARKS = {"tr", "translatable"}


def calls(folder):
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path, node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def texts(arguments):
    return [node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)] + [
        node.s for node in arguments if type(node).__name__ == "Str"
    ]


def panel_texts():
    found = {text for _, node, name in calls(UI) if name in MARKS for text in texts(node.args[:1])}
    assert len(found) > 100
    return sorted(found)


NOT_SHOWN = {
    "An account is not pickled: its key would be written down.",  # for a programmer
    # the farm's own words:
    "The camera configured for the render node does not exist. Please check the camera settings.",
}


def core_texts():
    """Every sentence of the core that may reach the panel: texts that begin and end like one, but for log lines,
    statements of SQL and documentation."""
    found = set()
    for path in sorted(CORE.rglob("*.py")):
        if path.name in ("cli.py", "task_commands.py", "terminal.py", "settings.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else getattr(node, "s", None)
            if isinstance(text, str) and id(node) not in documentation and SENTENCE.match(text):
                found.add(text)
    assert len(found) > 100
    return sorted(found - NOT_SHOWN)


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_text_of_the_panel_is_in_the_chinese_catalogue():
    chinese = catalogue("zh")
    assert [text for text in panel_texts() if text not in chinese] == []


def test_every_error_and_tip_of_the_core_is_in_the_chinese_catalogue():
    chinese = catalogue("zh")
    assert [text for text in core_texts() if text not in chinese] == []


def test_chinese_texts_have_the_fields_of_the_english_ones():
    for english, chinese in catalogue("zh").items():
        assert fields(chinese) == fields(english), english


def test_every_stage_that_is_told_has_words_of_its_own():
    """On the command line and in the panel: a stage's own name, such as `nested`, is nobody's."""
    told = {text for _, node, name in calls(CORE) if name == "Progress" for text in texts(node.args[:1])}
    assert {"read", "nested"} <= told
    for stage in told.union(STEPS):
        assert stage in wording.STAGES and stage in terminal.STAGES, stage


def test_tr_is_only_given_literals_or_values_of_tables():
    """An f-string or a sum could never be found in a catalogue."""
    for path, node, name in calls(UI):
        if name in MARKS and node.args:
            assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), "%s:%d" % (path.name, node.lineno)


def test_the_farms_statuses_speak_the_farms_chinese():
    set_language("zh")
    assert all(tr(meaning.english) == meaning.chinese for meaning in TASK_STATUSES.values())
    assert language() == "zh"


def test_values_that_are_texts_are_translated_too():
    set_language("zh")
    assert re.search("已完成", tr("Task {task}: {status}.", task="2W1", status="done"))


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no such language"):
        set_language("xx")
