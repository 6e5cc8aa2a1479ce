"""The extension, written in Swift. Its docstrings are the reference."""

import re
import weakref
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from inspect import FullArgSpec, Signature
from types import GenericAlias, ModuleType, TracebackType
from typing import (
    Any,
    Concatenate,
    Final,
    Generic,
    Literal,
    ParamSpec,
    Protocol,
    SupportsIndex,
    TypeVar,
    final,
    overload,
)

from typing_extensions import Self, disjoint_base

_T = TypeVar("_T", bound=Any)
_P = ParamSpec("_P")
_R = TypeVar("_R", covariant=True)
# A second set, for methods that tell the parameters of `self` apart.
_T2 = TypeVar("_T2", bound=Any)
_P2 = ParamSpec("_P2")
_R2 = TypeVar("_R2", covariant=True)
_Hook = TypeVar("_Hook", bound=Callable[[ModuleType], Any])
_Traced = TypeVar("_Traced", bound=Callable[..., Any] | classmethod[Any, Any, Any] | staticmethod[Any, Any])
_Target = ModuleType | type[Any] | Any | str

class _Boolean(Protocol):
    def __bool__(self) -> bool: ...

_WrappedFunction = Callable[_P, _R]
# What is called in place of a function; as a class method or a method it has one parameter more.
_PlainWrapperFunction = Callable[[_WrappedFunction[_P, _R], Any, tuple[Any, ...], dict[str, Any]], _R]
_ClassMethodWrapperFunction = Callable[
    [type[Any], _WrappedFunction[_P, _R], Any, tuple[Any, ...], dict[str, Any]], _R
]
_MethodWrapperFunction = Callable[[Any, _WrappedFunction[_P, _R], Any, tuple[Any, ...], dict[str, Any]], _R]
_WrapperFunction = (
    _PlainWrapperFunction[_P, _R] | _ClassMethodWrapperFunction[_P, _R] | _MethodWrapperFunction[_P, _R]
)
_ProxyFactory = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], BaseObjectProxy[Any]]

__version__: str

