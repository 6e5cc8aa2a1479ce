/// What the list says when there is nothing in it.
struct EmptyList {
    let isFiltered: Bool

    var html: HTML {
        Tag.div(.class("empty")) {
            BirdMark.html
            if isFiltered {
                Tag.h2 { "No trace is like that" }
                Tag.p {
                    "Try other filters, or look at "
                    Tag.a(.href(.traces)) { "all traces" }
                    "."
                }
            } else {
                Tag.h2 { "Nothing recorded yet" }
                Tag.p { "Run a program that knows nothing of Martlet:" }
                Tag.pre { Tag.code { "martlet run app.py" } }
                Tag.p { "or change one line of it, and run it as always:" }
                Tag.pre { Tag.code { "from martlet.openai import openai" } }
                Tag.p(.class("note")) { "Its calls appear here while it runs. Load this page again to see them." }
            }
        }
    }
}
