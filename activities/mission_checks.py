"""What staff should know before they approve a mission: the portal's own look at it, one line a question."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from activities import place
from activities.models import Client, LateStatement, LateWay, Mission, Order, TeamShare
from activities.models.late_statement import DECISIONS
from activities.rules import late_decisions, mission_facts
from activities.states import MissionState, ShareState
from countries.calendars import declaration_deadline, review_deadline
from countries.models import Country
from countries.rules.settings import setting_values, working_calendar
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

Check = dict[str, str]


def mission_checks(
    mission: Mission, order: Order | None, *, country: Country, now: datetime, team: Sequence[TeamShare] = ()
) -> list[Check]:
    """Every check with its answer, what blocks first (four queries). `team` are the shares that stand."""
    found = [
        _declared(mission, country),
        _ahead(mission, country, now),
        *_client(mission.client),
        _answer(order),
        *_own_address(mission, order),
        _member(mission),
        _facts(mission, order, country),
        _risks(mission),
        *_twins(mission),
        *_late_days(mission),
        *_team(team),
    ]
    return sorted(found, key=lambda check: ("bad", "warn", "ok").index(check["tone"]))


def answer_by(mission: Mission, *, country: Country, promise: dict[str, object] | None) -> datetime | None:
    """Until when staff promised to answer, never later than the work begins; None for a mission not sent."""
    if mission.submitted_at is None or mission.starts_on is None or mission.start_time is None:
        return None
    begins = place.starts_at(country, mission.starts_on, mission.start_time)
    if promise is None:
        return begins
    sent = country.local(mission.submitted_at)
    return min(begins, review_deadline(promise, sent_at=sent, calendar=working_calendar(country)))


def _declared(mission: Mission, country: Country) -> Check:
    """Whether it was sent before the work, under the country's lead on that day."""
    title = _("Declared in time")
    if mission.submitted_at is None or mission.starts_on is None or mission.start_time is None:
        return _line("warn", title, _("The mission is not with the cooperative: its member is still writing it."))
    sent = country.local(mission.submitted_at)
    rule = setting_values(country, on=sent.date()).get("declaration.lead") or {"kind": "before_start"}
    last_day = declaration_deadline(rule, work_starts_on=mission.starts_on, calendar=working_calendar(country))
    begins = place.starts_at(country, mission.starts_on, mission.start_time)
    facts = {"sent": place.clock(country, sent), "last": formats.day(last_day), "begins": place.clock(country, begins)}
    if mission.submitted_at >= begins or sent.date() > last_day:
        decision = late_decisions.decision_for(mission)
        if decision is not None and decision.way == LateWay.GRANTED:
            facts |= {"who": decision.stated_by_label, "reason": decision.words}
            text = _("Sent on %(sent)s, after the last day (%(last)s). %(who)s has granted it: %(reason)s")
            return _line("warn", title, text % facts)
        return _line("bad", title, _("Sent on %(sent)s, too late: the last day was %(last)s.") % facts)
    return _line("ok", title, _("Sent on %(sent)s; the work begins on %(begins)s.") % facts)


def _ahead(mission: Mission, country: Country, now: datetime) -> Check:
    title = _("The work is still ahead")
    if mission.starts_on is None or mission.start_time is None:
        return _line("warn", title, _("The dates are not filled in yet."))
    begins = place.starts_at(country, mission.starts_on, mission.start_time)
    facts = {"begins": place.clock(country, begins)}
    if now >= begins:
        return _line("warn", title, _("It began on %(begins)s. Call the member before you decide.") % facts)
    return _line("ok", title, _("It begins on %(begins)s.") % facts)


def _client(client: Client | None) -> Iterator[Check]:
    if client is None:
        yield _line("warn", _("Client"), _("No client is chosen yet."))
        return
    if client.blocked_reason:
        text = _("New missions for %(name)s are refused: %(reason)s")
        yield _line("bad", _("The client is blocked"), text % {"name": client, "reason": client.blocked_reason})
    elif client.reviewed_at is None:
        text = _("Nobody has compared %(name)s with a register. Look at the client's page first.")
        yield _line("warn", _("The client is new"), text % {"name": client})
    else:
        yield _line("ok", _("The client is known"), _("%(name)s was reviewed.") % {"name": client})


