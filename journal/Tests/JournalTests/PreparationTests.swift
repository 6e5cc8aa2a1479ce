import Glibc
import Journal
import JournalReader
import Testing

@_silgen_name("fork") private func forkProcess() -> pid_t

/// Segments are brought into memory piece by piece, ahead of what is written.
@Suite struct PreparationTests {
    let directory = TemporaryDirectory()

    /// How many of a file's pages are in memory.
    private func residentPages(_ path: String) throws -> Int {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        var status = stat()
        fstat(descriptor, &status)
        let size = Int(status.st_size)
        let base = try #require(mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0))
        defer { munmap(base, size) }
        var pages = [UInt8](repeating: 0, count: size / 4096)
        #expect(mincore(base, size, &pages) == 0)
        return pages.count { $0 & 1 == 1 }
    }

    @Test func littleIsPreparedForAProgramThatWritesLittle() throws {
        let writer = makeWriter(in: directory)
        writer.endSpan(writer.startSpan(name: writer.intern("x")), .returned)
        let path = try #require(directory.segments.first)
        #expect(try residentPages(path) == 16)
        for _ in 0..<700 { writer.endSpan(writer.startSpan(name: writer.intern("x")), .returned) }
        #expect(try residentPages(path) == 32)
        #expect(try records(of: path).ends.count == 701)
    }

    /// After a `chroot`, or where another user owns the folder, the file cannot be opened again.
    @Test func whatCannotBePreparedIsWrittenAllTheSame() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("x")
        writer.endSpan(writer.startSpan(name: name), .returned)
        let path = try #require(directory.segments.first)
        #expect(rename(path, "\(path).hidden") == 0)
        for _ in 0..<2000 { writer.endSpan(writer.startSpan(name: name), .returned) }
        #expect(rename("\(path).hidden", path) == 0)
        #expect(directory.segments.count == 1)
        #expect(try records(of: path).ends.count == 2001)
    }

    /// Writing behind the limit of a file's size would end the process by a signal.
    @Test func aLimitThatIsSetLaterEndsNobody() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("x")
        let child = forkProcess()
        if child == 0 {
            writer.endSpan(writer.startSpan(name: name), .returned)
            var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
            guard setrlimit(__rlimit_resource_t(1), &limit) == 0 else { _exit(9) }  // RLIMIT_FSIZE
            for _ in 0..<2000 { writer.endSpan(writer.startSpan(name: name), .returned) }
            _exit(7)
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        #expect(status == 7 << 8)
        let path = try #require(directory.segments.first)
        #expect(try records(of: path).ends.count == 2001)
    }
}
