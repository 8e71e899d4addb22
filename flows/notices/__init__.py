"""Who hears of a run: the morning report, a Prefect server's pages, a webhook, a mailbox, a metrics file."""
