"""Runs one command per line of stdin and answers with what it cost.

In:  {"argv": [...], "env": {...}, "cwd": "...", "out": "file for stdout and stderr"}
Out: {"wall": s, "cpu": s, "rss": bytes, "status": n}
wait4() is why this is not Node: it gives, to the microsecond, the user+system time
of the finished process and of every descendant it waited for, and the peak resident
size of the largest single one of them (never less than this runner's own ~14 MB).
"""

import json
import os
import subprocess
import sys
import time

for line in sys.stdin:
    job = json.loads(line)
    with open(job["out"], "wb") as out:
        start = time.perf_counter()
        try:
            child = subprocess.Popen(
                job["argv"], env=job["env"], cwd=job["cwd"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        except OSError as error:
            out.write(str(error).encode())
            print(json.dumps({"wall": 0, "cpu": 0, "rss": 0, "status": 127}), flush=True)
            continue
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps({
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "rss": used.ru_maxrss * 1024,
        "status": child.returncode,
    }), flush=True)
