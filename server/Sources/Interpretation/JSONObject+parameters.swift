import JSON
import Model

extension JSONObject {
    /// Every member, its value as JSON.
    func parameters(except names: Set<String> = []) -> [Meaning.Parameter] {
        members.compactMap { member in
            names.contains(member.name)
                ? nil : Meaning.Parameter(name: member.name, json: member.value.json)
        }
    }
}
