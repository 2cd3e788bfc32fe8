"""Which drawings tell the story of a record: which device for which money, how fast, up to which rate, how many?"""

from seatrial.bench.charts.cost import cost_chart
from seatrial.bench.charts.devices import devices_chart
from seatrial.bench.charts.latency import latency_charts
from seatrial.bench.charts.load import load_charts
from seatrial.bench.charts.throughput import throughput_charts
from seatrial.model.benchmark import Record
from seatrial.model.charts import Chart

MOST = 40  #: of a record, so that a page of many models stays small; what is left out stands in the record


def charts(record: Record) -> tuple[Chart, ...]:
    """Return what can be drawn of a record, subject by subject; nothing of what was not measured, 40 at most."""
    found: list[Chart] = []
    for subject in record.subjects:
        found += devices_chart(record, subject.name)
        found += cost_chart(record, subject.name)
        found += latency_charts(record, subject.name)
        found += load_charts(record, subject.name)
        found += throughput_charts(record, subject.name)
    return tuple(found[:MOST])
