"""Rasa checks the *schema* of action results anew at every action call, which takes half of a turn.

``install`` lets it check each result as before, against a schema that was checked once.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_schema = RemoteAction.action_response_format_spec()
_validator = validator_for(_schema)(_schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a result of the right form; raises jsonschema.ValidationError for any other."""
    _validator.validate(result)
    return True


def install() -> None:
    """Replace Rasa's check by ours."""
    _validator.check_schema(_schema)
    RemoteAction._validate_action_result = _validate_action_result
