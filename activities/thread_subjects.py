"""What members ask about in this room (members.thread_subjects): their missions, shares, contracts and activities."""

from django.utils.translation import gettext_noop

from activities.models import Activity, Contract, Mission, TeamShare
from countries.addresses import country_url
from members.thread_subjects import Subject
from smart.foundation.said import Said


def mission(pk: int) -> Subject | None:
    """A mission, with its order and what the client said of it."""
    people = ("activity__membership__user", "activity__membership__country", "activity__membership__adviser")
    row = Mission.objects.select_related(*people).filter(pk=pk).first()
    if row is None:
        return None
    member = row.activity.membership
    page, pk = "activities:staff_mission_review", row.pk
    if row.submitted_at is None:  # a draft is nobody else's: staff look at its member
        page, pk = "members:staff_member", member.pk
    return Subject(
        table=Mission._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Mission “%(title)s”"), {"title": row.title or row.reference}),
        membership=member,
        member_url=country_url(member.country, "activities:mission_detail", row.pk),
        staff_url=country_url(member.country, page, pk),
    )


def team_share(pk: int) -> Subject | None:
    """A share in a mission that somebody else leads, asked about by the co-worker."""
    people = ("mission", "membership__user", "membership__country", "membership__adviser")
    row = TeamShare.objects.select_related(*people).filter(pk=pk, membership__isnull=False).first()
    if row is None:
        return None
    member = row.membership
    page, pk = "activities:staff_mission_review", row.mission_id
    if row.mission.submitted_at is None:  # a draft is nobody else's: staff look at the co-worker
        page, pk = "members:staff_member", member.pk
    return Subject(
        table=TeamShare._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Share of “%(title)s”"), {"title": row.mission.title or row.mission.reference}),
        membership=member,
        member_url=country_url(member.country, "activities:team_share", row.pk),
        staff_url=country_url(member.country, page, pk),
    )


def contract(pk: int) -> Subject | None:
    people = ("membership__user", "membership__country", "membership__adviser")
    row = Contract.objects.select_related(*people).filter(pk=pk).first()
    if row is None:
        return None
    where = row.membership.country
    return Subject(
        table=Contract._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Contract %(reference)s"), {"reference": row.reference}),
        membership=row.membership,
        member_url=country_url(where, "activities:contract_detail", row.pk),
        staff_url=country_url(where, "activities:staff_contract_review", row.pk),
    )


def activity(pk: int) -> Subject | None:
    people = ("membership__user", "membership__country", "membership__adviser")
    row = Activity.objects.select_related(*people).filter(pk=pk).first()
    if row is None:
        return None
    where = row.membership.country
    return Subject(
        table=Activity._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Activity “%(name)s”"), {"name": row.name}),
        membership=row.membership,
        member_url=country_url(where, "activities:activity_detail", row.pk),
        staff_url=country_url(where, "invoicing:staff_activity_balance", row.pk),
    )
