import Model

/// The spans of a trace in the order of a tree: each below its parent, by their starts.
package struct SpanTree {
    /// A span and how many ancestors it has.
    package struct Row {
        package var span: Span
        package var depth: Int
    }

    /// Every span once, whatever the recorded parents: a parent that is not here, or that is the
    /// span's own descendant, counts as none.
    package let rows: [Row]

    package init(_ spans: [Span]) {
        let ordered = spans.sorted { ($0.startTime, $0.id.value) < ($1.startTime, $1.id.value) }
        let known = Set(ordered.map(\.id))
        var children: [SpanID: [Span]] = [:]
        var roots: [Span] = []
        for span in ordered {
            if let parent = span.parentID, parent != span.id, known.contains(parent) {
                children[parent, default: []].append(span)
            } else {
                roots.append(span)
            }
        }
        var rows: [Row] = []
        var seen: Set<SpanID> = []
        // A stack and no recursion: a tree may be deeper than any stack of calls. What no root
        // reaches is part of a circle, which is cut open at its earliest span.
        for start in roots + ordered {
            var stack = [Row(span: start, depth: 0)]
            while let row = stack.popLast() {
                guard seen.insert(row.span.id).inserted else { continue }
                rows.append(row)
                for child in (children[row.span.id] ?? []).reversed() {
                    stack.append(Row(span: child, depth: row.depth + 1))
                }
            }
        }
        self.rows = rows
    }
}
