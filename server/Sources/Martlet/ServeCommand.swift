import ArgumentParser
import Dispatch
import Glibc
import Launch
import Logging

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

    @Option(help: "What to log: trace, debug, info (each request), notice, warning, error or critical.")
    var logLevel = Logger.Level.notice

    @Option(help: "How to log: logfmt or json, one event a line.")
    var logFormat = LineLogHandler.Format.logfmt

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
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
            allowedHosts: allowedHosts, logLevel: logLevel, logFormat: logFormat)
        Task {
            do {
                try await server.run()
                Glibc.exit(0)
            } catch {
                StandardStream.error.write(line: "martlet: \(error)")
                Glibc.exit(1)
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
