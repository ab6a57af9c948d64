"""manage.py receive_mail: one mail on standard input, as a mail server pipes it."""

import sys
from argparse import ArgumentParser
from email import message_from_bytes
from email.utils import getaddresses
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from members.inbound.reading import LARGEST_MAIL
from smart import mail_doors
from smart.foundation.errors import RuleBroken

NO_SUCH, TOO_LARGE, LATER = 67, 65, 75
"""What mail servers understand (sysexits.h): no such user, bad data, try again later."""
_TOLD_IN = ("delivered-to", "x-original-to", "to", "cc")


class Command(BaseCommand):
    """Ends with 0 once the mail is kept, 67 when the address leads nowhere, 65 when it is too large, 75 for “try again”."""

    stealth_options = ("stdin",)
    help = "Keeps one mail from standard input and puts it on the work list, for the pipe of a mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recipient", default="", help="the address it came for; else its headers are asked")
        parser.add_argument("--sender", default=None, help="who the delivering server says it is from; blank: a report")

    def handle(self, *args: Any, **options: Any) -> None:
        source: BinaryIO = options.get("stdin") or sys.stdin.buffer
        raw = source.read(LARGEST_MAIL + 1)
        headers = message_from_bytes(raw[:100_000])
        sender = options["sender"]
        if sender is None:
            sender = str(headers.get("return-path") or headers.get("from") or "")
        try:
            mail = mail_doors.keep(raw, address=options["recipient"] or _address_in(headers), envelope_from=sender)
        except RuleBroken as broken:
            raise CommandError(
                broken.message, returncode=NO_SUCH if broken.code == "reply_unknown" else TOO_LARGE
            ) from broken
        except (DatabaseError, OSError) as fault:
            raise CommandError("The mail cannot be kept now. Try again later.", returncode=LATER) from fault
        self.stdout.write(f"Kept as mail {mail.pk} of the conversation {mail.thread_id}.")


def _address_in(headers: Any) -> str:
    """The first address of a conversation among those the headers name."""
    named = [address for name in _TOLD_IN for _who, address in getaddresses(map(str, headers.get_all(name, [])))]
    return next((each for each in named if each.lower().startswith("reply+")), "")
