import Columns
package import Language
package import Planning
import Texts

/// Puts the columns of another table beside the rows.
package struct Join: Verb {
  package init() {}

  package let syntax = VerbSyntax(
    "join", argument: .names, requiresArgument: true, clauses: [.on, .with],
    example: "join plans on plan", summary: "puts the columns of another table beside the rows")

  package let page = VerbPage(
    synopsis: "join TABLE on KEY [= KEY THERE], ... [with kind = inner | left]",
    lesson: "Rows come together where all keys are equal; a missing key equals nothing. As in SQL, "
      + "rows without a match go (kind = inner); with kind = left they stay, with missing values "
      + "beside them. A row with several matches stands beside each, which multiplies it: the notes "
      + "say how many. A column whose name is taken is called NAME_TABLE.",
    options: [
      OptionDeclaration(
        "kind", .word(JoinKind.allCases.map(\.rawValue)),
        "inner (default): rows without a match go; left: they stay")
    ],
    examples: [
      .init(
        "join canadian_senators on Name | count",
        shows: "names that stand twice find one another, so there are more rows"),
      .init(
        "join canadian_senators on Name, start with kind = left | take 3",
        shows: "a second copy of each column, under its own name"),
    ])

  package func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step {
    let scope = try context.scope(for: stage)
    let name = try tableName(stage)
    let other = try context.table(name)
    guard case .on(let written, _)? = stage.clause(.on) else {
      throw Diagnostic(
        code: "missing-on", at: stage.range, "join needs the key that both tables have",
        help: "write  join \(quotedIfNeeded(name.text)) on \(commonColumn(scope, other))")
    }
    var keys: [JoinSpecification.KeyPair] = []
    for assignment in written {
      let pair = try key(
        assignment, scope, Scope(input: other, parameters: context.parameters), name)
      if !keys.contains(pair) { keys.append(pair) }
    }
    let options = try stage.options(page.options, context.parameters)
    var kind = JoinKind.inner
    if case .text(let word)? = options["kind"], let chosen = JoinKind(rawValue: word) {
      kind = chosen
    }
    let rightKeys = keys.map(\.right)
    let added = other.schema.fields.indices.filter { !rightKeys.contains($0) }
    let specification = JoinSpecification(
      kind: kind, keys: keys, added: added, otherName: name.text)
    let schema = scope.schema.joined(added.map { other.schema.fields[$0] }, from: name.text)
    return .table(
      Plan(.join(scope.input.plan, other.plan, specification), schema: schema, title: ""))
  }

  private func tableName(_ stage: Stage) throws(Diagnostic) -> Identifier {
    guard case .names(let names)? = stage.argument, names.count == 1 else {
      throw Diagnostic(
        code: "one-name", at: stage.range, "join takes one table at a time",
        help: "join a on key | join b on key")
    }
    return names[0]
  }

  /// `on id`, or `on id = member_id` where the other table calls it otherwise.
  private func key(
    _ assignment: Assignment, _ scope: Scope, _ other: Scope, _ table: Identifier
  ) throws(Diagnostic) -> JoinSpecification.KeyPair {
    guard case .name(let written) = assignment.value else {
      throw Diagnostic(
        code: "join-key", at: assignment.value.range, "a key of a join is a column of both tables",
        help: "write  join \(quotedIfNeeded(table.text)) on id,  or  on id = member_id")
    }
    let left = try scope.column(assignment.name ?? written)
    guard let right = other.found(written) else {
      let names = other.schema.fields.map(\.name)
      throw Diagnostic(
        code: "unknown-column", at: written.range,
        "'\(table.text)' has no column '\(written.text)'",
        hint: suggestion(for: written.text, among: names).map { "did you mean '\($0)'?" },
        help: "where it is called otherwise there, write  on \(quotedIfNeeded(written.text)) = "
          + (names.first.map(quotedIfNeeded) ?? "COLUMN"))
    }
    let (one, two) = (scope.schema.fields[left], other.schema.fields[right])
    guard one.type.isComparable(with: two.type) else {
      throw Diagnostic(
        code: "type-mismatch", at: written.range,
        "the keys are of different types: \(one.type.withArticle) here, \(two.type.withArticle) in "
          + "'\(table.text)'",
        hint: "\(one.type.rawValue) and \(two.type.rawValue)")
    }
    return JoinSpecification.KeyPair(left, right)
  }

  private func commonColumn(_ scope: Scope, _ other: PlanInput) -> String {
    let names = other.schema.fields.map(\.name)
    let common = scope.schema.fields.map(\.name).first { names.contains($0) }
    return common.map(quotedIfNeeded) ?? "KEY"
  }
}

extension Schema {
  /// These fields and others after them: a name that is taken gets the table's name behind it, and a
  /// role that is taken stays with its first column.
  fileprivate func joined(_ added: [Field], from table: String) -> Schema {
    var fields = self.fields
    for var field in added {
      var name = field.name
      var number = 2
      while fields.contains(where: { $0.name == name }) {
        name = number == 2 ? "\(field.name)_\(table)" : "\(field.name)_\(table)_\(number - 1)"
        number += 1
      }
      field.name = name
      if let role = field.role, index(of: role) != nil { field.role = nil }
      fields.append(field)
    }
    return Schema(fields)
  }
}

extension ValueType {
  fileprivate func isComparable(with other: ValueType) -> Bool {
    self == other || (isNumeric && other.isNumeric) || (isTemporal && other.isTemporal)
  }
}
