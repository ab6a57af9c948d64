"""README, CONTRIBUTING and the runbook say what is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "smart/docs/runbook.md"]
TARGETS = set(re.findall(r"^([a-z-]+):(?=.*## )", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_readme_lists_every_variable_of_the_settings_and_no_other() -> None:
    sources = "".join((ROOT / "smart" / name).read_text() for name in ("settings.py", "work_list.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', sources))
    table = (ROOT / "README.md").read_text().partition("## Settings from the environment")[2]
    listed = {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}

    assert listed == read


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_command_named_in_a_document_exists(name: str) -> None:
    named = set(re.findall(r"`?make ([a-z-]+)`", (ROOT / name).read_text()))

    assert named <= TARGETS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_link_to_a_file_leads_somewhere(name: str) -> None:
    file = ROOT / name
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", file.read_text())

    assert [link for link in links if not (file.parent / link).exists()] == []


def test_every_target_of_the_makefile_explains_itself() -> None:
    lines = (ROOT / "Makefile").read_text().splitlines()
    phony = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]

    assert set(phony) == TARGETS


def test_decision_notes_have_a_number_of_their_own_and_their_three_parts() -> None:
    notes = sorted((ROOT / "smart" / "docs" / "decisions").glob("*.md"))

    assert len({note.name[:4] for note in notes}) == len(notes) > 0
    for note in notes:
        text = note.read_text().lower()
        assert "context" in text, note.name
        assert "choice" in text, note.name
        assert "what it costs" in text, note.name
