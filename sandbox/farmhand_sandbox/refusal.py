"""The one error that an operation may raise: it becomes an envelope with this code and message."""

from __future__ import annotations

from farmhand_sandbox import facts


class Refusal(Exception):
    """The farm says no.

    Args:
        code: code of the envelope, see `facts`.
        detail: what exactly is wrong, appended to the code's usual text.
    """

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        self.message = self.text()
        super().__init__(self.message)

    def text(self, chinese: bool = False) -> str:
        """What the envelope says, in English or Chinese; the detail is English always."""
        text = facts.code_text(self.code, chinese)
        return f"{text}: {self.detail}" if self.detail else text


def illegal(detail: str) -> Refusal:
    """A parameter that is there but cannot be accepted (600)."""
    return Refusal(facts.ILLEGAL_PARAMETER, detail)


def missing(detail: str) -> Refusal:
    """A parameter that is not there (601)."""
    return Refusal(facts.MISSING_PARAMETER, detail)
