import CPython

/// The name of a type, to compare with those that we know; so nothing needs to be imported for it.
@safe struct TypeName {
    private let type: TypeReference
    private let text: UnsafePointer<CChar>
    private let count: Int

    init(_ type: TypeReference) {
        self.type = type
        // Safe: every type has a NUL-terminated name, which lives as long as the type.
        let whole = unsafe martlet_type_name(type.rawType)
        var start = 0
        var end = 0
        while unsafe whole[end] != 0 {
            if unsafe whole[end] == CChar(UInt8(ascii: ".")) { start = end &+ 1 }
            end &+= 1
        }
        unsafe text = whole + start
        count = end &- start
    }

    /// The form in which objects of this very type are written; nil if the type is none that we know.
    func form(_ state: StateReference) -> ObjectForm? {
        let state = state
        func matches(_ name: StaticString, _ package: StaticString) -> Bool { isNamed(name, of: package, state) }
        // By length first, so that an unknown name costs little.
        if matches("datetime", "datetime") || matches("date", "datetime") || matches("time", "datetime") { return .isoFormat }
        if matches("Decimal", "decimal") || matches("UUID", "uuid") || matches("PurePath", "pathlib")
            || matches("Fraction", "fractions") || matches("timedelta", "datetime") || matches("complex", "builtins")
            || matches("_BaseAddress", "ipaddress") || matches("_BaseNetwork", "ipaddress")
        { return .text }
        if matches("Enum", "enum") { return .enumerationMember }
        if matches("set", "builtins") || matches("frozenset", "builtins") || matches("deque", "collections")
            || matches("dict_keys", "builtins") || matches("dict_values", "builtins") || matches("dict_items", "builtins")
            || matches("Row", "sqlalchemy")
        { return .sequence }
        if matches("mappingproxy", "builtins") || matches("UserDict", "collections") || matches("ChainMap", "collections")
            || matches("_Environ", "os") || matches("Headers", "httpx") || matches("Headers", "httpx2") || matches("Headers", "starlette")
            || matches("CaseInsensitiveDict", "requests")
        { return .mapping }
        if matches("SimpleNamespace", "types") || matches("Namespace", "argparse") { return .namespace }
        if matches("method", "builtins") || matches("builtin_function_or_method", "builtins") || matches("partial", "functools")
            || matches("partialmethod", "functools") || matches("BaseException", "builtins")
        { return .indirect }
        if matches("Struct", "msgspec") { return .structure }
        if matches("Model", "django") { return .entity }
        if matches("Image", "PIL") { return .picture }
        // Their `repr` asks a database, or makes what they stand for.
        if matches("QuerySet", "django") || matches("_AssociationCollection", "sqlalchemy") || matches("LazyObject", "django")
            || matches("LazyObjectProxy", "martlet")
        { return .typeAlone }
        return nil
    }

    /// Whether the type has this name, and is from this package or a module in it.
    @inline(__always)
    private func isNamed(_ name: StaticString, of package: StaticString, _ state: StateReference) -> Bool {
        guard count == name.utf8CodeUnitCount, unsafe memcmp(text, name.utf8Start, count) == 0 else { return false }
        return isFrom(package, state)
    }

    @inline(never)
    private func isFrom(_ package: StaticString, _ state: StateReference) -> Bool {
        // Safe: reads a flag. Types written in C have the module in their name, and built-in ones none.
        if unsafe martlet_is_heap_type(type.rawType) == 0 {
            let whole = unsafe martlet_type_name(type.rawType)
            if unsafe whole == text { return package.utf8CodeUnitCount == 8 && (unsafe memcmp(package.utf8Start, "builtins", 8)) == 0 }
            return unsafe Self.begins(UnsafeRawBufferPointer(start: whole, count: text - whole), with: package)
        }
        guard let module = type.lookup(state.names.module), module.isText else { return false }
        return module.withUTF8 { unsafe Self.begins($0, with: package) }
    }

    /// Whether a module's name is the package's, or has it before its first dot.
    private static func begins(_ module: UnsafeRawBufferPointer, with package: StaticString) -> Bool {
        let count = package.utf8CodeUnitCount
        guard module.count >= count, let start = module.baseAddress else { return false }
        // Safe: both have that many bytes, and the index is looked at where there is one.
        guard unsafe memcmp(start, package.utf8Start, count) == 0 else { return false }
        return module.count == count || (unsafe module[count]) == UInt8(ascii: ".")
    }
}
