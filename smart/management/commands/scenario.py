"""Play golden stories and print each step with its money; nothing stays."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from smart.stories.player import Played, StoryBroken, rehearse
from smart.stories.story import Story, StoryError, all_stories


class Command(BaseCommand):
    help = "Play one golden story, or all of them (tests/scenarios/*.yaml)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="the story's file name without .yaml; all when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        stories = all_stories()
        chosen = [story for story in stories if options["name"] in {None, story.name}]
        if not chosen:
            names = ", ".join(story.name for story in stories)
            raise CommandError(f"There is no story {options['name']!r}; stories: {names}.")
        broken = [story.name for story in chosen if not self._play(story)]
        if broken:
            raise CommandError(f"{len(broken)} of {len(chosen)} stories did not go as told: {', '.join(broken)}.")
        self.stdout.write(f"\n{len(chosen)} of {len(chosen)} stories went as told.")

    def _play(self, story: Story) -> bool:
        self.stdout.write(f"\n{story.title} ({story.country}, {story.name})")
        try:
            for played in rehearse(story):
                self._print(played)
        except (StoryBroken, StoryError) as broken:
            self.stdout.write(f"  BROKEN  {broken}")
            return False
        return True

    def _print(self, played: Played) -> None:
        outcome = f"  refused: {played.refused}" if played.refused else ""
        self.stdout.write(f"  {played.at:%d %b %H:%M}  {played.step.who} {played.step.does}{outcome}")
        for thing, facts in played.step.expect.items():
            seen = played.seen.get(thing, {})
            told = ", ".join(f"{name} {seen.get(name)}" for name in facts)
            self.stdout.write(f"                  {thing}: {told}")
