"""`{% legal_term "payslip" %}`: the word of the country's law in the reader's language, or the plain word."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from countries.terms import term_here

register = template.Library()


@register.simple_tag
def legal_term(key: str, many: bool = False) -> str:
    """With a capital, as labels have it; `{% legal_term "payslip" many=True %}` is the plural."""
    return term_here(key, many=many)


@register.simple_tag
def word_link(key: str) -> SafeString:
    """The same word as a link to its meaning among the words of the field."""
    return format_html('<a href="{}#{}">{}</a>', reverse("words"), key, term_here(key))
