"""Attribute wrappers, and patches that last for a call or a block."""

import types

import pytest

import martlet
from martlet import AttributeWrapper, FunctionWrapper


def doubled(value, *extra):
    return (value, *extra) if extra else value * 2


def patched(wrapped, instance, args, kwargs):
    return "patched", wrapped(*args, **kwargs)


@pytest.fixture
def module():
    module = types.ModuleType("temporary")
    module.function = lambda *args: args
    return module


class TestAttributeWrapper:
    def test_instance_attribute(self):
        class Thing:
            def __init__(self):
                self.value = 1

        holder = types.SimpleNamespace(Thing=Thing)
        handle = martlet.wrap_object_attribute(holder, "Thing.value", doubled)
        thing = Thing()
        assert isinstance(handle, AttributeWrapper) and Thing.__dict__["value"] is handle
        assert thing.value == 2
        thing.value = 5
        assert thing.value == 10 and thing.__dict__ == {"value": 5}
        del thing.value
        with pytest.raises(AttributeError, match="no attribute 'value'"):
            _ = thing.value
        with pytest.raises(AttributeError, match="no attribute 'value'"):
            del thing.value
        martlet.unwrap_object(Thing, "value", handle)
        assert "value" not in Thing.__dict__

    def test_property_of_a_base_class(self):
        """Better than wrapt, which does not see it."""

        class Base:
            @property
            def value(self):
                return self._value

            @value.setter
            def value(self, value):
                self._value = value

        class Thing(Base):
            pass

        holder = types.SimpleNamespace(Thing=Thing)
        martlet.wrap_object_attribute(holder, "Thing.value", doubled)
        thing = Thing()
        thing.value = 3
        assert thing._value == 3 and thing.value == 6
        with pytest.raises(AttributeError):
            del thing.value
        martlet.wrap_object_attribute(holder, "Thing.value", doubled, ("more",))
        assert thing.value == (6, "more")

    def test_slots(self):
        class Thing:
            __slots__ = ("value",)

        martlet.wrap_object_attribute(types.SimpleNamespace(Thing=Thing), "Thing.value", doubled)
        thing = Thing()
        thing.value = 3
        assert thing.value == 6
        del thing.value
        with pytest.raises(AttributeError):
            _ = thing.value

    def test_refuses_what_is_no_path(self):
        with pytest.raises(ValueError, match="Class.attribute"):
            martlet.wrap_object_attribute(types, "value", doubled)
        with pytest.raises(TypeError):
            martlet.wrap_object_attribute(types, 5, doubled)

    def test_before_it_is_initialized(self):
        wrapper = AttributeWrapper.__new__(AttributeWrapper)
        with pytest.raises(AttributeError):
            _ = wrapper._self_factory
        Thing = type("Thing", (), {"value": wrapper})
        with pytest.raises(AttributeError):
            _ = Thing().value


class TestScoped:
    def test_block(self, module):
        original = module.function
        with martlet.scoped_function_wrapper(module, "function", patched) as value:
            assert value is None and module.function(1) == ("patched", (1,))
        assert module.function is original

    def test_decorator(self, module):
        original = module.function

        @martlet.scoped_function_wrapper(module, "function", patched)
        def call(argument):
            """Calls."""
            return module.function(argument)

        assert call(1) == call(1) == ("patched", (1,)) and module.function is original
        assert call.__name__ == "call" and call.__doc__ == "Calls."

    def test_once(self, module):
        scope = martlet.scoped_function_wrapper(module, "function", patched)
        with pytest.raises(RuntimeError, match="not entered"):
            scope.__exit__(None, None, None)
        with scope:
            pass
        with pytest.raises(RuntimeError, match="once"):
            scope.__enter__()

    def test_does_not_wait_for_imports(self):
        with pytest.raises(ValueError, match="trailing '\\?' cannot be used with scoped_function_wrapper"):
            martlet.scoped_function_wrapper("json?", "dumps", patched).__enter__()


class TestTransient:
    def test_an_error_keeps_the_one_before_as_context(self, module):
        @martlet.transient_function_wrapper(module, "function")
        def wrapper(wrapped, instance, args, kwargs):
            return wrapped(*args, **kwargs)

        @wrapper
        def call():
            module.function = None
            raise KeyError("first")

        with pytest.raises(martlet.WrapperNotFoundError) as caught:
            call()
        assert isinstance(caught.value.__context__, KeyError)

    def test_an_error_passes_and_the_patch_is_gone(self, module):
        original = module.function

        @martlet.transient_function_wrapper(module, "function")
        def wrapper(wrapped, instance, args, kwargs):
            raise LookupError

        with pytest.raises(LookupError):
            wrapper(lambda: module.function())()
        assert module.function is original


class TestFunctionWrapperDecorator:
    def test_as_a_method(self):
        class Factory:
            @martlet.function_wrapper
            def decorate(self, wrapped, instance, args, kwargs):
                return self, wrapped(*args, **kwargs)

        factory = Factory()
        function = factory.decorate(lambda: 1)
        assert isinstance(function, FunctionWrapper) and function() == (factory, 1)

    def test_needs_a_function(self):
        with pytest.raises(TypeError, match="function to be decorated"):
            martlet.function_wrapper(patched)()


def test_bind_state():
    class Counter:
        calls = 0

        @martlet.bind_state_to_wrapper(name="counter")
        @martlet.function_wrapper
        def count(self, wrapped, instance, args, kwargs):
            self.calls += 1
            return wrapped(*args, **kwargs)

    counter = Counter()
    function = counter.count(lambda: 1)
    assert function() == 1 and function.counter is counter and counter.calls == 1
    assert Counter.__dict__["count"]._self_attr_name == "counter"
    with pytest.raises(TypeError):
        martlet.bind_state_to_wrapper("counter")
