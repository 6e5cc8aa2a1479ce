"""The extension, written in Swift. Its docstrings are the reference."""

import weakref
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from inspect import Signature
from types import GenericAlias, ModuleType, TracebackType
from typing import Any, Generic, Literal, ParamSpec, Protocol, SupportsIndex, TypeVar, final, overload

from typing_extensions import Self, disjoint_base

_T = TypeVar("_T")
_P = ParamSpec("_P")
_R = TypeVar("_R")
_Hook = TypeVar("_Hook", bound=Callable[[ModuleType], Any])
_Wrapper = TypeVar("_Wrapper", bound=Callable[..., Any])
_Traced = TypeVar("_Traced", bound=Callable[..., Any] | classmethod[Any, Any, Any] | staticmethod[Any, Any])
_Target = ModuleType | type[Any] | Any | str

__version__: str

@disjoint_base
class BaseObjectProxy(Generic[_T]):
    """A transparent stand-in for any object.

    Attributes, operators, comparisons, item access and conversions are the wrapped object's.
    Names that begin with ``_self_``, and what a subclass defines, belong to the proxy itself.
    """

    __wrapped__: _T
    @property
    def __self_dict__(self) -> dict[str, Any]: ...
    @property
    def __object_proxy__(self) -> type[BaseObjectProxy[Any]]: ...
    def __init__(self, wrapped: _T) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    def __self_setattr__(self, name: str, value: Any) -> None: ...
    def __mro_entries__(self, bases: tuple[type, ...]) -> tuple[type, ...]: ...
    def __instancecheck__(self, instance: Any) -> bool: ...
    def __subclasscheck__(self, subclass: type) -> bool: ...
    def __class_getitem__(cls, item: Any) -> GenericAlias: ...
    def __enter__(self) -> Any: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> Any: ...
    async def __aenter__(self) -> Any: ...
    async def __aexit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> Any: ...

class ObjectProxy(BaseObjectProxy[_T]):
    """A transparent stand-in for any object, which can be iterated over."""

    def __iter__(self) -> Iterator[Any]: ...

@disjoint_base
class CallableObjectProxy(BaseObjectProxy[_T]):
    """A proxy that passes calls on."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@disjoint_base
class PartialCallableObjectProxy(BaseObjectProxy[Callable[..., Any]]):
    """What ``functools.partial`` is, as a proxy."""

    @property
    def _self_args(self) -> tuple[Any, ...]: ...
    @property
    def _self_kwargs(self) -> dict[str, Any]: ...
    def __init__(self, func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@disjoint_base
class _FunctionWrapperBase(BaseObjectProxy[Callable[_P, _R]]):
    @property
    def _self_instance(self) -> Any: ...
    @property
    def _self_wrapper(self) -> Callable[..., Any]: ...
    @property
    def _self_enabled(self) -> bool | Callable[[], bool] | None: ...
    @property
    def _self_binding(self) -> str: ...
    @property
    def _self_parent(self) -> Any: ...
    @property
    def _self_owner(self) -> type | None: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> BoundFunctionWrapper[..., _R]: ...
    def __set_name__(self, owner: type, name: str) -> None: ...

class FunctionWrapper(_FunctionWrapperBase[_P, _R]):
    """Calls ``wrapper(wrapped, instance, args, kwargs)`` in place of a function.

    It binds as the function would: ``instance`` is the object, for a class method the class, else None.
    ``enabled`` is asked at each call: None, a truth value, or a callable without arguments.
    """

    def __init__(
        self,
        wrapped: Callable[_P, _R],
        wrapper: Callable[[Callable[..., Any], Any, tuple[Any, ...], dict[str, Any]], _R],
        enabled: bool | Callable[[], bool] | None = None,
    ) -> None: ...

class BoundFunctionWrapper(_FunctionWrapperBase[_P, _R]):
    """What access to a `FunctionWrapper` through an object or a class gives.

    ``_self_`` attributes set on it are stored on the wrapper that made it.
    """

    def __init__(
        self,
        wrapped: Callable[_P, _R],
        instance: Any,
        wrapper: Callable[..., Any],
        enabled: bool | Callable[[], bool] | None = None,
        binding: str = "callable",
        parent: Any = None,
        owner: type | None = None,
    ) -> None: ...

class AutoObjectProxy(BaseObjectProxy[_T]):
    """A stand-in for any object that can be called, iterated over, awaited and so on if that object can.

    Each instance has a class of its own: use BaseObjectProxy where you know which methods you need.
    """

    def __new__(cls, wrapped: _T, *args: Any, **kwargs: Any) -> Self: ...
    def __wrapped_setattr_fixups__(self) -> None:
        """Adapts the special methods to what is wrapped now."""

@disjoint_base
class LazyObjectProxy(AutoObjectProxy[_T]):
    """A stand-in for an object that is made by a callback when it is first needed."""

    def __new__(
        cls, callback: Callable[[], _T] | None = None, *args: Any, interface: Any = ..., **kwargs: Any
    ) -> Self: ...
    def __init__(self, callback: Callable[[], _T] | None = None, *, interface: Any = ...) -> None: ...
    def __wrapped_factory__(self) -> _T:
        """Makes the object: nothing, unless a subclass says what."""

    def __wrapped_get__(self) -> _T:
        """Gives the object, which is made now unless it was before."""

def lazy_import(name: str, attribute: str | None = None, *, interface: Any = ...) -> LazyObjectProxy[Any]:
    """A LazyObjectProxy of a module, or of an attribute of one, that is imported when it is first needed.

    The interface is the type that the object will have: ModuleType, or Callable for an attribute, unless told.
    """

@disjoint_base
class WeakFunctionProxy(BaseObjectProxy[Callable[..., Any]]):
    """A weak reference to a function, a method or a function wrapper that can be called.

    A method is bound anew at each call. The callback is called with the proxy when what it refers to is gone.
    """

    @property
    def _self_instance(self) -> weakref.ReferenceType[Any] | None: ...
    @property
    def _self_owner(self) -> weakref.ReferenceType[type] | None: ...
    @property
    def _self_expired(self) -> bool: ...
    def __init__(
        self, wrapped: Callable[..., Any], callback: Callable[[WeakFunctionProxy], Any] | None = None
    ) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

def partial(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> PartialCallableObjectProxy:
    """What functools.partial makes, as a PartialCallableObjectProxy."""

class WrapperNotInitializedError(ValueError):
    """A wrapper was initialized and wraps nothing."""

class PathResolutionError(AttributeError):
    """The dotted path of a patch could not be followed; ``__cause__`` has the reason."""

class TargetModuleNotFoundError(ModuleNotFoundError):
    """The module that a patch names could not be imported; ``__cause__`` has the reason."""

class WrapperChainTooDeepError(RuntimeError):
    """A chain of wrappers goes on beyond the limit, so that an answer would be a guess."""

class WrapperNotFoundError(ValueError):
    """The wrapper to be removed is not in the attribute's chain."""

