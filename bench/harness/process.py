"""Processes that are measured."""

import os
import subprocess
import sys
import tempfile
import time


class Run:
    """One finished process: what it said, how long it took, and the most memory it held.

    `feed` is a command whose output it reads; `watch(pid)` is called ten times a second while it runs."""

    def __init__(self, command, good=(0,), stdout=None, feed=None, watch=None):
        with tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as feed_err:
            feeder = subprocess.Popen(feed, stdout=subprocess.PIPE, stderr=feed_err) if feed else None
            begin = time.perf_counter()
            process = subprocess.Popen(command, stdin=feeder.stdout if feeder else subprocess.DEVNULL,
                                       stdout=stdout or out, stderr=err)
            if feeder:
                feeder.stdout.close()
            status, usage = wait(process.pid, watch)
            self.seconds = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            self.peak_rss = usage.ru_maxrss * 1024
            self.cpu_seconds = usage.ru_utime + usage.ru_stime
            if feeder and feeder.wait() != 0:
                fail(feed, feeder.returncode, text_of(feed_err))
            self.err, self.out, self.feed_err = text_of(err), text_of(out), text_of(feed_err)
        if process.returncode not in good:
            fail(command, process.returncode, self.err)


def wait(pid, watch):
    """The end of a process, which is looked at while it runs."""
    while watch:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        watch(pid)
        time.sleep(0.1)
    _, status, usage = os.wait4(pid, 0)
    return status, usage


def resident(pid):
    """Bytes of memory that a running process holds."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def text_of(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def fail(command, code, err):
    sys.exit(f"bench: {' '.join(command)} ended with {code}\n{err}")


def fastest(rounds, run):
    """The round that took the least processor time: what else the machine does can only make a run slower."""
    return min((run() for _ in range(rounds)), key=lambda done: done.cpu_seconds)
