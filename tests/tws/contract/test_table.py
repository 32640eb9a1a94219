from __future__ import annotations

import os

import pytest

from tests.tws.contract.exchanges import OPERATIONS, everything
from tests.tws.contract.table import INFERRED, PAGE, table, written
from tests.tws.contract.test_v2_contract import Contract


def test_the_page_tells_every_operation_as_it_is() -> None:
    """Made anew by `python -m tests.tws.contract.table`."""
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, table()) == page
    assert OPERATIONS.keys() >= INFERRED.keys()


@pytest.mark.skipif("HWA_V2_SPEC" not in os.environ, reason="HWA_V2_SPEC does not name the vendor's specification")
def test_only_what_is_marked_is_not_in_the_specification() -> None:
    contract = Contract(os.environ["HWA_V2_SPEC"])
    said = [e for e in everything("10.2.5.00").exchanges if e.is_v2]
    unknown = {f"{e.method} {e.pattern.removeprefix('/api/v2')}" for e in said if contract.operation(e) is None}
    assert unknown == {"GET /plan/prompt"}
