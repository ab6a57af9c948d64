#!/usr/bin/env python
"""Run a management command with the local environment, if one was started by `make services-up`."""

import os
import sys

from smart.environment import load_local_environment

if __name__ == "__main__":
    load_local_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smart.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
