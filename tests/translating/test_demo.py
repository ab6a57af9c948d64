"""The demo has a text that is shown, one that waits and a doubt; every sentence it names is still in the portal."""

import pytest

from smart.stories import rewording
from smart.translating import overlay
from smart.translating.catalogue import find, key_of
from smart.translating.models import Wording


@pytest.mark.django_db
def test_the_demo_shows_each_kind(dan, nora):
    rewording.tell_rewording(dan, nora)
    overlay.refresh()

    assert sorted(Wording.objects.values_list("state", flat=True)) == ["doubted", "live", "proposed"]


@pytest.mark.parametrize("told", [rewording.SHOWN, rewording.WAITING, rewording.DOUBTED])
def test_what_the_demo_changes_is_still_said(told):
    assert find(told[0], key_of("", told[1])) is not None
