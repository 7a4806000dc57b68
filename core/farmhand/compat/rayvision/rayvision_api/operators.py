"""The operators by the names of the published package; they are Farmhand's own."""

from farmhand.farm.operators import (
    EnvOperator as RenderEnvOperator,
    QueryOperator,
    TagOperator,
    TaskOperator,
    TransmitOperator,
    UserOperator,
)

__all__ = ["QueryOperator", "RenderEnvOperator", "TagOperator", "TaskOperator", "TransmitOperator", "UserOperator"]
