import API
import Access
import ArgumentParser
import Glibc
import Launch

/// `martlet key`: who may reach a server that asks for keys.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and revoke keys.",
        discussion: """
            A server that listens on another address than loopback, or with --require-key, answers \
            only requests with a key. Programs send its secret as "Authorization: Bearer SECRET", or \
            public part and secret as a user's name and password, as Langfuse's SDKs do; people give \
            the secret at /login. A running server knows of a change from the next request on.
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    /// Where the keys are.
    struct Place: ParsableArguments {
        @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
        var home: String?

        func file() throws -> KeyFile {
            guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
                throw ServeError("there is no place for keys: set MARTLET_HOME")
            }
            try home.create()
            return KeyFile(path: home.keys)
        }
    }

    /// `martlet key create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key, and show its secret: it is not kept and cannot be shown again.")

        @OptionGroup var place: Place

        @Option(help: "What it is good for: read, write or full.")
        var kind = AccessKey.Kind.full

        @Option(help: "What to call it.")
        var name = ""

        func validate() throws {
            guard name.utf8.count <= 200, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else { throw ValidationError("--name must have at most 200 bytes and no control characters") }
        }

        func run() throws {
            let made = AccessKey.make(name: name, kind: kind, now: Int64(time(nil)))
            try place.file().add(made.key)
            StandardStream.output.write(line: "public key: \(made.key.id)")
            StandardStream.output.write(line: "secret key: \(made.secret)")
        }
    }

    /// `martlet key list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all keys: public part, kind, when they were made, name.")

        @OptionGroup var place: Place

        func run() throws {
            for key in try place.file().keys() {
                let kind = key.kind.rawValue
                let padding = String(repeating: " ", count: 5 - kind.count)
                let created = RFC3339.text(key.created * 1_000_000_000).prefix(19)
                StandardStream.output.write(line: "\(key.id)  \(kind)\(padding)  \(created)Z  \(key.name)")
            }
        }
    }

    /// `martlet key revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a key open nothing any more.")

        @OptionGroup var place: Place

        @Argument(help: "The public part, as the list shows it.")
        var id: String

        func run() throws {
            guard try place.file().remove(id: id) else {
                throw ServeError("there is no key \(id); \"martlet key list\" shows all")
            }
        }
    }
}

extension AccessKey.Kind: ExpressibleByArgument {}
