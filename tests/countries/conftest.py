"""Let the shared properties explain what failed, as tests do."""

import pytest

pytest.register_assert_rewrite("tests.countries.properties")
