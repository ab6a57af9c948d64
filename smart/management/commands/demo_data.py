"""Fill the demo: the whole network, and every golden story, and what waits today, played through the real rules."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.models import Country
from countries.rules.load import load_countries
from members.models import User
from smart.demo import ADMINS, DEMO_DOMAIN
from smart.stories.joining import settle_members, tell_joining
from smart.stories.player import play
from smart.stories.present import present_stories
from smart.stories.rewording import name_translators, tell_rewording
from smart.stories.story import Story, all_stories


class Command(BaseCommand):
    help = "Make the demo data once; a second call keeps what is there. Only with SMART_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo_data makes invented people who sign in with one click. It needs SMART_DEMO=1.")
        load_countries()
        if User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").exists():
            self.stdout.write("The demo data is there already; nothing was changed.")
            return
        admins = [
            User.objects.create_user(f"{name}@{DEMO_DOMAIN}", first_name=first, last_name=last, is_network_admin=True)
            for first, last, name in ADMINS
        ]
        tell_rewording(admins[0], admins[1])
        name_translators(admins[0])
        present = present_stories(Country.objects.get(code="BE").today())
        for story in [*sorted(all_stories(), key=_main_story_first), *present]:
            for _played in play(story):
                pass
            self.stdout.write(f"  played: {story.title}")
        tell_joining()
        settle_members()
        self.stdout.write("  told: people on their way in")


def _main_story_first(story: Story) -> tuple[bool, str]:
    return (story.name != "be_mural", story.name)
