"""What is new in an answer: without the mail it quotes, in the languages of the portal and the ways of the usual programs.

Line by line, with nothing that backtracks: the text comes from outside. Rather a line too many than a word lost.
"""

import re
from typing import Final

_WROTE: Final = re.compile(r"\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef|geschreven|skrev)\b", re.IGNORECASE)
_BEGINS: Final = re.compile(r"(?:On|Am|Le|El|Il|Op|Den|\d{1,4})\b", re.IGNORECASE)
_BEGINS_ANEW: Final = re.compile(r"(?:On|Am|Le|El|Il|Op|Den)\b.*\d", re.IGNORECASE)
_CUT_MARK: Final = re.compile(
    r"(?:[-_]{2,} ?(?:Original Message|Ursprüngliche Nachricht|Message d[’']origine|Mensaje original|Messaggio originale"
    r"|Oorspronkelijk bericht|Ursprungligt meddelande|Originalmeddelande) ?[-_]{2,}|_{30,})",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\*?(?:From|Von|De|Da|Van|Från) ?:", re.IGNORECASE)
_HEADER: Final = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff|Envoyé|Date|À|Objet|Enviado|Fecha|Para|Asunto|Inviato|Data"
    r"|A|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne) ?:",
    re.IGNORECASE,
)
_LONGEST_LEAD: Final = 300
_LEAD_LINES: Final = 3


def new_words(text: str) -> str:
    """The part the person wrote this time. Lines quoted with “>” go wherever they stand; an answer below them stays."""
    kept: list[str] = []
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    at = 0
    while at < len(lines):
        line = lines[at].strip().replace("\xa0", " ")
        lead = _lead_length(lines, at)
        if lines[at].rstrip() in {"--", "-- "} or _CUT_MARK.fullmatch(line) or _is_header_block(lines, at):
            break
        if lead and not any(each.lstrip().startswith(">") for each in lines[at + lead :]):
            break
        if lead:
            at += lead
            continue
        if not line.startswith(">"):
            kept.append(lines[at])
        at += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _lead_length(lines: list[str], at: int) -> int:
    """How many lines say “On 26 November Bob wrote:”, which programs break over up to three; 0 when none does."""
    if not _BEGINS.match(lines[at].strip()):
        return 0
    said = ""
    for length, line in enumerate(lines[at : at + _LEAD_LINES], start=1):
        if length > 1 and (not line.strip() or _BEGINS_ANEW.match(line.strip())):
            return 0  # a sentence of the person that begins with the same word stands before it
        said = f"{said} {line.strip()}".strip().replace("\xa0", " ")
        if said.endswith(":") and len(said) <= _LONGEST_LEAD and any(sign.isdigit() for sign in said):
            return length if _WROTE.search(said) else 0
    return 0


def _is_header_block(lines: list[str], at: int) -> bool:
    """“From: …” with two more such lines close below it, as Outlook begins what it quotes."""
    if not _FROM.match(lines[at].strip()):
        return False
    return sum(bool(_HEADER.match(line.strip())) for line in lines[at + 1 : at + 7]) >= 2
