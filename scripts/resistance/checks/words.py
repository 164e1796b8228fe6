"""Sentences that several checks share."""

from __future__ import annotations

from typing import Final

OTHER_ORGANISM: Final = "This check needs human genes."
