"""What the peers in Python share: the arguments, the lines of JSON, and the clock (program.mjs is the other side)."""
import json
import math
import sys
import time


def arguments():
    paths, steps, threads = map(int, sys.argv[1:4])
    dt, x0, alpha, beta, gamma, sigma0, sigma1 = map(float, sys.argv[6:13])
    root = math.sqrt(dt)
    # mu dt = x (a - b x) + g; sigma sqrt(dt) = s0 + s1 x
    return paths, steps, threads, x0, (alpha * dt, (alpha + beta) * dt, gamma * dt, sigma0 * root, sigma1 * root)


def serve(version, run):
    """`run(few)` gives the sum of x and of its squares; it is called once beforehand, to compile. The first line has its time."""
    started = time.perf_counter()
    run(True)
    print(json.dumps({"version": version, "startupSeconds": time.perf_counter() - started}), flush=True)
    paths = int(sys.argv[1])
    for _ in sys.stdin:
        started = time.perf_counter()
        total, squares = run(False)
        seconds = time.perf_counter() - started
        mean = total / paths
        error = math.sqrt((squares / paths - mean * mean) / paths)
        print(json.dumps({"seconds": seconds, "mean": mean, "standardError": error}), flush=True)
