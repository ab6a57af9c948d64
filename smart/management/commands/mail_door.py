"""manage.py mail_door: a small server that takes answers by mail from the mail server in front of it."""

import asyncio
import signal
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from members.inbound.reading import LARGEST_MAIL
from smart.mail_doors import Door


class Command(BaseCommand):
    """Listens until it is told to stop. It takes no mail but for conversations, and sends none on."""

    help = "Takes answers by mail by SMTP (or LMTP) and keeps them; a worker writes them into their conversations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=2525)
        parser.add_argument("--lmtp", action="store_true", help="speak LMTP instead of SMTP")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.REPLY_DOMAIN:
            raise CommandError("REPLY_DOMAIN is not set, so no mail carries an address to answer to.")
        try:
            asyncio.run(listen(options["host"], options["port"], is_lmtp=options["lmtp"], say=self.stdout.write))
        except OSError as error:
            raise CommandError(
                f"Nobody can listen on {options['host']}:{options['port']}: {error.strerror}."
            ) from error


async def listen(host: str, port: int, *, is_lmtp: bool, say: Any, until: asyncio.Event | None = None) -> None:
    """Serve until a signal, or `until`, says stop; a mail in hand is finished by its sender trying again."""
    stop = until or asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        with suppress(RuntimeError, ValueError):  # only the main thread hears signals
            loop.add_signal_handler(each, stop.set)
    kind = LMTP if is_lmtp else SMTP

    def spoken() -> SMTP:
        return kind(Door(), data_size_limit=LARGEST_MAIL, hostname=settings.REPLY_DOMAIN, ident="Smart", loop=loop)

    server = await loop.create_server(spoken, host, port)
    async with server:
        taken = server.sockets[0].getsockname()[1]
        say(f"Mail for {settings.REPLY_DOMAIN} is taken at {host}:{taken}.")
        await stop.wait()
