"""What workloads read: made once a run, where it is first asked for."""

import json
import os
import sys
from dataclasses import dataclass

from harness.process import Run
from harness.settings import PACKAGE, ROOT


@dataclass
class Data:
    path: str
    bytes: int
    events: int
    planted: int  # events, or groups of them, that must be found


class Inputs:
    def __init__(self, settings, folder):
        self.settings = settings
        self.folder = folder
        self.made = {}

    def output(self, name):
        """A place for what a program writes."""
        return os.path.join(self.folder, name)

    def nothing(self):
        """A file without events."""
        path = self.output("nothing.ndjson")
        open(path, "w", encoding="utf-8").close()
        return path

    def command(self, program, *options):
        return [self.settings.program(program), *map(str, options), "--seed", str(self.settings.seed)]

    def udm(self, size=None, **options):
        """UDM events as JSON lines. `options` are those of bench_generate."""
        size = size or self.settings.size(256 << 20, 1 << 30)
        return self.once(("udm", size, *options.items()), lambda path: self.lines("bench_generate", path, bytes=size, **options))

    def windows(self, shape, events, **options):
        """UDM events for one rule over several events."""
        return self.once((shape, events, *options.items()),
                         lambda path: self.lines("bench_generate_windows", path, shape, events=events, **options))

    def evtx(self, size=None):
        """A folder of EVTX files."""
        size = size or self.settings.size(128 << 20, 1 << 30)
        return self.once(("evtx", size), lambda path: self.evtx_folder(path, size))

    def windows_json(self, evtx):
        """The events of a folder of EVTX files as JSON lines, a name for each value."""
        return self.once(("json", evtx.path), lambda path: self.json_lines(path, evtx))

    def sigma_rules(self, count):
        """A folder of Sigma rules, and options of `yaral scan` for what they are as YARA-L."""
        path = self.once(("sigma", count), lambda path: self.imported(path, count))
        return path, ["--rules", path + "-imported"]

    def rules(self, count, **options):
        """Options of `yaral scan`: so many rules, of which one finds what is planted."""
        path = self.once(("rules", count, *options.items()), lambda path: self.rules_folder(path, count - 1, options))
        return ["--rules", path, "--rules", *self.combined_rule()]

    def combined_rule(self):
        """The rule that finds what is planted, and where its lists are."""
        return [os.path.join(PACKAGE, "rules", "code_signing_abuse.yaral"), "--lists", os.path.join(PACKAGE, "lists")]

    def rule(self, name):
        return ["--rules", os.path.join(ROOT, "bench", "rules", name + ".yaral")]

    def forget(self, data):
        """Frees the space of what will not be read again."""
        self.made = {key: value for key, value in self.made.items() if value is not data}
        os.remove(data.path)

    def once(self, key, make):
        if key not in self.made:
            self.made[key] = make(os.path.join(self.folder, str(len(self.made))))
        return self.made[key]

    def lines(self, program, path, *words, **options):
        with open(path + ".ndjson", "wb") as file:
            made = Run(self.command(program, *words, *flags(options)), stdout=file)
        return data_of(path + ".ndjson", made.err)

    def evtx_folder(self, path, size):
        os.mkdir(path)
        return data_of(path, Run(self.command("bench_generate_evtx", path, *flags({"bytes": size}))).err)

    def json_lines(self, path, evtx):
        with open(path + ".ndjson", "wb") as file:
            made = Run([self.settings.program("bench_windows_json"), evtx.path], stdout=file)
        return data_of(path + ".ndjson", made.err)

    def imported(self, path, count):
        Run([sys.executable, os.path.join(ROOT, "bench", "sigma_rules"), str(count), str(self.settings.seed), path])
        Run([self.settings.program("yaral"), "import", "sigma", path, "--output", path + "-imported"])
        return path

    def rules_folder(self, path, count, options):
        Run([sys.executable, os.path.join(ROOT, "bench", "mixed_rules"), *flags(options), str(count), str(self.settings.seed), path])
        return path


def flags(options):
    return [word for name, value in options.items() for word in ("--" + name.replace("_", "-"), str(value))]


def data_of(path, told):
    made = json.loads(told)
    return Data(path, made["bytes"], made["events"], made["planted"])
