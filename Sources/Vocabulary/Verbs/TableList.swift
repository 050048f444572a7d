package import Language
package import Planning

/// Lists the tables of the session.
package struct TableList: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "tables", example: "tables", summary: "lists the tables of the session")

  package let page = VerbPage(
    synopsis: "tables",
    lesson: "Loaded files and rows kept with  NAME = ...,  in the order in which they came. The "
      + "current one is what a line that begins with a verb reads; use NAME makes another current.",
    examples: [.init("tables", shows: "names and sizes, and which is current")])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    .session(.showTables)
  }
}