@disjoint_base
class BaseObjectProxy(Generic[_T]):
    """A transparent stand-in for any object.

    Attributes, operators, comparisons, item access, conversions and ``with`` are the wrapped object's. Names that begin
    with ``_self_``, and what a subclass defines, belong to the proxy itself. Left out are iterating, calling, awaiting
    and being a descriptor: subclasses add what they need, or see `ObjectProxy`, `CallableObjectProxy`,
    `AutoObjectProxy`.

    A proxy cannot be copied or pickled (NotImplementedError) unless a subclass defines ``__copy__()``,
    ``__deepcopy__()`` or ``__reduce__()``. Before ``__init__()`` its attributes are missing (AttributeError). Wrapping
    itself, directly or through other proxies, is a ValueError; more than 2000 proxies in each other, a RecursionError.
    """

    __wrapped__: _T
    """The wrapped object. It can be replaced; deleting it is a TypeError."""

    __name__: str
    __qualname__: str
    @property
    def __self_dict__(self) -> dict[str, Any]:
        """The proxy's own attributes: its ``__dict__`` is the wrapped object's."""

    @property
    def __object_proxy__(self) -> type[BaseObjectProxy[Any]]:
        """The class of what ``+=`` and its like give where the wrapped object cannot be changed in place."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Takes any arguments, so that a subclass's ``__init__()`` may have others."""

    def __init__(self, wrapped: _T) -> None: ...
    def __getattr__(self, name: str) -> Any:
        """Called for what the proxy itself does not have: the wrapped object's attribute."""

    def __self_setattr__(self, name: str, value: Any) -> None:
        """Sets an attribute of the proxy itself, whatever its name."""

    def __mro_entries__(self, bases: tuple[type, ...]) -> tuple[type, ...]: ...
    def __instancecheck__(self, instance: Any) -> bool: ...
    def __subclasscheck__(self, subclass: type) -> bool: ...
    def __class_getitem__(cls, item: Any, /) -> GenericAlias: ...
    def __enter__(self) -> Any: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> bool | None: ...
    async def __aenter__(self) -> Any: ...
    async def __aexit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> bool | None: ...
    def __copy__(self) -> Any: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> Any: ...
    def __reduce__(self) -> Any: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...
    def __getitem__(self, key: Any, /) -> Any: ...
    def __setitem__(self, key: Any, value: Any, /) -> None: ...
    def __delitem__(self, key: Any, /) -> None: ...
    def __reversed__(self) -> Iterator[Any]: ...
    def __bool__(self) -> bool: ...
    def __int__(self) -> int: ...
    def __float__(self) -> float: ...
    def __complex__(self) -> complex: ...
    def __bytes__(self) -> bytes: ...
    def __index__(self) -> int: ...
    def __round__(self, ndigits: int | None = ..., /) -> Any: ...
    def __trunc__(self) -> Any: ...
    def __floor__(self) -> Any: ...
    def __ceil__(self) -> Any: ...
    def __lt__(self, other: object, /) -> bool: ...
    def __le__(self, other: object, /) -> bool: ...
    def __gt__(self, other: object, /) -> bool: ...
    def __ge__(self, other: object, /) -> bool: ...
    def __neg__(self) -> Any: ...
    def __pos__(self) -> Any: ...
    def __abs__(self) -> Any: ...
    def __invert__(self) -> Any: ...
    def __add__(self, other: Any, /) -> Any: ...
    def __sub__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...
    def __matmul__(self, other: Any, /) -> Any: ...
    def __truediv__(self, other: Any, /) -> Any: ...
    def __floordiv__(self, other: Any, /) -> Any: ...
    def __mod__(self, other: Any, /) -> Any: ...
    def __divmod__(self, other: Any, /) -> Any: ...
    def __lshift__(self, other: Any, /) -> Any: ...
    def __rshift__(self, other: Any, /) -> Any: ...
    def __and__(self, other: Any, /) -> Any: ...
    def __or__(self, other: Any, /) -> Any: ...
    def __xor__(self, other: Any, /) -> Any: ...
    def __radd__(self, other: Any, /) -> Any: ...
    def __rsub__(self, other: Any, /) -> Any: ...
    def __rmul__(self, other: Any, /) -> Any: ...
    def __rmatmul__(self, other: Any, /) -> Any: ...
    def __rtruediv__(self, other: Any, /) -> Any: ...
    def __rfloordiv__(self, other: Any, /) -> Any: ...
    def __rmod__(self, other: Any, /) -> Any: ...
    def __rdivmod__(self, other: Any, /) -> Any: ...
    def __rlshift__(self, other: Any, /) -> Any: ...
    def __rrshift__(self, other: Any, /) -> Any: ...
    def __rand__(self, other: Any, /) -> Any: ...
    def __ror__(self, other: Any, /) -> Any: ...
    def __rxor__(self, other: Any, /) -> Any: ...
    def __pow__(self, exponent: Any, modulus: Any = ..., /) -> Any: ...
    def __rpow__(self, base: Any, modulus: Any = ..., /) -> Any: ...
    def __ipow__(self, exponent: Any, /) -> Any: ...  # type: ignore[misc]
    def __iadd__(self, other: Any, /) -> Any: ...
    def __isub__(self, other: Any, /) -> Any: ...
    def __imul__(self, other: Any, /) -> Any: ...
    def __imatmul__(self, other: Any, /) -> Any: ...
    def __itruediv__(self, other: Any, /) -> Any: ...
    def __ifloordiv__(self, other: Any, /) -> Any: ...
    def __imod__(self, other: Any, /) -> Any: ...
    def __ilshift__(self, other: Any, /) -> Any: ...
    def __irshift__(self, other: Any, /) -> Any: ...
    def __iand__(self, other: Any, /) -> Any: ...
    def __ior__(self, other: Any, /) -> Any: ...
    def __ixor__(self, other: Any, /) -> Any: ...

class ObjectProxy(BaseObjectProxy[_T]):
    """A `BaseObjectProxy` that can be iterated over, or says so: a TypeError comes from the wrapped object."""

    def __iter__(self) -> Iterator[Any]: ...

