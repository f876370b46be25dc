"""The jobs that follow from what happens to bookings."""

from bookings.operations.telling import JOB_KIND
from common.outbox import Job, job


@job(JOB_KIND)
def tell_people(job: Job) -> None:
    """Do nothing yet: the words follow."""
