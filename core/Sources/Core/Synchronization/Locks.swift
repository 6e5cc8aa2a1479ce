import CPython

/// The locks of `synchronized`: one kept in the `__dict__` of each object that needs one.
enum Locks {
    /// The object's lock for threads, a `threading.RLock`.
    @inline(__always) static func lock(of context: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let name = state.names.decorators.lock
        if let lock = try find(name, in: context, state) { return lock }
        return try make(name, for: context, state) { () throws(PythonError) in
            try Owned.module("_thread").callMethod(state.names.decorators.reentrantLock)
        }
    }

    /// The object's lock for tasks, an `asyncio.Lock`.
    static func asyncLock(of context: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let name = state.names.decorators.asyncLock
        if let lock = try find(name, in: context, state) { return lock }
        return try make(name, for: context, state) { () throws(PythonError) in
            try Owned.module("asyncio").callMethod(state.names.decorators.lockClass)
        }
    }

    /// Only the object's own dictionary counts: a class's lock is not that of its instances or subclasses.
    @inline(__always) private static func find(_ name: Interned, in context: Borrowed, _ state: StateReference) throws(PythonError) -> Owned? {
        if context.type.isIdentical(to: TypeReference.type) {
            // The dictionary itself, without the view that `__dict__` of a class makes of it.
            // Safe: a class of no metaclass but `type`.
            let dictionary = try unsafe Owned(martlet_type_dictionary(TypeReference(unchecked: context).rawType))
            guard let lock = try dictionary.dictionaryItem(name), !lock.isNone else { return nil }
            return lock
        }
        guard let dictionary = try context.optionalAttribute(state.names.dict) else {
            throw PythonError.raise(
                .typeError, "synchronized() keeps its lock in the __dict__ of an object, and a '%.200s' object has none",
                .typeName(context))
        }
        let lock: Owned?
        if dictionary.isDictionary {
            lock = try dictionary.dictionaryItem(name)
        } else {
            // The view that is a class's `__dict__`.
            lock = try dictionary.contains(name) ? dictionary.item(name) : nil
        }
        guard let lock, !lock.isNone else { return nil }
        return lock
    }

    /// Makes the lock, once, however many threads ask for it.
    @inline(never) private static func make(
        _ name: Interned, for context: Borrowed, _ state: StateReference, _ make: () throws(PythonError) -> Owned
    ) throws(PythonError) -> Owned {
        let meta = try metaLock(state)
        return try hold(meta.borrow(), state) { () throws(PythonError) in
            if let lock = try find(name, in: context, state) { return lock }
            let lock = try make()
            try context.setAttribute(name, lock)
            return lock
        }
    }

    /// The lock under which locks and caches are made. Storing one can run code that needs another: it is re-entrant.
    static func metaLock(_ state: StateReference) throws(PythonError) -> Owned {
        if let lock = state.pointee.types.decorators.metaLock.retained() { return lock }
        let lock = try Owned.module("_thread").callMethod(state.names.decorators.reentrantLock)
        // Making it may have let another thread in, which made it first.
        if let first = state.pointee.types.decorators.metaLock.retained() { return first }
        _ = state.pointee.types.decorators.metaLock.exchange(lock.retained())
        if let enter = lock.type.lookup(state.names.enter), enter.isBuiltinMethod,
            let release = lock.type.lookup(state.names.decorators.release), release.isBuiltinMethod
        {
            _ = state.pointee.types.decorators.enterThreadLock.exchange(enter)
            _ = state.pointee.types.decorators.releaseThreadLock.exchange(release)
            _ = state.pointee.types.decorators.threadLock.exchange(lock.type.retained())
        }
        return lock
    }

    /// `with lock: return body()`.
    @inline(__always) static func hold(_ lock: Borrowed, _ state: StateReference, _ body: () throws(PythonError) -> Owned) throws(PythonError) -> Owned {
        if state.pointee.types.decorators.threadLock.holds(lock.type) { return try holdKnown(lock, state, body) }
        let enter = try special(state.names.enter, of: lock)
        let exit = try special(state.names.exit, of: lock)
        _ = try enter.call(of: lock)
        let result: Owned
        do throws(PythonError) {
            result = try body()
        } catch {
            try leave(lock, exit, state)
            return .none
        }
        _ = try exit.call(of: lock, Borrowed.none, Borrowed.none, Borrowed.none)
        return result
    }

    /// The same for the locks that are made here: their methods are known, and `release()` is what their `__exit__` does.
    @inline(__always) private static func holdKnown(
        _ lock: Borrowed, _ state: StateReference, _ body: () throws(PythonError) -> Owned
    ) throws(PythonError) -> Owned {
        let enter = try state.require(state.pointee.types.decorators.enterThreadLock)
        let release = try state.require(state.pointee.types.decorators.releaseThreadLock)
        // Safe, as is the other call below: both are methods of the lock's type.
        _ = try unsafe Owned(martlet_call_builtin_method(enter.raw, lock.raw))
        let result: Owned
        do throws(PythonError) {
            result = try body()
        } catch {
            let exit = try special(state.names.exit, of: lock)
            try leave(lock, exit, state)
            return .none
        }
        _ = try unsafe Owned(martlet_call_builtin_method(release.raw, lock.raw))
        return result
    }

    @inline(__always) private static func special(_ name: Interned, of lock: Borrowed) throws(PythonError) -> SpecialMethod {
        guard let method = try SpecialMethod(name, of: lock) else { throw refuse(lock) }
        return method
    }

    @inline(never) private static func refuse(_ lock: Borrowed) -> PythonError {
        .raise(.typeError, "'%.200s' object does not support the context manager protocol", .typeName(lock))
    }

    /// Leaves by an exception, which is thrown again unless `__exit__` says that it is dealt with.
    @inline(never) private static func leave(_ lock: Borrowed, _ exit: borrowing SpecialMethod, _ state: StateReference) throws(PythonError) {
        // Safe: an exception is set; this takes it over.
        guard let raw = unsafe martlet_take_exception() else { throw PythonError() }
        let exception = unsafe Owned(stealing: raw)
        let type = exception.type.retained()
        let isHandled: Bool
        do throws(PythonError) {
            let traceback = try exception.attribute(state.names.decorators.traceback)
            isHandled = try exit.call(of: lock, type, exception, traceback).isTrue()
        } catch {
            // As in a `with` statement, the new exception remembers the one that it came in place of.
            if let raised = unsafe martlet_take_exception() {
                if !exception.isIdentical(to: unsafe Borrowed(raised)) {
                    unsafe PyException_SetContext(raised, exception.take())
                }
                unsafe martlet_restore_exception(raised)
            }
            throw error
        }
        if isHandled { return }
        // Safe: takes over the reference.
        unsafe martlet_restore_exception(exception.take())
        throw PythonError()
    }
}
