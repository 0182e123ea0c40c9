"""The workloads: what each measures, and the function that does. docs/performance.md says what they mean."""

from dataclasses import dataclass
from typing import Callable

from workloads import cores, evtx, hostile, live, log_types, mixed, package, start, stream, windows


@dataclass
class Workload:
    name: str
    about: str
    run: Callable


WORKLOADS = [
    Workload("W1", "the package T1553.002 over UDM JSON lines", package.run),
    Workload("W2", "900 rules over UDM JSON lines", mixed.run_900),
    Workload("W3", "5,000 rules over the same", mixed.run_5000),
    Workload("W4", "a folder of EVTX files, 900 rules", evtx.run),
    Workload("W5", "W2 and W4 on two cores", cores.run),
    Workload("W6", "windows: many keys, joins, absence, arithmetic", windows.run),
    Workload("W7", "from the start to the first detection; compiling", start.run),
    Workload("W8", "events one by one through a pipe: how late detections are", live.run),
    Workload("W9", "a long stream through a pipe: memory", stream.run),
    Workload("hostile", "events and rules made to hurt", hostile.run),
    Workload("logs", "every log type to UDM", log_types.run),
]
