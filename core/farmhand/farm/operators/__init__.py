"""The operations as methods, with the names, parameters and defaults of the farm's documents; one module an operator.

Plain data in, plain data out; `client.py` makes typed records of it where the rest of Farmhand wants them. A name that
the documents misspell works beside the right one.
"""

from farmhand.farm.operators.env import EnvOperator
from farmhand.farm.operators.query import QueryOperator
from farmhand.farm.operators.tag import TagOperator
from farmhand.farm.operators.task import TaskOperator
from farmhand.farm.operators.transmit import TransmitOperator
from farmhand.farm.operators.user import UserOperator

__all__ = ["EnvOperator", "QueryOperator", "TagOperator", "TaskOperator", "TransmitOperator", "UserOperator"]
