import Columns
package import Language
package import Planning

/// Adds columns computed from others.
package struct Derive: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "derive", argument: .assignments, requiresArgument: true,
    example: "derive net = fee - discount", summary: "adds columns computed from others")

  package let page = VerbPage(
    synopsis: "derive NAME = EXPRESSION, ...",
    lesson: "Each new column can use the ones before it. A known name is replaced.",
    examples: [
      .init(
        "derive years = tenure / 365.25 | sort years desc | select Name, years | take 3",
        shows: "the longest stays in years"),
      .init(
        "derive decade = year(start) - year(start) / 10 | take 1",
        shows: "a column from the year of a date"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .assignments(let assignments)? = stage.argument else {
      throw Diagnostic(
        code: "missing-columns", at: stage.verb.range, "derive needs a name and an expression",
        help: syntax.example)
    }
    var scope = try context.scope(for: stage)
    let input = scope.input.plan
    var computed: [ComputedColumn] = []
    for assignment in assignments {
      guard let name = assignment.name else {
        throw Diagnostic(
          code: "unnamed-column", at: assignment.value.range, "a new column needs a name",
          help: syntax.example)
      }
      var checker = ExpressionChecker(scope)
      let value = try checker.value(assignment.value)
      context.warnings += checker.warnings
      var field = Field(name.text, value.type, unit: checker.unit(of: value))
      // A date moved by a year is still the start.
      if let index = scope.schema.index(of: name.text),
        scope.schema.fields[index].type.isTemporal == value.type.isTemporal,
        scope.schema.fields[index].type.isNumeric == value.type.isNumeric
      {
        field.role = scope.schema.fields[index].role
      }
      computed.append(ComputedColumn(field, value))
      scope.input.plan.schema = scope.schema.replacing(field)
    }
    return .table(
      Plan(
        .compute(input, computed), schema: scope.schema, title: input.title, shape: input.shape))
  }
}

extension Schema {
  /// The schema with a field in the place of the one of its name, or at the end.
  fileprivate func replacing(_ field: Field) -> Schema {
    var fields = self.fields
    if let index = index(of: field.name) {
      fields[index] = field
    } else {
      fields.append(field)
    }
    return Schema(fields)
  }
}
