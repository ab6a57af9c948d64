"""Print who one can be in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from smart.demo import demo_people


class Command(BaseCommand):
    help = "Print the demo people: name and what they do where."

    def handle(self, *args: Any, **options: Any) -> None:
        people = demo_people()
        self.stdout.write("Demo people (sign in with one click in the demo bar)")
        for person in people:
            self.stdout.write(f"  {person.name:<22} {person.role}")
