"""Send everything a step says to its log file."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from resistance.problems import InputError


@contextlib.contextmanager
def to_file(path: str | Path) -> Iterator[logging.Logger]:
    """Redirect standard output, standard error and logging to ``path``.

    A user's mistake (:class:`~resistance.problems.InputError`) is also shown on the terminal, as
    its list of problems and without a traceback.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    logging.Logger
        The logger ``resistance``, level INFO, without time stamps.

    Raises
    ------
    SystemExit
        With code 1 after an :class:`~resistance.problems.InputError`.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    terminal = sys.stderr
    logger = logging.getLogger("resistance")
    with path.open("w", encoding="utf-8") as stream:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logging.captureWarnings(True)
        logging.getLogger("py.warnings").addHandler(handler)
        try:
            with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
                yield logger
        except InputError as error:
            print(error, file=stream)
            print(error, file=terminal)
            raise SystemExit(1) from None
        finally:
            logging.captureWarnings(False)
            logging.getLogger("py.warnings").removeHandler(handler)
            logger.removeHandler(handler)
