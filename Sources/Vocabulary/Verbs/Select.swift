import Columns
package import Language
package import Planning

/// Keeps some columns.
package struct Select: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "select", argument: .names, requiresArgument: true, example: "select name, plan, fee",
    summary: "keeps these columns, in this order")

  package let page = VerbPage(
    synopsis: "select COLUMN, ...",
    lesson: "The columns come in the order in which they are named. "
      + "Names with blanks take backticks.",
    examples: [
      .init("select Name, start, reason | take 5", shows: "three columns of the first five rows")
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    guard case .names(let names)? = stage.argument else {
      throw Diagnostic(
        code: "missing-columns", at: stage.verb.range, "select needs columns", help: syntax.example)
    }
    var scope = try context.scope(for: stage)
    if let tenure = try readyTenure(names, scope) {
      let field = Field("tenure", .integer, unit: .days)
      let input = scope.input.plan
      scope.input.plan = Plan(
        .compute(input, [ComputedColumn(field, tenure)]),
        schema: Schema(input.schema.fields + [field]), title: input.title, shape: input.shape)
    }
    var positions: [Int] = []
    for name in names {
      let position = try scope.column(name)
      guard !positions.contains(position) else {
        throw Diagnostic(
          code: "column-twice", at: name.range, "the column '\(name.text)' stands twice")
      }
      positions.append(position)
    }
    let input = scope.input.plan
    let fields = positions.map { input.schema.fields[$0] }
    return .table(
      Plan(
        .project(input, positions), schema: .init(fields), title: input.title,
        shape: input.shape.isDrawable(from: fields.map(\.name)) ? input.shape : .rows))
  }

  /// The tenure that every table of clients has, where it is named and is no column.
  private func readyTenure(_ names: [Identifier], _ scope: Scope) throws(Diagnostic)
    -> TypedExpression?
  {
    guard let name = names.first(where: { $0.text.lowercased() == "tenure" }),
      scope.found(name) == nil, scope.schema.kind == .clients
    else { return nil }
    return try scope.value(name)
  }
}
