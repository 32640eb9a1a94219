from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tws.client import oql
from tws.errors import SchedulerRefused


@given(st.text(max_size=30))
def test_no_name_can_leave_its_quotes(name: str) -> None:
    try:
        term = oql.named("name", name)
    except SchedulerRefused:
        return
    assert term.count("'") == 2
    assert term.endswith("'")


@given(st.from_regex(r"[A-Z0-9_-]{1,20}", fullmatch=True))
def test_plain_names_are_compared_exactly(name: str) -> None:
    assert oql.named("name", name) == f"name = '{name}'"


@given(st.from_regex(r"[A-Z@*?]{0,9}[@*?][A-Z@*?]{0,9}", fullmatch=True))
def test_wildcards_are_liked(name: str) -> None:
    assert oql.named("name", name) == f"name LIKE '{name.replace('*', '@')}'"


@pytest.mark.parametrize("name", ["A' OR name LIKE '@", "", "A\n", "A;B", "Ä"])
def test_what_the_product_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(SchedulerRefused):
        oql.named("name", name)


def test_terms() -> None:
    assert oql.in_folder("folder", "/FIN/") == "folder IN ['/FIN', '/FIN/']"
    assert oql.in_folder("folder", "/") == "folder = '/'"
    assert oql.at_workstation("workstation", "A1") == "(workstation = '/A1' OR workstation LIKE '@/A1')"
    assert oql.compared("t", ">=", datetime(2025, 12, 1, 23, tzinfo=UTC)) == "t >= '2025-12-01T23:00:00.000Z'"
    assert oql.query(()) == "name LIKE '@' ORDER BY name ASC"
