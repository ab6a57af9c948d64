"""`python -m smart.local COMMAND`: the services, the demo and the suites of the portal on one machine."""

import argparse
import os
import sys
from collections.abc import Callable

from smart.local import demo, messages, suites
from smart.local.places import DEFAULT
from smart.local.problem import LocalProblem
from smart.local.services import Services


def main() -> int:
    """Run one command; a problem that a person can mend is a sentence, not a traceback."""
    arguments = _parser().parse_args()
    try:
        return int(COMMANDS[arguments.command][0](arguments) or 0)
    except LocalProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def up(arguments: argparse.Namespace) -> None:
    services = Services.of(arguments.instance)
    started = services.up()
    messages.compile_all()
    print(f"{' and '.join(started.names) or 'Nothing'} had to be started. Addresses: {services.places.env_file}")


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
        print(f"{name:<12}{'running' if is_running else 'stopped'}  {services.places.state}")
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
        raise LocalProblem("Nothing to run. Expected: python -m smart.local run --instance NAME -- COMMAND …")
    os.environ.update(Services.of(arguments.instance).up().values)
    sys.stdout.flush()
    os.execvp(command[0], command)  # noqa: S606 (the person's own command)


def run_demo(arguments: argparse.Namespace) -> int:
    return demo.run(instance=arguments.instance, fresh=arguments.fresh)


def check(_: argparse.Namespace) -> int:
    return suites.run(suites.CHECKS, instance="test")


def test(_: argparse.Namespace) -> int:
    return suites.run(suites.tests(), instance="test")


def bench(_: argparse.Namespace) -> int:
    return suites.run(suites.BENCHMARKS, instance="bench")


def shots(_: argparse.Namespace) -> int:
    code = suites.run(suites.SHOTS, instance="test", extra={"SMART_SHOTS": str(suites.PHOTOGRAPHED)})
    if code == 0:
        suites.keep_pictures()
    return code


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int | None], str]] = {
    "up": (up, "start PostgreSQL and Redis unless DATABASE_URL and REDIS_URL name some"),
    "down": (down, "stop what `up` started"),
    "status": (status, "tell what runs; code 3 when something is stopped"),
    "env": (env, "start, then print the environment as KEY=VALUE lines"),
    "reset": (reset, "stop and forget the instance's data"),
    "run": (run, "start, then run a command in that environment"),
    "demo": (run_demo, "run the whole portal with demo people"),
    "check": (check, "format, lint, types, import order, migrations"),
    "test": (test, "run the whole test suite"),
    "bench": (bench, "run the benchmarks"),
    "shots": (shots, "renew the pictures from the browser tests"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m smart.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--instance", default=DEFAULT, help="name of the instance (default: dev)")
        if name == "demo":
            command.add_argument("--fresh", action="store_true", help="forget the data first")
        if name == "run":
            command.add_argument("words", nargs=argparse.REMAINDER, help="the command, after --")
    return parser


if __name__ == "__main__":
    sys.exit(main())
