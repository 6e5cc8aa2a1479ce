import CPython

// Operators see through proxies on both sides and give plain values.
extension Instance where Fields == ProxyFields {
    /// A binary operator: either operand, or both, may be the proxy.
    @inline(never) @safe
    static func forward(_ left: RawObject?, _ right: RawObject?, _ operation: (RawObject, RawObject) -> RawObject?) -> RawObject? {
        entry { () throws(PythonError) in
            let left = try unwrapOperand(Borrowed(argument: left))
            let right = try unwrapOperand(Borrowed(argument: right))
            // Safe: both are held for the operation.
            return try unsafe Owned(operation(left.raw, right.raw))
        }
    }

    /// A unary operator or conversion.
    @inline(never) @safe
    static func forward(_ object: RawObject?, _ operation: (RawObject) -> RawObject?) -> RawObject? {
        // So short that what a throw needs would be a third of it: only a lazy proxy goes that way.
        let proxy = unsafe Proxy(object.unsafelyUnwrapped)
        guard let wrapped = proxy.fields.wrapped.retained() else { return unsafe forwardLazily(object, operation) }
        // Safe: the wrapped object is held for the operation, which returns a new reference or null.
        return unsafe operation(wrapped.raw)
    }

    @inline(never) @safe
    private static func forwardLazily(_ object: RawObject?, _ operation: (RawObject) -> RawObject?) -> RawObject? {
        entry(Proxy.self, object) { proxy throws(PythonError) in
            let wrapped = try proxy.wrapped()
            return try unsafe Owned(operation(wrapped.raw))
        }
    }

    /// An in-place operator: changes the wrapped object where that can be changed, and otherwise makes a new proxy.
    @inline(__always) @safe
    static func inPlace(
        _ object: RawObject?, _ other: RawObject?, _ name: (StateReference) -> Interned,
        _ inPlaceOperation: (RawObject, RawObject) -> RawObject?, _ operation: (RawObject, RawObject) -> RawObject?
    ) -> RawObject? {
        entry(Proxy.self, object) { proxy throws(PythonError) in
            let wrapped = try proxy.wrapped()
            let other = try unwrapOperand(Borrowed(argument: other))
            if try wrapped.hasAttribute(name(proxy.state)) {
                let result = try unsafe Owned(inPlaceOperation(wrapped.raw, other.raw))
                try proxy.assign(result)
                return proxy.retained()
            }
            let result = try unsafe Owned(operation(wrapped.raw, other.raw))
            return try proxy.attribute(proxy.names.objectProxy).call(result)
        }
    }

    /// `pow()`. A modulus that is a proxy is refused: CPython would come back to this very slot for it.
    @safe static func power(_ base: RawObject?, _ exponent: RawObject?, _ modulus: RawObject?) -> RawObject? {
        entry { () throws(PythonError) in
            let modulus = Borrowed(argument: modulus)
            if isProxy(modulus) { return .notImplemented }
            let base = try unwrapOperand(Borrowed(argument: base))
            let exponent = try unwrapOperand(Borrowed(argument: exponent))
            return try unsafe Owned(PyNumber_Power(base.raw, exponent.raw, modulus.raw))
        }
    }

    @safe static func inPlacePower(_ object: RawObject?, _ exponent: RawObject?, _ modulus: RawObject?) -> RawObject? {
        let modulus = unsafe modulus ?? Borrowed.none.raw
        return Proxy.inPlace(
            object, exponent, { $0.names.inPlacePower }, { unsafe PyNumber_InPlacePower($0, $1, modulus) },
            { unsafe PyNumber_Power($0, $1, modulus) })
    }

    /// `+=`, and `operator.iconcat`.
    @safe static func inPlaceAdd(_ object: RawObject?, _ other: RawObject?) -> RawObject? {
        Proxy.inPlace(
            object, other, { $0.names.inPlaceAdd }, { unsafe PyNumber_InPlaceAdd($0, $1) }, { unsafe PyNumber_Add($0, $1) })
    }

