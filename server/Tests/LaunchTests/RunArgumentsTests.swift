import Launch
import Testing

@Suite struct RunArgumentsTests {
    @Test(arguments: [
        (["app.py"], nil, RunArguments.Command.python(["app.py"])), (["./a.py", "--home", "x"], nil, .python(["./a.py", "--home", "x"])),
        (["--home", "h", "app.py", "-h"], "h", .python(["app.py", "-h"])), (["--home=h", "-m", "mod", "--"], "h", .python(["-m", "mod", "--"])),
        (["-c", "pass", "--home=z"], nil, .python(["-c", "pass", "--home=z"])), (["gunicorn", "-c", "x.py"], nil, .program(["gunicorn", "-c", "x.py"])),
        (["--", "-odd", "a"], nil, .program(["-odd", "a"])), (["--home", "--home", "x"], "--home", .program(["x"])),
        (["x", ""], nil, .program(["x", ""])),
    ] as [([SystemString], SystemString?, RunArguments.Command)])
    func understood(arguments: [SystemString], home: SystemString?, command: RunArguments.Command) throws {
        let parsed = try RunArguments(arguments)
        #expect(parsed.home == home)
        #expect(parsed.command == command)
    }

    @Test(arguments: [
        [], ["--home"], ["--home", "h"], ["--home="], ["--home", "", "x"], ["-m"], ["-c"], ["-x", "app.py"], ["--as", "x"], ["--"], ["--", ""], [""],
    ] as [[SystemString]])
    func notUnderstood(arguments: [SystemString]) {
        let error = #expect(throws: RunArguments.Failure.self) { try RunArguments(arguments) }
        #expect(error != .helpIsWanted)
    }

    @Test(arguments: [["-h"], ["--help"], ["--home", "x", "--help", "y"]] as [[SystemString]])
    func help(arguments: [SystemString]) {
        #expect(throws: RunArguments.Failure.helpIsWanted) { try RunArguments(arguments) }
    }

    @Test func options() throws {
        let parsed = try RunArguments(["--trace", "a.b:C.*", "--as-wrapt", "--trace=m:*", "--report", "--home", "h", "x", "--trace", "y"])
        #expect(parsed.traces == ["a.b:C.*", "m:*"])
        #expect(parsed.standsInForWrapt && parsed.reports)
        #expect(parsed.command == .program(["x", "--trace", "y"]))
        let plain = try RunArguments(["x"])
        #expect(plain.traces.isEmpty && !plain.standsInForWrapt && !plain.reports)
    }

    @Test(arguments: [
        ["--trace"], ["--trace", "m:f"], ["--trace", "m", "x"], ["--trace", ":f", "x"], ["--trace", "m:", "x"], ["--trace=", "x"],
        ["--trace", "m*:f", "x"], ["--trace", "m:f:g", "x"], ["--trace", "m:f\nm:g", "x"],
    ] as [[SystemString]])
    func patternsThatAreNone(arguments: [SystemString]) {
        #expect(throws: RunArguments.Failure.self) { try RunArguments(arguments) }
    }

    @Test(arguments: ["a.*", "a.b.*", "a.*:*", "a.b.*:C.*", "a.*:f"] as [SystemString])
    func allModulesOfAPackage(pattern: SystemString) throws {
        #expect(try RunArguments(["--trace", pattern, "x"]).traces == [pattern])
    }

    @Test(arguments: ["a*", "*", ".*", ".*:f", "*:*", "a.**", "a.*.b:f", "a.b*:f", "a*.*", "a.*:", "a.*:f:g", ""] as [SystemString])
    func patternsOfPackagesThatAreNone(pattern: SystemString) {
        #expect(throws: RunArguments.Failure.self) { try RunArguments(["--trace", pattern, "x"]) }
    }

    @Test func bytesStayWhatTheyAre() throws {
        let odd = SystemString(bytes: [0x63, 0xE9, 0xFF])
        #expect(try RunArguments(["x", odd]).command == .program(["x", odd]))
        #expect(try RunArguments(["--home", odd, "x"]).home == odd)
    }
}
