package import Columns
package import Planning

/// Computes plans in memory, one operator after the other.
///
/// Sources, `asOf` and period of a result are those of its input. Notes of its input come first, each
/// once: what was left out of a table is left out of every figure made from it.
package struct LocalExecutor: Executor {
  package init() {}

  package func execute(
    _ plan: Plan, table: (String) -> Table?, isCancelled: () -> Bool
  ) throws(ExecutionError) -> Table {
    try poll(isCancelled)
    return named(try computed(plan, table: table, isCancelled: isCancelled), by: plan)
  }

  /// A result under the name and in the shape that the plan gives it.
  private func named(_ table: Table, by plan: Plan) -> Table {
    var result = table
    result.about.title = plan.title
    result.about.notes = result.about.notes.reduce(into: []) { notes, note in
      if !notes.contains(note) { notes.append(note) }
    }
    result.about.shape = plan.shape.completed(by: result.about.shape)
    return result
  }

  private func computed(
    _ plan: Plan, table: (String) -> Table?, isCancelled: () -> Bool
  ) throws(ExecutionError) -> Table {
    func input(_ plan: Plan) throws(ExecutionError) -> Table {
      try execute(plan, table: table, isCancelled: isCancelled)
    }
    switch plan.operation {
    case .scan(let name):
      return try scanned(name, schema: plan.schema, table: table)
    case .filter(let source, let condition):
      return try filtered(input(source), by: condition, isCancelled: isCancelled)
    case .compute(let source, let columns):
      return try extended(input(source), by: columns, isCancelled: isCancelled)
    case .project(let source, let columns):
      return projected(try input(source), to: columns, schema: plan.schema)
    case .aggregate(let source, let aggregation):
      if aggregation.countsRowsOnly, case .filter(let all, let condition) = source.operation {
        // Rows that are only counted need not be gathered.
        let matches = countedMatches(try input(all), of: condition)
        return try aggregated(
          named(matches.table, by: source), rowCount: matches.count, by: aggregation,
          isCancelled: isCancelled)
      }
      let rows = try input(source)
      return try aggregated(
        rows, rowCount: rows.rowCount, by: aggregation, isCancelled: isCancelled)
    case .sort(let source, let orders):
      return try sorted(input(source), by: orders, isCancelled: isCancelled)
    case .take(let source, let count):
      return taken(count, of: try input(source))
    case .join(let left, let right, let specification):
      return try joined(
        input(left), input(right), by: specification, schema: plan.schema,
        isCancelled: isCancelled)
    case .pivot(let source, let specification):
      return try pivoted(input(source), by: specification, isCancelled: isCancelled)
    case .describe(let source):
      return try described(input(source), isCancelled: isCancelled)
    case .expect(let source, let expectation):
      return try expected(expectation, of: input(source))
    case .rows(let table): return table
    case .calendarCounts(let source, let specification):
      let table = try input(source)
      return try calendarCounts(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .rates(let source, let specification):
      return try rates(specification, of: input(source))
    case .returns(let source, let specification):
      let table = try input(source)
      return try returns(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .purchaseHistory(let source, let specification):
      return try purchaseHistory(specification, of: input(source), isCancelled: isCancelled)
    case .purchaseModel(let source, let specification):
      return try purchaseModel(specification, of: input(source), isCancelled: isCancelled)
    case .purchaseForecast(let source, let specification):
      return try purchaseForecast(specification, of: input(source), isCancelled: isCancelled)
    case .retentionForecast(let source, let specification):
      let table = try input(source)
      return try retentionForecast(
        specification, of: table,
        keyColumns: specification.keyColumns { evaluate($0, over: table) },
        isCancelled: isCancelled)
    case .cohorts(let source, let specification):
      let table = try input(source)
      return try cohorts(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .renewals(let source, let specification):
      let table = try input(source)
      return try renewals(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .moneyMovements(let source, let specification):
      let table = try input(source)
      return try moneyMovements(
        specification, of: table,
        keyColumns: specification.counts.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .growth(let source, let specification):
      let table = try input(source)
      return try growth(
        specification, of: table,
        keyColumns: specification.counts.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .reasons(let source, let specification):
      return try reasons(specification, of: input(source), isCancelled: isCancelled)
    case .value(let source, let specification):
      let table = try input(source)
      return try values(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .losses(let source, let specification):
      return try losses(specification, of: input(source), isCancelled: isCancelled)
    case .shifts(let source, let specification, let carriers):
      var tables: [Table] = []
      for carrier in carriers { tables.append(try input(carrier)) }
      return try shiftTable(specification, of: input(source), carriers: tables)
    case .season(let source, let specification):
      return try seasonTable(specification, of: input(source))
    case .change(let pairs, let specification):
      var counts: [(before: Table, after: Table)] = []
      for pair in pairs {
        // The period that was asked for is the first to be complained of.
        let after = try input(pair.after)
        counts.append((try input(pair.before), after))
      }
      return try changeTable(specification, counts: counts)
    case .forecast(let source, let specification):
      return try forecastTable(specification, of: input(source))
    case .hazards(let source, let specification):
      let table = try input(source)
      return try hazards(
        specification, of: table,
        factorColumns: specification.factors.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .fit(let source, let specification):
      let table = try input(source)
      return try fit(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    case .survival(let source, let specification):
      let table = try input(source)
      return try survival(
        specification, of: table,
        keyColumns: specification.keys.map { evaluate($0.value, over: table) },
        isCancelled: isCancelled)
    }
  }

  private func scanned(
    _ name: String, schema: Schema, table: (String) -> Table?
  ) throws(ExecutionError) -> Table {
    guard var found = table(name) else {
      throw .impossible("there is no table named '\(name)'", help: nil)
    }
    guard found.schema.fields.map(\.type) == schema.fields.map(\.type) else {
      throw .impossible("'\(name)' has other columns than when the line was read", help: nil)
    }
    found.schema = schema
    return found
  }
}

/// Ends the work where the user asked for it.
func poll(_ isCancelled: () -> Bool) throws(ExecutionError) {
  if isCancelled() { throw .cancelled }
}
