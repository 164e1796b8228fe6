"""Before the config is read: find the library, and say what is wrong with the config file itself."""

import sys
from pathlib import Path

ROOT = Path(workflow.basedir)
SCRIPTS = ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))

from resistance.problems import format_problems
from resistance.readers.config_file import config_file_problems


def stop_on_problems(problems):
    """Print every problem of the inputs as one list and end with exit code 1."""
    if problems:
        print(format_problems(problems), file=sys.stderr, flush=True)
        sys.exit(1)


# a config file named on the command line has been read by now, and replaces the default one
if not workflow.config_settings.configfiles:
    stop_on_problems(config_file_problems(Path.cwd()))
