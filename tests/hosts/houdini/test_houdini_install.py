"""The files that Houdini itself reads: package, menus, shelf, pane, and the submit node's expanded asset."""

import ast
import json
import os
import re
from xml.etree import ElementTree

import dialog_script
import pytest
import real_houdini

PLUGIN = os.path.join(real_houdini.REPOSITORY, "houdini_plugin")
XML = {
    "MainMenuCommon.xml": "mainMenu",
    "OPmenu.xml": "menuDocument",
    "PaneTabTypeMenu.xml": "menuDocument",
    "toolbar/farmhand.shelf": "shelfDocument",
    "python_panels/farmhand.pypanel": "pythonPanelDocument",
    "otls/farmhand_submit.hda/Driver_1farmhand__submit/Tools.shelf": "shelfDocument",
}
"""Of Houdini 18.5 to 22."""


ELEMENTS = {
    "mainMenu": ((), "menuBar"),
    "menuBar": ((), "subMenu"),
    "subMenu": (("id",), "label insertBefore insertAfter scriptItem separatorItem subMenu"),
    "menuDocument": ((), "menu"),
    "menu": ((), "separatorItem scriptItem actionItem subMenu"),
    "separatorItem": ((), ""),
    "scriptItem": (("id",), "label context scriptCode insertBefore insertAfter"),
    "actionItem": (("id",), ""),
    "context": ((), "expression"),
    "shelfDocument": ((), "toolshelf tool"),
    "toolshelf": (("name", "label"), "memberTool"),
    "memberTool": (("name",), ""),
    "tool": (("name", "label"), "helpText toolMenuContext toolSubmenu script"),
    "toolMenuContext": (("name",), "contextOpType"),
    "script": (("scriptType",), ""),
    "pythonPanelDocument": ((), "interface"),
    "interface": (("name", "label"), "script includeInPaneTabMenu includeInToolbarMenu help"),
    "interface/script": ((), ""),
    "includeInPaneTabMenu": (("menu_position", "create_separator"), ""),
    "includeInToolbarMenu": (("menu_position", "create_separator"), ""),
    **dict.fromkeys(("label", "insertBefore", "insertAfter", "expression", "scriptCode", "helpText", "toolSubmenu",
                     "contextOpType", "help"), ((), "")),
}  # fmt: skip
"""Element -> the attributes it needs, and what may be in it, as SideFX documents menus, shelves and Python panels."""
OPTIONAL = {"tool": ("icon",), "interface": ("icon", "showNetworkNavigationBar", "help_url")}
WITH_TEXT = {"label", "insertBefore", "insertAfter", "expression", "scriptCode", "script", "contextOpType",
             "toolSubmenu"}  # fmt: skip


def plugin(*parts):
    return os.path.join(PLUGIN, *parts)


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def tree(name):
    return ElementTree.fromstring(text(plugin(*name.split("/"))).encode("utf-8"))


@pytest.mark.parametrize("name", sorted(XML))
def test_the_document_is_well_formed_and_of_its_kind(name):
    root = tree(name)
    assert root.tag == XML[name]
    ids = [one.get("id") or one.get("name") for one in root.iter() if one.tag != "memberTool"]
    ids = [one for one in ids if one]
    assert len(ids) == len(set(ids))


def slips(element, above=""):
    """What is in an element that Houdini does not know there, and what it lacks."""
    name = element.tag
    attributes, inside = ELEMENTS.get(above + "/" + name, ELEMENTS.get(name, (None, "")))
    if attributes is None:
        return [name]
    found = [name + "@" + key for key in attributes if key not in element.attrib]
    found += [name + "@" + key for key in element.attrib if key not in attributes + OPTIONAL.get(name, ())]
    if name in WITH_TEXT and not (element.text or "").strip():
        found.append(name + " is empty")
    for child in element:
        found += slips(child, name) if child.tag in inside.split() else [name + "/" + child.tag]
    return found


@pytest.mark.parametrize("name", sorted(XML))
def test_every_element_is_where_houdini_looks_for_it(name):
    assert slips(tree(name)) == []


