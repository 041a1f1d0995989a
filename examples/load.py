"""What `firstpassage run` writes, in pandas.

    firstpassage run examples/severity-subcritical.yaml --set saveAt=[] --out results --times results/paths.parquet
    python3 examples/load.py results

Needs pandas; for Parquet also pyarrow (python -m pip install pandas pyarrow). A file of --times that ends in .npy needs NumPy alone.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd


def read_paths(folder: Path) -> pd.DataFrame:
    """One row a path: path, hit_time (NaN where there was no hit), end, end_time."""
    if (folder / "paths.parquet").exists():
        return pd.read_parquet(folder / "paths.parquet")
    paths = pd.DataFrame(np.load(folder / "paths.npy"))
    return paths.assign(end=paths["end"].str.decode("ascii"))


def kaplan_meier(paths: pd.DataFrame) -> pd.Series:
    """P(T > t) by time: a path without a hit is censored where it ended."""
    hit = paths["hit_time"].notna()
    time = paths["hit_time"].fillna(paths["end_time"])
    by_time = pd.DataFrame({"time": time, "hit": hit}).groupby("time")["hit"].agg(["sum", "size"])
    at_risk = len(paths) - by_time["size"].cumsum().shift(fill_value=0)
    return (1 - by_time["sum"] / at_risk).cumprod()


folder = Path(sys.argv[1])
result = json.loads((folder / "result.json").read_text())
summary = pd.read_csv(folder / "first-passage.csv").iloc[0]
curve = pd.read_csv(folder / "survival.csv")
checks = pd.read_csv(folder / "checks.csv")
paths = read_paths(folder)

print(f"study      {result['spec']['model']}, seed {result['spec']['seed']}")
print(f"result     {summary['hits']:.0f} hits, mean {summary['mean']:.6f} ± {summary['mean_se']:.6f}")
hits = paths["hit_time"].dropna()
print(f"paths      {len(hits)} hits, mean {hits.mean():.6f} ± {hits.sem():.6f}")

# The survival curve of the result once more, from the paths.
mine = kaplan_meier(paths)
times = curve["time"].to_numpy()
steps = np.searchsorted(mine.index.to_numpy(), times * (1 + 1e-12), side="right")
survival = np.concatenate([[1.0], mine.to_numpy()])[steps]
print(f"survival   largest difference of {len(curve)} points {np.abs(survival - curve['survival']).max():.1e}")

worst = checks.loc[checks["z_corrected"].abs().idxmax()]
agree = (checks["ok"].astype(str).str.lower() == "true").sum()
print(f"checks     {len(checks)}, of which {agree} agree with theory")
print(f"           worst: {worst['quantity']}, z {worst['z_corrected']:.2f}")
