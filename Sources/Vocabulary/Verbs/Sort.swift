package import Language
package import Planning

/// Orders the rows.
package struct Sort: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "sort", aliases: ["order"], argument: .sortKeys, requiresArgument: true,
    example: "sort fee desc, name", summary: "orders the rows")

  package let page = VerbPage(
    synopsis: "sort KEY [desc], ...",
    lesson: "Rows that are equal keep their order; missing values come last.",
    examples: [
      .init("sort start desc | take 3", shows: "the three latest appointments"),
      .init("group by reason | sort clients", shows: "the rarest reason first"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .sortKeys(let keys)? = stage.argument else {
      throw Diagnostic(
        code: "missing-keys", at: stage.verb.range, "sort needs a column", help: syntax.example)
    }
    var checker = ExpressionChecker(try context.scope(for: stage))
    var orders: [SortOrder] = []
    for key in keys {
      orders.append(SortOrder(try checker.value(key.value), isDescending: key.isDescending))
    }
    let input = try context.source(for: stage).plan
    return .table(
      Plan(.sort(input, orders), schema: input.schema, title: input.title, shape: input.shape))
  }
}
