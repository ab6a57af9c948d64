"""Bring PostgreSQL and Redis up or down for one instance, and write down where they are."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from smart.local import database, environment
from smart.local.account import Account, server_account
from smart.local.given_database import GivenDatabase
from smart.local.places import Places, places_of
from smart.local.postgres_server import PostgresServer
from smart.local.problem import LocalProblem
from smart.local.redis_server import RedisServer


@dataclass(frozen=True, slots=True)
class Started:
    """What `up` did: the environment for the portal, and the names of what it had to start."""

    values: dict[str, str]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Services:
    """The two services of one instance."""

    places: Places
    postgres: PostgresServer
    redis: RedisServer

    @classmethod
    def of(cls, instance: str) -> "Services":
        try:
            account = server_account()
        except LocalProblem:
            if not os.environ.get("DATABASE_URL"):
                raise
            account = _me()  # nothing of ours will run as another account
        places = places_of(instance, account)
        return cls(places, PostgresServer(places, account), RedisServer(places))

    def up(self) -> Started:
        """Start what nobody named, make roles and database, write the addresses; safe to repeat."""
        with self._alone():
            kept = environment.read(self.places.env_file)
            names: list[str] = []
            if given := self._given_database():
                addresses = given.prepare(kept)
            else:
                names += ["PostgreSQL"] * self.postgres.start()
                addresses = database.prepare_embedded(self.postgres)
            if os.environ.get("REDIS_URL"):
                redis = {"REDIS_URL": os.environ["REDIS_URL"]}
            else:
                names += ["Redis"] * self.redis.start()
                redis = {"REDIS_URL": self.redis.url, "REDIS_UNIX_URL": self.redis.unix_url}
            values = {**addresses.as_environment(), **redis, **self._fixed(), **environment.with_keys(kept)}
            environment.write(self.places.env_file, values)
            self.places.logs.mkdir(parents=True, exist_ok=True)
            return Started(values, tuple(names))

    def down(self) -> tuple[str, ...]:
        """Stop what we started; return the names of what ran."""
        with self._alone():
            stopped = []
            if self.redis.stop():
                stopped.append("Redis")
            if self.postgres.stop():
                stopped.append("PostgreSQL")
            return tuple(stopped)

    def reset(self) -> None:
        """Forget all data of the instance, but keep its keys; the next `up` starts afresh."""
        if given := self._given_database():
            given.forget_data(environment.read(self.places.env_file))
        self.down()
        for folder in (self.places.postgres_data, self.places.redis_data, self.places.media):
            shutil.rmtree(folder, ignore_errors=True)

    def _given_database(self) -> GivenDatabase | None:
        url = os.environ.get("DATABASE_URL")
        if not url:
            return None
        return GivenDatabase(url, os.environ.get("DATABASE_OWNER_URL", ""), self.places.notes.parent)

    def _fixed(self) -> dict[str, str]:
        return {
            "SMART_ENV": "local",
            "MEDIA_ROOT": str(self.places.media),
            "ROLES_FINGERPRINT": database.roles_fingerprint(),
        }

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one command at a time work on the instance."""
        with (self.places.notes / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _me() -> Account:
    return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid())
