"""Run by the interpreter that has the official packages: tells the signatures of what scripts of the documents call.

usage: official_signatures_script.py MODULE ...; one JSON object on standard output: module -> class or function ->
{"": of the function or constructor, method: ...} -> [[parameter, has a default, its default as repr], ...]. A property
has null in the place of parameters; a class that is an exception tells its bases under "(bases)".
"""

import importlib
import inspect
import json
import sys


def parameters(function):
    wrapped = [cell.cell_contents for cell in function.__closure__ or () if inspect.isfunction(cell.cell_contents)]
    if wrapped and set(inspect.signature(function).parameters) == {"args", "kwargs"}:
        return parameters(wrapped[0])  # behind a decorator that hides it
    return [
        [each.name, each.default is not each.empty, repr(each.default) if each.default is not each.empty else ""]
        for each in inspect.signature(function).parameters.values()
        if each.name != "self"
    ]


def told(thing):
    if not inspect.isclass(thing):
        return {"": parameters(thing)}
    found = {"(bases)": [base.__name__ for base in thing.__mro__]} if issubclass(thing, Exception) else {}
    for name, member in vars(thing).items():
        function = getattr(member, "__func__", member)
        if isinstance(member, property):
            found[name] = None
        elif inspect.isfunction(function) and (not name.startswith("_") or name == "__init__"):
            found["" if name == "__init__" else name] = parameters(function)
    return found


modules = {name: importlib.import_module(name) for name in sys.argv[1:]}
signatures = {
    name: {
        what: told(thing)
        for what, thing in vars(module).items()
        if (inspect.isclass(thing) or inspect.isfunction(thing)) and thing.__module__ == name
    }
    for name, module in modules.items()
}
sys.stdout.write(json.dumps(signatures) + "\n")
