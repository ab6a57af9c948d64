"""docker-compose.yml cannot be started here: it is read, and compared with what it must agree with."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

from smart.local.demo import FIRST_MAIL_PORT
from smart.local.processes import DEMO_REPLY_DOMAIN, QUEUES, WORKER_STATEMENT, portal_processes
from smart.local.supervisor import BIN

ROOT = Path(__file__).resolve().parents[2]
SETTINGS_TEXT = (ROOT / "smart" / "settings.py").read_text()
LONG_RUNNING = {
    "postgres",
    "redis",
    "store",
    "mail",
    "web",
    "worker",
    "worker-pdf",
    "worker-payroll",
    "beat",
    "mail-door",
}
ONE_SHOT = {"keys", "store-bucket", "migrate"}
OF_THE_PORTAL = {"web", "worker", "worker-pdf", "worker-payroll", "beat", "mail-door", "migrate", "store-bucket"}
NOT_SETTINGS = {"WORKER_NAME"}  # read by the health check


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def _variables(service: dict[str, Any]) -> set[str]:
    """Return the settings a service gives, files counted under the name of what they hold."""
    return {name.removesuffix("_FILE") for name in service.get("environment", {})} - NOT_SETTINGS


def _words(service: dict[str, Any]) -> list[str]:
    return [str(word) for word in service["command"]]


def test_the_file_has_every_service_of_the_design(services: dict[str, Any]) -> None:
    assert set(services) == LONG_RUNNING | ONE_SHOT


@pytest.mark.parametrize("name", sorted(LONG_RUNNING))
def test_a_lasting_service_has_a_health_check_and_restarts(services: dict[str, Any], name: str) -> None:
    assert services[name]["healthcheck"]["test"]
    assert services[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(ONE_SHOT))
def test_a_one_shot_service_does_not_restart(services: dict[str, Any], name: str) -> None:
    assert services[name].get("restart", "no") == "no"


def test_dependencies_exist_and_their_conditions_can_come_true(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for other, wanted in service.get("depends_on", {}).items():
            expected = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
            assert wanted["condition"] == expected, (name, other)


def test_ports_are_published_on_loopback_only(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_variable_given_is_one_the_settings_read(services: dict[str, Any]) -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', SETTINGS_TEXT))

    for name in sorted(OF_THE_PORTAL):
        assert _variables(services[name]) <= read, name


def test_every_variable_without_a_default_is_given(services: dict[str, Any]) -> None:
    without_default = set(re.findall(r'env\.\w+\("([A-Z0-9_]+)"\)', SETTINGS_TEXT))
    without_default |= set(re.findall(r'env\.\w+\("([A-Z0-9_]+)",[^)]*env\.NOTSET\)', SETTINGS_TEXT))

    assert {"SECRET_KEY", "DATABASE_URL", "FIELD_KEYS"} <= without_default
    for name in sorted(OF_THE_PORTAL):
        assert without_default <= _variables(services[name]), name


def test_secrets_come_from_files_and_never_stand_in_the_file(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable in service.get("environment", {}):
            if re.search(r"PASSWORD|SECRET|KEY|DATABASE.*URL", variable):
                assert variable.endswith("_FILE"), (name, variable)


def test_only_migrate_sees_the_owner_of_the_schema(services: dict[str, Any]) -> None:
    for name in OF_THE_PORTAL - {"migrate"}:
        assert "DATABASE_OWNER_URL" not in _variables(services[name]), name
        assert not any("keys_owner" in volume for volume in services[name].get("volumes", [])), name
    assert "DATABASE_OWNER_URL" in _variables(services["migrate"])


def test_nothing_of_the_demo_is_switched_on(services: dict[str, Any]) -> None:
    assert not any("SMART_DEMO" in _variables(service) for service in services.values())
    assert services["web"]["environment"]["SMART_ENV"] == "${SMART_ENV:-production}"


def test_workers_listen_to_the_queues_of_the_settings_and_of_the_demo(services: dict[str, Any]) -> None:
    listened = {}
    for name in QUEUES:
        words = _words(services[name])
        listened[name] = tuple(words[words.index("--queues") + 1].split(","))

    assert listened == QUEUES
    used = {settings.CELERY_TASK_DEFAULT_QUEUE, *settings.JOB_QUEUES.values()}
    assert {queue for queues in QUEUES.values() for queue in queues} == used


def test_a_workers_health_check_asks_for_its_own_name(services: dict[str, Any]) -> None:
    for name in QUEUES:
        words = _words(services[name])
        assert words[words.index("--hostname") + 1] == f"{services[name]['environment']['WORKER_NAME']}@%h"


def test_workers_may_ask_the_database_longer_than_pages(services: dict[str, Any]) -> None:
    for name in QUEUES:
        assert services[name]["environment"]["STATEMENT_TIMEOUT_SECONDS"] == WORKER_STATEMENT
    assert "STATEMENT_TIMEOUT_SECONDS" not in _variables(services["web"])


def test_programs_and_commands_exist(services: dict[str, Any]) -> None:
    for name in OF_THE_PORTAL | {"keys"}:
        program, *rest = _words(services[name])
        assert (BIN / program).exists(), name
        if rest[0] == "-m":
            importlib.import_module(rest[1])
        if rest[0] == "manage.py":
            assert rest[1] in get_commands(), name
    assert "smart.wsgi:application" in _words(services["web"])


def test_the_door_for_mail_listens_where_it_is_published(services: dict[str, Any]) -> None:
    door = services["mail-door"]
    words = _words(door)

    assert words[:3] == ["python", "manage.py", "mail_door"]
    assert words[words.index("--host") + 1] == "0.0.0.0"
    assert door["ports"] == [f"127.0.0.1:${{MAIL_DOOR_PORT:-2525}}:{words[words.index('--port') + 1]}"]
    assert f", {words[words.index('--port') + 1]}," in door["healthcheck"]["test"][-1]


def test_the_door_for_mail_is_at_the_same_port_everywhere_and_at_nobody_elses(services: dict[str, Any]) -> None:
    """Started without a port, by compose or by the demo: what a mail server was told once stays true."""
    door = _words(services["mail-door"])
    published = int(door[door.index("--port") + 1])

    usual = load_command_class("smart", "mail_door").create_parser("manage.py", "mail_door").get_default("port")

    assert usual == FIRST_MAIL_PORT == published
    others = [port for name, service in services.items() if name != "mail-door" for port in service.get("ports", [])]
    assert str(published) not in [port.rpartition(":")[2] for port in others]


def test_the_door_waits_for_a_domain_and_every_process_knows_it(services: dict[str, Any]) -> None:
    """Without the domain the door would end at once; mails carry its address from the web and the workers alike."""
    assert services["mail-door"]["profiles"] == ["answers"]
    for name in sorted(OF_THE_PORTAL):
        assert services[name]["environment"]["REPLY_DOMAIN"] == "${REPLY_DOMAIN:-}", name


def test_the_demo_has_the_same_processes(services: dict[str, Any]) -> None:
    started = {each.name: each for each in portal_processes(port=8000, schedule="beat", mail_port=2526)}

    assert set(started) == (LONG_RUNNING & OF_THE_PORTAL)
    assert "--preload" in started["web"].arguments
    assert "--preload" in _words(services["web"])
    assert '"--preload"' in (ROOT / "Dockerfile").read_text()
    assert started["mail-door"].arguments == ("python", "manage.py", "mail_door", "--port", "2526")
    assert DEMO_REPLY_DOMAIN.endswith(".example")


def test_the_health_check_of_web_asks_an_address_that_exists(services: dict[str, Any]) -> None:
    from django.urls import resolve

    path = re.search(r"127\.0\.0\.1:8000(/[^\"']+)", services["web"]["healthcheck"]["test"][-1])

    assert path is not None
    assert resolve(path.group(1)).url_name == "health_ready"


def test_files_mounted_from_the_checkout_exist(services: dict[str, Any]) -> None:
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).is_file(), source


def test_redis_keeps_what_it_is_told_and_never_throws_away(services: dict[str, Any]) -> None:
    words = _words(services["redis"])

    assert words[words.index("--appendonly") + 1] == "yes"
    assert words[words.index("--maxmemory-policy") + 1] == "noeviction"


def test_the_database_is_postgresql_18_with_its_data_on_the_volume(services: dict[str, Any]) -> None:
    assert services["postgres"]["image"].startswith("postgres:18")
    assert "postgres_data:/var/lib/postgresql" in services["postgres"]["volumes"]


def test_the_image_is_locked_and_runs_without_rights() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes -r requirements.txt" in dockerfile
    assert re.search(r"^USER portal$", dockerfile, re.MULTILINE)
    for library in ("libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert library in dockerfile
        assert library in (ROOT / ".ci" / "setup").read_text()
