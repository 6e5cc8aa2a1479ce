import ArgumentParser
import Store

/// `martlet reinterpret`: what spans mean is worked out again from what was stored raw.
struct ReinterpretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinterpret",
        abstract: "Work out again what all spans mean, from what was recorded of them.",
        discussion: """
            A server does this by itself after an update that understands more. The command does it \
            now, beside a server or without one. When it is ended early, the next server or the next \
            command goes on where it was.
            """)

    @OptionGroup var store: LocalStore

    func run() throws {
        try store.use { store in
            try await store.beginReinterpretation()
            try await store.finishWork("interpreted anew")
        }
    }
}
