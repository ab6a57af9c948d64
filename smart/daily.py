"""Once a day and country, and a little every hour: what must happen by itself even if nobody clicks."""

from collections.abc import Iterable

from django.utils import timezone

from countries.models import Country
from countries.states import OPEN_STATES
from members.models import Thread
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country


def enqueue_daily_work() -> int:
    """Put today's daily job on the list of every open country (each on its own civil day); return how many countries."""
    open_countries = list(Country.objects.filter(state__in=OPEN_STATES))
    for each in open_countries:
        with country(each, by=PORTAL):
            jobs.enqueue("daily", key=each.today().isoformat())
            _enqueue_climbing()
    return len(open_countries)


def climb_steps(job: jobs.Job) -> Iterable[jobs.Step]:
    """Let the questions climb that nobody answered in time."""
    from members.rules.threads_clock import climb_threads  # as below: imported when it is run

    def climb() -> None:
        climb_threads(now=timezone.now())

    return [climb]


def _enqueue_climbing() -> None:
    """Every hour, where a question is past its promise: a member waits no night longer than promised."""
    now = timezone.now()
    if Thread.objects.to_climb(now).exists():
        jobs.enqueue("climb_threads", key=f"{now:%Y-%m-%dT%H}")


def daily_steps(job: jobs.Job) -> Iterable[jobs.Step]:
    """Expire what the client left unanswered, invoice what is due, end disputes that are over and contracts that ended."""
    from activities.rules.contracts import end_contracts
    from activities.rules.orders import expire_orders  # the roof may look down everywhere; imported when a day is run
    from invoicing.rules.closing import close_done_missions
    from invoicing.rules.disputes import close_disputes_over
    from invoicing.rules.einvoices_sending import enqueue_questions
    from invoicing.rules.guarantee import decide_guarantees_again
    from invoicing.rules.invoices import enqueue_due_invoices
    from invoicing.rules.promises import settle_promises
    from invoicing.rules.reminders import propose_reminders, send_due_reminders

    where = Country.objects.get(pk=job.country_id)

    def expire() -> None:
        expire_orders(by=PORTAL, on=where.today())

    def invoice() -> None:
        enqueue_due_invoices(on=where.today(), by=PORTAL)

    def close() -> None:
        close_disputes_over(on=where.today(), now=timezone.now())

    def ask() -> None:
        enqueue_questions(on=where.today())

    def remind() -> None:
        propose_reminders(on=where.today(), by=PORTAL)
        send_due_reminders(on=where.today(), by=PORTAL)

    def guarantee() -> None:
        decide_guarantees_again(on=where.today(), by=PORTAL)

    def promise() -> None:
        settle_promises(on=where.today(), by=PORTAL)

    def end() -> None:
        end_contracts(by=PORTAL, on=where.today())
        close_done_missions(on=where.today(), by=PORTAL)

    return [expire, *_ahead(where), *_members(where), invoice, close, ask, remind, guarantee, promise, end]


def _ahead(where: Country) -> list[jobs.Step]:
    """Remind clients whose offer ends soon, draft the missions of series that are due, close drafts nobody touches."""
    from activities.rules.draft_expiry import announce_expiring_drafts, expire_drafts
    from activities.rules.expense_files import forget_unused_files
    from activities.rules.order_reminders import remind_clients  # as above: imported when a day is run
    from activities.rules.series import draft_due_missions

    def remind() -> None:
        remind_clients(by=PORTAL, on=where.today())

    def draft() -> None:
        draft_due_missions(by=PORTAL, on=where.today())

    def forget() -> None:
        announce_expiring_drafts(on=where.today())
        expire_drafts(on=where.today(), by=PORTAL)
        forget_unused_files(now=timezone.now())

    return [remind, draft, forget]


def _members(where: Country) -> list[jobs.Step]:
    """Send the mail of the day, remind of meetings and of papers that end, ask for the new agreement, leave nobody without an adviser, see to shares,

    delete copies of personal data whose week is over, and what was kept restricted until today.
    """
    from members.rules.advisers import fill_gaps  # as above: imported when a day is run
    from members.rules.agreements import ask_for_acceptance
    from members.rules.digests import send_digests
    from members.rules.erasure import warn_of_answers_due
    from members.rules.legal_holds import remind_of_reviews
    from members.rules.meetings import remind_of_meetings
    from members.rules.papers import remind_of_ends
    from members.rules.share_calendar import enqueue_renewals, remind_unpaid_shares
    from smart.personal_data.exports import remove_old_exports
    from smart.personal_data.purging import purge_by_the_day

    def remind() -> None:
        remind_of_meetings(where, on=where.today())
        remind_of_ends(on=where.today())

    def digest() -> None:
        send_digests(where, on=where.today())

    def ask() -> None:
        ask_for_acceptance(where, on=where.today())

    def advise() -> None:
        fill_gaps(where, on=where.today())

    def share() -> None:
        enqueue_renewals(where, on=where.today())
        remind_unpaid_shares(on=where.today())

    def clear() -> None:
        remove_old_exports(now=timezone.now())

    def forget() -> None:
        warn_of_answers_due(on=where.today())
        remind_of_reviews(on=where.today())
        purge_by_the_day(on=where.today())

    return [remind, ask, advise, share, clear, forget, digest]
