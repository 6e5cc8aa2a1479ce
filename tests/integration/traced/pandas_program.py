import io

import pandas

frame = pandas.read_csv(io.StringIO("k,v,t\na,1,2020-01-01\nb,2,2020-01-02\na,3,2020-01-03\n"), parse_dates=["t"])
print(frame, frame.dtypes, frame.groupby("k").v.agg(["sum", "mean"]))
print(frame.merge(pandas.DataFrame({"k": ["a", "b"], "w": [10, 20]}), on="k").to_dict("records"))
print(frame.set_index("t").resample("D").v.sum(), frame.pivot_table(index="k", values="v", aggfunc="max"))
print(frame.v.rolling(2).mean().tolist(), frame.describe().loc["mean", "v"], frame.to_json(orient="records"))
print(pandas.concat([frame, frame]).drop_duplicates().shape, frame.query("v > 1").k.str.upper().tolist())
try:
    frame["none"]
except KeyError as error:
    print(error)
