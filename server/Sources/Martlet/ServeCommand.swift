import ArgumentParser
import Dispatch
import Glibc
import Launch

/// `martlet serve`: the store, the API and the pages, until a signal.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Follow what is recorded, and show it.")

    @Option(help: "The address to listen on: one that only this machine reaches.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes one that is free.")
    var port = 7100

    @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
    var home: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
    }

    func run() throws {
        guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
            throw ServeError("there is no place for what is recorded: set MARTLET_HOME")
        }
        guard let address = LoopbackAddress(host) else {
            throw ServeError(
                """
                cannot listen on \(host): it is no loopback address, and others may not reach the \
                recordings without a key, which this version does not have yet
                """)
        }
        let server = Server(address: address, port: port, home: home)
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
