"""Why a job failed, told from its log alone: failure families in data files, no model, no network."""

from knowledge.failures.catalogue import Family, Wording, causes_named, families, family
from knowledge.failures.diagnosis import UNKNOWN, Diagnosis, Evidence, diagnose
from knowledge.failures.joblog import Header, JobLog, Trailer, read_job_log

__all__ = [
    "UNKNOWN",
    "Diagnosis",
    "Evidence",
    "Family",
    "Header",
    "JobLog",
    "Trailer",
    "Wording",
    "causes_named",
    "diagnose",
    "families",
    "family",
    "read_job_log",
]
