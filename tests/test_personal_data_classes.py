"""Every field of every model says what it is: about a person, sealed, money, about somebody else, or technical."""

import pytest
from django.apps import apps

from smart.foundation.crypto import SealedTextField
from smart.foundation.tenancy import country
from smart.personal_data.classes import GROUPS, OWN, WAYS, classes_about_people, data_classes, rows_of

RETENTION = {"payslip", "contract", "invoice", "accounting", "identity", "correspondence", OWN}
MODELS = [model for model in apps.get_models() if not model._meta.label.startswith("tests")]
LABELS = [model._meta.label for model in MODELS]


def names_of(model):
    return [field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]


def test_every_model_is_classified_and_no_other():
    assert set(data_classes()) == set(LABELS)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_every_field_is_in_one_class(model):
    """Classify the new field in smart/data_classes.yml; ask: whose is it, and what happens to it when they go?"""
    groups = data_classes()[model._meta.label].fields

    assert sorted(name for group in GROUPS for name in groups.get(group, ())) == sorted(names_of(model))


def test_what_is_encrypted_is_called_sealed():
    for model in MODELS:
        encrypted = {field.name for field in model._meta.local_fields if isinstance(field, SealedTextField)}

        assert encrypted <= set(data_classes()[model._meta.label].fields.get("sealed", ())), model._meta.label


def test_people_s_data_say_how_they_are_kept_and_erased():
    for each in classes_about_people():
        assert each.name, each.label
        assert each.retention in RETENTION, each.label
        assert each.erasure in WAYS, each.label
        assert set(each.told) <= set(each.fields.get("sealed", ())), each.label


def test_no_secret_is_told():
    assert {each.label for each in classes_about_people() if each.told} == {"members.Profile"}


@pytest.mark.django_db
def test_every_path_leads_to_rows(be, alice):
    with country(be):
        for each in classes_about_people():
            list(rows_of(each, alice)[:1])
