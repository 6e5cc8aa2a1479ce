import API
import ArgumentParser
import Launch
import Model
import Store

/// `martlet price`: what models cost.
struct PriceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price", abstract: "Show and change what models' tokens cost.",
        discussion: """
            Prices are in US dollars for a million tokens. Of yours whose pattern fits a model, the one \
            that says most of its name holds; where none of yours fits, one that came with Martlet does. \
            When prices change, what was recorded before gets its new cost too. A cost that the \
            recorder itself has sent stays as it is.
            """,
        subcommands: [List.self, Set.self, Remove.self])

    /// `martlet price list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show all prices.")

        @OptionGroup var store: LocalStore

        @Option(help: "How to write the list: table, csv or jsonl.")
        var format = SQLCommand.Format.table

        func run() throws {
            let format = format
            try store.use { store in
                let writer = AnswerWriter(format: format)
                writer.begin(["pattern", "since", "input", "cached_input", "output", "reasoning", "from"])
                for price in try await store.prices() {
                    let amounts = [price.input, price.cachedInput, price.output, price.reasoning]
                        .map { $0.map(QueryValue.real) ?? .null }
                    let since = price.since == 0 ? QueryValue.null : .text(RFC3339.text(price.since))
                    _ = writer.add(
                        [.text(price.pattern), since] + amounts + [.text(price.isDefault ? "martlet" : "you")])
                }
                writer.finish()
            }
        }
    }

    /// `martlet price set`.
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give models a price, and what was recorded before its new cost.")

        @OptionGroup var store: LocalStore

        @Argument(help: "The model's name; * stands for any text.")
        var pattern: String

        @Option(help: "US dollars for a million tokens of input.")
        var input: Double

        @Option(help: "The same for input from a cache; else as other input.")
        var cachedInput: Double?

        @Option(help: "The same for output.")
        var output: Double

        @Option(help: "The same for reasoning; else as other output.")
        var reasoning: Double?

        @Option(help: "The price holds for calls from this time on, such as 2026-01-01, which begins in UTC, or 2026-01-01T00:00:00Z; else for all.")
        var since: String?

        func validate() throws {
            let amounts = [input, cachedInput, output, reasoning].compactMap { $0 }
            guard amounts.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
                throw ValidationError("a price must be a number of US dollars from 0 on")
            }
            guard !pattern.isEmpty, pattern.utf8.count <= 500 else {
                throw ValidationError("the pattern must have 1 to 500 bytes")
            }
            guard since.map({ Timestamp.nanoseconds(parsing: $0) != nil }) ?? true else {
                throw ValidationError("--since must be a time such as 2026-01-01T00:00:00Z, or a date")
            }
        }

        func run() throws {
            let price = Price(
                pattern: pattern, since: since.flatMap { Timestamp.nanoseconds(parsing: $0) } ?? 0, input: input,
                cachedInput: cachedInput, output: output, reasoning: reasoning)
            try store.use { store in
                try await store.keep([price])
                try await store.finishWork("priced anew")
            }
        }
    }

    /// `martlet price remove`.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget the prices that you gave for a pattern; one that came with Martlet holds again.")

        @OptionGroup var store: LocalStore

        @Argument(help: "The pattern, as it was given.")
        var pattern: String

        func run() throws {
            try store.use { [pattern] store in
                guard try await store.removePrices(pattern: pattern) > 0 else {
                    throw ServeError("you gave no price for \(pattern); \"martlet price list\" shows all")
                }
                try await store.finishWork("priced anew")
            }
        }
    }
}
