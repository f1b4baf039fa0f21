"""Numbers for Prometheus: how much came, was done, waits. No label ever names a person or a chat."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """A registry of its own: two bots in one process (tests) do not count each other's updates."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = self._counter("updates_received", "New updates written to the inbox", "by")
        self.handled = self._counter("updates_handled", "Ends of the handling of an update", "result")
        self.refused = self._counter("webhook_refused", "Requests to the webhook that were not taken", "status")
        self.deliveries = self._counter("deliveries", "Ends of an attempt to send", "result")
        self.too_many = self._counter("too_many_requests", "Answers 429 of Telegram")
        self.jobs = self._counter("jobs", "Ends of a job", "job", "result")
        self.seconds = Histogram(
            "hromada_bot_update_seconds", "Handling time of an update", registry=self.registry, buckets=SECONDS
        )
        self.inbox_waiting = self._gauge("inbox_waiting", "Updates that wait or are being handled")
        self.inbox_aside = self._gauge("inbox_set_aside", "Updates set aside because of a failure")
        self.inbox_lag = self._gauge("inbox_lag_seconds", "Age of the oldest update that waits")
        self.outbox_waiting = self._gauge("outbox_waiting", "Messages that wait to be sent, also those due later")
        self.outbox_lag = self._gauge("outbox_lag_seconds", "How long the oldest untried message to a person is due")
        self.mails_waiting = self._gauge("mails_waiting", "Letters that are due for the mail server")
        self.handovers_waiting = self._gauge("handovers_waiting", "Hand-overs to the registry that have not gone")
        self.handovers_lag = self._gauge("handovers_lag_seconds", "How long the oldest hand-over waits")
        ProcessCollector(registry=self.registry)

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"hromada_bot_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(f"hromada_bot_{name}", says, registry=self.registry)
