"""Tables that leave the portal as files."""


def safe_cell(value: object) -> str:
    """A text no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