@pytest.mark.parametrize("name, slip", [
    ("OPmenu.xml", ("scriptCode", "scriptcode")), ("OPmenu.xml", ('id="farmhand_submit_rop"', "")),
    ("toolbar/farmhand.shelf", ("scriptType", "type")), ("MainMenuCommon.xml", ("insertBefore", "before")),
    ("OPmenu.xml", ("<context>", "")), ("python_panels/farmhand.pypanel", ("includeInPaneTabMenu", "inPaneTabMenu")),
])  # fmt: skip
def test_an_element_with_a_slip_is_found(name, slip):
    good = text(plugin(*name.split("/")))
    bad = good.replace(*slip)
    if slip[0] == "<context>":
        bad = bad.replace("</context>", "")
    assert bad != good and slips(ElementTree.fromstring(bad.encode("utf-8")))


def scripts():
    """Every piece of Python in the XML files and the asset."""
    for name in XML:
        for one in tree(name).iter():
            if one.tag in ("scriptCode", "script", "expression"):
                yield name, one.text.strip("\n ")
    for section in ("PythonModule", "OnCreated"):
        yield section, text(os.path.join(dialog_script.SECTION, section))
    for parm in dialog_script.own().parms:
        if "script_callback" in parm.tags:
            yield parm.name, parm.tags["script_callback"]


def imported(code):
    """Modules of ours that a script imports."""
    return set(re.findall(r"farmhand_houdini\.(\w+)", code))


def test_every_script_is_python_and_names_what_is_there():
    found = list(scripts())
    assert len(found) >= 9
    for name, code in found:
        ast.parse(code)
        for module in imported(code):
            assert os.path.isfile(plugin("scripts", "python", "farmhand_houdini", module + ".py")), name


def test_functions_that_scripts_call_exist():
    called = set()
    for _, code in scripts():
        called |= set(re.findall(r"farmhand_houdini\.(\w+)\.(\w+)\(", code))
        called |= {(module, name) for module, name in re.findall(r'farmhand_houdini\.(\w+)".*?\)\.(\w+)\(', code)}
    assert {("menu", "submit"), ("menu", "is_rop"), ("menu", "open_panel"), ("window", "create_interface")} <= called
    for module, name in called:
        body = ast.parse(text(plugin("scripts", "python", "farmhand_houdini", module + ".py"))).body
        assert name in {one.name for one in body if isinstance(one, ast.FunctionDef)}, (module, name)


def test_the_shelf_shows_the_tool_it_defines():
    root = tree("toolbar/farmhand.shelf")
    assert [one.get("name") for one in root.iter("memberTool")] == [one.get("name") for one in root.iter("tool")]


def test_the_pane_is_in_the_menu_of_panes():
    interface = tree("python_panels/farmhand.pypanel").find("interface")
    assert tree("PaneTabTypeMenu.xml").find("menu/actionItem").get("id") == "pythonpanel::" + interface.get("name")
    names = {one.name for one in ast.parse(interface.find("script").text).body if isinstance(one, ast.FunctionDef)}
    assert names == {"onCreateInterface", "onDestroyInterface"}


def test_the_package_brings_every_folder_and_no_library_before_houdinis_own():
    package = json.loads(text(plugin("farmhand.json")))
    assert package["hpath"] == "$HOUDINI_PACKAGE_PATH"
    (ours,) = (item["PYTHONPATH"] for item in package["env"])
    for path in ours["value"]:
        assert os.path.isdir(path.replace("$HOUDINI_PACKAGE_PATH", PLUGIN)), path
    assert ours["method"] == "prepend" and not any("vendor" in path for path in ours["value"])
    for folder in ("scripts/python/farmhand_houdini", "toolbar", "python_panels", "otls"):
        assert os.path.isdir(plugin(*folder.split("/")))


# The asset


def sections(folder):
    """File name -> section's name, by the folder's Sections.list."""
    head, *lines = text(os.path.join(folder, "Sections.list")).splitlines()
    assert head == '""'
    return dict(line.split("\t") for line in lines)


def encoded(name):
    """How an expanded asset spells a section's name as a file's."""
    return name.replace("_", "__").replace("/", "_1").replace("::", "_8_8")


