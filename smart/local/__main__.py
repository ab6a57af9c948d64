"""`python -m smart.local up|down|status|env|reset|run`: the services of the portal on one machine."""

import argparse
import os
import sys

from smart.local.places import DEFAULT
from smart.local.problem import LocalProblem
from smart.local.services import Services


def main() -> int:
    """Run one command; a problem that a person can mend is a sentence, not a traceback."""
    arguments = _parser().parse_args()
    try:
        return int(COMMANDS[arguments.command](arguments) or 0)
    except LocalProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def up(arguments: argparse.Namespace) -> None:
    services = Services.of(arguments.instance)
    started = services.up()
    print(
        f"{' and '.join(started.names) or 'Nothing'} had to be started. Addresses: {services.places.env_file}"
    )


def down(arguments: argparse.Namespace) -> None:
    stopped = Services.of(arguments.instance).down()
    print(f"Stopped: {' and '.join(stopped) or 'nothing was running'}.")


def status(arguments: argparse.Namespace) -> int:
    services = Services.of(arguments.instance)
    running = {
        "PostgreSQL": services.postgres.is_running(),
        "Redis": services.redis.is_running(),
    }
    for name, is_running in running.items():
        print(
            f"{name:<12}{'running' if is_running else 'stopped'}  {services.places.state}"
        )
    return 0 if all(running.values()) else 3


def env(arguments: argparse.Namespace) -> None:
    for name, value in Services.of(arguments.instance).up().values.items():
        print(f"{name}={value}")


def reset(arguments: argparse.Namespace) -> None:
    Services.of(arguments.instance).reset()
    print(f"The data of the instance {arguments.instance} is gone; its keys are kept.")


def run(arguments: argparse.Namespace) -> int:
    command = [part for part in arguments.words if part != "--"]
    if not command:
        raise LocalProblem(
            "Nothing to run. Expected: python -m smart.local run --instance NAME -- COMMAND …"
        )
    os.environ.update(Services.of(arguments.instance).up().values)
    sys.stdout.flush()
    os.execvp(command[0], command)  # noqa: S606 (the person's own command)


COMMANDS = {
    "up": up,
    "down": down,
    "status": status,
    "env": env,
    "reset": reset,
    "run": run,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m smart.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        command.add_argument(
            "--instance", default=DEFAULT, help="name of the instance (default: dev)"
        )
        if name == "run":
            command.add_argument(
                "words", nargs=argparse.REMAINDER, help="the command, after --"
            )
    return parser


if __name__ == "__main__":
    sys.exit(main())
