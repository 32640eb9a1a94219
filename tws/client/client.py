"""The scheduler as the rest of the house sees it."""

from __future__ import annotations

from tws.client.actions import Actions
from tws.client.reads import Reads


class HwaClient(Reads, Actions):
    """Implements `tws.scheduler.Scheduler` over HCL Workload Automation's REST interface."""
