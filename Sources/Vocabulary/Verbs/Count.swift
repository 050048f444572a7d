import Columns
package import Language
package import Planning

/// Counts the rows.
package struct Count: Verb {
  package init() {}

  package let syntax = VerbSyntax("count", example: "count", summary: "counts the rows")

  package let page = VerbPage(
    synopsis: "count",
    lesson: "One figure: the number of rows. For counts by a key use group by.",
    examples: [.init("filter reason is missing | count", shows: "those who were still sitting")])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let input = try context.source(for: stage).plan
    let field = Field("count", .integer, unit: .count)
    let aggregation = Aggregation(keys: [], measures: [AggregateColumn(field, .count)])
    return .table(
      Plan(.aggregate(input, aggregation), schema: Schema([field]), title: input.title))
  }
}
