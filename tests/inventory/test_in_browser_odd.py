"""The other half of all pages in Chromium on a phone: axe with the tags of WCAG 2.2 AA, nothing sticks out, all can be touched.

Two files, so that two processors look.
"""

from tests.inventory.looking import complaints, looks, told


def test_no_page_has_anything_to_complain_about(inventory, looker):
    found = {
        f"{page['person']} {page['path']}": said
        for page in looks(inventory)[1::2]
        if (said := complaints(looker, page["path"], page["files"]))
    }
    assert not found, told(found)
