"""The member's month on a phone, in French and in German, and once without scripts: from joining to the answered question.

Each press says the English sentence; the visitor presses what the portal calls it in their own language.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import DESK, Visitor, plain, visiting
from tests.e2e.conftest import BEGINS, Visit
from tests.e2e.hands import Hands
from tests.e2e.lives import LIVES, Life
from tests.e2e.papers import photo
from tests.e2e.portal import Portal, running_portal

PASSWORD = "three blue paint pots"
POCKET = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ENDS = {"expires_on_0": "31", "expires_on_1": "12", "expires_on_2": "2034"}
MOST_INPUTS, MOST_TAPS, A_MINUTE = 4, 8, 60


@pytest.fixture(scope="module")
def portal(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own: the months of the members follow each other, and no other story turns its clock."""
    with running_portal(tmp_path_factory.mktemp("month"), at=BEGINS) as running:
        yield running


@dataclass
class Story:
    """A member, their client and the three of the staff who have to do with them."""

    portal: Portal
    life: Life
    visit: Visit
    member: Visitor
    staff: Visitor
    mission: str = ""
    contract: str = ""
    payslip: str = ""
    activity: str = ""

    def at(self, days: int, hour: int) -> None:
        """From now on it is this hour at the portal, in universal time, so many days after the beginning."""
        self.portal.set_clock(datetime.combine(self.life.begins + timedelta(days), time(hour), tzinfo=UTC))

    def path(self, rest: str = "") -> str:
        return f"/{self.life.country}/{rest}"

    def opens(self, rest: str = "") -> Visitor:
        """The member comes back; after a while the portal asks for the password."""
        member = self.member.open(rest if rest.startswith("/") else self.path(rest))
        if "/accounts/login/" in member.page.url:
            member.fill(login=self.life.email, password=PASSWORD).press("Sign in")
        return member

    def works(self, who: int, rest: str) -> Visitor:
        """Adviser (0), payroll officer (1) or the second one (2) opens a page of the staff."""
        return self.staff.open("/help/").sign_in_as(self.life.staff[who]).open(self.path(f"staff/{rest}"))

    def here(self) -> str:
        return self.member.page.url.removeprefix(self.portal.url)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.story)
def test_a_member_lives_a_month(life: Life, browser: Browser, portal: Portal, shots: Path) -> None:
    place = shots / f"month-{life.story}"
    place.mkdir(exist_ok=True)
    at = partial(visiting, browser, url=portal.url, shots=place)
    pocket = partial(at, language=life.language, java_script_enabled=life.has_scripts, **POCKET)
    with ExitStack() as stack:
        member, staff = stack.enter_context(pocket()), stack.enter_context(at(**DESK))
        story = Story(portal=portal, life=life, visit=pocket, member=member, staff=staff)
        for scene in SCENES:
            scene(story)


def register(story: Story) -> None:
    story.at(0, 8)
    member = story.member.open("/accounts/signup/").look("01-register")
    member.fill(email=story.life.email, password1=PASSWORD).press("Create my account")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", story.portal.wait_for_mail(story.life.email))
    assert code
    member.fill(code=code[0]).press("Confirm", shot="02-choose")
    member.press("Join in %(country)s", country=story.life.country_name).press("Begin my application", shot="03-stages")


def book_a_session(story: Story) -> None:
    life, tomorrow = story.life, story.life.begins + timedelta(days=1)
    adviser = story.works(0, "meetings/plan/")
    adviser.fill(day=tomorrow.isoformat(), time="11:00", language=life.language, place="Rue Exemple 1")
    adviser.press("Plan it")
    member = story.opens("join/meeting/").look("04-sessions")
    book(member)
    member.look("05-session-booked").sees(member.said("Your place is booked"))


def book(member: Visitor) -> None:
    with member.page.expect_navigation():
        member.page.locator("main form[action$='/book/'] button").first.click()


def tell_who_one_is(story: Story) -> None:
    life = story.life
    member = story.opens("join/address/").fill(**life.address).press("Continue", shot="06-identity")
    who = {"legal_first_name": life.first_name, "legal_last_name": life.last_name}
    member.fill(**who, **life.identity).press("Continue", shot="07-papers")
    for kind in life.papers:
        member.open(story.path(f"papers/{kind}/")).attach(front=photo(kind))
        if kind == "identity":
            member.attach(back=photo("back")).fill(**ENDS).look("08-card")
        member.press("Hand it in")
    member.look("09-papers-given").press("Continue", shot="10-account")
    member.fill(iban=life.iban).press("Continue", shot="11-tax").fill(**life.tax).press("Continue", shot="12-check")
    member.sees(life.name).fill(agreed=True).press("Send my application", shot="13-sent")


