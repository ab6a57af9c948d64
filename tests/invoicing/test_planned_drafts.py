"""A planned invoice is shown as a draft, may be changed, and goes out on its day by itself."""

import datetime
from decimal import Decimal

import pytest

from activities.models import Mission
from countries.models import Country
from invoicing import jobs as invoicing_jobs
from invoicing.models import Invoice, InvoiceChangeRequest
from invoicing.rules import draft_changes, invoices
from members.models import Notification
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from tests.factories.invoicing import make_activity, make_mission, make_order, member_actor, staff_actor

D = Decimal
PLANNED = datetime.date(2026, 11, 27)
SHOWN = datetime.date(2026, 11, 20)
NOW = datetime.datetime(2026, 11, 20, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def mission(activity):
    mission = make_mission(activity)
    make_order(mission, invoice_on=PLANNED)
    return mission


@pytest.fixture
def adviser():
    return staff_actor("adviser")


@pytest.fixture
def draft(mission):
    invoices.follow_plan(mission, on=SHOWN, by=PORTAL)
    return Invoice.objects.get()


def _day(on):
    """What the daily step and then the worker do on a day."""
    Job.objects.filter(kind="issue_invoice").delete()
    count = invoices.enqueue_due_invoices(on=on, by=PORTAL)
    for job in Job.objects.filter(kind="issue_invoice"):
        mission_id = job.payload["mission"]
        invoices.follow_plan(Mission.objects.get(pk=mission_id), on=on, by=PORTAL)
    return count


def test_nothing_happens_before_the_draft_is_due(mission):
    assert _day(datetime.date(2026, 11, 19)) == 0
    assert not Invoice.objects.exists()


def test_seven_days_before_the_member_is_shown_the_draft_once(mission, activity):
    assert _day(SHOWN) == 1
    assert _day(datetime.date(2026, 11, 21)) == 0

    draft = Invoice.objects.get()
    assert (draft.state, draft.planned_on) == ("draft", PLANNED)
    told = Notification.objects.get(user=activity.membership.user)
    assert "goes out on" in told.title


def test_on_the_day_it_goes_out_by_itself(draft):
    assert _day(datetime.date(2026, 11, 26)) == 0
    assert _day(PLANNED) == 1

    draft.refresh_from_db()
    assert (draft.state, draft.issued_on) == ("issued", PLANNED)


def test_on_the_day_the_job_of_the_worker_issues_it(draft, clock):
    clock.move_to(datetime.datetime(2026, 11, 27, 11, 0, tzinfo=datetime.UTC))
    for step in invoicing_jobs.issue_invoice(Job(payload={"mission": draft.mission_id})):
        step()

    draft.refresh_from_db()
    assert draft.state == "issued"


def test_the_country_says_how_long_before(mission, inside, monkeypatch):
    from countries.rules import settings

    known = settings.setting_value

    def three_days(country, key, *, on, **default):
        return 3 if key == "invoice.draft_lead_days" else known(country, key, on=on, **default)

    monkeypatch.setattr(settings, "setting_value", three_days)
    assert _day(datetime.date(2026, 11, 23)) == 0
    assert _day(datetime.date(2026, 11, 24)) == 1


def test_the_member_sends_their_draft_now(draft, activity):
    issued = invoices.issue_invoice(draft, on=SHOWN, by=member_actor(activity))

    assert (issued.state, issued.issued_on) == ("issued", SHOWN)


def test_another_member_sends_nothing(draft, inside):
    with pytest.raises(NotAllowed):
        invoices.issue_invoice(draft, on=SHOWN, by=member_actor(make_activity(inside)))


def _ask(draft, by, words="The order number is missing"):
    return draft_changes.ask_for_change(draft, words=words, now=NOW, by=by)


def test_a_wish_keeps_the_draft_back_until_it_is_answered(draft, activity, adviser):
    _ask(draft, member_actor(activity))

    assert _day(PLANNED) == 0
    with pytest.raises(RuleBroken) as refused:
        invoices.issue_invoice(draft, on=PLANNED, by=adviser)
    assert refused.value.code == "draft_held"


def test_an_answer_before_the_day_lets_it_wait_for_its_day(draft, activity, adviser):
    _ask(draft, member_actor(activity))

    released = draft_changes.release_draft(draft, answer="Added", on=SHOWN, now=NOW, by=adviser)

    assert released.state == "draft"
    assert _day(PLANNED) == 1
    assert Notification.objects.filter(user=activity.membership.user, text="Added").exists()


def test_an_answer_after_the_day_sends_it_at_once(draft, activity, adviser):
    _ask(draft, member_actor(activity))

    later = datetime.date(2026, 11, 30)
    assert draft_changes.release_draft(draft, answer="Added", on=later, now=NOW, by=adviser).issued_on == later


def test_asking_twice_keeps_the_newer_words(draft, activity):
    _ask(draft, member_actor(activity))

    _ask(draft, member_actor(activity), words="Send it in French")

    assert InvoiceChangeRequest.objects.get().words == "Send it in French"


def test_a_wish_without_words_is_refused(draft, activity):
    with pytest.raises(RuleBroken) as refused:
        _ask(draft, member_actor(activity), words=" ")

    assert refused.value.field == "words"


def test_a_member_answers_no_wish(draft, activity):
    _ask(draft, member_actor(activity))

    with pytest.raises(NotAllowed):
        draft_changes.release_draft(draft, answer="Yes", on=SHOWN, now=NOW, by=member_actor(activity))


def test_a_stranger_asks_for_nothing(draft, inside):
    with pytest.raises(NotAllowed):
        _ask(draft, member_actor(make_activity(inside)))


def test_an_issued_invoice_takes_no_wish(draft, activity):
    issued = invoices.issue_invoice(draft, on=SHOWN, by=member_actor(activity))

    with pytest.raises(RuleBroken, match="What is wrong is credited"):
        _ask(issued, member_actor(activity))


def _edit(draft, by, **changed):
    facts = {"descriptions": {1: "Wall of the school"}, "purchase_order": "PO-7", "language": "fr", "terms_days": 30}
    return draft_changes.edit_draft(draft, by=by, **{**facts, **changed})


def test_staff_change_words_number_language_and_term_but_no_amount(draft, adviser):
    _edit(draft, adviser)

    issued = invoices.issue_invoice(draft, on=SHOWN, by=adviser)
    assert (issued.purchase_order, issued.language, issued.due_on) == ("PO-7", "fr", datetime.date(2026, 12, 20))
    assert issued.lines.get().description == "Wall of the school"
    assert issued.net == D("1250.00")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"terms_days": 91}, "terms_days"),
        ({"descriptions": {1: " "}}, "line_1"),
        ({"descriptions": {4: "More"}}, "line_4"),
    ],
)
def test_an_edit_that_cannot_be_printed_is_refused(draft, adviser, changed, field):
    with pytest.raises(RuleBroken) as refused:
        _edit(draft, adviser, **changed)

    assert refused.value.field == field


def test_a_member_edits_no_draft(draft, activity):
    with pytest.raises(NotAllowed):
        _edit(draft, member_actor(activity))


def test_the_draft_of_a_cancelled_mission_is_thrown_away(draft, mission):
    type(mission).objects.filter(pk=mission.pk).update(state="cancelled")

    with pytest.raises(RuleBroken):
        invoices.issue_invoice(draft, on=PLANNED, by=PORTAL)
    assert _day(PLANNED) == 0
    assert not Invoice.objects.exists()


def test_a_sleeping_country_sends_no_draft(draft, inside):
    Country.objects.filter(pk=inside.pk).update(state="dormant")

    with pytest.raises(RuleBroken) as refused:
        invoices.issue_invoice(draft, on=PLANNED, by=PORTAL)

    assert refused.value.code == "country_asleep"


def test_before_the_day_comes_near_nothing_is_to_be_invoiced_by_hand(mission, adviser):
    with pytest.raises(RuleBroken, match="is planned for") as refused:
        invoices.invoice_mission(mission, on=datetime.date(2026, 11, 12), by=adviser)

    assert refused.value.code == "not_planned_yet"