@disjoint_base
class CallableObjectProxy(BaseObjectProxy[_T]):
    """A `BaseObjectProxy` that passes calls on."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@disjoint_base
class PartialCallableObjectProxy(BaseObjectProxy[Callable[..., Any]]):
    """What ``functools.partial`` is, as a proxy of the function.

    Keywords of a call override those that were captured. A function that cannot be called is a TypeError.
    """

    @property
    def _self_args(self) -> tuple[Any, ...]: ...
    @property
    def _self_kwargs(self) -> dict[str, Any]: ...
    @property
    def __signature__(self) -> Signature:
        """What the arguments leave of the function's signature. A ValueError if they are too many for it."""

    def __init__(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@disjoint_base
class _FunctionWrapperBase(BaseObjectProxy[_WrappedFunction[_P, _R]]):
    @property
    def _self_instance(self) -> Any: ...
    @property
    def _self_wrapper(self) -> _WrapperFunction[_P, _R]: ...
    @property
    def _self_enabled(self) -> bool | _Boolean | Callable[[], bool] | None: ...
    @property
    def _self_binding(self) -> str: ...
    @property
    def _self_parent(self) -> Any: ...
    @property
    def _self_owner(self) -> Any: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    def __set_name__(self, owner: type, name: str) -> None: ...

class FunctionWrapper(_FunctionWrapperBase[_P, _R]):
    """Calls ``wrapper(wrapped, instance, args, kwargs)`` in place of a function.

    It binds as the function would: ``instance`` is the object, for a class method the class, else None; ``wrapped`` is
    bound to it already. ``args`` is a tuple, ``kwargs`` a dict. ``enabled`` is asked at each call: None (always), a
    truth value, or a callable without arguments; errors of it propagate. Where it is false, the function is called
    directly. A subclass names the type of what it binds to in ``__bound_function_wrapper__``.
    """

    def __init__(
        self,
        wrapped: _WrappedFunction[_P, _R],
        wrapper: _WrapperFunction[_P, _R],
        enabled: bool | _Boolean | Callable[[], bool] | None = None,
    ) -> None: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    @overload
    def __get__(
        self: FunctionWrapper[Concatenate[_T2, _P2], _R2], instance: _T2, owner: type[Any] | None = None, /
    ) -> BoundFunctionWrapper[_P2, _R2]: ...
    @overload
    def __get__(
        self, instance: Any, owner: type[Any] | None = None, /
    ) -> BoundFunctionWrapper[_P, _R]: ...

class BoundFunctionWrapper(_FunctionWrapperBase[_P, _R]):
    """What access to a `FunctionWrapper` through an object or a class gives.

    ``_self_`` attributes set on it are stored on the wrapper that made it, and read from there.
    """

    def __init__(
        self,
        wrapped: _WrappedFunction[_P, _R],
        instance: Any,
        wrapper: _WrapperFunction[_P, _R],
        enabled: bool | _Boolean | Callable[[], bool] | None = None,
        binding: str = "callable",
        parent: Any = None,
        owner: Any = None,
    ) -> None: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    @overload
    def __get__(
        self: BoundFunctionWrapper[Concatenate[_T2, _P2], _R2], instance: _T2, owner: type[Any] | None = None, /
    ) -> BoundFunctionWrapper[_P2, _R2]: ...
    @overload
    def __get__(
        self, instance: Any, owner: type[Any] | None = None, /
    ) -> BoundFunctionWrapper[_P, _R]: ...

class AutoObjectProxy(BaseObjectProxy[_T]):
    """A stand-in that can be called, iterated over, awaited and so on if the wrapped object can.

    Each instance has a class of its own, which costs about as much as a class statement: use `BaseObjectProxy` where
    you know which methods you need. What the wrapped object cannot do is a TypeError or an AttributeError.
    """

    def __new__(cls, wrapped: _T, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(self, wrapped: _T) -> None: ...
    def __wrapped_setattr_fixups__(self) -> None:
        """Adapts the special methods to what is wrapped now."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __next__(self) -> Any: ...
    def __aiter__(self) -> AsyncIterator[Any]: ...
    async def __anext__(self) -> Any: ...
    def __length_hint__(self) -> int: ...
    def __fspath__(self) -> str | bytes: ...
    def __await__(self) -> Generator[Any, Any, Any]: ...

@disjoint_base
class LazyObjectProxy(AutoObjectProxy[_T]):
    """A stand-in for an object that is made by a callback when it is first needed, once.

    The ``interface`` is the type that the object will have, as far as is known: it decides whether the proxy can be
    called, iterated over and so on until then. An error of the callback propagates, and the next use tries again.
    Without a callback, a subclass defines ``__wrapped_factory__()``.
    """

    def __new__(
        cls, callback: Callable[[], _T] | None = None, *args: Any, interface: Any = ..., **kwargs: Any
    ) -> Self: ...
    def __init__(self, callback: Callable[[], _T] | None = None, *, interface: Any = ...) -> None: ...
    def __wrapped_factory__(self) -> _T:
        """Makes the object: nothing, unless a subclass says what."""

    def __wrapped_get__(self) -> _T:
        """Gives the object, which is made now unless it was before."""

@overload
def lazy_import(name: str, attribute: None = None, *, interface: Any = ...) -> LazyObjectProxy[ModuleType]: ...
@overload
def lazy_import(name: str, attribute: str, *, interface: Any = ...) -> LazyObjectProxy[Any]:
    """A `LazyObjectProxy` of a module, or of an attribute of one, that is imported when it is first needed.

    The interface is the type that the object will have: ModuleType, or Callable for an attribute, unless told. Errors of
    the import come at the first use.
    """

@disjoint_base
class WeakFunctionProxy(BaseObjectProxy[Callable[..., Any]]):
    """A weak reference to a function, a method or a function wrapper that can be called.

    A method is bound anew at each call. The callback is called once, with the proxy, when what it refers to is gone;
    calls are a ReferenceError from then on. An object without support for weak references is a TypeError.
    """

    @property
    def _self_instance(self) -> weakref.ReferenceType[Any] | None: ...
    @property
    def _self_owner(self) -> weakref.ReferenceType[type] | None: ...
    @property
    def _self_expired(self) -> bool: ...
    def __init__(self, wrapped: Callable[..., Any], callback: Callable[..., Any] | None = None) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

def partial(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> PartialCallableObjectProxy:
    """What ``functools.partial`` makes, as a `PartialCallableObjectProxy`."""

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
class _MissingType: ...

MISSING: Final[_MissingType]
"""Stands for the absence of a value where None is one. Copied or unpickled, it is the same object."""

def resolve_path(target: _Target, name: str) -> tuple[Any, str, Any]:
    """Follows the dotted path ``name``; gives the last object but one, the last name, and what it is.

    The target is a module, a class, any other object, or the name of a module to import. What a class has is given as it
    is stored there, unbound. Raises `TargetModuleNotFoundError` and `PathResolutionError`.
    """

def resolve_owner(target: _Target, name: str) -> tuple[Any, str, Any]:
    """As `resolve_path`, but the first is the object whose ``__dict__`` has the attribute.

    An attribute that no ``__dict__`` has is a `PathResolutionError`.
    """

def apply_patch(parent: Any, attribute: str, replacement: Any) -> None:
    """Sets an attribute of what `resolve_path` gave as the parent."""

def wrap_object(
    target: _Target,
    name: str,
    factory: _ProxyFactory | type[BaseObjectProxy[Any]],
    args: tuple[Any, ...] = (),
    kwargs: dict[str, Any] | None = None,
) -> Any:
    """Replaces an attribute by ``factory(attribute, *args, **kwargs)``, and returns that.

    Raises what `resolve_path` raises. `unwrap_object` is the way back.
    """

def wrap_function_wrapper(
    target: _Target, name: str, wrapper: _WrapperFunction[_P, _R]
) -> FunctionWrapper[_P, _R] | None:
    """Replaces a function by a `FunctionWrapper`, and returns that.

    A target ``"module?"`` waits until the program imports the module: unless it is loaded, the result is then None, and
    a path that does not exist fails that import. Raises what `resolve_path` raises.
    """

class _WrapperDecorator:
    def __call__(self, wrapper: _WrapperFunction[_P, _R]) -> _WrapperFunction[_P, _R]: ...

def patch_function_wrapper(
    target: _Target, name: str, *, enabled: bool | _Boolean | Callable[[], bool] | None | _MissingType = None
) -> _WrapperDecorator:
    """A decorator that patches a function with the function it decorates, and returns that.

    Target and errors are those of `wrap_function_wrapper`. ``enabled`` as a third positional argument still works, with a
    DeprecationWarning.
    """

def wrapper_chain(obj: Any, *, limit: SupportsIndex = 64) -> Iterator[Any]:
    """Iterates from an object along ``__wrapped__``, outermost first.

    Raises `WrapperChainTooDeepError` if there is more after ``limit`` wrappers.
    """

def unwrapped(obj: Any, *, limit: SupportsIndex = 64) -> Any:
    """The innermost object of a chain of wrappers. Raises `WrapperChainTooDeepError`."""

def find_wrapper(
    obj: Any, handle: Any = None, *, predicate: Callable[[Any], Any] | None = None, limit: SupportsIndex = 64
) -> Any:
    """The first object of a chain of wrappers that is the handle, and that the predicate accepts; else None.

    One of the two has to be given, else it is a TypeError. Raises `WrapperChainTooDeepError`.
    """

def is_wrapped_by(
    obj: Any, handle: Any = None, *, predicate: Callable[[Any], Any] | None = None, limit: SupportsIndex = 64
) -> bool:
    """Whether `find_wrapper` finds something."""

def unwrap_object(target: _Target, name: str, handle: Any, *, missing_ok: bool = False) -> Any:
    """Takes the wrapper that a patch returned out of an attribute again, and returns it.

    Wrappers that were put above it stay. Raises `WrapperNotFoundError`, or returns None with ``missing_ok``;
    `WrapperNotOutermostError` if what lies above is no wrapper of ours; and what `resolve_path` raises.
    """

@disjoint_base
class AttributeWrapper(BaseObjectProxy[Any]):
    """A descriptor that passes the values of an attribute of instances through ``factory(value, *args, **kwargs)``.

    What the class had under that name goes on to hold the value. `wrap_object_attribute` makes and installs one.
    """

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
    factory: _ProxyFactory | type[BaseObjectProxy[Any]],
    args: tuple[Any, ...] = (),
    kwargs: dict[str, Any] | None = None,
) -> AttributeWrapper:
    """Passes an attribute of the instances of a class through ``factory(value, *args, **kwargs)`` whenever it is read.

    The name is a path, ``"Class.attribute"``. The result is the `AttributeWrapper` that the class has from now on; it
    may be one for what instances alone have. Raises `PathResolutionError` and `TargetModuleNotFoundError`.
    """

class _Descriptor(Protocol):
    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any: ...

class _FunctionDecorator:
    @overload
    def __call__(
        self, callable: Callable[_P, _R] | Callable[Concatenate[type[_T], _P], _R] | Callable[[type[_T]], _R]
    ) -> FunctionWrapper[_P, _R]: ...
    @overload
    def __call__(self, callable: _Descriptor) -> FunctionWrapper[_P, Any]: ...

@overload
def function_wrapper(wrapper: type[Any]) -> _FunctionDecorator: ...
@overload
def function_wrapper(wrapper: _PlainWrapperFunction[_P, _R]) -> _FunctionDecorator: ...
@overload
def function_wrapper(wrapper: _ClassMethodWrapperFunction[_P, _R]) -> _FunctionDecorator: ...
@overload
def function_wrapper(wrapper: _MethodWrapperFunction[_P, _R]) -> _FunctionDecorator:
    """Makes a decorator of ``wrapper(wrapped, instance, args, kwargs)``: `decorator` without its options."""

class _TransientDecorator:
    def __call__(self, wrapper: _WrapperFunction[_P, _R]) -> _FunctionDecorator: ...

def transient_function_wrapper(target: _Target, name: str) -> _TransientDecorator:
    """Makes a decorator of a wrapper function: a function that it decorates runs with the target patched.

    Each call patches and takes the patch out again. Raises what `wrap_object` and `unwrap_object` raise, at the call.
    """

@final
class _ScopedFunctionWrapper:
    """A patch for a block, or as a decorator for the calls of a function."""

    def __enter__(self) -> None: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def __call__(self, function: Callable[_P, _R], /) -> FunctionWrapper[_P, _R]: ...

def scoped_function_wrapper(
    target: _Target, name: str, wrapper: _WrapperFunction[_P, _R]
) -> _ScopedFunctionWrapper:
    """A context manager that patches a function for a block; as a decorator, for the calls of a function.

    A target ``"module?"`` is a ValueError, entering it a second time a RuntimeError. The patch must still be there at the
    end: else `WrapperNotFoundError` or `WrapperNotOutermostError`.
    """

@disjoint_base
class _StateBindingWrapper(BaseObjectProxy[Any]):
    """Put on a method that is a decorator: the wrappers that it makes get the object it was found on.

    The object becomes an attribute of each wrapper, by the name "state" unless told otherwise.
    """

    @property
    def _self_attr_name(self) -> str: ...
    def __init__(self, *, name: str = "state") -> None: ...
    def __call__(self, wrapper_factory: _Descriptor, /) -> Self: ...
    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None, /) -> Self: ...
    @overload
    def __get__(
        self, instance: Any, owner: type[Any] | None = None, /
    ) -> Callable[[Callable[_P, _R]], FunctionWrapper[_P, _R]]: ...

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
    """The text of a parameter list, ``"(a, b=1, *c, **d)"``, from what ``inspect.getfullargspec()`` gives."""

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

class _ImportHookChainedLoader(BaseObjectProxy[Any]):
    """The loader of a module that hooks wait for. It has those of these methods that the real one has."""

    @property
    def load_module(self) -> Callable[[str], ModuleType]: ...
    @property
    def create_module(self) -> Callable[[Any], ModuleType | None]: ...
    @property
    def exec_module(self) -> Callable[[ModuleType], None]: ...

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

class _PartialFunctionDecorator:
    @overload
    def __call__(self, wrapper: _PlainWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...
    @overload
    def __call__(self, wrapper: _ClassMethodWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...
    @overload
    def __call__(self, wrapper: _MethodWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...

@overload
def decorator(wrapper: type[Any], /) -> Any: ...
@overload
def decorator(wrapper: _PlainWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...
@overload
def decorator(wrapper: _ClassMethodWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...
@overload
def decorator(wrapper: _MethodWrapperFunction[_P, _R], /) -> _FunctionDecorator: ...
@overload
def decorator(
    wrapper: None = None,
    /,
    *,
    enabled: bool | _Boolean | Callable[[], bool] | None = None,
    adapter: str | FullArgSpec | AdapterFactory | Callable[..., Any] | None = None,
    proxy: Callable[..., Any] | None = None,
) -> _PartialFunctionDecorator:
    """Makes a decorator of ``wrapper(wrapped, instance, args, kwargs)``, or of a class whose instances are such.

    Without a wrapper function, it is the same with these options, once one comes. ``enabled=False`` leaves functions
    as they are; anything but True and False is asked at each call. An ``adapter`` (a function, the text of a parameter
    list, what ``inspect.getfullargspec()`` returns, or an `AdapterFactory`) has the signature that is shown.
    ``proxy(wrapped=, wrapper=, enabled=)`` is called in place of `FunctionWrapper`.
    A decorator that is called without a function is a TypeError.
    """

@overload
def with_signature(
    wrapped: Callable[_P, _R],
    /,
    *,
    prototype: Callable[..., Any] | None = None,
    signature: Signature | None = None,
    factory: (
        Callable[
            [Callable[..., Any]], Signature | Callable[..., Any] | tuple[Signature | Callable[..., Any], str | None]
        ]
        | None
    ) = None,
    doc: str | None = None,
) -> FunctionWrapper[_P, _R]:
    """Gives a function another signature, for inspect and its like. Calls go on as before.

    It is that of a prototype, an ``inspect.Signature``, or what ``factory(wrapped)`` returns: either of these, or a
    tuple of that and a docstring. Exactly one of the three has to be given, else it is a TypeError.
    """

@overload
def with_signature(
    wrapped: None = None,
    /,
    *,
    prototype: Callable[..., Any] | None = None,
    signature: Signature | None = None,
    factory: (
        Callable[
            [Callable[..., Any]], Signature | Callable[..., Any] | tuple[Signature | Callable[..., Any], str | None]
        ]
        | None
    ) = None,
    doc: str | None = None,
) -> Callable[[Callable[_P, _R]], FunctionWrapper[_P, _R]]: ...
def with_doc(
    wrapped: None = None,
    /,
    *,
    doc: str | None = None,
    factory: Callable[[Callable[..., Any]], str | None] | None = None,
) -> Callable[[Callable[_P, _R]], FunctionWrapper[_P, _R]]:
    """Gives a function another docstring, for help() and its like, and leaves the function itself alone.

    Exactly one of ``doc`` and ``factory(wrapped)`` has to be given, else it is a TypeError. Assigning ``__doc__`` of the
    wrapper replaces the text, and deleting that gives the function's own back. Called with the function itself as a
    positional argument it works too; for type checkers, it is declared as wrapt declares it.
    """

class _SynchronizedObject(Protocol):
    def __call__(self, wrapped: Callable[_P, _R]) -> Callable[_P, _R]: ...
    def __enter__(self) -> Any: ...
    def __exit__(self, *error: object) -> None: ...
    async def __aenter__(self) -> Any: ...
    async def __aexit__(self, *error: object) -> None: ...

# Pyright: the first two overlap, as a lock might be callable, and the first is right for all that are.
@overload
def synchronized(wrapped: Callable[_P, _R]) -> Callable[_P, _R]: ...  # pyright: ignore[reportOverlappingOverload]
@overload
def synchronized(wrapped: Any) -> _SynchronizedObject: ...
@overload
def synchronized(wrapped: Any = ..., *, reentrant: bool) -> _SynchronizedObject:
    """Lets one thread at a time into a function, or one task into a coroutine function.

    A method is synchronized on its instance, a class method on its class, and other functions on themselves: the lock
    is kept in the ``__dict__`` of these, without which it is a TypeError. With a lock as the argument, it is a decorator
    that holds that. Either can be used in a ``with`` statement, or in ``async with``, and so can any object that has a
    ``__dict__``.

    A thread that is in is let in again. A task is only with ``reentrant=True``: by itself, a coroutine function that
    awaits another one with the same lock waits for ever. It goes by ``asyncio.current_task()``: a task that the holder
    starts waits like any other. Both functions need the option; functions without it still wait for them, and they for
    those. A lock for threads cannot be made re-entrant (TypeError).
    """

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

def mask(
    *, keys: Iterable[str] = ..., patterns: Iterable[str | re.Pattern[str]] = ..., cards: bool | None = None
) -> None:
    """Masks more than what always is: what stands under keys, what patterns match, numbers of credit cards."""

def trace_report() -> dict[str, str]:
    """What became of the functions to trace: ``module:path`` to ``waiting``, ``traced``, or why it could not be."""

def _begin_run() -> str | None:
    """Instruments and traces what ``martlet.toml`` and ``MARTLET_TRACE`` name; what is wrong with either."""

def instrumentations() -> tuple[str, ...]:
    """Names of the packages that can be instrumented."""

@overload
def instrument(target: str, path: None = None, /) -> None: ...
@overload
def instrument(
    target: _Target, path: str, /, *, name: str | None = None, kind: str | None = None, capture: bool | None = None
) -> None:
    """Records the calls of a package that Martlet knows; with a path, traces functions of a module, or of all of ``package.*``."""

def _accept_langfuse_arguments() -> None:
    """Lets the calls of openai take the arguments of Langfuse's stand-in for it."""

def context(
    *, session: Any = None, user: Any = None, tags: Any = None, metadata: Any = None, name: str | None = None
) -> Any:
    """A context manager, plain and asynchronous: spans that begin inside have these attributes."""

def inject(carrier: Any = None, /) -> Any:
    """Sets the header ``traceparent`` of a carrier to the current span, and returns the carrier."""

def extract(carrier: Any, /) -> Any:
    """A context manager: spans that begin inside are children of the span that the carrier's ``traceparent`` names."""