    /// The slots of numbers.
    static var operators: [Slot] {
        [
            .binary(.add) { Proxy.forward($0, $1) { unsafe PyNumber_Add($0, $1) } },
            .binary(.subtract) { Proxy.forward($0, $1) { unsafe PyNumber_Subtract($0, $1) } },
            .binary(.multiply) { Proxy.forward($0, $1) { unsafe PyNumber_Multiply($0, $1) } },
            .binary(.remainder) { Proxy.forward($0, $1) { unsafe PyNumber_Remainder($0, $1) } },
            .binary(.divmod) { Proxy.forward($0, $1) { unsafe PyNumber_Divmod($0, $1) } },
            .binary(.leftShift) { Proxy.forward($0, $1) { unsafe PyNumber_Lshift($0, $1) } },
            .binary(.rightShift) { Proxy.forward($0, $1) { unsafe PyNumber_Rshift($0, $1) } },
            .binary(.bitwiseAnd) { Proxy.forward($0, $1) { unsafe PyNumber_And($0, $1) } },
            .binary(.bitwiseXor) { Proxy.forward($0, $1) { unsafe PyNumber_Xor($0, $1) } },
            .binary(.bitwiseOr) { Proxy.forward($0, $1) { unsafe PyNumber_Or($0, $1) } },
            .binary(.floorDivide) { Proxy.forward($0, $1) { unsafe PyNumber_FloorDivide($0, $1) } },
            .binary(.trueDivide) { Proxy.forward($0, $1) { unsafe PyNumber_TrueDivide($0, $1) } },
            .binary(.matrixMultiply) { Proxy.forward($0, $1) { unsafe PyNumber_MatrixMultiply($0, $1) } },
            .power(.power) { Proxy.power($0, $1, $2) },
            .unary(.negative) { Proxy.forward($0) { unsafe martlet_negative($0) } },
            .unary(.positive) { Proxy.forward($0) { unsafe PyNumber_Positive($0) } },
            .unary(.absolute) { Proxy.forward($0) { unsafe PyNumber_Absolute($0) } },
            .unary(.invert) { Proxy.forward($0) { unsafe PyNumber_Invert($0) } },
            .unary(.integer) { Proxy.forward($0) { unsafe PyNumber_Long($0) } },
            .unary(.floatingPoint) { Proxy.forward($0) { unsafe PyNumber_Float($0) } },
            .unary(.index) { Proxy.forward($0) { unsafe PyNumber_Index($0) } },
        ]
    }

    /// The slots of augmented assignment.
    static var inPlaceOperators: [Slot] {
        [
            .binary(.inPlaceAdd) { Proxy.inPlaceAdd($0, $1) },
            // What a class in Python gets with its `__iadd__`.
            .binary(.inPlaceConcatenate) { Proxy.inPlaceAdd($0, $1) },
            .binary(.inPlaceSubtract) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceSubtract }, { unsafe PyNumber_InPlaceSubtract($0, $1) },
                    { unsafe PyNumber_Subtract($0, $1) })
            },
            .binary(.inPlaceMultiply) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceMultiply }, { unsafe PyNumber_InPlaceMultiply($0, $1) },
                    { unsafe PyNumber_Multiply($0, $1) })
            },
            .binary(.inPlaceRemainder) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceRemainder }, { unsafe PyNumber_InPlaceRemainder($0, $1) },
                    { unsafe PyNumber_Remainder($0, $1) })
            },
            .binary(.inPlaceLeftShift) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceLeftShift }, { unsafe PyNumber_InPlaceLshift($0, $1) },
                    { unsafe PyNumber_Lshift($0, $1) })
            },
            .binary(.inPlaceRightShift) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceRightShift }, { unsafe PyNumber_InPlaceRshift($0, $1) },
                    { unsafe PyNumber_Rshift($0, $1) })
            },
            .binary(.inPlaceBitwiseAnd) {
                Proxy.inPlace($0, $1, { $0.names.inPlaceAnd }, { unsafe PyNumber_InPlaceAnd($0, $1) }, { unsafe PyNumber_And($0, $1) })
            },
            .binary(.inPlaceBitwiseXor) {
                Proxy.inPlace($0, $1, { $0.names.inPlaceXor }, { unsafe PyNumber_InPlaceXor($0, $1) }, { unsafe PyNumber_Xor($0, $1) })
            },
            .binary(.inPlaceBitwiseOr) {
                Proxy.inPlace($0, $1, { $0.names.inPlaceOr }, { unsafe PyNumber_InPlaceOr($0, $1) }, { unsafe PyNumber_Or($0, $1) })
            },
            .binary(.inPlaceFloorDivide) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceFloorDivide }, { unsafe PyNumber_InPlaceFloorDivide($0, $1) },
                    { unsafe PyNumber_FloorDivide($0, $1) })
            },
            .binary(.inPlaceTrueDivide) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceTrueDivide }, { unsafe PyNumber_InPlaceTrueDivide($0, $1) },
                    { unsafe PyNumber_TrueDivide($0, $1) })
            },
            .binary(.inPlaceMatrixMultiply) {
                Proxy.inPlace(
                    $0, $1, { $0.names.inPlaceMatrixMultiply }, { unsafe PyNumber_InPlaceMatrixMultiply($0, $1) },
                    { unsafe PyNumber_MatrixMultiply($0, $1) })
            },
            .power(.inPlacePower) { Proxy.inPlacePower($0, $1, $2) },
        ]
    }
}
