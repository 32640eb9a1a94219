"""The scheduler as the rest of the house sees it."""

from __future__ import annotations

from tws.client.actions import Actions
from tws.client.reads import Reads
from tws.client.submitting import Submitting


class HwaClient(Reads, Actions, Submitting):
    """Implements `tws.scheduler.Scheduler` over HCL Workload Automation's REST interface."""
