"""`resolve_path`, `wrap_object`, `wrap_function_wrapper`."""

import sys
import types

import pytest

import martlet


def double(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)


@pytest.fixture
def module():
    class Base:
        def inherited(self):
            return 1

    class Thing(Base):
        def method(self):
            return 10

        @staticmethod
        def static():
            return 100

    module = types.ModuleType("martlet_test_target")
    module.Thing, module.Base, module.function = Thing, Base, lambda: 1000
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


def test_resolve_path(module):
    assert martlet.resolve_path(module, "function") == (module, "function", module.function)
    assert martlet.resolve_path("martlet_test_target", "Thing.method") == (
        module.Thing, "method", vars(module.Thing)["method"],
    )  # fmt: skip
    parent, name, original = martlet.resolve_path(module, "Thing.static")
    assert isinstance(original, staticmethod)
    parent, name, original = martlet.resolve_path(module.Thing, "inherited")
    assert parent is module.Thing and original is vars(module.Base)["inherited"]


def test_paths_that_lead_nowhere(module):
    with pytest.raises(martlet.PathResolutionError, match="'missing' in path 'Thing.missing'") as caught:
        martlet.resolve_path(module, "Thing.missing")
    assert isinstance(caught.value.__cause__, AttributeError)
    with pytest.raises(martlet.TargetModuleNotFoundError, match="'martlet_no_such_module'") as caught:
        martlet.resolve_path("martlet_no_such_module", "x")
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)
    with pytest.raises(TypeError):
        martlet.resolve_path(module, 5)


def test_wrap_function_wrapper(module):
    wrapper = martlet.wrap_function_wrapper(module, "function", double)
    assert type(wrapper) is martlet.FunctionWrapper and module.function is wrapper and module.function() == 2000
    martlet.wrap_function_wrapper("martlet_test_target", "Thing.method", double)
    martlet.wrap_function_wrapper(target=module, name="Thing.static", wrapper=double)
    martlet.wrap_function_wrapper(module, "Thing.inherited", double)
    thing = module.Thing()
    assert (thing.method(), thing.static(), module.Thing.static(), thing.inherited()) == (20, 200, 200, 2)
    assert module.Base().inherited() == 1


def test_wrap_function_wrapper_on_an_object(module):
    thing = module.Thing()
    martlet.wrap_function_wrapper(thing, "method", double)
    assert thing.method() == 20 and module.Thing().method() == 10


def test_wrap_object(module):
    def factory(original, *args, **kwargs):
        return (original, args, kwargs)

    original = module.function
    result = martlet.wrap_object(module, "function", factory, (1,), {"k": 2})
    assert module.function is result and result == (original, (1,), {"k": 2})


def test_whether_a_patch_made_the_attribute_is_noted(module):
    new = martlet.wrap_function_wrapper(module, "Thing.inherited", double)
    old = martlet.wrap_object(module, "Thing.method", martlet.FunctionWrapper, (double,))
    assert new.__self_dict__["__wrapt_wrap_object_created_slot__"] is True
    assert old.__self_dict__["__wrapt_wrap_object_created_slot__"] is False


def test_a_loaded_module_is_patched_at_once(module):
    assert martlet.wrap_function_wrapper("martlet_test_target?", "function", double) is module.function
    assert module.function() == 2000


def test_wrong_arguments(module):
    with pytest.raises(TypeError, match="missing required argument 'wrapper'"):
        martlet.wrap_function_wrapper(module, "function")
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        martlet.wrap_function_wrapper(module, "function", double, other=1)
