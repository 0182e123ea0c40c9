"""The program that is tested."""

import json
import subprocess


class ConvertFailed(Exception):
    pass


class Yaral:
    def __init__(self, program: str):
        self.program = program

    def call(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True, check=False)

    def converted(self, target: str, *arguments) -> list:
        """What became of each rule; some may be refused."""
        told = self.call("convert", "--to", target, "--format", "json", *arguments)
        if told.returncode not in (0, 1, 2):
            raise ConvertFailed(f"convert ended with {told.returncode}: {told.stderr[-2000:]}")
        return json.loads(told.stdout)["rules"]

    def fields(self, *paths) -> list:
        """What there is to say of fields of UDM."""
        return json.loads(self.call("fields", "--root", "udm", "--format", "json", *paths).stdout or "[]")