def _answer(order: Order | None) -> Check:
    title = _("The client's answer")
    state = order.state if order else "draft"
    until = formats.day(order.valid_until) if order and order.valid_until else "…"
    match state:
        case "accepted":
            return _line("ok", title, _("Accepted. Your approval confirms the mission and starts the invoice."))
        case "waived":
            return _line("warn", title, _("No confirmation was asked: the payment guarantee is lost."))
        case "sent":
            return _line(
                "warn",
                title,
                _("Not there yet; the client has time until %(day)s. You can approve before.") % {"day": until},
            )
    return _line("warn", title, str(order.get_state_display()) if order else _("No order was made."))


def _own_address(mission: Mission, order: Order | None) -> Iterator[Check]:
    """An order that goes to an address of the member's own is answered by nobody else."""
    client, own = mission.client, mission.activity.membership.user.email.casefold()
    addresses = {order.contact_email if order else "", client.email if client else ""}
    if own in {address.strip().casefold() for address in addresses}:
        text = _("%(email)s is the member’s own address. Ask who really answers for the client before you approve.")
        yield _line("warn", _("The order goes to the member"), text % {"email": own})


def _member(mission: Mission) -> Check:
    membership = mission.activity.membership
    if membership.is_active:
        return _line("ok", _("The member is active"), _("Member number %(number)s.") % {"number": membership.number})
    text = _("The membership is “%(state)s”: no new work starts.") % {"state": membership.get_state_display()}
    return _line("bad", _("The member is not active"), text)


def _facts(mission: Mission, order: Order | None, country: Country) -> Check:
    """The rules of the wizard once more: what was right when it was sent may not be right any more."""
    try:
        for step in (2, 3):
            mission_facts.check_step(step, mission, order or Order(), country=country)
    except RuleBroken as broken:
        return _line("bad", _("The facts are not in order"), broken.message)
    return _line("ok", _("The facts are complete"))


def _risks(mission: Mission) -> Check:
    if not mission.has_risks:
        return _line("ok", _("No particular risk declared"))
    text = _("The member writes: %(note)s Ask the prevention adviser when in doubt.") % {"note": mission.risk_note}
    return _line("warn", _("Particular risks"), text)


def _twins(mission: Mission) -> Iterator[Check]:
    """Another living mission of the activity for the same client on the same days may be the same work twice."""
    if mission.starts_on is None or mission.ends_on is None:
        return
    living = Mission.objects.exclude(state__in=[MissionState.DRAFT, MissionState.CANCELLED]).exclude(pk=mission.pk)
    same = living.filter(activity_id=mission.activity_id, client_id=mission.client_id)
    twins = same.filter(starts_on__lte=mission.ends_on, ends_on__gte=mission.starts_on)
    found = list(twins.order_by("id").values_list("reference", flat=True)[:3])
    if found:
        text = _("On the same days for the same client: %(references)s. Is it the same work?")
        yield _line("warn", _("Perhaps declared twice"), text % {"references": ", ".join(found)})


def _late_days(mission: Mission) -> Iterator[Check]:
    """What the member says of days worked before they were declared: it is no work of this mission."""
    for said in LateStatement.objects.filter(mission=mission).exclude(way__in=DECISIONS).order_by("id"):
        facts = {"first": formats.day(said.first_day), "last": formats.day(said.last_day), "words": said.words}
        text = _("From %(first)s to %(last)s, in the member’s words: %(words)s")
        yield _line("warn", _("Days worked before they were declared"), text % facts)


def _team(team: Sequence[TeamShare]) -> Iterator[Check]:
    """Whether everybody who shares the work has consented; they are employed for their own share."""
    states = [share.state for share in team]
    if not states:
        return
    title, facts = _("The team"), {"count": len(states), "agreed": states.count(ShareState.CONSENTED)}
    if facts["agreed"] < facts["count"]:
        yield _line("bad", title, _("%(agreed)d of %(count)d co-workers have consented to their share.") % facts)
    else:
        yield _line("ok", title, _("Everybody has consented to their share (%(count)d).") % facts)


def _line(tone: str, title: str, text: str = "") -> Check:
    return {"tone": tone, "title": title, "text": text}
