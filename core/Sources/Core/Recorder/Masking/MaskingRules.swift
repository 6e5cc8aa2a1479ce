import CPython

/// What a program wants masked, besides what always is.
final class MaskingRules {
    /// Keys as `NormalKey.bytes`.
    private var keys: [[UInt8]] = []
    /// Numbers of credit cards are masked.
    var masksCards = false

    func add(key: UnsafeRawBufferPointer) { keys.append(unsafe NormalKey(key).bytes) }

    func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        guard !keys.isEmpty else { return false }
        let normal = unsafe NormalKey(key)
        for index in keys.indices where normal.isExactly(keys[index]) { return true }
        return false
    }
}

extension StateReference {
    /// Whether the program wants masked what stands under a key.
    func masksKey(_ key: UnsafeRawBufferPointer) -> Bool {
        guard let rules = pointee.recorder.masking else { return false }
        return unsafe rules.contains(key)
    }

    /// What finds secrets in texts.
    var secretFinder: SecretFinder { SecretFinder(findsCards: pointee.recorder.masking?.masksCards ?? false) }

    /// A text without what the program's own patterns match; nil where it has none.
    ///
    /// Where a pattern fails the whole text is masked: it may be one that should have been.
    func maskedByPatterns(_ text: Borrowed) -> Owned? {
        guard let patterns = pointee.recorder.objects.maskPatterns.retained() else { return nil }
        return quietly { () throws(PythonError) in
            let mask = try Owned.text("***")
            var result = text.retained()
            var index = 0
            while index < patterns.listCount {
                let pattern = patterns.listItem(index)
                result = try pattern.callMethod(names.values.substitute, mask, result)
                guard result.isText else { return mask }
                index &+= 1
            }
            return result
        } ?? quietly { () throws(PythonError) in try Owned.text("***") }
    }
}
