import Columns
package import Language
package import Planning

/// Fails where a condition does not hold for every row.
package struct Expect: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "expect", aliases: ["assert"], argument: .condition, requiresArgument: true,
    example: "expect start is not missing",
    summary: "fails where a condition does not hold for every row")

  package let page = VerbPage(
    synopsis: "expect CONDITION",
    lesson:
      "An assertion: it stops a replay and fails an exercise where some row does not match, and "
      + "names the first such row. A comparison with a missing value does not match. The rows go "
      + "on unchanged, so further stages may follow.",
    examples: [
      .init("expect start is not missing", shows: "a word that all rows match"),
      .init("count | expect count > 900", shows: "a test of a result"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .condition(let expression)? = stage.argument else {
      throw Diagnostic(
        code: "missing-condition", at: stage.verb.range, "expect needs a condition",
        help: syntax.example)
    }
    var checker = ExpressionChecker(try context.scope(for: stage))
    let condition = try checker.condition(expression)
    context.warnings += checker.warnings
    let input = try context.source(for: stage).plan
    let first = input.schema.fields.isEmpty ? [] : [0]
    let shown = first + condition.columns.filter { $0 != 0 }.prefix(3)
    let expectation = Expectation(condition, at: expression.range, shown: shown)
    return .table(
      Plan(
        .expect(input, expectation), schema: input.schema, title: input.title, shape: input.shape))
  }
}
