"""Peer: NumPy on one thread, which is all that it has.

Fair: f32 throughout, blocks of paths that stay in the cache, every operation in place, and the generator of NumPy that was
fastest here (SFC64 with its ziggurat in f32: 1.3 times PCG64, 1.5 times Philox).
"""
import platform

import numpy as np
from peer import arguments, serve

WIDTH = 8192  # paths of a block: best of 2,048 to 65,536
f = np.float32

paths, steps, _, x0, coefficients = arguments()
a, b, g, s0, s1 = map(f, coefficients)
random = np.random.Generator(np.random.SFC64(1))


def run(few):
    total, squares = 0.0, 0.0
    width = min(WIDTH, paths)
    x, t, z = np.empty(width, f), np.empty(width, f), np.empty(width, f)
    for _ in range(1 if few else paths // width):
        x.fill(x0)
        for _ in range(4 if few else steps):
            random.standard_normal(out=z, dtype=f)
            np.multiply(x, s1, out=t)
            t += s0
            z *= t  # sigma sqrt(dt) z
            np.multiply(x, b, out=t)
            np.subtract(a, t, out=t)
            t *= x
            t += g  # mu dt
            x += t
            x += z
            np.abs(x, out=x)  # mirror at 0, then at 1
            np.subtract(f(2), x, out=t)
            np.minimum(x, t, out=x)
        total += x.sum(dtype=np.float64)
        squares += np.square(x, dtype=np.float64).sum()
    return total, squares


serve(f"NumPy {np.__version__}, Python {platform.python_version()}", run)