@pytest.mark.parametrize("folder", [dialog_script.HDA, dialog_script.SECTION])
def test_every_section_is_listed_and_every_listed_one_is_there(folder):
    listed = sections(folder)
    assert set(listed) == set(os.listdir(folder)) - {"Sections.list"}
    for file, section in listed.items():
        assert file == (encoded(section) if "/" in section or "_" in section else section)


def test_index_dialog_and_code_name_the_same_type():
    pairs = [line.partition(":") for line in text(os.path.join(dialog_script.HDA, "INDEX__SECTION")).splitlines()]
    index = {key.strip(): value.strip() for key, _, value in pairs}
    name = index["Operator"]
    dialog = dialog_script.own()
    code = ast.parse(text(plugin("scripts", "python", "farmhand_houdini", "submit_rop.py")))
    constants = {one.targets[0].id: one.value for one in code.body if isinstance(one, ast.Assign)}
    assert name == dialog.name == dialog.script == ast.literal_eval(constants["TYPE"])
    assert index["Table"] == "Driver" and index["Label"] == dialog.label
    assert index["Path"] == "oplib:/Driver/{0}?Driver/{0}".format(name)
    assert sections(dialog_script.HDA)["Driver_1farmhand__submit"] == "Driver/" + name
    assert "IconSVG" in sections(dialog_script.SECTION) and index["Icon"].endswith("IconSVG")


def test_the_python_module_is_one_import_of_what_the_buttons_call():
    lines = text(os.path.join(dialog_script.SECTION, "PythonModule")).strip().splitlines()
    (statement,) = ast.parse("\n".join(lines)).body
    assert isinstance(statement, ast.ImportFrom) and statement.module == "farmhand_houdini.submit_rop"
    buttons = {one.name: one.tags for one in dialog_script.own().parms if one.kind == "button"}
    assert set(buttons) == {"open_panel", "submit", "show_task"} == {one.name for one in statement.names}
    for name, tags in buttons.items():
        assert tags == {"script_callback": "hou.phm().%s(kwargs)" % name, "script_callback_language": "python"}


def settings():
    """The parameters that hold a setting."""
    return {one.name: one for one in dialog_script.own().parms if not one.base and one.kind != "button"}


def test_every_setting_has_a_help_a_range_and_what_disables_it_is_there():
    parms = settings()
    assert len(parms) == 25
    for name, parm in parms.items():
        assert parm.help, name
        assert (parm.kind == "integer") == bool(parm.range), name
        if parm.range:
            (low, kept), (high, _) = parm.range
            assert kept and low <= float(parm.default) <= high, name
        if parm.kind == "ordinal":
            assert parm.menu and parm.default == "0", name
        for other, sign, value in parm.conditions:
            assert sign in ("==", "!=") and other in parms and other != name, name
            tokens = [token for token, _ in parms[other].menu]
            assert not tokens or value in tokens, (name, value)
    assert sum(bool(parm.conditions) for parm in parms.values()) == 3


def test_a_dialog_with_a_slip_is_refused():
    good = text(os.path.join(dialog_script.SECTION, "DialogScript"))
    slips = (("}", "", 1), ("}", "}}", 1), ("toggle", "togle"), ("joinnext", "joint"), ("groupsimple", "groupsimpel"),
             ("{ 1! 64 }", "{ 1! }"), ("{ tiles == 1 }", "{ tiles == }"))  # fmt: skip
    for bad in (good.replace(*slip) for slip in slips):
        assert bad != good
        with pytest.raises(ValueError):
            dialog_script.parse(bad)


def test_event_scripts_are_declared_as_python():
    options = json.loads(text(os.path.join(dialog_script.SECTION, "ExtraFileOptions")))
    for section in ("OnCreated", "PythonModule"):
        assert options[section + "/IsPython"] == {"type": "bool", "value": True}


def test_help_explains_every_parameter_by_its_label():
    help_text = text(os.path.join(dialog_script.SECTION, "Help"))
    explained = {label for line in re.findall(r"(?m)^(\S.*):$", help_text) for label in line.split(", ")}
    assert explained == {one.label for one in dialog_script.own().parms if not one.base}
