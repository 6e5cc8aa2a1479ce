import ArgumentParser
import Dispatch
import Glibc
import Launch
import Logging
import NIOCore

/// `martlet serve`: the store, the API and the pages, until a signal.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Follow what is recorded, and show it.")

    @Option(help: "The address to listen on. Others than loopback need a key: see martlet key.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes one that is free.")
    var port = 7100

    @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
    var home: String?

    @Flag(help: "Ask for a key on loopback too, as behind a proxy that others reach.")
    var requireKey = false

    @Option(name: .customLong("allow-host"), help: "A host name under which the server may be addressed; may be repeated.")
    var allowedHosts: [String] = []

    @Option(help: "Remove traces that began more than so many days ago.")
    var keepDays: Double?

    @Option(help: "Remove the oldest traces while the database is larger than this, such as 20GB.")
    var keepSize: ByteSize?

    @Option(help: "How many seconds a client may take for a request's head, be silent, or read nothing of an answer.")
    var clientTimeout: Double = 60

    @Option(help: "What to log: trace, debug, info (each request), notice, warning, error or critical.")
    var logLevel = Logger.Level.notice

    @Option(help: "How to log: logfmt or json, one event a line.")
    var logFormat = LineLogHandler.Format.logfmt

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
        guard keepDays.map({ $0 > 0 && $0 <= 36_500 }) ?? true else {
            throw ValidationError("--keep-days must be more than 0, and at most 36500")
        }
        guard keepSize.map({ $0.bytes >= 1_000_000 }) ?? true else {
            throw ValidationError("--keep-size must be at least 1MB")
        }
        guard clientTimeout >= 1, clientTimeout <= 86_400 else {
            throw ValidationError("--client-timeout must be from 1 to 86400")
        }
    }

    func run() throws {
        guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
            throw ServeError("there is no place for what is recorded: set MARTLET_HOME")
        }
        guard let address = ListenAddress(host) else {
            throw ServeError("cannot listen on \(host): it is not an IP address")
        }
        let server = Server(
            address: address, port: port, home: home, asksForKeys: requireKey || !address.isLoopback,
            allowedHosts: allowedHosts, keepDays: keepDays, keepBytes: keepSize?.bytes,
            clientTimeout: .milliseconds(Int64(clientTimeout * 1_000)),
            logLevel: logLevel, logFormat: logFormat)
        Task {
            do {
                try await server.run()
                Glibc.exit(0)
            } catch {
                MartletCommand.fail("\(error)", status: 1)
            }
        }
        dispatchMain()
    }
}

/// Why the server cannot start, for people.
struct ServeError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
extension LineLogHandler.Format: ExpressibleByArgument {}

extension ByteSize: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
