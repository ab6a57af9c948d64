"""What people of a story can do: each sentence is one call of the rule a page would call."""

from collections.abc import Callable
from typing import Any, Final

from smart.foundation.actors import Actor
from smart.stories import verbs_bank, verbs_expenses, verbs_money, verbs_payroll, verbs_talk, verbs_unpaid, verbs_work
from smart.stories.world import World

Verb = Callable[[World, Actor, dict[str, Any]], None]

VERBS: Final[dict[str, Verb]] = {
    "opens an activity": verbs_work.open_activity,
    "adds a client": verbs_work.add_client,
    "declares a mission": verbs_work.declare_mission,
    "writes a mission": verbs_work.write_mission,
    "sends the mission": verbs_work.send_mission,
    "repeats the mission": verbs_work.repeat_mission,
    "declares the coming days": verbs_work.declare_coming_days,
    "changes the mission and sends it again": verbs_work.change_mission,
    "cancels the mission": verbs_work.cancel_mission,
    "accepts the order": verbs_work.accept_order,
    "asks for a change": verbs_work.ask_for_change,
    "takes over the counter-offer": verbs_work.take_over_offer,
    "rejects the order": verbs_work.reject_order,
    "approves the mission": verbs_work.approve_mission,
    "returns the mission": verbs_work.return_mission,
    "validates the contract": verbs_work.validate_contract,
    "returns the contract": verbs_work.return_contract,
    "sends the declaration": verbs_work.send_declaration,
    "signs the contract": verbs_work.sign_as_worker,
    "signs for the cooperative": verbs_work.sign_as_employer,
    "turns income into a contract": verbs_money.convert,
    "credits the invoice": verbs_money.credit,
    "records a payment": verbs_money.record_payment,
    "sends the draft": verbs_money.send_draft,
    "disputes the invoice": verbs_money.dispute,
    "answers the dispute": verbs_money.answer_dispute,
    "reads a bank statement": verbs_bank.read_statement,
    "pays back what came too much": verbs_bank.pay_back,
    "looks for unpaid invoices": verbs_bank.look_for_unpaid,
    "lets the entry pay the invoice": verbs_unpaid.match_entry,
    "prepares the payments": verbs_unpaid.prepare_payments,
    "sends the reminder": verbs_unpaid.send_reminder,
    "notes a talk with the member": verbs_unpaid.note_talk,
    "gives up the claim": verbs_unpaid.give_up,
    "agrees to give up the claim": verbs_unpaid.agree_to_give_up,
    "photographs a receipt": verbs_expenses.photograph_receipt,
    "notes a trip": verbs_expenses.note_trip,
    "claims the expenses": verbs_expenses.claim_expenses,
    "returns the claim": verbs_expenses.return_claim,
    "sends the claim again": verbs_expenses.send_again,
    "approves the claim": verbs_expenses.approve_claim,
    "runs the payroll": verbs_payroll.run_payroll,
    "approves the payroll": verbs_payroll.approve_payroll,
    "prepares the transfer": verbs_payroll.prepare_transfer,
    "releases the transfer": verbs_payroll.release_transfer,
    "marks the transfer executed": verbs_payroll.mark_executed,
    "asks a question": verbs_talk.ask,
    "asks about the contract": verbs_talk.ask_about_contract,
    "writes in the conversation": verbs_talk.write,
    "takes the question over": verbs_talk.take_over,
    "lets late questions climb": verbs_talk.climb,
}
