"""What lies around a Maya scene and decides which files it means: renderers' search paths, OCIO's variable.

Search paths are Arnold's render options (attributes as MtoA spells them); that Maya takes the colour configuration from
the variable OCIO where it is set, whatever the scene says, is Autodesk's documentation of it.
"""

from __future__ import annotations

import os
from typing import Dict, Iterator, List, Mapping

from farmhand.nested.said import folders_of
from farmhand.readers.ma_files import Mentioned
from farmhand.readers.ma_graph import Graph
from farmhand.scene.expand import variables

COLOUR_NODE, OCIO = "defaultColorMgtGlobals", "OCIO"
_BUILT_IN = "ocio://"
_SEARCHED = ("texture_searchpath", "procedural_searchpath")
_PREFERENCES: Mapping[str, str] = {"render_include_all_lights": "1", "evaluation_mode": "parallel"}


def search_folders(graph: Graph) -> List[str]:
    """Folders in which a renderer looks for relative paths, in its order, each once."""
    texts = [node.text(name) for node in graph.of("aiOptions") for name in _SEARCHED]
    known = [variables(folder) for text in texts for folder in folders_of(text)]
    return list(dict.fromkeys(folder for folder, unknown in known if folder and not unknown))


def colour_configuration(graph: Graph) -> Iterator[Mentioned]:
    """OCIO's configuration where the environment names it and the scene manages colours."""
    path = os.environ.get(OCIO, "")
    node = graph.by_name.get(COLOUR_NODE)
    if path and not path.startswith(_BUILT_IN) and (node is None or node.flag("cmEnabled", True)):
        yield Mentioned(COLOUR_NODE, "$" + OCIO, path, "color")


def preferences(said: Mapping[str, str]) -> Dict[str, str]:
    """What task.json wants of Maya's preferences, which no file holds: Maya's own defaults where nobody said.

    Args:
        said: What a running Maya says, by task.json's names.
    """
    return dict(_PREFERENCES, **said)
