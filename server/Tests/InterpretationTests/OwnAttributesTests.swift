import Model
import Testing

@Suite("Interpretation: what Martlet notes beside a call")
struct OwnAttributesTests {
    static let noted = #"""
        {"session.id":"s","user.id":"u","martlet.tags":["a","b"],"martlet.metadata":{"k":1,"langfuse_tags":["c"]},
         "martlet.trace.name":"whole","martlet.name":"greeting","other":true}
        """#

    @Test("of a call of an API")
    func call() {
        let meaning = Recording.chat.adding("attributes", Self.noted).meaning
        #expect(meaning.title == "greeting")
        #expect(meaning.session == "s")
        #expect(meaning.user == "u")
        #expect(meaning.tags == ["a", "b"])
        #expect(meaning.metadata == [.init(name: "k", json: "1")])
        #expect(meaning.traceName == "whole")
        #expect(meaning.attributes == [
            .init(name: "other", json: "true"),
            .init(name: "openai.response.service_tier", json: #""default""#),
        ])
        #expect(meaning.operation == .chat)
    }

    @Test("of a traced function")
    func function() {
        let meaning = Recording(name: "step").adding("attributes", Self.noted).meaning
        #expect(meaning.tags == ["a", "b"])
        #expect(meaning.session == "s")
        #expect(meaning.traceName == "whole")
        #expect(meaning.metadata == [.init(name: "k", json: "1")])
    }

    @Test("Langfuse's names in the metadata")
    func legacy() {
        let meaning = Recording.chat
            .adding("attributes", #"{"martlet.metadata":{"langfuse_user_id":"u","langfuse_session_id":"s","langfuse_tags":["t"]}}"#).meaning
        #expect(meaning.user == "u")
        #expect(meaning.session == "s")
        #expect(meaning.tags == ["t"])
        #expect(meaning.metadata.isEmpty)
    }

    @Test("odd values are kept as they are")
    func odd() {
        let meaning = Recording.chat.adding("attributes", #"{"martlet.tags":"one","martlet.metadata":7}"#).meaning
        #expect(meaning.tags == ["one"])
        #expect(meaning.metadata == [.init(name: "metadata", json: "7")])
    }
}
