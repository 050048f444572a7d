package import Calendars
import Columns
package import Language
import Texts

extension ExpressionChecker {
  /// The keys of a `by` clause. A bare `month` is the period of `date`; nil where the data have no such
  /// date. At most one key is a period. With a map of causes `cause` and `wanted` are what it says of
  /// the reason, unless a column has that name.
  package mutating func keys(
    _ assignments: [Assignment], date: TypedExpression?, dateIsCalled dateName: String,
    causes: CauseMap? = nil
  ) throws(Diagnostic) -> [GroupKey] {
    var keys: [GroupKey] = []
    for assignment in assignments {
      let ofCause = causes.flatMap { causeKey(assignment, $0) }
      let key =
        if let ofCause { ofCause } else {
          try key(assignment, date: date, dateIsCalled: dateName)
        }
      if keys.contains(where: { $0.field.name == key.field.name }) {
        throw Diagnostic(
          code: "key-twice", at: assignment.value.range,
          "'\(key.field.name)' stands twice among the keys")
      }
      keys.append(key)
    }
    return keys
  }

  private func causeKey(_ assignment: Assignment, _ map: CauseMap) -> GroupKey? {
    guard case .name(let name) = assignment.value, !name.isQuoted,
      let figure = CauseFigure(rawValue: name.text.lowercased()), scope.found(name) == nil,
      let reason = scope.schema.index(of: .reason), scope.schema.fields[reason].type == .text
    else { return nil }
    let value = TypedExpression.cause(figure, .column(reason, .text), map)
    return GroupKey(
      field: Field(assignment.name?.text ?? figure.rawValue, value.type), value: value,
      describesExit: true)
  }

  private mutating func key(
    _ assignment: Assignment, date: TypedExpression?, dateIsCalled dateName: String
  ) throws(Diagnostic) -> GroupKey {
    let expression = assignment.value
    if case .name(let name) = expression, let grain = grain(name) {
      guard let date else {
        throw Diagnostic(
          code: "no-date", at: name.range, "there is no \(dateName) to take the \(name.text) of",
          help: "say of which date:  by \(name.text)(COLUMN),  or  roles end = COLUMN")
      }
      return GroupKey(
        field: Field(assignment.name?.text ?? grain.rawValue, .text), value: date, grain: grain)
    }
    if case .call(let name, let arguments, _) = expression, arguments.count == 1,
      let grain = Grain(rawValue: name.text.lowercased())
    {
      let label = assignment.name?.text ?? format(expression)
      return GroupKey(field: Field(label, .text), value: try self.date(arguments[0]), grain: grain)
    }
    if case .name(let name) = expression { try refuseMisspeltGrain(name) }
    return try category(assignment)
  }

  /// `by moth`: a period is meant where no column is near.
  private func refuseMisspeltGrain(_ name: Identifier) throws(Diagnostic) {
    let names = scope.schema.fields.map(\.name)
    guard !name.isQuoted, scope.found(name) == nil,
      suggestion(for: name.text, among: names + ["tenure"]) == nil,
      let near = suggestion(for: name.text, among: Grain.allCases.map(\.rawValue))
    else { return }
    throw Diagnostic(
      code: "unknown-column", at: name.range, "there is no column '\(name.text)'",
      hint: "did you mean '\(near)'?")
  }

  private mutating func category(_ assignment: Assignment) throws(Diagnostic) -> GroupKey {
    let checked = try value(assignment.value)
    guard case .column(let index, let type) = checked else {
      let label = assignment.name?.text ?? format(assignment.value)
      return GroupKey(field: Field(label, checked.type, unit: unit(of: checked)), value: checked)
    }
    let field = scope.schema.fields[index]
    return GroupKey(
      field: Field(assignment.name?.text ?? field.name, type, unit: field.unit, role: field.role),
      value: checked, describesExit: field.role == .reason)
  }

  /// The grain that a bare name means, columns of that name coming first.
  package func grain(_ name: Identifier) -> Grain? {
    guard !name.isQuoted, scope.schema.index(of: name.text) == nil else { return nil }
    return Grain(rawValue: name.text.lowercased())
  }
}
