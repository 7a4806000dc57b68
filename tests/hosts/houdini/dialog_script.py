"""A parser of Houdini's DialogScript language, as far as ours is written in it: strict, so that a slip is found."""

import os
import re
from typing import NamedTuple

import real_houdini
from houdini_simulator import parms

HDA = os.path.join(real_houdini.REPOSITORY, "houdini_plugin", "otls", "farmhand_submit.hda")
SECTION = os.path.join(HDA, "Driver_1farmhand__submit")
_TOKEN = re.compile(r'\s*(?:#[^\n]*|(?P<text>"(?:[^"\\]|\\.)*")|(?P<sign>[{}])|(?P<word>[^\s{}"]+))')
KINDS = {"button", "string", "toggle", "integer", "float", "ordinal", "label", "file", "directory", "oppath"}
FLAGS = {"baseparm", "invisible", "joinnext", "nolabel"}
WITH_VALUE = {"name", "label", "type", "export", "help", "disablewhen", "hidewhen"}
WITH_BLOCK = {"default", "range", "menu", "parmtag"}


class Parm(NamedTuple):
    name: str
    label: str
    kind: str
    default: object
    tags: dict
    menu: tuple
    base: bool
    help: str = ""
    range: tuple = ()
    conditions: tuple = ()


class Dialog(NamedTuple):
    name: str
    script: str
    label: str
    inputs: tuple
    parms: tuple


def own():
    with open(os.path.join(SECTION, "DialogScript"), encoding="utf-8") as file:
        return parse(file.read())


def templates():
    """What the parameters of our type are in Houdini, by type and name."""
    kinds = {"toggle": parms.parmTemplateType.Toggle, "integer": parms.parmTemplateType.Int,
             "float": parms.parmTemplateType.Float, "button": parms.parmTemplateType.Button}  # fmt: skip
    found = {}
    dialog = own()
    for one in dialog.parms:
        if one.kind == "ordinal":
            found[dialog.name, one.name] = parms.MenuParmTemplate(tuple(token for token, _ in one.menu))
        elif not one.base:
            kind = kinds.get(one.kind)
            found[dialog.name, one.name] = parms.StringParmTemplate(False) if kind is None else parms.ParmTemplate(kind)
    return found


def parse(text):
    """The dialog, or a ValueError that says what is wrong."""
    tree, rest = _block(_tokens(text), 0)
    if len(tree) != 1 or rest:
        raise ValueError("one block is expected")
    said, parms, inputs = {}, [], []
    items = iter(tree[0])
    for word in items:
        if word in ("name", "script", "label"):
            said[word] = _text(next(items))
        elif word == "help":
            next(items)
        elif word == "inputlabel":
            inputs.append((int(next(items)), _text(next(items))))
        elif word == "parm":
            parms.append(_parm(next(items)))
        elif word == "groupsimple":
            parms.extend(_group(next(items)))
        else:
            raise ValueError("unknown word %r" % (word,))
    return Dialog(said["name"], said["script"], said["label"], tuple(inputs), tuple(parms))


def _tokens(text):
    at, found = 0, []
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError("cannot read %r" % text[at : at + 30])
        if match.lastgroup:
            found.append(match.group(match.lastgroup))
        at = match.end()
    return found


def _block(tokens, depth):
    found = []
    while tokens:
        token = tokens.pop(0)
        if token == "{":
            found.append(_block(tokens, depth + 1)[0])
        elif token == "}":
            if not depth:
                raise ValueError("a brace too many")
            return found, []
        else:
            found.append(token)
    if depth:
        raise ValueError("a brace is not closed")
    return found, []


def _text(token):
    return token[1:-1].replace('\\"', '"') if token.startswith('"') else token


def _group(items):
    """The parameters in a group, which has a name and a label of its own."""
    words, found, said = iter(items), [], {}
    for word in words:
        if word in ("name", "label"):
            said[word] = _text(next(words))
        elif word == "parm":
            found.append(_parm(next(words)))
        else:
            raise ValueError("unknown word %r in a group" % (word,))
    if not (said.get("name") and said.get("label") and found):
        raise ValueError("a group is empty or has no name")
    return found


def _range(values):
    """Lowest and highest, and which of them are not to be passed."""
    if len(values) != 2:
        raise ValueError("a range has two ends")
    return tuple((float(text.rstrip("!")), text.endswith("!")) for text in values)


def _conditions(text):
    """Every `parameter operator value` of what disables a parameter."""
    words = text.replace("{", " ").replace("}", " ").split()
    if len(words) % 3 or text.count("{") != text.count("}"):
        raise ValueError("cannot read the condition %r" % text)
    return tuple(zip(words[::3], words[1::3], words[2::3]))


def _parm(items):
    said, tags, flags, menu, default, span = {}, {}, set(), (), None, ()
    words = iter(items)
    for word in words:
        if word in FLAGS:
            flags.add(word)
        elif word in WITH_VALUE:
            said[word] = _text(next(words))
        elif word in WITH_BLOCK:
            inside = next(words)
            if not isinstance(inside, list):
                raise ValueError("%s wants a block" % word)
            values = [_text(one) for one in inside]
            if word == "default":
                (default,) = values
            elif word == "parmtag":
                tags[values[0]] = values[1]
            elif word == "menu":
                menu = tuple(zip(values[::2], values[1::2]))
            elif word == "range":
                span = _range(values)
        else:
            raise ValueError("unknown word %r in parm" % (word,))
    if "baseparm" not in flags and said.get("type") not in KINDS:
        raise ValueError("parm %s has no type" % said.get("name"))
    if said.get("type") == "toggle":
        default = "on" if default == "1" else "off"
    conditions = _conditions(said.get("disablewhen", ""))
    return Parm(said["name"], said["label"], said.get("type", ""), default, tags, menu, "baseparm" in flags,
                said.get("help", ""), span, conditions)  # fmt: skip