def become_a_member(story: Story) -> None:
    """Where an adviser must have met the applicant, they tick who came, read the papers and open the membership."""
    if story.path("join/") in story.member.page.url:
        story.at(1, 12)
        adviser = story.works(0, "meetings/").follow("11:00")
        adviser.page.get_by_role("checkbox", name=story.life.name).check()
        adviser.press("Record who was there").open(story.path("staff/papers/"))
        for link in adviser.page.locator("main tbody a").evaluate_all("all => all.map(each => each.href)"):
            adviser.open(link).press("Accept")
        adviser.open(story.path("staff/applications/")).follow(story.life.name).press("Open the membership")
    member = story.opens().look("14-today-empty")
    member.sees(story.life.first_name)


def declare_the_first_mission(story: Story) -> None:
    life = story.life
    member = story.opens("activities/new/").look("15-open-activity")
    member.fill(name=life.mission["title"], description=life.mission["description"]).press("Open the activity")
    story.activity = story.here()
    member.press("Declare a mission", shot="16-step-1")
    member.fill(**life.mission).press("Add a new client", shot="17-client").fill(**life.client).press("Add the client")
    member.press("Continue", shot="18-step-2")
    last = {"starts_on": life.first_day.isoformat(), "days": life.days, "hours_per_day": life.hours}
    member.fill(**last, start_time="09:00", **life.place).press("Continue", shot="19-step-3")
    member.fill(**life.work).press("Continue", shot="20-step-4")
    member.fill(contract_kind="fixed_term", amount=life.amount)
    member.fill(contact_name="Martine Exemple", contact_email=life.client["email"])
    member.press("Continue", shot="21-check").press("Send the mission", shot="22-sent")
    story.portal.wait_for_mail(life.client["email"])


def declare_it_again(story: Story) -> None:
    """Like last time: the day, the number of days and the price typed by hand, in less than a minute."""
    life, member = story.life, story.opens().look("23-today")
    hands = Hands(member)
    hands.tap(member.page.locator("main").get_by_role("link", name=life.client["name"]).first)
    inputs = member.look("24-repeat").page.locator("main").locator("input:visible, select:visible, textarea:visible")
    assert inputs.count() <= MOST_INPUTS, inputs.evaluate_all("all => all.map(each => each.name)")
    hands.choose_day("starts_on", life.second_day.isoformat())
    hands.type("days", life.days)
    hands.type("amount", life.amount)
    hands.tap(member.page.locator("main").get_by_role("button", name=member.said("Send the mission")).last)
    member.look("25-repeated")
    sys.stdout.write(f"\n{life.story}, declared again: {hands}\n")
    assert hands.fields <= MOST_INPUTS
    assert hands.taps <= MOST_TAPS
    assert hands.seconds < A_MINUTE
    story.mission = story.here()


def client_confirms(story: Story) -> None:
    story.at(2, 9)
    mail = story.portal.wait_for_mail(story.life.client["email"])
    link = re.search(r"http\S+/orders/\S+", mail)
    assert link, mail
    with story.visit() as client:
        client.open(link[0]).look("26-order").sees(story.life.mission["title"], story.life.price)
        client.fill(**{"accept-name": "Martine Exemple", "accept-agreed": True})
        client.press("Accept the order of %(amount)s", amount=story.life.price, shot="27-accepted")


def adviser_approves(story: Story) -> None:
    adviser = story.works(0, story.mission.removeprefix(story.path()))
    adviser.press("Approve").sees("is approved")
    mail = story.portal.wait_for_mail(story.life.client["email"], containing="/invoices/")
    assert re.search(r"http\S+/invoices/\S+", mail), mail
    story.opens(story.mission).look("28-mission")


def income_becomes_a_contract(story: Story) -> None:
    life = story.life
    story.at(2, 17)
    pk = story.mission.rstrip("/").rpartition("/")[2]
    member = story.opens(f"{story.activity}convert/?mission={pk}").look("29-convert")
    member.fill(budget=life.budget, hours=life.hours, **life.engagement)
    if life.has_scripts:
        member.press_here("Show what it becomes")
        member.page.get_by_role("button", name=member.said("Make this contract")).wait_for()
    else:
        member.press("Show what it becomes")
    member.look("30-preview").sees(life.net).press("Make this contract", shot="31-contract")
    story.contract = story.here()


