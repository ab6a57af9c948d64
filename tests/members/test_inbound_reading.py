"""What is read out of mails as the usual programs write them; every mail is plainly invented."""

from contextlib import suppress
from email.message import EmailMessage

import pytest

from members.inbound.html_words import words_of_html
from members.inbound.new_words import new_words
from members.inbound.reading import Unreadable, mail_id_of, read_mail

QUOTED = {
    "Gmail, English": "On Thu, 26 Nov 2026 at 10:00, Bob Adviser <bob@smart.example> wrote:\n> When?\n> Tell us.",
    "Gmail, French": "Le jeu. 26 nov. 2026 à 10:00, Bob Adviser <bob@smart.example> a\nécrit :\n\n> Quand ?",
    "Gmail, German": "Am Do., 26. Nov. 2026 um 10:00 Uhr schrieb Bob Adviser <\nbob@smart.example>:\n\n> Wann?",
    "Gmail, Dutch": "Op do 26 nov 2026 om 10:00 schreef Bob Adviser <bob@smart.example>:\n> Wanneer?",
    "Gmail, Spanish": "El jue, 26 nov 2026 a las 10:00, Bob Adviser (<bob@smart.example>)\nescribió:\n> ¿Cuándo?",
    "Gmail, Italian": "Il giorno gio 26 nov 2026 alle ore 10:00 Bob <bob@smart.example> ha scritto:\n> Quando?",
    "Gmail, Swedish": "Den tors 26 nov. 2026 kl 10:00 skrev Bob Adviser <bob@smart.example>:\n> När?",
    "Apple, Dutch": "Op 26 nov. 2026 om 10:00 heeft Bob <bob@smart.example> het volgende geschreven:\n> Wanneer?",
    "Apple, Swedish": "26 nov. 2026 kl. 10:00 skrev Bob <bob@smart.example>:\n\n> När?",
    "Outlook, English": "From: Bob <bob@smart.example>\nSent: Thursday, November 26\nTo: Alice\nSubject: Pay\n\nWhen?",
    "Outlook, French": "De : Bob <bob@smart.example>\nEnvoyé : jeudi 26 novembre\nÀ : Alice\nObjet : Paie\n\nQuand ?",
    "Outlook, German": "________________________________\nVon: Bob\nGesendet: Donnerstag\nAn: Alice\nBetreff: Lohn\n\nWann?",
    "Outlook, old": "-----Ursprüngliche Nachricht-----\nVon: Bob\n\nWann?",
    "a signature": "-- \nAlice Example\n+32 2 000 00 00",
}


@pytest.mark.parametrize("program", QUOTED)
def test_only_what_is_new_is_taken(program):
    assert new_words(f"On Friday at 9:\n- two days\n- one night\n\nThanks, Alice\n\n{QUOTED[program]}") == (
        "On Friday at 9:\n- two days\n- one night\n\nThanks, Alice"
    )


def test_answers_below_and_between_the_quoted_lines_stay():
    written = "On 26 Nov 2026, at 10:00, Bob wrote:\r\n> When?\r\nFriday.\r\n> Where?\r\nIn Ghent."

    assert new_words(written) == "Friday.\nIn Ghent."


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_sentence_that_begins_like_the_line_below_it_stays(between):
    assert new_words(f"On Friday.{between}On 26 Nov 2026, at 10:00, Bob wrote:\n> When?") == "On Friday."


def test_a_sentence_that_only_looks_like_a_quotation_stays():
    said = "Am Montag schrieb der Kunde:\ner zahlt nicht.\nFrom: nobody knows"

    assert new_words(said) == said


def test_html_becomes_words_without_what_it_quotes_or_hides():
    html = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>On&nbsp;Friday <b>&lt;9h&gt;</b></p>"
        "<ul><li>two<li>three</ul><script>alert(1)</script>"
        '<div class="gmail_quote"><div>On Thursday Bob wrote:</div><blockquote>When?</blockquote></div>end</body></html>'
    )

    assert words_of_html(html) == "On Friday <9h>\n\n- two\n- three\nend"


def test_outlook_marks_only_where_its_quotation_begins():
    html = '<div>Yes.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Bob</div><div>When?</div>'

    assert words_of_html(html) == "Yes."


def written(text="Yes.", **headers):
    message = EmailMessage()
    for name, value in {"From": "Alice <Alice@Example.org>", "Message-ID": "<1@example.org>", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message, envelope_from="alice@example.org"):
    return read_mail(message if isinstance(message, bytes) else message.as_bytes(), envelope_from=envelope_from)


def test_the_plain_part_is_read_and_files_are_found():
    message = written("Here it is.")
    message.add_alternative("<p>Here it <i>is</i>.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bill.pdf")

    found = read(message)

    assert (found.sender, found.text, found.is_automatic) == ("alice@example.org", "Here it is.", False)
    assert [(each.name, each.content) for each in found.files] == [("bill.pdf", b"%PDF-1.4")]


def test_the_logo_of_a_signature_is_no_file():
    message = written()
    message.set_content("<p>Yes.</p><img src='cid:logo'>", subtype="html")
    message.add_related(b"\x89PNG\r\n\x1a\n" + b"0" * 900, "image", "png", cid="<logo>", filename="logo.png")

    assert read(message).files == ()
    assert read(message).text == "Yes."


def test_old_letters_and_wrong_names_of_letters_are_read():
    head = b"From: alice@example.org\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/plain; charset=%s\r\n\r\n"

    assert read(head % b"iso-8859-1" + "Größe à 9 €".replace("€", "h").encode("latin-1")).text == "Größe à 9 h"
    assert read(head % b"no-such-thing" + "déjà".encode()).text == "déjà"
    assert read(head % b"utf-8" + "déjà".encode("cp1252")).text == "déjà"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; reason=x"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example.org>"},
        {"From": "MAILER-DAEMON@example.org"},
    ],
)
def test_what_no_person_wrote_is_known(headers):
    assert read(written(**headers)).is_automatic


def test_a_report_has_no_sender_on_its_envelope():
    assert read(written(), envelope_from="<>").is_automatic
    assert not read(written(Auto_Submitted="no")).is_automatic


@pytest.mark.parametrize("sender", ["Alice <a@example.org>, Eve <e@example.org>", "nobody", ""])
def test_who_cannot_be_told_is_nobody(sender):
    raw = f"From: {sender}\r\n\r\nYes.".encode()

    assert read(raw).sender == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 50,
        b"From: =?x?q?\xff?=\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--",
        b":\r\n\r\n",
    ],
)
def test_broken_bytes_are_read_or_refused_but_stop_nobody(raw):
    with suppress(Unreadable):
        assert isinstance(read(raw).text, str)
    assert mail_id_of(raw).startswith("<")


def test_a_mail_without_a_proper_name_gets_one_of_its_bytes():
    assert mail_id_of(b"Message-ID: <1@example.org>\r\n\r\nA") == "<1@example.org>"
    assert mail_id_of(b"Message-ID: bad id\r\n\r\nA") == mail_id_of(b"Message-ID: bad id\r\n\r\nA")
    assert mail_id_of(b"\r\nA") != mail_id_of(b"\r\nB")
