"""Render environments: a software, its version and its plug-ins, kept on the farm under a name."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from farmhand.farm.codes import cg_id
from farmhand.farm.operators.operator import Operator, mapping, records

_NUMBERS = ("cgId", "renderLayerType", "renderSystem")


class EnvOperator(Operator):
    """Render environments. `data` is the farm's own object: cgId, cgName, cgVersion, editName, renderSystem, pluginIds.

    `renderSystem` is 0 for Linux, 1 for Windows; numbers may be given as text, as the documents do.
    """

    def add_render_env(self, data: Mapping[str, Any]) -> Dict[str, Any]:
        """Keep a new environment: {editName}."""
        return mapping(self._call("env.add_render_env", **_with_numbers(data)))

    def update_render_env(self, data: Mapping[str, Any]) -> Any:
        """Change the environment of the name `editName`."""
        return self._call("env.update_render_env", **_with_numbers(data))

    def delete_render_env(self, edit_name: str) -> Any:
        """Delete an environment by its name."""
        return self._call("env.delete_render_env", editName=edit_name)

    def set_default_render_env(self, edit_name: str) -> Any:
        """Make an environment the one used where none is chosen."""
        return self._call("env.set_default_render_env", editName=edit_name)

    def get_render_env(
        self,
        name: Optional[str] = None,
        cg_names: Optional[Sequence[str]] = None,
        os_name: Optional[int] = 1,
    ) -> List[Dict[str, Any]]:
        """The environments that are kept.

        Args:
            name: Only this software's, such as `maya` (`codes.CG_IDS`).
            cg_names: Only these software's.
            os_name: 0 Linux, 1 Windows; None for both.

        Raises:
            ValueError: The farm renders no such software.
        """
        ids = [str(cg_id(one)) for one in cg_names] if cg_names else None
        return records(
            self._call("env.get_render_env", cgId=cg_id(name) if name else None, cgIds=ids, osName=os_name)
        )


def _with_numbers(data: Mapping[str, Any]) -> Dict[str, Any]:
    """The object with its numbers as numbers."""
    return {key: int(value) if key in _NUMBERS and isinstance(value, str) else value for key, value in data.items()}