class WrapperNotOutermostError(ValueError):
    """The wrapper to be removed lies below something that is no wrapper of ours."""

@disjoint_base
class _MissingType:
    """The type of MISSING, which stands for the absence of a value where None is one."""

MISSING: _MissingType

def resolve_path(target: _Target, name: str) -> tuple[Any, str, Any]:
    """Follows a dotted path; gives the last object but one, the last name, and what it is."""

def resolve_owner(target: _Target, name: str) -> tuple[Any, str, Any]:
    """As resolve_path, but the first is the object whose ``__dict__`` has the attribute."""

def apply_patch(parent: Any, attribute: str, replacement: Any) -> None:
    """Sets an attribute."""

def wrap_object(
    target: _Target,
    name: str,
    factory: Callable[..., _R],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
) -> _R:
    """Replaces an attribute by ``factory(attribute, *args, **kwargs)``, and returns that."""

def wrap_function_wrapper(target: _Target, name: str, wrapper: Callable[..., Any]) -> FunctionWrapper[..., Any] | None:
    """Replaces a function by a FunctionWrapper, and returns that.

    A target ``"module?"`` waits until the program imports the module; unless it is loaded, the result is then None.
    """

@overload
def patch_function_wrapper(
    target: _Target, name: str, *, enabled: bool | Callable[[], bool] | None = None
) -> Callable[[_Wrapper], _Wrapper]:
    """A decorator that patches a function with the function it decorates, and returns that."""

@overload
def patch_function_wrapper(
    target: _Target, name: str, enabled: bool | Callable[[], bool] | None
) -> Callable[[_Wrapper], _Wrapper]: ...
def wrapper_chain(obj: Any, *, limit: SupportsIndex = 64) -> Iterator[Any]:
    """Iterates from an object along ``__wrapped__``, outermost first."""

def unwrapped(obj: Any, *, limit: SupportsIndex = 64) -> Any:
    """The innermost object of a chain of wrappers."""

def find_wrapper(
    obj: Any, handle: Any = None, *, predicate: Callable[[Any], Any] | None = None, limit: SupportsIndex = 64
) -> Any:
    """The first object of a chain of wrappers that is the handle, and that the predicate accepts; else None."""

