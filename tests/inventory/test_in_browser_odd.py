"""The other half of all pages in Chromium on a phone: axe with the tags of WCAG 2.2 AA, nothing sticks out, all can be touched.

Two files, so that two processors look; several parts, for xdist hands out a file with the last two tests of another.
"""

import pytest

from tests.inventory.looking import complaints, looks, told

PARTS = range(1, 8, 2)


@pytest.mark.parametrize("part", PARTS)
def test_no_page_has_anything_to_complain_about(part, inventory, looker):
    found = {
        f"{page['person']} {page['path']}": said
        for page in looks(inventory)[part::8]
        if (said := complaints(looker, page["path"], page["files"]))
    }
    assert not found, told(found)
