import Calendars
import Columns
import Language
import Planning

/// A table over time that a stage reads, and the measure that it is about.
struct TimeTable {
  var plan: Plan
  var measure: MeasureOverTime

  var measureName: String { plan.schema.fields[measure.measure].name }

  /// The input where it is a table over time; of clients their churn by month, of purchases their number by
  /// month, with a remark that says so.
  init(_ stage: Stage, example: String, in context: inout LoweringContext) throws(Diagnostic) {
    let input = try context.source(for: stage)
    var plan = input.plan
    if case .rows = plan.shape {
      switch input.schema.kind {
      case .clients, .register:
        plan = Churn.plan(by: .month, of: input, context.settings)
        context.warnings.append(
          Diagnostic(
            .warning, code: "of-churn-by-month", at: stage.verb.range,
            "\(stage.verbName) of  churn by month, because no table over time stands before it"))
      case .purchases:
        plan = TimeTable.purchases(input)
        context.warnings.append(
          Diagnostic(
            .warning, code: "of-purchases-by-month", at: stage.verb.range,
            "\(stage.verbName) of the purchases by month, because no table over time stands before it"
          ))
      case .other: break
      }
    }
    guard TimeTable.layout(plan) != nil else {
      let hasTenure = input.schema.index(of: .tenure) != nil
      throw Diagnostic(
        code: "not-over-time", at: stage.verb.range,
        "\(stage.verbName) needs a table over time before it",
        help: hasTenure
          ? "this table has lengths of stay but no dates, and \(stage.verbName) needs a calendar"
          : example)
    }
    self = try TimeTable(stage, plan: plan, in: context)
  }

  /// Of a plan whose shape is that of a table over time.
  init(_ stage: Stage, plan: Plan, in context: LoweringContext) throws(Diagnostic) {
    self.plan = plan
    guard let (period, grain, usual, series) = TimeTable.layout(plan),
      let periodColumn = plan.schema.index(of: period)
    else {
      throw Diagnostic(
        code: "not-over-time", at: stage.verb.range,
        "the table has no column of periods any more", help: "keep the column of periods")
    }
    let column = try TimeTable.measured(stage, plan, usual: usual, context)
    let isRate = plan.schema.fields[column].name == "rate"
    measure = MeasureOverTime(
      keys: series.compactMap { plan.schema.index(of: $0) }, period: periodColumn,
      grain: grain, measure: column, atRisk: isRate ? plan.schema.index(of: "opening") : nil)
  }

  /// Column of periods, grain, the measure usually meant and the keys; nil for any other table. Of several
  /// measures, as `growth` has them, the clients at the end are meant.
  private static func layout(
    _ plan: Plan
  ) -> (period: String, grain: Grain, usual: String, series: [String])? {
    let closing = plan.schema.index(of: "closing").map { plan.schema.fields[$0].name }
    switch plan.shape {
    case .timeSeries(let period, let grain, let measure, _, let series):
      return (period, grain, measure == "customers_index" ? closing ?? measure : measure, series)
    case .timeLines(let period, let grain, let measures):
      return (period, grain, closing ?? measures.first ?? "", [])
    default: return nil
    }
  }

  private static func purchases(_ input: PlanInput) -> Plan {
    let schema = input.schema
    let date = schema.index(of: .date) ?? 0
    let key = GroupKey(
      field: Field("month", .text), value: .column(date, schema.fields[date].type), grain: .month)
    let rows = AggregateColumn(Field("purchases", .integer, unit: .count), .count)
    let aggregation = Aggregation(keys: [key], measures: [rows])
    return Plan(
      .aggregate(input.plan, aggregation), schema: Schema([key.field, rows.field]), title: "",
      shape: .timeSeries(
        period: "month", grain: .month, measure: "purchases", band: nil, series: []))
  }

  /// The column after `of`, else `rate`, else the only measure, else the one that the table is about.
  private static func measured(
    _ stage: Stage, _ table: Plan, usual: String, _ context: LoweringContext
  ) throws(Diagnostic) -> Int {
    let fields = table.schema.fields
    if case .of(let expression, let range)? = stage.clause(.of) {
      guard case .name(let name) = expression else {
        throw Diagnostic(
          code: "of-column", at: range, "after of stands a column",
          help: "\(stage.verbName) of lost")
      }
      let scope = Scope(
        input: PlanInput(plan: table, asOf: nil, words: { _ in [] }),
        parameters: context.parameters)
      let index = try scope.column(name)
      guard fields[index].type.isNumeric else {
        throw Diagnostic(
          code: "type-mismatch", at: name.range,
          "\(stage.verbName) needs numbers, and '\(name.text)' is \(fields[index].type.withArticle)"
        )
      }
      return index
    }
    let measures = fields.indices.filter { fields[$0].type.isNumeric }
    if let rate = measures.first(where: { fields[$0].name == "rate" }) { return rate }
    if measures.count == 1 { return measures[0] }
    if let index = table.schema.index(of: usual), measures.contains(index) { return index }
    throw Diagnostic(
      code: "which-measure", at: stage.verb.range, "which column is meant?",
      help: "say  \(stage.verbName) of \(measures.first.map { fields[$0].name } ?? "COLUMN")")
  }
}

/// The columns that part clients into few groups: texts of 2 to 12 words without another role, and the
/// reason of leaving where it has at most so many words, which comes last.
///
/// `columnsOfManyWords` names those that have more.
func segmentColumns(_ input: PlanInput, mostReasons: Int = 12) -> [GroupKey] {
  let fields = input.schema.fields
  let segments = fields.indices.filter { index in
    let field = fields[index]
    guard field.role == nil || field.role == .segment else { return false }
    switch field.type {
    case .boolean: return true
    case .text: return (2...12).contains(input.words(field.name).count)
    default: return false
    }
  }
  let reasons = fields.indices.filter { index in
    fields[index].role == .reason && fields[index].type == .text
      && (2...mostReasons).contains(input.words(fields[index].name).count)
  }
  return (segments + reasons).map { index in
    GroupKey(
      field: fields[index], value: .column(index, fields[index].type),
      describesExit: fields[index].role == .reason)
  }
}

/// The texts that `segmentColumns` leaves out because they have more than 12 words, by name.
func columnsOfManyWords(_ input: PlanInput) -> [String] {
  input.schema.fields.filter { field in
    field.type == .text && (field.role == nil || field.role == .segment || field.role == .reason)
      && input.words(field.name).count > 12
  }.map(\.name)
}