def is_wrapped_by(
    obj: Any, handle: Any = None, *, predicate: Callable[[Any], Any] | None = None, limit: SupportsIndex = 64
) -> bool:
    """Whether find_wrapper() finds something."""

def unwrap_object(target: _Target, name: str, handle: Any, *, missing_ok: bool = False) -> Any:
    """Takes the wrapper that a patch returned out of an attribute again, and returns it."""

@disjoint_base
class AttributeWrapper(BaseObjectProxy[Any]):
    """A descriptor that passes the values of an attribute of instances through a factory."""

    @property
    def _self_attribute(self) -> str: ...
    @property
    def _self_factory(self) -> Callable[..., Any]: ...
    @property
    def _self_args(self) -> Sequence[Any]: ...
    @property
    def _self_kwargs(self) -> Mapping[str, Any]: ...
    def __init__(
        self,
        wrapped: Any,
        attribute: str,
        factory: Callable[..., Any],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> None: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> Any: ...
    def __set__(self, instance: Any, value: Any, /) -> None: ...
    def __delete__(self, instance: Any, /) -> None: ...

def wrap_object_attribute(
    module: _Target,
    name: str,
    factory: Callable[..., Any],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
) -> AttributeWrapper:
    """Passes an attribute of the instances of a class through ``factory(value, *args, **kwargs)`` whenever it is read.

    The name is a path, ``"Class.attribute"``. The result is the AttributeWrapper that the class has from now on.
    """

def function_wrapper(wrapper: Callable[..., Any]) -> FunctionWrapper[..., Any]:
    """Makes a decorator of a function ``wrapper(wrapped, instance, args, kwargs)``."""

def transient_function_wrapper(target: _Target, name: str) -> Callable[[Callable[..., Any]], FunctionWrapper[..., Any]]:
    """Makes a decorator of a wrapper function: a function that it decorates runs with the target patched."""

@final
class _ScopedFunctionWrapper:
    """A patch for a block, or as a decorator for the calls of a function."""

    def __enter__(self) -> None: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def __call__(self, function: Callable[_P, _R], /) -> FunctionWrapper[_P, _R]: ...

def scoped_function_wrapper(target: _Target, name: str, wrapper: Callable[..., Any]) -> _ScopedFunctionWrapper:
    """A context manager that patches a function for a block; as a decorator, for the calls of a function."""

@disjoint_base
class _StateBindingWrapper(BaseObjectProxy[Any]):
    """Put on a method that is a decorator: the wrappers that it makes get the object it was found on.

    The object becomes an attribute of each wrapper, by the name "state" unless told otherwise.
    """

    @property
    def _self_attr_name(self) -> str: ...
    def __init__(self, *, name: str = "state") -> None: ...
    def __call__(self, wrapper_factory: Any, /) -> Self: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> Any: ...

bind_state_to_wrapper = _StateBindingWrapper

def formatargspec(
    args: Sequence[str],
    varargs: str | None = None,
    varkw: str | None = None,
    defaults: Sequence[Any] | None = None,
    kwonlyargs: Sequence[str] | None = None,
    kwonlydefaults: Mapping[str, Any] | None = None,
    annotations: Mapping[str, Any] = {},
) -> str:
    """The text of a parameter list, from what inspect.getfullargspec() gives."""

def install_as_wrapt(*, force: bool = False) -> None:
    """Puts Martlet in the place of wrapt, for all code that imports wrapt or a submodule of it from now on.

    If wrapt was imported before, that is an error unless it is forced: who imported it keeps its types.
    The environment's ``MARTLET_AS_WRAPT=1`` has it done when Martlet is imported.
    """

def _install_as_wrapt_if_asked() -> None:
    """Does so if MARTLET_AS_WRAPT=1 is in the environment."""

def discover_post_import_hooks(group: str) -> None:
    """Registers the hooks that installed packages declare as entry points of a group: module = package:hook."""

def register_post_import_hook(hook: Callable[[ModuleType], Any] | str, name: str) -> None:
    """Has ``hook(module)`` called once the module is imported, or now if it is.

    A hook may be the text ``"module:function"``, which is imported when it is called.
    """

def when_imported(name: str) -> Callable[[_Hook], _Hook]:
    """A decorator that registers a function as a hook for a module."""

def notify_module_loaded(module: ModuleType) -> None:
    """Calls the hooks that wait for a module."""

_post_import_hooks: dict[str, list[Callable[[ModuleType], Any]]]

@disjoint_base
class ImportHookFinder:
    """Finds modules that hooks wait for, and has their loader call these."""

    @property
    def in_progress(self) -> dict[str, Literal[True]]: ...
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any: ...
    def find_module(self, fullname: str, path: Any = None) -> Any: ...

class _ImportHookChainedLoader(BaseObjectProxy[Any]): ...

@disjoint_base
class AdapterFactory:
    """A base class for what makes an adapter for each function that is decorated."""

    def __call__(self, wrapped: Callable[..., Any]) -> Any: ...

@disjoint_base
class adapter_factory(AdapterFactory):
    """Makes an adapter for each function that is decorated, by calling a function with it."""

    @property
    def factory(self) -> Callable[[Callable[..., Any]], Any]: ...
    def __init__(self, factory: Callable[[Callable[..., Any]], Any]) -> None: ...

class _Binds(Protocol):
    def __get__(self, instance: Any, owner: type[Any], /) -> Callable[..., Any]: ...

class _Decorator(Protocol):
    @overload
    def __call__(self, wrapped: Callable[_P, _R]) -> FunctionWrapper[_P, _R]: ...
    @overload
    def __call__(self, wrapped: _Binds) -> FunctionWrapper[..., Any]: ...
    @overload
    def __call__(self, **options: Any) -> _Decorator: ...

class _DecoratorOfWrapper(Protocol):
    def __call__(self, wrapper: Callable[..., Any], /) -> _Decorator: ...

@overload
def decorator(
    wrapper: Callable[..., Any],
    /,
    *,
    enabled: bool | Callable[[], bool] | None = None,
    adapter: Any = None,
    proxy: Callable[..., Any] | None = None,
) -> _Decorator:
    """Makes a decorator of ``wrapper(wrapped, instance, args, kwargs)``, or of a class whose instances are such.

    Without a wrapper function, it is the same with these options, once one comes. ``enabled=False`` leaves functions
    as they are; anything but True and False is asked at each call. An ``adapter`` (a function, the text of a parameter
    list, what ``inspect.getfullargspec()`` returns, or an `AdapterFactory`) has the signature that is shown.
    ``proxy(wrapped=, wrapper=, enabled=)`` is called in place of `FunctionWrapper`.
    """

@overload
def decorator(
    wrapper: None = None,
    /,
    *,
    enabled: bool | Callable[[], bool] | None = None,
    adapter: Any = None,
    proxy: Callable[..., Any] | None = None,
) -> _DecoratorOfWrapper: ...
@overload
def with_signature(
    wrapped: Callable[_P, _R],
    /,
    *,
    prototype: Callable[..., Any] | None = None,
    signature: Signature | None = None,
    factory: Callable[[Callable[..., Any]], Any] | None = None,
    doc: str | None = None,
) -> FunctionWrapper[_P, _R]:
    """Gives a function another signature, for inspect and its like. Calls go on as before.

    It is that of a prototype, an ``inspect.Signature``, or what ``factory(wrapped)`` returns: either of these, or a
    tuple of that and a docstring.
    """

@overload
def with_signature(
    wrapped: None = None,
    /,
    *,
    prototype: Callable[..., Any] | None = None,
    signature: Signature | None = None,
    factory: Callable[[Callable[..., Any]], Any] | None = None,
    doc: str | None = None,
) -> Callable[[Callable[_P, _R]], FunctionWrapper[_P, _R]]: ...
@overload
def with_doc(
    wrapped: Callable[_P, _R],
    /,
    *,
    doc: str | None = None,
    factory: Callable[[Callable[..., Any]], str | None] | None = None,
) -> FunctionWrapper[_P, _R]:
    """Gives a function another docstring, for help() and its like, and leaves the function itself alone.

    Assigning ``__doc__`` of the wrapper replaces it, and deleting that gives the function's own back.
    """

@overload
def with_doc(
    wrapped: None = None,
    /,
    *,
    doc: str | None = None,
    factory: Callable[[Callable[..., Any]], str | None] | None = None,
) -> Callable[[Callable[_P, _R]], FunctionWrapper[_P, _R]]: ...

class _Synchronized(Protocol):
    def __call__(self, wrapped: Callable[_P, _R]) -> Callable[_P, _R]: ...
    def __enter__(self) -> Any: ...
    def __exit__(self, *error: object) -> None: ...
    async def __aenter__(self) -> Any: ...
    async def __aexit__(self, *error: object) -> None: ...

@overload
def synchronized(wrapped: Callable[_P, _R]) -> Callable[_P, _R]:
    """Lets one thread at a time into a function, or one task into a coroutine function.

    A method is synchronized on its instance, a class method on its class, and other functions on themselves: the lock
    is kept in the ``__dict__`` of these. With a lock as the argument, it is a decorator that holds that.
    Either can be used in a ``with`` statement, or in ``async with``, and so can any object that has a ``__dict__``.
    """

@overload
def synchronized(wrapped: Any) -> _Synchronized: ...
@overload
def mark_as_sync(wrapped: Callable[_P, _R], /, *, generator: bool | None = None) -> Callable[_P, _R]:
    """Has inspect take a function for one without ``async``. Calls go on as before.

    By itself, a generator function of either sort is taken for a plain one; ``generator`` says otherwise.
    """

@overload
def mark_as_sync(
    wrapped: None = None, /, *, generator: bool | None = None
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]: ...
@overload
def mark_as_async(wrapped: Callable[_P, _R], /, *, generator: bool | None = None) -> Callable[_P, _R]:
    """Has inspect take a function for a coroutine function. Calls go on as before.

    By itself, a generator function of either sort is taken for an asynchronous one; ``generator`` says otherwise.
    """

@overload
def mark_as_async(
    wrapped: None = None, /, *, generator: bool | None = None
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]: ...
def async_to_sync(wrapped: Callable[_P, Awaitable[_R]]) -> Callable[_P, _R]:
    """Has each call of a coroutine function run it to its end, with ``asyncio.run()``."""

def sync_to_async(wrapped: Callable[_P, _R]) -> Callable[_P, Coroutine[Any, Any, _R]]:
    """Has each call of a function give a coroutine, which calls it in the event loop's default executor."""

def _synchronized_is_async_callable(obj: Any, /) -> bool: ...
def _asynchronous_lock(obj: Any, /) -> Any: ...

class _CachingFunctionWrapper(FunctionWrapper[_P, _R]):
    def cache_info(self) -> Any: ...
    def cache_clear(self) -> None: ...
    def cache_parameters(self) -> dict[str, Any] | None: ...

@overload
def lru_cache(func: Callable[_P, _R], /) -> _CachingFunctionWrapper[_P, _R]:
    """Caches the results of a function as ``functools.lru_cache`` does, whose options it takes.

    A method has one cache for each instance, and a class method one for each class: they keep it as an attribute, and
    take it with them. A call through the class, ``C.method(instance)``, uses the instance's. ``cache_info()``,
    ``cache_clear()`` and ``cache_parameters()`` concern the cache of what they are reached through.
    Copies of an instance, and pickled ones, begin with an empty cache.
    """

@overload
def lru_cache(
    func: None = None, /, *, maxsize: int | None = 128, typed: bool = False
) -> Callable[[Callable[_P, _R]], _CachingFunctionWrapper[_P, _R]]: ...

@final
class Span:
    """An opaque handle of a recorded call."""

    @property
    def trace_id(self) -> str: ...
    @property
    def span_id(self) -> str: ...
    def set_attribute(self, key: str, value: Any, /) -> None:
        """Records an attribute; a later one with the same key replaces it."""

    def set_attributes(self, attributes: dict[str, Any] | None = None, /, **named: Any) -> None:
        """Records attributes: those of a dict, and those that are named."""

    def record_exception(self, error: BaseException, /) -> None:
        """Records an exception that the span goes on after."""

def span(name: str, /, **attributes: Any) -> Any:
    """A context manager, plain and asynchronous, that records its block as a span below the current one."""

@overload
def trace(
    function: _Traced, /, *, name: str | None = None, kind: str | None = None, capture: bool | None = None
) -> _Traced: ...
@overload
def trace(
    function: None = None, /, *, name: str | None = None, kind: str | None = None, capture: bool | None = None
) -> Callable[[_Traced], _Traced]:
    """Records the calls of a function, a method, a coroutine function, a generator function, or a class's methods."""

def current_span() -> Span | None:
    """The handle of the span that this code runs in, or None."""

def instrumentations() -> tuple[str, ...]:
    """Names of the packages that can be instrumented."""

@overload
def instrument(target: str, path: None = None, /) -> None: ...
@overload
def instrument(
    target: _Target, path: str, /, *, name: str | None = None, kind: str | None = None, capture: bool | None = None
) -> None:
    """Records the calls of a package that Martlet knows; with a path, traces one function of a module."""

def context(
    *, session: Any = None, user: Any = None, tags: Any = None, metadata: Any = None, name: str | None = None
) -> Any:
    """A context manager, plain and asynchronous: spans that begin inside have these attributes."""

def inject(carrier: Any = None, /) -> Any:
    """Sets the header ``traceparent`` of a carrier to the current span, and returns the carrier."""

def extract(carrier: Any, /) -> Any:
    """A context manager: spans that begin inside are children of the span that the carrier's ``traceparent`` names."""