def staff_validate_and_declare(story: Story) -> None:
    story.at(3, 8)
    life, where = story.life, story.contract.removeprefix(story.path())
    story.works(0, where).press("Validate")
    adviser = story.works(0, "declarations/").follow(life.declaration)
    adviser.fill(**{"send-reference": "EXAMPLE-1"}).press("Record as sent")


def both_sign(story: Story) -> None:
    story.at(3, 18)
    life, member = story.life, story.opens(story.contract)
    if member.page.locator("#sign a.btn").count():
        member.press("Prove that it is me").fill(password=PASSWORD).press("Continue")
    member.look("32-to-sign").fill(**{"sign-name": life.name, "sign-agreed": True})
    member.press("Sign the contract", shot="33-signed")
    story.at(4, 8)
    cooperative = story.works(0, story.contract.removeprefix(story.path())).fill(
        **{"sign-name": life.staff[0], "sign-agreed": True}
    )
    cooperative.press("Sign").sees("Signed")


def keep_a_receipt(story: Story) -> None:
    member = story.opens("expenses/").look("34-expenses").open(story.path("expenses/new/")).look("35-receipt")
    member.attach(file=photo("receipt"))
    day = story.life.begins + timedelta(days=4)
    member.fill(category="materials", supplier="Papeterie Exemple", day=day.isoformat(), gross="48,40")
    member.press("Put it in the drawer", shot="36-drawer").sees("48,40")


def payroll_is_run(story: Story) -> None:
    story.at(story.life.pay_after, 8)
    officer = story.works(1, "payroll/").press("Open a run").press("Open the run and compute")
    run = officer.page.url
    wait_for(officer, "Computed")
    story.at(story.life.pay_after, 10)
    story.works(2, "payroll/").open(run).press("Approve the run")
    wait_for(story.staff, "Posted")


def wait_for(visitor: Visitor, state: str) -> None:
    for _again in range(60):
        visitor.page.wait_for_timeout(500)
        visitor.page.reload()
        if state in visitor.page.locator("main").inner_text():
            return
    visitor.sees(state)


def read_the_payslip(story: Story) -> None:
    """The first amount of the page is what arrives on the account."""
    member = story.opens("payslips/").look("37-payslips")
    member.follow(story.life.mission["title"], shot="38-payslip")
    story.payslip = story.here()
    first = member.page.locator("main article .sum, main article .amt").first.inner_text()
    assert plain(first).startswith(story.life.net.partition(" €")[0])
    on_paper(member)


def on_paper(member: Visitor) -> None:
    """Printed, the page is the payslip and nothing to press."""
    member.page.emulate_media(media="print")
    member.photograph("39-payslip-on-paper")
    for screen in ("footer.foot", "nav", "main .btn", "details.demo"):
        assert not member.page.locator(screen).first.is_visible(), f"{screen} is printed"
    member.page.emulate_media(media="screen")


def accept_the_new_agreement(story: Story) -> None:
    """From December on there is a new version; on a day before nothing asks for it."""
    member = story.opens("me/agreement/").look("40-agreement")
    if member.page.locator('main [name="agreed"]').count():
        member.fill(agreed=True).press("Accept the agreement")
    story.opens(story.payslip)


def ask_and_be_answered(story: Story) -> None:
    member, life = story.member, story.life
    member.page.locator("main details", has=member.page.locator("textarea")).locator("summary").click()
    member.fill(**{"question-text": life.question}).press("Send", shot="41-asked")
    adviser = story.works(0, "questions/")
    with adviser.page.expect_navigation():
        adviser.page.locator("main tr", has_text=life.name).locator("a").click()
    adviser.fill(**{"question-text": life.answer}).press("Send the answer")
    story.portal.wait_for_mail(life.email, containing=life.answer)
    story.opens(story.payslip).look("42-answered").sees(life.question, life.answer)


SCENES: tuple[Callable[[Story], None], ...] = (
    register,
    book_a_session,
    tell_who_one_is,
    become_a_member,
    declare_the_first_mission,
    declare_it_again,
    client_confirms,
    adviser_approves,
    income_becomes_a_contract,
    staff_validate_and_declare,
    both_sign,
    keep_a_receipt,
    payroll_is_run,
    read_the_payslip,
    accept_the_new_agreement,
    ask_and_be_answered,
)
