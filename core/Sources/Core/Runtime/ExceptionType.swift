import CPython

/// A built-in exception type.
@safe struct ExceptionType: Reference {
    let raw: RawObject

    @inline(__always) private init(_ raw: RawObject) { unsafe self.raw = raw }

    // Safe: CPython keeps its exception types for as long as the interpreter lives.
    static var attributeError: ExceptionType { unsafe ExceptionType(martlet_AttributeError()) }
    static var baseException: ExceptionType { unsafe ExceptionType(martlet_BaseException()) }
    static var deprecationWarning: ExceptionType { unsafe ExceptionType(martlet_DeprecationWarning()) }
    static var exception: ExceptionType { unsafe ExceptionType(martlet_Exception()) }
    static var generatorExit: ExceptionType { unsafe ExceptionType(martlet_GeneratorExit()) }
    static var importError: ExceptionType { unsafe ExceptionType(martlet_ImportError()) }
    static var keyError: ExceptionType { unsafe ExceptionType(martlet_KeyError()) }
    static var moduleNotFoundError: ExceptionType { unsafe ExceptionType(martlet_ModuleNotFoundError()) }
    static var notImplementedError: ExceptionType { unsafe ExceptionType(martlet_NotImplementedError()) }
    static var osError: ExceptionType { unsafe ExceptionType(martlet_OSError()) }
    static var recursionError: ExceptionType { unsafe ExceptionType(martlet_RecursionError()) }
    static var referenceError: ExceptionType { unsafe ExceptionType(martlet_ReferenceError()) }
    static var runtimeError: ExceptionType { unsafe ExceptionType(martlet_RuntimeError()) }
    static var keyboardInterrupt: ExceptionType { unsafe ExceptionType(martlet_KeyboardInterrupt()) }
    static var systemExit: ExceptionType { unsafe ExceptionType(martlet_SystemExit()) }
    static var stopAsyncIteration: ExceptionType { unsafe ExceptionType(martlet_StopAsyncIteration()) }
    static var stopIteration: ExceptionType { unsafe ExceptionType(martlet_StopIteration()) }
    static var systemError: ExceptionType { unsafe ExceptionType(martlet_SystemError()) }
    static var typeError: ExceptionType { unsafe ExceptionType(martlet_TypeError()) }
    static var runtimeWarning: ExceptionType { unsafe ExceptionType(martlet_RuntimeWarning()) }
    static var userWarning: ExceptionType { unsafe ExceptionType(martlet_UserWarning()) }
    static var valueError: ExceptionType { unsafe ExceptionType(martlet_ValueError()) }
}
