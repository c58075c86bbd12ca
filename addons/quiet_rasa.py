"""Rasa's command without the deprecation warnings of its dependencies: ``python -m addons.quiet_rasa``.

One of them turns on again what PYTHONWARNINGS turned off, and a trainee who starts the practice room
can do nothing about any of it.
"""

from __future__ import annotations

import warnings
from typing import Any

_show = warnings.showwarning


def _show_others(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
    if not issubclass(category, DeprecationWarning | PendingDeprecationWarning):
        _show(message, category, *where, **more)


if __name__ == "__main__":
    warnings.showwarning = _show_others
    from rasa.__main__ import main

    main()
