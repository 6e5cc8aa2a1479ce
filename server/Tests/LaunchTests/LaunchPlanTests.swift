import Launch
import Testing

@Suite struct LaunchPlanTests {
    let library: SystemString = "/v/bin/../lib"
    let bootstrap: SystemString = "/v/bin/../lib/python3.12/site-packages/martlet/_bootstrap"

    /// Martlet beside a Python that has the package.
    var system: FakeSystem {
        FakeSystem(
            variables: ["PATH": "/bin:/usr/bin"], executables: ["/v/bin/python", "/usr/bin/python3"],
            directories: [library: ["python2.7", "python3.11", "python3.12"], bootstrap: []])
    }

    func plan(_ arguments: [SystemString], _ system: FakeSystem, place: SystemString = "/v/bin/martlet") throws -> LaunchPlan {
        try LaunchPlan(RunArguments(arguments), places: [place], workingDirectory: "/w", system: system)
    }

    @Test func aScriptIsRunByThePythonBesideMartlet() throws {
        let plan = try plan(["app.py", "-x"], system)
        #expect(plan.program == "/v/bin/python")
        #expect(plan.arguments == ["/v/bin/python", "app.py", "-x"])
        #expect(plan.variables == ["PYTHONPATH": bootstrap, "MARTLET_RUN": "4242"])
    }

    @Test func whatTheProgramIsToTrace() throws {
        let plan = try plan(["--trace", "m:f", "--as-wrapt", "--trace", "n:*", "app.py"], system)
        #expect(plan.variables["MARTLET_TRACE"] == "m:f\nn:*")
        #expect(plan.variables["MARTLET_AS_WRAPT"] == "1")
    }

    @Test func anythingElseIsRunAsItIs() throws {
        let plan = try plan(["gunicorn", "app"], system)
        #expect(plan.program == "gunicorn")
        #expect(plan.arguments == ["gunicorn", "app"])
        #expect(plan.variables["PYTHONPATH"] == bootstrap)
    }

    @Test func whichPython() throws {
        var system = system
        system.variables["VIRTUAL_ENV"] = "/venv"
        system.executables.insert("/venv/bin/python")
        #expect(try plan(["a.py"], system).program == "/v/bin/python")
        system.executables.remove("/v/bin/python")
        #expect(try plan(["a.py"], system).program == "/venv/bin/python")
        system.executables.remove("/venv/bin/python")
        #expect(try plan(["a.py"], system).program == "/usr/bin/python3")
        system.variables["MARTLET_PYTHON"] = "pypy"
        #expect(try plan(["a.py"], system).program == "pypy")
        system.variables["MARTLET_PYTHON"] = ""
        system.executables = []
        #expect(throws: LaunchPlan.Failure.noInterpreter) { try plan(["a.py"], system) }
        // A program that is no Python needs none.
        #expect(try plan(["ls"], system).program == "ls")
    }

    @Test func whereTheBootstrapIs() throws {
        var system = system
        system.variables["PYTHONPATH"] = "/mine:/too"
        #expect(try plan(["a.py"], system).variables["PYTHONPATH"]?.text == "\(bootstrap.text):/mine:/too")
        system.directories = [:]
        #expect(throws: LaunchPlan.Failure.noBootstrap(interpreter: "/v/bin/python")) { try plan(["a.py"], system) }
        system.answers["/v/bin/python"] = "/src/martlet/_bootstrap"
        #expect(throws: LaunchPlan.Failure.noBootstrap(interpreter: "/v/bin/python")) { try plan(["a.py"], system) }
        system.directories["/src/martlet/_bootstrap"] = []
        #expect(try plan(["ls"], system).variables["PYTHONPATH"] == "/src/martlet/_bootstrap:/mine:/too")
        system.variables["MARTLET_BOOTSTRAP"] = "/b"
        #expect(try plan(["ls"], system).variables["PYTHONPATH"] == "/b:/mine:/too")
    }

    @Test func theStateDirectoryIsAbsolute() throws {
        #expect(try plan(["--home", "h", "ls"], system).variables["MARTLET_HOME"] == "/w/h")
        #expect(try plan(["--home=/h", "ls"], system).variables["MARTLET_HOME"] == "/h")
        #expect(try plan(["ls"], system).variables["MARTLET_HOME"] == nil)
    }
}
