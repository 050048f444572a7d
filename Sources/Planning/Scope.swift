import Calendars
package import Columns
package import Language
import Texts

/// The names that an expression may use.
package struct Scope {
  package var input: PlanInput
  package var parameters: [String: Literal]

  package init(input: PlanInput, parameters: [String: Literal]) {
    self.input = input
    self.parameters = parameters
  }

  package var schema: Schema { input.schema }

  /// The column that a name means: that name, else the only one that differs in case, else the one in
  /// the role of that name.
  package func column(_ name: Identifier) throws(Diagnostic) -> Int {
    if let index = found(name) { return index }
    throw unknown(name)
  }

  /// The same, or nil where there is none.
  package func found(_ name: Identifier) -> Int? {
    if let index = schema.index(of: name.text) { return index }
    let folded = name.text.lowercased()
    let similar = schema.fields.indices.filter { schema.fields[$0].name.lowercased() == folded }
    if similar.count == 1 { return similar[0] }
    let holders = columns(inRole: name)
    return holders.count == 1 ? holders[0] : nil
  }

  /// The columns in the role of that name.
  private func columns(inRole name: Identifier) -> [Int] {
    guard !name.isQuoted, let role = Role(rawValue: name.text.lowercased()) else { return [] }
    return schema.fields.indices.filter { schema.fields[$0].role == role }
  }

  /// An expression for a name: a column, or the `tenure` that every table of clients has.
  package func value(_ name: Identifier) throws(Diagnostic) -> TypedExpression {
    if let index = found(name) { return .column(index, schema.fields[index].type) }
    if name.text.lowercased() == "tenure", let tenure { return tenure }
    throw unknown(name)
  }

  /// Days from the start to the leaving, or to the end of observation for those still here.
  var tenure: TypedExpression? {
    guard let start = schema.index(of: .start) else { return nil }
    let startColumn = TypedExpression.column(start, schema.fields[start].type)
    let asOf = input.asOf.map { TypedExpression.constant(.date($0), .date) }
    guard let end = schema.index(of: .end) else {
      return asOf.map { .daysBetween($0, startColumn) }
    }
    let endColumn = TypedExpression.column(end, schema.fields[end].type)
    guard let asOf, schema.fields[end].type == .date else {
      return .daysBetween(endColumn, startColumn)
    }
    return .daysBetween(.function(.coalesce, [endColumn, asOf], .date), startColumn)
  }

  /// The day of leaving: the end, but missing where a flag says that the client is still here.
  package var leaving: TypedExpression? {
    guard let end = schema.index(of: .end) else { return nil }
    let type = schema.fields[end].type
    let endColumn = TypedExpression.column(end, type)
    guard let lost = schema.index(of: .lost) else { return endColumn }
    let flag = TypedExpression.column(lost, .boolean)
    let saysNo = TypedExpression.and(.not(.isMissing(flag)), .not(.truth(flag)))
    return .function(.choose, [saysNo, .constant(.missing, type), endColumn], type)
  }

  private func unknown(_ name: Identifier) -> Diagnostic {
    let names = schema.fields.map(\.name)
    let holders = columns(inRole: name).map { names[$0] }
    if holders.count > 1 {
      return Diagnostic(
        code: "role-of-several", at: name.range,
        "\(holders.count) columns have the role '\(name.text.lowercased())'",
        help: "name one of " + listed(holders))
    }
    if let near = suggestion(for: name.text, among: names) {
      return Diagnostic(
        code: "unknown-column", at: name.range, "there is no column '\(name.text)'",
        hint: "did you mean '\(quotedIfNeeded(near))'?")
    }
    let folded = name.text.lowercased()
    let holding = names.filter { $0.lowercased().contains(folded) }
    if folded.count > 2, holding.count == 1 {
      return Diagnostic(
        code: "unknown-column", at: name.range, "there is no column '\(name.text)'",
        hint: "did you mean '\(quotedIfNeeded(holding[0]))'?")
    }
    for field in schema.fields where field.type == .text {
      guard let word = input.words(field.name).first(where: { $0.lowercased() == folded }) else {
        continue
      }
      return Diagnostic(
        code: "text-without-quotes", at: name.range, "there is no column '\(name.text)'",
        hint: "a text takes quotes: \"\(word)\"",
        help: "\"\(word)\" is a value of the column \(quotedIfNeeded(field.name))")
    }
    if !name.isQuoted, Role(rawValue: folded) != nil {
      return Diagnostic(
        code: "role-not-found", at: name.range, "no column has the role '\(folded)'",
        help: "say which one it is with  roles \(folded) = COLUMN")
    }
    if !name.isQuoted, let grain = grainMeant(by: name.text) {
      return Diagnostic(
        code: "unknown-column", at: name.range, "there is no column '\(name.text)'",
        hint: "did you mean 'by \(grain.rawValue)'?")
    }
    return Diagnostic(
      code: "unknown-column", at: name.range, "there is no column '\(name.text)'",
      help: "the columns are " + listed(names))
  }
}

/// A column's name as a line needs it: in backticks unless it is a plain word and no keyword.
package func quotedIfNeeded(_ name: String) -> String {
  isBareName(name) ? name : inBackticks(name)
}

/// At most a dozen names, in their order.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(12).map(quotedIfNeeded).joined(separator: ", ")
  return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
}
