"""Jobs of the house itself (việc nền của hệ thống): a job whose worker was killed is taken up again."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

ONE_DAY = 24 * 60 * 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True, retry=RetryStrategy(max_attempts=3))
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """After a kill -9 its jobs stay `doing` for ever; jobs are idempotent, so doing one again is safe."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """What was done well is of no use after a day; what failed stays until somebody has looked at it."""
    await context.app.job_manager.delete_old_jobs(nb_hours=ONE_DAY // 3600)
