import ArgumentParser
import Dispatch
import Glibc
import HTTPClient
import Ingest
import Launch
import Logging

/// `martlet ship`: sends what is recorded here to a server elsewhere.
struct ShipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship", abstract: "Send what is recorded here to a server elsewhere.",
        discussion: """
            It takes the place of "martlet serve" on a machine where programs run and nobody looks. \
            What the server has committed is removed here, and nothing before. The key, of the kind \
            write or full, is read from MARTLET_KEY or from a file: what stands in a command line \
            can be read by others.
            """)

    @Option(help: "The server, such as https://martlet.example.")
    var to: String

    @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
    var home: String?

    @Option(help: "A file with the key; else MARTLET_KEY.")
    var keyFile: String?

    @Option(help: "A file of certificates in PEM to trust, in place of the system's.")
    var caFile: String?

    @Flag(help: "End when all that is there is sent.")
    var once = false

    @Option(help: "What to log: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.notice

    @Option(help: "How to log: logfmt or json, one event a line.")
    var logFormat = LineLogHandler.Format.logfmt

    func run() throws {
        guard let url = ServerURL(to) else {
            throw ServeError("\(to) is not the address of a server, such as https://martlet.example")
        }
        guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
            throw ServeError("there is no place for what is recorded: set MARTLET_HOME")
        }
        let key = try key()
        guard key == nil || url.isSecure || ListenAddress(url.host)?.isLoopback == true else {
            throw ServeError("a key is not sent without TLS: name the server with https://")
        }
        try home.create()
        let client = try HTTPClient(url: url, certificates: caFile)
        let shipment = Shipment(
            server: RemoteServer(client: client, key: key, journal: home.journal), home: home, url: url,
            logger: logger)
        let once = once
        Task {
            do {
                try await shipment.run(once: once)
                Glibc.exit(0)
            } catch {
                MartletCommand.fail("\(error)", status: 1)
            }
        }
        dispatchMain()
    }

    private var logger: Logger {
        var logger = Logger(label: "martlet") { [logFormat] _ in LineLogHandler(format: logFormat) }
        logger.logLevel = logLevel
        return logger
    }

    private func key() throws -> String? {
        var text = ""
        if let keyFile {
            guard let file = fopen(keyFile, "r") else {
                throw ServeError("cannot read \(keyFile): \(String(cString: strerror(errno)))")
            }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 4_096)
            // Safe: at most as many bytes as the buffer has are written into it, with an end.
            if fgets(&line, Int32(line.count), file) != nil {
                text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        } else if let variable = getenv("MARTLET_KEY") {
            // Safe: nothing changes the environment of this process.
            text = String(cString: variable)
        }
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        let trimmed = text.drop(while: isSpace).prefix { !$0.isWhitespace }
        guard !trimmed.isEmpty else { return nil }
        return String(trimmed)
    }
}
