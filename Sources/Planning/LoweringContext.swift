package import Calendars
package import Columns
package import Language

/// What a verb can know while a stage is planned.
package struct LoweringContext {
  /// What the stage reads; nil where the session holds no data yet.
  package var input: PlanInput?
  package var settings: Settings
  package var parameters: [String: Literal]
  /// A table that the session holds, by its name in the line.
  package var table: TableLookUp
  /// Remarks that do not stop the line.
  package var warnings: [Diagnostic] = []

  /// Throws where there is no table of the name.
  package typealias TableLookUp =
    @Sendable (_ name: Identifier) throws(Diagnostic) -> PlanInput

  /// Without `table` there is no other table.
  package init(
    input: PlanInput?, settings: Settings, parameters: [String: Literal],
    table: @escaping TableLookUp = noTables
  ) {
    self.input = input
    self.settings = settings
    self.parameters = parameters
    self.table = table
  }

  /// What the stage reads, or an error that says how to load something.
  package func source(for stage: Stage) throws(Diagnostic) -> PlanInput {
    if let input { return input }
    throw Diagnostic(
      code: "no-data", at: stage.verb.range, "no data is loaded yet",
      help: "start with  load FILE.csv")
  }

  /// Names as the stage's expressions see them.
  package func scope(for stage: Stage) throws(Diagnostic) -> Scope {
    Scope(input: try source(for: stage), parameters: parameters)
  }
}

/// What looking up another table gives where there are none.
@Sendable package func noTables(_ name: Identifier) throws(Diagnostic) -> PlanInput {
  throw Diagnostic(
    code: "unknown-table", at: name.range, "there is no table '\(name.text)'",
    help: "load its file, or keep rows under a name:  \(name.text) = filter ...")
}

/// The table that a stage reads, before it is computed.
package struct PlanInput: Sendable {
  package var plan: Plan
  /// The last day in the data, where the table tells.
  package var asOf: CivilDate?
  /// The words of a text column of the loaded table, for hints; none for a computed column.
  package var words: @Sendable (_ column: String) -> [String]

  package init(
    plan: Plan, asOf: CivilDate?, words: @escaping @Sendable (_ column: String) -> [String]
  ) {
    self.plan = plan
    self.asOf = asOf
    self.words = words
  }

  package var schema: Schema { plan.schema }
}
