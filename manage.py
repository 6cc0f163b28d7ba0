#!/usr/bin/env python
"""Django's command line, with the embedded default's settings unless DJANGO_SETTINGS_MODULE names others."""

import os
import sys

from cms.settings.env import SettingsError, load_dotenv


def main() -> int:
    """Run one command; a wrong setting is one sentence and exit code 2, and neither it nor Ctrl-C is a traceback."""
    try:
        load_dotenv()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except SettingsError as error:
        print(f"Wrong setting: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
