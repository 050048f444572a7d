import Columns
package import Language
package import Planning

/// Lists the different values of a column.
package struct Values: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "values", argument: .names, requiresArgument: true, clauses: [.top], example: "values reason",
    summary: "lists the different values of a column")

  package let page = VerbPage(
    synopsis: "values COLUMN [top N]",
    lesson: "Each value with the number of rows that have it and their share of all rows, most "
      + "first; (missing) is listed too. For figures of your own use group by.",
    examples: [
      .init("values reason", shows: "the reasons as they are spelt"),
      .init("values `Province / Territory` top 3", shows: "the three commonest"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let scope = try context.scope(for: stage)
    guard case .names(let names)? = stage.argument, names.count == 1 else {
      throw Diagnostic(
        code: "one-name", at: stage.range, "values takes one column",
        help: "for combinations write  group by reason, plan")
    }
    let value = try scope.value(names[0])
    var field = Field(names[0].text, value.type)
    if case .column(let index, _) = value { field = scope.schema.fields[index] }
    let count = Field(field.name == "count" ? "rows" : "count", .integer, unit: .count)
    let share = Field(field.name == "share" ? "share_of_rows" : "share", .decimal, unit: .rate)
    let aggregation = Aggregation(
      keys: [GroupKey(field: field, value: value)],
      measures: [AggregateColumn(count, .count), AggregateColumn(share, .share)])
    let schema = Schema([field, count, share])
    var plan = Plan(
      .aggregate(scope.input.plan, aggregation), schema: schema, title: "",
      shape: .breakdown(category: field.name, measure: count.name))
    let order = SortOrder(.column(1, .integer), isDescending: true)
    plan = Plan(.sort(plan, [order]), schema: schema, title: "", shape: plan.shape)
    if case .top(let most, _)? = stage.clause(.top) {
      plan = Plan(.take(plan, most), schema: schema, title: "", shape: plan.shape)
    }
    return .table(plan)
  }
}
