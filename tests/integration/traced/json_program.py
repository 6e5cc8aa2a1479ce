import io
import json
from typing import Any


class SortedSets(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        return sorted(o)


data = {"a": [1, 2.5, None, True, "ü\n"], "b": {"c": {"d": list(range(50))}}}
text = json.dumps(data, indent=1, sort_keys=True)
print(text, json.loads(text) == data)
print(json.dumps({"s": {3, 1}}, cls=SortedSets))
print(json.loads('{"x": 1.5}', parse_float=str, object_hook=lambda members: sorted(members.items())))
try:
    json.loads("{oops}")
except json.JSONDecodeError as error:
    print(error, error.lineno, error.colno)
file = io.StringIO()
json.dump(data, file)
print(len(file.getvalue()))
