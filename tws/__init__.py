"""The scheduler: HCL Workload Automation through its REST API."""
