import Calendars
import Columns

extension Plan {
  /// The plan as `explain` prints it: an operation a line, what it reads below it, indented.
  package var outline: [String] {
    let (line, inputs) = described
    return [line] + inputs.flatMap { $0.outline.map { "  " + $0 } }
  }

  private var described: (String, [Plan]) {
    switch operation {
    case .scan(let name): ("scan \(name)", [])
    case .filter(let input, let condition): ("filter \(condition.text(input.schema))", [input])
    case .compute(let input, let columns):
      ("compute " + columns.map { $0.text(input.schema) }.joined(separator: ", "), [input])
    case .project(let input, let columns): ("project " + input.schema.names(columns), [input])
    case .aggregate(let input, let aggregation):
      ("aggregate " + aggregation.text(input.schema), [input])
    case .sort(let input, let orders):
      ("sort " + orders.map { $0.text(input.schema) }.joined(separator: ", "), [input])
    case .take(let input, let count): ("take \(count)", [input])
    case .join(let left, let right, let join):
      ("join \(join.kind.rawValue) on " + join.text(left.schema, right.schema), [left, right])
    case .pivot(let input, let pivot):
      (
        "pivot \(input.schema.names([pivot.column])) of \(input.schema.names([pivot.measure]))"
          + " by \(input.schema.names(pivot.keys))", [input]
      )
    case .describe(let input): ("describe", [input])
    case .expect(let input, let expectation):
      ("expect \(expectation.condition.text(input.schema))", [input])
    case .rows(let table): ("rows: \(table.rowCount)", [])
    case .calendarCounts(let input, let counts):
      ("calendar counts \(counts.text(input.schema))", [input])
    case .rates(let input, _): ("rates", [input])
    case .returns(let input, let specification):
      (
        "returns" + specification.keys.described(input.schema)
          + (specification.asOf.map { " as of \($0)" } ?? ""), [input]
      )
    case .purchaseHistory(let input, let specification):
      (
        "purchase histories" + (specification.asOf.map { " as of \($0)" } ?? ""), [input]
      )
    case .purchaseModel(let input, let specification):
      ("purchase model \(specification.method.rawValue)", [input])
    case .purchaseForecast(let input, let specification):
      (
        "forecast \(specification.horizon) of \(specification.counts.rawValue) using "
          + specification.method.rawValue, [input]
      )
    case .retentionForecast(let input, let specification):
      (
        "forecast \(specification.horizon) of retention"
          + specification.keys.described(input.schema), [input]
      )
    case .cohorts(let input, let specification):
      (
        "cohorts by \(specification.grain) using \(specification.basis.rawValue) of "
          + specification.counts.rawValue + specification.keys.described(input.schema), [input]
      )
    case .renewals(let input, let specification):
      (
        "renewals" + (specification.grain.map { " by \($0)" } ?? "")
          + specification.keys.described(input.schema), [input]
      )
    case .moneyMovements(let input, let movements):
      (
        "money movements of \(input.schema.names([movements.money.column])) "
          + movements.counts.text(input.schema), [input]
      )
    case .growth(let input, let specification):
      ("growth \(specification.counts.text(input.schema))", [input])
    case .reasons(let input, let specification):
      ("reasons of \(input.schema.names([specification.reason]))", [input])
    case .value(let input, let specification):
      ("value" + specification.keys.described(input.schema), [input])
    case .losses(let input, let specification):
      (
        "losses"
          + (specification.keys.isEmpty
            ? "" : " by " + specification.keys.map(\.field.name).joined(separator: ", ")),
        [input]
      )
    case .shifts(let input, let specification, let carriers):
      ("shifts of \(input.schema.names([specification.input.measure]))", [input] + carriers)
    case .season(let input, let specification):
      ("season of \(input.schema.names([specification.input.measure]))", [input])
    case .change(let pairs, let specification):
      (
        "change from \(specification.before.label) to \(specification.after.label)",
        pairs.flatMap { [$0.before, $0.after] }
      )
    case .forecast(let input, let specification):
      (
        "forecast \(specification.horizon) of \(input.schema.names([specification.measure]))",
        [input]
      )
    case .survival(let input, let specification):
      ("survival" + specification.keys.described(input.schema), [input])
    case .hazards(let input, let specification):
      ("hazards" + specification.factors.described(input.schema), [input])
    case .fit(let input, let specification):
      ("fit" + specification.keys.described(input.schema), [input])
    }
  }
}

extension Schema {
  fileprivate func names(_ columns: [Int]) -> String {
    columns.map { quotedIfNeeded(fields[$0].name) }.joined(separator: ", ")
  }
}

extension ComputedColumn {
  /// The columns computed before it have no place in the input's schema, so the name comes alone.
  fileprivate func text(_ schema: Schema) -> String {
    let isOfInput = value.columns.allSatisfy { $0 < schema.fields.count }
    return quotedIfNeeded(field.name) + (isOfInput ? " = " + value.text(schema) : "")
  }
}

extension SortOrder {
  fileprivate func text(_ schema: Schema) -> String {
    value.text(schema) + (isDescending ? " descending" : "")
  }
}

extension GroupKey {
  fileprivate func text(_ schema: Schema) -> String {
    grain.map { "\($0)(\(value.text(schema)))" } ?? value.text(schema)
  }
}

extension [GroupKey] {
  /// ` by plan, month(start)`; empty without keys.
  fileprivate func described(_ schema: Schema) -> String {
    isEmpty ? "" : " by " + map { $0.text(schema) }.joined(separator: ", ")
  }
}

extension Aggregation {
  fileprivate func text(_ schema: Schema) -> String {
    let keys = keys.map { $0.text(schema) }.joined(separator: ", ")
    let measures = measures.map { measure in
      "\(quotedIfNeeded(measure.field.name)) = \(measure.function.rawValue)"
        + "(\(measure.value?.text(schema) ?? ""))"
    }
    return (keys.isEmpty ? "" : "by \(keys): ") + measures.joined(separator: ", ")
  }
}

extension JoinSpecification {
  fileprivate func text(_ left: Schema, _ right: Schema) -> String {
    keys.map { "\(left.names([$0.left])) == \(right.names([$0.right]))" }
      .joined(separator: " and ")
  }
}

extension CalendarCounts {
  fileprivate func text(_ schema: Schema) -> String {
    var words: [String] = []
    if let grain { words.append("by \(grain)") }
    if !keys.isEmpty {
      words.append("keys " + keys.map { $0.text(schema) }.joined(separator: ", "))
    }
    if let period { words.append("from \(period.start) to \(period.lastDay)") }
    if let asOf { words.append("as of \(asOf)") }
    if exit != .end { words.append("exit \(exit.rawValue)") }
    return words.joined(separator: " ")
  }
}
