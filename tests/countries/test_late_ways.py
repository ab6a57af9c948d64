"""What the law of each country still allows when work began before it was declared: read strictly, offered by its facts."""

import copy
import datetime

import pytest

from countries.data.reading import FOLDER, DataFileError, read_data
from countries.late_ways import NEEDS, build_late_laws, late_law_of, late_laws

MARCH = datetime.date(2026, 3, 9)
EVERY = frozenset(NEEDS)
SEVEN = ("AT", "BE", "DE", "ES", "FR", "IT", "SE")


def codes(country, *, has_begun=True, on=MARCH, starts_on=MARCH, facts=EVERY):
    law = late_law_of(country)
    return [way.code for way in law.open_ways(has_begun=has_begun, starts_on=starts_on, on=on, facts=frozenset(facts))]


def test_the_seven_countries_have_their_law_written_down():
    assert tuple(sorted(late_laws())) == SEVEN
    assert late_law_of("HU") is None


@pytest.mark.parametrize("country", SEVEN)
def test_every_row_has_its_source_and_the_days_ahead_are_always_open(country):
    law = late_law_of(country)

    assert all(way.source for way in law.ways)
    assert law.duty.source
    assert codes(country, facts=())[0] == "coming"


@pytest.mark.parametrize(
    ("country", "open_to_all"),
    [
        ("BE", ["coming", "own_invoice"]),  # a late Dimona is an offence: Social Criminal Code art. 181
        ("FR", ["coming", "own_invoice"]),  # Code du travail art. L8221-5
        ("ES", ["coming", "own_invoice"]),  # RD 84/1996 art. 35.1.1: counts from the request only
        ("IT", ["coming", "own_invoice"]),  # D.L. 510/1996 art. 9-bis
        ("DE", ["coming", "own_invoice"]),
        ("AT", ["coming", "fee_note"]),  # ASVG § 33 (1)
        ("SE", ["coming", "late", "own_invoice"]),  # nothing is told before the work
    ],
)
def test_work_that_has_begun_has_these_ways_without_more_facts(country, open_to_all):
    assert codes(country, facts=()) == open_to_all


def test_only_germany_and_sweden_give_time_after_the_start():
    late = [country for country in SEVEN if "late" in codes(country)]

    assert late == ["DE", "SE"]
    assert {country for country in SEVEN if late_law_of(country).duty.kind == "after"} == {"DE", "SE"}


def test_germany_gives_six_weeks_and_no_day_more():
    """DEÜV § 6: 9 March and 42 days are 20 April 2026."""
    assert "late" in codes("DE", on=datetime.date(2026, 4, 20))
    assert "late" not in codes("DE", on=datetime.date(2026, 4, 21))


def test_austria_may_take_at_short_notice_what_has_not_begun():
    assert "late" in codes("AT", has_begun=False)
    assert "late" not in codes("AT", has_begun=True)


def test_occasional_work_in_italy_is_for_clients_that_are_no_business():
    """D.L. 146/2021 art. 13: a business had to announce it before, since 21 December 2021."""
    assert "occasional" in codes("IT", facts=["client_no_business"])
    assert "occasional" not in codes("IT", facts=[])
    assert "occasional" not in codes("IT", on=datetime.date(2021, 12, 20))


def test_rights_need_a_licence_and_in_belgium_the_attestation():
    assert "rights" in codes("FR", facts=["rights"])
    assert "rights" not in codes("BE", facts=["rights"])
    assert "rights" in codes("BE", facts=["rights", "arts_attestation"])


@pytest.mark.parametrize("name", ["source", "confidence"])
def test_a_row_without_its_source_is_refused(name):
    raw = copy.deepcopy(read_data(FOLDER / "late_ways.yaml"))
    del raw["countries"]["BE"]["ways"][0][name]

    with pytest.raises(DataFileError, match="BE"):
        build_late_laws(raw)


@pytest.mark.parametrize(("name", "value"), [("code", "false_date"), ("who", "nobody"), ("when", ["never"])])
def test_a_word_nobody_knows_is_refused(name, value):
    raw = copy.deepcopy(read_data(FOLDER / "late_ways.yaml"))
    raw["countries"]["SE"]["ways"][0][name] = value

    with pytest.raises(DataFileError, match="SE"):
        build_late_laws(raw)


def test_a_way_stands_once():
    raw = copy.deepcopy(read_data(FOLDER / "late_ways.yaml"))
    raw["countries"]["SE"]["ways"].append(raw["countries"]["SE"]["ways"][0])

    with pytest.raises(DataFileError, match="each way once"):
        build_late_laws(raw)


def test_a_note_speaks_the_readers_language_or_english():
    way = next(way for way in late_law_of("AT").ways if way.code == "fee_note")

    assert way.note_in("de").startswith("Nicht für ein Gewerbe")
    assert way.note_in("pl") == way.note["en"]
