"""The connection below the operators: Farmhand's, with the documented exceptions and a way to post to a path."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional

from farmhand.compat.rayvision.rayvision_api.exception import RayvisionError, raise_documented
from farmhand.credentials import Account
from farmhand.errors import FarmhandError
from farmhand.farm.codes import CLIENT_ERROR
from farmhand.farm.connection import Connection
from farmhand.farm.contract import OPERATIONS
from farmhand.settings import Settings


class Connect(Connection):
    """Signed calls for one account.

    Args:
        account: Whose calls these are.
        settings: Domain, platform, protocol, time-outs, CA bundle, proxy.
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        super().__init__(account, settings)
        self.timeout = (float(settings["connect_timeout"]), float(settings["read_timeout"]))
        """Seconds to wait for a connection, and for an answer."""

    def call(self, name: str, body: Optional[Mapping[str, Any]] = None) -> Any:
        """As `Connection.call`.

        Raises:
            RayvisionAPIError: The farm refused.
            RayvisionNetworkError: It was not reached.
        """
        try:
            return super().call(name, body)
        except FarmhandError as error:
            raise_documented(error, OPERATIONS[name].path)

    def post(self, api_url: str, data: Optional[Mapping[str, Any]] = None, validator: bool = True) -> Any:
        """Post to one of the farm's paths, with or without the domain before it.

        Args:
            api_url: A path of the farm's documents of any age; what is in use is called.
            data: The body.
            validator: Means nothing here: the farm judges what it is sent.

        Raises:
            RayvisionError: The farm has no such path; or as `call`.
        """
        path = "/" + api_url.split("://", 1)[-1].partition("/")[2] if "://" in api_url else api_url
        name = _names().get(path)
        if name is None:
            raise RayvisionError(CLIENT_ERROR, "The farm's documents have no path {path}.", path=path)
        return self.call(name, data)


def _names() -> Dict[str, str]:
    """Every path in use or in older documents -> the operation's name."""
    return {path: name for name, operation in OPERATIONS.items() for path in (*operation.older, operation.path)}
