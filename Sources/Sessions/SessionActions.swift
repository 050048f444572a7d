import Columns
import Language
import Planning
import Presentation
import TableFiles
import Texts

extension Evaluation {
  /// Does what `use`, `roles`, `set` and their like say.
  mutating func perform(
    _ action: SessionAction, keptAs kept: Identifier?
  ) throws(EvaluationFailure) {
    if let kept {
      throw .wrong(
        Diagnostic(
          code: "nothing-to-keep", at: kept.range, "this line makes no rows to keep under a name",
          help: "a name goes before rows:  \(quotedIfNeeded(kept.text)) = filter ..."))
    }
    switch action {
    case .use(let name): try use(name)
    case .roles(let assignments): try assign(assignments)
    case .set(let name, let value):
      try change(name, to: value)
      session.revision += 1
      reply.blocks.append(.status("\(name) = \(session.settings.shown(name))"))
    case .showSettings: reply.blocks.append(.table(settingsTable, limit: .all))
    case .showCauses: reply.blocks.append(.text(session.settings.causes.yaml))
    case .addCauses(let rules): addCauses(rules)
    case .loadCauses(let path, let range): try loadCauses(path, range)
    case .showTables: reply.blocks.append(.table(tableOfTables, limit: .all))
    case .explain(let line): reply.blocks.append(.text(explanation(of: line)))
    }
  }

  private mutating func change(_ name: String, to value: OptionValue) throws(EvaluationFailure) {
    session.settings[name] = value
    let (low, high) = (session.settings.bandLow, session.settings.bandHigh)
    guard low > high else { return }
    throw .wrong(
      Diagnostic(
        code: "band", "the band would begin at \(share(low)) and end at \(share(high))",
        help: "set its other end first:  set \(name == "band_low" ? "band_high" : "band_low") = ..."
      ))
  }

  private func share(_ value: Double) -> String {
    Presentation.text(.decimal(value), unit: .rate, decimals: 1)
  }

  private mutating func use(_ name: Identifier) throws(EvaluationFailure) {
    guard let known = session.tables.name(matching: name.text), let table = session.tables[known]
    else {
      throw .wrong(
        Diagnostic(
          code: "unknown-table", at: name.range, "there is no table '\(name.text)'",
          hint: suggestion(for: name.text, among: session.tables.names).map {
            "did you mean '\($0)'?"
          },
          help: "keep one with  NAME = filter ...  or load a file"))
    }
    session.current = known
    session.revision += 1
    reply.blocks.append(.status("\(known): \(table.sizeInWords)"))
  }

  private mutating func assign(_ assignments: [RoleAssignment]) throws(EvaluationFailure) {
    guard let name = session.current, var table = session.tables[name] else { return }
    for assignment in assignments {
      do {
        try TableFiles.assign(assignment.role, to: assignment.column.text, in: &table)
      } catch {
        throw .wrong(
          Diagnostic(
            code: "role", at: assignment.column.range, error.message, help: error.help))
      }
    }
    session.tables[name] = table
    if !assignments.isEmpty { session.revision += 1 }
    reply.blocks.append(.table(rolesTable(table), limit: .all))
  }

  private func rolesTable(_ table: Table) -> Table {
    let fields = table.schema.fields.filter { $0.role != nil }
    return Table(
      schema: Schema([Field("role", .text), Field("column", .text), Field("type", .text)]),
      columns: [
        Column(.text, fields.map { .text($0.role?.rawValue ?? "") }),
        Column(.text, fields.map { .text($0.name) }),
        Column(.text, fields.map { .text($0.type.rawValue) }),
      ])
  }

  private var tableOfTables: Table {
    let names = session.tables.names
    let tables = names.compactMap { session.tables[$0] }
    return Table(
      schema: Schema([
        Field("table", .text), Field("rows", .integer, unit: .count),
        Field("columns", .integer, unit: .count), Field("kind", .text),
        Field("current", .boolean),
      ]),
      columns: [
        Column(.text, names.map { .text(quotedIfNeeded($0)) }),
        Column(.integer, tables.map { .integer(Int64($0.rowCount)) }),
        Column(.integer, tables.map { .integer(Int64($0.columns.count)) }),
        Column(.text, tables.map { .text($0.schema.kind.rawValue) }),
        Column(.boolean, names.map { .boolean($0 == session.current) }),
      ])
  }

  private var settingsTable: Table {
    let declared = Settings.declarations
    return Table(
      schema: Schema([Field("setting", .text), Field("value", .text), Field("meaning", .text)]),
      columns: [
        Column(.text, declared.map { .text($0.name) }),
        Column(
          .text,
          declared.map { .text(session.settings.shown($0.name)) }),
        Column(.text, declared.map { .text($0.summary) }),
      ])
  }
}
