"""After the post "Lazy monkey patching with wrapt". Its case of ``lazy import`` needs CPython 3.15: `make test-sid`."""

import pytest

TRACE = """
    def trace(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)
"""

EAGER = TRACE + """
    print("before:", "xml.etree.ElementTree" in sys.modules)
    wrapt.wrap_function_wrapper("xml.etree.ElementTree", "fromstring", trace)
    print("after :", "xml.etree.ElementTree" in sys.modules)
"""

EAGER_DECORATOR = """
    print("before:", "html.parser" in sys.modules)

    @wrapt.patch_function_wrapper("html.parser", "HTMLParser.feed")
    def trace_feed(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    print("after :", "html.parser" in sys.modules)
"""

WHEN_IMPORTED = """
    def trace_reader(wrapped, instance, args, kwargs):
        print("[traced csv.reader]")
        return wrapped(*args, **kwargs)

    @wrapt.when_imported("csv")
    def install(module):
        wrapt.wrap_function_wrapper(module, "reader", trace_reader)

    print("after register:", "csv" in sys.modules)
    import csv
    print("after import :", "csv" in sys.modules)
    for row in csv.reader(["a,b,c"]):
        print("row:", row)
"""

DEFERRED = TRACE + """
    wrapt.wrap_function_wrapper("gzip?", "compress", trace)
    print("after register (with ?):", "gzip" in sys.modules)
    import gzip
    print("after import :", "gzip" in sys.modules)
    assert isinstance(gzip.compress, wrapt.FunctionWrapper) and gzip.decompress(gzip.compress(b"text")) == b"text"
"""

DEFERRED_DECORATOR = """
    @wrapt.patch_function_wrapper("tempfile?", "mkdtemp")
    def trace_mkdtemp(wrapped, instance, args, kwargs):
        print("[traced tempfile.mkdtemp]")
        return wrapped(*args, **kwargs)

    print("after register (with ?):", "tempfile" in sys.modules)
    import tempfile
    print("after import :", "tempfile" in sys.modules)
    print("mkdtemp:", bool(tempfile.mkdtemp(dir=".")))
"""


@pytest.mark.parametrize(
    "program, expected",
    [
        (EAGER, "before: False\nafter : True\n"),
        (EAGER_DECORATOR, "before: False\nafter : True\n"),
        (
            WHEN_IMPORTED,
            "after register: False\nafter import : True\n[traced csv.reader]\nrow: ['a', 'b', 'c']\n",
        ),
        (DEFERRED, "after register (with ?): False\nafter import : True\n"),
        (
            DEFERRED_DECORATOR,
            "after register (with ?): False\nafter import : True\n[traced tempfile.mkdtemp]\nmkdtemp: True\n",
        ),
    ],
)
def test_program(prints, program, expected):
    assert prints("""
    import sys
    import martlet as wrapt
    """ + program) == expected


def test_timing_wrapper(prints):
    program = """
        import json
        import time
        import martlet as wrapt

        def time_call(wrapped, instance, args, kwargs):
            start = time.perf_counter()
            try:
                return wrapped(*args, **kwargs)
            finally:
                elapsed = (time.perf_counter() - start) * 1e6
                print(f"json.dumps took {elapsed:.0f} us")

        wrapt.wrap_function_wrapper("json", "dumps", time_call)
        print(json.dumps({"a": 1, "b": [2, 3]}))
    """
    timing, text = prints(program).splitlines()
    assert timing.startswith("json.dumps took ") and timing.endswith(" us")
    assert text == '{"a": 1, "b": [2, 3]}'


REGISTRY = """
    import martlet as wrapt

    @wrapt.patch_function_wrapper("xml.etree.ElementTree?", "fromstring")
    def trace_fromstring(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    @wrapt.patch_function_wrapper("csv?", "reader")
    def trace_reader(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    @wrapt.patch_function_wrapper("gzip?", "compress")
    def trace_compress(wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    @wrapt.patch_function_wrapper("html.parser?", "HTMLParser.feed")
    def trace_feed(wrapped, instance, args, kwargs):
        print("[traced feed]")
        return wrapped(*args, **kwargs)
"""


def test_patch_registry(prints):
    program = """
        import sys
        import my_patches

        targets = ["xml.etree.ElementTree", "csv", "gzip", "html.parser"]
        def show():
            for name in targets:
                print(f"{name} {'loaded' if name in sys.modules else 'not loaded'}")

        show()
        import html.parser
        html.parser.HTMLParser().feed("<p>")
        show()
    """
    expected = (
        "xml.etree.ElementTree not loaded\ncsv not loaded\ngzip not loaded\nhtml.parser not loaded\n"
        "[traced feed]\n"
        "xml.etree.ElementTree not loaded\ncsv not loaded\ngzip not loaded\nhtml.parser loaded\n"
    )
    assert prints(program, my_patches=REGISTRY) == expected
