import Glibc
import Journal
import JournalReader
import Testing

@Suite struct ThreadTests {
    let directory = TemporaryDirectory()

    @Test func threadsLoseNothing() throws {
        let writer = makeWriter(in: directory)
        let threads = 4, count = 20_000
        final class Job: Sendable {
            let writer: JournalWriter, count: Int
            init(_ writer: JournalWriter, _ count: Int) { (self.writer, self.count) = (writer, count) }
        }
        var handles: [pthread_t] = []
        for _ in 0..<threads {
            var handle = pthread_t()
            let job = Unmanaged.passRetained(Job(writer, count)).toOpaque()
            pthread_create(&handle, nil, { context in
                let job = Unmanaged<Job>.fromOpaque(context!).takeRetainedValue()
                for index in 0..<job.count {
                    let name = job.writer.intern(index % 2 == 0 ? "even" : "odd")
                    let span = job.writer.startSpan(name: name)
                    job.writer.write("[\(index)]", key: "arguments", of: span)
                    job.writer.endSpan(span, .returned)
                }
                return nil
            }, job)
            handles.append(handle)
        }
        for handle in handles { pthread_join(handle, nil) }

        let records = try records(of: directory)
        #expect(writer.droppedRecords == 0)
        #expect(records.starts.count == threads * count)
        #expect(Set(records.starts.map(\.span)).count == threads * count)
        // Compared outside of the macro, which would print a hundred thousand numbers.
        let isSame = Set(records.ends.map(\.span)) == Set(records.starts.map(\.span))
        #expect(isSame)
        #expect(records.fragments.count == threads * count)
        #expect(records.starts.filter { $0.name == "even" }.count == threads * count / 2)
        #expect(records.starts.filter { $0.name == "odd" }.count == threads * count / 2)
        #expect(Set(records.fragments.map(\.number)).count == threads * count)
    }
}
