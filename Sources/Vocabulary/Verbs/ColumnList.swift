import Columns
package import Language
package import Planning

/// Lists the columns, as they are written in a line.
package struct ColumnList: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "columns", example: "columns", summary: "lists the columns, as they are written in a line")

  package let page = VerbPage(
    synopsis: "columns",
    lesson: "Names with blanks or signs, and names that are words of the language, stand in the "
      + "backticks that a line needs. For what the columns hold use describe.",
    examples: [
      .init("columns", shows: "the columns of the dataset with type and role"),
      .init("churn by reason in 2012 | columns", shows: "the columns of a result"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage).plan
    let fields = input.schema.fields
    let schema = Schema([Field("column", .text), Field("type", .text), Field("role", .text)])
    let table = Table(
      schema: schema,
      columns: [
        Column(.text, fields.map { .text(quotedIfNeeded($0.name)) }),
        Column(.text, fields.map { .text($0.type.rawValue) }),
        Column(.text, fields.map { field in field.role.map { .text($0.rawValue) } ?? .missing }),
      ])
    return .table(Plan(.rows(table), schema: schema, title: input.title))
  }
}
