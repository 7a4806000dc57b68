"""What of `hou` the analysis asks a node, as a type: Houdini 20 split `hou.Node`, so no annotation names the class.

Nothing here exists when the code runs; tests hold the names against the published stubs of each Houdini.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Tuple

if TYPE_CHECKING:
    import hou
    from typing_extensions import Protocol  # the checker's own; typing has it from 3.8 on

    class OperatorType(Protocol):
        """A node's type."""

        def name(self) -> str: ...  # noqa: D102
        def nameWithCategory(self) -> str: ...  # noqa: D102, N802
        def nameComponents(self) -> Tuple[str, str, str, str]: ...  # noqa: D102, N802
        def childTypeCategory(self) -> Any: ...  # noqa: D102, N802
        def definition(self) -> Optional[hou.HDADefinition]: ...  # noqa: D102

    class Operator(Protocol):
        """A node with parameters."""

        def path(self) -> str: ...  # noqa: D102
        def name(self) -> str: ...  # noqa: D102
        def type(self) -> Any: ...  # noqa: D102
        def children(self) -> Tuple[Any, ...]: ...  # noqa: D102
        def inputs(self) -> Tuple[Any, ...]: ...  # noqa: D102
        def parm(self, __name: str) -> Optional[hou.Parm]: ...  # noqa: D102
        def parmTuple(self, __name: str) -> Optional[hou.ParmTuple]: ...  # noqa: D102, N802
        def parmTuples(self) -> Tuple[hou.ParmTuple, ...]: ...  # noqa: D102, N802
        def spareParms(self) -> Tuple[hou.Parm, ...]: ...  # noqa: D102, N802
        def isLockedHDA(self) -> bool: ...  # noqa: D102, N802
        def needsToCook(self) -> bool: ...  # noqa: D102, N802
