"""How a run was asked to be."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = os.path.join(ROOT, "packs", "T1553.002-code-signing")


@dataclass
class Settings:
    seed: int = 1
    full: bool = False
    rounds: int = 3
    build: str = "build"
    peers: bool = False

    def program(self, name):
        """A binary of this build: `yaral`, or a program of bench/."""
        folder = [] if name == "yaral" else ["bench"]
        return os.path.join(ROOT, self.build, *folder, name)

    def compiler(self):
        """What the build was made with, as the compiler names itself, whatever it was called by."""
        with open(os.path.join(ROOT, self.build, "CMakeCache.txt"), encoding="utf-8") as file:
            path = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", file.read(), re.MULTILINE).group(1)
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
        return re.sub(r"^\S*\+\+ ", "g++ ", told.splitlines()[0])

    def counted_by(self):
        """What the number of instructions depends on besides the sources: compilers make them, and libraries choose theirs by
        the processor."""
        return f"{self.compiler()}, {machine()['processor']}"

    def size(self, quick, full):
        return full if self.full else quick


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.MULTILINE)
    return {"processor": model.group(1) if model else platform.machine(), "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2), "system": system_name()}


def system_name():
    with open("/etc/os-release", encoding="utf-8") as file:
        name = re.search(r'^PRETTY_NAME="?([^"\n]*)', file.read(), re.MULTILINE)
    return name.group(1) if name else platform.system()
